// The program's own version, as in CMakeLists.txt. What decides whether a recording replays bit for bit is the session's
// physics version, not this one.
#pragma once

namespace cryo {

const char* program_version();  // "0.1.0"

}  // namespace cryo
