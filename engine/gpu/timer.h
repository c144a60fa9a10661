// How long each stage of a frame takes. Two ways: Finish waits for the GPU at both ends of a stage, which is what a
// software rasteriser needs (its timer queries time the queueing) and what `cryosono bench` prints; Query uses timer
// queries and does not stall, for the overlay on real GPUs. The clock comes from app/, in seconds.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cryo::gpu {

using Clock = std::function<double()>;

struct StageTime {
    std::string stage;
    double seconds = 0.0;
};

class StageTimer {
  public:
    enum class Mode : uint8_t { Off, Finish, Query };

    StageTimer() = default;  // Off: begin and end do nothing
    // Query falls back to Finish where the context has no timer queries or draws in software.
    StageTimer(Mode mode, Clock clock);
    ~StageTimer();
    StageTimer(StageTimer&& other) noexcept;
    StageTimer& operator=(StageTimer&& other) noexcept;

    Mode mode() const { return mode_; }
    // Stages do not nest.
    void begin(const std::string& stage);
    void end();
    // Times of the stages ended since the last call, in order. Query results are waited for.
    std::vector<StageTime> take();

  private:
    Mode mode_ = Mode::Off;
    Clock clock_;
    std::string stage_;
    double begin_s_ = 0.0;
    uint32_t query_ = 0;
    std::vector<StageTime> done_;
    struct Pending {
        std::string stage;
        uint32_t query;
    };
    std::vector<Pending> pending_;
};

// Times one scope.
class StageScope {
  public:
    StageScope(StageTimer& timer, const std::string& stage) : timer_(timer) { timer_.begin(stage); }
    ~StageScope() { timer_.end(); }
    StageScope(const StageScope&) = delete;
    StageScope& operator=(const StageScope&) = delete;

  private:
    StageTimer& timer_;
};

}  // namespace cryo::gpu
