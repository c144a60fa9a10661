// Recordings that belong to a class: each line ends in a "chain", 128 bits of SHA-256 over the chain before it and the
// line without it, from a start that the class's nonce and the learner give. A line that was changed, put in, taken out
// or moved is found and named. It shows slips and second thoughts; whoever rewrites every line after with this very
// program is not found by it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace cryo::session {

inline constexpr const char* kChainKey = "chain";
inline constexpr int kMostStations = 20;  // of a class

// What a recording says of the class it was made for.
struct ClassSeal {
    std::string pack;       // hash of the pack; "" = of no class
    int station = 0;        // from 1
    std::string mode;       // learn, practice, check or exam
    std::string input;      // trackpad, mouse, gamepad, keyboard, robot
    std::string held;       // SHA-256 of the word that opens its result, in hex; "" = open
    int64_t started_s = 0;  // since 1970, as the recording machine's clock said

    bool sealed() const { return !pack.empty(); }
    bool opened_by(std::string_view word) const;  // true as well where nothing is held
};

std::string chain_start(std::string_view nonce, std::string_view learner);

// The line with its chain, which becomes `chain`. The line is one JSON object.
std::string chained(std::string_view line, std::string& chain);

// The first line that does not follow from the one before; nothing where all do. A last line without its end counts as
// cut off, not as changed.
Failure check_chain(std::string_view text, const std::string& file, std::string_view start);

}  // namespace cryo::session
