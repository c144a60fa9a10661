// A built-in learner in a class: plays a case at the pace of the wall clock, shows it to the instructor's station and
// does what the instructor asks. Without a window; with pictures where there is OpenGL.
#pragma once

#include <memory>
#include <string>

#include "engine/app/class_options.h"
#include "engine/robot/skill.h"
#include "engine/session/session.h"

namespace cryo::app {

struct Attendance {
    std::shared_ptr<const scenario::Scenario> scenario;
    session::Setup setup;
    robot::Skill skill;
    ClassOptions in_class;
    std::string out;  // folder for attempt.ndjson and the report
    int threads = 1;
};

int attend_class(const Attendance& attendance);

}  // namespace cryo::app
