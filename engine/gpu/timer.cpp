#include "engine/gpu/timer.h"

#include <epoxy/gl.h>

#include <utility>

#include "engine/core/check.h"
#include "engine/gpu/context.h"

namespace cryo::gpu {

StageTimer::StageTimer(Mode mode, Clock clock) : mode_(mode), clock_(std::move(clock)) {
    if (mode_ == Mode::Off) return;
    CRYO_CHECK(clock_ != nullptr);
    if (mode_ == Mode::Query) {
        const ContextInfo info = current_context_info();
        if (info.api != Api::Gl33Core || info.is_software) mode_ = Mode::Finish;
    }
}

StageTimer::~StageTimer() {
    for (const Pending& pending : pending_) glDeleteQueries(1, &pending.query);
    if (query_ != 0) glDeleteQueries(1, &query_);
}

StageTimer::StageTimer(StageTimer&& other) noexcept { *this = std::move(other); }

StageTimer& StageTimer::operator=(StageTimer&& other) noexcept {
    std::swap(mode_, other.mode_);
    std::swap(clock_, other.clock_);
    std::swap(stage_, other.stage_);
    std::swap(begin_s_, other.begin_s_);
    std::swap(query_, other.query_);
    std::swap(done_, other.done_);
    std::swap(pending_, other.pending_);
    return *this;
}

void StageTimer::begin(const std::string& stage) {
    if (mode_ == Mode::Off) return;
    CRYO_CHECK(stage_.empty() && !stage.empty());
    stage_ = stage;
    if (mode_ == Mode::Finish) {
        glFinish();
        begin_s_ = clock_();
    } else {
        glGenQueries(1, &query_);
        glBeginQuery(GL_TIME_ELAPSED, query_);
    }
}

void StageTimer::end() {
    if (mode_ == Mode::Off) return;
    CRYO_CHECK(!stage_.empty());
    if (mode_ == Mode::Finish) {
        glFinish();
        done_.push_back({stage_, clock_() - begin_s_});
    } else {
        glEndQuery(GL_TIME_ELAPSED);
        pending_.push_back({stage_, std::exchange(query_, 0)});
    }
    stage_.clear();
}

std::vector<StageTime> StageTimer::take() {
    for (const Pending& pending : pending_) {
        GLuint64 nanoseconds = 0;
        glGetQueryObjectui64v(pending.query, GL_QUERY_RESULT, &nanoseconds);
        glDeleteQueries(1, &pending.query);
        done_.push_back({pending.stage, static_cast<double>(nanoseconds) * 1e-9});
    }
    pending_.clear();
    return std::exchange(done_, {});
}

}  // namespace cryo::gpu
