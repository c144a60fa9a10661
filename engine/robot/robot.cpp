#include "engine/robot/robot.h"

#include <cmath>

#include "engine/robot/mind.h"

namespace cryo::robot {

namespace {

constexpr double kTrembleS = 1.0;  // its time constant

const char* word(Doing doing) {
    static constexpr const char* kWords[] = {"time-out", "scan",      "aim",    "advance", "search",
                                             "confirm",  "stimulate", "lift",   "gas",     "rewarm",
                                             "judge",    "withdraw",  "refuse", "done"};
    return kWords[static_cast<size_t>(doing)];
}

// What the case itself knows of a device comes before what geometry says.
ApproachPlan plan_of(const session::Session& session) {
    const scenario::Scenario& scenario = session.scenario();
    const instruments::CryoprobeDevice* device = session.device();
    ApproachPlan plan;
    if (device != nullptr) plan.reason = scenario.why_unsuitable(device->id, session.patient().bmi);
    if (plan.reason.empty()) return plan_approach(scenario, session.medium(), device);
    plan.decision = "change_device";
    return plan;
}

}  // namespace

void Tremble::step(Rng& rng) {
    const double keep = std::exp(-kDecisionS / kTrembleS);
    value_ = keep * value_ + std::sqrt(1.0 - keep * keep) * rng.normal();
}

Robot::Mind::Mind(const session::Session& session, const Skill& skill_, uint64_t seed)
    : skill(skill_), rng(seed, "robot"), plan(plan_of(session)) {}

void Robot::Mind::start(Doing next) {
    doing = next;
    since_s = 0.0;
}

Robot::Robot(const session::Session& session, const Skill& skill, uint64_t seed)
    : mind_(std::make_unique<Mind>(session, skill, seed)) {}
Robot::~Robot() = default;
Robot::Robot(Robot&&) noexcept = default;
Robot& Robot::operator=(Robot&&) noexcept = default;

std::vector<session::Command> Robot::decide(const session::Session& session) {
    Mind& m = *mind_;
    std::vector<session::Command> out;
    if (done()) return out;
    if (session.finished() || session.t_s() > kPatienceS) {
        m.finished = true;
        if (!session.finished()) out.push_back(session::Finish{});
        return out;
    }
    m.since_s += kDecisionS;
    for (Tremble& tremble : m.trembles) tremble.step(m.rng);
    switch (m.doing) {
        case Doing::TimeOut:
            m.time_out(session, out);
            break;
        case Doing::Scan:
            m.scan(session, out);
            break;
        case Doing::Aim:
            m.aim(session, out);
            break;
        case Doing::Advance:
            m.advance(session, out);
            break;
        case Doing::Search:
            m.search(session, out);
            break;
        case Doing::Confirm:
            m.confirm(session, out);
            break;
        case Doing::Stimulate:
            m.stimulate(session, out);
            break;
        case Doing::Lift:
            m.lift_skin(session, out);
            break;
        case Doing::Cool:
            m.cool(session, out);
            break;
        case Doing::Rewarm:
            m.rewarm(session, out);
            break;
        case Doing::Judge:
            m.judge(session, out);
            break;
        case Doing::Withdraw:
            m.withdraw(session, out);
            break;
        case Doing::Refuse:
            out.push_back(session::Decide{m.plan.decision, m.plan.reason});
            m.start(Doing::Done);
            break;
        case Doing::Done:
            out.push_back(session::Finish{});
            m.finished = true;
            break;
    }
    return out;
}

bool Robot::done() const { return mind_->finished; }
const ApproachPlan& Robot::plan() const { return mind_->plan; }
const char* Robot::doing() const { return word(mind_->doing); }

void play(session::Session& session, Robot& robot, const OnDecision& on_decision) {
    while (!robot.done()) {
        for (const session::Command& command : robot.decide(session)) session.apply(command);
        if (on_decision && !on_decision(session)) return;
        session.advance(kTicksPerDecision);
    }
}

}  // namespace cryo::robot
