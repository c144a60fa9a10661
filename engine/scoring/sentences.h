// What a measurement says in plain words, as the debrief tells it. The words follow the trainer's rule: transducer or
// cryoprobe, gas on, never a bare probe or freeze.
#pragma once

#include <string>

#include "engine/measure/context.h"

namespace cryo::scoring {

// Of a metric as a whole, or of one of its moments when `structure` or `value` is that moment's.
struct Spoken {
    double value = 0.0;
    double good = 0.0;
    double bad = 0.0;
    std::string structure;  // in words
};
std::string sentence_for(const std::string& metric_id, const Spoken& spoken, const measure::Context& context);

// Why there is nothing to measure.
std::string not_produced_sentence(bool ever_inside, bool ever_gas);

// "2 × 120 s"
std::string protocol_text(const measure::Context& context);

}  // namespace cryo::scoring
