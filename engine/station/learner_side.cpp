#include "engine/station/learner_side.h"

#include "engine/io/jpeg.h"

namespace cryo::station {

namespace {

constexpr size_t kEventsWaiting = 200;
constexpr size_t kOrdersWaiting = 64;
constexpr int kQuality = 60;       // speckle stays speckle, at about 0.3 bytes a pixel
constexpr int kLeastQuality = 20;  // of a picture that would be too large

Picture encoded(const io::Picture& picture, int width_px) {
    const io::Picture small = io::shrunk(picture, width_px);
    Picture message{small.width_px, small.height_px, {}};
    for (int quality = kQuality; quality >= kLeastQuality; quality -= 20) {
        message.jpeg = io::jpeg_bytes(small, quality);
        if (message.jpeg.size() <= kPictureLimitBytes) return message;
    }
    message.jpeg.clear();
    return message;
}

}  // namespace

void LearnerSide::show(CaseInfo info) {
    const std::lock_guard lock(mutex_);
    info_ = std::move(info);
    info_is_new_ = true;
}

void LearnerSide::show(LiveState state) {
    const std::lock_guard lock(mutex_);
    state_ = std::move(state);
}

void LearnerSide::show(LiveEvent event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    if (events_.size() > kEventsWaiting) events_.pop_front();
}

void LearnerSide::show(io::Picture picture) {
    const std::lock_guard lock(mutex_);
    picture_ = std::move(picture);
}

std::vector<Order> LearnerSide::take_orders() {
    const std::lock_guard lock(mutex_);
    std::vector<Order> taken(orders_.begin(), orders_.end());
    orders_.clear();
    return taken;
}

LinkStatus LearnerSide::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

void LearnerSide::connected() {
    const std::lock_guard lock(mutex_);
    greeted_ = false;
    info_is_new_ = info_.has_value();
}

void LearnerSide::disconnected(const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (status_.phase == LinkStatus::Phase::Refused) return;  // the station has said why
    status_ = {.phase = LinkStatus::Phase::Dialing, .title = {}, .problem = why};
}

bool LearnerSide::receive(std::string_view text) {
    const Result<StationMessage> message = read_station_message(text);
    if (!message) return false;
    const std::lock_guard lock(mutex_);
    if (const auto* welcome = std::get_if<Welcome>(&*message)) {
        status_.phase = LinkStatus::Phase::Connected;
        status_.title = welcome->title;
        status_.watchers = welcome->watchers;
        status_.problem.clear();
    }
    if (const auto* refused = std::get_if<Refused>(&*message))
        status_ = {.phase = LinkStatus::Phase::Refused, .title = {}, .problem = refused->why};
    if (const auto* order = std::get_if<Order>(&*message)) {
        if (order->verb == Verb::Watch || order->verb == Verb::Unwatch)
            status_.watched = order->verb == Verb::Watch;
        else if (orders_.size() < kOrdersWaiting)
            orders_.push_back(*order);
    }
    return true;
}

bool LearnerSide::has_next() const {
    const std::lock_guard lock(mutex_);
    if (!greeted_) return true;
    if (status_.phase != LinkStatus::Phase::Connected) return false;
    return info_is_new_ || state_ || !events_.empty() || picture_;
}

std::string LearnerSide::next() {
    std::optional<io::Picture> picture;
    int width_px = kWallPictureWidthPx;
    {
        const std::lock_guard lock(mutex_);
        if (!greeted_) {
            greeted_ = true;
            return to_text(hello_);
        }
        // Nothing of the learner leaves before the class has said its name.
        if (status_.phase != LinkStatus::Phase::Connected) return "";
        if (info_is_new_) {
            info_is_new_ = false;
            return to_text(*info_);
        }
        if (!events_.empty()) {
            const std::string text = to_text(events_.front());
            events_.pop_front();
            return text;
        }
        if (state_) {
            const std::string text = to_text(*state_);
            state_.reset();
            return text;
        }
        picture.swap(picture_);
        if (status_.watched) width_px = kWatchedPictureWidthPx;
    }
    if (!picture) return "";
    const Picture message = encoded(*picture, width_px);
    return message.jpeg.empty() ? "" : to_text(message);
}

}  // namespace cryo::station
