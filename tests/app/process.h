// A program that runs beside a test, with two pipes for its descriptors 3 (it reads) and 4 (it writes); ended with the
// test.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace cryo::app {

class Process {
  public:
    // `out_file` takes its standard output and errors.
    Process(const std::vector<std::string>& words, const std::string& out_file);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    bool is_running();
    int wait();  // its status, -1 when it was killed
    std::string output() const;

    void send(const std::string& bytes);
    // Up to and without the zero byte that ends a message; "" after `timeout_ms` of nothing.
    std::string receive_to_zero(int timeout_ms);

  private:
    pid_t id_ = -1;
    int status_ = -1;
    bool ended_ = false;
    int to_ = -1, from_ = -1;
    std::string pending_;
    std::string out_file_;
};

}  // namespace cryo::app
