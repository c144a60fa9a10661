// Computes every validation measure of the ultrasound image that needs no people from the double-precision reference
// and prints measured against target:
//   ultrasound_validation [PART...]     parts: speckle resolution loss interface flow; all when none is named
// Ends with 1 when a row misses its target. ultrasound_validation_gl does the same with the GPU passes.
#include <exception>

#include "tests/ultrasound/validation/row.h"

int main(int argc, char** argv) {
    using namespace cryo::validation;
    try {
        return print_table(rows_of({argv + 1, argv + argc}));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
