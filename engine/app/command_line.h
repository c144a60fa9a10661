// The command line: what was asked for, as plain options, and the run of it. Exit status: 0 done, 1 bad input, 2
// environment (no OpenGL driver, a folder that cannot be written, a full disk); one clear sentence on stderr.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/app/class_options.h"
#include "engine/app/command_freeze.h"
#include "engine/app/command_robot.h"
#include "engine/app/command_class.h"

namespace cryo::app {

inline constexpr int kDone = 0;
inline constexpr int kBadInput = 1;
inline constexpr int kEnvironment = 2;

struct PictureSize {
    int width_px = 720;
    int height_px = 720;
};

struct TrainerOptions {
    std::string scenario;  // id or path; "" opens the home screen
    std::string learner;
    bool exam = false;
    std::optional<uint64_t> seed;
    std::optional<double> bmi;
    std::string tier = "auto";
    std::string layout_log;          // file that tells what every frame laid out; "" = none
    double practises_alone_s = 0.0;  // so long the program presses its own buttons; 0 = a person does
    ClassOptions in_class;
    std::string pack;        // file of a class without a network; "" = none
    std::string hand_in_to;  // folder of what is handed in; "" = the user's own
};

struct SoakOptions {
    double minutes = 1.0;
    uint64_t seed = 1;
    std::string out;  // folder of everything that is recorded
};

struct ListOptions {
    bool json = false;
};

struct CheckOptions {
    std::vector<std::string> files;
};

struct RenderOptions {
    std::string scenario;
    std::string out;
    std::string pose;  // "slide_mm=3,tilt_deg=-4"
    std::string step;  // added per frame
    std::optional<uint64_t> seed;
    std::optional<double> bmi;
    int frames = 1;
    bool raw = false;
    PictureSize size;
};

struct ReplayOptions {
    std::string attempt;
    std::string out;
    bool images = false;
    std::string release;  // the word that opens held results
    int threads = 0;
};

struct DryrunOptions {
    std::string scenario;
    std::string attempt;  // file; "" = the built-in player
    std::string skill = "expert";
    bool wrong_answers = false;
    std::optional<uint64_t> seed;
    std::optional<double> bmi;
    double limit_s = 3600.0;
};

struct ReferenceOptions {
    bool schema = false;
    bool man = false;  // the manual page of the command line
};

struct ScoreOptions {
    std::string attempt;
    std::string model;      // file; "" = the installation's
    std::string benchmark;  // file of local standards; "" = none
    bool json = false;
    std::string release;  // the word that opens held results
};

struct ProgressOptions {
    std::optional<std::string> learner;  // none: all
    std::optional<std::string> scenario;
    bool csv = false;
    bool json = false;
    bool attempts = false;  // every attempt instead of the course
    std::string out;        // file; "" prints
    bool html = false;      // the class on one page that prints
    std::string roster;     // file; who is in the class
    std::string export_to;
    std::string import_from;
    std::optional<std::string> delete_learner;
    std::vector<std::string> tags;  // "12=expert"
    bool standards = false;
    bool apply = false;
    std::string input;  // kind of input that standards are set for
};

struct BenchOptions {
    std::string json;      // file; "" = none
    std::string baseline;  // a file that --json wrote before; "" = no comparison
    std::string scaling;   // folder of the scaling curves; "" = none
    bool all_cases = false;
    int frames = 100;
    double scenario_read_s = 0.0;  // filled in by the command
};

struct ShotsOptions {
    std::string out;
    std::string scenario;
    std::string attempt;  // plays in the practice screens; "" = none
    PictureSize size{1366, 768};
    double text_scale = 1.0;
    bool bright = false;
};

struct StationOptions {
    int port = 18950;
    std::string listen = "127.0.0.1";
    std::string token;       // "" = made up, which only a loopback address allows
    std::string class_code;  // likewise
    std::string title = "Class";
    double seconds = 0.0;  // 0 = until it is stopped
};

struct SheetOptions {
    std::string out;  // PNG file
};

// Print and leave with a status: help, the version, or what is wrong with the words.
struct Message {
    std::string text;
    int status = kDone;
};

using Invocation =
    std::variant<Message, TrainerOptions, ListOptions, CheckOptions, RenderOptions, FreezeOptions, ReplayOptions,
                 ScoreOptions, ProgressOptions, RobotOptions, DryrunOptions, ReferenceOptions, BenchOptions,
                 ShotsOptions, SheetOptions, SoakOptions, StationOptions, PackOptions, CollectOptions>;

// `words` without the program's name.
Invocation parse_command_line(std::vector<std::string> words);

int run_trainer(const TrainerOptions& options);
int run_list(const ListOptions& options);
int run_check(const CheckOptions& options);
int run_render(const RenderOptions& options);
int run_replay(const ReplayOptions& options);
int run_dryrun(const DryrunOptions& options);
int run_reference(const ReferenceOptions& options);
int run_score(const ScoreOptions& options);
int run_progress(const ProgressOptions& options);
int run_bench(const BenchOptions& options);
int run_shots(const ShotsOptions& options);
int run_sheet(const SheetOptions& options);
int run_soak(const SoakOptions& options);
int run_station(const StationOptions& options);

// Parses, runs, and turns whatever is thrown into a sentence and a status.
int run_program(const std::vector<std::string>& words);

}  // namespace cryo::app
