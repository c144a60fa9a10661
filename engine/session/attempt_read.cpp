#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/io/base64.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/io/number_text.h"
#include "engine/session/attempt_file.h"
#include "engine/session/command_table.h"
#include "engine/session/line_reader.h"
#include "engine/session/line_writer.h"

namespace cryo::session {

namespace {

using io::Json;

constexpr double kLongestAttemptS = 4.0 * 3600.0;  // an attempt is minutes; a slip of the pen must not run for days
constexpr double kBmiLow = 17.0;
constexpr double kBmiHigh = 45.0;
constexpr double kAgeLow = 18.0;
constexpr double kAgeHigh = 100.0;

const std::vector<std::string> kVerbs{"transducer", "cryoprobe", "knob",   "gas",        "stim",
                                      "inject",     "answer",    "decide", "instructor", "finish"};
const std::vector<std::string> kRecords{"trace", "event", "keyframe", "end"};

// ---- the header ----------------------------------------------------------------------------------------------------

void read_seed(const LineReader& line, std::optional<uint64_t>& seed) {
    const Json* written = line.find("seed");
    if (written == nullptr) return;
    if (written->is_number_unsigned()) {
        seed = written->get<uint64_t>();
    } else {
        line.fault("'seed' must be a whole number, 0 or more", "seed");
    }
}

void read_patient(const LineReader& line, AttemptHeader& header) {
    line.allow_only({"bmi", "sex", "age_years", "side", "seed"});
    if (line.find("bmi") != nullptr) header.bmi = line.number_in("bmi", kBmiLow, kBmiHigh, "");
    if (line.find("age_years") != nullptr) header.age_years = line.number_in("age_years", kAgeLow, kAgeHigh, "");
    if (line.find("sex") != nullptr) {
        if (const auto sex = line.word("sex", {"female", "male"}))
            header.sex = *sex == "female" ? anatomy::Sex::Female : anatomy::Sex::Male;
    }
    if (line.find("side") != nullptr) {
        if (const auto side = line.word("side", {"left", "right"}))
            header.side = *side == "left" ? anatomy::Side::Left : anatomy::Side::Right;
    }
    read_seed(line, header.seed);
}

void read_seal(const LineReader& line, ClassSeal& seal) {
    line.allow_only({"pack", "station", "mode", "input", "started_s", "held"});
    seal.pack = line.text("pack").value_or("");
    if (seal.pack.size() != 64 || seal.pack.find_first_not_of("0123456789abcdef") != std::string::npos)
        line.fault("'pack' must be the 64 hexadecimal digits of a pack's hash", "pack");
    seal.station = static_cast<int>(line.number_in("station", 1.0, kMostStations, "").value_or(1.0));
    seal.mode = line.word("mode", {"learn", "practice", "check", "exam"}).value_or("");
    seal.input = line.text("input").value_or("");
    if (line.find("held") != nullptr) seal.held = line.text("held").value_or("");
    if (line.find("started_s") != nullptr)
        seal.started_s = static_cast<int64_t>(line.number_in("started_s", 0.0, 1e11, " s").value_or(0.0));
}

void read_header(const LineReader& line, AttemptHeader& header, std::vector<std::string>& columns) {
    line.allow_only({"schema", "kind", "scenario", "seed", "patient", "device", "learner", "simulated_hand",
                     "physics_version", "program_version", "trace_columns", "class", "comment"});
    // A person may leave out what goes without saying.
    if (line.find("schema") != nullptr) line.number_in("schema", kAttemptSchema, kAttemptSchema, "");
    if (line.find("kind") != nullptr) line.word("kind", {"attempt"});
    header.scenario = line.text("scenario").value_or("");
    read_seed(line, header.seed);
    if (const Json* patient = line.find("patient")) {
        if (patient->is_object()) {
            read_patient(line.inside(*patient), header);
        } else {
            line.fault("'patient' must be an object in braces, such as {\"bmi\": 23}", "patient");
        }
    }
    if (line.find("device") != nullptr) header.device = line.text("device").value_or("");
    if (line.find("learner") != nullptr) header.learner = line.text("learner").value_or("");
    if (line.find("simulated_hand") != nullptr) header.simulated_hand = line.on_off("simulated_hand").value_or(true);
    if (line.find("physics_version") != nullptr)
        header.physics_version = static_cast<int>(line.number_in("physics_version", 0.0, 1e6, "").value_or(0.0));
    if (line.find("program_version") != nullptr) header.program_version = line.text("program_version").value_or("");
    if (const Json* seal = line.find("class")) {
        if (seal->is_object()) {
            read_seal(line.inside(*seal), header.seal);
        } else {
            line.fault("'class' must be an object in braces", "class");
        }
    }
    if (const Json* names = line.find("trace_columns")) {
        const bool good = names->is_array() &&
                          std::all_of(names->begin(), names->end(), [](const Json& name) { return name.is_string(); });
        if (good) {
            columns = names->get<std::vector<std::string>>();
        } else {
            line.fault("'trace_columns' must be a list of names", "trace_columns");
        }
    }
}

// ---- commands ------------------------------------------------------------------------------------------------------

const std::vector<std::string> kCommandKeys{"t_s", "do", "comment"};

template <class T>
void read_pose(const LineReader& line, std::span<const PoseKey<T>> keys, std::vector<Command>& commands) {
    std::vector<std::string> known = kCommandKeys;
    for (const PoseKey<T>& key : keys) known.emplace_back(key.unit.key);
    bool any = !line.allow_only(known);  // a misspelt key did mean to move something
    T move;
    for (const PoseKey<T>& key : keys) {
        if (line.find(key.unit.key) == nullptr) continue;
        any = true;
        if (const auto value = line.number(key.unit.key)) move.*key.member = key.unit.from_file(*value);
    }
    if (!any) line.fault("nothing is said to move; keys are such as '" + std::string(keys[0].unit.key) + "'");
    commands.emplace_back(move);
}

// {"do":"knob","gain_db":6}, several keys at once, or {"do":"knob","name":"gain_db","value":6}.
void read_knob(const LineReader& line, std::vector<Command>& commands) {
    std::vector<std::string> names;
    for (const KnobKey& key : knob_keys()) names.emplace_back(key.unit.key);
    const auto set = [&](const KnobKey& key, const std::string& where) {
        const Json& value = *line.find(where);
        const bool is_bool = key.is_switch && value.is_boolean();
        if (!is_bool && !value.is_number()) {
            line.fault("'" + where + "' must be " + (key.is_switch ? "true or false" : "a number"), where);
            return;
        }
        const double in_file = is_bool ? (value.get<bool>() ? 1.0 : 0.0) : value.get<double>();
        commands.emplace_back(SetKnob{key.knob, key.unit.from_file(in_file)});
    };
    if (line.find("name") != nullptr) {
        line.allow_only({"t_s", "do", "comment", "name", "value"});
        const auto name = line.word("name", names);
        if (line.require("value") == nullptr || !name) return;
        for (const KnobKey& key : knob_keys())
            if (*name == key.unit.key) set(key, "value");
        return;
    }
    std::vector<std::string> known = kCommandKeys;
    known.insert(known.end(), names.begin(), names.end());
    bool any = !line.allow_only(known);  // a misspelt key did mean to set something
    for (const auto& [name, unused] : line.value().items())
        for (const KnobKey& key : knob_keys()) {
            if (name != key.unit.key) continue;
            any = true;
            set(key, name);
        }
    if (!any) line.fault("no knob is named; knobs are such as 'gain_db'");
}

void read_command(const LineReader& line, const std::string& verb, std::vector<Command>& commands) {
    const auto allow = [&](std::vector<std::string> more) {
        more.insert(more.end(), kCommandKeys.begin(), kCommandKeys.end());
        line.allow_only(more);
    };
    if (verb == "transducer") return read_pose(line, transducer_keys(), commands);
    if (verb == "cryoprobe") return read_pose(line, cryoprobe_keys(), commands);
    if (verb == "knob") return read_knob(line, commands);
    if (verb == "gas") {
        allow({"on"});
        if (const auto on = line.on_off("on")) commands.emplace_back(Gas{*on});
    } else if (verb == "stim") {
        allow({"mode", "amplitude_v"});
        const auto mode = line.word("mode", {"off", "sensory", "motor"});
        const bool off = mode && *mode == "off";
        const auto volts = off && line.find("amplitude_v") == nullptr ? std::optional(0.0) : line.number("amplitude_v");
        if (mode && volts) commands.emplace_back(Stimulate{*stim_mode_from(*mode), *volts});
    } else if (verb == "inject") {
        allow({"volume_ml"});
        if (const auto ml = line.number("volume_ml")) commands.emplace_back(Inject{volume_key().from_file(*ml)});
    } else if (verb == "answer") {
        allow({"question", "choice"});
        const auto question = line.text("question");
        const auto choice = line.text("choice");
        if (question && choice) commands.emplace_back(Answer{*question, *choice});
    } else if (verb == "decide") {
        allow({"decision", "reason"});
        const auto names = decisions();
        const auto decision = line.word("decision", {names.begin(), names.end()});
        const auto reason = line.find("reason") == nullptr ? std::optional<std::string>("") : line.text("reason");
        if (decision && reason) commands.emplace_back(Decide{*decision, *reason});
    } else if (verb == "instructor") {
        allow({"what", "text"});
        const auto names = instructions();
        const auto what = line.word("what", {names.begin(), names.end()});
        const auto text = line.find("text") == nullptr ? std::optional<std::string>("") : line.text("text");
        if (what && text) commands.emplace_back(Instruct{*what, *text});
    } else {
        allow({});
        commands.emplace_back(Finish{});
    }
}

// ---- recorded lines ------------------------------------------------------------------------------------------------

// Rows of floats in the file's columns, by name into ours: an older recording may lack some or hold others.
void read_trace(const LineReader& line, const std::vector<std::string>& columns, measure::Trace& trace) {
    line.allow_only({"rec", "t_s", "samples", "data"});
    const auto samples = line.number_in("samples", 1.0, 1e6, "");
    const auto data = line.text("data");
    if (!samples || !data) return;
    const auto floats = io::floats_from_base64(*data);
    const size_t rows = static_cast<size_t>(*samples);
    if (!floats || columns.empty() || floats->size() != rows * columns.size()) {
        line.fault("the trace block does not hold " + std::to_string(rows) + " samples of the " +
                       std::to_string(columns.size()) + " columns that the first line names",
                   "data");
        return;
    }
    std::vector<float measure::TraceSample::*> members;
    for (const std::string& name : columns) {
        const auto known = measure::trace_columns();
        const auto found =
            std::find_if(known.begin(), known.end(), [&](const measure::TraceColumn& c) { return name == c.name; });
        members.push_back(found == known.end() ? nullptr : found->member);
    }
    for (size_t row = 0; row < rows; ++row) {
        measure::TraceSample sample;
        sample.gray_frac = -1.0F;  // where the recording has none
        for (size_t c = 0; c < members.size(); ++c)
            if (members[c] != nullptr) sample.*members[c] = (*floats)[row * columns.size() + c];
        trace.push_back(sample);
    }
}

void read_event(const LineReader& line, std::vector<Event>& events) {
    line.allow_only({"rec", "t_s", "kind", "structure", "value", "place_mm", "text"});
    Event event;
    const auto t_s = line.number_in("t_s", 0.0, kLongestAttemptS, " s");
    const auto name = line.text("kind");
    event.text = line.text("text").value_or("");
    if (!t_s || !name) return;
    const auto kind = event_from_name(*name);
    if (!kind) return line.fault("there is no event '" + *name + "'", "kind");
    event.t_s = *t_s;
    event.kind = *kind;
    if (line.find("structure") != nullptr) event.structure = line.text("structure").value_or("");
    if (line.find("value") != nullptr) event.value = line.number("value").value_or(0.0);
    if (const Json* place = line.find("place_mm")) {
        if (place->is_array() && place->size() == 3 &&
            std::all_of(place->begin(), place->end(), [](const Json& x) { return x.is_number(); })) {
            event.place_m =
                1e-3 * Vec3((*place)[0].get<double>(), (*place)[1].get<double>(), (*place)[2].get<double>());
        } else {
            line.fault("'place_mm' must be three numbers", "place_mm");
        }
    }
    events.push_back(event);
}

std::optional<Keyframe> read_keyframe(const LineReader& line) {
    line.allow_only({"rec", "t_s", "hash"});
    const auto t_s = line.number_in("t_s", 0.0, kLongestAttemptS, " s");
    const auto text = line.text("hash");
    if (!t_s || !text) return std::nullopt;
    Keyframe keyframe{.tick = tick_from_file(*t_s)};
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), keyframe.hash, 16);
    if (error != std::errc() || end != text->data() + text->size() || text->size() != 16) {
        line.fault("'hash' must be 16 hexadecimal digits", "hash");
        return std::nullopt;
    }
    return keyframe;
}

