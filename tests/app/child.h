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

// `environment` entries "NAME=value" are set for the child; "NAME" alone takes the name away.
ChildResult run_child(const std::vector<std::string>& words, const std::vector<std::string>& environment = {});

}  // namespace cryo::app
