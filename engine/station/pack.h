// A class without a network. A pack is one file: the plan's stations with every case, patient, transducer and device
// they name, a nonce from which recordings chain, who takes part (pseudonyms), and a hash over all of it. What learners
// hand in are recordings; here it is told whether they belong to the pack and are as they were made. Nothing here opens
// a file. What a hash and a chain cannot prove is said in session/attempt_chain.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/scenario/class_plan.h"
#include "engine/session/attempt_file.h"

namespace cryo::station {

struct PackStation {
    std::string file;      // among the pack's files
    std::string scenario;  // id
    std::string title;
    uint64_t seed = 1;
    double bmi = 23.0;
    std::string device;  // id; "" where the case has none
};

struct Pack {
    std::string id;
    std::string title;
    scenario::ClassMode mode = scenario::ClassMode::Practice;
    scenario::PinnedInput input = scenario::PinnedInput::Any;
    std::string held;   // SHA-256 of the release word in hex; "" = results are open
    std::string nonce;  // hex
    int physics_version = 0;
    std::vector<PackStation> stations;
    std::vector<std::string> learners;  // pseudonyms; empty = anyone
    std::vector<scenario::CarriedFile> files;
    std::string hash;  // of all the rest

    bool takes(const std::string& learner) const;
};

// Reads what the plan names. `nonce` and `release_word` come from the system's randomness; "" holds nothing back.
Result<Pack> make_pack(const std::string& plan_file, std::vector<std::string> learners, const std::string& nonce,
                       const std::string& release_word);

std::string pack_text(const Pack& pack);  // with its hash, made anew
Result<Pack> parse_pack(const std::string& text, const std::string& file);

// How a recording for one of its stations (from 1) begins.
session::AttemptWriter::InClass recording_for(const Pack& pack, int station, const std::string& learner,
                                              const std::string& input, int64_t started_s);
std::string recording_name(const Pack& pack, int station, const std::string& learner);  // "anna_1_knee_ipbsn.ndjson"

// A recording that came back.
struct HandedIn {
    std::string file;
    std::optional<session::Attempt> attempt;  // none where it cannot be read
    std::vector<Diagnostic> problems;         // why it does not count
    bool counts() const { return attempt && problems.empty(); }
};
HandedIn take_in(const std::string& text, const std::string& file, const Pack& pack);

// What only shows when all are in: two for one station (neither counts then, unless they are the same bytes twice), and
// one sentence for every station that somebody did not hand in.
std::vector<std::string> call_roll(const Pack& pack, std::vector<HandedIn>& all);

}  // namespace cryo::station
