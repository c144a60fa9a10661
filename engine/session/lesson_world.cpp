#include "engine/session/lesson_world.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/check.h"
#include "engine/core/units.h"
#include "engine/session/command_table.h"

namespace cryo::session {

using anatomy::TubeCurve;
using mechanics::ShaftSegment;
using scenario::Trigger;
using scenario::TriggerKind;

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr double kMiddleLow = 0.25;  // the middle half of the picture
constexpr double kMiddleHigh = 0.75;

template <class List>
int index_of(const List& list, const std::string& id) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
    return found != list.end() ? static_cast<int>(found - list.begin()) : -1;
}

double knob_value(Knob knob, const Screen& screen, double time_scale) {
    const ultrasound::ImagingSettings& imaging = screen.imaging;
    switch (knob) {
        case Knob::DepthM:
            return imaging.depth_m;
        case Knob::FocusM:
            return imaging.focus_m;
        case Knob::FrequencyHz:
            return imaging.frequency_hz;
        case Knob::GainDb:
            return imaging.gain_db;
        case Knob::DynamicRangeDb:
            return imaging.dynamic_range_db;
        case Knob::FreezeImage:
            return imaging.frozen ? 1.0 : 0.0;
        case Knob::TimeScale:
            return time_scale;
        case Knob::SeeThrough:
            return screen.see_through ? 1.0 : 0.0;
        case Knob::Labels:
            return screen.labels ? 1.0 : 0.0;
        case Knob::Transducer:
            return screen.transducer;
        case Knob::Preset:
            return imaging.preset;
        case Knob::AutoGain:
            return 0.0;  // a button, not a setting
        case Knob::GrayMap:
            return imaging.gray_map;
        case Knob::Persistence:
            return imaging.persistence;
        case Knob::Compounding:
            return imaging.compounding ? 1.0 : 0.0;
        case Knob::NeedleEnhancement:
            return imaging.needle_enhancement ? 1.0 : 0.0;
        case Knob::NeedleSteerRad:
            return imaging.needle_steer_rad;
        case Knob::InvertImage:
            return imaging.inverted ? 1.0 : 0.0;
        case Knob::DopplerMode:
            return static_cast<double>(imaging.doppler.mode);
        case Knob::DopplerGainDb:
            return imaging.doppler.gain_db;
        case Knob::DopplerScaleMPerS:
            return imaging.doppler.scale_m_per_s;
        case Knob::WallFilter:
            return imaging.doppler.wall_filter;
        case Knob::DopplerSteerRad:
            return imaging.doppler.steer_rad;
        case Knob::BoxLateralM:
            return imaging.doppler.box_lateral_m;
        case Knob::BoxDepthM:
            return imaging.doppler.box_depth_m;
        case Knob::BoxWidthM:
            return imaging.doppler.box_width_m;
        case Knob::BoxHeightM:
            return imaging.doppler.box_height_m;
        default:
            CRYO_CHECK(knob >= Knob::Tgc0 && knob <= Knob::Tgc7);
            return imaging.tgc_db[static_cast<size_t>(knob) - static_cast<size_t>(Knob::Tgc0)];
    }
}

// The curve of a nerve or vessel; null for other structures.
const TubeCurve* curve_of(const anatomy::Medium& medium, const std::string& id) {
    const anatomy::Anatomy& anatomy = medium.anatomy();
    if (const int n = index_of(anatomy.nerves, id); n >= 0) return &medium.nerve_curve(n);
    if (const int v = index_of(anatomy.vessels, id); v >= 0) return &medium.vessel_curve(v);
    return nullptr;
}

