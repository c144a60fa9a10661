// One line at the foot of every screen while the trainer is in a class: whether it is connected, who looks on, and what
// they see. It is always there, so that nobody is watched without knowing it.
#pragma once

#include <string>

#include "engine/ui/state.h"
#include "engine/ui/theme.h"

namespace cryo::ui {

struct ClassBadge {
    bool connected = false;
    bool paused = false;  // by the instructor
    std::string title;    // of the class
    int watchers = 0;
    bool watched = false;  // an instructor has chosen this learner
    std::string learner;   // pseudonym
    std::string problem;   // why it is not connected
};

std::string badge_text(const ClassBadge& badge);
void draw_class_badge(const ClassBadge& badge, const Style& style, const Frame& frame);

}  // namespace cryo::ui
