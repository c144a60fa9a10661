#include <array>
#include <cmath>
#include <cstdint>

#include "engine/io/base64.h"
#include "engine/io/json.h"
#include "engine/station/protocol.h"

namespace cryo::station {

namespace {

using io::Json;

constexpr std::array<const char*, kVerbCount> kVerbs{"button", "message", "comment", "flinch", "cough",
                                                     "pause",  "resume",  "watch",   "unwatch"};
constexpr double kLongestAttemptS = 1e6;
constexpr double kFarthestMm = 1e4;
constexpr double kColdestDegc = -273.15;
constexpr double kHottestDegc = 200.0;
constexpr double kAnyMeasure = 1e9;
constexpr int kLargestPicturePx = 2048;

bool is_plain(const std::string& text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) return false;
    }
    return true;
}

// One object: each key is asked for once, and whatever is left over is a fault. The first fault stands.
class Fields {
  public:
    Fields(const Json& json, std::string& fault) : json_(json), fault_(fault) {
        if (!json.is_object()) fail("is not an object");
    }

    std::string text(const char* key, size_t limit) {
        const Json* found = find(key);
        if (found == nullptr) return "";
        if (!found->is_string()) return fail(std::string(key) + " is not a text"), "";
        std::string value = found->get<std::string>();
        if (value.size() > limit) return fail(std::string(key) + " is longer than " + std::to_string(limit)), "";
        if (!is_plain(value)) return fail(std::string(key) + " holds control characters"), "";
        return value;
    }
    double number(const char* key, double low, double high) {
        const Json* found = find(key);
        if (found == nullptr) return 0.0;
        const double value = found->is_number() ? found->get<double>() : std::nan("");
        if (!(value >= low && value <= high)) return fail(std::string(key) + " is no number in its range"), 0.0;
        return value;
    }
    int whole(const char* key, int low, int high) {
        const double value = number(key, low, high);
        if (value != std::floor(value)) fail(std::string(key) + " is no whole number");
        return static_cast<int>(value);
    }
    bool flag(const char* key) {
        const Json* found = find(key);
        if (found == nullptr) return false;
        if (!found->is_boolean()) return fail(std::string(key) + " is neither true nor false"), false;
        return found->get<bool>();
    }
    std::optional<double> number_or_null(const char* key, double low, double high) {
        const auto found = json_.find(key);
        if (found == json_.end() || !found->is_null()) return number(key, low, high);
        ++asked_;
        return std::nullopt;
    }
    // Calls `read` for each entry.
    template <class Read>
    void list(const char* key, size_t limit, Read&& read) {
        const Json* found = find(key);
        if (found == nullptr) return;
        if (!found->is_array() || found->size() > limit) return fail(std::string(key) + " is no list of that length");
        for (const Json& entry : *found) {
            if (!fault_.empty()) return;
            read(entry);
        }
    }
    // A key that may be left out.
    bool has(const char* key) const { return json_.is_object() && json_.contains(key); }
    void close() {
        if (fault_.empty() && json_.size() != asked_) fail("has a key that does not belong to it");
    }
    void fail(const std::string& why) {
        if (fault_.empty()) fault_ = why;
    }

  private:
    const Json* find(const char* key) {
        ++asked_;
        if (!json_.is_object()) return nullptr;
        const auto found = json_.find(key);
        if (found == json_.end()) return fail(std::string(key) + " is missing"), nullptr;
        return &*found;
    }

    const Json& json_;
    std::string& fault_;
    size_t asked_ = 0;
};

// A message of its kind, read by `read(kind, fields)`.
template <class Message, class Read>
Result<Message> read_message(std::string_view text, size_t limit_bytes, Read&& read) {
    const auto refuse = [](const std::string& why) { return Diagnostic{"message", 0, 0, why}; };
    if (text.size() > limit_bytes) return refuse("is longer than " + std::to_string(limit_bytes) + " bytes");
    const Result<Json> json = io::parse_json(std::string(text), "message");
    if (!json) return refuse("is not JSON");
    std::string fault;
    Fields fields(*json, fault);
    Message message;
    if (fault.empty() && fields.whole("v", 0, 1000) != kProtocolVersion && fault.empty())
        fields.fail("is of another version of the protocol; both sides need the same program");
    const std::string kind = fault.empty() ? fields.text("kind", kWordLimit) : "";
    if (fault.empty() && !read(kind, fields, message))
        fields.fail("is of a kind '" + kind + "' that is not taken here");
    fields.close();
    if (!fault.empty()) return refuse(fault);
    return message;
}

