// The parameter tables of authored files: key, member, unit, range, default and meaning of everything a case, device,
// transducer or patient can say. Readers, writers, sliders and the reference are made of them.
#pragma once

#include <string>

#include "engine/io/parameter_table.h"
#include "engine/scenario/read.h"
#include "engine/scenario/scenario_file.h"

namespace cryo::scenario {

const io::ParameterTable<instruments::Transducer>& transducer_table();
const io::ParameterTable<instruments::CryoprobeDevice>& device_table();
const io::ParameterTable<NamedPatient>& patient_table();
const io::ParameterTable<ScenarioFile>& scenario_table();
const io::ParameterTable<ScenarioFile>& phantom_table();
const io::ParameterTable<ultrasound::ImagingSettings>& imaging_table();
const io::ParameterTable<Plan>& plan_table();

// The reference of every key in Markdown, generated from the tables.
std::string file_reference();

}  // namespace cryo::scenario
