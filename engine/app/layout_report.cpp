#include "engine/app/layout_report.h"

#include <algorithm>
#include <array>

#include "engine/core/units.h"
#include "engine/io/json.h"
#include "engine/ui/layout_check.h"

namespace cryo::app {

namespace {

io::Json corners(const ui::Rect& r) { return {r.x, r.y, r.width, r.height}; }

}  // namespace

std::string layout_report(const LayoutReport& report, const ui::LayoutLog& layout) {
    constexpr std::array kScreens{"home", "briefing", "practice", "debrief", "drill", "explorer"};
    constexpr std::array kHands{"none", "transducer", "cryoprobe"};
    io::Json json;
    json["frame"] = report.frame;
    json["screen"] = kScreens[static_cast<size_t>(report.screen)];
    json["width_px"] = report.window.width_px;
    json["height_px"] = report.window.height_px;
    json["text_scale"] = report.state->text_scale;
    if (report.readouts != nullptr) {
        const view::Readouts& r = *report.readouts;
        json["practice"] = {{"t_s", r.t_s},
                            {"hand", kHands[static_cast<size_t>(report.state->gripped)]},
                            {"phase", static_cast<int>(r.phase)},
                            {"gas_on", r.gas_on},
                            {"frozen", r.imaging.frozen},
                            {"slide_mm", mm_from_m(r.transducer_pose.slide_m)},
                            {"tilt_deg", deg_from_rad(r.transducer_pose.tilt_rad)},
                            {"insert_mm", mm_from_m(r.cryoprobe.insert_m)},
                            {"tip_degc", r.tip_degc},
                            {"time_scale", r.time_scale},
                            {"paused", report.state->paused}};
    }
    json["faults"] = ui::layout_faults(
        layout.parts, ui::unit_px(report.window.width_px, report.window.height_px, report.state->text_scale));
    json["controls"] = io::Json::array();
    for (const ui::LaidOut& laid : layout.parts) {
        if (laid.part == ui::Part::Text) continue;
        json["controls"].push_back({{"name", laid.text},
                                    {"id", laid.id},
                                    {"window", laid.window},
                                    {"overlay", laid.layer == ui::Layer::Overlay},
                                    {"surface", laid.part == ui::Part::Surface},
                                    {"enabled", laid.enabled},
                                    {"focused", laid.focused},
                                    {"rect", corners(laid.rect)},
                                    {"clip", corners(laid.clip)}});
    }
    return io::json_line(json);
}

}  // namespace cryo::app