bool any_trigger(const scenario::Script& script, bool (*matches)(const Trigger&)) {
    const auto in_condition = [&](const scenario::Condition& condition) {
        for (const auto* list : {&condition.all, &condition.any, &condition.none})
            if (std::any_of(list->begin(), list->end(), matches)) return true;
        return false;
    };
    const auto in_handlers = [&](const std::vector<scenario::Handler>& handlers) {
        return std::any_of(handlers.begin(), handlers.end(),
                           [&](const scenario::Handler& handler) { return in_condition(handler.when); });
    };
    return in_handlers(script.handlers) ||
           std::any_of(script.phases.begin(), script.phases.end(), [&](const scenario::ScriptPhase& phase) {
               return in_condition(phase.done) || in_handlers(phase.handlers);
           });
}

}  // namespace

bool asks_for_metrics(const scenario::Script& script) {
    return any_trigger(script, [](const Trigger& trigger) { return trigger.on == TriggerKind::MetricValue; });
}

double LessonWorld::level(const Trigger& trigger) const {
    const Session::State& s = state_;
    const measure::TraceSample& now = s.trace.back();
    switch (trigger.on) {
        case TriggerKind::ProbeContact:
            return s.hands.contact_frac;
        case TriggerKind::ProbePressure:
            return s.hands.transducer.press_frac;
        case TriggerKind::KnobValue:
            for (const KnobKey& key : knob_keys())
                if (trigger.subject == key.unit.key)
                    return key.unit.in_file(knob_value(key.knob, s.screen, s.requested_time_scale));
            return kNothing;
        case TriggerKind::NeedleDepth:
            return s.device ? s.needle.pose.insert_m : kNothing;
        case TriggerKind::NeedleAngle:
            return s.inserted() ? rad_from_deg(static_cast<double>(now.shaft_face_deg)) : kNothing;
        case TriggerKind::NeedlePlaneAngle:
            return s.inserted() ? rad_from_deg(static_cast<double>(now.shaft_plane_deg)) : kNothing;
        case TriggerKind::TipDistance:
        case TriggerKind::ZoneDistance:
        case TriggerKind::Clearance:
            return distance_m(trigger);
        case TriggerKind::AdvanceBlind:
            return s.lesson.blind_advance_m;
        case TriggerKind::PassCount:
            return s.lesson.passes;
        case TriggerKind::FreezeCycle:
            return s.console.cycle;
        case TriggerKind::FreezeTime:
            return s.console.gas_on ? s.console.since_switch_s : kNothing;
        case TriggerKind::Placements:
            return s.console.placement;
        case TriggerKind::IceRadius:
            return s.cold.ice_radius_m;
        case TriggerKind::Coverage:
            return s.cold.covered_m;
        case TriggerKind::Temperature:
            return temperature_degc(trigger.subject);
        case TriggerKind::GasLeft:
            return s.device ? s.console.gas_left_s : kNothing;
        case TriggerKind::Injected:
            return s.lesson.injected_m3;
        case TriggerKind::MetricValue: {
            const measure::MetricInfo* info = measure::find_metric(trigger.subject);
            if (info == nullptr || s.lesson.metrics == nullptr) return kNothing;
            const measure::MetricValue value = s.lesson.metrics->value(info->id);
            return value.state == measure::MetricState::Measured ? value.value : kNothing;
        }
        default:
            CRYO_CHECK(false);
    }
    return kNothing;
}

bool LessonWorld::holds(const Trigger& trigger) const {
    const Session::State& s = state_;
    switch (trigger.on) {
        case TriggerKind::ProbeOver:
        case TriggerKind::ViewContains:
            return is_in_picture(trigger);
        case TriggerKind::ViewAxis:
            return shows_axis(trigger);
        case TriggerKind::ImageFrozen:
            return s.screen.imaging.frozen;
        case TriggerKind::NeedleInTissue:
            return s.inserted();
        case TriggerKind::TipVisible:
            return s.sampler.tip_visible();
        case TriggerKind::TipLost:
            return s.inserted() && !s.sampler.tip_visible();
        case TriggerKind::TipInside:
            return is_in_layer(trigger.subject);
        case TriggerKind::Puncture:
            return was_pierced(trigger.word);
        case TriggerKind::GasFlows:
            return s.console.gas_on;
        case TriggerKind::FreezeStart:
            return happened(EventKind::GasOn);
        case TriggerKind::FreezeStop:
            return happened(EventKind::GasOff);
        case TriggerKind::Bound:
            return s.console.adherent;
        case TriggerKind::ThawComplete:
            return happened(EventKind::ThawComplete);
        case TriggerKind::Stimulus: {
            const StimMode mode = trigger.word == "motor" ? StimMode::Motor : StimMode::Sensory;
            return s.console.stim_mode == mode && s.console.stim_v > 0.0 && s.responding.empty() != trigger.responds;
        }
        case TriggerKind::Decided:
            return happened(EventKind::Decided) && s.decision == trigger.subject;
        case TriggerKind::Happened: {
            const auto kind = event_from_name(trigger.subject);
            return kind && happened(*kind);
        }
        default:
            CRYO_CHECK(false);
    }
    return false;
}

