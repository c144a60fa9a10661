// Checked structs back to the files they came from: what is read from the text is the same again.
#pragma once

#include <string>

#include "engine/scenario/read.h"

namespace cryo::scenario {

std::string scenario_text(const Scenario& scenario);
std::string device_text(const instruments::CryoprobeDevice& device);
std::string transducer_text(const instruments::Transducer& transducer);
std::string patient_text(const NamedPatient& patient);

}  // namespace cryo::scenario
