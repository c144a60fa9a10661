// A recording of a class against every kind of tampering that leaves a readable file.
#include "engine/session/attempt_chain.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "engine/core/random.h"
#include "engine/core/sha256.h"
#include "engine/io/files.h"
#include "engine/session/attempt_file.h"
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

const std::string kStart = chain_start("nonce-of-the-class", "anna");
const ClassSeal kSeal{
    .pack = std::string(64, 'a'), .station = 2, .mode = "exam", .input = "mouse", .held = hex(sha256("RELEASE"))};

std::string recorded_text() {
    const std::filesystem::path folder = std::filesystem::path(CRYO_BINARY_DIR) / "attempt_chain_test";
    std::filesystem::create_directories(folder);
    const std::filesystem::path file = folder / "sealed.ndjson";
    std::filesystem::remove(file);
    Session session(shared_case(), Setup{.seed = 9, .learner = "anna"}, pool_of(2));
    AttemptWriter writer(file, session, AttemptWriter::InClass{kSeal, kStart});
    session.apply(MoveCryoprobe{.insert_m = 0.01});
    session.advance(3 * kTicksPerSecond);
    writer.update(session);
    session.apply(Gas{true});
    session.advance(kTicksPerSecond);
    session.apply(Answer{"side \"}", "ri\\ght"});
    session.apply(Finish{});
    writer.finish(session);
    return io::read_text(file.string()).value();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (size_t from = 0; from < text.size();) {
        const size_t end = text.find('\n', from);
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}
std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}
int faulty_line(const std::vector<std::string>& lines) {
    const Failure fault = check_chain(joined(lines), "sealed.ndjson", kStart);
    return fault ? fault->line : 0;
}

TEST(Chain, HoldsForWhatWasRecordedAndReadsBack) {
    const std::string text = recorded_text();
    const Failure fault = check_chain(text, "sealed.ndjson", kStart);
    EXPECT_FALSE(fault) << to_string(*fault);
    const auto attempt = parse_attempt(text, "sealed.ndjson");
    ASSERT_TRUE(attempt.ok()) << to_string(attempt.faults());
    EXPECT_FALSE(attempt->truncated);
    EXPECT_EQ(attempt->header.seal.pack, kSeal.pack);
    EXPECT_EQ(attempt->header.seal.station, kSeal.station);
    EXPECT_EQ(attempt->header.seal.mode, kSeal.mode);
    EXPECT_EQ(attempt->header.seal.input, kSeal.input);
    EXPECT_TRUE(attempt->header.seal.opened_by("RELEASE"));
    EXPECT_FALSE(attempt->header.seal.opened_by("release"));
}

TEST(Chain, IsOfOneClassAndOneLearner) {
    const std::string text = recorded_text();
    EXPECT_EQ(check_chain(text, "f", chain_start("another class", "anna"))->line, 1);
    EXPECT_EQ(check_chain(text, "f", chain_start("nonce-of-the-class", "ben"))->line, 1);
}

// Whatever byte of whatever line is another, that line is named.
TEST(Chain, NamesTheLineThatWasChanged) {
    const std::vector<std::string> lines = lines_of(recorded_text());
    ASSERT_GT(lines.size(), 8U);
    Rng rng(3, "tampering");
    for (size_t i = 0; i < lines.size(); ++i)
        for (int draw = 0; draw < 8; ++draw) {
            std::vector<std::string> changed = lines;
            const size_t at = static_cast<size_t>(rng.uniform() * static_cast<double>(lines[i].size()));
            changed[i][at] = changed[i][at] == '7' ? '8' : '7';
            EXPECT_EQ(faulty_line(changed), static_cast<int>(i) + 1) << "byte " << at;
        }
}

TEST(Chain, NamesTheFirstLineAfterOneThatWasTakenOutPutInOrMoved) {
    const std::vector<std::string> lines = lines_of(recorded_text());
    for (size_t i = 1; i + 1 < lines.size(); ++i) {
        std::vector<std::string> without = lines;
        without.erase(without.begin() + static_cast<long>(i));
        EXPECT_EQ(faulty_line(without), static_cast<int>(i) + 1);
        std::vector<std::string> twice = lines;
        twice.insert(twice.begin() + static_cast<long>(i), lines[i]);
        EXPECT_EQ(faulty_line(twice), static_cast<int>(i) + 2);
        std::vector<std::string> swapped = lines;
        std::swap(swapped[i], swapped[i + 1]);
        EXPECT_EQ(faulty_line(swapped), static_cast<int>(i) + 1);
        std::vector<std::string> unchained = lines;
        unchained[i] = R"({"t_s":1,"do":"gas","on":true})";
        EXPECT_EQ(faulty_line(unchained), static_cast<int>(i) + 1);
    }
}

// A program that is killed leaves a recording that is short, not one that was tampered with.
TEST(Chain, HoldsUpToWhereARecordingWasCutOff) {
    const std::string text = recorded_text();
    for (size_t cut = 1; cut < text.size(); cut += 97) {
        const Failure fault = check_chain(std::string_view(text).substr(0, cut), "f", kStart);
        EXPECT_FALSE(fault) << "cut at " << cut << ": " << to_string(*fault);
    }
}

}  // namespace
}  // namespace cryo::session
