// A trainer's line to an instructor's station: shows what goes on as often as is due, and hands over what the
// instructor asks for. Made only when the person asked for it on the command line; never waits for the network.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/class_options.h"
#include "engine/io/png.h"
#include "engine/session/session.h"
#include "engine/station/dialer.h"
#include "engine/station/observer.h"

namespace cryo::app {

class StationLink {
  public:
    StationLink(const ClassOptions& options, const std::string& learner);

    // An attempt begins; until `end` it is what is shown.
    void begin(const session::Session& session, const std::string& mode);
    // It is over; its score, where the learner may know it or the instructor alone does.
    void end(const session::Session& session, std::optional<double> score);

    // Often. `picture` is called when one is due; an empty one is not sent.
    void update(double now_s, const session::Session& session, bool paused,
                const std::function<io::Picture()>& picture);
    // Without an attempt: which screen the trainer is on.
    void idle(double now_s, const char* screen);

    // What the instructor asked for since the last call, as commands of the attempt. Pausing is the trainer's: it
    // leaves a comment in the attempt and `pause` says what is wanted.
    std::vector<session::Command> take_commands(std::optional<bool>& pause);

    station::LinkStatus status() const { return side_.status(); }

  private:
    station::LearnerSide side_;
    station::Dialer dialer_;
    std::optional<station::AttemptObserver> observer_;
    station::LiveState last_;
    double state_due_s_ = 0.0;
    double picture_due_s_ = 0.0;
};

}  // namespace cryo::app
