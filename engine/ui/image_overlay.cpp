#include "engine/ui/image_overlay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "engine/core/units.h"
#include "engine/ui/widgets.h"
#include "engine/ultrasound/display.h"
#include "engine/ultrasound/doppler.h"

namespace cryo::ui {

namespace {

// How an isotherm is drawn: the dash pattern and the place of its label tell it apart where colours cannot.
struct IsothermLook {
    Color color;
    double period_units;  // of the dashes; 0 = solid
    Vec2 label_towards;   // the label stands at the contour's outermost point this way
};
IsothermLook isotherm_look(double degc) {
    const Palette& c = over_image();
    if (degc > -10.0) return {c.cryoprobe, 0.0, {-1.0, 0.0}};
    if (degc > -30.0) return {c.caution, 9.0, {0.0, -1.0}};
    return {c.danger, 4.0, {0.0, 1.0}};
}

void draw_contour(ImDrawList& draw, const std::vector<ImVec2>& line, const IsothermLook& look, const Style& style) {
    const double period = style.unit * look.period_units;
    double along = 0.0;
    for (size_t i = 1; i < line.size(); ++i) {
        if (period <= 0.0 || std::fmod(along, period) < 0.62 * period)
            draw.AddLine(line[i - 1], line[i], look.color, style.px(1.5));
        along += glm::length(point(line[i]) - point(line[i - 1]));
    }
}

// Places a label's plate near its point where it covers neither an earlier plate nor leaves the picture; the nearest
// free place of a few wins, and where there is none the label is left out.
std::optional<Rect> place_label(const Rect& picture, const Vec2& at, double width, double height, double reach,
                                const std::vector<Rect>& taken) {
    for (const double lift : {-0.8, 0.0, 0.8, -1.9, 1.9, -3.0, 3.0, -4.1, 4.1, -5.2, 5.2})
        for (const bool to_right : {true, false}) {
            const Rect plate{to_right ? at.x + reach : at.x - reach - width, at.y + (lift - 0.5) * height, width,
                             height};
            const bool free =
                std::none_of(taken.begin(), taken.end(), [&](const Rect& other) { return overlap(plate, other); });
            if (free && inside(plate, picture)) return plate;
        }
    return std::nullopt;
}

}  // namespace

const Palette& over_image() { return palette(Theme::Dark); }

void draw_picture(ImDrawList& draw, const ImageMap& map, const Pictures& pictures) {
    const ImVec2 low = vec(map.picture.x, map.picture.y), high = vec(map.picture.right(), map.picture.bottom());
    if (pictures.image != 0)
        draw.AddImage(reinterpret_cast<ImTextureID>(static_cast<uintptr_t>(pictures.image)), low, high,
                      vec(map.inverted ? 1.0 : 0.0, 0.0), vec(map.inverted ? 0.0 : 1.0, 1.0));
    else
        draw.AddRect(low, high, over_image().line);
}

void draw_depth_ruler(ImDrawList& draw, const ImageMap& map, const view::Readouts& readouts, const Style& style) {
    const Palette& c = over_image();
    const double x = map.picture.right() + style.unit * 8.0;
    const RulerTicks ticks = ruler_ticks(readouts.imaging.depth_m);
    const double deepest = std::min(readouts.imaging.depth_m, map.placement.depth_high_m);
    draw.AddLine(vec(x, map.y_px(0.0)), vec(x, map.y_px(deepest)), with_alpha(c.image_text, 0.5), style.px(1));
    const int count = static_cast<int>(std::floor(deepest / ticks.minor_m + 1e-6));
    const int every = static_cast<int>(std::lround(ticks.major_m / ticks.minor_m));
    for (int i = 0; i <= count; ++i) {
        const double depth_m = i * ticks.minor_m;
        const bool major = i % every == 0;
        const double y = map.y_px(depth_m);
        draw.AddLine(vec(x, y), vec(x + style.unit * (major ? 9.0 : 5.0), y), c.image_text,
                     style.px(major ? 1.5 : 1.0));
        if (!major || i == 0) continue;
        draw_text(draw, style.fonts.small, x + style.unit * 12.0, y - style.unit * 7.0, c.image_text,
                  fixed(depth_m * 100.0, ticks.major_m < 0.01 ? 1 : 0));
    }
    draw_text(draw, style.fonts.small, x + style.unit * 12.0, map.y_px(0.0) - style.unit * 7.0, c.image_text, "cm");
    const double focus_y = map.y_px(readouts.imaging.focus_m);
    draw.AddTriangleFilled(vec(x - style.unit * 1.0, focus_y), vec(x - style.unit * 8.0, focus_y - style.unit * 5.0),
                           vec(x - style.unit * 8.0, focus_y + style.unit * 5.0), c.transducer);
}

namespace {

// What the parameter block says, most important first.
std::vector<std::string> parameter_lines(const view::Readouts& readouts, double image_hz) {
    const auto& imaging = readouts.imaging;
    std::vector<std::string> lines{
        fixed(mhz_from_hz(imaging.frequency_hz), 1) + " MHz", "Depth " + fixed(imaging.depth_m * 100.0, 1) + " cm",
        "Gain " + fixed(imaging.gain_db, 0) + " dB",          "DR " + fixed(imaging.dynamic_range_db, 0) + " dB",
        "Focus " + fixed(imaging.focus_m * 100.0, 1) + " cm", imaging.frozen ? "0 Hz" : fixed(image_hz, 0) + " Hz",
    };
    if (imaging.preset >= 0) lines.emplace_back(ultrasound::kPresets[static_cast<size_t>(imaging.preset)].name);
    if (imaging.compounding) lines.emplace_back("3 looks");
    if (imaging.persistence > 0.0) lines.push_back("Pers " + fixed(100.0 * imaging.persistence, 0) + " %");
    if (imaging.needle_enhancement)
        lines.push_back("Needle " + fixed(std::abs(deg_from_rad(imaging.needle_steer_rad)), 0) + "°");
    if (imaging.doppler.mode == ultrasound::DopplerMode::Off) return lines;
    constexpr std::array<const char*, 3> kFilters{"low", "medium", "high"};
    lines.push_back(imaging.doppler.mode == ultrasound::DopplerMode::Power ? "Power" : "Colour");
    lines.push_back("PRF " + fixed(1e-3 * ultrasound::doppler_prf_hz(readouts.transducer, imaging), 1) + " kHz");
    lines.push_back(std::string("WF ") + kFilters[static_cast<size_t>(imaging.doppler.wall_filter)]);
    return lines;
}

// The strip left of the picture, from the top: gray bar, colour bar, parameter block. What has no room is left out.
struct LeftStrip {
    double gray_top = 0.0, gray_height = 0.0;
    double flow_top = 0.0, flow_height = 0.0;
    size_t lines = 0;
};
LeftStrip left_strip(const Rect& pane, const ImageMap& map, const view::Readouts& readouts, const Style& style) {
    constexpr double kLine = 16.0, kTop = 22.0, kGap = 26.0, kLeastBar = 40.0;
    const bool flow = readouts.imaging.doppler.mode != ultrasound::DopplerMode::Off;
    LeftStrip strip;
    strip.lines = parameter_lines(readouts, 0.0).size();
    const double room = pane.height / style.unit - kTop - 20.0;
    // The first six lines are always there; bars come before the rest.
    const double bars = flow ? 2.0 * (kLeastBar + kGap) : kLeastBar + kGap;
    while (strip.lines > 6 && kLine * static_cast<double>(strip.lines) + bars > room) --strip.lines;
    const double left = room - kLine * static_cast<double>(strip.lines) - kGap;
    const double each = flow ? 0.5 * (left - kGap) : left;
    if (each < 0.75 * kLeastBar) return strip;
    strip.gray_top = map.picture.y + style.unit * kTop;
    strip.gray_height = style.unit * std::min(each, 130.0);
    if (!flow) return strip;
    strip.flow_top = strip.gray_top + strip.gray_height + style.unit * kGap;
    strip.flow_height = style.unit * std::min(each, 110.0);
    return strip;
}

Color color_of(const glm::vec3& c) {
    const auto byte = [](float v) { return static_cast<Color>(std::lround(255.0F * std::clamp(v, 0.0F, 1.0F))); };
    return 0xFF000000u | byte(c.b) << 16 | byte(c.g) << 8 | byte(c.r);
}

}  // namespace

void draw_gray_bar(ImDrawList& draw, const Rect& pane, const ImageMap& map, const view::Readouts& readouts,
                   const Style& style) {
    const Palette& c = over_image();
    const LeftStrip strip = left_strip(pane, map, readouts, style);
    if (strip.gray_height <= 0.0) return;
    const double x = map.picture.x - style.unit * 20.0;
    const double top = strip.gray_top, height = strip.gray_height;
    // In steps, so that the bar shows the map in use.
    constexpr int kSteps = 24;
    for (int i = 0; i < kSteps; ++i) {
        const double level_db = ultrasound::kWhiteDb - readouts.imaging.dynamic_range_db * (i + 0.5) / kSteps;
        const auto gray = static_cast<float>(
            ultrasound::gray_from_level(level_db, readouts.imaging.dynamic_range_db, readouts.imaging.gray_map));
        draw.AddRectFilled(vec(x, top + height * i / kSteps),
                           vec(x + style.unit * 9.0, top + height * (i + 1) / kSteps), color_of(glm::vec3(gray)));
    }
    draw.AddRect(vec(x, top), vec(x + style.unit * 9.0, top + height), with_alpha(c.image_text, 0.6));
    draw_text(draw, style.fonts.small, x - style.unit * 3.0, top, c.image_text, "0", Align::Right);
    draw_text(draw, style.fonts.small, x - style.unit * 3.0, top + height - style.unit * 14.0, c.image_text,
              fixed(-readouts.imaging.dynamic_range_db, 0), Align::Right);
    draw_text(draw, style.fonts.small, x - style.unit * 3.0, top + 0.5 * height - style.unit * 7.0, c.image_text, "dB",
              Align::Right);
    draw_text(draw, style.fonts.small, x + style.unit * 9.0, top - style.unit * 16.0, c.image_text,
              std::string("Map ") + ultrasound::kGrayMaps[static_cast<size_t>(readouts.imaging.gray_map)].name[0],
              Align::Right);
}

void draw_flow_bar(ImDrawList& draw, const Rect& pane, const ImageMap& map, const view::Readouts& readouts,
                   const Style& style) {
    const Palette& c = over_image();
    const LeftStrip strip = left_strip(pane, map, readouts, style);
    if (strip.flow_height <= 0.0) return;
    const bool power = readouts.imaging.doppler.mode == ultrasound::DopplerMode::Power;
    const double x = map.picture.x - style.unit * 20.0;
    constexpr int kSteps = 24;
    for (int i = 0; i < kSteps; ++i) {
        const double from_top = (i + 0.5) / kSteps;
        const glm::vec3 shade =
            power ? ultrasound::power_colour(1.0 - from_top) : ultrasound::velocity_colour(1.0 - 2.0 * from_top);
        draw.AddRectFilled(vec(x, strip.flow_top + strip.flow_height * i / kSteps),
                           vec(x + style.unit * 9.0, strip.flow_top + strip.flow_height * (i + 1) / kSteps),
                           color_of(shade));
    }
    const auto beside = [&](double y, const std::string& text) {
        draw_text(draw, style.fonts.small, x - style.unit * 3.0, y, c.image_text, text, Align::Right);
    };
    const double bottom = strip.flow_top + strip.flow_height - style.unit * 14.0;
    if (power) {
        beside(strip.flow_top, "strong");
        beside(bottom, "weak");
        return;
    }
    const std::string scale =
        fixed(100.0 * readouts.imaging.doppler.scale_m_per_s, readouts.imaging.doppler.scale_m_per_s < 0.1 ? 1 : 0);
    beside(strip.flow_top, "+" + scale);
    beside(strip.flow_top + 0.5 * strip.flow_height - style.unit * 7.0, "cm/s");
    beside(bottom, "\u2212" + scale);
}

void draw_flow_box(ImDrawList& draw, const ImageMap& map, const view::Readouts& readouts, const Style& style) {
    const auto corners = ultrasound::make_doppler_grid(readouts.transducer, readouts.imaging).corners_m();
    std::vector<ImVec2> points;
    for (const Vec2& corner : corners) points.push_back(vec(map.x_px(corner.x), map.y_px(corner.y)));
    draw.PushClipRect(vec(map.picture.x, map.picture.y), vec(map.picture.right(), map.picture.bottom()), true);
    for (size_t i = 0; i < points.size(); ++i)
        draw.AddLine(points[i], points[(i + 1) % points.size()], with_alpha(over_image().image_text, 0.75),
                     style.px(1.2));
    draw.PopClipRect();
}

void draw_orientation_mark(ImDrawList& draw, const ImageMap& map, const Style& style) {
    // The side of the mark on the transducer: screen-left, as outside cardiology, unless the image is inverted.
    const double inset = style.unit * 14.0;
    const double x = map.inverted ? map.picture.right() - inset : map.picture.x + inset;
    const double y = map.picture.y + inset;
    draw.AddCircleFilled(vec(x, y), style.px(7), with_alpha(0xFF000000u, 0.7), 24);
    draw.AddCircle(vec(x, y), style.px(6), over_image().image_mark, 24, style.px(2));
    draw.AddCircleFilled(vec(x, y), style.px(2.2), over_image().image_mark, 12);
}

void draw_parameter_block(ImDrawList& draw, const Rect& pane, const ImageMap& map, const view::Readouts& readouts,
                          const Style& style, const Pictures& pictures) {
    const Palette& c = over_image();
    std::vector<std::string> lines = parameter_lines(readouts, pictures.image_hz);
    lines.resize(left_strip(pane, map, readouts, style).lines);
    const double line_height = style.unit * 16.0;
    double y = pane.y + pane.height - style.unit * 10.0 - line_height * static_cast<double>(lines.size());
    const double x = pane.x + style.unit * 10.0;
    for (const std::string& line : lines) {
        draw_text(draw, style.fonts.small, x, y, c.image_text, line, Align::Left,
                  map.picture.x < x + style.unit * 80.0);
        y += line_height;
    }
}

void draw_tgc_curve(ImDrawList& draw, const ImageMap& map, const view::Readouts& readouts, const Style& style,
                    double alpha) {
    const auto& tgc_db = readouts.imaging.tgc_db;
    const double middle = map.picture.x + 0.86 * map.picture.width;
    const double scale = 0.11 * map.picture.width / ultrasound::kTgcRangeDb.high;
    const Color color = with_alpha(over_image().transducer, alpha);
    std::vector<ImVec2> points;
    for (int i = 0; i < ultrasound::kTgcSliders; ++i) {
        const double depth_m = readouts.imaging.depth_m * i / (ultrasound::kTgcSliders - 1.0);
        points.push_back(vec(middle + scale * tgc_db[static_cast<size_t>(i)], map.y_px(depth_m)));
    }
    draw_dashed(draw, vec(middle, map.picture.y), vec(middle, map.picture.bottom()),
                with_alpha(over_image().image_text, 0.4 * alpha), style.unit, style.unit * 3.0, style.unit * 5.0);
    draw.AddPolyline(points.data(), static_cast<int>(points.size()), color, 0, style.px(2));
    for (const ImVec2& point : points) draw.AddCircleFilled(point, style.px(3), color, 12);
}

namespace {

// An ellipse by its long axis and width, as a closed line.
void draw_ellipse(ImDrawList& draw, const ImageMap& map, const Measurement& ellipse, Color color, const Style& style) {
    const Vec2 middle = 0.5 * (ellipse.points_m[0] + ellipse.points_m[1]);
    const Vec2 along = 0.5 * (ellipse.points_m[1] - ellipse.points_m[0]);
    const Vec2 across = 0.5 * ellipse.width_m() * Vec2(-along.y, along.x) / std::max(1e-9, glm::length(along));
    constexpr int kPoints = 48;
    std::vector<ImVec2> line;
    for (int i = 0; i < kPoints; ++i) {
        const double angle = 2.0 * kPi * i / kPoints;
        const Vec2 at = middle + std::cos(angle) * along + std::sin(angle) * across;
        line.push_back(vec(map.x_px(at.x), map.y_px(at.y)));
    }
    draw.AddPolyline(line.data(), kPoints, color, ImDrawFlags_Closed, style.px(1.2));
}

}  // namespace

void draw_callipers(ImDrawList& draw, const ImageMap& map, const UiState& state, const Style& style) {
    const Color color = over_image().caution;
    double table_y = map.picture.bottom() - style.unit * (8.0 + 16.0 * static_cast<double>(state.measurements.size()));
    int number = 0;
    for (const Measurement& measurement : state.measurements) {
        ++number;
        for (const Vec2& at_m : measurement.points_m) {
            const double x = map.x_px(at_m.x), y = map.y_px(at_m.y), r = style.unit * 6.0;
            draw.AddLine(vec(x - r, y), vec(x + r, y), color, style.px(1.5));
            draw.AddLine(vec(x, y - r), vec(x, y + r), color, style.px(1.5));
        }
        if (measurement.points_m.size() < 2) continue;
        const Vec2 a = measurement.points_m[0], b = measurement.points_m[1];
        draw_dashed(draw, vec(map.x_px(a.x), map.y_px(a.y)), vec(map.x_px(b.x), map.y_px(b.y)), color, style.unit,
                    style.unit * 2.0, style.unit * 5.0);
        std::string text = "D" + std::to_string(number) + "  " + fixed(mm_from_m(measurement.length_m()), 1) + " mm";
        if (measurement.kind == CalliperKind::Ellipse) {
            if (!measurement.is_complete()) continue;
            draw_ellipse(draw, map, measurement, color, style);
            text = "E" + std::to_string(number) + "  " + fixed(mm_from_m(measurement.length_m()), 1) + " × " +
                   fixed(mm_from_m(measurement.width_m()), 1) + " mm, " + fixed(1e6 * measurement.area_m2(), 1) +
                   " mm²";
        }
        draw_text(draw, style.fonts.small, map.picture.right() - style.unit * 8.0, table_y, color, text, Align::Right,
                  true);
        table_y += style.unit * 16.0;
    }
    if (!state.callipers_on) return;
    const bool fresh = state.measurements.empty() || state.measurements.back().is_complete();
    const char* words = state.calliper_kind == CalliperKind::Distance ? "Distance: click two points"
                                                                      : "Ellipse: click both ends, then the side";
    if (fresh)
        draw_text(draw, style.fonts.small, map.picture.x + 0.5 * map.picture.width, map.picture.y + style.unit * 8.0,
                  color, words, Align::Center, true);
}

void draw_isotherms(ImDrawList& draw, const ImageMap& map, const view::Readouts& readouts, const Style& style,
                    std::vector<Rect>& taken) {
    for (const auto& isotherm : readouts.isotherms) {
        const IsothermLook look = isotherm_look(isotherm.degc);
        std::optional<Vec2> outermost;
        for (const auto& contour : isotherm.lines_m) {
            std::vector<ImVec2> line;
            for (const Vec2& at_m : contour) {
                const Vec2 at{map.x_px(at_m.x), map.y_px(at_m.y)};
                line.push_back(vec(at));
                if (!outermost || glm::dot(at - *outermost, look.label_towards) > 0.0) outermost = at;
            }
            draw_contour(draw, line, look, style);
        }
        if (!outermost) continue;
        const std::string text = fixed(isotherm.degc, 0) + " °C";
        const double width = text_width(style.fonts.small, text) + style.unit * 8.0, height = style.unit * 15.0;
        const Vec2 middle =
            *outermost + look.label_towards * Vec2{0.5 * width + style.unit * 3.0, 0.5 * height + style.unit * 3.0};
        const Rect plate{middle.x - 0.5 * width, middle.y - 0.5 * height, width, height};
        draw.AddRectFilled(vec(plate.x, plate.y), vec(plate.right(), plate.bottom()), 0xB8000000u, style.px(3));
        draw_text(draw, style.fonts.small, middle.x, plate.y, look.color, text, Align::Center);
        taken.push_back(plate);
    }
}

void draw_stage_times(ImDrawList& draw, const ImageMap& map, const std::vector<Pictures::Stage>& stages,
                      const Style& style) {
    if (stages.empty()) return;
    const double row = style.unit * 15.0, width = style.unit * 130.0, edge = style.unit * 6.0;
    const double height = row * (static_cast<double>(stages.size()) + 1.0) + 2.0 * edge;
    const Rect plate{map.picture.right() - width - edge, map.picture.bottom() - height - edge, width, height};
    draw.AddRectFilled(vec(plate.x, plate.y), vec(plate.right(), plate.bottom()), 0xC0000000u, style.px(3));
    double sum_s = 0.0;
    double y = plate.y + edge;
    const auto line = [&](const std::string& name, double seconds) {
        draw_text(draw, style.fonts.small, plate.x + edge, y, over_image().image_text, name);
        draw_text(draw, style.fonts.small, plate.right() - edge, y, over_image().image_text,
                  fixed(1e3 * seconds, 1) + " ms", Align::Right);
        y += row;
    };
    for (const Pictures::Stage& stage : stages) {
        line(stage.name, stage.seconds);
        sum_s += stage.seconds;
    }
    line("together", sum_s);
}

// A ring with the name beside it, well clear of what it rings.
void draw_highlight(ImDrawList& draw, const ImageMap& map, const view::Readouts::Label& whom, const Style& style) {
    const Vec2 at{map.x_px(whom.lateral_m), map.y_px(whom.depth_m)};
    const double radius = style.unit * 18.0;
    draw.AddCircle(vec(at), static_cast<float>(radius), 0xB0000000u, 40, style.px(4));
    draw.AddCircle(vec(at), static_cast<float>(radius), over_image().accent, 40, style.px(2));
    draw_text(draw, style.fonts.strong, at.x, at.y - radius - style.unit * 18.0, over_image().accent, whom.text,
              Align::Center);
}

void draw_named_points(ImDrawList& draw, const Rect& picture, const std::vector<NamedPoint>& points, const Style& style,
                       double alpha, std::vector<Rect> taken) {
    const double height = style.unit * 16.0;
    const Color dark = with_alpha(0xFF000000u, 0.70 * alpha);
    const Color ink = with_alpha(over_image().image_text, alpha);
    for (const NamedPoint& point : points) {  // no plate covers what another one points at
        const double half = style.unit * 4.0;
        taken.push_back({point.at_px.x - half, point.at_px.y - half, 2.0 * half, 2.0 * half});
    }
    for (const NamedPoint& point : points) {
        const Vec2 at = point.at_px;
        if (!inside({at.x, at.y, 0.0, 0.0}, picture)) continue;
        const double width = text_width(style.fonts.small, point.text) + style.unit * 10.0;
        const std::optional<Rect> place = place_label(picture, at, width, height, style.unit * 14.0, taken);
        if (!place) continue;
        const Rect plate = *place;
        taken.push_back({plate.x - style.unit, plate.y - style.unit, plate.width + style.unit * 2.0,
                         plate.height + style.unit * 2.0});
        const Vec2 foot{plate.x > at.x ? plate.x : plate.right(), plate.y + 0.5 * height};
        draw.AddLine(vec(at), vec(foot), dark, style.px(3));
        draw.AddLine(vec(at), vec(foot), ink, style.px(1));
        draw.AddCircleFilled(vec(at), style.px(4), dark, 12);
        draw.AddCircle(vec(at), style.px(3), ink, 12, style.px(1));
        draw.AddRectFilled(vec(plate.x, plate.y), vec(plate.right(), plate.bottom()), dark, style.px(3));
        draw_text(draw, style.fonts.small, plate.x + style.unit * 5.0, plate.y + style.unit * 0.5, ink, point.text);
    }
}

void draw_labels(ImDrawList& draw, const ImageMap& map, const view::Readouts& readouts, const Style& style,
                 std::vector<Rect> taken) {
    if (readouts.highlight) draw_highlight(draw, map, *readouts.highlight, style);
    std::vector<NamedPoint> points;
    for (const auto& label : readouts.image_labels)
        points.push_back({{map.x_px(label.lateral_m), map.y_px(label.depth_m)}, label.text});
    // Of a help that fades.
    draw_named_points(draw, map.picture, points, style, readouts.lesson.labels_frac, std::move(taken));
}

RulerTicks ruler_ticks(double depth_m) {
    if (depth_m <= 0.025) return {0.005, 0.001};
    if (depth_m <= 0.10) return {0.01, 0.005};
    return {0.02, 0.01};
}

}  // namespace cryo::ui
