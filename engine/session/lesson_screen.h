// What the learner sees of the lesson that runs.
#pragma once

#include <string>
#include <vector>

namespace cryo::session {

struct LessonQuestion {
    std::string id;  // "" = none is open
    std::string text;
    std::vector<std::string> choices;
};

struct LessonScreen {
    std::string phase;        // id; "" without phases and at the end
    std::string instruction;  // of the phase
    std::string message;      // "" = none
    std::string severity;     // "info", "hint", "warn", "stop"
    std::string highlight;    // structure, "" = none
    LessonQuestion question;
    std::vector<std::string> steps_done;
    double labels_frac = 1.0;  // how much of a help that fades is left
    double see_through_frac = 1.0;
};

}  // namespace cryo::session
