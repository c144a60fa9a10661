// All that judging an attempt needs, as plain data: the trace, the events, what the cold did along each nerve, and what
// the case asked for. Ground truth only, never pixels. Lengths along nerves in mm, temperatures in degrees Celsius.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/anatomy/anatomy.h"
#include "engine/core/geometry.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/measure/trace.h"
#include "engine/scenario/scenario.h"
#include "engine/session/event.h"

namespace cryo::scoring {

// One section of a nerve at the end of the attempt.
struct NerveStation {
    double arc_mm = 0.0;         // along the nerve from its first point
    Vec3 place_m{0.0};           // centre of the section, reference frame
    double treated_frac = 0.0;   // of the fascicle area that has been at or below -20 degC
    double visible_frac = 0.0;   // of the section that has been inside the visible edge of the ice
    double coldest_degc = 37.0;  // coldest fascicle point so far
};

struct NerveOutcome {
    std::string id;
    std::string label;
    anatomy::NerveRole role = anatomy::NerveRole::Sensory;
    bool required = false;   // counts towards coverage (the target always does)
    double radius_mm = 1.0;  // mean outer radius
    double motor_fraction = 0.0;
    std::vector<NerveStation> stations;  // in order of arc_mm, evenly spaced
};

// A vessel or membrane to keep clear of, in this patient.
struct ProtectedStructure {
    enum class Kind { Artery, Vein, MotorNerve, Pleura, Viscus } kind = Kind::Artery;
    std::string id;
    std::string label;
    double width_mm = 1.0;
    double gap_to_target_mm = 99.0;  // wall to the target's epineurium
};

struct InstructorCritical {
    double t_s = 0.0;
    std::string sentence;
};

struct AttemptRecord {
    measure::Trace trace;
    std::vector<session::Event> events;
    std::vector<NerveOutcome> nerves;
    std::vector<ProtectedStructure> structures;
    std::optional<double> overfrozen_mm3;  // tissue at or below -20 degC more than 5 mm from the target
    scenario::Plan plan;
    scenario::Consent consent;
    instruments::CryoprobeDevice device;
    double reference_gain_db = 0.0;  // the case's own setting of the machine
    std::vector<InstructorCritical> instructor_criticals;
    // Attempts of the same input class that E3 to E5 may be compared with, as (mean, standard deviation); none yet
    // means that they are shown and not scored.
    struct Benchmark {
        std::string metric_id;
        double mean = 0.0;
        double sd = 0.0;
        int attempts = 0;
    };
    std::vector<Benchmark> benchmarks;

    const NerveOutcome* target() const;  // null where the record holds no nerve
};

// The longest run of consecutive stations with treated_frac >= section_frac, in mm.
struct TreatedRun {
    double length_mm = 0.0;
    double from_mm = 0.0;
    double to_mm = 0.0;
};
TreatedRun longest_treated_run(const NerveOutcome& nerve, double section_frac);

}  // namespace cryo::scoring
