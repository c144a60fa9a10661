#include "engine/core/check.h"

namespace cryo {

void check_failed(const char* file, int line, const std::string& what) {
    throw CheckFailure(std::string(file) + ":" + std::to_string(line) + ": CHECK failed: " + what);
}

}  // namespace cryo
