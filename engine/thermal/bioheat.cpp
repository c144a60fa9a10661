#include "engine/thermal/bioheat.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/thermal/bioheat_state.h"
#include "engine/thermal/start_profile.h"

namespace cryo::thermal {

namespace {

using anatomy::Tissue;

std::vector<TissueLaw> all_laws() {
    std::vector<TissueLaw> laws;
    for (int number = 0; number < anatomy::kTissueCount; ++number)
        laws.emplace_back(anatomy::properties(static_cast<Tissue>(number)).thermal, FreezingRange{});
    return laws;
}

std::vector<bool> flowing_tissues() {
    std::vector<bool> flowing(anatomy::kTissueCount, false);
    flowing[static_cast<size_t>(Tissue::Blood)] = true;
    return flowing;
}

bool touches_skin(const GridFrame& frame) {
    return std::abs(frame.origin_m.z - 0.5 * frame.spacing_m) < 0.01 * frame.spacing_m;
}

std::array<FaceCondition, kFaceCount> start_faces(bool with_skin, const SkinBoundary& skin) {
    std::array<FaceCondition, kFaceCount> faces;
    faces.fill({FaceKind::Distant, 0.0, 0.0});
    if (with_skin)
        faces[static_cast<size_t>(Face::ZLow)] = {FaceKind::Surface, skin.film_w_per_m2_k, skin.ambient_degc};
    return faces;
}

// The temperature at which a share of fluid and the rest hold together the heat they brought; the rest is tissue,
// `already` of whose volume such fluid fills.
double mixed_temperature_degc(const TissueLaw& fluid, double share, double fluid_degc, const TissueLaw& tissue,
                              double already, double tissue_degc) {
    const auto wet = [&](double t) { return already * fluid.enthalpy(t) + (1.0 - already) * tissue.enthalpy(t); };
    const auto heat = [&](double t) { return share * fluid.enthalpy(t) + (1.0 - share) * wet(t); };
    const double brought = share * fluid.enthalpy(fluid_degc) + (1.0 - share) * wet(tissue_degc);
    double low = std::min(fluid_degc, tissue_degc);
    double high = std::max(fluid_degc, tissue_degc);
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (heat(middle) < brought ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

struct BakedMedium {
    FieldSetup setup;
    VesselFlow vessels;
};

BakedMedium bake(const anatomy::Medium& medium, const GridFrame& frame, const SkinBoundary& skin, ThreadPool& pool,
                 const anatomy::Deformation& deformation) {
    BakedMedium baked;
    FieldSetup& setup = baked.setup;
    setup.frame = frame;
    setup.laws = all_laws();
    setup.keeps_flow = flowing_tissues();
    setup.tissue.resize(frame.cell_count());
    std::vector<int16_t> vessel(frame.cell_count(), -1);
    pool.run(frame.size.z, [&](int begin, int end) {
        for (int k = begin; k < end; ++k)
            for (int j = 0; j < frame.size.y; ++j)
                for (int i = 0; i < frame.size.x; ++i) {
                    const size_t c = frame.index(i, j, k);
                    const anatomy::ReferencePoint here = deformation.reference_from_settled(frame.center_m(i, j, k));
                    if (here.injectate) {
                        setup.tissue[c] = static_cast<uint8_t>(Tissue::Saline);
                        continue;
                    }
                    const anatomy::MediumPoint point = medium.at(here.reference_m);
                    setup.tissue[c] = static_cast<uint8_t>(point.tissue);
                    if (point.tissue == Tissue::Blood) vessel[c] = static_cast<int16_t>(point.vessel);
                }
    });
    setup.perfusion.resize(frame.cell_count());
    for (size_t c = 0; c < setup.tissue.size(); ++c)
        setup.perfusion[c] = static_cast<float>(setup.laws[setup.tissue[c]].perfusion_w_per_m3_k());
    baked.vessels = VesselFlow(medium, frame, vessel, setup.perfusion);
    setup.start_degc = start_profile(medium, frame, setup.laws, skin);
    return baked;
}

FieldSetup block_of(Tissue tissue, double start_degc, const GridFrame& frame) {
    FieldSetup setup;
    setup.frame = frame;
    setup.laws = all_laws();
    setup.keeps_flow = flowing_tissues();
    setup.tissue.assign(frame.cell_count(), static_cast<uint8_t>(tissue));
    setup.start_degc.assign(static_cast<size_t>(frame.size.z), start_degc);
    return setup;
}

}  // namespace

SkinBoundary skin_in_air() { return {10.0, 23.0}; }

SkinBoundary skin_under_warmer() { return {300.0, 40.0}; }

GridFrame domain_around(const Vec3& reference_m, double half_extent_m, double spacing_m) {
    CRYO_CHECK(is_finite(reference_m));
    CRYO_CHECK(spacing_m > 0.0 && half_extent_m >= spacing_m);
    const int cells = static_cast<int>(std::ceil(2.0 * half_extent_m / spacing_m - 1e-6));
    const double extent_m = cells * spacing_m;
    GridFrame frame;
    frame.spacing_m = spacing_m;
    frame.size = Index3(cells);
    frame.origin_m = reference_m - 0.5 * extent_m + 0.5 * spacing_m;
    if (frame.origin_m.z < 0.5 * spacing_m) frame.origin_m.z = 0.5 * spacing_m;
    return frame;
}

BioheatSolver::BioheatSolver(const anatomy::Medium& medium, const GridFrame& frame, const SkinBoundary& skin,
                             ThreadPool& pool, const anatomy::Deformation& deformation) {
    BakedMedium baked = bake(medium, frame, skin, pool, deformation);
    state_ = std::make_unique<State>(std::move(baked.setup), std::move(baked.vessels), pool);
    state_->has_skin_face = touches_skin(frame);
    state_->field.set_start_faces(start_faces(state_->has_skin_face, skin));
    state_->field.set_step(kTickS);
    state_->find_dermis();
    state_->skin.coldest_degc = 1e9;
    state_->read_skin();
}

void BioheatSolver::State::find_dermis() {
    size_t timers = 0;
    for (size_t c = 0; c < field.tissue().size(); ++c) {
        if (field.tissue()[c] != static_cast<uint8_t>(Tissue::Skin)) continue;
        if (dermis.empty() || dermis.back().first + dermis.back().count != c) dermis.push_back({c, 0, timers});
        ++dermis.back().count;
        ++timers;
    }
}

BioheatSolver::BioheatSolver(Tissue tissue, double start_degc, const GridFrame& frame, ThreadPool& pool)
    : state_(std::make_unique<State>(block_of(tissue, start_degc, frame), VesselFlow(), pool)) {
    state_->field.set_start_faces(start_faces(false, {}));
    state_->field.set_step(kTickS);
}

BioheatSolver::~BioheatSolver() = default;

void BioheatSolver::set_skin(const SkinBoundary& skin) {
    if (!state_->has_skin_face) return;
    state_->field.set_face(Face::ZLow, {FaceKind::Surface, skin.film_w_per_m2_k, skin.ambient_degc});
}

void BioheatSolver::advance_tick() {
    State& s = *state_;
    ++s.ticks;
    const bool cold_about = s.gas_flows() || s.field.awake();
    if (cold_about) {
        s.place_sinks();
        for (ProbeInTissue& probe : s.probes) {
            s.step_gas(probe);
            probe.tick_heat_j = 0.0;
        }
        s.field.advance(&s);
        s.vessels.update(s.field, kTickS);
        s.read_skin();
        ++s.revision;
    }
    s.read_probes(cold_about);
}

int64_t BioheatSolver::ticks() const { return state_->ticks; }
bool BioheatSolver::is_awake() const { return state_->field.awake(); }
const GridFrame& BioheatSolver::frame() const { return state_->field.frame(); }
const Grid3<float>& BioheatSolver::temperature_degc() const { return state_->field.temperature_degc(); }
const Grid3<float>& BioheatSolver::coldest_degc() const { return state_->field.coldest_degc(); }
const Grid3<float>& BioheatSolver::treated_s() const { return state_->field.treated_s(); }
uint64_t BioheatSolver::revision() const { return state_->revision; }

Grid3<float> BioheatSolver::ice_fraction() const {
    const HeatField& field = state_->field;
    Grid3<float> fraction(frame());
    for (size_t c = 0; c < fraction.values().size(); ++c)
        fraction.values()[c] =
            static_cast<float>(field.law(c).ice_fraction(static_cast<double>(temperature_degc().values()[c])));
    return fraction;
}

Tissue BioheatSolver::tissue(int i, int j, int k) const {
    return static_cast<Tissue>(state_->field.tissue()[frame().index(i, j, k)]);
}

SkinReadout BioheatSolver::skin() const { return state_->skin; }
bool BioheatSolver::vessel_flows(int vessel) const { return state_->vessels.flows(vessel); }

double BioheatSolver::ice_volume_m3() const {
    const CellBox& box = state_->field.quick_box();
    int64_t cells = 0;
    for (int k = box.low.z; k < box.high.z; ++k)
        for (int j = box.low.y; j < box.high.y; ++j)
            for (int i = box.low.x; i < box.high.x; ++i)
                if (temperature_degc().at(i, j, k) < static_cast<float>(kVisibleEdgeDegc)) ++cells;
    return static_cast<double>(cells) * state_->field.cell_volume_m3();
}

double BioheatSolver::volume_ever_below_m3(double threshold_degc) const {
    int64_t cells = 0;
    for (const float coldest : coldest_degc().values())
        if (static_cast<double>(coldest) <= threshold_degc) ++cells;
    return static_cast<double>(cells) * state_->field.cell_volume_m3();
}

void BioheatSolver::keep_ledger(bool on) { state_->field.keep_ledger(on); }

HeatLedger BioheatSolver::ledger() const {
    return {state_->field.stored_j(), -state_->probes_j, state_->field.blood_j(), state_->field.faces_j()};
}

// Fluid parts tissue; it does not enter vessels or bone.
void BioheatSolver::add_injectate(const std::function<double(const Vec3&)>& share, double fluid_degc) {
    HeatField& field = state_->field;
    std::vector<float>& injected = state_->fluid_share;
    const TissueLaw& fluid = field.laws()[static_cast<size_t>(Tissue::Saline)];
    constexpr float kLastTissue = 1e-3F;  // less than this left: all of the cell is fluid
    std::vector<HeatField::Refill> refills;
    if (injected.empty()) injected.assign(frame().cell_count(), 0.0F);
    for (int k = 0; k < frame().size.z; ++k)
        for (int j = 0; j < frame().size.y; ++j)
            for (int i = 0; i < frame().size.x; ++i) {
                const Tissue there = tissue(i, j, k);
                if (there == Tissue::Blood || there == Tissue::CorticalBone || there == Tissue::Marrow) continue;
                const double part = std::clamp(share(frame().center_m(i, j, k)), 0.0, 1.0);
                if (part <= 0.0) continue;
                const size_t c = frame().index(i, j, k);
                const double before_degc = static_cast<double>(temperature_degc().values()[c]);
                const double mixed_degc = mixed_temperature_degc(fluid, part, fluid_degc, field.law(c),
                                                                 static_cast<double>(injected[c]), before_degc);
                injected[c] += static_cast<float>(part) * (1.0F - injected[c]);
                if (injected[c] > 1.0F - kLastTissue) injected[c] = 1.0F;
                // A cell is one or the other, whichever fills more of it.
                const auto number = injected[c] >= 0.5F ? static_cast<uint8_t>(Tissue::Saline) : field.tissue()[c];
                refills.push_back({c, number, mixed_degc});
            }
    field.refill(refills);
    ++state_->revision;
}

}  // namespace cryo::thermal
