// libFuzzer entry: any bytes as an attempt file. What is read is written again and must read back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/session/attempt_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace cryo;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const Result<session::Attempt> attempt = session::parse_attempt(text, "fuzz.ndjson");
    if (!attempt) {
        for (const Diagnostic& fault : attempt.faults())
            if (fault.message.empty()) std::abort();
        return 0;
    }
    std::string again = session::header_line(attempt->header) + "\n";
    for (const session::TimedCommand& command : attempt->commands) again += session::command_line(command) + "\n";
    const Result<session::Attempt> second = session::parse_attempt(again, "again.ndjson");
    if (!second || second->commands.size() != attempt->commands.size()) std::abort();
    return 0;
}
