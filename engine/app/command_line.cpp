#include "engine/app/command_line.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>

#include "engine/app/man_page.h"
#include "engine/core/diagnostic.h"
#include "engine/core/version.h"

namespace cryo::app {

namespace {

constexpr int kLongestSidePx = 4096;
constexpr const char* kFooter =
    "Exit status: 0 done, 1 bad input, 2 environment (no OpenGL driver, folder not writable, disk full).\n"
    "CryoSono is an educational simulator and not for clinical use.";

// "720x480" into a size; throws what CLI11 reports.
PictureSize size_from(const std::string& text) {
    const auto cross = text.find('x');
    PictureSize size;
    size_t used_width = 0, used_height = 0;
    try {
        if (cross == std::string::npos) throw std::invalid_argument(text);
        size.width_px = std::stoi(text.substr(0, cross), &used_width);
        size.height_px = std::stoi(text.substr(cross + 1), &used_height);
    } catch (const std::logic_error&) {
        used_width = used_height = std::string::npos;
    }
    const bool whole = cross != std::string::npos && used_width == cross && used_height == text.size() - cross - 1;
    const auto fits = [](int side) { return side >= 64 && side <= kLongestSidePx; };
    if (!whole || !fits(size.width_px) || !fits(size.height_px))
        throw CLI::ValidationError("--size", "'" + text + "' is not a size; write WIDTHxHEIGHT in pixels, 64 to " +
                                                 std::to_string(kLongestSidePx) + " each, for example 720x720");
    return size;
}

// An option that takes a number and refuses what is outside, NaN too.
template <class T>
CLI::Option* add_number(CLI::App* to, const std::string& name, T& value, double low, double high,
                        const std::string& words) {
    const auto text = [](double v) {
        std::string digits = std::to_string(v);
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.back() == '.') digits.pop_back();
        return digits;
    };
    return to
        ->add_option_function<double>(
            name,
            [&value, name, low, high, text](const double& number) {
                if (!(number >= low && number <= high))
                    throw CLI::ValidationError(name, (std::isnan(number) ? "nan" : text(number)) + " is outside " +
                                                         text(low) + " to " + text(high));
                value = static_cast<T>(number);
            },
            words + " (" + text(low) + " to " + text(high) + ")")
        ->type_name("NUMBER");
}

void add_patient(CLI::App* to, std::optional<uint64_t>& seed, std::optional<double>& bmi) {
    to->add_option_function<uint64_t>(
          "--seed", [&seed](const uint64_t& value) { seed = value; },
          "Which person: branches, vessels and layers differ by number (default: the case's own)")
        ->type_name("NUMBER");
    to->add_option_function<double>(
          "--bmi",
          [&bmi](const double& value) {
              if (!(value >= 17.0 && value <= 45.0)) throw CLI::ValidationError("--bmi", "must be 17 to 45");
              bmi = value;
          },
          "Body mass index of the patient, 17 to 45 (default: the case's own)")
        ->type_name("NUMBER");
}

// All options of all commands while CLI11 fills them.
struct Everything {
    TrainerOptions trainer;
    ListOptions list;
    CheckOptions check;
    RenderOptions render;
    FreezeOptions freeze;
    ReplayOptions replay;
    DryrunOptions dryrun;
    ReferenceOptions reference;
    ScoreOptions score;
    ProgressOptions progress;
    BenchOptions bench;
    RobotOptions robot;
    ShotsOptions shots;
    SheetOptions sheet;
    SoakOptions soak;
    StationOptions station;
    PackOptions pack;
    CollectOptions collect;
    std::string render_size = "720x720";
    std::string shots_size = "1366x768";
};

void add_class(CLI::App* to, ClassOptions& o) {
    to->add_option("--station", o.station, "Join the class of this instructor's station")->type_name("HOST:PORT");
    to->add_option("--class", o.class_code, "The class code that the instructor gave out")->type_name("CODE");
}

void add_trainer(CLI::App& app, TrainerOptions& o) {
    app.add_option("scenario", o.scenario,
                   "Case to open: an id of `cryosono list` or a file; without it the home screen")
        ->type_name("SCENARIO");
    app.add_option("--learner", o.learner, "Pseudonym that goes into the recordings")->type_name("ID");
    app.add_flag("--exam", o.exam, "Open the case as a check: no help, and the attempt counts");
    add_patient(&app, o.seed, o.bmi);
    app.add_option("--tier", o.tier, "Image quality: auto measures the machine and follows (default)")
        ->check(CLI::IsMember({"auto", "low", "middle", "high"}))
        ->type_name("TIER");
    app.add_option("--layout-log", o.layout_log, "File that tells what every frame laid out")->group("");
    add_class(&app, o.in_class);
    app.add_option("--pack", o.pack, "Take part in a class without a network: the file your instructor gave out")
        ->type_name("FILE");
    app.add_option("--hand-in", o.hand_in_to, "Folder for what you hand in (default: in your own data folder)")
        ->type_name("DIR");
}

// Below the options of a command: what to type, then what every command says.
void add_example(CLI::App* command, const std::string& lines) { command->footer(lines + "\n\n" + kFooter); }

constexpr const char* kPoseHelp =
    "Keys of --pose and --step; zero is the case's target view:\n"
    "  slide_mm across_mm     -40 to 40     along the image, out of its plane\n"
    "  rotate_deg             -180 to 180   about the skin's normal\n"
    "  tilt_deg rock_deg      -45 to 45, -20 to 20   fan, heel-toe\n"
    "  press_frac             0 to 1        how firmly it is held\n"
    "  depth_mm focus_mm freq_mhz           as far as the transducer goes\n"
    "  gain_db                -30 to 30\n"
    "  noise                  on or off     of the receiver\n"
    "  entry_x_mm entry_y_mm  -60 to 60     where the cryoprobe meets the skin\n"
    "  needle_yaw_deg         -360 to 360   0 points to image-right\n"
    "  needle_pitch_deg       5 to 90       below the skin\n"
    "  insert_mm              0 to the shaft's length\n"
    "  gas                    on or off     of the cryoprobe: it twinkles in Doppler\n"
    "  doppler                off, colour or power\n"
    "  doppler_scale_cm_per_s doppler_steer_deg\n"
    "  box_lateral_mm box_depth_mm box_width_mm box_height_mm   the colour box\n"
    "  time_s                 in the cycle of the pulse\n"
    "  compounding            on or off     mean of three looks\n"
    "  needle_enhancement     on or off, with needle_steer_deg -35 to 35\n\n"
    "Examples:\n"
    "  cryosono render knee_ipbsn --out images --pose tilt_deg=-4,insert_mm=20\n"
    "  cryosono render knee_ipbsn --out sweep --frames 20 --step across_mm=0.5 --raw";

void add_robot(CLI::App& app, RobotOptions& o) {
    CLI::App* robot =
        app.add_subcommand("robot", "A built-in player does a case through the commands a person has, and is scored");
    add_example(robot,
                "Examples:\n  cryosono robot knee_ipbsn --bmi 35 --out results\n"
                "  cryosono robot --all --out grid       every case, device, 20 seeds, BMI 19, 23, 28, 35;\n"
                "                                        rows of grid/robot.tsv that stand are not played again");
    robot->add_option("scenario", o.scenario, "Case: id or file; with --all all of them when left out")
        ->type_name("SCENARIO");
    robot->add_flag("--all", o.all, "The whole grid of devices, seeds and builds");
    robot->add_option("--out", o.out, "Folder for attempt.ndjson and report, or for robot.tsv with --all")
        ->required()
        ->type_name("DIR");
    robot->add_option("--device", o.device, "Device by its id (default: the case's first)")->type_name("ID");
    robot
        ->add_option("--skill", o.skill,
                     "expert, careful, trained, novice, careless; or one fault alone: tremor, blind, wrong-spot")
        ->type_name("NAME")
        ->capture_default_str();
    add_number(robot, "--seeds", o.seeds, 1, 1000, "How many seeds the grid has, from 1");
    add_patient(robot, o.seed, o.bmi);
    robot->add_option("--learner", o.learner, "Pseudonym in a class")->type_name("ID");
    add_class(robot, o.in_class);
    robot->add_option("--pack", o.pack, "Every station of a class pack, as a learner would hand it in")
        ->type_name("FILE");
    add_number(robot, "--threads", o.threads, 0, 64, "Threads, 0 = one per processor; results do not depend on it");
    add_number(robot, "--jobs", o.jobs, 0, 64, "Plays at a time with --all, 0 = one per processor");
}

void add_station(CLI::App& app, StationOptions& o) {
    CLI::App* station =
        app.add_subcommand("station", "Open a class: learners' trainers dial in, a page in your browser shows them");
    add_example(station,
                "Examples:\n  cryosono station                          on this machine alone\n"
                "  cryosono station --listen 0.0.0.0 --token LONG-SECRET-WORD --class KNEE-7\n"
                "  cryosono knee_ipbsn --station 192.0.2.7:18950 --class KNEE-7 --learner anna     a learner joins");
    add_number(station, "--port", o.port, 0, 65535, "Port to listen on, 0 = any that is free");
    station->add_option("--listen", o.listen, "Address of this machine to listen on; 0.0.0.0 = every one")
        ->type_name("ADDRESS")
        ->capture_default_str();
    station->add_option("--token", o.token, "What opens your page (default: made up; needed with --listen)")
        ->type_name("SECRET");
    station->add_option("--class", o.class_code, "Class code that learners give (default: made up)")->type_name("CODE");
    station->add_option("--title", o.title, "What learners see the class called")->type_name("TEXT");
    add_number(station, "--seconds", o.seconds, 0.0, 86400.0, "Close it after this long, 0 = when stopped");
}

void add_class_without_network(CLI::App& app, PackOptions& p, CollectOptions& c) {
    CLI::App* pack = app.add_subcommand("pack", "Make one file of a class: stations, patients, devices, pseudonyms");
    add_example(pack,
                "Examples:\n  cryosono pack scenes/classes/knee_exam.toml --names names.txt --out knee_exam.pack\n"
                "  cryosono --pack knee_exam.pack --learner PSEUDONYM        a learner takes part\n"
                "  cryosono collect handed_in --pack knee_exam.pack --out results");
    pack->add_option("plan", p.plan, "Class file (kind = \"class\")")->required()->type_name("FILE");
    pack->add_option("--out", p.out, "The pack")->required()->type_name("FILE");
    CLI::Option* roster =
        pack->add_option("--roster", p.roster, "Who may take part: CSV with a column pseudonym")->type_name("FILE");
    pack->add_option("--names", p.names, "Names, one a line: makes a roster of pseudonyms and a list of who is who")
        ->type_name("FILE")
        ->excludes(roster);
    pack->add_option("--release", p.release, "Word that opens held results (default: made up)")->type_name("WORD");

    CLI::App* collect = app.add_subcommand(
        "collect", "Take back what learners handed in: check, replay, judge, and the class on a page");
    add_example(collect, "Example:\n  cryosono collect handed_in --pack knee_exam.pack --out results");
    collect->add_option("folder", c.folder, "Folder with recordings, in it or in its folders")
        ->required()
        ->type_name("DIR");
    collect->add_option("--pack", c.pack, "The pack they were recorded for")->required()->type_name("FILE");
    collect->add_option("--out", c.out, "Folder for the results")->required()->type_name("DIR");
    collect->add_option("--roster", c.roster, "Group, year and role of pseudonyms")->type_name("FILE");
}

void add_grading(CLI::App& app, Everything& all) {
    CLI::App* score =
        app.add_subcommand("score", "Judge a recorded or hand-written attempt, under another model where one is given");
    add_example(score, "Example:\n  cryosono score scenes/attempts/knee_ipbsn_good.ndjson --model my_model.toml");
    score->add_option("attempt", all.score.attempt, "Attempt file (NDJSON)")->required()->type_name("ATTEMPT");
    score->add_option("--model", all.score.model, "Score file (default: scenes/scoring/cryo_score_1.toml)")
        ->type_name("FILE");
    score->add_option("--benchmark", all.score.benchmark, "Local standards that motion is compared with")
        ->type_name("FILE");
    score->add_flag("--json", all.score.json, "Print report.json instead of text");
    score->add_option("--release", all.score.release, "Word that opens the held result of an exam")->type_name("WORD");

    ProgressOptions& o = all.progress;
    CLI::App* progress = app.add_subcommand("progress", "The history of one learner, or of all on this machine");
    add_example(progress,
                "Examples:\n  cryosono progress --learner anna\n  cryosono progress --attempts --csv --out cohort.csv\n"
                "  cryosono progress --export anna_attempts --learner anna\n"
                "  cryosono progress --tag 12=expert --tag 13=novice\n"
                "  cryosono progress --standards --scenario knee_ipbsn --input mouse --apply");
    progress->add_option("--learner", o.learner, "Pseudonym; without it everyone")->type_name("ID");
    progress->add_option("--scenario", o.scenario, "One case; without it all")->type_name("SCENARIO");
    progress->add_flag("--attempts", o.attempts, "Every attempt with its number instead of the course");
    CLI::Option* csv = progress->add_flag("--csv", o.csv, "As CSV");
    progress->add_flag("--json", o.json, "As JSON")->excludes(csv);
    progress->add_flag("--html", o.html, "Everyone on one page that prints: parts of the score, cases, who is idle");
    progress->add_option("--roster", o.roster, "Who is in the class, for --html: CSV with a column pseudonym")
        ->type_name("FILE");
    progress->add_option("--out", o.out, "Write to this file instead of printing")->type_name("FILE");
    progress->add_option("--export", o.export_to, "Attempts and their recordings into this folder")->type_name("DIR");
    progress->add_option("--import", o.import_from, "Attempts from such a folder, or from its attempts.ndjson")
        ->type_name("DIR");
    progress->add_option("--delete-learner", o.delete_learner, "Delete everything of this learner")->type_name("ID");
    progress->add_option("--tag", o.tags, "Tag an attempt for setting standards: NUMBER=expert, =novice or =none")
        ->type_name("TAG");
    progress->add_flag("--standards", o.standards, "How well each measure separates tagged experts from novices");
    progress->add_option("--input", o.input, "Standards for this kind of input: mouse, trackpad, gamepad, keyboard")
        ->type_name("INPUT");
    progress->add_flag("--apply", o.apply, "Compare later attempts with these experts");
}

void add_commands(CLI::App& app, Everything& all) {
    CLI::App* list = app.add_subcommand("list", "List every case: id, title, indication, nerve, transducer, device");
    list->add_flag("--json", all.list.json, "As JSON, for programs");

    CLI::App* check = app.add_subcommand(
        "check", "Validate authored files; prints file:line:column: message for every fault and leaves with 1");
    add_example(check, "Example:\n  cryosono check scenes/*.toml scenes/devices/*.toml");
    check->add_option("files", all.check.files, "Cases, patients, devices, transducers or attempts")
        ->required()
        ->type_name("FILE");

    CLI::App* render = app.add_subcommand("render", "Ultrasound images of a case without a window");
    render->add_option("scenario", all.render.scenario, "Case: id or file")->required()->type_name("SCENARIO");
    render->add_option("--out", all.render.out, "Folder for frame_000.png ...")->required()->type_name("DIR");
    render->add_option("--pose", all.render.pose, "Where hands and knobs are, as key=value,key=value; keys below")
        ->type_name("K=V,..");
    add_example(render, kPoseHelp);
    render->add_option("--step", all.render.step, "Added to the pose from one frame to the next, same keys")
        ->type_name("K=V,..");
    add_number(render, "--frames", all.render.frames, 1, 10000, "How many images");
    add_patient(render, all.render.seed, all.render.bmi);
    render->add_flag("--raw", all.render.raw,
                     "Also envelope_000.npy (float32, samples x lines, before gain and log) and frame.json");
    render->add_option("--size", all.render_size, "Size of the picture in pixels")
        ->type_name("WxH")
        ->capture_default_str();

    CLI::App* freeze =
        app.add_subcommand("freeze", "The freezing model alone: growth.csv, temperature.npy and growth.png");
    add_example(freeze,
                "Example:\n  cryosono freeze --device scenes/devices/console_n2o_1p4.toml --tissue muscle --seconds "
                "120 --out freeze");
    freeze->add_option("--device", all.freeze.device, "Device file, for example scenes/devices/NAME.toml")
        ->required()
        ->type_name("FILE");
    freeze->add_option("--tissue", all.freeze.tissue, "Tissue around it: muscle, fat, nerve, skin or bone")
        ->required()
        ->type_name("NAME");
    add_number(freeze, "--seconds", all.freeze.seconds, 0.1, 3600.0, "Gas on for this long")->required();
    add_number(freeze, "--spacing-mm", all.freeze.spacing_mm, 0.2, 1.5, "Grid spacing");
    freeze
        ->add_option("--calibration", all.freeze.calibration,
                     "Which reading of the gas side, where the device states several")
        ->type_name("NAME");
    freeze->add_option("--out", all.freeze.out, "Folder for the results")->required()->type_name("DIR");
    add_number(freeze, "--threads", all.freeze.threads, 0, 64,
               "Threads, 0 = one per processor; results do not depend on it");

    CLI::App* replay = app.add_subcommand(
        "replay", "Run a recorded or hand-written attempt: report.json, report.html, events.ndjson, state hash");
    add_example(replay, "Example:\n  cryosono replay scenes/attempts/knee_ipbsn_good.ndjson --out results --images");
    replay->add_option("attempt", all.replay.attempt, "Attempt file (NDJSON)")->required()->type_name("ATTEMPT");
    replay->add_option("--out", all.replay.out, "Folder for the results")->required()->type_name("DIR");
    replay->add_option("--release", all.replay.release, "Word that opens the held result of an exam")
        ->type_name("WORD");
    replay->add_flag("--images", all.replay.images, "Also pictures of its key moments; needs OpenGL");
    add_number(replay, "--threads", all.replay.threads, 0, 64,
               "Threads, 0 = one per processor; results do not depend on it");

    CLI::App* dryrun = app.add_subcommand(
        "dryrun",
        "Play an attempt or the built-in player through a lesson: which triggers fired when, and which never");
    add_example(
        dryrun,
        "Examples:\n  cryosono dryrun first_block\n  cryosono dryrun first_block --skill careless --wrong-answers");
    dryrun->add_option("scenario", all.dryrun.scenario, "Lesson: id or file")->required()->type_name("SCENARIO");
    dryrun->add_option("--attempt", all.dryrun.attempt, "Attempt to play; without it the built-in player")
        ->type_name("ATTEMPT");
    dryrun->add_option("--skill", all.dryrun.skill, "How well the built-in player plays")
        ->check(CLI::IsMember({"expert", "careful", "trained", "novice", "careless"}))
        ->type_name("SKILL");
    dryrun->add_flag("--wrong-answers", all.dryrun.wrong_answers, "It answers the lesson's questions wrongly");
    add_number(dryrun, "--limit-s", all.dryrun.limit_s, 1.0, 7200.0, "Simulated time after which it stops");
    add_patient(dryrun, all.dryrun.seed, all.dryrun.bmi);

    CLI::App* reference =
        app.add_subcommand("reference", "Every key of authored files and every word of lessons, as Markdown");
    reference->add_flag("--schema", all.reference.schema, "As JSON Schema of cases and lessons, for editors");
    reference->add_flag("--man", all.reference.man, "The manual page: this help as troff, for man(1)");
    add_grading(app, all);

    CLI::App* bench = app.add_subcommand(
        "bench", "Measure this machine: image stages, 3-D view, whole frame, freezing, start, memory");
    add_example(
        bench, "Example:\n  cryosono bench --json bench.json\n  cryosono bench --baseline bench.json --scaling curves");
    bench->add_option("--json", all.bench.json, "Also write the numbers to this file")->type_name("FILE");
    bench->add_option("--baseline", all.bench.baseline, "Compare with this file, which --json wrote before")
        ->type_name("FILE");
    bench->add_option("--scaling", all.bench.scaling, "Also measure how cost grows; curves as CSV and pictures")
        ->type_name("DIR");
    bench->add_flag("--all", all.bench.all_cases, "The image of every case at every tier");
    add_number(bench, "--frames", all.bench.frames, 10, 1000, "Frames per measurement");

    add_robot(app, all.robot);
    add_station(app, all.station);
    add_class_without_network(app, all.pack, all.collect);

    CLI::App* shots = app.add_subcommand("shots", "Pictures of every screen, for documentation");
    shots->group("");  // for developers: not listed
    shots->add_option("--out", all.shots.out, "Folder")->required();
    shots->add_option("scenario", all.shots.scenario, "Case: id or file");
    shots->add_option("--attempt", all.shots.attempt, "Attempt that plays in the practice screen");
    shots->add_option("--size", all.shots_size, "Window size")->capture_default_str();
    CLI::App* sheet = app.add_subcommand("sheet", "All cases, artefacts and stages of ice on one picture");
    sheet->group("");
    sheet->add_option("--out", all.sheet.out, "PNG file")->required();
    CLI::App* soak = app.add_subcommand("soak", "The trainer practises alone, at random, and watches its memory");
    soak->group("");
    soak->add_option("--out", all.soak.out, "Folder for what is recorded")->required();
    add_number(soak, "--minutes", all.soak.minutes, 0.05, 10000.0, "How long");
    soak->add_option("--seed", all.soak.seed, "Of what it presses");
    add_number(shots, "--text-scale", all.shots.text_scale, 1.0, 2.0, "Text size");
    shots->add_flag("--bright", all.shots.bright, "Bright theme");
}

// A word that is neither a command nor a case may be a slip of the first.
std::string command_slip(const CLI::App& app, const std::string& word) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    const std::string near = nearest_word(word, names);
    return near.empty() || near == word ? "" : near;
}

}  // namespace

