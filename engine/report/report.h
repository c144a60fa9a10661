// What an attempt leaves behind: report.json for programs, report.html for people (one file that needs nothing else),
// events.ndjson and trace.csv. Everything is returned as text; app/ writes it. Educational, never clinical: the page
// says so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/anatomy/patient.h"
#include "engine/scenario/scenario.h"
#include "engine/scoring/attempt_record.h"
#include "engine/scoring/score.h"
#include "engine/scoring/score_model.h"

namespace cryo::report {

// A picture the caller rendered: bytes of a PNG file.
struct Picture {
    std::string title;
    std::string caption;
    std::string alt;  // for screen readers
    std::vector<uint8_t> png;
    size_t loss = 0;  // of the largest losses the one it shows, from 1; 0: none, it stands among the pictures
};

// Which attempt this is.
struct AttemptInfo {
    std::string learner;  // pseudonym, "" when not given
    uint64_t seed = 0;
    anatomy::Patient patient;  // as treated
    std::string device;        // label of the cryoprobe
    std::string physics_version;
    std::string state_hash;  // of the session at the end
    std::string program_version;
    std::string input;          // "trackpad", "authored", ...
    bool hash_differs = false;  // replay with another physics version: the stored trace was scored
};

struct ReportInput {
    const scenario::Scenario& scenario;
    const scoring::AttemptRecord& record;
    const scoring::ScoreModel& model;
    const scoring::Assessment& assessment;
    AttemptInfo info;
    std::vector<Picture> pictures;
};

// The one sentence that every page of ours carries.
inline constexpr const char* kDisclaimer =
    "CryoSono is educational. It is no medical device, and nothing here is advice for treating a patient.";

// The losses that the page numbers 1, 2, 3: the largest ones.
inline constexpr size_t kNumberedLosses = 3;

std::string report_json(const ReportInput& input);
std::string report_html(const ReportInput& input);
std::string events_ndjson(const std::vector<session::Event>& events);
std::string trace_csv(const measure::Trace& trace);

}  // namespace cryo::report
