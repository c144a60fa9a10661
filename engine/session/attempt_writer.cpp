#include <stdexcept>

#include "engine/core/version.h"
#include "engine/io/base64.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/session/attempt_file.h"
#include "engine/session/line_writer.h"

namespace cryo::session {

namespace {

constexpr size_t kSamplesPerBlock = 60;  // a second

AttemptHeader header_of(const Session& session) {
    const anatomy::Patient& patient = session.patient();
    AttemptHeader header;
    header.scenario = session.scenario().id;
    // What the case would choose by itself is written too: the recording stands when the case's defaults change.
    header.seed = patient.seed;
    header.bmi = patient.bmi;
    header.sex = patient.sex;
    header.age_years = patient.age_years;
    header.side = patient.side;
    header.device = session.device() == nullptr ? "" : session.device()->id;
    header.learner = session.setup().learner;
    header.simulated_hand = session.setup().simulated_hand;
    header.physics_version = kPhysicsVersion;
    header.program_version = program_version();
    return header;
}

std::string trace_line(std::span<const measure::TraceSample> samples) {
    std::vector<float> values;
    values.reserve(samples.size() * measure::trace_columns().size());
    for (const measure::TraceSample& sample : samples)
        for (const measure::TraceColumn& column : measure::trace_columns()) values.push_back(sample.*column.member);
    return io::json_line(io::Json{{"rec", "trace"},
                                  {"t_s", static_cast<double>(samples.front().t_s)},
                                  {"samples", samples.size()},
                                  {"data", io::base64_from_floats(values)}});
}

}  // namespace

struct AttemptWriter::State {
    io::AppendLog log;
    std::optional<std::string> chain = std::nullopt;  // of the last line, where lines are chained
    size_t commands = 0;                              // written so far
    size_t events = 0;
    size_t samples = 0;
    size_t keyframes = 0;
    bool finished = false;

    void append(const std::string& line) { log.append(chain ? chained(line, *chain) : line); }
};

AttemptWriter::AttemptWriter(const std::filesystem::path& file, const Session& session,
                             const std::optional<InClass>& in_class)
    : file_(file) {
    // Two attempts in one file are none: what is there stays as it is.
    if (io::file_exists(file.string()))
        throw std::runtime_error(file.string() + " is already there; a recording needs a new file.");
    state_.reset(new State{.log = io::AppendLog(file.string())});
    AttemptHeader header = header_of(session);
    if (in_class) {
        header.seal = in_class->seal;
        state_->chain = in_class->start;
    }
    state_->append(header_line(header));
    update(session);
    flush();
}

AttemptWriter::~AttemptWriter() = default;

void AttemptWriter::update(const Session& session) {
    State& s = *state_;
    for (; s.commands < session.commands().size(); ++s.commands) s.append(command_line(session.commands()[s.commands]));
    for (; s.events < session.events().size(); ++s.events) s.append(event_line(session.events()[s.events]));
    const std::span<const measure::TraceSample> trace = session.trace();
    while (trace.size() - s.samples >= kSamplesPerBlock) {
        s.append(trace_line(trace.subspan(s.samples, kSamplesPerBlock)));
        s.samples += kSamplesPerBlock;
    }
    for (; s.keyframes < session.keyframes().size(); ++s.keyframes)
        s.append(keyframe_line(session.keyframes()[s.keyframes], false));
}

void AttemptWriter::flush() { state_->log.flush(); }

void AttemptWriter::finish(const Session& session) {
    State& s = *state_;
    if (s.finished) return;
    update(session);
    const std::span<const measure::TraceSample> trace = session.trace();
    if (trace.size() > s.samples) s.append(trace_line(trace.subspan(s.samples)));
    s.samples = trace.size();
    s.append(keyframe_line({session.tick(), session.state_hash()}, true));
    s.log.flush();
    s.finished = true;
}

}  // namespace cryo::session
