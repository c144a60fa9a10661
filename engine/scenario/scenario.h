// A training case as checked plain data: what scenes/*.toml says, read by scenario/read.h.
#pragma once

#include <string>
#include <vector>

#include "engine/anatomy/patient.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/scenario/script.h"
#include "engine/ultrasound/imaging.h"

namespace cryo::scenario {

enum class Approach { InPlane, OutOfPlane, Perpendicular };

// What a case counts otherwise than the score file does: the weight of a part of the score, 0 to leave it out with its
// floor. Negative: as in the score file. Critical errors and the decision to treat are not for a case to change.
struct ScoreWeights {
    double image = -1.0;
    double needle = -1.0;
    double target = -1.0;
    double coverage = -1.0;
    double motor = -1.0;
    double structures = -1.0;
    double skin = -1.0;
    double technique = -1.0;
    double efficiency = -1.0;
};

// What the cold is for: nerves, or a tumour with its nerve being spared or not as may be.
enum class Aim { Nerve, Tumour };

// The limits a case is scored by where they differ from the defaults of scenes/scoring/*.toml.
struct Plan {
    Approach approach = Approach::InPlane;
    Aim aim = Aim::Nerve;
    int placements_planned = 1;        // on each nerve that must be treated
    int placements_max = 6;            // in all
    double required_length_m = 0.004;  // of nerve that must be treated
    double time_limit_s = 600.0;
    ScoreWeights weights;
};

struct Consent {
    anatomy::Side side = anatomy::Side::Right;
    std::vector<std::string> contraindications;  // non-empty: the right act is not to treat
};

// A cryoprobe on offer that is the wrong one from some build on: the right act is to change it, or not to treat.
struct Unsuitable {
    std::string device;  // its id
    double bmi_from = 0.0;
    std::string reason;  // one sentence
};

// How the patient takes it (session/patient_response.h).
enum class Faint { ByChance, Never, Always };
struct Response {
    double anxiety = 0.0;      // 0..1
    bool skin_is_numb = true;  // a skin wheal was set before the attempt begins
    Faint faint = Faint::ByChance;
};

// A lesson of one or two minutes that practises one skill and ends in one number.
struct Drill {
    enum class Number {
        Seconds,  // until the last goal was reached, each point that the lesson takes off counting as one more
        Faults    // points that the lesson has taken off
    };
    int order = 0;  // its place on the ladder, from 1; 0: this is no drill
    std::string skill;
    Number number = Number::Seconds;
    double pass = 0.0;  // the number may be this much at most
};

inline constexpr int kMostOtherTransducers = 7;

struct Scenario {
    std::string file;  // as given, for messages
    std::string id;
    std::string title;
    std::string indication;
    std::string nerve_label;
    int difficulty = 1;
    std::string goal;                      // one sentence
    std::vector<std::string> dangers;      // three
    std::vector<std::string> teaching;     // what this case teaches, for the briefing
    std::vector<std::string> sources;      // of its numbers
    std::vector<std::string> provisional;  // keys of the file ("nerve.path_mm") whose values are first choices
    bool is_phantom = false;               // a test object: no nerve, no score
    // The files the case refers to, as it writes them.
    std::string patient_file;
    std::string transducer_file;
    std::vector<std::string> other_transducer_files;
    std::vector<std::string> device_files;
    anatomy::Patient patient;
    anatomy::AnatomyTemplate anatomy;
    instruments::Transducer transducer;                      // in hand at the start
    std::vector<instruments::Transducer> other_transducers;  // what else the machine has
    std::vector<instruments::CryoprobeDevice> devices;       // the first is the default; a phantom may have none
    instruments::CryoprobePose cryoprobe_start;              // where the probe waits, insert 0
    instruments::TransducerPose transducer_start;            // where the transducer is first held, from the target view
    ultrasound::ImagingSettings imaging;
    Plan plan;
    Consent consent;
    std::vector<Unsuitable> unsuitable;
    Response response;
    Drill drill;
    Script script;  // what happens during the attempt; empty in most cases

    // Why a device is the wrong one for a patient of this build; "" where it is not.
    std::string why_unsuitable(const std::string& device_id, double bmi) const {
        for (const Unsuitable& one : unsuitable)
            if (one.device == device_id && bmi >= one.bmi_from) return one.reason;
        return "";
    }
    int transducer_count() const { return 1 + static_cast<int>(other_transducers.size()); }
    // 0 is the one in hand at the start.
    const instruments::Transducer& transducer_at(int index) const {
        return index == 0 ? transducer : other_transducers.at(static_cast<size_t>(index) - 1);
    }
};

}  // namespace cryo::scenario
