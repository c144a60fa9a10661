// libFuzzer entry: any bytes as CSV, NPY, JSON lines and base64.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/io/base64.h"
#include "engine/io/csv.h"
#include "engine/io/json.h"
#include "engine/io/npy.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace cryo;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto table = io::parse_number_csv(text, "fuzz.csv");
    if (table)
        for (const std::vector<double>& row : table->rows)
            if (row.size() != table->columns.size()) std::abort();
    const auto array = io::parse_npy(text, "fuzz.npy");
    if (array) {
        size_t values = 1;
        for (const size_t extent : array->shape) values *= extent;
        if (values != array->values.size()) std::abort();
    }
    io::parse_json_lines(text, "fuzz.ndjson");
    if (io::base64_bytes(io::base64_text(text)) != text) std::abort();
    io::floats_from_base64(text);
    return 0;
}
