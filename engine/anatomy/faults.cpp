#include <algorithm>
#include <cmath>
#include <sstream>

#include "engine/anatomy/height_field.h"
#include "engine/anatomy/patient.h"
#include "engine/anatomy/separation.h"
#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::anatomy {

namespace {

using Faults = std::vector<std::string>;

constexpr double kLeastPathStepM = 0.001;
constexpr double kLeastBellyM = 0.004;
constexpr double kRoundingM = 1e-9;
// Of gaps, which separate_tubes() leaves a little above what is required.
constexpr double kGapToleranceM = 0.00001;

template <class... Parts>
void add(Faults& faults, const Parts&... parts) {
    std::ostringstream text;
    text.precision(4);
    (text << ... << parts);
    faults.push_back(text.str());
}

void check_layers(const Anatomy& anatomy, Faults& faults) {
    if (anatomy.layers.empty()) add(faults, "There is no layer.");
    for (size_t i = 0; i < anatomy.layers.size(); ++i) {
        const Layer& layer = anatomy.layers[i];
        if (!(layer.bottom_m > layer.top_m))
            add(faults, "Layer ", layer.id, " is inside out: top ", mm_from_m(layer.top_m), " mm, bottom ",
                mm_from_m(layer.bottom_m), " mm.");
        if (!(glm::length(layer.fibre) > 0.5)) add(faults, "Layer ", layer.id, " has no fibre direction.");
        if (!(layer.undulation.wavelength_m > 0.0)) add(faults, "Layer ", layer.id, " has a wave without length.");
        if (!(layer.between_x_m.y - layer.between_x_m.x > kLeastBellyM))
            add(faults, "Layer ", layer.id, " ends before it begins.");
        if (layer.has_ends() && layer.top_m <= 0.0) add(faults, "Layer ", layer.id, " is the skin, which has no ends.");
        if (i == 0) continue;
        const Layer& above = anatomy.layers[i - 1];
        if (layer.top_m < above.bottom_m - 1e-6)
            add(faults, "Layer ", layer.id, " starts at ", mm_from_m(layer.top_m), " mm, inside ", above.id,
                ", which reaches to ", mm_from_m(above.bottom_m), " mm.");
    }
    for (const Sheet& sheet : anatomy.sheets)
        if (!(sheet.thickness_m > 0.0) || !(sheet.depth_m > 0.0) || !(sheet.undulation.wavelength_m > 0.0))
            add(faults, "Sheet ", sheet.id, " needs a thickness and a depth above 0.");
    for (const Bone& bone : anatomy.bones) {
        if (bone.thickness_m != 0.0 && bone.thickness_m < 2.0 * bone.cortex_thickness_m)
            add(faults, "Bone ", bone.id, " is thinner than its two cortices.");
        if (bone.radius_of_curvature_m.x == 0.0 || bone.radius_of_curvature_m.y == 0.0 || !(bone.depth_m > 0.0) ||
            !(bone.undulation.wavelength_m > 0.0))
            add(faults, "Bone ", bone.id, " needs a depth above 0 and radii of curvature other than 0.");
    }
}

// True when a curve can be made of it.
bool check_tube(const TubeOfAnatomy& tube, const Anatomy& anatomy, Faults& faults) {
    const Path& path = tube.tube->path_m;
    if (path.size() < 2) {
        add(faults, tube.id, " needs at least two path points.");
        return false;
    }
    for (size_t i = 1; i < path.size(); ++i)
        if (!(glm::length(path[i] - path[i - 1]) >= kLeastPathStepM - kRoundingM)) {
            add(faults, tube.id, ": path points ", i, " and ", i + 1, " are nearer than 1 mm.");
            return false;
        }
    if (!(tube.tube->width_m > 0.0) || !(tube.tube->height_m > 0.0) || tube.wall_m < 0.0) {
        add(faults, tube.id, " needs a width and a height above 0.");
        return false;
    }
    const double half_m = 0.5 * tube.tube->height_m + tube.wall_m;
    bool passes_box = false;
    for (const Vec3& p : path) {
        if (p.z - half_m < -kRoundingM)
            add(faults, tube.id, " stands out of the skin at (", mm_from_m(p.x), ", ", mm_from_m(p.y), ") mm.");
        if (p.z + half_m > anatomy.box_high_m.z + kRoundingM)
            add(faults, tube.id, " is deeper than the box, ", mm_from_m(anatomy.box_high_m.z), " mm.");
    }
    const TubeCurve curve(*tube.tube);
    for (const Vec3& p : curve.points_m())
        passes_box = passes_box || (p.x >= anatomy.box_low_m.x && p.x <= anatomy.box_high_m.x &&
                                    p.y >= anatomy.box_low_m.y && p.y <= anatomy.box_high_m.y);
    if (!passes_box) add(faults, tube.id, " lies wholly beside the box.");
    for (const Bone& bone : anatomy.bones)
        if (std::any_of(curve.points_m().begin(), curve.points_m().end(),
                        [&](const Vec3& p) { return is_inside(bone, p); }))
            add(faults, tube.id, " runs through ", bone.id, ".");
    return true;
}

void check_nerve(const Nerve& nerve, Faults& faults) {
    if (nerve.fascicle_count < 1 || nerve.fascicle_count > 100)
        add(faults, nerve.id, " has ", nerve.fascicle_count, " fascicles; 1 to 100 are possible.");
    if (!(nerve.fascicle_area_fraction > 0.0 && nerve.fascicle_area_fraction <= 0.75))
        add(faults, nerve.id, ": fascicles cannot fill ", nerve.fascicle_area_fraction,
            " of the section; above 0 to 0.75 is possible.");
}

void check_gaps(const Anatomy& anatomy, const std::vector<TubeOfAnatomy>& tubes, Faults& faults) {
    std::vector<TubeCurve> curves;
    for (const TubeOfAnatomy& tube : tubes) curves.emplace_back(*tube.tube);
    for (size_t i = 0; i < tubes.size(); ++i)
        for (size_t j = i + 1; j < tubes.size(); ++j) {
            const double required_m = required_gap_m(anatomy, tubes[i].id, tubes[j].id);
            const double gap_m =
                tube_gap(curves[i], tubes[i].wall_m, curves[j], tubes[j].wall_m, 2.0 * kTubeGapM).gap_m;
            if (gap_m < required_m - kGapToleranceM)
                add(faults, tubes[i].id, " and ", tubes[j].id, " are ", mm_from_m(gap_m), " mm apart; at least ",
                    mm_from_m(required_m), " mm are needed, or a declared crossing.");
        }
}

void check_box(const Anatomy& anatomy, Faults& faults) {
    const Vec3 size = anatomy.box_high_m - anatomy.box_low_m;
    if (!(size.x > 0.0 && size.y > 0.0 && size.z > 0.0)) add(faults, "The box is inside out.");
}

// Everything that can be said without asking whether exclusive variants meet.
bool check_parts(const Anatomy& anatomy, Faults& faults) {
    check_box(anatomy, faults);
    check_layers(anatomy, faults);
    bool curves_can_be_made = true;
    for (const TubeOfAnatomy& tube : all_tubes(anatomy))
        curves_can_be_made = check_tube(tube, anatomy, faults) && curves_can_be_made;
    for (const Nerve& nerve : anatomy.nerves) check_nerve(nerve, faults);
    const auto is_target = [](const Nerve& nerve) { return nerve.role == NerveRole::Target; };
    if (std::count_if(anatomy.nerves.begin(), anatomy.nerves.end(), is_target) > 1)
        add(faults, "There is more than one target nerve.");
    return curves_can_be_made;
}

bool check_variants(const AnatomyTemplate& authored, Faults& faults) {
    const size_t before = faults.size();
    for (const VariantDraw& variant : authored.variants) {
        double sum = 0.0;
        for (const double p : variant.probabilities) sum += p;
        if (variant.outcomes.empty() || variant.outcomes.size() != variant.probabilities.size() ||
            std::abs(sum - 1.0) > 1e-6)
            add(faults, "Variant ", variant.id, " needs one probability for each outcome, with sum 1; the sum is ", sum,
                ".");
    }
    std::vector<std::string> all_needs = authored.nerve_needs;
    all_needs.insert(all_needs.end(), authored.vessel_needs.begin(), authored.vessel_needs.end());
    for (const std::string& needs : all_needs) {
        if (needs.empty()) continue;
        const size_t equals = needs.find('=');
        const auto variant = std::find_if(
            authored.variants.begin(), authored.variants.end(),
            [&](const VariantDraw& v) { return equals != std::string::npos && v.id == needs.substr(0, equals); });
        if (variant == authored.variants.end()) {
            add(faults, "\"", needs, "\" names no variant.");
            continue;
        }
        std::istringstream outcomes(needs.substr(equals + 1));
        for (std::string outcome; std::getline(outcomes, outcome, '|');)
            if (std::find(variant->outcomes.begin(), variant->outcomes.end(), outcome) == variant->outcomes.end())
                add(faults, "\"", needs, "\": ", variant->id, " has no outcome \"", outcome, "\".");
    }
    return faults.size() == before;
}

void check_fat(const AnatomyTemplate& authored, Faults& faults) {
    for (size_t i = 0; i < authored.fat.bmi.size(); ++i) {
        if (authored.fat.thickness_m[i] < 0.0) add(faults, "Fat cannot be thinner than 0.");
        if (i > 0 && !(authored.fat.bmi[i] > authored.fat.bmi[i - 1])) add(faults, "The fat table's BMI must rise.");
    }
    if (authored.fat_bottom_m < authored.fat_top_m) add(faults, "The stretched fat is inside out.");
}

}  // namespace

