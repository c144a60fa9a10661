// A Classroom behind a listening socket: serves the instructor's page over HTTP and lets trainers and pages in by
// WebSocket. One thread of its own does all of it; nothing here is shared with a session. Off unless made.
#pragma once

#include <memory>
#include <string>

#include "engine/station/classroom.h"

namespace cryo::station {

struct ServerOptions {
    Access access;
    std::string address = "127.0.0.1";  // an IPv4 address of this machine; "0.0.0.0" = all of them
    int port = kDefaultPort;            // 0 = any that is free
};

class Server {
  public:
    // Listens when it returns. Throws std::runtime_error with one sentence where the port is taken or the address is
    // not of this machine.
    explicit Server(const ServerOptions& options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    int port() const;
    ClassroomCounts counts() const;  // as of the last tenth of a second

  private:
    struct State;
    std::unique_ptr<State> state_;
};

bool is_loopback(const std::string& address);

}  // namespace cryo::station