// ---- the file ------------------------------------------------------------------------------------------------------

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (size_t begin = 0; begin < text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

void read_line(const LineReader& line, const std::vector<std::string>& columns, int64_t& last_tick, Attempt& attempt) {
    if (line.find("rec") != nullptr) {
        const auto record = line.word("rec", kRecords);
        if (!record) return;
        if (*record == "trace") return read_trace(line, columns, attempt.trace);
        if (*record == "event") return read_event(line, attempt.events);
        const auto keyframe = read_keyframe(line);
        if (!keyframe) return;
        if (*record == "end") {
            attempt.end = keyframe;
        } else {
            attempt.keyframes.push_back(*keyframe);
        }
        return;
    }
    const auto t_s = line.number_in("t_s", 0.0, kLongestAttemptS, " s");
    const auto verb = line.word("do", kVerbs);
    if (!verb) return;
    std::vector<Command> commands;
    read_command(line, *verb, commands);
    if (!t_s) return;
    const int64_t tick = tick_from_file(*t_s);
    if (tick < last_tick)
        line.fault("'t_s' is " + io::rounded_text(*t_s, 8) + ", earlier than the command before it (" +
                       io::rounded_text(seconds_in_file(last_tick), 8) + ")",
                   "t_s");
    last_tick = std::max(last_tick, tick);
    for (const Command& command : commands) attempt.commands.push_back({tick, as_recorded(command)});
}

void judge_completeness(Attempt& attempt, int cut_line) {
    attempt.authored = attempt.header.physics_version == 0;
    if (attempt.authored || (attempt.end && cut_line == 0)) return;
    attempt.truncated = true;
    const double t_s = seconds_in_file(attempt.last_tick());
    attempt.note = "The recording stops at " + io::rounded_text(t_s, 6) +
                   " s without its closing line: the program was ended while it was being written.";
}

}  // namespace

