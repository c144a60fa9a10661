// A bare TCP connection to this machine, and WebSocket frames made by hand, to say what no honest program says.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace cryo::test {

class RawSocket {
  public:
    explicit RawSocket(int port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        is_open_ = ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    ~RawSocket() { ::close(descriptor_); }
    RawSocket(const RawSocket&) = delete;
    RawSocket& operator=(const RawSocket&) = delete;

    bool is_open() const { return is_open_; }

    void send(const std::string& bytes) {
        for (size_t sent = 0; is_open_ && sent < bytes.size();) {
            const ssize_t n = ::send(descriptor_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
            if (n <= 0)
                is_open_ = false;
            else
                sent += static_cast<size_t>(n);
        }
    }

    // What comes within `timeout_ms` of the last; also learns of a hang-up.
    std::string receive(int timeout_ms = 500) {
        std::string bytes;
        pollfd waiting{descriptor_, POLLIN, 0};
        while (is_open_ && ::poll(&waiting, 1, timeout_ms) > 0) {
            char chunk[4096];
            const ssize_t n = ::recv(descriptor_, chunk, sizeof chunk, 0);
            if (n <= 0)
                is_open_ = false;
            else
                bytes.append(chunk, static_cast<size_t>(n));
        }
        return bytes;
    }

  private:
    int descriptor_;
    bool is_open_ = false;
};

inline std::string upgrade_request(const std::string& more_headers = "", const std::string& protocol = "cryosono-1") {
    return "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Protocol: " +
           protocol + "\r\n" + more_headers + "\r\n";
}

// A masked frame (RFC 6455 section 5.2) that announces `announced` bytes and carries `payload`.
inline std::string frame(const std::string& payload, uint64_t announced, int opcode = 1) {
    std::string bytes;
    bytes += static_cast<char>(0x80 | opcode);
    if (announced < 126) {
        bytes += static_cast<char>(0x80 | announced);
    } else {
        bytes += static_cast<char>(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>((announced >> shift) & 0xFF);
    }
    return bytes + std::string(4, '\0') + payload;  // a mask of zeros leaves it as it is
}
inline std::string frame(const std::string& payload) { return frame(payload, payload.size()); }

}  // namespace cryo::test
