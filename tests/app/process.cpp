#include "tests/app/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/app/child.h"

namespace cryo::app {

namespace {

constexpr int kReads = 3, kWrites = 4;
constexpr int kFarAway = 20;  // descriptors out of the way of 3 and 4 while they are put in place

[[noreturn]] void become(const std::vector<std::string>& words, int in, int out, const std::string& out_file) {
    const int log = open(out_file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    dup2(log, 1);
    dup2(log, 2);
    const int far_in = fcntl(in, F_DUPFD, kFarAway), far_out = fcntl(out, F_DUPFD, kFarAway);
    dup2(far_in, kReads);
    dup2(far_out, kWrites);
    for (int other = kWrites + 1; other < 256; ++other) close(other);
    execute(words);
}

}  // namespace

Process::Process(const std::vector<std::string>& words, const std::string& out_file) : out_file_(out_file) {
    int to[2] = {}, from[2] = {};
    if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0) throw std::runtime_error("no pipe is to be had");
    id_ = fork();
    if (id_ == 0) become(words, to[0], from[1], out_file);
    close(to[0]);
    close(from[1]);
    to_ = to[1];
    from_ = from[0];
}

Process::~Process() {
    close(to_);
    close(from_);
    if (is_running()) kill(id_, SIGTERM);
    for (int waited = 0; waited < 50 && is_running(); ++waited) usleep(20000);
    if (is_running()) kill(id_, SIGKILL);
    wait();
}

bool Process::is_running() {
    if (!ended_ && waitpid(id_, &status_, WNOHANG) == id_) ended_ = true;
    return !ended_;
}

int Process::wait() {
    if (!ended_) waitpid(id_, &status_, 0);
    ended_ = true;
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
}

std::string Process::output() const {
    std::ifstream stream(out_file_);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void Process::send(const std::string& bytes) {
    for (size_t sent = 0; sent < bytes.size();) {
        const ssize_t n = write(to_, bytes.data() + sent, bytes.size() - sent);
        if (n <= 0) throw std::runtime_error("the other program does not listen any more");
        sent += static_cast<size_t>(n);
    }
}

std::string Process::receive_to_zero(int timeout_ms) {
    for (;;) {
        if (const size_t end = pending_.find('\0'); end != std::string::npos) {
            const std::string message = pending_.substr(0, end);
            pending_.erase(0, end + 1);
            return message;
        }
        pollfd waiting{from_, POLLIN, 0};
        if (poll(&waiting, 1, timeout_ms) <= 0) return "";
        char chunk[65536];
        const ssize_t n = read(from_, chunk, sizeof chunk);
        if (n <= 0) return "";
        pending_.append(chunk, static_cast<size_t>(n));
    }
}

}  // namespace cryo::app
