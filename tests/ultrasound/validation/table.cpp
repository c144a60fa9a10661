#include <algorithm>

#include "tests/ultrasound/validation/row.h"

namespace cryo::validation {

namespace {

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

Rows rows_of(const std::vector<std::string>& parts) {
    Rows rows;
    for (const Part& part : kParts) {
        if (!parts.empty() && std::find(parts.begin(), parts.end(), part.name) == parts.end()) continue;
        for (Row& row : part.rows()) rows.push_back(std::move(row));
    }
    return rows;
}

int print_table(Rows rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.number < b.number; });
    int missed = 0;
    std::printf("| row | what | target | measured | holds |\n|---|---|---|---|---|\n");
    for (const Row& row : rows) {
        std::printf("| %d | %s | %s | %s | %s%s%s |\n", row.number, row.what.c_str(), row.target.c_str(),
                    row.measured.c_str(), word(row.verdict), row.why_open.empty() ? "" : ": ", row.why_open.c_str());
        missed += row.verdict == Verdict::Misses ? 1 : 0;
    }
    std::printf("%d rows, %d missed\n", static_cast<int>(rows.size()), missed);
    return missed > 0 ? 1 : 0;
}

}  // namespace cryo::validation
