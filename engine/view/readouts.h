// The numbers and words that panels show now: plain data made from a session by view/make.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/anatomy/patient.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/scenario/scenario.h"
#include "engine/session/command.h"
#include "engine/session/event.h"
#include "engine/session/lesson_screen.h"
#include "engine/ultrasound/imaging.h"

namespace cryo::view {

enum class Phase { Scan, Needle, Cool, Rewarm, Finished };

struct Readouts {
    const scenario::Scenario* scenario = nullptr;  // outlives the frame
    anatomy::Patient patient;
    double t_s = 0.0;
    Phase phase = Phase::Scan;
    ultrasound::ImagingSettings imaging;
    instruments::Transducer transducer;
    std::vector<std::string> transducers;  // names of all that the machine has
    int transducer_index = 0;
    instruments::TransducerPose transducer_pose;
    double contact_frac = 1.0;
    const instruments::CryoprobeDevice* device = nullptr;
    instruments::CryoprobePose cryoprobe;
    double shaft_length_m = 0.0;
    double resistance_frac = 0.0;  // what the hand feels, 0..1
    bool adherent = false;
    bool gas_on = false;
    double gas_left_frac = 1.0;
    double tip_degc = 37.0;  // thermocouple
    double cycle_s = 0.0;    // since gas was last switched
    int cycle = 0;
    session::StimMode stim_mode = session::StimMode::Off;
    double stim_v = 0.0;
    double time_scale = 1.0;
    bool see_through = false;
    bool labels = false;
    std::string patient_says;            // latest words or twitch, "" when silent
    std::vector<session::Event> recent;  // newest last, at most 8
    // Image callouts for labels (help): place in the image frame, metres.
    struct Label {
        std::string text;
        double lateral_m = 0.0;
        double depth_m = 0.0;
    };
    std::vector<Label> image_labels;
    bool has_lesson = false;
    session::LessonScreen lesson;
    std::optional<Label> highlight;  // whom the lesson points at, while the picture shows it
    int pauses = 0;                  // that the lesson has asked for so far
    std::string pause_text;          // of the last one
    // Contours of isotherms in the image plane (help): polylines in lateral, depth metres.
    struct Isotherm {
        double degc = 0.0;
        std::vector<std::vector<Vec2>> lines_m;
    };
    std::vector<Isotherm> isotherms;
};

}  // namespace cryo::view
