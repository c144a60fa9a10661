#include "engine/ui/motion_card.h"

#include <cmath>
#include <initializer_list>
#include <vector>

#include "engine/core/units.h"
#include "engine/ui/drawing.h"

namespace cryo::ui {

namespace {

constexpr double kWidthUnits = 120.0;
constexpr double kHeightUnits = 76.0;
constexpr double kPeriodS = 3.0;

// A picture of 2 x 1 around the origin, y down, drawn to fit the card; the skin lies at y = 0.2.
class Sketch {
  public:
    Sketch(ImDrawList& draw, const Vec2& corner_px, double unit)
        : draw_(draw),
          middle_(corner_px + 0.5 * unit * Vec2{kWidthUnits, kHeightUnits}),
          scale_(0.5 * unit * kWidthUnits) {}

    // Points turned about `pivot` and then moved.
    void shape(std::initializer_list<Vec2> points, const Vec2& pivot, double turn_rad, const Vec2& shift, Color color,
               bool closed = true) const {
        std::vector<ImVec2> line;
        const double c = std::cos(turn_rad), s = std::sin(turn_rad);
        for (const Vec2& p : points) {
            const Vec2 q = p - pivot;
            line.push_back(at(pivot + shift + Vec2{c * q.x - s * q.y, s * q.x + c * q.y}));
        }
        draw_.AddPolyline(line.data(), static_cast<int>(line.size()), color, closed ? ImDrawFlags_Closed : 0,
                          thickness());
    }
    void line(const Vec2& from, const Vec2& to, Color color) const {
        draw_.AddLine(at(from), at(to), color, thickness());
    }

  private:
    ImVec2 at(const Vec2& p) const { return vec(middle_ + scale_ * p); }
    float thickness() const { return static_cast<float>(scale_ / 34.0); }

    ImDrawList& draw_;
    Vec2 middle_;
    double scale_;
};

// The transducer from the front (long side of the face), from its end, and from above.
void transducer_front(const Sketch& sketch, double turn_rad, const Vec2& shift, Color color) {
    sketch.shape({{-0.12, -0.5},
                  {0.12, -0.5},
                  {0.13, -0.15},
                  {0.36, 0.05},
                  {0.36, 0.2},
                  {-0.36, 0.2},
                  {-0.36, 0.05},
                  {-0.13, -0.15}},
                 {0.0, 0.2}, turn_rad, shift, color);
}
void transducer_end(const Sketch& sketch, double turn_rad, const Vec2& shift, Color color) {
    sketch.shape({{-0.07, -0.5}, {0.07, -0.5}, {0.09, 0.2}, {-0.09, 0.2}}, {0.0, 0.2}, turn_rad, shift, color);
}
void transducer_above(const Sketch& sketch, double turn_rad, const Vec2& shift, Color color) {
    sketch.shape({{-0.42, -0.1}, {0.42, -0.1}, {0.42, 0.1}, {-0.42, 0.1}}, {0.0, 0.0}, turn_rad, shift, color);
    sketch.shape({{-0.42, -0.05}, {-0.34, 0.0}, {-0.42, 0.05}}, {0.0, 0.0}, turn_rad, shift, color);
}
void shaft(const Sketch& sketch, const Vec2& tip, double steepness_rad, double length, Color color) {
    const Vec2 back{-std::cos(steepness_rad), -std::sin(steepness_rad)};
    sketch.line(tip, tip + length * back, color);
    const Vec2 hub = tip + length * back, side{0.08 * back.y, -0.08 * back.x};
    sketch.line(hub - side, hub + side, color);
}

void draw_motion(const Sketch& sketch, Motion motion, double phase, const Palette& c) {
    const double swing = std::sin(2.0 * kPi * phase);
    const Color skin = c.muted;
    const bool from_above = motion == Motion::Rotate || motion == Motion::Swing || motion == Motion::Across ||
                            motion == Motion::EntryAcross;
    if (!from_above) sketch.line({-0.95, 0.2}, {0.95, 0.2}, skin);
    switch (motion) {
        case Motion::Slide:
            transducer_front(sketch, 0.0, {0.35 * swing, 0.0}, c.transducer);
            break;
        case Motion::Across:
            transducer_above(sketch, 0.0, {0.0, 0.28 * swing}, c.transducer);
            break;
        case Motion::Tilt:
            transducer_end(sketch, 0.45 * swing, {0.0, 0.0}, c.transducer);
            break;
        case Motion::Rock:
            transducer_front(sketch, 0.22 * swing, {0.0, 0.0}, c.transducer);
            break;
        case Motion::Rotate:
            transducer_above(sketch, 0.9 * swing, {0.0, 0.0}, c.transducer);
            break;
        case Motion::Press:
            transducer_front(sketch, 0.0, {0.0, 0.06 + 0.08 * swing}, c.transducer);
            break;
        case Motion::EntryAlong:
            shaft(sketch, {0.3 * swing, 0.2}, 0.6, 0.8, c.cryoprobe);
            break;
        case Motion::EntryAcross:
            transducer_above(sketch, 0.0, {0.35, 0.0}, c.transducer);
            shaft(sketch, {-0.15, 0.25 * swing}, 0.0, 0.7, c.cryoprobe);
            break;
        case Motion::Swing:
            transducer_above(sketch, 0.0, {0.35, 0.0}, c.transducer);
            shaft(sketch, {-0.12, 0.0}, 0.5 * swing, 0.7, c.cryoprobe);
            break;
        case Motion::Steepness:
            shaft(sketch, {0.2, 0.2}, 0.75 + 0.4 * swing, 0.9, c.cryoprobe);
            break;
        case Motion::Insert: {
            const double depth = 0.2 + 0.2 * swing;
            shaft(sketch, {0.1 + 0.8 * depth, 0.2 + 0.6 * depth}, 0.64, 0.9, c.cryoprobe);
            break;
        }
    }
}

}  // namespace

void explain_motion(Motion motion, std::string_view words, const Style& style) {
    if (!ImGui::IsItemHovered()) return;
    const Palette& c = style.colors();
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec(style.unit * 10.0, style.unit * 8.0));
    ImGui::BeginTooltip();
    const Sketch sketch(*ImGui::GetWindowDrawList(), cursor_px(), style.unit);
    draw_motion(sketch, motion, std::fmod(ImGui::GetTime() / kPeriodS, 1.0), c);
    ImGui::Dummy(vec(style.unit * kWidthUnits, style.unit * kHeightUnits));
    ImGui::PushTextWrapPos(style.px(260));
    ImGui::PushStyleColor(ImGuiCol_Text, c.text);
    ImGui::TextUnformatted(words.data(), words.data() + words.size());
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

}  // namespace cryo::ui
