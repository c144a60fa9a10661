#include <algorithm>
#include <cmath>

#include "engine/anatomy/tissue.h"
#include "engine/measure/sampler.h"
#include "engine/thermal/bioheat.h"
#include "engine/ultrasound/beam.h"
#include "engine/view/make.h"

namespace cryo::view {

namespace {

constexpr size_t kRecentEvents = 8;
constexpr double kContourStepM = 0.0004;  // of the plane that isotherms are cut from
constexpr double kLayerLabelAt = -0.40;   // of the aperture: layers are named at the left edge
constexpr double kBoneLabelAt = 0.25;
constexpr double kLeastLayerM = 0.0015;  // thinner ones have no room for a name

class Plane {
  public:
    Plane(const session::Session& session, const ultrasound::BeamGrid& grid) : session_(session), grid_(grid) {}

    Vec3 reference_m(double lateral_m, double depth_m) const {
        const Vec3 world_m = session_.hands().world_from_image.point({lateral_m, 0.0, depth_m});
        return session_.deformation().reference_from_world(world_m).reference_m;
    }
    Vec3 in_cold_m(double lateral_m, double depth_m) const {
        return session_.cold_from_world(session_.hands().world_from_image.point({lateral_m, 0.0, depth_m}));
    }
    bool shows(double lateral_m, double depth_m) const {
        const Vec2 at = grid_.line_and_range({lateral_m, depth_m});
        return at.x >= -0.5 && at.x <= grid_.line_count - 0.5 && at.y >= 0.0 && at.y <= grid_.depth_m;
    }

