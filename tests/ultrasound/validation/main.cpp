// Computes every validation measure of the ultrasound image that needs no people and prints measured against target:
//   ultrasound_validation [PART...]     parts: speckle resolution loss interface flow; all when none is named
// Ends with 1 when a row misses its target. Open rows say what is not reached and do not count.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <exception>

#include "tests/ultrasound/validation/row.h"

namespace {

using namespace cryo::validation;

struct Part {
    const char* name;
    Rows (*rows)();
};
constexpr Part kParts[] = {{"speckle", speckle_rows},
                           {"resolution", resolution_rows},
                           {"loss", loss_rows},
                           {"interface", interface_rows},
                           {"flow", flow_rows}};

const char* word(Verdict verdict) {
    if (verdict == Verdict::Holds) return "yes";
    return verdict == Verdict::Open ? "open" : "NO";
}

}  // namespace

int main(int argc, char** argv) {
    try {
        Rows rows;
        for (const Part& part : kParts) {
            const bool named =
                std::any_of(argv + 1, argv + argc, [&](const char* a) { return !std::strcmp(a, part.name); });
            if (argc > 1 && !named) continue;
            for (Row& row : part.rows()) rows.push_back(std::move(row));
        }
        std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.number < b.number; });
        int missed = 0;
        std::printf("| row | what | target | measured | holds |\n|---|---|---|---|---|\n");
        for (const Row& row : rows) {
            std::printf("| %d | %s | %s | %s | %s%s%s |\n", row.number, row.what.c_str(), row.target.c_str(),
                        row.measured.c_str(), word(row.verdict), row.why_open.empty() ? "" : ": ",
                        row.why_open.c_str());
            missed += row.verdict == Verdict::Misses ? 1 : 0;
        }
        std::printf("%d rows, %d missed\n", static_cast<int>(rows.size()), missed);
        return missed > 0 ? 1 : 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
