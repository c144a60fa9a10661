#include "engine/app/station_link.h"

#include <algorithm>

namespace cryo::app {

namespace {

constexpr double kIdlePerS = 1.0;

// The next time of something that comes `per_s` times a second: kept in step, but never in arrears.
double next_due_s(double due_s, double now_s, double per_s) { return std::max(due_s + 1.0 / per_s, now_s); }

station::DialAddress address_of(const ClassOptions& options) {
    return station::parse_address(options.station).value_or(station::DialAddress{"127.0.0.1"});
}

}  // namespace

std::string fault_of(const ClassOptions& options, const std::string& learner) {
    if (!options.wanted()) return options.class_code.empty() ? "" : "--class needs --station HOST:PORT";
    if (!station::parse_address(options.station))
        return "--station takes HOST or HOST:PORT, not '" + options.station + "'";
    if (options.class_code.empty()) return "--station needs the class code: --class CODE";
    if (options.class_code.size() > station::kSecretLimit) return "--class: that is too long for a class code";
    if (!station::is_pseudonym(learner))
        return "--learner: in a class the pseudonym may have letters, digits, '-', '_' and '.', at most " +
               std::to_string(station::kPseudonymLimit) + " of them";
    return "";
}

StationLink::StationLink(const ClassOptions& options, const std::string& learner)
    : side_({.role = station::Role::Learner, .secret = options.class_code, .learner = learner}),
      dialer_(side_, address_of(options)) {}

void StationLink::begin(const session::Session& session, const std::string& mode) {
    observer_.emplace(session);
    side_.show(station::case_info(session, mode));
    state_due_s_ = picture_due_s_ = 0.0;
}

void StationLink::end(const session::Session& session, std::optional<double> score) {
    if (!observer_) return;
    for (station::LiveEvent& event : observer_->new_events(session)) side_.show(std::move(event));
    last_ = observer_->state(session);
    last_.screen = "debrief";
    last_.score = score;
    side_.show(last_);
    observer_.reset();
}

void StationLink::update(double now_s, const session::Session& session, bool paused,
                         const std::function<io::Picture()>& picture) {
    if (!observer_) return;
    for (station::LiveEvent& event : observer_->new_events(session)) side_.show(std::move(event));
    if (now_s >= state_due_s_) {
        state_due_s_ = next_due_s(state_due_s_, now_s, station::kStatesPerS);
        last_ = observer_->state(session);
        last_.paused = paused;
        side_.show(last_);
    }
    const station::LinkStatus status = side_.status();
    if (now_s < picture_due_s_ || status.phase != station::LinkStatus::Phase::Connected) return;
    picture_due_s_ =
        next_due_s(picture_due_s_, now_s, status.watched ? station::kWatchedPicturesPerS : station::kWallPicturesPerS);
    io::Picture shown = picture();
    if (!shown.values.empty()) side_.show(std::move(shown));
}

void StationLink::idle(double now_s, const char* screen) {
    if (observer_ || now_s < state_due_s_) return;
    state_due_s_ = next_due_s(state_due_s_, now_s, kIdlePerS);
    last_.screen = screen;
    last_.paused = false;
    side_.show(last_);
}

std::vector<session::Command> StationLink::take_commands(std::optional<bool>& pause) {
    std::vector<session::Command> commands;
    for (const station::Order& order : side_.take_orders()) {
        if (auto command = station::command_of(order)) {
            commands.push_back(*command);
        } else {
            pause = order.verb == station::Verb::Pause;
            commands.push_back(session::Instruct{
                "comment", *pause ? "The instructor paused the attempt." : "The instructor let the attempt go on."});
        }
    }
    return commands;
}

}  // namespace cryo::app
