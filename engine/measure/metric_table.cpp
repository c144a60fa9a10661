#include <algorithm>
#include <array>

#include "engine/core/check.h"
#include "engine/measure/metrics.h"

namespace cryo::measure {

namespace {

using enum Evidence;
using Id = MetricId;

// Where a metric comes from. Good and bad values are first choices of this project throughout, and so provisional.
constexpr const char* kTutor = "Perk Tutor metrics (Ungi 2012); thresholds provisional";
constexpr const char* kSites = "Errors of trainees in regional anaesthesia (Sites 2007); thresholds provisional";
constexpr const char* kAxillary = "Proficiency tasks of a virtual axillary block; thresholds provisional";
constexpr const char* kTipLoss = "Tip identification and recovery (McKendrick 2021); thresholds provisional";
constexpr const char* kAngle = "Needle visibility falls with steepness; thresholds provisional";
constexpr const char* kVascular = "Probe and needle path in vascular access (Xia 2014); thresholds provisional";
constexpr const char* kPasses = "Pass: retraction of 10 mm or more and re-advance (Tran); thresholds provisional";
constexpr const char* kMotion =
    "Translational and rotational movements separate skill best (Weinstein); to be "
    "compared within one kind of input only";
constexpr const char* kSmooth = "Log dimensionless jerk (Balasubramanian 2012); shown, not scored";
constexpr const char* kExpert = "Expert lists of steps and errors; thresholds provisional";
constexpr const char* kLength = "Least effective lesion length 4 mm; −20 °C from rat nerve (Evans 1981); provisional";
constexpr const char* kCryo = "Own definition for cryoneurolysis, no evidence yet; provisional";
constexpr const char* kSkin = "Cold injury of melanocytes at −4 to −7 °C, kept at a distance; provisional";

// Columns: id, code, name, unit, evidence, good, bad, scored, provisional, source.
constexpr std::array<MetricInfo, kMetricCount> kTable{{
    {Id::V1, "V1", "Tip out of the image plane while advancing", "mm", A, 1.0, 4.0, true, true, kTutor},
    {Id::V2, "V2", "Shaft out of the image plane", "deg", A, 3.0, 12.0, true, true, kExpert},
    {Id::V3, "V3", "Insertion angle to the transducer face", "deg", A, 30.0, 55.0, true, true, kAngle},
    {Id::V5, "V5", "Tip seen now", "", A, 0.0, 0.0, false, true, kTipLoss},
    {Id::V6, "V6", "Needle seen while advancing", "", A, 0.90, 0.50, true, true, kAxillary},
    {Id::V7, "V7", "Time with the tip seen", "", A, 0.85, 0.40, true, true, kTipLoss},
    {Id::V8, "V8", "Blind advances", "count", A, 0.0, 4.0, true, true, kSites},
    {Id::V9, "V9", "Longest blind advance", "mm", B, 1.0, 8.0, true, true, kSites},
    {Id::V10, "V10", "Time to find a lost tip again", "s", A, 1.5, 8.0, true, true, kTipLoss},
    {Id::V11, "V11", "Share of the shaft inside the beam", "", B, 0.8, 0.3, true, true, kExpert},

    {Id::P1, "P1", "Transducer path while needling", "mm", A, 12.0, 45.0, true, true, kVascular},
    {Id::P2, "P2", "Transducer drifted off the target", "count", A, 0.0, 4.0, true, true, kSites},
    {Id::P3, "P3", "Target kept in the middle of the image", "", A, 0.8, 0.3, true, true, kAxillary},
    {Id::P5, "P5", "Depth, focus, gain and frequency set for the target", "", B, 0.8, 0.3, true, true, kExpert},
    {Id::P6, "P6", "Contact and pressure while scanning", "", C, 0.9, 0.5, true, true, kCryo},

    {Id::T1, "T1", "Cold zone to the nerve when gas went on", "mm", A, 1.5, 5.0, true, true, kExpert},
    {Id::T2, "T2", "Middle of the cold zone off the nerve", "mm", C, 1.5, 5.0, true, true, kCryo},
    {Id::T3, "T3", "Needle passes per placement", "count", A, 1.0, 4.0, true, true, kPasses},
    {Id::T4, "T4", "Redirections per placement", "count", B, 1.0, 6.0, true, true, kPasses},
    {Id::T5, "T5", "Skin punctures per placement", "count", A, 1.0, 3.0, true, true, kTutor},
    {Id::T6, "T6", "Bone touched", "count", B, 0.0, 3.0, true, true, kExpert},

    {Id::E1, "E1", "Detours of the tip", "%", A, 45.0, 130.0, true, true, kVascular},
    {Id::E2, "E2", "Scanning and needling time per placement", "s", A, 150.0, 450.0, true, true, kExpert},
    {Id::E2Scan, "E2s", "Scanning time", "s", A, 0.0, 0.0, false, true, kExpert},
    {Id::E2Needle, "E2n", "Needling time", "s", A, 0.0, 0.0, false, true, kExpert},
    {Id::E3, "E3", "Movements of the tip", "count", A, 0.0, 0.0, false, true, kMotion},
    {Id::E3Rotations, "E3r", "Turning movements of the shaft", "count", A, 0.0, 0.0, false, true, kMotion},
    {Id::E4, "E4", "Tissue sheared by the shaft", "mm2", A, 0.0, 0.0, false, true, kTutor},
    {Id::E5, "E5", "Smoothness of the tip's motion", "", A, 0.0, 0.0, false, true, kSmooth},
    {Id::E7, "E7", "Needling time with help on", "", C, 0.0, 0.0, false, true, kCryo},
    {Id::RotationTotal, "E3t", "Sum of the shaft's turns", "deg", A, 0.0, 0.0, false, true, kTutor},

    {Id::S1, "S1", "Clearance of structures to spare", "mm", A, 3.0, 0.0, true, true, kExpert},
    {Id::S2, "S2", "Structures entered", "count", A, 0.0, 1.0, true, true, kExpert},
    {Id::S3, "S3", "Near misses", "count", B, 0.0, 3.0, true, true, kExpert},

    {Id::C2, "C2", "Length of nerve treated", "mm", C, 4.0, 0.0, true, true, kLength},
    {Id::C3, "C3", "Ice centred on the nerve", "", C, 0.6, 0.0, true, true, kCryo},
    {Id::C5, "C5", "Nerve colder than heals", "", C, 0.0, 1.0, true, true, kCryo},

    {Id::M1, "M1", "Motor nerve frozen", "", C, 0.0, 0.25, true, true, kCryo},
    {Id::M2, "M2", "Motor response tested before gas on", "", B, 1.0, 0.0, true, true, kExpert},

    {Id::K1, "K1", "Coldest skin", "degC", C, 10.0, 0.0, true, true, kSkin},
    {Id::K1Dwell, "K1s", "Time with frozen skin", "s", C, 0.0, 5.0, true, true, kSkin},
    {Id::K2, "K2", "Depth of the cold zone below the skin", "mm", C, 8.0, 5.0, true, true, kSkin},

    {Id::F1, "F1", "Gas time off the protocol", "", C, 0.1, 1.0, true, true, kCryo},
    {Id::F2, "F2", "Thawed before it was moved", "", C, 1.0, 0.0, true, true, kCryo},
    {Id::F3, "F3", "Ice and nerve watched while gas was on", "", C, 0.8, 0.3, true, true, kCryo},
}};

constexpr bool in_order() {
    for (size_t i = 0; i < kMetricCount; ++i)
        if (kTable[i].id != static_cast<MetricId>(i)) return false;
    return true;
}
static_assert(in_order(), "the table stands in the order of MetricId");

}  // namespace

std::span<const MetricInfo> metric_table() { return kTable; }

const MetricInfo& metric_info(MetricId id) {
    CRYO_CHECK(id < MetricId::Count);
    return kTable[static_cast<size_t>(id)];
}

const MetricInfo* find_metric(std::string_view code) {
    const auto found = std::find_if(kTable.begin(), kTable.end(), [&](const MetricInfo& m) { return code == m.code; });
    return found == kTable.end() ? nullptr : &*found;
}

}  // namespace cryo::measure
