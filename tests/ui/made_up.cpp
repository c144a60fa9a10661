#include "tests/ui/made_up.h"

#include <cmath>

namespace cryo::ui {

scenario::Scenario made_up_scenario() {
    scenario::Scenario s;
    s.id = "knee_ipbsn";
    s.title = "Front of the knee: infrapatellar branch";
    s.indication = "Knee osteoarthritis";
    s.nerve_label = "infrapatellar branch of the saphenous nerve";
    s.goal = "Freeze 4 mm of the infrapatellar branch beside the tibia without cooling the skin.";
    s.dangers = {"The nerve lies 6 to 28 mm deep: ice may reach the skin.",
                 "The great saphenous vein is a finger's breadth away.",
                 "A second branch is often there and easily missed."};
    s.teaching = {"Find a small nerve by sliding: it keeps its shape while the fat around it changes.",
                  "Stay in plane and see the tip before each advance."};
    s.transducer.label = "Linear 15–6 MHz";
    s.transducer.frequency_low_hz = 6e6;
    s.transducer.frequency_high_hz = 15e6;
    instruments::CryoprobeDevice device;
    device.id = "handheld";
    device.label = "Handheld N2O, 20G 90 mm";
    device.gas_side.name = "clinical";
    device.calibrations = {device.gas_side, device.gas_side};
    s.devices.push_back(device);
    device.id = "console";
    device.label = "Console N2O, 1.4 mm with stimulator";
    device.has_stimulator = true;
    s.devices.push_back(device);
    return s;
}

view::Readouts made_up_readouts(const scenario::Scenario& scenario, Rng& rng) {
    view::Readouts r;
    r.scenario = &scenario;
    r.patient.bmi = rng.uniform(17, 45);
    r.patient.side = rng.uniform() < 0.5 ? anatomy::Side::Left : anatomy::Side::Right;
    r.t_s = rng.uniform(0, 900);
    r.phase = static_cast<view::Phase>(static_cast<int>(rng.uniform(0, 4.999)));
    r.imaging.depth_m = rng.uniform(0.015, 0.06);
    r.imaging.focus_m = rng.uniform(0.004, r.imaging.depth_m);
    r.imaging.frequency_hz = rng.uniform(6e6, 15e6);
    r.imaging.gain_db = rng.uniform(-30, 30);
    for (double& db : r.imaging.tgc_db) db = rng.uniform(-15, 15);
    r.imaging.dynamic_range_db = rng.uniform(30, 90);
    r.imaging.frozen = rng.uniform() < 0.3;
    r.transducer = scenario.transducer;
    r.transducer_pose = {rng.uniform(-0.04, 0.04), rng.uniform(-0.04, 0.04), rng.uniform(-3.1, 3.1),
                         rng.uniform(-0.79, 0.79), rng.uniform(-0.35, 0.35), rng.uniform()};
    r.contact_frac = rng.uniform();
    if (rng.uniform() < 0.9) r.device = &scenario.devices[rng.uniform() < 0.5 ? 0 : 1];
    r.cryoprobe = {rng.uniform(-0.06, 0.06), rng.uniform(-0.06, 0.06), rng.uniform(-3.1, 3.1), rng.uniform(0.087, 1.57),
                   rng.uniform() < 0.5 ? 0.0 : rng.uniform(0, 0.09)};
    r.shaft_length_m = 0.09;
    r.resistance_frac = rng.uniform();
    r.adherent = rng.uniform() < 0.3;
    r.gas_on = rng.uniform() < 0.5;
    r.gas_left_frac = rng.uniform();
    r.tip_degc = rng.uniform(-90, 40);
    r.cycle_s = rng.uniform(0, 200);
    r.cycle = static_cast<int>(rng.uniform(0, 4));
    r.time_scale = rng.uniform() < 0.5 ? 1.0 : 4.0;
    r.see_through = rng.uniform() < 0.5;
    r.labels = rng.uniform() < 0.5;
    if (rng.uniform() < 0.3) r.patient_says = "It is getting cold on the inside of my knee.";
    if (r.labels)
        r.image_labels = {{"infrapatellar branch", 0.001, 0.6 * r.imaging.depth_m},
                          {"crural fascia", 0.015, 0.7 * r.imaging.depth_m}};
    if (r.see_through) {
        for (const double degc : {0.0, -20.0}) {
            view::Readouts::Isotherm isotherm{degc, {{}}};
            const double radius_m = degc < -10 ? 0.002 : 0.004;
            for (int i = 0; i <= 40; ++i)
                isotherm.lines_m[0].push_back(
                    {radius_m * std::cos(0.157 * i), 0.5 * r.imaging.depth_m + radius_m * std::sin(0.157 * i)});
            r.isotherms.push_back(isotherm);
        }
    }
    return r;
}

HomeModel made_up_home() {
    HomeModel model;
    const char* names[] = {
        "Front of the knee", "Adductor canal", "Back of the head", "Below the rib", "Ankle", "Thigh", "Temple"};
    for (int i = 0; i < 7; ++i)
        model.cases.push_back({"case" + std::to_string(i), names[i], "Indication " + std::to_string(i),
                               "a sensory nerve", "Linear 15–6 MHz", "Handheld N2O", 1 + i % 3, CaseKind::Case, i,
                               i == 0 ? -1.0 : 60.0 + i});
    model.cases.push_back(
        {"speckle", "Speckle phantom", "Test object", "", "Linear 15–6 MHz", "", 1, CaseKind::TestObject, 0, -1.0});
    return model;
}

scoring::AttemptRecord made_up_record(const scenario::Scenario& scenario) {
    scoring::AttemptRecord record;
    record.plan = scenario.plan;
    for (int i = 0; i < 60 * 240; ++i) {
        measure::TraceSample sample;
        const float t = static_cast<float>(i) / 60.0F;
        sample.t_s = t;
        sample.target_seen = t > 8.0F ? 1.0F : 0.0F;
        sample.insert_mm = t > 20.0F ? std::min(24.0F, t - 20.0F) : 0.0F;
        sample.tip_visible = std::sin(t) > -0.5F ? 1.0F : 0.0F;
        sample.tip_target_mm = 22.0F - sample.insert_mm;
        sample.gas_on = t > 60.0F && t < 180.0F ? 1.0F : 0.0F;
        sample.tip_degc = sample.gas_on > 0.5F ? 37.0F - 110.0F * (1.0F - std::exp((60.0F - t) / 8.0F)) : 37.0F;
        sample.covered_mm = t > 90.0F ? std::min(5.0F, 0.06F * (t - 90.0F)) : 0.0F;
        record.trace.push_back(sample);
    }
    scoring::NerveOutcome nerve;
    nerve.id = "ipbsn";
    nerve.role = anatomy::NerveRole::Target;
    for (int i = 0; i <= 60; ++i) {
        const double off_mm = 0.5 * i - 15.0;
        nerve.stations.push_back(
            {0.5 * i, Vec3(0.0), std::exp(-off_mm * off_mm / 8.0), std::exp(-off_mm * off_mm / 24.0), -30.0});
    }
    record.nerves.push_back(nerve);
    return record;
}

scoring::Assessment made_up_assessment() {
    scoring::Assessment a;
    a.overall = 71.5;
    a.verdict = "The nerve was treated over 4.9 mm, but the tip was out of sight for a third of the way.";
    a.criticals = {{"CF2", 61.0, Vec3(0.0), "", "Gas was turned on 6 s after the tip was last seen."}};
    a.subscores = {{"needle", "Seeing the needle", 25, 58.0, 60.0, false, ""},
                   {"treat", "Treating the nerve", 30, 92.0, 70.0, true, ""},
                   {"motor", "Sparing motor function", 15, {}, {}, true, "no motor nerve is near"}};
    a.deductions = {
        {41.0, Vec3(0.0), "11.4 mm deep", 12.5, "Advanced 5 mm without seeing the tip", "V8", "needle",
         scoring::Severity::Major},
        {61.0, Vec3(0.0), "", 9.0, "Gas on without a fresh look at the tip", "V7", "needle", scoring::Severity::Major},
        {200.0, Vec3(0.0), "", 7.0, "The thaw was cut short by 12 s", "F1", "dose", scoring::Severity::Minor}};
    a.strengths = {{"C2", "The ice covered the whole section of the nerve."}, {"K1", "The skin stayed above 14 °C."}};
    a.drill = "Tip chase: 90 s of keeping a moving tip in a thin plane.";
    for (int i = 0; i < 30; ++i)
        a.metrics.push_back({"V" + std::to_string(i), "Needle seen while advancing", "mm", "needle",
                             scoring::MetricState::Measured, 1.0 + i, 0.9, 0.5, true, 'A', i % 2 == 0, 0.5, 4.0, 2.0,
                             ""});
    return a;
}

}  // namespace cryo::ui
