#include "engine/scenario/write.h"

#include "engine/scenario/tables.h"

namespace cryo::scenario {

std::string scenario_text(const Scenario& scenario) {
    ScenarioFile file;
    file.scenario = scenario;
    const anatomy::AnatomyTemplate& authored = scenario.anatomy;
    for (size_t i = 0; i < authored.at_bmi_23.nerves.size(); ++i)
        file.nerves.push_back({authored.at_bmi_23.nerves[i], authored.nerve_needs[i]});
    for (size_t i = 0; i < authored.at_bmi_23.vessels.size(); ++i)
        file.vessels.push_back({authored.at_bmi_23.vessels[i], authored.vessel_needs[i]});
    return io::to_toml((scenario.is_phantom ? phantom_table() : scenario_table()).write(file));
}

std::string device_text(const instruments::CryoprobeDevice& device) {
    return io::to_toml(device_table().write(device));
}

std::string transducer_text(const instruments::Transducer& transducer) {
    return io::to_toml(transducer_table().write(transducer));
}

std::string patient_text(const NamedPatient& patient) { return io::to_toml(patient_table().write(patient)); }

}  // namespace cryo::scenario
