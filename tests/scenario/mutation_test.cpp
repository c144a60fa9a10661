// Random damage to good files never crashes a reader: it ends in faults with a place, or in a file that is good.
#include "engine/core/random.h"
#include "engine/scenario/read.h"
#include "tests/scenario/scene_files.h"

namespace cryo::scenario {
namespace {

constexpr int kMutationsPerFile = 60;

// Values and marks that readers tend to stumble over.
const std::vector<std::string>& odd_pieces() {
    static const std::vector<std::string> pieces{"nan",
                                                 "-inf",
                                                 "1e308",
                                                 "-1",
                                                 "0",
                                                 "\"\"",
                                                 "[]",
                                                 "{}",
                                                 "true",
                                                 "[[1, 2], 3]",
                                                 "\n[nerve]\n",
                                                 "\n[[layer]]\n",
                                                 "=",
                                                 "\n",
                                                 "\"",
                                                 "#",
                                                 "'''",
                                                 "]",
                                                 "9999999999999999999",
                                                 "\xff",
                                                 std::string(1, '\0'),
                                                 "1979-05-27",
                                                 "branch_count=9",
                                                 "../",
                                                 "fat",
                                                 "target"};
    return pieces;
}

std::string mutated(std::string text, Rng& rng) {
    const int edits = 1 + static_cast<int>(rng.uniform() * 3.0);
    for (int i = 0; i < edits && !text.empty(); ++i) {
        const auto place = [&] { return static_cast<size_t>(rng.uniform() * static_cast<double>(text.size())); };
        const size_t at = place();
        switch (static_cast<int>(rng.uniform() * 5.0)) {
            case 0:
                text.erase(at, 1 + static_cast<size_t>(rng.uniform() * 40.0));
                break;
            case 1:
                text[at] = static_cast<char>(rng.bits() & 255U);
                break;
            case 2: {  // a value becomes something odd
                const size_t equals = text.find("= ", at);
                if (equals == std::string::npos) break;
                const size_t end = std::min(text.find('\n', equals), text.size());
                const auto piece = static_cast<size_t>(rng.uniform() * static_cast<double>(odd_pieces().size()));
                text.replace(equals + 2, end - equals - 2, odd_pieces()[piece]);
                break;
            }
            case 3: {  // a piece is repeated elsewhere
                const std::string piece = text.substr(at, static_cast<size_t>(rng.uniform() * 120.0));
                text.insert(place(), piece);
                break;
            }
            default:
                text.insert(
                    at, odd_pieces()[static_cast<size_t>(rng.uniform() * static_cast<double>(odd_pieces().size()))]);
        }
    }
    return text;
}

TEST(Mutations, EndInFaultsWithAPlaceOrInAGoodFile) {
    Rng rng(20, "mutations of authored files");
    int good = 0;
    int bad = 0;
    for (const std::string& file : all_scene_files()) {
        const std::string original = *io::read_text(file);
        for (int i = 0; i < kMutationsPerFile; ++i) {
            const std::string text = mutated(original, rng);
            const Diagnostics faults = check_text(text, file);
            (faults.empty() ? good : bad) += 1;
            for (const Diagnostic& fault : faults) {
                EXPECT_FALSE(fault.file.empty());
                EXPECT_GE(fault.line, 1) << to_string(fault);
                EXPECT_GE(fault.column, 1) << to_string(fault);
                EXPECT_FALSE(fault.message.empty());
            }
        }
    }
    // The damage must be of both kinds, or this test shows nothing.
    EXPECT_GT(good, 50);
    EXPECT_GT(bad, 500);
}

}  // namespace
}  // namespace cryo::scenario
