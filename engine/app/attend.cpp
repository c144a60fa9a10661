#include "engine/app/attend.h"

#include <chrono>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <thread>

#include "engine/app/case_library.h"
#include "engine/app/command_line.h"
#include "engine/app/judgement.h"
#include "engine/app/output_folder.h"
#include "engine/app/station_link.h"
#include "engine/gpu/context.h"
#include "engine/robot/robot.h"
#include "engine/session/attempt_file.h"
#include "engine/view/make.h"

namespace cryo::app {

namespace {

constexpr double kLookS = 0.02;     // between two looks at the clock
constexpr double kLastWordS = 1.0;  // for the end of the attempt to reach the station
constexpr int kWallPicturePx = 320;
constexpr int kLineCount = 96;  // of a picture that is shown small
constexpr int kSampleCount = 256;

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
void rest(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

struct Studio {
    gpu::OffscreenContext context;
    Viewer viewer;
};

std::unique_ptr<Studio> open_studio() {
    try {
        return std::make_unique<Studio>();
    } catch (const std::runtime_error& error) {
        std::fprintf(stderr, "cryosono: no pictures for the class: %s\n", error.what());
        return nullptr;
    }
}

class Attendee {
  public:
    Attendee(const Attendance& attendance, session::Session& session)
        : session_(session), link_(attendance.in_class, attendance.setup.learner), studio_(open_studio()) {
        link_.begin(session, "robot");
    }

    // Until simulated time is due by the wall clock; what the instructor asks for is done meanwhile.
    void keep_pace() {
        for (;;) {
            std::optional<bool> pause;
            for (const session::Command& command : link_.take_commands(pause)) session_.apply(command);
            const double now_s = seconds_now();
            if (pause && *pause != paused_) {
                paused_ = *pause;
                if (paused_)
                    paused_since_s_ = now_s;
                else
                    start_s_ += now_s - paused_since_s_;
            }
            link_.update(now_s, session_, paused_, [this] { return picture(); });
            if (!paused_ && session_.t_s() <= now_s - start_s_) return;
            rest(kLookS);
        }
    }

    void leave(std::optional<double> score) {
        link_.end(session_, score);
        rest(kLastWordS);
    }
    const station::LinkStatus status() const { return link_.status(); }

  private:
    io::Picture picture() {
        if (!studio_) return {};
        view::FrameOptions options;
        options.image_index = static_cast<uint64_t>(session_.tick());
        options.line_count = kLineCount;
        options.sample_count = kSampleCount;
        const view::FrameView frame = view::make_frame(session_, options);
        const ui::ImagePlacement at = placement_of(frame.image.transducer, frame.image.settings);
        const double tall = (at.depth_high_m - at.depth_low_m) / (at.lateral_high_m - at.lateral_low_m);
        const int width_px = link_.status().watched ? station::kWatchedPictureWidthPx : kWallPicturePx;
        return studio_->viewer.image_picture(frame.image, width_px, static_cast<int>(width_px * tall));
    }

    session::Session& session_;
    StationLink link_;
    std::unique_ptr<Studio> studio_;
    double start_s_ = seconds_now();
    bool paused_ = false;
    double paused_since_s_ = 0.0;
};

}  // namespace

int attend_class(const Attendance& attendance) {
    if (const std::string fault = fault_of(attendance.in_class, attendance.setup.learner); !fault.empty()) {
        std::fprintf(stderr, "cryosono robot: %s.\n", fault.c_str());
        return kBadInput;
    }
    const scoring::ScoreModel model = load_score_model();
    OutputFolder out(attendance.out);
    ThreadPool pool(attendance.threads);
    session::Session session(attendance.scenario, attendance.setup, pool);
    robot::Robot robot(session, attendance.skill, session.patient().seed);
    session::AttemptWriter writer(out.path("attempt.ndjson"), session);
    Attendee attendee(attendance, session);
    robot::play(session, robot, [&](const session::Session& now) {
        attendee.keep_pace();
        writer.update(now);
        return attendee.status().phase != station::LinkStatus::Phase::Refused;
    });
    if (attendee.status().phase == station::LinkStatus::Phase::Refused) {
        std::fprintf(stderr, "cryosono robot: the station says: %s\n", attendee.status().problem.c_str());
        return kBadInput;
    }
    writer.finish(session);
    const Judgement judgement = judge_session(session, model);
    write_results(out, session, judgement, model, {.input = "robot", .pictures = {}});
    attendee.leave(judgement.assessment ? std::optional(judgement.assessment->overall) : std::nullopt);
    out.keep();
    std::printf("Attended at %s; results in %s\n", attendance.in_class.station.c_str(), attendance.out.c_str());
    return kDone;
}

}  // namespace cryo::app
