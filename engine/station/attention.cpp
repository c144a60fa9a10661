#include "engine/station/attention.h"

#include <algorithm>
#include <cmath>

namespace cryo::station {

namespace {

constexpr double kSilentS = 5.0;
constexpr double kTipUnseenS = 10.0;
constexpr double kIdleS = 45.0;
constexpr double kSkinDegc = 10.0;  // where the score of the skin starts to fall
constexpr double kLowGasS = 20.0;

std::string seconds_text(double seconds) { return std::to_string(static_cast<int>(std::lround(seconds))) + " s"; }

}  // namespace

Attention attention_of(const LiveState& state, bool connected, double silent_s) {
    Attention most;
    const auto call = [&](double urgency, std::string reason) {
        if (urgency > most.urgency) most = {urgency, std::move(reason)};
    };
    if (!connected) return {40.0, "has left"};
    if (silent_s > kSilentS) call(70.0, "no signal for " + seconds_text(silent_s));
    if (state.screen != "practice") return most;
    if (state.criticals > 0) call(100.0, state.last_critical);
    if (state.gas_on && state.skin_degc < kSkinDegc)
        call(90.0, "skin at " + std::to_string(static_cast<int>(std::lround(state.skin_degc))) + " degC");
    // Longer out of sight is worse, up to a minute.
    if (state.insert_mm > 0.0 && !state.gas_on && state.tip_unseen_s > kTipUnseenS)
        call(50.0 + 0.5 * std::min(state.tip_unseen_s, 60.0), "tip not seen for " + seconds_text(state.tip_unseen_s));
    if (state.phase_limit_s > 0.0 && state.phase_s > state.phase_limit_s)
        call(60.0, "over the time for '" + state.phase + "'");
    // Waiting for gas or thaw is work; without gas an idle hand is stuck.
    if (!state.gas_on && !state.frozen_in && !state.paused && state.idle_s > kIdleS)
        call(45.0, "nothing done for " + seconds_text(state.idle_s));
    if (state.gas_on && state.gas_left_s < kLowGasS) call(30.0, "gas for " + seconds_text(state.gas_left_s));
    if (state.question_open) call(20.0, "has a question to answer");
    return most;
}

}  // namespace cryo::station
