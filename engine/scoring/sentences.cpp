#include "engine/scoring/sentences.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/core/units.h"
#include "engine/scoring/trace_scan.h"

namespace cryo::scoring {
namespace {

std::string percent(double share) { return spoken(100.0 * share, 0) + " %"; }
std::string mm(double value) { return spoken(value) + " mm"; }

using Say = std::string (*)(const Spoken&, const measure::Context&);

struct Entry {
    std::string_view id;
    Say say;
};

const auto kEntries = std::to_array<Entry>({
    {"P1", [](const Spoken& s, const measure::Context&) {
         return "The transducer travelled " + mm(s.value) + " while the cryoprobe was in the tissue.";
     }},
    {"P2", [](const Spoken& s, const measure::Context&) {
         return "The transducer moved " + mm(s.value) + " while you advanced, and the nerve left the image.";
     }},
    {"P3", [](const Spoken& s, const measure::Context&) {
         return "The nerve was in the middle of the image for " + percent(s.value) + " of the needling time.";
     }},
    {"P4", [](const Spoken& s, const measure::Context&) {
         return "Before the cryoprobe went in, the transducer had followed " + percent(s.value) +
                " of the length of nerve to be known.";
     }},
    {"P5", [](const Spoken& s, const measure::Context&) {
         return "Depth, focus, gain and frequency suited the nerve for " + percent(s.value) + " of the needling time.";
     }},
    {"P6", [](const Spoken& s, const measure::Context&) {
         return "Contact was good, without pressing hard, for " + percent(s.value) + " of the scan.";
     }},
    {"V1", [](const Spoken& s, const measure::Context&) {
         return "While you advanced the tip was up to " + mm(s.value) + " beside the image plane.";
     }},
    {"V2", [](const Spoken& s, const measure::Context&) {
         return "The shaft pointed " + spoken(s.value, 0) + "° out of the image plane on average.";
     }},
    {"V3", [](const Spoken& s, const measure::Context& context) {
         const bool in_plane = context.approach == measure::Approach::InPlane;
         return "The shaft met the transducer's face at " + spoken(s.value, 0) + "°; " +
                (in_plane ? "flatter shines more." : "steeper shows the tip better.");
     }},
    {"V4", [](const Spoken& s, const measure::Context&) {
         return "The shaft was " + spoken(s.value, 0) + "° from square to the beam; square shines most.";
     }},
    {"P7", [](const Spoken& s, const measure::Context&) {
         return std::string(s.value > 0.5 ? "The transducer's marker pointed the right way."
                                          : "The transducer was the wrong way round when the cryoprobe went in.");
     }},
    {"V6", [](const Spoken& s, const measure::Context&) {
         return "The screen showed the tip over " + percent(s.value) + " of the way forward.";
     }},
    {"V7", [](const Spoken& s, const measure::Context&) {
         return "The screen showed the tip for " + percent(s.value) + " of the needling time.";
     }},
    {"V8", [](const Spoken& s, const measure::Context&) {
         return "The cryoprobe went " + mm(s.value) + " forward while the screen did not show its tip.";
     }},
    {"V9", [](const Spoken& s, const measure::Context&) {
         return "The longest way forward without the tip on the screen was " + mm(s.value) + ".";
     }},
    {"V10", [](const Spoken& s, const measure::Context&) {
         return "A lost tip was found again after " + spoken(s.value) + " s.";
     }},
    {"V11", [](const Spoken& s, const measure::Context&) {
         return percent(s.value) + " of the shaft lay inside the beam.";
     }},
    {"T1", [](const Spoken& s, const measure::Context&) {
         return s.value <= 0.0 ? std::string("At gas on the cold zone touched the nerve.")
                               : "At gas on the cold zone was " + mm(s.value) + " from the nerve.";
     }},
    {"T2", [](const Spoken& s, const measure::Context&) {
         return "At gas on the middle of the cold zone was " + mm(s.value) + " off the nerve.";
     }},
    {"T3", [](const Spoken&, const measure::Context&) {
         return std::string("The cryoprobe was pulled far back and went in again.");
     }},
    {"T4", [](const Spoken&, const measure::Context&) {
         return std::string("The cryoprobe was pulled back and redirected.");
     }},
    {"T5", [](const Spoken&, const measure::Context&) { return std::string("The skin was punctured again."); }},
    {"T6", [](const Spoken&, const measure::Context&) { return std::string("The tip touched bone."); }},
    {"C1", [](const Spoken& s, const measure::Context&) {
         return "At its best-treated section " + percent(s.value) + " of the nerve was below \u221220 °C.";
     }},
    {"C6", [](const Spoken& s, const measure::Context&) {
         return percent(s.value) + " of the tumour was at or below −40 °C.";
     }},
    {"C2", [](const Spoken& s, const measure::Context&) {
         if (s.value <= 0.0) return "No nerve was treated; the case asks for " + mm(s.good) + ".";
         return s.value < s.good ? mm(s.value) + " of nerve were treated; the case asks for " + mm(s.good) + "."
                                 : mm(s.value) + " of nerve were treated.";
     }},
    {"C3", [](const Spoken& s, const measure::Context&) {
         return s.value <= 0.0 ? std::string("The nerve lay outside the ice's own radius.")
                               : "The nerve lay " + percent(1.0 - s.value) + " of the way from the ice's middle to its edge.";
     }},
    {"C4", [](const Spoken& s, const measure::Context&) {
         return spoken(s.value, 0) + " mm³ of tissue more than 5 mm from the nerve were frozen to the core.";
     }},
    {"C5", [](const Spoken&, const measure::Context& context) {
         return "The nerve became colder than " + spoken(context.limits.irreversible_degc, 0) +
                " °C and will heal badly.";
     }},
    {"F1", [](const Spoken& s, const measure::Context& context) {
         return s.value <= 0.0 ? "Gas times followed the protocol of " + protocol_text(context) + "."
                               : "Gas times were off the protocol of " + protocol_text(context) + " by " +
                                     percent(s.value) + " of a period.";
     }},
    {"F2", [](const Spoken& s, const measure::Context&) {
         return "The cryoprobe moved " + mm(s.value) + " before the ice had thawed.";
     }},
    {"F3", [](const Spoken& s, const measure::Context&) {
         return "Ice and nerve were both in the live image for " + percent(s.value) + " of the gas time.";
     }},
    {"F4", [](const Spoken& s, const measure::Context&) {
         return std::string(s.value > 0.5 ? "Gas went off when the nerve was treated."
                                          : "Gas did not go off when the nerve was treated.");
     }},
    {"M1", [](const Spoken& s, const measure::Context&) {
         return percent(s.value) + " of a motor nerve's section was treated.";
     }},
    {"M2", [](const Spoken&, const measure::Context&) {
         return std::string("Gas on without a motor check at this place.");
     }},
    {"S1", [](const Spoken& s, const measure::Context&) {
         return s.value <= 0.0 ? "The shaft reached the " + s.structure + "."
                               : "The shaft came within " + mm(s.value) + " of the " + s.structure + ".";
     }},
    {"S2", [](const Spoken& s, const measure::Context&) {
         return s.structure == "nerve" ? std::string("The shaft went through the nerve.")
                                       : "The " + s.structure + " was entered.";
     }},
    {"S3", [](const Spoken& s, const measure::Context&) {
         return "The shaft passed " + mm(std::max(0.0, s.value)) + " from the " + s.structure + ".";
     }},
    {"K1", [](const Spoken& s, const measure::Context&) { return "The skin cooled to " + spoken(s.value) + " °C."; }},
    {"K1s", [](const Spoken& s, const measure::Context&) {
         return "The skin was below 0 °C for " + spoken(s.value, 0) + " s.";
     }},
    {"K2", [](const Spoken& s, const measure::Context&) {
         return "The upper end of the cold zone was " + mm(s.value) + " below the skin.";
     }},
    {"K3", [](const Spoken&, const measure::Context&) {
         return std::string("Gas on with a shallow cold zone and nothing done to protect the skin.");
     }},
    {"E1", [](const Spoken& s, const measure::Context&) {
         return "The tip travelled " + spoken(s.value, 0) + " % further than the straight way.";
     }},
    {"E6", [](const Spoken& s, const measure::Context&) {
         return "Spectral smoothness of the tip was " + spoken(s.value, 2) + "; nearer to 0 is smoother.";
     }},
    {"E8", [](const Spoken& s, const measure::Context&) {
         return "Help was switched " + spoken(s.value) + " times a minute while needling.";
     }},
    {"E2", [](const Spoken& s, const measure::Context&) {
         return "Scanning and needling took " + spoken(s.value, 0) + " s per planned placement; " +
                spoken(s.good, 0) + " s would be swift.";
     }},
});

// What carries points says what it was when nothing more precise can be said.
std::string plain_value(const Spoken& s) { return "Measured " + spoken(s.value, 2) + "."; }

}  // namespace

std::string protocol_text(const measure::Context& context) {
    return std::to_string(context.protocol_cycles) + " × " + spoken(context.protocol_freeze_s, 0) + " s";
}

std::string sentence_for(const std::string& metric_id, const Spoken& spoken_value, const measure::Context& context) {
    const auto found =
        std::find_if(kEntries.begin(), kEntries.end(), [&](const Entry& e) { return e.id == metric_id; });
    return found == kEntries.end() ? plain_value(spoken_value) : found->say(spoken_value, context);
}

std::string not_produced_sentence(bool ever_inside, bool ever_gas) {
    if (!ever_inside) return "The cryoprobe never entered the skin.";
    if (!ever_gas) return "Gas was never on.";
    return "This was not done.";
}

}  // namespace cryo::scoring