Hello read_hello_fields(Fields& fields) {
    Hello hello;
    const std::string role = fields.text("role", kWordLimit);
    if (role != "learner" && role != "instructor") fields.fail("role is neither learner nor instructor");
    hello.role = role == "instructor" ? Role::Instructor : Role::Learner;
    hello.secret = fields.text("secret", kSecretLimit);
    hello.learner = fields.text("learner", kPseudonymLimit);
    if (!is_pseudonym(hello.learner)) fields.fail("learner is no pseudonym (letters, digits, - _ .)");
    return hello;
}

CaseInfo read_case(Fields& fields) {
    CaseInfo info;
    info.scenario = fields.text("scenario", kWordLimit);
    info.title = fields.text("title", kSentenceLimit);
    info.mode = fields.text("mode", kWordLimit);
    fields.list("phases", kPhasesLimit, [&](const Json& entry) {
        std::string fault;
        Fields phase(entry, fault);
        info.phases.push_back(
            {phase.text("id", kWordLimit), phase.text("instruction", kSentenceLimit), phase.text("next", kWordLimit)});
        phase.close();
        if (!fault.empty()) fields.fail("a phase: " + fault);
    });
    fields.list("buttons", kButtonsLimit, [&](const Json& entry) {
        if (!entry.is_string() || entry.get_ref<const std::string&>().size() > kWordLimit ||
            !is_plain(entry.get_ref<const std::string&>()))
            return fields.fail("a button is no short text");
        info.buttons.push_back(entry.get<std::string>());
    });
    return info;
}

Measure read_measure(const Json& entry, Fields& around) {
    std::string fault;
    Fields fields(entry, fault);
    Measure m;
    m.code = fields.text("code", kWordLimit);
    m.name = fields.text("name", kWordLimit);
    m.unit = fields.text("unit", kWordLimit);
    m.value = fields.number("value", -kAnyMeasure, kAnyMeasure);
    m.good = fields.number("good", -kAnyMeasure, kAnyMeasure);
    m.bad = fields.number("bad", -kAnyMeasure, kAnyMeasure);
    fields.close();
    if (!fault.empty()) around.fail("a measure: " + fault);
    return m;
}

LiveState read_state(Fields& f) {
    LiveState s;
    s.screen = f.text("screen", kWordLimit);
    if (s.screen != "home" && s.screen != "briefing" && s.screen != "practice" && s.screen != "debrief")
        f.fail("screen is none of home, briefing, practice, debrief");
    s.phase = f.text("phase", kWordLimit);
    s.t_s = f.number("t_s", 0.0, kLongestAttemptS);
    s.phase_s = f.number("phase_s", 0.0, kLongestAttemptS);
    s.phase_limit_s = f.number("phase_limit_s", 0.0, kLongestAttemptS);
    s.paused = f.flag("paused");
    s.gas_on = f.flag("gas_on");
    s.frozen_in = f.flag("frozen_in");
    s.tip_seen = f.flag("tip_seen");
    s.question_open = f.flag("question_open");
    s.insert_mm = f.number("insert_mm", 0.0, kFarthestMm);
    s.tip_unseen_s = f.number("tip_unseen_s", 0.0, kLongestAttemptS);
    s.idle_s = f.number("idle_s", 0.0, kLongestAttemptS);
    s.tip_target_mm = f.number("tip_target_mm", -kFarthestMm, kFarthestMm);
    s.treated_mm = f.number("treated_mm", 0.0, kFarthestMm);
    s.required_mm = f.number("required_mm", 0.0, kFarthestMm);
    s.ice_mm = f.number("ice_mm", 0.0, kFarthestMm);
    s.tip_degc = f.number("tip_degc", kColdestDegc, kHottestDegc);
    s.skin_degc = f.number("skin_degc", kColdestDegc, kHottestDegc);
    s.gas_left_s = f.number("gas_left_s", 0.0, kLongestAttemptS);
    s.placement = f.whole("placement", 0, 100000);
    s.criticals = f.whole("criticals", 0, 100000);
    s.last_critical = f.text("last_critical", kSentenceLimit);
    s.score = f.number_or_null("score", 0.0, 100.0);
    f.list("measures", kMeasuresLimit, [&](const Json& entry) { s.measures.push_back(read_measure(entry, f)); });
    return s;
}

