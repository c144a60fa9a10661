// Which class a trainer joins, as the command line says it.
#pragma once

#include <string>

namespace cryo::app {

struct ClassOptions {
    std::string station;  // "host:port", "" = no class
    std::string class_code;
    bool wanted() const { return !station.empty(); }
};

// One sentence on what is wrong with them, "" when nothing is.
std::string fault_of(const ClassOptions& options, const std::string& learner);

}  // namespace cryo::app
