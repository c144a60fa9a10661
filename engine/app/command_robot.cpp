#include "engine/app/command_robot.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "engine/app/attend.h"
#include "engine/app/case_library.h"
#include "engine/app/class_pack.h"
#include "engine/app/command_line.h"
#include "engine/app/installation.h"
#include "engine/app/judgement.h"
#include "engine/app/output_folder.h"
#include "engine/app/robot_table.h"
#include "engine/io/files.h"
#include "engine/robot/robot.h"
#include "engine/scenario/list.h"
#include "engine/scoring/score.h"
#include "engine/session/attempt_file.h"

namespace cryo::app {

namespace {

using Case = std::shared_ptr<const scenario::Scenario>;

constexpr double kGridBmi[] = {19.0, 23.0, 28.0, 35.0};

struct Play {
    Case scenario;
    session::Setup setup;
    robot::Skill skill;
};

std::string number(double value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

// What names a play in the table.
std::string key_of(const Play& play) {
    const auto& devices = play.scenario->devices;
    const auto index = static_cast<size_t>(play.setup.device);
    const anatomy::Patient patient = session::patient_of(*play.scenario, play.setup);
    return play.scenario->id + "\t" + (index < devices.size() ? devices[index].id : "none") + "\t" +
           number(patient.bmi, 1) + "\t" + std::to_string(patient.seed) + "\t" + play.skill.name;
}

// Why it did not pass, or what it decided; criticals and floors first.
std::string reasons_of(const robot::ApproachPlan& plan, const scoring::Assessment& assessment) {
    if (!plan.treats()) return plan.reason;
    std::string text;
    for (const std::string& reason : assessment.reasons) text += (text.empty() ? "" : " ") + reason;
    return text;
}

struct Outcome {
    std::string row;
    std::string verdict;  // "pass", "fail", or the decision not to treat so
};

// `out` (may be null) receives the attempt and its report.
Outcome play_one(const Play& play, const scoring::ScoreModel& model, ThreadPool& pool, OutputFolder* out) {
    session::Session session(play.scenario, play.setup, pool);
    robot::Robot robot(session, play.skill, session.patient().seed);
    std::optional<session::AttemptWriter> writer;
    if (out != nullptr) writer.emplace(out->path("attempt.ndjson"), session);
    robot::play(session, robot, [&writer](const session::Session& now) {
        if (writer) writer->update(now);
        return true;
    });
    if (writer) writer->finish(session);

    const Judgement judgement = judge_session(session, model);
    if (out != nullptr) write_results(*out, session, judgement, model, {.input = "robot", .pictures = {}});
    const scoring::Assessment& assessment = *judgement.assessment;
    Outcome outcome;
    const bool declined = !robot.plan().treats() && !assessment.decision.should_refuse;
    outcome.verdict = declined ? robot.plan().decision : assessment.pass ? "pass" : "fail";
    outcome.row = key_of(play) + "\t" + std::to_string(session.console().placement) + "\t" + number(session.t_s(), 0) +
                  "\t" + number(assessment.overall, 1) + "\t" + outcome.verdict + "\t" +
                  reasons_of(robot.plan(), assessment);
    return outcome;
}

// The devices asked for, as indices; none when there is no such device.
std::vector<int> devices_of(const scenario::Scenario& scenario, const RobotOptions& options) {
    std::vector<int> chosen;
    for (int d = 0; d < static_cast<int>(scenario.devices.size()); ++d)
        if (options.device.empty() ? options.all || d == 0
                                   : scenario.devices[static_cast<size_t>(d)].id == options.device)
            chosen.push_back(d);
    return chosen;
}

void add_plays(const Case& scenario, const robot::Skill& skill, const RobotOptions& options, std::vector<Play>& plays) {
    for (const int device : devices_of(*scenario, options)) {
        session::Setup setup;
        setup.device = device;
        setup.seed = options.seed;
        setup.bmi = options.bmi;
        setup.learner = "robot-" + skill.name;
        if (!options.all) {
            plays.push_back({scenario, setup, skill});
            continue;
        }
        for (const double bmi : kGridBmi) {
            setup.bmi = options.bmi.value_or(bmi);
            for (int seed = 1; seed <= options.seeds; ++seed) {
                setup.seed = options.seed.value_or(static_cast<uint64_t>(seed));
                plays.push_back({scenario, setup, skill});
                if (options.seed) break;
            }
            if (options.bmi) break;
        }
    }
}

Result<std::vector<Case>> cases_of(const RobotOptions& options) {
    std::vector<std::string> names;
    if (!options.scenario.empty()) {
        names.push_back(options.scenario);
    } else {
        for (const auto& one : scenario::list_scenarios(scenes_folder()))
            if (!one.is_phantom) names.push_back(one.file);
    }
    std::vector<Case> cases;
    for (const std::string& name : names) {
        auto read = load_case(name);
        if (!read) return read.faults();
        cases.push_back(*read);
    }
    return cases;
}

int say(const std::string& words) {
    std::fprintf(stderr, "cryosono robot: %s\n", words.c_str());
    return kBadInput;
}

// The stations of a class, as a learner would hand them in.
int play_pack(const robot::Skill& skill, const RobotOptions& options) {
    auto open = OpenPack::open(options.pack);
    if (!open) return refuse(open.faults());
    if (const std::string fault = why_not_in(open->pack(), options.learner); !fault.empty()) return say(fault + ".");
    const ClassRun run(std::move(open).value(), options.learner, options.out);
    ThreadPool pool(options.threads);
    for (int station = run.next(); station != 0; station = run.next()) {
        session::Session session(run.pack().scenario(station), run.pack().setup(station, run.learner()), pool);
        session::AttemptWriter writer(run.recording_file(station), session, run.recording(station, "robot"));
        robot::Robot robot(session, skill, session.patient().seed);
        robot::play(session, robot, [&writer](const session::Session& now) {
            writer.update(now);
            return true;
        });
        writer.finish(session);
        std::printf("%s\n", writer.file().string().c_str());
    }
    return kDone;
}

int play_alone(const Play& play, const RobotOptions& options) {
    ThreadPool pool(options.threads);
    OutputFolder out(options.out);
    const Outcome outcome = play_one(play, load_score_model(), pool, &out);
    out.keep();
    std::printf("%s\n%s\nResults in %s\n", kRobotHeading, outcome.row.c_str(), options.out.c_str());
    return kDone;
}

std::vector<RobotRow> rows_of(const std::string& table) {
    const auto text = io::file_exists(table) ? io::read_text(table) : Result<std::string>(std::string());
    return robot_rows(text ? *text : std::string());
}

// Plays one after the other on each of `jobs` threads; the table grows by a row as each ends.
void play_all(const std::vector<Play>& plays, int jobs, io::AppendLog& log) {
    const scoring::ScoreModel model = load_score_model();
    std::atomic<size_t> next{0};
    std::mutex mutex;  // of the log and the screen
    const auto work = [&] {
        ThreadPool pool(1);
        for (size_t p = next++; p < plays.size(); p = next++) {
            const Outcome outcome = play_one(plays[p], model, pool, nullptr);
            const std::lock_guard lock(mutex);
            std::printf("%s\n", outcome.row.c_str());
            std::fflush(stdout);
            log.append(outcome.row);
        }
    };
    ThreadPool workers(jobs);
    workers.run(workers.thread_count(), [&](int begin, int end) {
        for (int w = begin; w < end; ++w) work();
    });
}

int play_grid(const std::vector<Play>& plays, const RobotOptions& options) {
    io::make_directories(options.out);
    const std::string table = io::join_path(options.out, "robot.tsv");
    const std::set<std::string> done = keys_of(rows_of(table));
    std::vector<Play> left;
    for (const Play& play : plays)
        if (!done.contains(key_of(play))) left.push_back(play);
    {
        io::AppendLog log(table);
        if (done.empty()) log.append(kRobotHeading);
        std::printf("%s\n", kRobotHeading);
        play_all(left, options.jobs, log);
    }
    std::printf("\n%s%d played, %d stood already\n", robot_summary(rows_of(table)).c_str(),
                static_cast<int>(left.size()), static_cast<int>(plays.size() - left.size()));
    return kDone;
}

}  // namespace

int run_robot(const RobotOptions& options) {
    const auto skill = robot::skill_from_name(options.skill);
    if (!skill) {
        std::string names;
        for (const std::string_view name : robot::skill_names())
            names += (names.empty() ? "" : ", ") + std::string(name);
        return say("'" + options.skill + "' is not a skill; there are " + names + ".");
    }
    if (!options.pack.empty()) return play_pack(*skill, options);
    if (options.scenario.empty() && !options.all) return say("name a case, or give --all.");
    const auto cases = cases_of(options);
    if (!cases) return refuse(cases.faults());
    std::vector<Play> plays;
    for (const Case& scenario : *cases) {
        if (scenario->is_phantom) return say(scenario->id + " is a test object: there is nothing to treat.");
        add_plays(scenario, *skill, options, plays);
    }
    if (plays.empty()) return say("no such case has a device '" + options.device + "'.");
    if (options.in_class.wanted() && !options.all) {
        Attendance attendance{.scenario = plays.front().scenario,
                              .setup = plays.front().setup,
                              .skill = *skill,
                              .in_class = options.in_class,
                              .out = options.out,
                              .threads = std::max(1, options.threads)};
        if (!options.learner.empty()) attendance.setup.learner = options.learner;
        return attend_class(attendance);
    }
    return options.all ? play_grid(plays, options) : play_alone(plays.front(), options);
}

}  // namespace cryo::app
