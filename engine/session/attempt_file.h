// Attempts as files: NDJSON that a person can read and write.
//   {"schema":1,"kind":"attempt","scenario":"knee_ipbsn","seed":7,"patient":{"bmi":23,"side":"right"},"device":"...",
//    "learner":"anna"}
//   {"t_s":2.5,"do":"transducer","slide_mm":3,"tilt_deg":-4}
//   {"t_s":9,"do":"cryoprobe","insert_mm":12}
//   {"t_s":30,"do":"gas","on":true}
//   {"t_s":300,"do":"finish"}
// Recordings add lines by the program: "trace" blocks (base64 of float32 rows), "event", "keyframe" and "end" with
// state hashes; those of a class also chain their lines (attempt_chain.h). Files without them are called authored.
// Units are those of the keys; t_s is rounded to the session's tick. Unknown verbs and keys are errors with the nearest
// right word.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/session/attempt_chain.h"
#include "engine/session/session.h"

namespace cryo::session {

inline constexpr int kAttemptSchema = 1;

struct AttemptHeader {
    std::string scenario;  // id
    std::optional<uint64_t> seed;
    std::optional<double> bmi;
    std::optional<anatomy::Sex> sex;
    std::optional<double> age_years;
    std::optional<anatomy::Side> side;
    std::string device;  // id; "" = the scenario's first
    std::string learner;
    bool simulated_hand = true;
    int physics_version = 0;      // 0: authored by hand
    std::string program_version;  // that recorded it; "" when authored
    ClassSeal seal;               // of the class it was recorded for
};

struct Attempt {
    std::string file;
    AttemptHeader header;
    std::vector<TimedCommand> commands;  // in time order
    measure::Trace trace;                // empty when authored
    std::vector<Event> events;
    std::vector<Keyframe> keyframes;
    std::optional<Keyframe> end;  // present when the attempt was closed in order
    bool authored = true;         // written by hand: nothing recorded to compare with
    bool truncated = false;       // a recording that was cut off
    std::string note;             // one sentence when truncated, "" otherwise

    int64_t last_tick() const;  // where a replay stops
};

// Reads an attempt; every fault as file:line:column. A recording whose last line is cut off reads up to its last whole
// line, with `truncated` and a note.
Result<Attempt> read_attempt(const std::filesystem::path& file);
Result<Attempt> parse_attempt(std::string_view text, const std::string& file);

// The setup a header asks for. Fails where the scenario has no such device.
Result<Setup> setup_from(const Attempt& attempt, const scenario::Scenario& scenario);

// One line each, without the line break.
std::string header_line(const AttemptHeader& header);
std::string command_line(const TimedCommand& command);

// Rounds every value to what a file holds (0.0001 of the key's unit), so that live and replayed commands are the same
// bits. Session::apply does this to whatever it is given.
Command as_recorded(const Command& command);

// Writes an attempt while it happens. What was written last is on disk after flush(); a killed program loses at most
// what came after. Throws std::runtime_error when the disk refuses.
class AttemptWriter {
  public:
    // For a class: under its seal, the lines chained from `start` (chain_start).
    struct InClass {
        ClassSeal seal;
        std::string start;
    };
    AttemptWriter(const std::filesystem::path& file, const Session& session,
                  const std::optional<InClass>& in_class = std::nullopt);
    ~AttemptWriter();
    AttemptWriter(const AttemptWriter&) = delete;
    AttemptWriter& operator=(const AttemptWriter&) = delete;

    // Appends what happened since the last call: commands and events at once, the Trace in blocks of a second.
    void update(const Session& session);
    void flush();
    // The rest of the Trace and the closing line.
    void finish(const Session& session);

    const std::filesystem::path& file() const { return file_; }

  private:
    struct State;
    std::filesystem::path file_;
    std::unique_ptr<State> state_;
};

}  // namespace cryo::session
