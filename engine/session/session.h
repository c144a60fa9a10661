// One attempt as a fixed-step simulation. The session takes Commands, owns all state, and emits Events, the 60 Hz Trace
// and keyframe hashes. It opens no file and reads no clock: whoever runs it says how many ticks pass. The same
// commands at the same ticks give the same bits, whatever the number of threads and however the ticks are batched.
// SI units, world frame (core/geometry.h) except where a name says otherwise.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/anatomy/patient.h"
#include "engine/core/grid3.h"
#include "engine/core/parallel.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/measure/context.h"
#include "engine/measure/sampler.h"
#include "engine/measure/trace.h"
#include "engine/scenario/scenario.h"
#include "engine/scenario/script_run.h"
#include "engine/session/command.h"
#include "engine/session/event.h"
#include "engine/session/lesson_screen.h"
#include "engine/session/patient_response.h"
#include "engine/thermal/bioheat.h"
#include "engine/thermal/nerve_exposure.h"
#include "engine/ultrasound/image_frame.h"

namespace cryo::session {

// Raised whenever the same commands no longer give the same bits: hashes are compared within one version only.
inline constexpr int kPhysicsVersion = 7;

inline constexpr int kTicksPerSecond = 120;
inline constexpr double kTickS = 1.0 / kTicksPerSecond;
inline constexpr int kTicksPerThermalStep = 12;  // 0.1 s
inline constexpr int kTicksPerTraceSample = 2;   // 60 Hz
inline constexpr int kTicksPerKeyframe = 5 * kTicksPerSecond;

enum class Phase : uint8_t { Scan, Needle, Cool, Rewarm, Finished };

// What differs from the scenario as authored.
struct Setup {
    std::optional<uint64_t> seed{};
    std::optional<double> bmi{};
    std::optional<anatomy::Sex> sex{};
    std::optional<double> age_years{};
    std::optional<anatomy::Side> side{};  // of the patient's body that is treated
    int device = 0;                       // index into Scenario::devices
    bool simulated_hand = true;           // an ungripped transducer wanders
    std::string learner{};
};

// The patient of a scenario with a setup's changes.
anatomy::Patient patient_of(const scenario::Scenario& scenario, const Setup& setup);

// The two hands and what they hold.
struct Hands {
    instruments::TransducerPose transducer;  // where it is, wander included
    instruments::TransducerPose wander;      // of which the simulated hand's
    RigidTransform world_from_image;
    double contact_frac = 1.0;             // share of the face that is coupled
    instruments::CryoprobePose cryoprobe;  // where it is
    double resistance_frac = 0.0;          // what the hand feels, 0..1
};

struct Console {
    bool gas_on = false;
    double gas_left_s = 0.0;      // running time left in the cartridge or cylinder
    double since_switch_s = 0.0;  // since gas was last turned on or off
    double tip_degc = 37.0;       // thermocouple, with its lag
    double wall_degc = 37.0;      // metal of the active zone
    bool adherent = false;        // ice binds the cryoprobe
    int cycle = 0;                // gas-on periods begun
    int placement = 0;            // placements begun
    StimMode stim_mode = StimMode::Off;
    double stim_v = 0.0;
    std::optional<instruments::FaultKind> fault{};  // of the cryoprobe or its gas
};

struct Screen {
    ultrasound::ImagingSettings imaging;
    int transducer = 0;       // of the scenario's, Scenario::transducer_at
    double time_scale = 1.0;  // as in force: the guard can hold it at 1
    bool see_through = false;
    bool labels = false;
};

// One section of a nerve, as the cold has left it so far.
struct NerveStation {
    double arc_m = 0.0;          // along the nerve from its first point
    Vec3 center_m{0.0};          // reference frame
    double treated_frac = 0.0;   // of the fascicle area that has been at or below -20 degC
    double visible_frac = 0.0;   // of the section that has been below the liquidus: inside the visible edge
    double coldest_degc = 37.0;  // fascicle point, so far
};
struct NerveCourse {
    int nerve = 0;                       // index into Anatomy::nerves
    std::vector<NerveStation> stations;  // evenly spaced
};

struct TimedCommand {
    int64_t tick = 0;
    Command command;
};

struct Keyframe {
    int64_t tick = 0;
    uint64_t hash = 0;
};

class LessonWorld;

class Session {
  public:
    Session(std::shared_ptr<const scenario::Scenario> scenario, const Setup& setup, ThreadPool& pool);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // Takes effect at the tick that follows. Values outside their range (NaN too) are refused with an event that says
    // the range, and the world goes on. Returns whether it was accepted.
    bool apply(const Command& command);

