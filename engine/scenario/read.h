// Authored files to checked plain structs. Each reader collects every fault of the file and of the files it refers to,
// each with its place, before it says no. References count from the folder of the file they stand in.
#pragma once

#include <string>

#include "engine/anatomy/patient.h"
#include "engine/core/result.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/scenario/scenario.h"

namespace cryo::scenario {

// A case (kind = "scenario") or a test object (kind = "phantom").
Result<Scenario> read_scenario(const std::string& path);

// `calibration` names the gas side to use; "" is the one the file calls its own.
Result<instruments::CryoprobeDevice> read_device(const std::string& path, const std::string& calibration = "");

Result<instruments::Transducer> read_transducer(const std::string& path);

struct NamedPatient {
    std::string id;
    std::string label;
    anatomy::Patient patient;
};
Result<NamedPatient> read_patient(const std::string& path);

// The faults of any authored file, whose key `kind` says what it is; empty when it is good. A case is also built for a
// sample of patients, so that what only shows in some build or draw is found here.
Diagnostics check_file(const std::string& path);

// The same for text that is not on disk yet (an editor, a generator); `file` is the path it would have.
Diagnostics check_text(const std::string& text, const std::string& file);
Result<Scenario> read_scenario_text(const std::string& text, const std::string& file);

}  // namespace cryo::scenario
