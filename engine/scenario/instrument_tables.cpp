// Tables of the files in scenes/devices, scenes/transducers and scenes/patients.
#include "engine/scenario/tables.h"

namespace cryo::scenario {

using anatomy::Patient;
using anatomy::Sex;
using instruments::ArrayShape;
using instruments::CryoGas;
using instruments::CryoprobeDevice;
using instruments::FaultKind;
using instruments::FreezeProtocol;
using instruments::GasSide;
using instruments::ProbeFault;
using instruments::ShaftHeat;
using instruments::Transducer;
using io::inside;
using io::Presence;

namespace {

constexpr io::Range kIdLength{1, 60};
constexpr io::Range kLineLength{1, 300};
constexpr io::Range kAnyLength{0, 4000};
constexpr io::Range kAnyCount{0, 100};

const io::ParameterTable<GasSide>& gas_side_table() {
    static const io::ParameterTable<GasSide> table{
        "How the gas cools the metal of the active zone, by one way of calibrating it",
        {
            io::text("name", &GasSide::name, kIdLength, Presence::Required, "Name of the calibration"),
            io::number("gas_temperature_c", &GasSide::gas_temperature_degc, {-200, -20}, Presence::Required,
                       "Temperature of the boiling or expanding gas"),
            io::number("film_w_per_m2k", &GasSide::film_w_per_m2_k, {10, 200e3}, Presence::Required,
                       "Heat transfer from the gas to the metal"),
            io::number("time_constant_s", &GasSide::time_constant_s, {0.1, 60}, Presence::Optional,
                       "Time constant of the cool-down after gas on"),
            io::number("max_power_w", &GasSide::max_power_w, {0.1, 500}, Presence::Optional,
                       "What the expansion can carry away at most"),
            io::text("source", &GasSide::source, kAnyLength, Presence::Optional, "Where the numbers come from"),
        }};
    return table;
}

const io::ParameterTable<ShaftHeat>& shaft_table() {
    static const io::ParameterTable<ShaftHeat> table{
        "What the shaft above the active zone does to heat",
        {
            io::number("film_w_per_m2k", &ShaftHeat::film_w_per_m2_k, {0, 50e3}, Presence::Optional,
                       "Heat transfer from the returning gas to the shaft; 0 = insulated"),
            io::number("return_gas_c", &ShaftHeat::return_gas_degc, {-200, 37}, Presence::Optional,
                       "Temperature of that gas while freezing"),
            io::number("steel_fraction", &ShaftHeat::steel_fraction, {0.01, 1}, Presence::Optional,
                       "Share of the shaft's section that is steel"),
        }};
    return table;
}

const io::ParameterTable<FreezeProtocol>& protocol_table() {
    static const io::ParameterTable<FreezeProtocol> table{
        "The planned freeze and thaw cycles",
        {
            io::whole("cycles", &FreezeProtocol::cycles, {1, 10}, Presence::Required, "Number of freezes"),
            io::number("freeze_s", &FreezeProtocol::freeze_s, {5, 1200}, Presence::Required, "Gas on, each cycle"),
            io::number("thaw_s", &FreezeProtocol::thaw_s, {0, 1200}, Presence::Required, "Gas off between cycles"),
        }};
    return table;
}

const io::ParameterTable<ProbeFault>& fault_table() {
    static const io::ParameterTable<ProbeFault> table{
        "What a fault leaves of the cooling",
        {
            io::word(
                "kind", &ProbeFault::kind,
                std::vector<std::pair<std::string, FaultKind>>{
                    {"gas_low", FaultKind::GasLow}, {"tip_blocked", FaultKind::TipBlocked}, {"leak", FaultKind::Leak}},
                Presence::Required, "Which fault"),
            io::number("film_share", &ProbeFault::film_share, {0, 1}, Presence::Required,
                       "Share of the film to the metal that is left"),
            io::number("power_share", &ProbeFault::power_share, {0.001, 1}, Presence::Required,
                       "Share of the cooling power that is left"),
            io::number("gas_rise_k", &ProbeFault::gas_rise_k, {0, 150}, Presence::Optional,
                       "By how much the gas is warmer"),
            io::number("supply_rate", &ProbeFault::supply_rate, {0, 20}, Presence::Optional,
                       "Gas used per time, times the usual"),
            io::text("sign", &ProbeFault::sign, kLineLength, Presence::Required, "How it shows"),
            io::text("source", &ProbeFault::source, kAnyLength, Presence::Optional, "Where the numbers come from"),
        }};
    return table;
}

}  // namespace

const io::ParameterTable<CryoprobeDevice>& device_table() {
    static const io::ParameterTable<CryoprobeDevice> table{
        "A cryoprobe with its console or handpiece.",
        {
            io::constant<CryoprobeDevice>("schema", 1, "Version of the file form"),
            io::constant<CryoprobeDevice>("kind", "device", "What this file is"),
            io::text("id", &CryoprobeDevice::id, kIdLength, Presence::Required, "Short name: a-z, 0-9 and _"),
            io::text("label", &CryoprobeDevice::label, kLineLength, Presence::Required, "Name on screens"),
            io::word("gas", &CryoprobeDevice::gas,
                     std::vector<std::pair<std::string, CryoGas>>{
                         {"n2o", CryoGas::NitrousOxide}, {"co2", CryoGas::CarbonDioxide}, {"argon", CryoGas::Argon}},
                     Presence::Required, "What cools"),
            io::number("shaft_diameter_mm", &CryoprobeDevice::shaft_diameter_m, {0.2, 5}, Presence::Required,
                       "Outer diameter of the shaft"),
            io::number("shaft_length_mm", &CryoprobeDevice::shaft_length_m, {4, 300}, Presence::Required,
                       "Usable length, hub to tip"),
            io::number("active_length_mm", &CryoprobeDevice::active_length_m, {0.5, 80}, Presence::Required,
                       "Length of the cold zone, measured back from the tip"),
            io::whole("needle_count", &CryoprobeDevice::needle_count, {1, 8}, Presence::Optional,
                      "Needles side by side"),
            io::number("needle_spacing_mm", &CryoprobeDevice::needle_spacing_m, {0, 20}, Presence::Optional,
                       "Between the axes of neighbouring needles"),
            io::text("calibration", inside(&CryoprobeDevice::gas_side, &GasSide::name), kIdLength, Presence::Required,
                     "Name of the gas side that is used unless another is asked for"),
            io::tables("gas_side", &CryoprobeDevice::calibrations, gas_side_table(), {1, 8}, Presence::Required),
            io::table("shaft", &CryoprobeDevice::shaft, shaft_table(), Presence::Optional),
            io::table("protocol", &CryoprobeDevice::protocol, protocol_table(), Presence::Required),
            io::number("gas_supply_s", &CryoprobeDevice::gas_supply_s, {10, 100e3}, Presence::Optional,
                       "Running time of a full cartridge or cylinder"),
            io::number("gas_low_s", &CryoprobeDevice::gas_low_s, {0, 100e3}, Presence::Optional,
                       "Running time left below which pressure falls; 0 = never"),
            io::tables("fault", &CryoprobeDevice::faults, fault_table(), {0, 8}, Presence::Optional),
            io::on_off("active_thaw", &CryoprobeDevice::has_active_thaw, Presence::Optional,
                       "Whether the probe can warm itself"),
            io::number("active_thaw_c", &CryoprobeDevice::active_thaw_degc, {0, 60}, Presence::Optional,
                       "Gas temperature while it does; 0 where it cannot"),
            io::on_off("stimulator", &CryoprobeDevice::has_stimulator, Presence::Optional,
                       "Whether it can stimulate nerves"),
            io::on_off("skin_warmer", &CryoprobeDevice::has_skin_warmer, Presence::Optional,
                       "Whether the shaft is warmed at the skin"),
            io::number("thermocouple_lag_s", &CryoprobeDevice::thermocouple_lag_s, {0, 30}, Presence::Optional,
                       "Time constant of the temperature shown"),
            io::text("source", &CryoprobeDevice::source, kAnyLength, Presence::Required,
                     "Where the numbers come from and how far to trust them"),
            io::texts("provisional", &CryoprobeDevice::provisional, kAnyCount, Presence::Optional,
                      "Keys whose values are first choices, marked wherever they are shown"),
        }};
    return table;
}

const io::ParameterTable<Transducer>& transducer_table() {
    static const io::ParameterTable<Transducer> table{
        "An ultrasound transducer.",
        {
            io::constant<Transducer>("schema", 1, "Version of the file form"),
            io::constant<Transducer>("kind", "transducer", "What this file is"),
            io::text("id", &Transducer::id, kIdLength, Presence::Required, "Short name: a-z, 0-9 and _"),
            io::text("label", &Transducer::label, kLineLength, Presence::Required, "Name on screens"),
            io::word("shape", &Transducer::shape,
                     std::vector<std::pair<std::string, ArrayShape>>{{"linear", ArrayShape::Linear},
                                                                     {"curvilinear", ArrayShape::Curvilinear}},
                     Presence::Required, "Form of the face"),
            io::whole("element_count", &Transducer::element_count, {16, 1024}, Presence::Required, "Elements"),
            io::number("pitch_mm", &Transducer::pitch_m, {0.02, 2}, Presence::Required, "Distance between elements"),
            io::number("radius_mm", &Transducer::radius_m, {0, 200}, Presence::Optional,
                       "Radius of a curvilinear face; 0 for a linear one"),
            io::number("frequency_low_mhz", &Transducer::frequency_low_hz, {0.5, 50}, Presence::Required,
                       "Lowest frequency that can be chosen"),
            io::number("frequency_high_mhz", &Transducer::frequency_high_hz, {0.5, 50}, Presence::Required, "Highest"),
            io::number("frequency_mhz", &Transducer::frequency_default_hz, {0.5, 50}, Presence::Required,
                       "The one it starts with"),
            io::number("fractional_bandwidth", &Transducer::fractional_bandwidth, {0.2, 1.5}, Presence::Required,
                       "Pulse-echo bandwidth at -6 dB over the centre frequency"),
            io::number("elevation_aperture_mm", &Transducer::elevation_aperture_m, {0.5, 30}, Presence::Required,
                       "Height of the elements"),
            io::number("elevation_focus_mm", &Transducer::elevation_focus_m, {2, 200}, Presence::Required,
                       "Depth of the lens focus"),
            io::number("receive_f_number", &Transducer::receive_f_number, {0.5, 8}, Presence::Optional,
                       "Depth over aperture in dynamic receive"),
            io::number("transmit_f_number", &Transducer::transmit_f_number, {0.5, 12}, Presence::Optional,
                       "Focal depth over aperture in transmit"),
            io::number("depth_max_mm", &Transducer::depth_max_m, {10, 300}, Presence::Required,
                       "Deepest image that can be chosen"),
            io::text("source", &Transducer::source, kAnyLength, Presence::Required,
                     "Where the numbers come from and how far to trust them"),
        }};
    return table;
}

const io::ParameterTable<NamedPatient>& patient_table() {
    static const io::ParameterTable<NamedPatient> table{
        "A patient: what moves depths, sizes and branches of a case's anatomy.",
        {
            io::constant<NamedPatient>("schema", 1, "Version of the file form"),
            io::constant<NamedPatient>("kind", "patient", "What this file is"),
            io::text("id", &NamedPatient::id, kIdLength, Presence::Required, "Short name: a-z, 0-9 and _"),
            io::text("label", &NamedPatient::label, kLineLength, Presence::Required, "Name on screens"),
            io::number("bmi", inside(&NamedPatient::patient, &Patient::bmi), {17, 45}, Presence::Required,
                       "Body-mass index in kg/m\u00b2"),
            io::word("sex", inside(&NamedPatient::patient, &Patient::sex),
                     std::vector<std::pair<std::string, Sex>>{{"female", Sex::Female}, {"male", Sex::Male}},
                     Presence::Required, "Sex"),
            io::number("age_years", inside(&NamedPatient::patient, &Patient::age_years), {18, 100}, Presence::Required,
                       "Age"),
            io::whole("seed", inside(&NamedPatient::patient, &Patient::seed), {0, 9e15}, Presence::Optional,
                      "Draws branches, sizes and texture"),
        }};
    return table;
}

}  // namespace cryo::scenario
