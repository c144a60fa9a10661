// All that an attempt is at one tick. Private to session/: the files beside this one each advance a part of it.
#pragma once

#include "engine/core/random.h"
#include "engine/measure/sampler.h"
#include "engine/mechanics/contact_events.h"
#include "engine/mechanics/needle_motion.h"
#include "engine/mechanics/simulated_hand.h"
#include "engine/session/lesson.h"
#include "engine/session/patient_response.h"
#include "engine/session/session.h"
#include "engine/thermal/bioheat.h"
#include "engine/thermal/nerve_exposure.h"
#include "engine/ultrasound/acoustic_medium.h"
#include "engine/ultrasound/tip_visibility.h"

namespace cryo::session {

// Words of the patient stay readable for this long.
inline constexpr double kWordsS = 4.0;

// The cold in tissue, and what is read off it once per thermal step.
struct Cold {
    std::unique_ptr<thermal::BioheatSolver> solver;  // null where the case has no cryoprobe
    std::vector<thermal::NerveExposure> exposures;   // of every nerve inside the solver's box
    anatomy::Deformation geometry;                   // fluid that the solver was laid out with; no press
    bool knows_all_fluid = true;                     // none came after gas first flowed
    bool reaches_skin = true;                        // the box of the solver ends at the skin
    bool was_used = false;                           // gas has flowed in tissue
    double ice_radius_m = 0.0;
    double ice_volume_m3 = 0.0;
    double skin_now_degc = 32.0;
    double nerve_now_degc = 37.0;  // coldest target fascicle
    double covered_m = 0.0;
    double motor_frozen_frac = 0.0;
    double motor_frozen_m = 0.0;
    bool skin_frosted = false;  // and not warmed again since
    bool said_cold = false;     // the patient has felt this placement
};

// How the patient is, and what has been given.
struct Feelings {
    PatientTraits traits;
    Vitals vitals;
    std::vector<AnaestheticDeposit> deposits;
    size_t events_heard = 0;
};

// What a paused picture shows: the world as it was when it was paused.
struct PausedPicture {
    ultrasound::ImageFrame frame;  // its settings are the present ones: gain still works on a paused picture
    Grid3<float> temperature_degc;
    Grid3<float> coldest_degc;
    anatomy::Deformation deformation;
};

// Holds fast-forward at 1 while the visible edge crosses the nerve's far side, in the first gas period that gets there.
struct FastForwardGuard {
    int cycle = 0;  // in which the edge came near; 0: none yet
    bool holds = false;
};

// Fluid on its way through the introducer.
struct Injection {
    double left_m3 = 0.0;    // still to come
    double given_m3 = 0.0;   // asked for so far, all in all
    double spread_m3 = 0.0;  // of the one under way, already in tissue
    int filling = -1;        // the pocket it goes into, -1: none yet
    bool into_vessel = false;
    bool into_nerve = false;
};

struct Session::State {
    State(std::shared_ptr<const scenario::Scenario> scenario_, const Setup& setup_, ThreadPool& pool_);

    // Constant during the attempt.
    std::shared_ptr<const scenario::Scenario> scenario;
    Setup setup;
    anatomy::Patient patient;
    std::shared_ptr<const ultrasound::AcousticMedium> acoustic;
    std::optional<instruments::CryoprobeDevice> device;
    ThreadPool& pool;
    std::vector<int> counted_nerves;  // indices of those whose treated length counts

    anatomy::Deformation deformation;  // what the transducer presses, as of this tick

    int64_t tick = 0;
    Phase phase = Phase::Scan;

    // Hands.
    instruments::TransducerPose held;         // where the learner's hand holds the transducer
    instruments::TransducerPose held_target;  // and wants it
    int64_t last_grip_tick = -kTicksPerSecond;
    mechanics::SimulatedHand wanderer;
    mechanics::NeedleState needle;
    mechanics::ContactState contacts;
    std::optional<instruments::CryoprobePose> bound_at;  // where ice took hold
    bool tear_reported = false;
    double shallowest_since_thaw_m = 0.0;
    Hands hands;
    instruments::TransducerPose pressed_with{.press_frac = -1.0};  // that the deformation is of

