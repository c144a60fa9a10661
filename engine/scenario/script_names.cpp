#include "engine/core/units.h"
#include "engine/scenario/scenario.h"
#include "engine/scenario/script_words.h"
#include "engine/ultrasound/imaging.h"

namespace cryo::scenario {

const std::vector<std::string>& structure_classes() {
    static const std::vector<std::string> all{"target", "artery", "vein", "motor", "bone", "pleura", "skin"};
    return all;
}

namespace {

namespace us = ultrasound;

constexpr KnobWord kKnobs[] = {
    {"depth_mm", 15, 200},
    {"focus_mm", 4, 160},
    {"freq_mhz", 2, 18},
    {"gain_db", -30, 30},
    {"tgc0_db", -15, 15},
    {"tgc1_db", -15, 15},
    {"tgc2_db", -15, 15},
    {"tgc3_db", -15, 15},
    {"tgc4_db", -15, 15},
    {"tgc5_db", -15, 15},
    {"tgc6_db", -15, 15},
    {"tgc7_db", -15, 15},
    {"freeze_image", 0, 1},
    {"dynamic_range_db", 30, 90},
    {"time_scale", 1, 16},
    {"see_through", 0, 1},
    {"labels", 0, 1},
    {"preset", 0, us::kPresetCount - 1.0},
    {"auto_gain", 0, 1},
    {"gray_map", 0, us::kGrayMapCount - 1.0},
    {"persistence", us::kPersistenceRange.low, us::kPersistenceRange.high},
    {"compounding", 0, 1},
    {"needle_enhancement", 0, 1},
    {"needle_steer_deg", deg_from_rad(us::kNeedleSteerRangeRad.low), deg_from_rad(us::kNeedleSteerRangeRad.high)},
    {"invert_image", 0, 1},
    {"doppler_mode", 0, 2},
    {"doppler_gain_db", us::kDopplerGainRangeDb.low, us::kDopplerGainRangeDb.high},
    {"doppler_scale_cm_per_s", 100.0 * us::kDopplerScaleRangeMPerS.low, 100.0 * us::kDopplerScaleRangeMPerS.high},
    {"wall_filter", 0, 2},
    {"doppler_steer_deg", deg_from_rad(us::kDopplerSteerRangeRad.low), deg_from_rad(us::kDopplerSteerRangeRad.high)},
    {"box_lateral_mm", mm_from_m(us::kBoxLateralRangeM.low), mm_from_m(us::kBoxLateralRangeM.high)},
    {"box_depth_mm", mm_from_m(us::kBoxDepthRangeM.low), mm_from_m(us::kBoxDepthRangeM.high)},
    {"box_width_mm", mm_from_m(us::kBoxWidthRangeM.low), mm_from_m(us::kBoxWidthRangeM.high)},
    {"box_height_mm", mm_from_m(us::kBoxHeightRangeM.low), mm_from_m(us::kBoxHeightRangeM.high)},
    {"transducer", 0, kMostOtherTransducers},
};

}  // namespace

std::span<const KnobWord> knob_words() { return kKnobs; }

std::vector<std::string> knob_names() {
    std::vector<std::string> names;
    for (const KnobWord& knob : kKnobs) names.emplace_back(knob.name);
    return names;
}

const std::vector<std::string>& metric_codes() {
    static const std::vector<std::string> all{
        "V1",  "V2", "V3", "V5", "V6", "V7", "V8", "V9", "V10", "V11", "P1",  "P2",  "P3", "P5", "P6",
        "T1",  "T2", "T3", "T4", "T5", "T6", "E1", "E2", "E2s", "E2n", "E3",  "E3r", "E4", "E5", "E7",
        "E3t", "S1", "S2", "S3", "C2", "C3", "C5", "M1", "M2",  "K1",  "K1s", "K2",  "F1", "F2", "F3"};
    return all;
}

const std::vector<std::string>& event_names() {
    static const std::vector<std::string> all{
        "skin_puncture",   "tip_in_target", "nerve_transfixed", "artery_puncture",   "vein_puncture",
        "pleura_puncture", "bone_contact",  "gas_on",           "gas_off",           "gas_empty",
        "thaw_complete",   "tear",          "skin_frost",       "injected",          "stimulus_response",
        "patient_spoke",   "answered",      "decided",          "refused",           "pain",
        "paraesthesia",    "vasovagal",     "recovered",        "transducer_changed"};
    return all;
}

}  // namespace cryo::scenario
