// libFuzzer entry: any bytes as a score file. A crash, a failed CHECK, a hang or a fault without a message is a find.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/scoring/score_model.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto model = cryo::scoring::parse_score_model(text, "fuzz.toml");
    if (!model)
        for (const cryo::Diagnostic& fault : model.faults())
            if (fault.message.empty()) std::abort();
    return 0;
}
