#include "engine/session/attempt_chain.h"

#include "engine/core/check.h"
#include "engine/core/sha256.h"

namespace cryo::session {

namespace {

constexpr size_t kChainBytes = 16;
constexpr size_t kChainDigits = 2 * kChainBytes;
constexpr std::string_view kOpening = ",\"chain\":\"";
constexpr std::string_view kClosing = "\"}";
constexpr size_t kTailLength = kOpening.size() + kChainDigits + kClosing.size();

std::string link(std::string_view before, std::string_view line) {
    std::string both(before);
    both += '\n';
    both += line;
    return hex(sha256(both), kChainBytes);
}

// A line taken apart again: what was chained, and its chain.
struct Parted {
    std::string line;
    std::string_view chain;
};
std::optional<Parted> part(std::string_view text) {
    if (text.size() <= kTailLength || !text.ends_with(kClosing)) return std::nullopt;
    const size_t at = text.size() - kTailLength;
    if (text.substr(at, kOpening.size()) != kOpening) return std::nullopt;
    return Parted{std::string(text.substr(0, at)) + "}", text.substr(at + kOpening.size(), kChainDigits)};
}

}  // namespace

bool ClassSeal::opened_by(std::string_view word) const { return held.empty() || hex(sha256(word)) == held; }

std::string chain_start(std::string_view nonce, std::string_view learner) { return link(nonce, learner); }

std::string chained(std::string_view line, std::string& chain) {
    CRYO_CHECK(line.size() > 2 && line.ends_with('}'));
    chain = link(chain, line);
    return std::string(line.substr(0, line.size() - 1)) + std::string(kOpening) + chain + std::string(kClosing);
}

Failure check_chain(std::string_view text, const std::string& file, std::string_view start) {
    std::string before(start);
    int number = 0;
    while (!text.empty()) {
        ++number;
        const size_t end = text.find('\n');
        if (end == std::string_view::npos) return std::nullopt;  // cut off inside this line
        const std::optional<Parted> parted = part(text.substr(0, end));
        text.remove_prefix(end + 1);
        if (!parted) return Diagnostic{file, number, 1, "this line has no chain: it was put in or rewritten by hand"};
        before = link(before, parted->line);
        if (parted->chain == before) continue;
        const char* why =
            number == 1 ? "the recording was made for another class or by another learner, or this line was changed"
                        : "this line does not follow from the one before it: it was changed, moved or put "
                          "in, or a line before it was taken out";
        return Diagnostic{file, number, 1, why};
    }
    return std::nullopt;
}

}  // namespace cryo::session