bool LessonWorld::happened(EventKind kind) const {
    const auto first = state_.events.begin() + static_cast<std::ptrdiff_t>(state_.lesson.events_heard);
    return std::any_of(first, state_.events.end(), [&](const Event& event) { return event.kind == kind; });
}

bool LessonWorld::was_pierced(const std::string& what) const {
    if (what == "skin") return happened(EventKind::SkinPuncture);
    if (what == "nerve") return happened(EventKind::NerveTransfixed);
    if (what == "artery") return happened(EventKind::ArteryPuncture);
    if (what == "vein") return happened(EventKind::VeinPuncture);
    if (what == "pleura") return happened(EventKind::PleuraPuncture);
    return happened(EventKind::BoneContact);
}

// From the tip, the active zone or the shaft, by the trigger's kind, to the surface of what it names.
double LessonWorld::distance_m(const Trigger& trigger) const {
    const Session::State& s = state_;
    if (!s.inserted()) return kNothing;
    const mechanics::Surroundings around = s.surroundings();
    const anatomy::Anatomy& anatomy = s.anatomy();
    std::vector<ShaftSegment> segments = trigger.on == TriggerKind::ZoneDistance
                                             ? mechanics::active_segments(*s.device, s.needle.pose)
                                             : mechanics::inserted_segments(*s.device, s.needle.pose);
    if (trigger.on == TriggerKind::TipDistance)
        for (ShaftSegment& segment : segments)
            segment = {.tip_m = segment.tip_m, .end_m = segment.tip_m, .radius_m = 0.0};
    double least_m = measure::kNoStructureM;
    const auto offer = [&](double distance_m) { least_m = std::min(least_m, distance_m); };
    const std::string& name = trigger.subject;
    for (const ShaftSegment& segment : segments) {
        for (int n = 0; n < static_cast<int>(anatomy.nerves.size()); ++n) {
            const anatomy::Nerve& nerve = anatomy.nerves[static_cast<size_t>(n)];
            const bool counts =
                std::find(s.counted_nerves.begin(), s.counted_nerves.end(), n) != s.counted_nerves.end();
            if (nerve.id == name || (name == "target" && counts) ||
                (name == "motor" && nerve.role == anatomy::NerveRole::Motor))
                offer(mechanics::proximity_to_nerve(segment, n, around).distance_m);
        }
        for (int v = 0; v < static_cast<int>(anatomy.vessels.size()); ++v) {
            const anatomy::Vessel& vessel = anatomy.vessels[static_cast<size_t>(v)];
            const char* kind = vessel.kind == anatomy::VesselKind::Artery ? "artery" : "vein";
            if (vessel.id == name || name == kind)
                offer(mechanics::proximity_to_vessel(segment, v, around).distance_m - vessel.wall_m);
        }
        for (int b = 0; b < static_cast<int>(anatomy.bones.size()); ++b)
            if (anatomy.bones[static_cast<size_t>(b)].id == name || name == "bone")
                offer(mechanics::tip_to_bone(segment, b, around).distance_m);
        const Vec3 tip_m = around.reference_m(segment.tip_m);
        for (int l = 0; l < static_cast<int>(anatomy.layers.size()); ++l) {
            const anatomy::Layer& layer = anatomy.layers[static_cast<size_t>(l)];
            if (layer.id == name || (name == "pleura" && layer.tissue == anatomy::Tissue::Lung))
                offer(s.medium().layer_top_m(l, tip_m.x, tip_m.y) - tip_m.z);
        }
        if (const int sheet = index_of(anatomy.sheets, name); sheet >= 0)
            offer(std::abs(s.medium().sheet_depth_m(sheet, tip_m.x, tip_m.y) - tip_m.z));
        if (name == "skin") offer(std::min(tip_m.z, around.reference_m(segment.end_m).z));
    }
    return least_m;
}

