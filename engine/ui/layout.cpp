#include "engine/ui/layout.h"

#include <algorithm>
#include <cmath>

namespace cryo::ui {

namespace {

constexpr double kDesignWidth = 1366.0;
constexpr double kDesignHeight = 768.0;
constexpr double kSmallestUnit = 0.8;  // body text of 13 px: below it letters break up

constexpr double kUnitStep = 0.05;

// In units.
constexpr double kMargin = 6.0;
constexpr double kTopBar = 34.0;
constexpr double kFooter = 20.0;
constexpr double kActs = 38.0;
constexpr double kKnobs = 50.0;
constexpr double kHint = 42.0;     // two lines: a lesson says more than a hint
constexpr double kNarrow = 660.0;  // of the image column: below it five knobs and three buttons have no room

// The image pane's share of the width: at least 55 %, as on the machines people train for.
constexpr double kImageShare = 0.565;

}  // namespace

bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

bool inside(const Rect& inner, const Rect& outer) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() + 1e-6 &&
           inner.bottom() <= outer.bottom() + 1e-6;
}

double unit_px(double width_px, double height_px, double text_scale) {
    const double fit = std::max(kSmallestUnit, std::min(width_px / kDesignWidth, height_px / kDesignHeight));
    // In steps, so that fonts are not made anew at every pixel of a resize.
    return std::floor(fit * text_scale / kUnitStep + 1e-9) * kUnitStep;
}

bool is_narrow(double image_column_px, double unit) { return image_column_px < kNarrow * unit; }

std::vector<Region> PracticeLayout::regions() const {
    return {{"top bar", top_bar}, {"image", image}, {"knobs", knobs},   {"3-D view", scene}, {"hands", hands},
            {"console", console}, {"hint", hint},   {"phases", phases}, {"acts", acts},      {"footer", footer}};
}

PracticeLayout lay_out_practice(double width_px, double height_px, double text_scale) {
    const double u = unit_px(width_px, height_px, text_scale);
    const double m = kMargin * u;
    PracticeLayout at;
    at.top_bar = {0.0, 0.0, width_px, kTopBar * u};
    at.footer = {0.0, height_px - kFooter * u, width_px, kFooter * u};

    const double acts_y = at.footer.y - kActs * u;
    const double left_width = kImageShare * width_px - m;
    const double right_x = left_width + 2.0 * m;
    const double right_width = width_px - right_x - m;
    at.phases = {m, acts_y, left_width, kActs * u};
    at.acts = {right_x, acts_y, right_width, kActs * u};

    const double top = at.top_bar.bottom() + m;
    at.narrow = is_narrow(left_width, u);
    const double hint_y = acts_y - (at.narrow ? 1.25 : 1.0) * kHint * u;
    const double knobs_height = kKnobs * u;
    const double knobs_y = hint_y - knobs_height;
    at.hint = {m, hint_y, left_width, acts_y - hint_y};
    at.knobs = {m, knobs_y, left_width, knobs_height};
    at.image = {m, top, left_width, knobs_y - m - top};

    // The 3-D view gives way first when the text grows; hands and console then scroll inside their panels.
    const double column = acts_y - m - top;
    const double hands_wish = 216.0 * u;
    const double console_wish = 176.0 * u;
    const double scene_height = std::max(0.3 * column, column - hands_wish - console_wish - 2.0 * m);
    const double rest = column - scene_height - 2.0 * m;
    const double hands_height = rest * hands_wish / (hands_wish + console_wish);
    at.scene = {right_x, top, right_width, scene_height};
    at.hands = {right_x, at.scene.bottom() + m, right_width, hands_height};
    at.console = {right_x, at.hands.bottom() + m, right_width, rest - hands_height};
    return at;
}

Rect picture_rect(const Rect& image_pane, double unit, double width_over_height) {
    const double left = 98.0 * unit;   // parameter block and gray bar
    const double right = 50.0 * unit;  // depth ruler
    const double edge = 10.0 * unit;
    const double room_width = std::max(1.0, image_pane.width - left - right);
    const double room_height = std::max(1.0, image_pane.height - 2.0 * edge);
    double width = room_width;
    double height = width / width_over_height;
    if (height > room_height) {
        height = room_height;
        width = height * width_over_height;
    }
    return {image_pane.x + left + 0.5 * (room_width - width), image_pane.y + edge, width, height};
}

std::vector<Region> PageLayout::regions() const {
    std::vector<Region> list{{"title", title}, {"left", left}, {"middle", middle},
                             {"right", right}, {"acts", acts}, {"footer", footer}};
    std::erase_if(list, [](const Region& region) { return region.rect.empty(); });
    return list;
}

namespace {

// Columns in the given shares of the width, between a title and a row of buttons.
PageLayout lay_out_columns(double width_px, double height_px, double text_scale, double left_share,
                           double middle_share) {
    const double u = unit_px(width_px, height_px, text_scale);
    const double m = 2.0 * kMargin * u;
    PageLayout at;
    at.title = {0.0, 0.0, width_px, 64.0 * u};
    at.footer = {0.0, height_px - kFooter * u, width_px, kFooter * u};
    at.acts = {m, at.footer.y - 56.0 * u, width_px - 2.0 * m, 52.0 * u};
    const double top = at.title.bottom() + 0.5 * m;
    const double height = at.acts.y - 0.5 * m - top;
    const int columns = middle_share > 0.0 ? 3 : 2;
    const double room = width_px - (columns + 1) * m;
    at.left = {m, top, left_share * room, height};
    double x = at.left.right() + m;
    if (columns == 3) {
        at.middle = {x, top, middle_share * room, height};
        x = at.middle.right() + m;
    }
    at.right = {x, top, width_px - m - x, height};
    return at;
}

}  // namespace

PageLayout lay_out_home(double width_px, double height_px, double text_scale) {
    return lay_out_columns(width_px, height_px, text_scale, 0.28, 0.0);
}

PageLayout lay_out_briefing(double width_px, double height_px, double text_scale) {
    return lay_out_columns(width_px, height_px, text_scale, 0.30, 0.36);
}

ExplorerLayout lay_out_explorer(double width_px, double height_px, double text_scale) {
    constexpr double kBlockShare = 0.46;
    ExplorerLayout at{lay_out_columns(width_px, height_px, text_scale, 0.52, 0.0), {}};
    const double gap = 2.0 * kMargin * unit_px(width_px, height_px, text_scale);
    Rect& right = at.page.right;
    at.block = {right.x, right.y, right.width, kBlockShare * (right.height - gap)};
    right.y = at.block.bottom() + gap;
    right.height -= at.block.height + gap;
    return at;
}

PageLayout lay_out_debrief(double width_px, double height_px, double text_scale) {
    return lay_out_columns(width_px, height_px, text_scale, 0.46, 0.0);
}

}  // namespace cryo::ui
