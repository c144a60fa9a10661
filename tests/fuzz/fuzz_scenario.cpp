// libFuzzer entry: any bytes as an authored file. A crash, a failed CHECK, a hang or a fault without a message is a
// find.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/scenario/read.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    // References count from the folder of the cases.
    for (const cryo::Diagnostic& fault : cryo::scenario::check_text(text, CRYO_SOURCE_DIR "/scenes/fuzz.toml"))
        if (fault.message.empty()) std::abort();
    return 0;
}
