// All that judging an attempt needs, as plain data: the trace, the events, what the cold did along each nerve, and what
// the case asked for. Ground truth only, never pixels. Lengths along nerves in mm, temperatures in degrees Celsius.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/anatomy/anatomy.h"
#include "engine/anatomy/patient.h"
#include "engine/core/geometry.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/measure/context.h"
#include "engine/measure/trace.h"
#include "engine/scenario/scenario.h"
#include "engine/scoring/cold_outcome.h"
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
    bool required = false;               // counts towards coverage
    std::vector<NerveStation> stations;  // in order of arc_mm, evenly spaced
};

// A vessel in this patient, to say which one was hit and whether it is large.
struct VesselInfo {
    std::string id;
    std::string label;
    anatomy::VesselKind kind = anatomy::VesselKind::Artery;
    double width_mm = 1.0;
};

struct InstructorCritical {
    double t_s = 0.0;
    std::string sentence;
};

// Attempts of the same input class that a motion metric may be compared with.
struct Benchmark {
    std::string metric_id;
    double mean = 0.0;
    double sd = 0.0;
    int attempts = 0;
};

struct AttemptRecord {
    measure::Trace trace;
    std::vector<session::Event> events;
    measure::Context context;  // of the case and patient; its limits are replaced by the model's
    std::vector<NerveOutcome> nerves;
    std::vector<VesselInfo> vessels;
    ColdOutcome cold;                        // for the debrief, not scored
    std::optional<double> overfrozen_mm3;    // tissue at or below -20 degC more than 5 mm from the target
    std::optional<double> tumour_cold_frac;  // of the tumour that was at or below -40 degC; none where there is none
    scenario::Plan plan;
    scenario::Consent consent;
    std::string why_unsuitable;  // the cryoprobe in hand is the wrong one for this patient; "" where it is not
    anatomy::Side treated_side = anatomy::Side::Right;
    bool has_skin_warmer = false;
    bool can_inject = false;  // whether saline could have lifted the skin at all
    std::vector<InstructorCritical> instructor_criticals;
    std::vector<Benchmark> benchmarks;

    const NerveOutcome* target() const;  // null where the record holds none
};

// The same without samples that are no numbers or run backwards, as a damaged file may hold them.
AttemptRecord with_sound_trace(const AttemptRecord& record);

// The longest run of consecutive stations with treated_frac >= section_frac, each worth one spacing, in mm.
struct TreatedRun {
    double length_mm = 0.0;
    double from_mm = 0.0;
    double to_mm = 0.0;
};
TreatedRun longest_treated_run(const NerveOutcome& nerve, double section_frac);

}  // namespace cryo::scoring
