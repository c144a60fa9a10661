#include "engine/app/debrief_room.h"

#include <spawn.h>
#include <sys/wait.h>

#include <stdexcept>

#include "engine/app/user_store.h"
#include "engine/io/files.h"
#include "engine/io/png.h"

extern char** environ;

namespace cryo::app {

namespace {

// True when the desktop took the file.
bool open_with_desktop(const std::string& file) {
#ifdef __APPLE__
    const char* opener = "open";
#else
    const char* opener = "xdg-open";
#endif
    std::string name = opener, argument = file;
    char* const words[] = {name.data(), argument.data(), nullptr};
    pid_t child = 0;
    if (posix_spawnp(&child, opener, nullptr, nullptr, words, environ) != 0) return false;
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

DebriefRoom::DebriefRoom(const RunningAttempt& attempt, const scoring::ScoreModel& model,
                         std::vector<report::Picture> pictures, const std::string& input)
    : scenario_(attempt.session().scenario_handle()),
      judgement_(
          judge_session(attempt.session(), model, nullptr, local_benchmarks(attempt.session().scenario().id, input))) {
    for (const report::Picture& picture : pictures) {
        const auto read = io::parse_png(std::string(picture.png.begin(), picture.png.end()), picture.title, 4);
        if (!read) continue;
        textures_.emplace_back("debrief picture", read->width_px, read->height_px, gpu::TextureOptions{});
        textures_.back().upload(std::span<const uint8_t>(read->values));
        model_.pictures.push_back(
            {picture.title, textures_.back().id(), static_cast<double>(read->width_px) / read->height_px});
    }
    model_.scenario = scenario_.get();
    model_.record = &judgement_.record;
    model_.assessment = judgement_.assessment ? &*judgement_.assessment : nullptr;
    model_.attempt_file = attempt.file();
    model_.notice = attempt.recording_problem();
    ResultNotes notes;
    notes.input = input;
    notes.pictures = std::move(pictures);
    write(attempt, model, notes);
}

void DebriefRoom::write(const RunningAttempt& attempt, const scoring::ScoreModel& model, const ResultNotes& notes) {
    if (attempt.file().empty()) return;
    const std::string folder = io::join_path(io::folder_of(attempt.file()), io::stem_of(attempt.file()));
    try {
        OutputFolder out(folder);
        write_results(out, attempt.session(), judgement_, model, notes);
        out.keep();
        report_file_ = io::join_path(folder, "report.html");
    } catch (const std::runtime_error& error) {
        model_.notice = "The report was not written: " + std::string(error.what());
    }
}

void DebriefRoom::open_report() {
    if (report_file_.empty() || !io::file_exists(report_file_)) {
        model_.notice = "There is no report of this attempt.";
        return;
    }
    model_.notice =
        open_with_desktop(report_file_) ? "The report is open in your browser." : "The report lies at " + report_file_;
}

}  // namespace cryo::app