  private:
    const session::Session& session_;
    const ultrasound::BeamGrid& grid_;
};

void label_tube(const session::Session& session, const ultrasound::BeamGrid& grid, const anatomy::TubeCurve& curve,
                const std::string& text, std::vector<Readouts::Label>& labels) {
    const measure::TargetInImage found = measure::find_target(curve, session.transducer(), session.screen().imaging,
                                                              session.hands().world_from_image, session.deformation());
    if (!found.in_plane) return;
    const Vec3 at = grid.point_m(found.lateral_frac * grid.line_count - 0.5, found.depth_frac * grid.depth_m);
    labels.push_back({text, at.x, at.z});
}

// Names of what lies below one place of the face, each in the middle of its visible stretch.
void label_column(const Plane& plane, const ultrasound::BeamGrid& grid, const anatomy::Medium& medium, double lateral_m,
                  bool bones, std::vector<Readouts::Label>& labels) {
    constexpr double kStepM = 0.00025;
    const anatomy::Anatomy& anatomy = medium.anatomy();
    int current = -1;
    double from_m = 0.0;
    const auto close = [&](double to_m) {
        if (current < 0 || to_m - from_m < kLeastLayerM) return;
        const auto index = static_cast<size_t>(current);
        labels.push_back({bones ? anatomy.bones[index].label : anatomy.layers[index].label, lateral_m,
                          bones ? from_m : 0.5 * (from_m + to_m)});
    };
    for (double depth_m = 0.0; depth_m <= grid.lowest_m(); depth_m += kStepM) {
        if (!plane.shows(lateral_m, depth_m)) continue;
        const anatomy::MediumPoint point = medium.bulk_at(plane.reference_m(lateral_m, depth_m));
        const int index = bones ? point.bone : (point.bone >= 0 ? -1 : point.layer);
        if (index == current) continue;
        close(depth_m);
        if (bones && current >= 0) return;
        current = index;
        from_m = depth_m;
    }
    close(grid.lowest_m());
}

// The nerve or vessel of that id, or the target, where the picture shows it.
std::optional<Readouts::Label> find_highlight(const session::Session& session, const std::string& id) {
    const ultrasound::BeamGrid grid = ultrasound::make_beam_grid(session.transducer(), session.screen().imaging);
    const anatomy::Medium& medium = session.medium();
    const anatomy::Anatomy& anatomy = medium.anatomy();
    std::vector<Readouts::Label> found;
    for (int n = 0; n < static_cast<int>(anatomy.nerves.size()); ++n) {
        const anatomy::Nerve& nerve = anatomy.nerves[static_cast<size_t>(n)];
        if (nerve.id == id || (id == "target" && n == medium.target_nerve()))
            label_tube(session, grid, medium.nerve_curve(n), nerve.label, found);
    }
    for (int v = 0; v < static_cast<int>(anatomy.vessels.size()); ++v) {
        const anatomy::Vessel& vessel = anatomy.vessels[static_cast<size_t>(v)];
        if (vessel.id == id) label_tube(session, grid, medium.vessel_curve(v), vessel.label, found);
    }
    if (found.empty()) return std::nullopt;
    return found.front();
}

std::vector<Readouts::Label> make_labels(const session::Session& session, const ultrasound::BeamGrid& grid) {
    const anatomy::Medium& medium = session.medium();
    const anatomy::Anatomy& anatomy = medium.anatomy();
    const Plane plane(session, grid);
    std::vector<Readouts::Label> labels;
    for (int n = 0; n < static_cast<int>(anatomy.nerves.size()); ++n)
        label_tube(session, grid, medium.nerve_curve(n), anatomy.nerves[static_cast<size_t>(n)].label, labels);
    for (int v = 0; v < static_cast<int>(anatomy.vessels.size()); ++v)
        label_tube(session, grid, medium.vessel_curve(v), anatomy.vessels[static_cast<size_t>(v)].label, labels);
    const double aperture_m = session.transducer().aperture_m();
    label_column(plane, grid, medium, kLayerLabelAt * aperture_m, false, labels);
    label_column(plane, grid, medium, kBoneLabelAt * aperture_m, true, labels);
    return labels;
}

std::vector<Readouts::Isotherm> make_isotherms(const session::Session& session, const ultrasound::BeamGrid& grid) {
    const Grid3<float>* temperature = session.temperature_degc();
    if (temperature == nullptr) return {};
    const Plane plane(session, grid);
    const int width = 2 * static_cast<int>(std::ceil(grid.half_width_m() / kContourStepM)) + 1;
    const int height = static_cast<int>(std::ceil(grid.lowest_m() / kContourStepM)) + 1;
    const double left_m = -0.5 * (width - 1) * kContourStepM;

    // Outside the box that the cold is computed in, tissue is as warm as the body.
    const GridFrame& box = temperature->frame();
    const Vec3 last = Vec3(box.size) - 1.0;
    std::vector<double> values(static_cast<size_t>(width) * static_cast<size_t>(height), anatomy::kBodyDegc);
    for (int j = 0; j < height; ++j)
        for (int i = 0; i < width; ++i) {
            const Vec3 at_m = plane.in_cold_m(left_m + i * kContourStepM, j * kContourStepM);
            const Vec3 cell = box.cell_from_point(at_m);
            const bool inside = cell.x >= 0.0 && cell.y >= 0.0 && cell.z >= -0.5 && cell.x <= last.x &&
                                cell.y <= last.y && cell.z <= last.z;
            if (inside)
                values[static_cast<size_t>(j) * static_cast<size_t>(width) + static_cast<size_t>(i)] =
                    sample_trilinear(*temperature, at_m);
        }
    std::vector<Readouts::Isotherm> isotherms;
    for (const double degc : {thermal::kVisibleEdgeDegc, thermal::kTreatedDegc, -40.0}) {
        Readouts::Isotherm isotherm{degc, contour_lines(values, width, height, degc)};
        for (std::vector<Vec2>& line : isotherm.lines_m)
            for (Vec2& point : line) point = {left_m + point.x * kContourStepM, point.y * kContourStepM};
        isotherms.push_back(std::move(isotherm));
    }
    return isotherms;
}

Phase shown_phase(session::Phase phase) { return static_cast<Phase>(phase); }
static_assert(static_cast<int>(Phase::Finished) == static_cast<int>(session::Phase::Finished));

}  // namespace

Readouts make_readouts(const session::Session& session) {
    const session::Hands& hands = session.hands();
    const session::Console& console = session.console();
    const session::Screen& screen = session.screen();
    Readouts r;
    r.scenario = &session.scenario();
    r.patient = session.patient();
    r.t_s = session.t_s();
    r.phase = shown_phase(session.phase());
    r.imaging = screen.imaging;
    r.transducer = session.transducer();
    for (int i = 0; i < session.scenario().transducer_count(); ++i)
        r.transducers.push_back(session.scenario().transducer_at(i).label);
    r.transducer_index = screen.transducer;
    r.transducer_pose = hands.transducer;
    r.contact_frac = hands.contact_frac;
    r.device = session.device();
    r.cryoprobe = hands.cryoprobe;
    r.resistance_frac = hands.resistance_frac;
    r.adherent = console.adherent;
    r.gas_on = console.gas_on;
    if (r.device != nullptr) {
        r.shaft_length_m = r.device->shaft_length_m;
        r.gas_left_frac = console.gas_left_s / r.device->gas_supply_s;
    }
    r.tip_degc = console.tip_degc;
    r.cycle_s = console.since_switch_s;
    r.cycle = console.cycle;
    r.stim_mode = console.stim_mode;
    r.stim_v = console.stim_v;
    r.time_scale = screen.time_scale;
    r.see_through = screen.see_through;
    r.labels = screen.labels;
    r.patient_says = session.patient_says();
    r.has_lesson = session.has_lesson();
    r.lesson = session.lesson();
    const std::vector<session::Event>& events = session.events();
    for (const session::Event& event : events)
        if (event.kind == session::EventKind::Pause) {
            ++r.pauses;
            r.pause_text = event.text;
        }
    if (!r.lesson.highlight.empty() && !screen.imaging.frozen)
        r.highlight = find_highlight(session, r.lesson.highlight);
    r.recent.assign(events.end() - static_cast<std::ptrdiff_t>(std::min(kRecentEvents, events.size())), events.end());
    // Both are help. A paused picture keeps its own plane, where nothing computed for this moment belongs.
    if (screen.labels && !screen.imaging.frozen) {
        const ultrasound::BeamGrid grid = ultrasound::make_beam_grid(session.transducer(), screen.imaging);
        r.image_labels = make_labels(session, grid);
        r.isotherms = make_isotherms(session, grid);
    }
    return r;
}

}  // namespace cryo::view
