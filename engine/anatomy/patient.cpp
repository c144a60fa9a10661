#include "engine/anatomy/patient.h"

#include <algorithm>
#include <cmath>

#include "engine/anatomy/height_field.h"
#include "engine/anatomy/separation.h"
#include "engine/core/check.h"
#include "engine/core/random.h"
#include "engine/core/units.h"

namespace cryo::anatomy {

namespace {

constexpr double kReferenceBmi = 23.0;
constexpr double kBmiLow = 17.0;
constexpr double kBmiHigh = 45.0;

// Provisional (patient.h).
constexpr double kSexNerveFactor = 0.03;
constexpr double kAgeFromYears = 70.0;
constexpr double kAgeToYears = 80.0;
constexpr double kMuscleLossFrac = 0.30;
constexpr double kDermisLossFrac = 0.17;

constexpr double kLeastCoverM = 0.0002;  // of tissue over a tube, and under it at the bottom of the box

double shared_length(double low_a, double high_a, double low_b, double high_b) {
    return std::max(0.0, std::min(high_a, high_b) - std::max(low_a, low_b));
}

double fat_factor(const AnatomyTemplate& authored, const Patient& patient) {
    const double at_reference_m = authored.fat.thickness_at(kReferenceBmi);
    return at_reference_m > 0.0 ? authored.fat.thickness_at(patient.bmi) / at_reference_m : 1.0;
}

double age_factor(Tissue tissue, const Patient& patient) {
    const double aged = std::clamp((patient.age_years - kAgeFromYears) / (kAgeToYears - kAgeFromYears), 0.0, 1.0);
    if (tissue == Tissue::Muscle) return 1.0 - kMuscleLossFrac * aged;
    if (tissue == Tissue::Skin) return 1.0 - kDermisLossFrac * aged;
    return 1.0;
}

Undulation with_seeded_phase(Undulation wave, const Patient& patient, const std::string& id) {
    Rng rng(patient.seed, "undulation." + id);
    const double x = 2.0 * kPi * rng.uniform();
    const double y = 2.0 * kPi * rng.uniform();
    wave.phase_rad += Vec2(x, y);
    return wave;
}

bool exists(const std::string& needs, const AnatomyTemplate& authored, const Patient& patient) {
    if (needs.empty()) return true;
    const size_t equals = needs.find('=');
    for (const VariantDraw& variant : authored.variants) {
        if (equals == std::string::npos || variant.id != needs.substr(0, equals)) continue;
        const std::string& drawn = variant.outcomes[static_cast<size_t>(drawn_outcome(variant, patient))];
        const std::string allowed = "|" + needs.substr(equals + 1) + "|";
        return allowed.find("|" + drawn + "|") != std::string::npos;
    }
    CRYO_CHECK(false);  // template_faults() reports a variant that is not there
    return false;
}

template <class T>
std::vector<T> existing(const std::vector<T>& all, const std::vector<std::string>& needs,
                        const AnatomyTemplate& authored, const Patient& patient) {
    std::vector<T> kept;
    for (size_t i = 0; i < all.size(); ++i)
        if (i >= needs.size() || exists(needs[i], authored, patient)) kept.push_back(all[i]);
    return kept;
}

void move_depths(Anatomy& anatomy, const AnatomyTemplate& authored, const Patient& patient) {
    const auto moved = [&](double depth_m) { return patient_depth_m(authored, patient, depth_m); };
    for (Layer& layer : anatomy.layers) {
        const double thickness_m = layer.bottom_m - layer.top_m;
        const bool crosses_fat =
            layer.tissue != Tissue::Fat && layer.top_m >= authored.fat_top_m && layer.bottom_m <= authored.fat_bottom_m;
        layer.top_m = moved(layer.top_m);
        // A fascia that crosses the fat as a layer is carried along but does not grow fat.
        layer.bottom_m = crosses_fat ? layer.top_m + thickness_m : moved(layer.bottom_m);
    }
    for (Sheet& sheet : anatomy.sheets) sheet.depth_m = moved(sheet.depth_m);
    for (Bone& bone : anatomy.bones) bone.depth_m = moved(bone.depth_m);
    for (Nerve& nerve : anatomy.nerves)
        for (Vec3& p : nerve.tube.path_m) p.z = moved(p.z);
    for (Vessel& vessel : anatomy.vessels)
        for (Vec3& p : vessel.tube.path_m) p.z = moved(p.z);
    for (Inclusion& inclusion : anatomy.inclusions) inclusion.center_m.z = moved(inclusion.center_m.z);
    for (PointTarget& point : anatomy.points) point.center_m.z = moved(point.center_m.z);
    anatomy.box_high_m.z = moved(anatomy.box_high_m.z);
}

void draw_sizes(Anatomy& anatomy, const AnatomyTemplate& authored, const Patient& patient) {
    const Spread& spread = authored.nerve_size_factor;
    const double sex_factor = patient.sex == Sex::Male ? 1.0 + kSexNerveFactor : 1.0 - kSexNerveFactor;
    for (Nerve& nerve : anatomy.nerves) {
        Rng rng(patient.seed, "nerve size." + nerve.id);
        const double factor = sex_factor * (1.0 + rng.normal_clipped(0.0, spread.sd, spread.low, spread.high));
        nerve.tube.width_m *= factor;
        nerve.tube.height_m *= factor;
    }
}

// The point of a path nearest to the image plane y = 0: where the tube stands in the target view.
double x_in_target_view_m(const Tube& tube) {
    const auto nearest = std::min_element(tube.path_m.begin(), tube.path_m.end(),
                                          [](const Vec3& a, const Vec3& b) { return std::abs(a.y) < std::abs(b.y); });
    return nearest->x;
}

void draw_positions(Anatomy& anatomy, const AnatomyTemplate& authored, const Patient& patient) {
    const Spread& spread = authored.position_x_m;
    const auto shift = [&](Tube& tube, const std::string& id) {
        Rng rng(patient.seed, "position." + id);
        double by_m = rng.normal_clipped(0.0, spread.sd, spread.low, spread.high);
        const double x_m = x_in_target_view_m(tube);
        const double low_m = anatomy.box_low_m.x + 0.5 * tube.width_m;
        const double high_m = anatomy.box_high_m.x - 0.5 * tube.width_m;
        if (x_m >= low_m && x_m <= high_m) by_m = std::clamp(by_m, low_m - x_m, high_m - x_m);
        for (Vec3& p : tube.path_m) p.x += by_m;
    };
    for (Nerve& nerve : anatomy.nerves)
        if (nerve.role != NerveRole::Target) shift(nerve.tube, nerve.id);
    for (Vessel& vessel : anatomy.vessels) shift(vessel.tube, vessel.id);
}

void keep_between_skin_and_bottom(Tube& tube, double wall_m, double bottom_m) {
    if (tube.path_m.empty()) return;
    const auto by_depth = [](const Vec3& a, const Vec3& b) { return a.z < b.z; };
    const auto [top, bottom] = std::minmax_element(tube.path_m.begin(), tube.path_m.end(), by_depth);
    const double room_m = 0.5 * tube.height_m + wall_m + kLeastCoverM;
    const double up_m = std::max(0.0, bottom->z + room_m - bottom_m);
    const double down_m = room_m - top->z;  // > 0: stands out of the skin, which comes first
    const double by_m = std::max(-up_m, down_m);
    for (Vec3& p : tube.path_m) p.z += by_m;
}

void keep_in_box(Anatomy& anatomy) {
    const double bottom_m = anatomy.box_high_m.z;
    for (Nerve& nerve : anatomy.nerves) keep_between_skin_and_bottom(nerve.tube, 0.0, bottom_m);
    for (Vessel& vessel : anatomy.vessels) keep_between_skin_and_bottom(vessel.tube, vessel.wall_m, bottom_m);
}

// Where a vessel stands in the way of a sheet that is to lie over it, the sheet is lifted clear of it.
void arch_sheets(Anatomy& anatomy) {
    constexpr double kClearM = 0.0002;
    constexpr double kWidthPerVessel = 1.6;
    for (Sheet& sheet : anatomy.sheets) {
        const auto vessel = std::find_if(anatomy.vessels.begin(), anatomy.vessels.end(),
                                         [&](const Vessel& v) { return !sheet.over.empty() && v.id == sheet.over; });
        if (vessel == anatomy.vessels.end()) continue;
        const Path& path = vessel->tube.path_m;
        const Vec2 start = path.front();
        const Vec2 along = glm::normalize(Vec2(path.back()) - start);
        const HeightField level = middle_of(sheet);
        Arch arch{.across = {-along.y, along.x}};
        for (const Vec3& p : path) {
            const double top_m = p.z - 0.5 * vessel->tube.height_m - vessel->wall_m;
            const double sheet_m = level.depth_at_m(p.x, p.y) + 0.5 * sheet.thickness_m;
            arch.rise_m = std::max(arch.rise_m, sheet_m + kClearM - top_m);
            arch.at_m += glm::dot(arch.across, Vec2(p)) / static_cast<double>(path.size());
        }
        arch.half_width_m = kWidthPerVessel * (0.5 * vessel->tube.width_m + vessel->wall_m) + arch.rise_m;
        sheet.arch = arch;
    }
}

// sin(-k x + phase) is sin(k x + pi - phase).
void mirror(Undulation& wave) { wave.phase_rad.x = kPi - wave.phase_rad.x; }
void mirror(Relief& relief) {
    for (Relief::Wave& wave : relief.waves) wave.per_m.x = -wave.per_m.x;
}
void mirror(Tube& tube) {
    for (Vec3& p : tube.path_m) p.x = -p.x;
}

void mirror(Anatomy& anatomy) {
    for (Layer& layer : anatomy.layers) {
        mirror(layer.undulation);
        mirror(layer.top_relief);
        mirror(layer.bottom_relief);
        layer.between_x_m = {-layer.between_x_m.y, -layer.between_x_m.x};
        layer.tilt_rad.x = -layer.tilt_rad.x;
        layer.fibre.x = -layer.fibre.x;
    }
    for (Sheet& sheet : anatomy.sheets) {
        mirror(sheet.undulation);
        mirror(sheet.relief);
        sheet.arch.across.x = -sheet.arch.across.x;
        sheet.tilt_rad.x = -sheet.tilt_rad.x;
    }
    for (Bone& bone : anatomy.bones) {
        mirror(bone.undulation);
        bone.center_m.x = -bone.center_m.x;
    }
    for (Nerve& nerve : anatomy.nerves) mirror(nerve.tube);
    for (Vessel& vessel : anatomy.vessels) mirror(vessel.tube);
    for (Inclusion& inclusion : anatomy.inclusions) inclusion.center_m.x = -inclusion.center_m.x;
    for (PointTarget& point : anatomy.points) point.center_m.x = -point.center_m.x;
    std::swap(anatomy.box_low_m.x, anatomy.box_high_m.x);
    anatomy.box_low_m.x = -anatomy.box_low_m.x;
    anatomy.box_high_m.x = -anatomy.box_high_m.x;
}

}  // namespace

double FatTable::thickness_at(double bmi_value) const {
    if (bmi_value <= bmi.front()) return thickness_m.front();
    for (size_t i = 1; i < bmi.size(); ++i)
        if (bmi_value <= bmi[i]) {
            const double part = (bmi_value - bmi[i - 1]) / (bmi[i] - bmi[i - 1]);
            return thickness_m[i - 1] + part * (thickness_m[i] - thickness_m[i - 1]);
        }
    return thickness_m.back();
}

double patient_depth_m(const AnatomyTemplate& authored, const Patient& patient, double depth_at_bmi_23_m) {
    const double z = depth_at_bmi_23_m;
    const double fat_top = authored.fat_top_m;
    const double fat_bottom = authored.fat_bottom_m;
    double depth_m = z + (fat_factor(authored, patient) - 1.0) * shared_length(fat_top, fat_bottom, 0.0, z);
    for (const Layer& layer : authored.at_bmi_23.layers) {
        const double factor = age_factor(layer.tissue, patient);
        if (factor == 1.0) continue;
        const double in_layer_m = shared_length(layer.top_m, layer.bottom_m, 0.0, z);
        const double also_in_fat_m =
            shared_length(std::max(layer.top_m, fat_top), std::min(layer.bottom_m, fat_bottom), 0.0, z);
        depth_m += (factor - 1.0) * (in_layer_m - also_in_fat_m);
    }
    return depth_m;
}

int drawn_outcome(const VariantDraw& variant, const Patient& patient) {
    CRYO_CHECK_OP(variant.outcomes.size(), ==, variant.probabilities.size());
    Rng rng(patient.seed, "variant." + variant.id);
    return rng.choose(variant.probabilities.data(), static_cast<int>(variant.probabilities.size()));
}

Anatomy make_anatomy(const AnatomyTemplate& authored, const Patient& patient) {
    CRYO_CHECK(patient.bmi >= kBmiLow && patient.bmi <= kBmiHigh);
    CRYO_CHECK(std::isfinite(patient.age_years));
    Anatomy anatomy = authored.at_bmi_23;
    anatomy.seed = patient.seed;
    anatomy.nerves = existing(anatomy.nerves, authored.nerve_needs, authored, patient);
    anatomy.vessels = existing(anatomy.vessels, authored.vessel_needs, authored, patient);
    for (Layer& layer : anatomy.layers) layer.undulation = with_seeded_phase(layer.undulation, patient, layer.id);
    for (Sheet& sheet : anatomy.sheets) sheet.undulation = with_seeded_phase(sheet.undulation, patient, sheet.id);
    for (Bone& bone : anatomy.bones) bone.undulation = with_seeded_phase(bone.undulation, patient, bone.id);
    move_depths(anatomy, authored, patient);
    draw_sizes(anatomy, authored, patient);
    draw_positions(anatomy, authored, patient);
    lay_relief(authored.relief, patient.seed, anatomy);
    keep_in_box(anatomy);
    separate_tubes(anatomy);
    keep_in_box(anatomy);
    arch_sheets(anatomy);
    if (patient.side == Side::Left) mirror(anatomy);
    return anatomy;
}

}  // namespace cryo::anatomy
