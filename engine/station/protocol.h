// What an instructor's station, its page and the learners' trainers say to each other: one JSON object per WebSocket
// message, "v" first. Everything that arrives is checked here, on every side: kinds, keys, types, ranges, lengths. A
// message with anything else in it is refused whole, with one sentence. Nobody is named but by a pseudonym.
//
//   learner  -> station     hello case state event picture
//   station  -> learner     welcome refused order
//   page     -> station     hello order
//   station  -> page        welcome refused roster, and the learner's messages with the number of their seat
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/result.h"

namespace cryo::station {

inline constexpr int kProtocolVersion = 1;
inline constexpr int kDefaultPort = 18950;

// Bytes of one message, before anything in it is looked at.
inline constexpr size_t kHelloLimitBytes = 512;  // of whoever has not been let in yet
inline constexpr size_t kOrderLimitBytes = 2048;
inline constexpr size_t kLearnerLimitBytes = size_t{192} << 10;
inline constexpr size_t kPictureLimitBytes = size_t{128} << 10;  // of one JPEG

// Characters, list entries.
inline constexpr size_t kSecretLimit = 64;
inline constexpr size_t kPseudonymLimit = 32;
inline constexpr size_t kWordLimit = 64;
inline constexpr size_t kSentenceLimit = 240;
inline constexpr size_t kPhasesLimit = 48;
inline constexpr size_t kButtonsLimit = 24;
inline constexpr size_t kMeasuresLimit = 24;

enum class Role { Learner, Instructor };

// The first message of whoever dials in. `secret` is the class code of a learner, the token of an instructor.
struct Hello {
    Role role = Role::Learner;
    std::string secret;
    std::string learner;  // pseudonym, "" = none given
};

struct Welcome {
    std::string title;  // of the class
    int watchers = 0;   // instructors who look on
};
struct Refused {
    std::string why;
};

// ---- what a learner's trainer shows --------------------------------------------------------------------------------

struct CasePhase {
    std::string id;
    std::string instruction;
    std::string next;
};
// The case that was opened, and the tree of its lesson; a case without a lesson has the phases every attempt has.
struct CaseInfo {
    std::string scenario;
    std::string title;
    std::string mode;                  // "learn", "practice", "check", "exam", "robot"
    std::vector<CasePhase> phases;     // in the order of the file
    std::vector<std::string> buttons;  // that the lesson listens to
};

struct Measure {
    std::string code;  // "V6"
    std::string name;
    std::string unit;
    double value = 0.0;
    double good = 0.0;
    double bad = 0.0;
};

struct LiveState {
    std::string screen;  // "home", "briefing", "practice", "debrief"
    std::string phase;   // of the lesson, else of the attempt
    double t_s = 0.0;    // simulated
    double phase_s = 0.0;
    double phase_limit_s = 0.0;  // 0 = none
    bool paused = false;
    bool gas_on = false;
    bool frozen_in = false;
    bool tip_seen = false;
    bool question_open = false;
    double insert_mm = 0.0;
    double tip_unseen_s = 0.0;  // while the needle is in
    double idle_s = 0.0;        // since the learner last did something
    double tip_target_mm = 0.0;
    double treated_mm = 0.0;
    double required_mm = 0.0;
    double ice_mm = 0.0;  // visible edge, radius
    double tip_degc = 0.0;
    double skin_degc = 0.0;
    double gas_left_s = 0.0;
    int placement = 0;
    int criticals = 0;            // structures hurt so far
    std::string last_critical;    // the latest of them, in a sentence
    std::optional<double> score;  // of the attempt that has ended
    std::vector<Measure> measures;
};

struct LiveEvent {
    double t_s = 0.0;
    std::string kind;  // session::event_name
    std::string text;
    bool critical = false;
};

struct Picture {
    int width_px = 0;
    int height_px = 0;
    std::string jpeg;  // bytes
};

using LearnerMessage = std::variant<Hello, CaseInfo, LiveState, LiveEvent, Picture>;

// ---- what an instructor asks for -----------------------------------------------------------------------------------

// What the station has a trainer do. The first five go into the attempt as its `instructor` commands.
enum class Verb { Button, Message, Comment, Flinch, Cough, Pause, Resume, Watch, Unwatch };
inline constexpr size_t kVerbCount = 9;
const char* verb_name(Verb verb);

struct Order {
    Verb verb = Verb::Message;
    std::string text;  // of a button, a message, a comment
    int seat = 0;      // of the page: whom it is for, 0 = everyone; of no meaning to a trainer
};

using InstructorMessage = std::variant<Hello, Order>;

// What a trainer may be told.
using StationMessage = std::variant<Welcome, Refused, Order>;

// ---- reading and writing -------------------------------------------------------------------------------------------

Result<LearnerMessage> read_learner_message(std::string_view text);
Result<InstructorMessage> read_instructor_message(std::string_view text);
Result<StationMessage> read_station_message(std::string_view text);
Result<Hello> read_hello(std::string_view text);  // of either role, from whoever is not in yet

std::string to_text(const Hello& hello);
std::string to_text(const Welcome& welcome);
std::string to_text(const Refused& refused);
std::string to_text(const Order& order);
// `seat` > 0 adds whose it is, for the page.
std::string to_text(const CaseInfo& info, int seat = 0);
std::string to_text(const LiveState& state, int seat = 0);
std::string to_text(const LiveEvent& event, int seat = 0);
std::string to_text(const Picture& picture, int seat = 0);

// One learner on the wall.
struct Seat {
    int seat = 0;
    std::string learner;
    bool connected = true;
    bool paused = false;
    double urgency = 0.0;  // attention.h
    std::string reason;
};
std::string to_text(const std::vector<Seat>& roster);  // kind "roster", most urgent first as given

// Letters, digits, '-', '_' and '.', at most kPseudonymLimit of them; "" is allowed and says nothing.
bool is_pseudonym(std::string_view text);

// Cuts to a limit of bytes without cutting a character, and takes control characters out: for texts of our own making.
std::string fitted(std::string_view text, size_t limit);

// In constant time for secrets of the same length.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace cryo::station