    // Nothing moves any more once finished.
    void advance(int ticks);

    // --- what the world is ---
    const scenario::Scenario& scenario() const;
    std::shared_ptr<const scenario::Scenario> scenario_handle() const;
    const Setup& setup() const;
    const anatomy::Patient& patient() const;
    const anatomy::Medium& medium() const;
    const anatomy::Deformation& deformation() const;
    std::shared_ptr<const ultrasound::AcousticMedium> acoustic_medium() const;
    const instruments::Transducer& transducer() const;
    const instruments::CryoprobeDevice* device() const;  // null where the scenario offers none
    bool has_target() const;                             // false for test objects

    // --- what holds at this tick ---
    int64_t tick() const;
    double t_s() const;
    Phase phase() const;
    bool finished() const { return phase() == Phase::Finished; }
    const Hands& hands() const;
    const Console& console() const;
    const Screen& screen() const;
    std::vector<instruments::NeedleAxis> needles() const;  // inserted ones; empty while outside the skin
    const std::string& patient_says() const;               // latest words or twitch, "" when silent
    const measure::Clearances& clearances() const;         // of the last Trace sample
    bool tip_visible() const;
    double fluid_left_m3() const;  // of an injection under way
    const Vitals& vitals() const;
    bool has_lesson() const;                    // the case has phases or handlers
    const LessonScreen& lesson() const;         // what the learner sees of them
    const scenario::ScriptRun* script() const;  // null without a lesson

    // What the image is made of at this tick; while it is paused, what it was made of then. Its image index is the
    // tick. For drawing before the session advances again: it points into the temperature grid.
    ultrasound::ImageFrame image_frame() const;

    // --- cold ---
    // Temperature in the settled space of cold_geometry(); null until gas first flowed. The revision changes with its
    // values.
    const Grid3<float>* temperature_degc() const;
    uint64_t temperature_revision() const;
    // The fluid that lay in the tissue when gas first flowed: heat flows past it as it lies. What is injected later
    // mixes with the tissue instead.
    const anatomy::Deformation& cold_geometry() const;
    Vec3 cold_from_world(const Vec3& world_m) const;            // where in that grid a point lies
    double ice_radius_m() const;                                // visible edge around the middle of the active zone
    std::vector<NerveCourse> nerve_courses() const;             // every nerve within reach of the cold
    std::span<const thermal::NerveExposure> exposures() const;  // the same in full
    const thermal::BioheatSolver* cold_solver() const;          // to read; null until gas first flowed
    double overfrozen_m3() const;  // tissue that was at or below -20 degC more than 5 mm from the nerves to treat

    // --- what has been ---
    const std::vector<Event>& events() const;
    const measure::Trace& trace() const;
    const std::vector<TimedCommand>& commands() const;  // all that were applied, refused ones too
    const std::vector<Keyframe>& keyframes() const;     // every 5 s of simulated time
    const std::string& decision() const;                // "" until decided

    uint64_t state_hash() const;  // over all state, the temperature grid included

  private:
    friend class LessonWorld;  // reads the state for the triggers of a lesson
    struct State;
    std::unique_ptr<State> state_;
};

// What the metrics need to know of a case, without running it.
measure::Context measure_context(const scenario::Scenario& scenario, const Setup& setup);
measure::Context measure_context(const Session& session);

std::string hash_text(uint64_t hash);  // 16 lower-case hexadecimal digits
const char* phase_name(Phase phase);   // "scan", "needle", "cool", "rewarm", "finished"

}  // namespace cryo::session