int64_t Attempt::last_tick() const {
    if (end) return end->tick;
    int64_t last = commands.empty() ? 0 : commands.back().tick;
    if (!trace.empty()) last = std::max(last, tick_from_file(static_cast<double>(trace.back().t_s)));
    if (!keyframes.empty()) last = std::max(last, keyframes.back().tick);
    return last;
}

Result<Attempt> parse_attempt(std::string_view text, const std::string& file) {
    const io::JsonLines parsed = io::parse_json_lines(std::string(text), file);
    const std::vector<std::string_view> lines = lines_of(text);
    Attempt attempt;
    attempt.file = file;
    Diagnostics faults = parsed.faults;
    if (parsed.lines.empty()) {
        if (faults.empty()) faults.push_back({file, 1, 1, "the file holds no attempt: its first line is missing"});
        return faults;
    }
    std::vector<std::string> columns;
    int64_t last_tick = 0;
    for (size_t i = 0; i < parsed.lines.size(); ++i) {
        const io::JsonLine& json = parsed.lines[i];
        const LineReader line(json.value, lines[static_cast<size_t>(json.line) - 1], file, json.line, faults);
        if (i == 0) {
            read_header(line, attempt.header, columns);
        } else {
            read_line(line, columns, last_tick, attempt);
        }
    }
    // By hand, a last line that cannot be read is a slip like any other.
    if (parsed.cut_line > 0 && attempt.header.physics_version == 0)
        faults.push_back({file, parsed.cut_line, 1, "the last line is not a whole object in braces"});
    if (!faults.empty()) {
        std::stable_sort(faults.begin(), faults.end(),
                         [](const Diagnostic& a, const Diagnostic& b) { return a.line < b.line; });
        return faults;
    }
    judge_completeness(attempt, parsed.cut_line);
    return attempt;
}

Result<Attempt> read_attempt(const std::filesystem::path& file) {
    const Result<std::string> text = io::read_text(file.string());
    if (!text) return text.faults();
    return parse_attempt(text.value(), file.string());
}

Result<Setup> setup_from(const Attempt& attempt, const scenario::Scenario& scenario) {
    const AttemptHeader& header = attempt.header;
    Setup setup;
    setup.seed = header.seed;
    setup.bmi = header.bmi;
    setup.sex = header.sex;
    setup.age_years = header.age_years;
    setup.side = header.side;
    setup.learner = header.learner;
    setup.simulated_hand = header.simulated_hand;
    if (header.device.empty()) return setup;
    std::vector<std::string> ids;
    for (size_t i = 0; i < scenario.devices.size(); ++i) {
        ids.push_back(scenario.devices[i].id);
        if (ids.back() != header.device) continue;
        setup.device = static_cast<int>(i);
        return setup;
    }
    const std::string near = nearest_word(header.device, ids);
    return Diagnostic{attempt.file, 1, 0,
                      "the case '" + scenario.id + "' has no device '" + header.device + "'" +
                          (near.empty() ? "" : "; did you mean '" + near + "'?")};
}

}  // namespace cryo::session
