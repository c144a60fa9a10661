// A program run as a child process, with what it said and how it left.
#pragma once

#include <string>
#include <vector>

namespace cryo::app {

struct ChildResult {
    int status = -1;  // of exit; -1 when it was killed
    std::string out;
    std::string err;
};

// Becomes the program of the first word; ends with 127 where there is none. For a process that has just forked.
[[noreturn]] void execute(const std::vector<std::string>& words);

// `environment` entries "NAME=value" are set for the child; "NAME" alone takes the name away.
ChildResult run_child(const std::vector<std::string>& words, const std::vector<std::string>& environment = {});

}  // namespace cryo::app
