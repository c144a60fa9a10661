// libFuzzer entry: any bytes as exported attempts and as a file of local standards. What is read is written again and
// must read back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/history/exchange.h"
#include "engine/history/standards_table.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace cryo;
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (const auto rows = history::parse_attempts(text, "fuzz.ndjson")) {
        std::string again;
        for (const history::AttemptRow& row : *rows) again += history::attempt_line(row) + "\n";
        const auto second = history::parse_attempts(again, "again.ndjson");
        if (!second || second->size() != rows->size()) std::abort();
    } else {
        for (const Diagnostic& fault : rows.faults())
            if (fault.message.empty()) std::abort();
    }
    const auto standards = history::parse_benchmarks(text, "fuzz.json");
    if (!standards)
        for (const Diagnostic& fault : standards.faults())
            if (fault.message.empty()) std::abort();
    return 0;
}
