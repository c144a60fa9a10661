// The learner's side of a class, without sockets: what the trainer wants to show waits here for the network, what the
// instructor asks for waits here for the trainer. For two threads: neither ever waits for the other longer than a move
// takes. Of states and pictures only the latest is kept, of events and orders a bounded number.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/png.h"
#include "engine/station/protocol.h"

namespace cryo::station {

inline constexpr int kWallPictureWidthPx = 224;
inline constexpr int kWatchedPictureWidthPx = 560;
inline constexpr double kWallPicturesPerS = 2.0;
inline constexpr double kWatchedPicturesPerS = 5.0;
inline constexpr double kStatesPerS = 4.0;

struct LinkStatus {
    enum class Phase { Dialing, Connected, Refused } phase = Phase::Dialing;
    std::string title;     // of the class
    int watchers = 0;      // instructors who look on
    bool watched = false;  // one of them has selected this learner
    std::string problem;   // why it is not connected, "" = not said
};

class LearnerSide {
  public:
    explicit LearnerSide(Hello hello) : hello_(std::move(hello)) {}

    // --- the trainer's thread ---
    void show(CaseInfo info);
    void show(LiveState state);
    void show(LiveEvent event);
    void show(io::Picture picture);  // encoded by the other thread
    std::vector<Order> take_orders();
    LinkStatus status() const;

    // --- the network's thread ---
    void connected();
    void disconnected(const std::string& why);
    bool receive(std::string_view text);  // false: nonsense, hang up
    bool has_next() const;
    std::string next();  // "" when there is nothing to say

  private:
    const Hello hello_;
    mutable std::mutex mutex_;
    LinkStatus status_;
    bool greeted_ = false;
    std::optional<CaseInfo> info_;
    bool info_is_new_ = false;
    std::optional<LiveState> state_;
    std::deque<LiveEvent> events_;
    std::optional<io::Picture> picture_;
    std::deque<Order> orders_;
};

}  // namespace cryo::station
