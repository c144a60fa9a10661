// All that a robot keeps in mind between two decisions. Internal to robot/; the files beside this one each hold a part
// of what it does.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/random.h"
#include "engine/robot/robot.h"

namespace cryo::robot {

enum class Doing : uint8_t {
    TimeOut,
    Scan,
    Aim,
    Advance,
    Search,
    Confirm,
    Stimulate,
    Lift,
    Cool,
    Rewarm,
    Judge,
    Withdraw,
    Refuse,
    Done
};

inline constexpr double kDecisionS = static_cast<double>(kTicksPerDecision) / session::kTicksPerSecond;

// A placement that has been frozen.
struct Tried {
    double arc_m = 0.0;
    Passage passage = Passage::Superficial;
    From from = From::ImageLeft;
};

// A slow tremble: Ornstein-Uhlenbeck noise of unit variance.
class Tremble {
  public:
    void step(Rng& rng);
    double value() const { return value_; }

  private:
    double value_ = 0.0;
};

struct Robot::Mind {
    Mind(const session::Session& session, const Skill& skill_, uint64_t seed);

    Skill skill;
    Rng rng;
    ApproachPlan plan;
    Doing doing = Doing::TimeOut;
    double since_s = 0.0;  // in what it does
    bool finished = false;

    // --- the scan ---
    double traced_m = 0.0;   // along the target
    size_t shown_nerve = 0;  // of plan.nerves, while looking for each
    bool is_traced = false;

    // --- the placement under way ---
    size_t nerve_at = 0;               // in plan.nerves
    Placement placement;               // as believed: errors of belief are in it
    instruments::TransducerPose hold;  // where the transducer is to be held
    std::vector<Tried> tried;          // on this nerve
    int made = 0;                      // placements on all of them
    std::optional<double> lesion_m;    // what one place treated of this nerve, crossed from one side or from both
    double looked_at_m = 0.0;          // insert at the last pause to look
    double pause_s = 0.0;              // left of it
    double seen_for_s = 0.0;
    double blind_until_m = 0.0;  // goes on without seeing the tip down to here
    int corrections = 0;
    size_t tilts_tried = 0;
    Tremble trembles[4];

    // --- saline under the skin ---
    SkinLift lift;        // volume 0: none is needed, or it has been given
    bool lifted = false;  // just now: everything lies deeper
    size_t lift_at = 0;   // in plan.placements

    // --- gas ---
    int cycles = 0;
    bool waits_for_thaw = true;
    double steadied_s = 0.0;
    double motor_tested_s = 0.0;

    void start(Doing next);
    bool is_thorough() { return rng.uniform() < skill.thoroughness; }

    using Commands = std::vector<session::Command>;

    // scan.cpp
    void time_out(const session::Session& session, Commands& out);
    void scan(const session::Session& session, Commands& out);

    // needle.cpp
    void aim(const session::Session& session, Commands& out);
    void advance(const session::Session& session, Commands& out);
    void search(const session::Session& session, Commands& out);
    void correct_view(const session::Session& session, Commands& out);
    void confirm(const session::Session& session, Commands& out);
    void stimulate(const session::Session& session, Commands& out);
    bool lift_next(const session::Session& session);  // sets out to the next nerve that lies too shallow, if any
    void lift_skin(const session::Session& session, Commands& out);
    void withdraw(const session::Session& session, Commands& out);
    void steady(Commands& out);  // takes hold of the transducer where it is to be
    void go_across(double by_m);
    void tilt_about_tip(double tilt_rad, const Vec3& tip_m);
    void set_out(const Placement& planned);

    // cold.cpp
    void cool(const session::Session& session, Commands& out);
    void rewarm(const session::Session& session, Commands& out);
    void judge(const session::Session& session, Commands& out);
    std::optional<Placement> next_placement(const session::Session& session);
    std::optional<Placement> other_side(const Workplace& place, int nerve) const;
    void plan_anew(const session::Session& session, Commands& out);
};

// Where the next lesion makes the longest treated run, given what one lesion treats: an arc within `window_m` of
// `around_m`, and not where one of `tried` was. `stations` are the nerve's in order.
struct StationState {
    double arc_m = 0.0;
    bool treated = false;
};
std::optional<double> best_next_arc(const std::vector<StationState>& stations, double lesion_m, double around_m,
                                    double window_m, const std::vector<Tried>& tried = {});

}  // namespace cryo::robot
