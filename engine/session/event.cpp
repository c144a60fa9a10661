#include "engine/session/event.h"

#include <array>

#include "engine/core/check.h"

namespace cryo::session {

namespace {

// In the order of EventKind.
constexpr std::array<const char*, kEventKindCount> kNames{"started",
                                                          "skin_puncture",
                                                          "tip_in_target",
                                                          "nerve_transfixed",
                                                          "artery_puncture",
                                                          "vein_puncture",
                                                          "pleura_puncture",
                                                          "bone_contact",
                                                          "gas_on",
                                                          "gas_off",
                                                          "gas_empty",
                                                          "thaw_complete",
                                                          "tear",
                                                          "skin_frost",
                                                          "stimulus_response",
                                                          "patient_spoke",
                                                          "pain",
                                                          "paraesthesia",
                                                          "vasovagal",
                                                          "recovered",
                                                          "injected",
                                                          "answered",
                                                          "decided",
                                                          "refused",
                                                          "phase_changed",
                                                          "handler_fired",
                                                          "message",
                                                          "question",
                                                          "score_deducted",
                                                          "critical_declared",
                                                          "step_done",
                                                          "comment",
                                                          "patient_moved",
                                                          "device_fault",
                                                          "transducer_changed",
                                                          "pause",
                                                          "instructed",
                                                          "finished"};

}  // namespace

const char* event_name(EventKind kind) {
    const auto index = static_cast<size_t>(kind);
    CRYO_CHECK_OP(index, <, kNames.size());
    return kNames[index];
}

std::optional<EventKind> event_from_name(std::string_view name) {
    for (size_t i = 0; i < kNames.size(); ++i)
        if (name == kNames[i]) return static_cast<EventKind>(i);
    return std::nullopt;
}

}  // namespace cryo::session
