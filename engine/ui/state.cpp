#include "engine/ui/state.h"

#include <iterator>
#include <utility>

namespace cryo::ui {

bool advance_hold(HoldTimer& timer, bool down, double dt_s, double needed_s) {
    if (!down) {
        timer = {};
        return false;
    }
    timer.held_s += dt_s;
    if (timer.fired || timer.held_s < needed_s) return false;
    timer.fired = true;
    return true;
}

void append(Outcome& to, Outcome&& from) {
    to.commands.insert(to.commands.end(), std::make_move_iterator(from.commands.begin()),
                       std::make_move_iterator(from.commands.end()));
    to.requests.insert(to.requests.end(), std::make_move_iterator(from.requests.begin()),
                       std::make_move_iterator(from.requests.end()));
}

}  // namespace cryo::ui
