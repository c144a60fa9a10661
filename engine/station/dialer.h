// Keeps a LearnerSide connected to a station: dials, says what there is to say, dials again when the line drops. One
// thread of its own; whatever the network does, the trainer only ever touches the LearnerSide.
#pragma once

#include <memory>
#include <string>

#include "engine/station/learner_side.h"

namespace cryo::station {

struct DialAddress {
    std::string host;
    int port = kDefaultPort;
};
// "host", "host:port". None where the port is no port.
std::optional<DialAddress> parse_address(const std::string& text);

class Dialer {
  public:
    // `side` outlives the Dialer. Throws std::runtime_error where no thread or socket is to be had.
    Dialer(LearnerSide& side, const DialAddress& address);
    ~Dialer();
    Dialer(const Dialer&) = delete;
    Dialer& operator=(const Dialer&) = delete;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cryo::station