Invocation parse_command_line(std::vector<std::string> words) {
    CLI::App app("CryoSono: a trainer for ultrasound-guided cryoneurolysis. Without a command it opens the trainer.",
                 "cryosono");
    app.footer(std::string("Examples:\n  cryosono knee_ipbsn --bmi 31\n  cryosono render --help\n\n") + kFooter);
    app.require_subcommand(0, 1);
    app.set_version_flag("--version", std::string("CryoSono ") + program_version());
    Everything all;
    add_trainer(app, all.trainer);
    add_commands(app, all);
    std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
    try {
        app.parse(words);
        all.render.size = size_from(all.render_size);
        all.shots.size = size_from(all.shots_size);
    } catch (const CLI::CallForHelp&) {
        const auto chosen = app.get_subcommands();
        return Message{chosen.empty() ? app.help() : chosen.front()->help("cryosono"), kDone};
    } catch (const CLI::CallForVersion&) {
        return Message{std::string("CryoSono ") + program_version(), kDone};
    } catch (const CLI::ParseError& error) {
        const auto chosen = app.get_subcommands();
        const std::string of = chosen.empty() ? "cryosono" : "cryosono " + chosen.front()->get_name();
        return Message{"cryosono: " + std::string(error.what()) + ". `" + of + " --help` lists what can be given.",
                       kBadInput};
    }
    if (app.got_subcommand("list")) return all.list;
    if (app.got_subcommand("check")) return all.check;
    if (app.got_subcommand("render")) return all.render;
    if (app.got_subcommand("freeze")) return all.freeze;
    if (app.got_subcommand("replay")) return all.replay;
    if (app.got_subcommand("dryrun")) return all.dryrun;
    if (app.got_subcommand("reference")) {
        if (all.reference.man) return Message{man_page(app, kFooter), kDone};
        return all.reference;
    }
    if (app.got_subcommand("score")) return all.score;
    if (app.got_subcommand("progress")) return all.progress;
    if (app.got_subcommand("bench")) return all.bench;
    if (app.got_subcommand("robot")) return all.robot;
    if (app.got_subcommand("shots")) return all.shots;
    if (app.got_subcommand("sheet")) return all.sheet;
    if (app.got_subcommand("soak")) return all.soak;
    if (app.got_subcommand("station")) return all.station;
    if (app.got_subcommand("pack")) return all.pack;
    if (app.got_subcommand("collect")) return all.collect;
    if (const std::string slip = command_slip(app, all.trainer.scenario); !slip.empty())
        return Message{
            "cryosono: '" + all.trainer.scenario + "' is not a command. Did you mean `cryosono " + slip + "`?",
            kBadInput};
    return all.trainer;
}

}  // namespace cryo::app