std::vector<int> Anatomy::nerves_to_treat() const {
    std::vector<int> counted;
    for (size_t n = 0; n < nerves.size(); ++n) {
        const Nerve& nerve = nerves[n];
        if (nerve.role == NerveRole::Target || (nerve.role == NerveRole::Branch && nerve.required))
            counted.push_back(static_cast<int>(n));
    }
    return counted;
}

bool Anatomy::has_target() const {
    return std::any_of(nerves.begin(), nerves.end(), [](const Nerve& n) { return n.role == NerveRole::Target; });
}

const Nerve& Anatomy::target() const {
    const Nerve* found = nullptr;
    for (const Nerve& nerve : nerves) {
        if (nerve.role != NerveRole::Target) continue;
        CRYO_CHECK(found == nullptr);
        found = &nerve;
    }
    CRYO_CHECK(found != nullptr);
    return *found;
}

std::vector<std::string> anatomy_faults(const Anatomy& anatomy) {
    Faults faults;
    if (check_parts(anatomy, faults)) check_gaps(anatomy, all_tubes(anatomy), faults);
    return faults;
}

std::vector<std::string> template_faults(const AnatomyTemplate& authored) {
    constexpr uint64_t kSampledSeeds = 6;
    Faults faults;
    const bool variants_sound = check_variants(authored, faults);
    check_fat(authored, faults);
    check_parts(authored.at_bmi_23, faults);
    if (!variants_sound || !faults.empty()) return faults;
    for (const double bmi : {19.0, 23.0, 35.0})
        for (uint64_t seed = 1; seed <= kSampledSeeds; ++seed) {
            Patient patient;
            patient.bmi = bmi;
            patient.seed = seed;
            for (const std::string& fault : anatomy_faults(make_anatomy(authored, patient)))
                add(faults, "At BMI ", bmi, ", seed ", seed, ": ", fault);
            if (!faults.empty()) return faults;  // one patient's faults repeat in the next
        }
    return faults;
}

}  // namespace cryo::anatomy
