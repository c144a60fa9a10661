#include "engine/thermal/neighbour_injury.h"

#include <algorithm>
#include <cstdio>

namespace cryo::thermal {

namespace {

using anatomy::Tissue;
using Kind = NeighbourInjury::Kind;

NeighbourInjury injury(Kind kind, std::string label, double coldest_degc) {
    NeighbourInjury result;
    result.kind = kind;
    result.label = std::move(label);
    result.coldest_degc = coldest_degc;
    return result;
}

std::string percent(double frac) {
    char text[16];
    std::snprintf(text, sizeof text, "%.0f %%", 100.0 * frac);
    return text;
}

}  // namespace

NeighbourInjury skin_injury(const SkinReadout& skin) {
    NeighbourInjury result = injury(Kind::Skin, "Skin", skin.coldest_degc);
    result.source =
        "Melanocytes die at -4 to -7, keratinocytes at -20 to -30, fibroblasts at -30 to -35 °C (cryosurgery "
        "of skin, review); how long it takes in people is not known. Provisional.";
    if (skin.coldest_degc <= kScarDegc) {
        result.text = "Frostbite: the dermis was cold enough to kill its cells. Blisters, then a scar without pigment.";
        result.harm = true;
    } else if (skin.coldest_degc <= kPigmentDegc) {
        result.text = "Pigment cells die at this temperature: a pale or dark patch for months, in dark skin for good.";
        result.harm = true;
    } else if (skin.coldest_degc <= 0.0) {
        result.text = "The skin was at freezing: redness, perhaps a blister; it should heal without a mark.";
        result.harm = skin.frozen_s >= 5.0;
    } else {
        result.text = "Chilled, not frozen: it reddens as it rewarms.";
    }
    return result;
}

NeighbourInjury vessel_injury(const anatomy::Vessel& vessel, double coldest_degc, bool flows) {
    const bool artery = vessel.kind == anatomy::VesselKind::Artery;
    NeighbourInjury result = injury(artery ? Kind::Artery : Kind::Vein, vessel.label, coldest_degc);
    result.id = vessel.id;
    result.source =
        "Vessel walls survive freezing and blood keeps a warm rim of 0.5 to 1 mm (recalled). Flow stops in vessels "
        "under 2 mm whose wall was below 0 °C for 20 s: a rule of this program. Provisional.";
    if (!flows) {
        result.text = "Ice stopped its flow. It opens again after thawing as a rule; a clot is possible.";
        result.harm = artery;
    } else if (coldest_degc <= kVisibleEdgeDegc) {
        result.text =
            "Ice reached its wall while blood kept flowing: the wall recovers, and its warmth kept the ice "
            "from growing on that side.";
    } else {
        result.text = "Its warmth flattened the ice on that side; no harm.";
    }
    return result;
}

NeighbourInjury lung_injury(double coldest_degc) {
    NeighbourInjury result = injury(Kind::Lung, "Pleura and lung", coldest_degc);
    result.source =
        "Pneumothorax in 8 % of intercostal series under CT (PMC7075583), from the needle rather than the ice; "
        "ice at the pleura alone: recalled. Provisional.";
    result.harm = coldest_degc <= kVisibleEdgeDegc;
    result.text = result.harm ? "Ice touched the pleura: pleuritic pain or a small effusion for days; look for sliding."
                              : "Chilled, not frozen: no harm is known.";
    return result;
}

NeighbourInjury bone_injury(double coldest_degc) {
    NeighbourInjury result = injury(Kind::Bone, "Bone", coldest_degc);
    result.source =
        "Frozen periosteum hurts for some days; fracture in 1 to 3 % after ablation of whole lesions in long bones "
        "(recalled), none after nerve freezing known. Provisional.";
    result.text = coldest_degc <= kVisibleEdgeDegc
                      ? "Ice reached the bone's surface: it may ache for some days and heals."
                      : "Chilled, not frozen.";
    return result;
}

NeighbourInjury motor_injury(const anatomy::Nerve& nerve, double coldest_degc, double treated_frac) {
    NeighbourInjury result = injury(Kind::MotorNerve, nerve.label, coldest_degc);
    result.id = nerve.id;
    result.source =
        "One serious motor event in 71 femoral treatments (Ilfeld 2023); abdominal wall bulge in 23 % of intercostal "
        "series (PMC7075583); recovery over weeks to months. The share that weakens is a rule of this program. "
        "Provisional.";
    if (treated_frac > kMotorDeficitFrac) {
        result.text = percent(treated_frac) +
                      " of its section was below -20 °C: its muscles are weak until the axons have grown back, weeks "
                      "to months.";
        result.harm = true;
    } else if (coldest_degc <= kVisibleEdgeDegc) {
        result.text = "Ice reached it: weakness for minutes to weeks is possible, and cannot be predicted.";
        result.harm = true;
    } else {
        result.text = "Cooled, not frozen: any weakness ends as it rewarms.";
    }
    return result;
}

std::vector<NeighbourInjury> neighbour_injuries(const BioheatSolver& solver, const anatomy::Medium& medium,
                                                std::span<const NerveExposure> exposures,
                                                const anatomy::Deformation& deformation) {
    const anatomy::Anatomy& anatomy = medium.anatomy();
    double lung_degc = anatomy::kBodyDegc;
    double bone_degc = anatomy::kBodyDegc;
    std::vector<double> vessel_degc(anatomy.vessels.size(), anatomy::kBodyDegc);
    const Grid3<float>& coldest = solver.coldest_degc();
    const Index3 n = coldest.size();
    for (int k = 0; k < n.z; ++k)
        for (int j = 0; j < n.y; ++j)
            for (int i = 0; i < n.x; ++i) {
                const auto degc = static_cast<double>(coldest.at(i, j, k));
                if (degc > kNoticedDegc) continue;
                const anatomy::ReferencePoint here =
                    deformation.reference_from_settled(coldest.frame().center_m(i, j, k));
                if (here.injectate) continue;
                const anatomy::MediumPoint point = medium.at(here.reference_m);
                if (point.vessel >= 0) {
                    double& vessel = vessel_degc[static_cast<size_t>(point.vessel)];
                    vessel = std::min(vessel, degc);
                } else if (point.tissue == Tissue::Lung) {
                    lung_degc = std::min(lung_degc, degc);
                } else if (point.tissue == Tissue::CorticalBone) {
                    bone_degc = std::min(bone_degc, degc);
                }
            }
    std::vector<NeighbourInjury> found;
    const auto take = [&](NeighbourInjury one) {
        if (one.coldest_degc <= kNoticedDegc) found.push_back(std::move(one));
    };
    take(skin_injury(solver.skin()));
    for (const NerveExposure& exposure : exposures) {
        const anatomy::Nerve& nerve = anatomy.nerves[static_cast<size_t>(exposure.nerve())];
        if (nerve.role != anatomy::NerveRole::Motor) continue;
        double nerve_degc = anatomy::kBodyDegc;
        for (int s = 0; s < exposure.station_count(); ++s)
            nerve_degc = std::min(nerve_degc, exposure.station(s).coldest_degc);
        take(motor_injury(nerve, nerve_degc, exposure.largest_treated_frac()));
    }
    for (size_t v = 0; v < vessel_degc.size(); ++v)
        take(vessel_injury(anatomy.vessels[v], vessel_degc[v], solver.vessel_flows(static_cast<int>(v))));
    take(lung_injury(lung_degc));
    take(bone_injury(bone_degc));
    return found;
}

}  // namespace cryo::thermal
