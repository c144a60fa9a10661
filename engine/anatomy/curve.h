// A tube's centre line as a smooth curve (centripetal Catmull-Rom through the control points, sampled to a polyline of
// at most 0.5 mm, which is the definition from then on), and the frame of its section. Lengths in metres.
#pragma once

#include <vector>

#include "engine/anatomy/anatomy.h"

namespace cryo::anatomy {

// The point of a tube nearest to a query.
struct TubePoint {
    double arc_m = 0.0;      // along the curve from its first point
    Vec3 center_m{0.0};      // on the curve
    Vec3 tangent{0, 1, 0};   // unit
    Vec2 section_m{0.0};     // query in the section: x across (in the skin plane), y towards depth
    double outside_m = 0.0;  // signed distance to the elliptic surface, negative inside; the ends are flat
};

class TubeCurve {
  public:
    TubeCurve() = default;
    explicit TubeCurve(const Tube& tube);

    double length_m() const { return arc_m_.empty() ? 0.0 : arc_m_.back(); }
    const std::vector<Vec3>& points_m() const { return points_m_; }  // the polyline
    const std::vector<double>& arcs_m() const { return arc_m_; }
    double width_m() const { return width_m_; }
    double height_m() const { return height_m_; }

    TubePoint nearest(const Vec3& reference_m) const;
    // As nearest(), but only when the point may lie within `margin_m` of the surface: a cheap box test sorts out the
    // rest. False means that the point is farther away than that.
    bool nearest_within(const Vec3& reference_m, double margin_m, TubePoint& found) const;

    Vec3 at_arc(double arc_m) const;  // clamped to the ends
    Vec3 tangent_at_arc(double arc_m) const;
    // Axes of the section at an arc length: columns are across, depth-ward, tangent. Across is tangent x depth-ward and
    // lies in the skin plane: along a tube that runs towards +y, across is +x and depth-ward is +z.
    Mat3 section_axes(double arc_m) const;
    // World point of section coordinates at an arc length.
    Vec3 from_section(double arc_m, const Vec2& section_m) const;

  private:
    struct Segment {
        Vec3 start_m;
        Vec3 along_m;
        double per_length_squared;
    };
    struct Chunk {  // a run of segments and the box around its centre line
        Vec3 low_m;
        Vec3 high_m;
        int first = 0;
        int last = 0;  // one past
    };
    TubePoint describe(const Vec3& reference_m, int segment, double fraction) const;

    std::vector<Vec3> points_m_;
    std::vector<Vec3> tangents_;
    std::vector<double> arc_m_;
    std::vector<Segment> segments_;
    std::vector<Chunk> chunks_;
    Vec3 low_m_{0.0};
    Vec3 high_m_{0.0};
    double width_m_ = 0.0;
    double height_m_ = 0.0;
};

// Signed distance to an axis-aligned ellipse centred at the origin (exact outside to 1 um, by Newton iteration).
double distance_to_ellipse(const Vec2& point_m, double semi_x_m, double semi_y_m);

// Centres and radii of the fascicles of a nerve in its section, packed by a seeded relaxation so that together they
// have fascicle_area_fraction of the ellipse (within 3 %) and keep clear of each other and of the rim. Where that many
// circles cannot fill so much of the ellipse, they fill as much as they can.
struct Fascicle {
    Vec2 center_m;
    double radius_m;
};
std::vector<Fascicle> pack_fascicles(const Nerve& nerve, uint64_t seed);

}  // namespace cryo::anatomy
