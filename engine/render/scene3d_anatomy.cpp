#include "engine/render/scene3d_anatomy.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/anatomy/height_field.h"
#include "engine/core/hash.h"

namespace cryo::render {

namespace {

using anatomy::Tissue;

constexpr double kWallStepM = 0.0015;
constexpr double kBoneStepM = 0.0015;
constexpr double kOffWallM = 1e-4;  // so that a bone's cut side and the wall are not one plane

constexpr LineStyle kGridLine{255, 255, 255, 46, 1.0, 0.0};
constexpr LineStyle kBoundaryLine{30, 18, 14, 90, 1.0, 0.0};
constexpr LineStyle kSheetLine{246, 236, 214, 190, 1.6, 0.0};
constexpr LineStyle kFrameLine{205, 215, 225, 110, 1.2, 0.0};
constexpr LineStyle kTickLine{225, 232, 240, 200, 1.4, 0.0};

// A wall runs from `start` along `along`; its inner side looks along `inward`.
struct Wall {
    Vec3 start_m;
    Vec3 along;
    double length_m;
    Vec3 inward;
};

std::array<Wall, 4> walls_of(const view::Scene3d& scene) {
    const Vec3 a = scene.box_low_m, b = scene.box_high_m;
    return {{{{a.x, a.y, 0}, {1, 0, 0}, b.x - a.x, {0, 1, 0}},
             {{a.x, b.y, 0}, {1, 0, 0}, b.x - a.x, {0, -1, 0}},
             {{a.x, a.y, 0}, {0, 1, 0}, b.y - a.y, {1, 0, 0}},
             {{b.x, a.y, 0}, {0, 1, 0}, b.y - a.y, {-1, 0, 0}}}};
}

Paint on_wall(Tissue tissue) {
    // Darker than the paint itself, so that what hangs in the block stands out from the wall behind it.
    return mixed(tissue_paint(tissue), {24, 24, 30, 10}, 0.34);
}

// Even steps along a wall, and both sides of every edge of a bone, where the column jumps.
std::vector<double> stations(const Wall& wall, const anatomy::Medium& medium) {
    std::vector<double> at;
    const int count = std::max(2, static_cast<int>(std::lround(wall.length_m / kWallStepM)));
    for (int i = 0; i <= count; ++i) at.push_back(wall.length_m * i / count);
    for (const anatomy::Bone& bone : medium.anatomy().bones)
        for (const double side : {-1.0, 1.0}) {
            const Vec2 edge = bone.center_m + side * bone.half_extent_m;
            const double place = wall.along.x > 0.5 ? edge.x - wall.start_m.x : edge.y - wall.start_m.y;
            if (place > 1e-5 && place < wall.length_m - 1e-5) at.insert(at.end(), {place - 1e-6, place + 1e-6});
        }
    std::sort(at.begin(), at.end());
    return at;
}

// Columns of neighbouring stations may differ in length where a bone begins: only the parts both have are joined, and a
// strip that ends is closed by the bone that begins.
void append_wall(BlockFace& face, const Wall& wall, const view::Scene3d& scene) {
    const double top = scene.box_low_m.z, floor = scene.box_high_m.z;
    if (!scene.medium) {
        const Vec3 end = wall.start_m + wall.length_m * wall.along;
        const Paint paint = on_wall(Tissue::GelPhantom);
        append_quad(face.mesh,
                    {Vec3(wall.start_m.x, wall.start_m.y, top), Vec3(end.x, end.y, top), Vec3(end.x, end.y, floor),
                     Vec3(wall.start_m.x, wall.start_m.y, floor)},
                    {paint, paint, paint, paint});
        return;
    }
    const std::vector<double> at = stations(wall, *scene.medium);
    std::vector<std::vector<ColumnPart>> columns;
    for (const double s : at) {
        const Vec3 p = wall.start_m + s * wall.along;
        columns.push_back(tissue_column(*scene.medium, p.x, p.y));
    }
    const auto point = [&](size_t station, double z) {
        const Vec3 p = wall.start_m + at[station] * wall.along;
        return Vec3(p.x, p.y, std::clamp(z, top, floor));
    };
    const auto bottom_of = [&](const std::vector<ColumnPart>& column, size_t part) {
        return part + 1 < column.size() ? column[part + 1].top_m : floor;
    };
    for (size_t i = 0; i + 1 < columns.size(); ++i) {
        const std::vector<ColumnPart>&a = columns[i], &b = columns[i + 1];
        for (size_t part = 0; part < std::min(a.size(), b.size()); ++part) {
            const Vec3 a_top = point(i, a[part].top_m), b_top = point(i + 1, b[part].top_m);
            const Vec3 a_low = point(i, bottom_of(a, part)), b_low = point(i + 1, bottom_of(b, part));
            if (part > 0 && a_top.z < floor && b_top.z < floor)
                append_line(face.lines, a_top + 2e-5 * wall.inward, b_top + 2e-5 * wall.inward, kBoundaryLine);
            if (a_low.z - a_top.z < 1e-7 && b_low.z - b_top.z < 1e-7) continue;
            const Paint paint = on_wall(a[part].tissue);
            append_quad(face.mesh, {a_top, b_top, b_low, a_low}, {paint, paint, paint, paint});
        }
    }
    for (size_t sheet = 0; sheet < scene.medium->anatomy().sheets.size(); ++sheet)
        for (size_t i = 0; i + 1 < at.size(); ++i) {
            const auto depth = [&](size_t station) {
                const Vec3 p = wall.start_m + at[station] * wall.along;
                return scene.medium->sheet_depth_m(static_cast<int>(sheet), p.x, p.y);
            };
            // A column over bone ends in cortex and marrow.
            const std::vector<ColumnPart>& column = columns[i];
            const bool is_in_bone =
                column.back().tissue == Tissue::Marrow && depth(i) > column[column.size() - 2].top_m;
            if (depth(i) > top && depth(i) < floor && depth(i + 1) < floor && !is_in_bone)
                append_line(face.lines, point(i, depth(i)) + 4e-5 * wall.inward,
                            point(i + 1, depth(i + 1)) + 4e-5 * wall.inward, kSheetLine);
        }
}

void append_floor(BlockFace& face, const view::Scene3d& scene) {
    const Vec3 a = scene.box_low_m, b = scene.box_high_m;
    const auto paint = [&](double x, double y, double z) {
        const Tissue tissue = scene.medium ? scene.medium->bulk_at({x, y, z}).tissue : Tissue::GelPhantom;
        return mixed(on_wall(tissue), {16, 16, 20, 10}, 0.30);
    };
    append_height_field(
        face.mesh, {{a.x, a.y}, {b.x, b.y}, 13, 13}, [&](double, double) { return b.z; }, paint);
}

void append_ellipsoid_of(SceneMesh& mesh, const anatomy::Inclusion& inclusion, const view::Scene3d& scene) {
    const Paint paint = tissue_paint(inclusion.tissue);
    if (inclusion.endless_along_y) {
        const Vec3 c = inclusion.center_m;
        append_tube(mesh, {{c.x, scene.box_low_m.y, c.z}, {c.x, scene.box_high_m.y, c.z}},
                    2.0 * inclusion.semi_axes_m.x, 2.0 * inclusion.semi_axes_m.z, 24, [&](size_t) { return paint; });
    } else {
        append_ellipsoid(mesh, inclusion.center_m, Mat3(1.0), inclusion.semi_axes_m, 28, paint);
    }
}

void hash_vec(StateHash& hash, const Vec3& v) {
    hash.add(v.x);
    hash.add(v.y);
    hash.add(v.z);
}

}  // namespace

Paint tissue_paint(Tissue tissue) {
    switch (tissue) {
        case Tissue::Gel:
            return {150, 180, 200, 90};
        case Tissue::Skin:
            return {226, 180, 152, 30};
        case Tissue::Fat:
            return {222, 204, 152, 30};
        case Tissue::Fascia:
            return {226, 216, 196, 40};
        case Tissue::Muscle:
            return {164, 74, 66, 40};
        case Tissue::Tendon:
            return {224, 214, 190, 60};
        case Tissue::NerveFascicle:
            return {250, 214, 70, 70};
        case Tissue::Epineurium:
            return {246, 206, 60, 70};
        case Tissue::Blood:
            return {170, 24, 30, 90};
        case Tissue::VesselWall:
            return {190, 70, 70, 60};
        case Tissue::CorticalBone:
            return {224, 213, 186, 50};
        case Tissue::Marrow:
            return {206, 160, 120, 20};
        case Tissue::Cartilage:
            return {196, 212, 220, 70};
        case Tissue::Saline:
            return {120, 160, 200, 90};
        case Tissue::Tumour:
            return {150, 104, 150, 50};
        case Tissue::Lung:
            return {214, 150, 150, 20};
        case Tissue::Air:
            return {60, 70, 84, 10};
        case Tissue::GelPhantom:
            return {118, 138, 148, 50};
        case Tissue::Count:
            break;
    }
    CRYO_CHECK(false);
    return {};
}

Paint tube_paint(view::SceneTube::Kind kind, double treated_frac) {
    constexpr Paint kTreated{96, 196, 255, 90};
    using Kind = view::SceneTube::Kind;
    switch (kind) {
        case Kind::TargetNerve:
            return mixed({255, 214, 40, 90}, kTreated, treated_frac);
        case Kind::Nerve:
            return mixed({226, 192, 96, 70}, kTreated, treated_frac);
        case Kind::MotorNerve:
            return mixed({255, 150, 50, 90}, kTreated, treated_frac);
        case Kind::Artery:
            return {206, 36, 40, 100};
        case Kind::Vein:
            return {48, 84, 190, 100};
    }
    CRYO_CHECK(false);
    return {};
}

std::vector<ColumnPart> tissue_column(const anatomy::Medium& medium, double x_m, double y_m) {
    std::vector<ColumnPart> column;
    double depth_m = 0.0;
    for (const anatomy::Medium::Face& face : medium.faces()) {
        // A boundary never rises above its upper neighbour.
        depth_m = std::max(depth_m, face.surface.depth_at_m(x_m, y_m));
        column.push_back({depth_m, face.below});
    }
    // Bone takes the place of what lies deeper than its cortex, down to its lower face.
    const double endless_m = std::numeric_limits<double>::infinity();
    double cortex_m = endless_m, marrow_m = endless_m, under_m = endless_m;
    for (size_t bone = 0; bone < medium.anatomy().bones.size(); ++bone)
        if (const auto depth = medium.cortex_depth_m(static_cast<int>(bone), x_m, y_m); depth && *depth < cortex_m) {
            cortex_m = *depth;
            // The thickness is measured at right angles to the cortex, the column runs straight down.
            const anatomy::Bone& found = medium.anatomy().bones[bone];
            const Vec2 slope = anatomy::cortex_of(found).gradient(x_m, y_m);
            marrow_m = cortex_m + found.cortex_thickness_m * std::sqrt(1.0 + glm::dot(slope, slope));
            under_m = found.thickness_m > 0.0 ? anatomy::lower_face_of(found).depth_at_m(x_m, y_m) : endless_m;
        }
    if (std::isfinite(cortex_m)) {
        const std::vector<ColumnPart> soft = column;
        for (ColumnPart& part : column) part.top_m = std::min(part.top_m, cortex_m);
        column.push_back({cortex_m, Tissue::CorticalBone});
        column.push_back({std::min(marrow_m, under_m), Tissue::Marrow});
        // As many parts in every column of a bone, of no height where the layer lies above the lower face.
        if (std::isfinite(under_m))
            for (const ColumnPart& part : soft)
                column.push_back({std::max({part.top_m, under_m, cortex_m}), part.tissue});
    }
    return column;
}

std::array<BlockFace, 5> block_faces(const view::Scene3d& scene) {
    std::array<BlockFace, 5> faces;
    const std::array<Wall, 4> walls = walls_of(scene);
    for (size_t w = 0; w < walls.size(); ++w) {
        BlockFace& face = faces[w];
        face.place_m = walls[w].start_m;
        face.inward = walls[w].inward;
        append_wall(face, walls[w], scene);
        for (double z = 0.010; z < scene.box_high_m.z - 1e-6; z += 0.010) {
            const Vec3 a = walls[w].start_m + Vec3(0, 0, z) + 6e-5 * walls[w].inward;
            append_line(face.lines, a, a + walls[w].length_m * walls[w].along, kGridLine);
        }
    }
    BlockFace& floor = faces[4];
    floor.place_m = {0, 0, scene.box_high_m.z};
    floor.inward = {0, 0, -1};
    append_floor(floor, scene);
    return faces;
}

LineMesh block_frame(const view::Scene3d& scene) {
    LineMesh lines;
    const Vec3 a = scene.box_low_m, b = scene.box_high_m;
    for (const double z : {a.z, b.z})
        append_polyline(lines, {{a.x, a.y, z}, {b.x, a.y, z}, {b.x, b.y, z}, {a.x, b.y, z}}, kFrameLine, true);
    for (const double x : {a.x, b.x})
        for (const double y : {a.y, b.y}) {
            append_line(lines, {x, y, a.z}, {x, y, b.z}, kFrameLine);
            const double outward = x < 0.5 * (a.x + b.x) ? -1.0 : 1.0;
            for (int cm = 0; cm * 0.010 <= b.z - a.z + 1e-9; ++cm) {
                const Vec3 tick(x, y, a.z + cm * 0.010);
                append_line(lines, tick, tick + Vec3(outward * (cm % 5 == 0 ? 0.004 : 0.0025), 0, 0), kTickLine);
            }
        }
    return lines;
}

SceneMesh bone_mesh(const view::Scene3d& scene) {
    SceneMesh mesh;
    if (!scene.medium) return mesh;
    const anatomy::Anatomy& anatomy = scene.medium->anatomy();
    for (size_t i = 0; i < anatomy.bones.size(); ++i) {
        const anatomy::Bone& bone = anatomy.bones[i];
        const Vec2 low = glm::max(Vec2(scene.box_low_m) + kOffWallM, bone.center_m - bone.half_extent_m);
        const Vec2 high = glm::min(Vec2(scene.box_high_m) - kOffWallM, bone.center_m + bone.half_extent_m);
        if (low.x >= high.x || low.y >= high.y) continue;
        const anatomy::HeightField cortex = anatomy::cortex_of(bone);
        const anatomy::HeightField lower = anatomy::lower_face_of(bone);
        const auto height = [&](double x, double y) { return std::min(cortex.depth_at_m(x, y), scene.box_high_m.z); };
        const auto floor = [&](const Vec2& p) {
            if (bone.thickness_m == 0.0) return scene.box_high_m.z;
            return std::clamp(lower.depth_at_m(p.x, p.y), height(p.x, p.y), scene.box_high_m.z);
        };
        const Vec2 steps = (high - low) / kBoneStepM;
        const HeightMesh extent{low, high, 2 + static_cast<int>(steps.x), 2 + static_cast<int>(steps.y)};
        const Paint ivory = tissue_paint(Tissue::CorticalBone);
        append_height_field(mesh, extent, height, [&](double, double, double) { return ivory; });
        if (bone.thickness_m > 0.0)
            append_height_field(
                mesh, extent, [&](double x, double y) { return floor(Vec2(x, y)); },
                [&](double, double, double) { return ivory; });
        // Its sides, where it ends inside the block.
        const std::array<Vec2, 5> rim{Vec2(low.x, low.y), Vec2(high.x, low.y), Vec2(high.x, high.y),
                                      Vec2(low.x, high.y), Vec2(low.x, low.y)};
        for (size_t side = 0; side < 4; ++side)
            for (int s = 0; s < 24; ++s) {
                const Vec2 p = glm::mix(rim[side], rim[side + 1], s / 24.0),
                           q = glm::mix(rim[side], rim[side + 1], (s + 1) / 24.0);
                append_quad(
                    mesh, {Vec3(p, height(p.x, p.y)), Vec3(q, height(q.x, q.y)), Vec3(q, floor(q)), Vec3(p, floor(p))},
                    {ivory, ivory, ivory, ivory});
            }
    }
    for (const anatomy::Inclusion& inclusion : anatomy.inclusions) append_ellipsoid_of(mesh, inclusion, scene);
    for (const anatomy::PointTarget& point : anatomy.points) {
        constexpr double kWireM = 0.0006;  // drawn far thicker than it is, to be seen
        const Vec3 c = point.center_m;
        if (point.is_wire)
            append_tube(mesh, {{c.x, scene.box_low_m.y, c.z}, {c.x, scene.box_high_m.y, c.z}}, kWireM, kWireM, 8,
                        [](size_t) {
                            return Paint{220, 226, 232, 120};
                        });
        else
            append_ellipsoid(mesh, c, Mat3(1.0), Vec3(kWireM), 12, {220, 226, 232, 120});
    }
    return mesh;
}

SceneMesh tube_mesh(const std::vector<view::SceneTube>& tubes) {
    SceneMesh mesh;
    for (const view::SceneTube& tube : tubes)
        append_tube(mesh, tube.path_m, tube.width_m, tube.height_m, 12, [&](size_t i) {
            return tube_paint(tube.kind, i < tube.treated.size() ? static_cast<double>(tube.treated[i]) : 0.0);
        });
    return mesh;
}

uint64_t block_key(const view::Scene3d& scene) {
    StateHash hash;
    hash_vec(hash, scene.box_low_m);
    hash_vec(hash, scene.box_high_m);
    hash.add(scene.medium != nullptr);
    if (!scene.medium) return hash.value();
    const anatomy::Anatomy& anatomy = scene.medium->anatomy();
    hash.add(anatomy.seed);
    for (const anatomy::Layer& layer : anatomy.layers) {
        hash.add(layer.tissue);
        hash.add(layer.top_m);
        hash.add(layer.bottom_m);
    }
    for (const anatomy::Bone& bone : anatomy.bones) {
        hash.add(bone.depth_m);
        hash.add(bone.thickness_m);
        hash.add(bone.center_m.x);
        hash.add(bone.center_m.y);
    }
    for (const anatomy::Inclusion& inclusion : anatomy.inclusions) {
        hash_vec(hash, inclusion.center_m);
        hash_vec(hash, inclusion.semi_axes_m);
    }
    for (const anatomy::PointTarget& point : anatomy.points) hash_vec(hash, point.center_m);
    return hash.value();
}

uint64_t tube_key(const view::Scene3d& scene) {
    StateHash hash;
    for (const view::SceneTube& tube : scene.tubes) {
        hash.add(tube.kind);
        hash.add(tube.width_m);
        hash.add(tube.height_m);
        hash.add(tube.path_m.size());
        for (const Vec3& p : tube.path_m) hash_vec(hash, p);
        for (const float treated : tube.treated) hash.add(static_cast<int>(16.0f * treated));
    }
    return hash.value();
}

}  // namespace cryo::render