LiveEvent read_event(Fields& f) {
    LiveEvent event;
    event.t_s = f.number("t_s", 0.0, kLongestAttemptS);
    event.kind = f.text("event", kWordLimit);
    event.text = f.text("text", kSentenceLimit);
    event.critical = f.flag("critical");
    return event;
}

Picture read_picture(Fields& f) {
    Picture picture;
    picture.width_px = f.whole("width_px", 1, kLargestPicturePx);
    picture.height_px = f.whole("height_px", 1, kLargestPicturePx);
    const auto bytes = io::base64_bytes(f.text("jpeg", kLearnerLimitBytes));
    const bool is_jpeg = bytes && bytes->size() >= 4 && bytes->size() <= kPictureLimitBytes &&
                         bytes->starts_with("\xFF\xD8") && bytes->ends_with("\xFF\xD9");
    if (!is_jpeg) f.fail("jpeg is not a JPEG picture of allowed size");
    if (is_jpeg) picture.jpeg = *bytes;
    return picture;
}

Order read_order(Fields& f, bool from_page) {
    Order order;
    if (from_page && f.has("seat")) order.seat = f.whole("seat", 0, 1 << 30);
    const std::string verb = f.text("verb", kWordLimit);
    size_t index = 0;
    while (index < kVerbCount && verb != kVerbs[index]) ++index;
    if (index == kVerbCount)
        f.fail("verb '" + verb + "' is unknown");
    else
        order.verb = static_cast<Verb>(index);
    order.text = f.text("text", kSentenceLimit);
    return order;
}

}  // namespace

const char* verb_name(Verb verb) { return kVerbs[static_cast<size_t>(verb)]; }

Result<Hello> read_hello(std::string_view text) {
    return read_message<Hello>(text, kHelloLimitBytes, [](const std::string& kind, Fields& fields, Hello& hello) {
        if (kind != "hello") return false;
        hello = read_hello_fields(fields);
        return true;
    });
}

Result<LearnerMessage> read_learner_message(std::string_view text) {
    return read_message<LearnerMessage>(text, kLearnerLimitBytes,
                                        [](const std::string& kind, Fields& fields, LearnerMessage& message) {
                                            if (kind == "hello")
                                                message = read_hello_fields(fields);
                                            else if (kind == "case")
                                                message = read_case(fields);
                                            else if (kind == "state")
                                                message = read_state(fields);
                                            else if (kind == "event")
                                                message = read_event(fields);
                                            else if (kind == "picture")
                                                message = read_picture(fields);
                                            else
                                                return false;
                                            return true;
                                        });
}

Result<InstructorMessage> read_instructor_message(std::string_view text) {
    return read_message<InstructorMessage>(text, kOrderLimitBytes,
                                           [](const std::string& kind, Fields& fields, InstructorMessage& message) {
                                               if (kind == "hello")
                                                   message = read_hello_fields(fields);
                                               else if (kind == "order")
                                                   message = read_order(fields, true);
                                               else
                                                   return false;
                                               return true;
                                           });
}

Result<StationMessage> read_station_message(std::string_view text) {
    return read_message<StationMessage>(text, kOrderLimitBytes,
                                        [](const std::string& kind, Fields& fields, StationMessage& message) {
                                            if (kind == "welcome") {
                                                Welcome welcome;
                                                welcome.title = fields.text("title", kWordLimit);
                                                welcome.watchers = fields.whole("watchers", 0, 1000);
                                                message = welcome;
                                            } else if (kind == "refused") {
                                                message = Refused{fields.text("why", kSentenceLimit)};
                                            } else if (kind == "order") {
                                                message = read_order(fields, false);
                                            } else {
                                                return false;
                                            }
                                            return true;
                                        });
}

bool is_pseudonym(std::string_view text) {
    if (text.size() > kPseudonymLimit) return false;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && c != '-' && c != '_' && c != '.') return false;
    }
    return true;
}

bool same_secret(std::string_view a, std::string_view b) {
    if (a.size() != b.size() || a.empty()) return false;
    unsigned difference = 0;
    for (size_t i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
    return difference == 0;
}

}  // namespace cryo::station
