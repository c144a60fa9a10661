#include "engine/session/command_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/io/number_text.h"
#include "engine/session/attempt_file.h"
#include "engine/session/overload.h"
#include "engine/ultrasound/imaging.h"

namespace cryo::session {

namespace {

constexpr double kMm = 1e-3;
constexpr double kDeg = kPi / 180.0;
constexpr double kMl = 1e-6;

constexpr double kRotateDeg = deg_from_rad(instruments::kRotateLimitRad);
constexpr double kTiltDeg = deg_from_rad(instruments::kTiltLimitRad);
constexpr double kRockDeg = deg_from_rad(instruments::kRockLimitRad);
constexpr double kYawDeg = 180.0;
constexpr double kPitchLowDeg = deg_from_rad(instruments::kPitchLowRad);
constexpr double kPitchHighDeg = deg_from_rad(instruments::kPitchHighRad);
constexpr double kLongestShaftMm = 200.0;  // each device has its own, which the session asks

constexpr double kSlideMm = mm_from_m(instruments::kSlideLimitM);
constexpr double kAcrossMm = mm_from_m(instruments::kAcrossLimitM);
constexpr double kEntryMm = mm_from_m(instruments::kEntryLimitM);

constexpr std::array<PoseKey<MoveTransducer>, 6> kTransducer{{
    {{"slide_mm", "mm", kMm, -kSlideMm, kSlideMm}, &MoveTransducer::slide_m},
    {{"across_mm", "mm", kMm, -kAcrossMm, kAcrossMm}, &MoveTransducer::across_m},
    {{"rotate_deg", "deg", kDeg, -kRotateDeg, kRotateDeg}, &MoveTransducer::rotate_rad},
    {{"tilt_deg", "deg", kDeg, -kTiltDeg, kTiltDeg}, &MoveTransducer::tilt_rad},
    {{"rock_deg", "deg", kDeg, -kRockDeg, kRockDeg}, &MoveTransducer::rock_rad},
    {{"press_frac", "", 1.0, 0.0, 1.0}, &MoveTransducer::press_frac},
}};

constexpr std::array<PoseKey<MoveCryoprobe>, 5> kCryoprobe{{
    {{"entry_x_mm", "mm", kMm, -kEntryMm, kEntryMm}, &MoveCryoprobe::entry_x_m},
    {{"entry_y_mm", "mm", kMm, -kEntryMm, kEntryMm}, &MoveCryoprobe::entry_y_m},
    {{"needle_yaw_deg", "deg", kDeg, -kYawDeg, kYawDeg}, &MoveCryoprobe::yaw_rad},
    {{"needle_pitch_deg", "deg", kDeg, kPitchLowDeg, kPitchHighDeg}, &MoveCryoprobe::pitch_rad},
    {{"insert_mm", "mm", kMm, 0.0, kLongestShaftMm}, &MoveCryoprobe::insert_m},
}};

using ultrasound::kDepthRangeM;
using ultrasound::kDynamicRangeRangeDb;
using ultrasound::kFocusRangeM;
using ultrasound::kFrequencyRangeHz;
using ultrasound::kGainRangeDb;
using ultrasound::kTgcRangeDb;

namespace us = ultrasound;

constexpr KnobKey tgc(const char* key, Knob knob) {
    return {{key, "dB", 1.0, kTgcRangeDb.low, kTgcRangeDb.high}, knob, false};
}

constexpr KnobKey whole(const char* key, double low, double high, Knob knob) {
    return {{key, "", 1.0, low, high}, knob, false, true};
}
constexpr KnobKey box(const char* key, const ultrasound::Range& range_m, Knob knob) {
    return {{key, "mm", kMm, mm_from_m(range_m.low), mm_from_m(range_m.high)}, knob, false};
}

constexpr std::array<KnobKey, 35> kKnobs{{
    {{"depth_mm", "mm", kMm, mm_from_m(kDepthRangeM.low), mm_from_m(kDepthRangeM.high)}, Knob::DepthM, false},
    {{"focus_mm", "mm", kMm, mm_from_m(kFocusRangeM.low), mm_from_m(kFocusRangeM.high)}, Knob::FocusM, false},
    {{"freq_mhz", "MHz", 1e6, mhz_from_hz(kFrequencyRangeHz.low), mhz_from_hz(kFrequencyRangeHz.high)},
     Knob::FrequencyHz,
     false},
    {{"gain_db", "dB", 1.0, kGainRangeDb.low, kGainRangeDb.high}, Knob::GainDb, false},
    {{"dynamic_range_db", "dB", 1.0, kDynamicRangeRangeDb.low, kDynamicRangeRangeDb.high}, Knob::DynamicRangeDb, false},
    {{"freeze_image", "", 1.0, 0.0, 1.0}, Knob::FreezeImage, true},
    tgc("tgc0_db", Knob::Tgc0),
    tgc("tgc1_db", Knob::Tgc1),
    tgc("tgc2_db", Knob::Tgc2),
    tgc("tgc3_db", Knob::Tgc3),
    tgc("tgc4_db", Knob::Tgc4),
    tgc("tgc5_db", Knob::Tgc5),
    tgc("tgc6_db", Knob::Tgc6),
    tgc("tgc7_db", Knob::Tgc7),
    {{"time_scale", "", 1.0, 1.0, 16.0}, Knob::TimeScale, false},
    {{"see_through", "", 1.0, 0.0, 1.0}, Knob::SeeThrough, true},
    {{"labels", "", 1.0, 0.0, 1.0}, Knob::Labels, true},
    whole("preset", 0.0, us::kPresetCount - 1.0, Knob::Preset),
    {{"auto_gain", "", 1.0, 0.0, 1.0}, Knob::AutoGain, true},
    whole("gray_map", 0.0, us::kGrayMapCount - 1.0, Knob::GrayMap),
    {{"persistence", "", 1.0, us::kPersistenceRange.low, us::kPersistenceRange.high}, Knob::Persistence, false},
    {{"compounding", "", 1.0, 0.0, 1.0}, Knob::Compounding, true},
    {{"needle_enhancement", "", 1.0, 0.0, 1.0}, Knob::NeedleEnhancement, true},
    {{"needle_steer_deg", "deg", kDeg, deg_from_rad(us::kNeedleSteerRangeRad.low),
      deg_from_rad(us::kNeedleSteerRangeRad.high)},
     Knob::NeedleSteerRad,
     false},
    {{"invert_image", "", 1.0, 0.0, 1.0}, Knob::InvertImage, true},
    whole("doppler_mode", 0.0, 2.0, Knob::DopplerMode),
    {{"doppler_gain_db", "dB", 1.0, us::kDopplerGainRangeDb.low, us::kDopplerGainRangeDb.high},
     Knob::DopplerGainDb,
     false},
    {{"doppler_scale_cm_per_s", "cm/s", 0.01, 100.0 * us::kDopplerScaleRangeMPerS.low,
      100.0 * us::kDopplerScaleRangeMPerS.high},
     Knob::DopplerScaleMPerS,
     false},
    whole("wall_filter", 0.0, 2.0, Knob::WallFilter),
    {{"doppler_steer_deg", "deg", kDeg, deg_from_rad(us::kDopplerSteerRangeRad.low),
      deg_from_rad(us::kDopplerSteerRangeRad.high)},
     Knob::DopplerSteerRad,
     false},
    box("box_lateral_mm", us::kBoxLateralRangeM, Knob::BoxLateralM),
    box("box_depth_mm", us::kBoxDepthRangeM, Knob::BoxDepthM),
    box("box_width_mm", us::kBoxWidthRangeM, Knob::BoxWidthM),
    box("box_height_mm", us::kBoxHeightRangeM, Knob::BoxHeightM),
    whole("transducer", 0.0, scenario::kMostOtherTransducers, Knob::Transducer),
}};

constexpr KeyUnit kAmplitude{"amplitude_v", "V", 1.0, 0.0, 10.0};
constexpr KeyUnit kVolume{"volume_ml", "ml", kMl, 0.0, 20.0};
constexpr std::array<const char*, 3> kDecisions{"treat", "do_not_treat", "change_device"};
constexpr std::array<std::string_view, 5> kInstructions{"button", "message", "comment", "flinch", "cough"};
constexpr std::array<const char*, 3> kStimModes{"off", "sensory", "motor"};

template <class T>
std::optional<std::string> pose_refusal(const T& move, std::span<const PoseKey<T>> keys) {
    for (const PoseKey<T>& key : keys)
        if ((move.*key.member).has_value() && !key.unit.contains(*(move.*key.member)))
            return key.unit.refusal(*(move.*key.member));
    return std::nullopt;
}

std::optional<std::string> text_refusal(const char* what, const std::string& text) {
    if (text.size() <= kTextLimit) return std::nullopt;
    return std::string(what) + " is longer than " + std::to_string(kTextLimit) + " characters";
}

std::optional<std::string> knob_refusal(const SetKnob& set) {
    const KnobKey& key = knob_key(set.knob);
    if (!key.unit.contains(set.value)) return key.unit.refusal(set.value);
    if (key.is_switch && set.value != 0.0 && set.value != 1.0)
        return std::string(key.unit.key) + " is " + io::rounded_text(set.value, 6) + "; allowed are 0 and 1";
    if (key.is_whole && set.value != std::round(set.value))
        return std::string(key.unit.key) + " is " + io::rounded_text(set.value, 6) + "; allowed are whole numbers";
    if (set.knob == Knob::TimeScale && set.value != 1.0 && set.value != 4.0 && set.value != 16.0)
        return "time_scale is " + io::rounded_text(set.value, 6) + "; allowed are 1, 4 and 16";
    return std::nullopt;
}

std::optional<std::string> decision_refusal(const Decide& decide) {
    const auto known =
        std::any_of(kDecisions.begin(), kDecisions.end(), [&](const char* name) { return decide.decision == name; });
    if (!known)
        return "there is no decision '" + decide.decision + "'; there are treat, do_not_treat and change_device";
    return text_refusal("the reason", decide.reason);
}

template <class T>
void round_pose(T& move, std::span<const PoseKey<T>> keys) {
    for (const PoseKey<T>& key : keys) {
        std::optional<double>& value = move.*key.member;
        if (value) value = key.unit.from_file(key.unit.in_file(*value));
    }
}

template <class T>
bool pose_is_finite(const T& move, std::span<const PoseKey<T>> keys) {
    return std::all_of(keys.begin(), keys.end(), [&](const PoseKey<T>& key) {
        return !(move.*key.member).has_value() || std::isfinite(key.unit.in_file(*(move.*key.member)));
    });
}

}  // namespace

double KeyUnit::in_file(double si) const {
    // What rounds to minus zero is 0 in a file.
    return std::round(si / si_per_unit * kFileDecimals) / kFileDecimals + 0.0;
}

bool KeyUnit::contains(double si) const {
    const double value = in_file(si);
    return value >= low - 0.5 / kFileDecimals && value <= high + 0.5 / kFileDecimals;  // false for NaN
}

std::string KeyUnit::refusal(double si) const {
    const std::string unit_text = unit[0] == '\0' ? "" : std::string(" ") + unit;
    const std::string range = io::rounded_text(low, 4) + " to " + io::rounded_text(high, 4) + unit_text;
    if (!std::isfinite(si)) return std::string(key) + " is not a number; allowed is " + range;
    return std::string(key) + " is " + io::rounded_text(in_file(si), 6) + "; allowed is " + range;
}

std::span<const PoseKey<MoveTransducer>> transducer_keys() { return kTransducer; }
std::span<const PoseKey<MoveCryoprobe>> cryoprobe_keys() { return kCryoprobe; }
std::span<const KnobKey> knob_keys() { return kKnobs; }

const KnobKey& knob_key(Knob knob) {
    const auto found = std::find_if(kKnobs.begin(), kKnobs.end(), [&](const KnobKey& key) { return key.knob == knob; });
    CRYO_CHECK(found != kKnobs.end());
    return *found;
}

const KeyUnit& amplitude_key() { return kAmplitude; }
const KeyUnit& volume_key() { return kVolume; }
std::span<const char* const> decisions() { return kDecisions; }
std::span<const std::string_view> instructions() { return kInstructions; }

const char* stim_mode_name(StimMode mode) { return kStimModes[static_cast<size_t>(mode)]; }

std::optional<StimMode> stim_mode_from(std::string_view name) {
    for (size_t i = 0; i < kStimModes.size(); ++i)
        if (name == kStimModes[i]) return static_cast<StimMode>(i);
    return std::nullopt;
}

std::optional<std::string> range_refusal(const Command& command) {
    using Refusal = std::optional<std::string>;
    return std::visit(Overload{
                          [](const MoveTransducer& move) { return pose_refusal<MoveTransducer>(move, kTransducer); },
                          [](const MoveCryoprobe& move) { return pose_refusal<MoveCryoprobe>(move, kCryoprobe); },
                          [](const SetKnob& set) { return knob_refusal(set); },
                          [](const Gas&) { return Refusal{}; },
                          [](const Stimulate& stim) {
                              return kAmplitude.contains(stim.amplitude_v) ? Refusal{}
                                                                           : kAmplitude.refusal(stim.amplitude_v);
                          },
                          [](const Inject& inject) {
                              return kVolume.contains(inject.volume_m3) ? Refusal{} : kVolume.refusal(inject.volume_m3);
                          },
                          [](const Answer& answer) {
                              const Refusal question = text_refusal("the question", answer.question);
                              return question ? question : text_refusal("the answer", answer.choice);
                          },
                          [](const Decide& decide) { return decision_refusal(decide); },
                          [](const Instruct& instruct) {
                              const bool known = std::find(kInstructions.begin(), kInstructions.end(), instruct.what) !=
                                                 kInstructions.end();
                              if (!known) return Refusal{"an instructor cannot '" + instruct.what + "'"};
                              return text_refusal("the text", instruct.text);
                          },
                          [](const Finish&) { return Refusal{}; },
                      },
                      command);
}

bool is_finite(const Command& command) {
    return std::visit(Overload{
                          [](const MoveTransducer& move) { return pose_is_finite<MoveTransducer>(move, kTransducer); },
                          [](const MoveCryoprobe& move) { return pose_is_finite<MoveCryoprobe>(move, kCryoprobe); },
                          [](const SetKnob& set) { return std::isfinite(knob_key(set.knob).unit.in_file(set.value)); },
                          [](const Stimulate& stim) { return std::isfinite(kAmplitude.in_file(stim.amplitude_v)); },
                          [](const Inject& inject) { return std::isfinite(kVolume.in_file(inject.volume_m3)); },
                          [](const auto&) { return true; },
                      },
                      command);
}

Command as_recorded(const Command& command) {
    Command rounded = command;
    std::visit(
        Overload{
            [](MoveTransducer& move) { round_pose<MoveTransducer>(move, kTransducer); },
            [](MoveCryoprobe& move) { round_pose<MoveCryoprobe>(move, kCryoprobe); },
            [](SetKnob& set) {
                const KeyUnit& unit = knob_key(set.knob).unit;
                set.value = unit.from_file(unit.in_file(set.value));
            },
            [](Stimulate& stim) { stim.amplitude_v = kAmplitude.from_file(kAmplitude.in_file(stim.amplitude_v)); },
            [](Inject& inject) { inject.volume_m3 = kVolume.from_file(kVolume.in_file(inject.volume_m3)); },
            [](auto&) {},
        },
        rounded);
    return rounded;
}

}  // namespace cryo::session