double LessonWorld::temperature_degc(const std::string& of) const {
    const Session::State& s = state_;
    if (of == "skin") return s.cold.skin_now_degc;
    if (of == "nerve") return s.cold.nerve_now_degc;
    return of == "tip" ? s.console.tip_degc : s.console.wall_degc;
}

// "probe.over" looks below the picture's lower end too.
bool LessonWorld::is_in_picture(const Trigger& trigger) const {
    const Session::State& s = state_;
    if (s.screen.imaging.frozen) return false;
    ultrasound::ImagingSettings settings = s.screen.imaging;
    if (trigger.on == TriggerKind::ProbeOver) settings.depth_m = s.transducer().depth_max_m;
    measure::TargetInImage found;
    if (trigger.subject == "target") {
        found = measure::find_target(s.medium(), s.transducer(), settings, s.hands.world_from_image);
    } else if (const TubeCurve* curve = curve_of(s.medium(), trigger.subject)) {
        found = measure::find_target(*curve, s.transducer(), settings, s.hands.world_from_image);
    } else if (const int i = index_of(s.anatomy().inclusions, trigger.subject); i >= 0) {
        const anatomy::Inclusion& inclusion = s.anatomy().inclusions[static_cast<size_t>(i)];
        const Vec3 at = s.hands.world_from_image.inverse().point(inclusion.center_m);
        found = measure::find_section(at, s.transducer(), settings);
        found.in_plane &= inclusion.endless_along_y || std::abs(at.y) <= inclusion.semi_axes_m.y;
    } else {
        return false;
    }
    const bool coupled =
        found.in_plane && instruments::contact_fraction(s.transducer(), s.hands.transducer, found.lateral_m) > 0.5;
    return coupled && (!trigger.middle || (found.lateral_frac >= kMiddleLow && found.lateral_frac <= kMiddleHigh));
}

// Short axis: the structure runs along the normal of the picture where it is nearest to the middle; long axis: it runs
// in the picture.
bool LessonWorld::shows_axis(const Trigger& trigger) const {
    const Session::State& s = state_;
    const std::string target = s.has_target_nerve() ? s.anatomy().target().id : "";
    const TubeCurve* curve = curve_of(s.medium(), trigger.subject == "target" ? target : trigger.subject);
    if (curve == nullptr || s.screen.imaging.frozen) return false;
    const Vec3 middle_m = s.hands.world_from_image.point({0.0, 0.0, 0.5 * s.screen.imaging.depth_m});
    const anatomy::TubePoint nearest = curve->nearest(s.surroundings().reference_m(middle_m));
    const Vec3 normal = s.hands.world_from_image.rotation[1];
    const double to_normal_rad = std::acos(std::min(1.0, std::abs(glm::dot(nearest.tangent, normal))));
    const double off_rad = trigger.word == "short" ? to_normal_rad : 0.5 * kPi - to_normal_rad;
    return off_rad <= trigger.tolerance_rad;
}

bool LessonWorld::is_in_layer(const std::string& id) const {
    const Session::State& s = state_;
    if (!s.inserted()) return false;
    const anatomy::MediumPoint at = s.medium().bulk_at(s.surroundings().reference_m(s.tip_m()));
    return at.layer >= 0 && s.anatomy().layers[static_cast<size_t>(at.layer)].id == id;
}

}  // namespace cryo::session
