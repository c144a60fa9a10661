// A built-in player that does a case through the same Commands a person has: time-out, scan, aim, advance with the tip
// in view, stimulate, gas, watch, thaw, again beside it, withdraw, finish. It has studied the patient (it plans on the
// true anatomy), but it acts only through commands and reacts only to what the session shows. Deterministic in its
// seed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/robot/plan.h"
#include "engine/robot/skill.h"
#include "engine/session/session.h"

namespace cryo::robot {

inline constexpr int kTicksPerDecision = 10;  // 12 per second

class Robot {
  public:
    Robot(const session::Session& session, const Skill& skill, uint64_t seed);
    ~Robot();
    Robot(Robot&&) noexcept;
    Robot& operator=(Robot&&) noexcept;

    // To be asked every kTicksPerDecision ticks; the commands are to be applied before the next one.
    std::vector<session::Command> decide(const session::Session& session);

    bool done() const;                 // it has sent Finish, or given up after kPatienceS
    const ApproachPlan& plan() const;  // what it set out to do
    const char* doing() const;         // one word for logs: "scan", "aim", "advance", "gas", "thaw", ...

  private:
    struct Mind;
    std::unique_ptr<Mind> mind_;
};

// Simulated time after which a robot gives up whatever it is doing.
inline constexpr double kPatienceS = 7200.0;

// Plays to the end. `on_decision` (may be empty) is called after each decision, for recordings; false stops the play.
using OnDecision = std::function<bool(const session::Session&)>;
void play(session::Session& session, Robot& robot, const OnDecision& on_decision = {});

}  // namespace cryo::robot
