// What one value of a file cannot say alone: values that must fit each other. Each check asks first whether the values
// it needs were read well, so that one slip is reported once, and reports at the place of the value to change.
#pragma once

#include "engine/io/parameter_tree.h"
#include "engine/scenario/read.h"
#include "engine/scenario/scenario_file.h"

namespace cryo::scenario {

void check_id(const io::Node& root, io::FaultLog& log);
void check_device(const instruments::CryoprobeDevice& device, const io::Node& root, io::FaultLog& log);
void check_transducer(const instruments::Transducer& transducer, const io::Node& root, io::FaultLog& log);

// The case or test object by itself, without what it refers to.
void check_scenario(const ScenarioFile& file, const io::Node& root, io::FaultLog& log);
// Layers, tubes, fat and variants: the part of check_scenario that is about structures.
void check_anatomy(const ScenarioFile& file, const io::Node& root, io::FaultLog& log);

// The settings against the transducer the case refers to.
void check_imaging(const ultrasound::ImagingSettings& imaging, const instruments::Transducer& transducer,
                   const io::Node& root, io::FaultLog& log);

}  // namespace cryo::scenario
