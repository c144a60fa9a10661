#include "engine/app/soak_player.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace cryo::app {

namespace {

constexpr int kRestFrames = 3;  // between two acts, and before a press
// What ends a case or leaves a screen is pressed this rarely: otherwise nothing would ever be practised.
constexpr double kLeaveShare = 0.02;

bool one_of(std::string_view text, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), text) != names.end();
}

}  // namespace

// A control of the uppermost layer; null where there is none.
const ui::LaidOut* SoakPlayer::pick(const ui::LayoutLog& layout, ui::Screen screen) {
    const bool overlay = std::any_of(layout.parts.begin(), layout.parts.end(),
                                     [](const ui::LaidOut& laid) { return laid.layer == ui::Layer::Overlay; });
    const bool may_leave = screen != ui::Screen::Practice || rng_.uniform() < kLeaveShare;
    std::vector<const ui::LaidOut*> controls;
    for (const ui::LaidOut& laid : layout.parts) {
        if (laid.part == ui::Part::Text || !laid.enabled) continue;
        if (overlay && laid.layer != ui::Layer::Overlay) continue;
        if (one_of(laid.text, {"Quit", "Open report"})) continue;
        if (!may_leave && one_of(laid.text, {"Finish", "Leave case", "Do not treat …"})) continue;
        controls.push_back(&laid);
    }
    if (controls.empty()) return nullptr;
    return controls[std::min(controls.size() - 1,
                             static_cast<size_t>(rng_.uniform(0.0, static_cast<double>(controls.size()))))];
}

void SoakPlayer::press_key() {
    const int key = static_cast<int>(rng_.uniform(0.0, ui::kPhysicalKeyCount));
    now_.keys.down[static_cast<size_t>(std::min(key, ui::kPhysicalKeyCount - 1))] = true;
    now_.keys.shift = rng_.uniform() < 0.2;
    now_.keys.ctrl = rng_.uniform() < 0.2;
    frames_ = static_cast<int>(rng_.uniform(2.0, 60.0));
}

void SoakPlayer::choose(const ui::LayoutLog& layout, ui::Screen screen) {
    now_.keys = {};
    left_ = right_ = false;
    frame_ = 0;
    frames_ = 8;
    const double die = rng_.uniform();
    if (screen == ui::Screen::Practice && die < 0.45) return press_key();
    if (die > 0.97) {
        now_.walk = static_cast<int>(rng_.uniform(1.0, 8.0));
        return;
    }
    const ui::LaidOut* control = pick(layout, screen);
    if (control == nullptr) return;
    const ui::Rect& r = control->rect;
    now_.pointer.x_px = r.x + rng_.uniform(0.2, 0.8) * r.width;
    now_.pointer.y_px = r.y + rng_.uniform(0.2, 0.8) * r.height;
    to_x_px_ = now_.pointer.x_px;
    to_y_px_ = now_.pointer.y_px;
    left_ = true;
    if (control->part == ui::Part::Surface) {
        to_x_px_ += rng_.uniform(-120.0, 120.0);
        to_y_px_ += rng_.uniform(-120.0, 120.0);
        right_ = rng_.uniform() < 0.3;
        left_ = !right_;
        frames_ = 40;
    } else if (control->text == "Gas on" || control->text == "Gas off") {
        frames_ = 60;
    }
    now_.pointer.wheel = rng_.uniform() < 0.2 ? rng_.uniform(-2.0, 2.0) : 0.0;
}

SoakPlayer::Input SoakPlayer::next(const ui::LayoutLog& layout, ui::Screen screen) {
    if (frame_ >= frames_ + kRestFrames) choose(layout, screen);
    const bool acts = frame_ >= kRestFrames && frame_ < frames_;
    now_.pointer.left = acts && left_;
    now_.pointer.right = acts && right_;
    if (acts && frames_ > kRestFrames) {
        const double share = 1.0 / (frames_ - frame_);
        now_.pointer.x_px += share * (to_x_px_ - now_.pointer.x_px);
        now_.pointer.y_px += share * (to_y_px_ - now_.pointer.y_px);
    }
    Input input = now_;
    if (frame_ >= frames_) input.keys = {};
    now_.walk = 0;
    now_.pointer.wheel = 0.0;
    ++frame_;
    return input;
}

}  // namespace cryo::app
