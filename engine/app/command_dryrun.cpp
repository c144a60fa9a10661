// `cryosono dryrun`: plays an attempt, or the built-in player, through the lesson of a case and prints which triggers
// fired when, and which never did.
#include <cstdio>

#include "engine/app/case_library.h"
#include "engine/app/command_line.h"
#include "engine/robot/robot.h"
#include "engine/session/attempt_file.h"
#include "engine/session/replay.h"

namespace cryo::app {

namespace {

using session::EventKind;

// The built-in player knows nothing of lessons: their questions are answered for it.
void answer_question(session::Session& session, bool rightly) {
    const scenario::Action* question = session.script() != nullptr ? session.script()->open_question() : nullptr;
    if (question == nullptr) return;
    std::string choice = question->choices.front();
    for (const std::string& each : question->choices)
        if (rightly ? each == question->correct : each != question->correct) {
            choice = each;
            break;
        }
    session.apply(session::Answer{question->subject, choice});
}

std::unique_ptr<session::Session> play_robot(std::shared_ptr<const scenario::Scenario> scenario,
                                             const DryrunOptions& options, ThreadPool& pool) {
    session::Setup setup;
    setup.seed = options.seed;
    setup.bmi = options.bmi;
    auto session = std::make_unique<session::Session>(std::move(scenario), setup, pool);
    const robot::Skill skill = robot::skill_from_name(options.skill).value_or(robot::expert());
    robot::Robot robot(*session, skill, session->patient().seed);
    const double limit_s = std::min(robot::kPatienceS, options.limit_s);
    while (!session->finished() && !robot.done() && session->t_s() < limit_s) {
        answer_question(*session, !options.wrong_answers);
        for (const session::Command& command : robot.decide(*session)) session->apply(command);
        session->advance(robot::kTicksPerDecision);
    }
    return session;
}

void print_course(const session::Session& session) {
    std::printf("Phases\n");
    for (const session::Event& event : session.events())
        if (event.kind == EventKind::PhaseChanged)
            std::printf("  %8.2f s  %-20s %s\n", event.t_s, event.structure.c_str(), event.text.c_str());
    std::printf("Fired\n");
    for (const session::Event& event : session.events()) {
        if (event.kind == EventKind::HandlerFired)
            std::printf("  %8.2f s  %-20s %s\n", event.t_s, event.structure.c_str(), event.text.c_str());
        const bool effect = event.kind == EventKind::Message || event.kind == EventKind::Question ||
                            event.kind == EventKind::Comment || event.kind == EventKind::ScoreDeducted ||
                            event.kind == EventKind::CriticalDeclared || event.kind == EventKind::PatientMoved ||
                            event.kind == EventKind::DeviceFault || event.kind == EventKind::Pause;
        if (effect) std::printf("               %-18s %s\n", session::event_name(event.kind), event.text.c_str());
    }
}

void print_silent(const session::Session& session) {
    std::printf("Never fired\n");
    const scenario::ScriptRun& run = *session.script();
    int silent = 0;
    for (const scenario::ScriptRun::Firing& firing : run.firings()) {
        if (firing.fires > 0) continue;
        ++silent;
        const std::string where = firing.phase.empty() ? "listens always" : "in phase '" + firing.phase + "'";
        std::printf("  %-20s (%s)\n", firing.handler.c_str(), where.c_str());
    }
    if (silent == 0) std::printf("  none: every handler fired\n");
    for (const scenario::ScriptPhase& phase : session.scenario().script.phases) {
        bool reached = false;
        for (const session::Event& event : session.events())
            reached |= event.kind == EventKind::PhaseChanged && event.structure == phase.id;
        if (!reached) std::printf("  phase '%s' was not reached\n", phase.id.c_str());
    }
    const scenario::ScriptPhase* last = run.phase();
    std::printf("After %.1f s %s.\n", session.t_s(),
                run.ended()       ? "the lesson came to its end"
                : last != nullptr ? ("the play ended in phase '" + last->id + "'").c_str()
                                  : "the play ended");
}

}  // namespace

int run_dryrun(const DryrunOptions& options) {
    const auto scenario = load_case(options.scenario);
    if (!scenario) return refuse(scenario.faults());
    if ((*scenario)->script.empty())
        return refuse({{(*scenario)->file, 0, 0, "this case has no phases and no handlers: there is nothing to run"}});
    ThreadPool pool;
    std::unique_ptr<session::Session> session;
    if (options.attempt.empty()) {
        session = play_robot(*scenario, options, pool);
    } else {
        auto attempt = session::read_attempt(options.attempt);
        if (!attempt) return refuse(attempt.faults());
        auto replay = session::replay(*attempt, *scenario, pool);
        if (!replay) return refuse(replay.faults());
        session = std::move(std::move(replay).value().session);
    }
    print_course(*session);
    print_silent(*session);
    return kDone;
}

}  // namespace cryo::app
