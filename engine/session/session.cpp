#include "engine/session/session.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/hash.h"
#include "engine/session/attempt_file.h"
#include "engine/session/command_table.h"
#include "engine/session/session_state.h"

namespace cryo::session {

namespace {

constexpr double kFarFromTargetM = 0.005;  // ice farther away than this treats nothing
constexpr double kReadvanceM = 0.0005;     // going forward again after a thaw is needling again

}  // namespace

anatomy::Patient patient_of(const scenario::Scenario& scenario, const Setup& setup) {
    anatomy::Patient patient = scenario.patient;
    if (setup.seed) patient.seed = *setup.seed;
    if (setup.bmi) patient.bmi = *setup.bmi;
    if (setup.sex) patient.sex = *setup.sex;
    if (setup.age_years) patient.age_years = *setup.age_years;
    if (setup.side) patient.side = *setup.side;
    return patient;
}

// ---- construction --------------------------------------------------------------------------------------------------

Session::State::State(std::shared_ptr<const scenario::Scenario> scenario_, const Setup& setup_, ThreadPool& pool_)
    : scenario(std::move(scenario_)),
      setup(setup_),
      patient(patient_of(*scenario, setup)),
      acoustic(std::make_shared<const ultrasound::AcousticMedium>(
          anatomy::Medium(anatomy::make_anatomy(scenario->anatomy, patient)), pool_)),
      pool(pool_),
      wanderer(patient.seed) {
    if (!scenario->devices.empty()) {
        CRYO_CHECK(setup.device >= 0 && setup.device < static_cast<int>(scenario->devices.size()));
        device = scenario->devices[static_cast<size_t>(setup.device)];
    }
    counted_nerves = anatomy().nerves_to_treat();
    needle.pose = needle.target = scenario->cryoprobe_start;
    held = held_target = scenario->transducer_start;
    contacts = mechanics::make_contact_state(anatomy());
    contacts.skin = inserted();
    screen.imaging = scenario->imaging;
    screen.imaging.doppler.box_depth_m = screen.imaging.focus_m;
    if (device) {
        console.gas_left_s = device->gas_supply_s;
        lay_out_cold();
    }
    feelings.traits = patient_traits(scenario->response, patient.seed);
    feelings.vitals = vitals_at_rest(feelings.traits);
    log(EventKind::Started, "The attempt began.");
    refresh_pose();
    take_sample();
    begin_lesson();
}

void Session::State::log(EventKind kind, const std::string& text, const std::string& structure, double value) {
    events.push_back({t_s(), kind, structure, value, device ? tip_m() : Vec3(0.0), text});
}

void Session::State::say(const std::string& words) {
    says = words;
    says_until_s = t_s() + kWordsS;
    log(EventKind::PatientSpoke, words);
}

// ---- a tick --------------------------------------------------------------------------------------------------------

void Session::State::step() {
    step_hands();
    step_injection();
    step_gas();
    ++tick;
    if (tick % kTicksPerThermalStep == 0) step_cold();
    step_patient();
    if (!says.empty() && t_s() >= says_until_s) says.clear();
    update_phase();
    if (tick % kTicksPerTraceSample == 0) take_sample();
    step_lesson();
    if (tick % kTicksPerKeyframe == 0) keyframes.push_back({tick, hash()});
}

void Session::State::update_phase() {
    if (phase == Phase::Finished) return;
    if (console.gas_on) {
        phase = Phase::Cool;
        return;
    }
    if (phase == Phase::Cool) phase = Phase::Rewarm;
    if (phase == Phase::Rewarm) {
        if (thawing) return;
        // Drawing back after the thaw belongs to it; going in again is needling, taking up the transducer is scanning.
        shallowest_since_thaw_m = std::min(shallowest_since_thaw_m, needle.pose.insert_m);
        if (inserted() && needle.pose.insert_m > shallowest_since_thaw_m + kReadvanceM) phase = Phase::Needle;
        if (!inserted() && last_grip_tick == tick - 1) phase = Phase::Scan;
        return;
    }
    phase = inserted() ? Phase::Needle : Phase::Scan;
}

ultrasound::ImageFrame Session::State::live_frame() const {
    ultrasound::ImageFrame frame;
    frame.transducer = transducer();
    frame.pose = hands.transducer;
    frame.world_from_image = hands.world_from_image;
    frame.settings = screen.imaging;
    frame.medium = acoustic;
    frame.deformation = &deformation;
    if (inserted()) frame.needles = instruments::needle_axes(*device, needle.pose);
    frame.inserted_m = device ? needle.pose.insert_m : 0.0;
    if (cold.was_used) {
        frame.temperature_degc = &cold.solver->temperature_degc();
        frame.coldest_degc = &cold.solver->coldest_degc();
        frame.temperature_revision = cold.solver->revision();
    }
    frame.image_index = static_cast<uint64_t>(tick);
    frame.t_s = t_s();
    frame.gas_flowing = console.gas_on;
    if (tick > 0) {
        frame.world_from_image_before = world_from_image_before;
        frame.before_s = kTickS;
        frame.needle_speed_m_per_s = (needle.pose.insert_m - insert_before_m) / kTickS;
    }
    return frame;
}

ultrasound::ImageFrame Session::State::image_frame() const {
    if (!paused) return live_frame();
    ultrasound::ImageFrame frame = paused->frame;
    frame.settings = screen.imaging;
    frame.deformation = &paused->deformation;
    if (!paused->temperature_degc.empty()) frame.temperature_degc = &paused->temperature_degc;
    if (!paused->coldest_degc.empty()) frame.coldest_degc = &paused->coldest_degc;
    return frame;
}

void Session::State::pause_picture(bool pause) {
    if (pause == paused.has_value()) return;
    if (!pause) {
        paused.reset();
        return;
    }
    paused =
        PausedPicture{.frame = live_frame(), .temperature_degc = {}, .coldest_degc = {}, .deformation = deformation};
    if (paused->frame.temperature_degc != nullptr) paused->temperature_degc = *paused->frame.temperature_degc;
    if (paused->frame.coldest_degc != nullptr) paused->coldest_degc = *paused->frame.coldest_degc;
}

// While needling alone: it is then that the picture must be right.
ultrasound::TargetGray Session::State::gray_about_target(const ultrasound::ImageFrame& frame) const {
    const measure::TargetInImage target = measure::find_target(medium(), frame.transducer, frame.settings,
                                                               frame.world_from_image, deformation);
    if (!target.in_plane) return {};
    return ultrasound::target_gray(frame, target.lateral_frac, target.depth_frac);
}

void Session::State::take_sample() {
    hands.contact_frac = instruments::mean_contact_fraction(transducer(), hands.transducer);
    measure::GroundTruth truth{.medium = medium(), .deformation = deformation, .transducer = transducer()};
    truth.t_s = t_s();
    truth.phase = static_cast<int>(phase == Phase::Finished ? Phase::Rewarm : phase);
    truth.device = device ? &*device : nullptr;
    truth.transducer_pose = hands.transducer;
    truth.wander = hands.wander;
    truth.world_from_image = hands.world_from_image;
    truth.contact_frac = hands.contact_frac;
    truth.imaging = screen.imaging;
    truth.help_on = screen.labels || screen.see_through || lesson.hint_shows || !lesson.screen.highlight.empty();
    truth.cryoprobe = needle.pose;
    if (inserted() && !screen.imaging.frozen) {
        const ultrasound::ImageFrame frame = live_frame();
        truth.tip = tip_watch.look(frame);
        if (phase == Phase::Needle && has_target_nerve()) truth.gray = gray_about_target(frame);
    }
    truth.gas_on = console.gas_on;
    truth.adherent = console.adherent;
    truth.tip_degc = console.tip_degc;
    truth.wall_degc = console.wall_degc;
    truth.ice_radius_m = cold.ice_radius_m;
    truth.ice_volume_m3 = cold.ice_volume_m3;
    truth.skin_min_degc = cold.skin_now_degc;
    truth.nerve_min_degc = cold.nerve_now_degc;
    truth.covered_m = cold.covered_m;
    truth.motor_frozen_frac = cold.motor_frozen_frac;
    truth.motor_frozen_m = cold.motor_frozen_m;
    truth.stim_mode = static_cast<int>(console.stim_mode);
    truth.stim_v = console.stim_v;
    truth.cycle = console.cycle;
    truth.placement = console.placement;
    trace.push_back(sampler.sample(truth));
}

// ---- the door ------------------------------------------------------------------------------------------------------

Session::Session(std::shared_ptr<const scenario::Scenario> scenario, const Setup& setup, ThreadPool& pool)
    : state_(std::make_unique<State>(std::move(scenario), setup, pool)) {}
Session::~Session() = default;

bool Session::apply(const Command& command) {
    State& s = *state_;
    if (s.phase == Phase::Finished) return false;
    const Command rounded = as_recorded(command);
    if (is_finite(rounded)) s.commands.push_back({s.tick, rounded});
    if (const auto why = s.refusal(rounded)) {
        s.log(EventKind::Refused, "Refused: " + *why + ".");
        return false;
    }
    s.carry_out(rounded);
    return true;
}

void Session::advance(int ticks) {
    for (int i = 0; i < ticks && state_->phase != Phase::Finished; ++i) state_->step();
}

const scenario::Scenario& Session::scenario() const { return *state_->scenario; }
std::shared_ptr<const scenario::Scenario> Session::scenario_handle() const { return state_->scenario; }
const Setup& Session::setup() const { return state_->setup; }
const anatomy::Patient& Session::patient() const { return state_->patient; }
const anatomy::Medium& Session::medium() const { return state_->medium(); }
const anatomy::Deformation& Session::deformation() const { return state_->deformation; }
std::shared_ptr<const ultrasound::AcousticMedium> Session::acoustic_medium() const { return state_->acoustic; }
const instruments::Transducer& Session::transducer() const { return state_->transducer(); }
const instruments::CryoprobeDevice* Session::device() const { return state_->device ? &*state_->device : nullptr; }
bool Session::has_target() const { return state_->medium().target_nerve() >= 0; }

int64_t Session::tick() const { return state_->tick; }
double Session::t_s() const { return state_->t_s(); }
Phase Session::phase() const { return state_->phase; }
const Hands& Session::hands() const { return state_->hands; }
const Console& Session::console() const { return state_->console; }
const Screen& Session::screen() const { return state_->screen; }
const std::string& Session::patient_says() const { return state_->says; }
const measure::Clearances& Session::clearances() const { return state_->sampler.clearances(); }
bool Session::tip_visible() const { return state_->sampler.tip_visible(); }
std::vector<instruments::NeedleAxis> Session::needles() const { return state_->live_frame().needles; }
const Vitals& Session::vitals() const { return state_->feelings.vitals; }
bool Session::has_lesson() const { return state_->lesson.run != nullptr; }
const LessonScreen& Session::lesson() const { return state_->lesson.screen; }
const scenario::ScriptRun* Session::script() const { return state_->lesson.run.get(); }
ultrasound::ImageFrame Session::image_frame() const { return state_->image_frame(); }

const Grid3<float>* Session::temperature_degc() const {
    return state_->cold.was_used ? &state_->cold.solver->temperature_degc() : nullptr;
}
double Session::fluid_left_m3() const { return state_->injection.left_m3; }
const anatomy::Deformation& Session::cold_geometry() const { return state_->cold.geometry; }
Vec3 Session::cold_from_world(const Vec3& world_m) const { return state_->cold_from_world(world_m); }
uint64_t Session::temperature_revision() const { return state_->cold.was_used ? state_->cold.solver->revision() : 0; }
double Session::ice_radius_m() const { return state_->cold.ice_radius_m; }
std::span<const thermal::NerveExposure> Session::exposures() const { return state_->cold.exposures; }

std::vector<NerveCourse> Session::nerve_courses() const {
    std::vector<NerveCourse> courses;
    for (const thermal::NerveExposure& exposure : state_->cold.exposures) {
        NerveCourse& course = courses.emplace_back();
        course.nerve = exposure.nerve();
        for (int i = 0; i < exposure.station_count(); ++i) {
            const thermal::ExposureStation station = exposure.station(i);
            course.stations.push_back({.arc_m = station.arc_m,
                                       .center_m = station.center_m,
                                       .treated_frac = station.treated_frac,
                                       .visible_frac = station.visible_frac,
                                       .coldest_degc = station.coldest_degc});
        }
    }
    return courses;
}

const thermal::BioheatSolver* Session::cold_solver() const {
    return state_->cold.was_used ? state_->cold.solver.get() : nullptr;
}

double Session::overfrozen_m3() const {
    const State& s = *state_;
    if (!s.cold.was_used || !has_target()) return 0.0;
    const Grid3<float>& coldest = s.cold.solver->coldest_degc();
    const auto is_near = [&](const Vec3& reference_m) {
        anatomy::TubePoint near;
        for (const int nerve : s.counted_nerves)
            if (s.medium().nerve_curve(nerve).nearest_within(reference_m, kFarFromTargetM, near) &&
                near.outside_m <= kFarFromTargetM)
                return true;
        return false;
    };
    const Index3 n = coldest.size();
    int64_t cells = 0;
    for (int k = 0; k < n.z; ++k)
        for (int j = 0; j < n.y; ++j)
            for (int i = 0; i < n.x; ++i) {
                if (static_cast<double>(coldest.at(i, j, k)) > thermal::kTreatedDegc) continue;
                const Vec3 at = coldest.frame().center_m(i, j, k);
                if (!is_near(s.cold.geometry.reference_from_settled(at).reference_m)) ++cells;
            }
    return static_cast<double>(cells) * std::pow(coldest.frame().spacing_m, 3);
}

const std::vector<Event>& Session::events() const { return state_->events; }
const measure::Trace& Session::trace() const { return state_->trace; }
const std::vector<TimedCommand>& Session::commands() const { return state_->commands; }
const std::vector<Keyframe>& Session::keyframes() const { return state_->keyframes; }
const std::string& Session::decision() const { return state_->decision; }
uint64_t Session::state_hash() const { return state_->hash(); }

const char* phase_name(Phase phase) {
    static constexpr const char* kNames[] = {"scan", "needle", "cool", "rewarm", "finished"};
    return kNames[static_cast<size_t>(phase)];
}

}  // namespace cryo::session
