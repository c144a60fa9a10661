#include "engine/app/soak_watch.h"

#include <unistd.h>

#include <cstdio>
#include <sstream>
#include <string>

#include "engine/gpu/context.h"
#include "engine/io/files.h"

namespace cryo::app {

namespace {

constexpr double kReadingS = 60.0;
constexpr double kFillingShare = 0.1;

// Of this process, from the second number of /proc/self/statm (pages); 0 where there is no such file.
double resident_mb() {
    const Result<std::string> text = io::read_text("/proc/self/statm");
    if (!text) return 0.0;
    std::istringstream words(*text);
    double whole_pages = 0.0, resident_pages = 0.0;
    words >> whole_pages >> resident_pages;
    return resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace

void SoakWatch::frame_done(double now_s) {
    ++frames_;
    gpu::check_errors("a frame of the long run");
    if (now_s < next_s_) return;
    next_s_ = now_s + kReadingS;
    minutes_.push_back({now_s, resident_mb(), frames_});
    std::printf("%6.1f min %8.1f MB %8ld frames\n", now_s / 60.0, minutes_.back().resident_mb, frames_);
    std::fflush(stdout);
}

void SoakWatch::print(double run_s) const {
    if (minutes_.empty()) return;
    Minute filled = minutes_.front();
    for (const Minute& minute : minutes_)
        if (minute.t_s <= kFillingShare * run_s) filled = minute;
    const double now_mb = resident_mb();
    std::printf(
        "%.1f minutes, %ld frames (%.1f per second); memory %.1f MB after %.1f minutes, %.1f MB at the end: %+.1f %%\n",
        run_s / 60.0, frames_, static_cast<double>(frames_) / run_s, filled.resident_mb, filled.t_s / 60.0, now_mb,
        100.0 * (now_mb / filled.resident_mb - 1.0));
}

}  // namespace cryo::app
