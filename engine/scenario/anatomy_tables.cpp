#include "engine/scenario/anatomy_tables.h"

#include "engine/anatomy/tissue.h"

namespace cryo::scenario {

using anatomy::Bone;
using anatomy::Crossing;
using anatomy::Inclusion;
using anatomy::Layer;
using anatomy::Nerve;
using anatomy::NerveRole;
using anatomy::PointTarget;
using anatomy::Sheet;
using anatomy::Tissue;
using anatomy::Tube;
using anatomy::Undulation;
using anatomy::VariantDraw;
using anatomy::Vessel;
using anatomy::VesselKind;
using io::inside;
using io::Presence;

namespace {

constexpr io::Range kIdLength{1, 60};
constexpr io::Range kLabelLength{0, 100};
constexpr io::Range kTiltDeg{-45, 45};

std::vector<std::pair<std::string, Tissue>> tissue_words() {
    std::vector<std::pair<std::string, Tissue>> words;
    for (const std::string& id : anatomy::tissue_ids()) words.emplace_back(id, *anatomy::tissue_from_id(id));
    return words;
}

const io::ParameterTable<Undulation>& undulation_table() {
    static const io::ParameterTable<Undulation> table{
        "A gentle wave laid over a boundary",
        {
            io::number("amplitude_mm", &Undulation::amplitude_m, {0, 5}, Presence::Required, "Height of the wave"),
            io::number("wavelength_mm", &Undulation::wavelength_m, {2, 500}, Presence::Optional, "Its length"),
            io::numbers("phase_deg", &Undulation::phase_rad, {-360, 360}, {}, Presence::Optional,
                        "Where it starts along x and y"),
        }};
    return table;
}

}  // namespace

const io::ParameterTable<Layer>& layer_table() {
    static const io::ParameterTable<Layer> table{
        "A slab of one tissue, listed from the skin down; a gap between two is fat",
        {
            io::text("id", &Layer::id, kIdLength, Presence::Required, "Short name, unique in the file"),
            io::text("label", &Layer::label, kLabelLength, Presence::Optional, "Name on screens; without it the id"),
            io::word("tissue", &Layer::tissue, tissue_words(), Presence::Required, "What it is made of"),
            io::number("top_mm", &Layer::top_m, kDepthMm, Presence::Required, "Depth of the upper face at x = y = 0"),
            io::number("bottom_mm", &Layer::bottom_m, kDepthMm, Presence::Required, "Depth of the lower face"),
            io::table("undulation", &Layer::undulation, undulation_table(), Presence::Optional),
            io::numbers("tilt_deg", &Layer::tilt_rad, kTiltDeg, {}, Presence::Optional,
                        "Slope of the upper face along x and y"),
            io::numbers("fibre", &Layer::fibre, {-1, 1}, {}, Presence::Optional, "Direction of fibres [x, y, z]"),
            io::number("pennation_deg", &Layer::pennation_rad, {-60, 60}, Presence::Optional,
                       "Angle by which fibres dive below that direction"),
            io::number("septa_spacing_mm", &Layer::septa_spacing_m, {0, 50}, Presence::Optional,
                       "Mean distance of septa and bundles; 0 = the tissue's usual one"),
            io::numbers("between_x_mm", &Layer::between_x_m, {-1000, 1000}, {}, Presence::Optional,
                        "Where a belly ends [from, to]; without it the layer has no ends"),
            io::on_off("uniform", &Layer::is_uniform, Presence::Optional,
                       "Without septa, bundles and fibrils, for test objects"),
        }};
    return table;
}

const io::ParameterTable<Sheet>& sheet_table() {
    static const io::ParameterTable<Sheet> table{
        "A fascia or membrane: a surface with a thickness",
        {
            io::text("id", &Sheet::id, kIdLength, Presence::Required, "Short name, unique in the file"),
            io::text("label", &Sheet::label, kLabelLength, Presence::Optional, "Name on screens; without it the id"),
            io::word("tissue", &Sheet::tissue, tissue_words(), Presence::Optional, "What it is made of"),
            io::number("depth_mm", &Sheet::depth_m, kDepthMm, Presence::Required, "Depth of its middle at x = y = 0"),
            io::number("thickness_mm", &Sheet::thickness_m, {0.02, 5}, Presence::Required, "Thickness"),
            io::table("undulation", &Sheet::undulation, undulation_table(), Presence::Optional),
            io::numbers("tilt_deg", &Sheet::tilt_rad, kTiltDeg, {}, Presence::Optional, "Slope along x and y"),
            io::text("over", &Sheet::over, kIdLength, Presence::Optional, "The vessel that it arches over"),
        }};
    return table;
}

const io::ParameterTable<Bone>& bone_table() {
    static const io::ParameterTable<Bone> table{
        "Bone: what lies deeper than its cortex, a plane with a bulge",
        {
            io::text("id", &Bone::id, kIdLength, Presence::Required, "Short name, unique in the file"),
            io::text("label", &Bone::label, kLabelLength, Presence::Optional, "Name on screens; without it the id"),
            io::number("depth_mm", &Bone::depth_m, kDepthMm, Presence::Required, "Depth of the cortex at its centre"),
            io::number("thickness_mm", &Bone::thickness_m, {0, 200}, Presence::Optional,
                       "Down to the lower face at its centre; 0 = without end"),
            io::numbers("center_mm", &Bone::center_m, kCoordinateMm, {}, Presence::Optional,
                        "Where the bulge is highest [x, y]"),
            io::numbers("curvature_mm", &Bone::radius_of_curvature_m, {1, 10000}, {}, Presence::Optional,
                        "Radius of curvature along x and y"),
            io::numbers("half_extent_mm", &Bone::half_extent_m, {0.5, 1000}, {}, Presence::Optional,
                        "Beyond this from the centre there is no bone [x, y]"),
            io::number("cortex_mm", &Bone::cortex_thickness_m, {0.1, 20}, Presence::Optional,
                       "Thickness of the cortex"),
            io::table("undulation", &Bone::undulation, undulation_table(), Presence::Optional),
        }};
    return table;
}

const io::ParameterTable<AuthoredNerve>& nerve_table() {
    using A = AuthoredNerve;
    constexpr auto kTube = inside(&A::nerve, &Nerve::tube);
    static const io::ParameterTable<AuthoredNerve> table{
        "A nerve as an elliptic tube along a curve",
        {
            io::text("id", inside(&A::nerve, &Nerve::id), kIdLength, Presence::Required,
                     "Short name, unique in the file"),
            io::text("label", inside(&A::nerve, &Nerve::label), kLabelLength, Presence::Required, "Name on screens"),
            io::word("role", inside(&A::nerve, &Nerve::role),
                     std::vector<std::pair<std::string, NerveRole>>{{"target", NerveRole::Target},
                                                                    {"branch", NerveRole::Branch},
                                                                    {"sensory", NerveRole::Sensory},
                                                                    {"motor", NerveRole::Motor}},
                     Presence::Required, "target: to be treated; branch: of the target; motor: to be spared"),
            io::points("path_mm", inside(kTube, &Tube::path_m), kCoordinateMm, {2, 64}, Presence::Required,
                       "Points of the centre line, at least 1 mm apart"),
            io::number("width_mm", inside(kTube, &Tube::width_m), {0.2, 40}, Presence::Required,
                       "Across the path in the skin plane"),
            io::number("height_mm", inside(kTube, &Tube::height_m), {0.2, 40}, Presence::Required, "Towards the skin"),
            io::whole("fascicle_count", inside(&A::nerve, &Nerve::fascicle_count), {1, 100}, Presence::Optional,
                      "Fascicles in the section"),
            io::number("fascicle_area_fraction", inside(&A::nerve, &Nerve::fascicle_area_fraction), {0.05, 0.75},
                       Presence::Optional, "Their share of the section"),
            io::number("motor_fraction", inside(&A::nerve, &Nerve::motor_fraction), {0, 1}, Presence::Optional,
                       "Share of motor fibres"),
            io::on_off("required", inside(&A::nerve, &Nerve::required), Presence::Optional,
                       "Whether it counts towards coverage; the target always does"),
            io::number("path_to_receptors_mm", inside(&A::nerve, &Nerve::path_to_receptors_m), {1, 1000},
                       Presence::Optional, "From the target to where it feels: regrowth runs along it"),
            io::text("needs", &A::needs, {0, 200}, Presence::Optional,
                     "It exists only with this draw: \"variant=outcome\" or \"variant=outcome|outcome\""),
        }};
    return table;
}

const io::ParameterTable<AuthoredVessel>& vessel_table() {
    using A = AuthoredVessel;
    constexpr auto kTube = inside(&A::vessel, &Vessel::tube);
    static const io::ParameterTable<AuthoredVessel> table{
        "An artery or vein as an elliptic tube along a curve",
        {
            io::text("id", inside(&A::vessel, &Vessel::id), kIdLength, Presence::Required,
                     "Short name, unique in the file"),
            io::text("label", inside(&A::vessel, &Vessel::label), kLabelLength, Presence::Required, "Name on screens"),
            io::word("kind", inside(&A::vessel, &Vessel::kind),
                     std::vector<std::pair<std::string, VesselKind>>{{"artery", VesselKind::Artery},
                                                                     {"vein", VesselKind::Vein}},
                     Presence::Required, "Artery or vein"),
            io::points("path_mm", inside(kTube, &Tube::path_m), kCoordinateMm, {2, 64}, Presence::Required,
                       "Points of the centre line, at least 1 mm apart"),
            io::number("width_mm", inside(kTube, &Tube::width_m), {0.2, 40}, Presence::Required,
                       "Of the lumen, across the path"),
            io::number("height_mm", inside(kTube, &Tube::height_m), {0.2, 40}, Presence::Required,
                       "Of the lumen, towards the skin"),
            io::number("wall_mm", inside(&A::vessel, &Vessel::wall_m), {0.02, 5}, Presence::Optional,
                       "Thickness of the wall"),
            io::number("peak_velocity_cm_per_s", inside(&A::vessel, &Vessel::peak_velocity_m_per_s), {0, 300},
                       Presence::Optional, "Highest mean velocity of the cycle"),
            io::on_off("pulsatile", inside(&A::vessel, &Vessel::pulsatile), Presence::Optional, "Whether it pulses"),
            io::text("needs", &A::needs, {0, 200}, Presence::Optional,
                     "It exists only with this draw: \"variant=outcome\" or \"variant=outcome|outcome\""),
        }};
    return table;
}

const io::ParameterTable<Inclusion>& inclusion_table() {
    static const io::ParameterTable<Inclusion> table{
        "A body inside the layers: a cyst or disc of a test object, a tumour",
        {
            io::text("id", &Inclusion::id, kIdLength, Presence::Required, "Short name, unique in the file"),
            io::text("label", &Inclusion::label, kLabelLength, Presence::Optional,
                     "Name on screens; without it the id"),
            io::numbers("center_mm", &Inclusion::center_m, kCoordinateMm, {}, Presence::Required,
                        "Its middle [x, y, z]"),
            io::numbers("semi_axes_mm", &Inclusion::semi_axes_m, {0.1, 100}, {}, Presence::Required,
                        "Half of its size along x, y and z"),
            io::on_off("endless_along_y", &Inclusion::endless_along_y, Presence::Optional,
                       "A cylinder along y instead of an ellipsoid"),
            io::word("tissue", &Inclusion::tissue, tissue_words(), Presence::Required, "What it is made of"),
            io::number("backscatter_offset_db", &Inclusion::backscatter_offset_db, {-200, 30}, Presence::Optional,
                       "Echo level over the tissue's own; -200 is without echo"),
        }};
    return table;
}

const io::ParameterTable<PointTarget>& point_table() {
    static const io::ParameterTable<PointTarget> table{
        "A reflector far thinner than a wavelength: a wire of a test object, or a bead",
        {
            io::text("id", &PointTarget::id, kIdLength, Presence::Required, "Short name, unique in the file"),
            io::numbers("center_mm", &PointTarget::center_m, kCoordinateMm, {}, Presence::Required,
                        "Its place [x, y, z]"),
            io::on_off("wire", &PointTarget::is_wire, Presence::Optional, "Endless along y; otherwise a bead"),
            io::number("level_db", &PointTarget::level_db, {-60, 60}, Presence::Optional,
                       "Peak re muscle in short axis, at the focus, before attenuation"),
        }};
    return table;
}

const io::ParameterTable<Crossing>& crossing_table() {
    static const io::ParameterTable<Crossing> table{
        "Two nerves or vessels that may touch; all others are kept 0.3 mm apart",
        {
            io::text("a", &Crossing::a, kIdLength, Presence::Required, "One of them, by id"),
            io::text("b", &Crossing::b, kIdLength, Presence::Required, "The other"),
        }};
    return table;
}

const io::ParameterTable<VariantDraw>& variant_table() {
    static const io::ParameterTable<VariantDraw> table{
        "An alternative that is drawn once for each patient",
        {
            io::text("id", &VariantDraw::id, kIdLength, Presence::Required, "Short name, unique in the file"),
            io::texts("outcomes", &VariantDraw::outcomes, {2, 20}, Presence::Required, "What can be drawn"),
            io::numbers("probabilities", &VariantDraw::probabilities, {0, 1}, {2, 20}, Presence::Required,
                        "Of each outcome; their sum is 1"),
        }};
    return table;
}

}  // namespace cryo::scenario
