// What happened, as the session saw it: the log of an attempt. Times are simulated seconds from the start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/geometry.h"

namespace cryo::session {

enum class EventKind : uint8_t {
    Started,
    SkinPuncture,
    TipInTarget,
    NerveTransfixed,
    ArteryPuncture,
    VeinPuncture,
    PleuraPuncture,
    BoneContact,
    GasOn,
    GasOff,
    GasEmpty,
    ThawComplete,
    Tear,
    SkinFrost,
    StimulusResponse,
    PatientSpoke,
    Pain,          // the value is how the patient rates it, 0..10
    Paraesthesia,  // the needle touches a nerve that feels; of a motor nerve a twitch
    Vasovagal,     // the value is the heart rate
    Recovered,     // likewise
    Injected,      // the value is the volume in ml, the structure the vessel or nerve it went into
    Answered,
    Decided,
    Refused,
    PhaseChanged,  // of a lesson
    HandlerFired,  // likewise, with its cause
    Message,       // shown to the learner; the structure is its severity
    Question,
    ScoreDeducted,     // by the lesson; the value is the points
    CriticalDeclared,  // likewise
    StepDone,
    Comment,  // for the debrief, by the lesson or the instructor
    PatientMoved,
    DeviceFault,
    TransducerChanged,  // the structure is the id of the one taken
    Pause,
    Instructed,
    Finished
};
inline constexpr size_t kEventKindCount = static_cast<size_t>(EventKind::Finished) + 1;

struct Event {
    double t_s = 0.0;
    EventKind kind = EventKind::Started;
    std::string structure;  // id of the nerve, vessel or bone concerned, or ""
    double value = 0.0;     // what `text` says in numbers (mm, V, degC), 0 where nothing is
    Vec3 place_m{0.0};      // world
    std::string text;       // one plain sentence
};

const char* event_name(EventKind kind);  // "gas_on", ...: as events.ndjson says it
std::optional<EventKind> event_from_name(std::string_view name);

}  // namespace cryo::session
