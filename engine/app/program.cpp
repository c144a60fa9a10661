// From words to a status: every command in one place, and what is thrown becomes one sentence.
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "engine/app/command_line.h"
#include "engine/core/check.h"

namespace cryo::app {

namespace {

int say(const Message& message) {
    std::fprintf(message.status == kDone ? stdout : stderr, "%s\n", message.text.c_str());
    return message.status;
}

struct Run {
    int operator()(const Message& message) const { return say(message); }
    int operator()(const TrainerOptions& options) const { return run_trainer(options); }
    int operator()(const ListOptions& options) const { return run_list(options); }
    int operator()(const CheckOptions& options) const { return run_check(options); }
    int operator()(const RenderOptions& options) const { return run_render(options); }
    int operator()(const FreezeOptions& options) const { return run_freeze(options); }
    int operator()(const ReplayOptions& options) const { return run_replay(options); }
    int operator()(const DryrunOptions& options) const { return run_dryrun(options); }
    int operator()(const ReferenceOptions& options) const { return run_reference(options); }
    int operator()(const ScoreOptions& options) const { return run_score(options); }
    int operator()(const ProgressOptions& options) const { return run_progress(options); }
    int operator()(const BenchOptions& options) const { return run_bench(options); }
    int operator()(const RobotOptions& options) const { return run_robot(options); }
    int operator()(const ShotsOptions& options) const { return run_shots(options); }
    int operator()(const SheetOptions& options) const { return run_sheet(options); }
    int operator()(const SoakOptions& options) const { return run_soak(options); }
    int operator()(const StationOptions& options) const { return run_station(options); }
    int operator()(const PackOptions& options) const { return run_pack(options); }
    int operator()(const CollectOptions& options) const { return run_collect(options); }
};

}  // namespace

int run_program(const std::vector<std::string>& words) {
    try {
        return std::visit(Run{}, parse_command_line(words));
    } catch (const CheckFailure& failure) {
        std::fprintf(stderr, "cryosono: internal error, please report it: %s\n", failure.what());
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "cryosono: there is not enough memory.\n");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "cryosono: %s\n", error.what());
    }
    return kEnvironment;
}

}  // namespace cryo::app