    Injection injection;
    // A tick ago: what moves between the pulses of a Doppler packet.
    RigidTransform world_from_image_before;
    double insert_before_m = 0.0;

    // Console, screen, patient.
    Console console;
    std::optional<Vec3> placed_at_m;  // tip of the last placement
    bool gas_in_tissue = false;       // in this gas-on period
    bool thawing = false;             // ice of the last gas period is not gone yet
    Screen screen;
    double requested_time_scale = 1.0;
    std::optional<PausedPicture> paused;
    FastForwardGuard guard;
    std::string responding;  // id of the nerve that answers the stimulator, "" = none
    std::string says;
    double says_until_s = 0.0;
    std::string decision;

    Cold cold;
    Lesson lesson;
    Jolt jolt;
    Feelings feelings;

    // The record.
    measure::Sampler sampler;
    ultrasound::TipWatch tip_watch;
    std::vector<Event> events;
    measure::Trace trace;
    std::vector<TimedCommand> commands;
    std::vector<Keyframe> keyframes;

    const instruments::Transducer& transducer() const { return scenario->transducer_at(screen.transducer); }
    const anatomy::Medium& medium() const { return acoustic->medium(); }
    const anatomy::Anatomy& anatomy() const { return medium().anatomy(); }
    mechanics::Surroundings surroundings() const { return {medium(), deformation}; }
    double t_s() const { return static_cast<double>(tick) / kTicksPerSecond; }
    bool has_target_nerve() const { return medium().target_nerve() >= 0; }
    bool inserted() const { return device && needle.pose.insert_m > 0.0; }
    Vec3 tip_m() const { return instruments::tip_m(needle.pose); }

    void log(EventKind kind, const std::string& text, const std::string& structure = "", double value = 0.0);
    void say(const std::string& words);

    // commands.cpp
    std::optional<std::string> refusal(const Command& command) const;
    void carry_out(const Command& command);
    void switch_gas(bool on);
    void begin_cooling();
    std::optional<std::string> knob_refusal(const SetKnob& set) const;
    void instruct(const Instruct& instruct);

    // motion.cpp
    void step_hands();
    void step_contacts(const instruments::CryoprobePose& from);
    void watch_tear();
    void refresh_pose();
    void press_tissue();

    // injection.cpp
    Vec3 tip_settled_m() const;
    int pocket_at_tip() const;
    void start_injection(double volume_m3);
    void step_injection();
    void end_injection(const anatomy::Pocket& pocket);
    void mix_in_fluid(const anatomy::Pocket& pocket);
    double twitch_m() const;

    // cooling.cpp
    void lay_out_cold();
    Vec3 cold_from_world(const Vec3& world_m) const;
    void step_gas();
    void step_cold();
    void read_cold();
    void watch_patient();
    void watch_guard();
    void update_stimulus();
    std::vector<instruments::NeedleAxis> needles_in_cold() const;
    static bool is_cold(const thermal::NerveExposure& exposure);  // so that it conducts nothing

    // feelings.cpp
    void hurt(double pain, const Vec3& world_m, const std::string& words);
    void touch_nerve(int index, const Vec3& world_m);
    bool is_numb(int nerve) const;
    std::vector<bool> silent_nerves() const;  // by anaesthetic or cold
    void step_patient();
    void hear_injections();

    // lesson.cpp
    void begin_lesson();
    void step_lesson();
    void follow_needle();
    void carry_out(const scenario::Action& action);
    void show_message(const std::string& text, const std::string& severity, double for_s);
    void move_patient(const std::string& kind, double distance_m, double settle_s);
    void break_device(const std::string& kind);
    void refresh_lesson_screen();

    // session.cpp
    void step();
    void update_phase();
    void take_sample();
    ultrasound::TargetGray gray_about_target(const ultrasound::ImageFrame& frame) const;
    ultrasound::ImageFrame live_frame() const;
    ultrasound::ImageFrame image_frame() const;
    void pause_picture(bool pause);
    void take_transducer(int index);  // commands.cpp
    uint64_t hash() const;
};

}  // namespace cryo::session
