// What is drawn over an ultrasound picture: ruler, marks, parameters, curves, labels. Everything takes an ImageMap, the
// way from the image plane (metres) to pixels of the window.
#pragma once

#include <vector>

#include "engine/ui/drawing.h"
#include "engine/ui/layout.h"
#include "engine/ui/state.h"
#include "engine/ui/theme.h"
#include "engine/view/readouts.h"

namespace cryo::ui {

inline constexpr size_t kMostMeasurements = 4;

// The picture is dark in every room, and so is what stands on it.
const Palette& over_image();

// From the image plane to pixels of the window.
struct ImageMap {
    Rect picture;
    ImagePlacement placement;
    bool inverted = false;  // left and right swapped

    double x_px(double lateral_m) const {
        const double share =
            (lateral_m - placement.lateral_low_m) / (placement.lateral_high_m - placement.lateral_low_m);
        return picture.x + picture.width * (inverted ? 1.0 - share : share);
    }
    double y_px(double depth_m) const {
        return picture.y +
               picture.height * (depth_m - placement.depth_low_m) / (placement.depth_high_m - placement.depth_low_m);
    }
    Vec2 point_m(double x, double y) const {
        const double across = (x - picture.x) / picture.width;
        return {placement.lateral_low_m +
                    (inverted ? 1.0 - across : across) * (placement.lateral_high_m - placement.lateral_low_m),
                placement.depth_low_m +
                    (y - picture.y) / picture.height * (placement.depth_high_m - placement.depth_low_m)};
    }
};

void draw_picture(ImDrawList& draw, const ImageMap& map, const Pictures& pictures);
void draw_depth_ruler(ImDrawList& draw, const ImageMap& map, const view::Readouts& readouts, const Style& style);
void draw_gray_bar(ImDrawList& draw, const Rect& pane, const ImageMap& map, const view::Readouts& readouts,
                   const Style& style);
void draw_orientation_mark(ImDrawList& draw, const ImageMap& map, const Style& style);
void draw_parameter_block(ImDrawList& draw, const Rect& pane, const ImageMap& map, const view::Readouts& readouts,
                          const Style& style, const Pictures& pictures);
void draw_tgc_curve(ImDrawList& draw, const ImageMap& map, const view::Readouts& readouts, const Style& style,
                    double alpha);
void draw_callipers(ImDrawList& draw, const ImageMap& map, const UiState& state, const Style& style);

// The colour box, and the scale of its colours below the gray bar.
void draw_flow_box(ImDrawList& draw, const ImageMap& map, const view::Readouts& readouts, const Style& style);
void draw_flow_bar(ImDrawList& draw, const Rect& pane, const ImageMap& map, const view::Readouts& readouts,
                   const Style& style);

// Milliseconds of each stage of a frame, in the picture's lower right corner.
void draw_stage_times(ImDrawList& draw, const ImageMap& map, const std::vector<Pictures::Stage>& stages,
                      const Style& style);

// Help. Plates of text keep clear of those in `taken`; isotherms add theirs to it.
void draw_isotherms(ImDrawList& draw, const ImageMap& map, const view::Readouts& readouts, const Style& style,
                    std::vector<Rect>& taken);
void draw_labels(ImDrawList& draw, const ImageMap& map, const view::Readouts& readouts, const Style& style,
                 std::vector<Rect> taken);

// Names on plates beside their points, joined by a line, none over another; one that finds no free place is left out.
struct NamedPoint {
    Vec2 at_px;
    std::string text;
};
void draw_named_points(ImDrawList& draw, const Rect& picture, const std::vector<NamedPoint>& points, const Style& style,
                       double alpha, std::vector<Rect> taken);

// Spacing of the ruler's numbered and small ticks for a depth, in metres.
struct RulerTicks {
    double major_m = 0.01;
    double minor_m = 0.005;
};
RulerTicks ruler_ticks(double depth_m);

}  // namespace cryo::ui
