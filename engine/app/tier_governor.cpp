#include "engine/app/tier_governor.h"

#include <algorithm>

namespace cryo::app {

namespace {

constexpr double kLateS = 0.050;  // 20 frames a second, the least that is promised
constexpr double kRoomS = 0.022;
constexpr double kLateForS = 0.6;
constexpr double kLongestPatienceS = 120.0;

}  // namespace

TierGovernor::TierGovernor(const std::string& name) {
    for (int i = 0; i < kTierCount; ++i)
        if (name == kTiers[i].name) {
            index_ = i;
            held_ = true;
        }
}

void TierGovernor::frame_took(double seconds) {
    if (held_) return;
    slow_s_ = seconds > kLateS ? slow_s_ + seconds : std::max(0.0, slow_s_ - seconds);
    quick_s_ = seconds < kRoomS ? quick_s_ + seconds : 0.0;
    if (slow_s_ > kLateForS && index_ > 0) {
        --index_;
        slow_s_ = quick_s_ = 0.0;
        patience_s_ = std::min(2.0 * patience_s_, kLongestPatienceS);
    } else if (quick_s_ > patience_s_ && index_ < kTierCount - 1) {
        ++index_;
        slow_s_ = quick_s_ = 0.0;
    }
}

}  // namespace cryo::app
