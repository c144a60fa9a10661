// Fascicles are laid out like discs that push each other and the rim away: from afar at first, so that they spread over
// the section, then only until none overlaps.
#include <algorithm>
#include <cmath>

#include "engine/anatomy/curve.h"
#include "engine/core/check.h"
#include "engine/core/random.h"
#include "engine/core/units.h"

namespace cryo::anatomy {

namespace {

constexpr int kStarts = 12;  // seeded first layouts tried for one draw of sizes
constexpr int kDraws = 8;    // of sizes, before the discs are shrunk
constexpr int kSpreadRounds = 80;
constexpr double kSpreadFrac = 0.5;  // of the smaller semi-axis: how far discs push at first
constexpr int kRounds = 600;         // of pushing, per start
constexpr double kShrink = 0.985;    // of the radii, as the last resort
constexpr double kRadiusSd = 0.18;   // relative spread of radii; first choice

struct Section {
    double semi_x_m;
    double semi_y_m;
    double clearance_m;
};

Section section_of(const Nerve& nerve) {
    const double a = 0.5 * nerve.tube.width_m;
    const double b = 0.5 * nerve.tube.height_m;
    return {a, b, 0.03 * std::min(a, b)};
}

// Radii that spread a little and together have the stated share of the section.
void draw_radii(std::vector<Fascicle>& fascicles, const Nerve& nerve, const Section& section, Rng& rng) {
    double squares = 0.0;
    for (Fascicle& fascicle : fascicles) {
        fascicle.radius_m = fascicles.size() == 1 ? 1.0 : 1.0 + rng.normal_clipped(0.0, kRadiusSd, -0.4, 0.4);
        squares += fascicle.radius_m * fascicle.radius_m;
    }
    const double scale = std::sqrt(nerve.fascicle_area_fraction * section.semi_x_m * section.semi_y_m / squares);
    const double largest_m = std::min(section.semi_x_m, section.semi_y_m) - 1.5 * section.clearance_m;
    for (Fascicle& fascicle : fascicles) fascicle.radius_m = std::min(fascicle.radius_m * scale, largest_m);
}

void scatter(std::vector<Fascicle>& fascicles, const Section& section, Rng& rng) {
    for (Fascicle& fascicle : fascicles) {
        const double radius = std::sqrt(rng.uniform()) * 0.8;
        const double angle = 2.0 * kPi * rng.uniform();
        fascicle.center_m = {radius * section.semi_x_m * std::cos(angle), radius * section.semi_y_m * std::sin(angle)};
    }
}

// One round of pushing; returns the largest overlap it found, clearance included.
double push_apart(std::vector<Fascicle>& fascicles, const Section& section, double clearance_m) {
    double worst_m = 0.0;
    for (size_t i = 0; i < fascicles.size(); ++i)
        for (size_t j = i + 1; j < fascicles.size(); ++j) {
            const Vec2 between = fascicles[j].center_m - fascicles[i].center_m;
            const double distance = glm::length(between);
            const double overlap = fascicles[i].radius_m + fascicles[j].radius_m + clearance_m - distance;
            if (overlap <= 0.0) continue;
            worst_m = std::max(worst_m, overlap);
            const Vec2 direction = distance > 1e-12 ? between / distance : Vec2(1.0, 0.0);
            fascicles[i].center_m -= 0.5 * overlap * direction;
            fascicles[j].center_m += 0.5 * overlap * direction;
        }
    for (Fascicle& fascicle : fascicles) {
        const double beyond = distance_to_ellipse(fascicle.center_m, section.semi_x_m, section.semi_y_m) +
                              fascicle.radius_m + clearance_m;
        if (beyond <= 0.0) continue;
        worst_m = std::max(worst_m, beyond);
        const Vec2 outward{fascicle.center_m.x / (section.semi_x_m * section.semi_x_m),
                           fascicle.center_m.y / (section.semi_y_m * section.semi_y_m)};
        const double length = glm::length(outward);
        if (length > 0.0) fascicle.center_m -= beyond * outward / length;
    }
    return worst_m;
}

bool settle(std::vector<Fascicle>& fascicles, const Section& section, double afar_m) {
    for (int round = 0; round < kSpreadRounds; ++round) {
        const double left = 1.0 - static_cast<double>(round) / kSpreadRounds;
        push_apart(fascicles, section, section.clearance_m + left * afar_m);
    }
    // Half the clearance may be left over: the discs themselves then still stand apart.
    for (int round = 0; round < kRounds; ++round)
        if (push_apart(fascicles, section, section.clearance_m) <= 0.5 * section.clearance_m) return true;
    return false;
}

}  // namespace

std::vector<Fascicle> pack_fascicles(const Nerve& nerve, uint64_t seed) {
    CRYO_CHECK_OP(nerve.fascicle_count, >=, 1);
    const Section section = section_of(nerve);
    Rng rng(seed, "fascicles." + nerve.id);
    std::vector<Fascicle> fascicles(static_cast<size_t>(nerve.fascicle_count));
    // What cannot be laid out is drawn again with other sizes, and at last smaller.
    double shrink = 1.0;
    for (int attempt = 0;; ++attempt) {
        if (attempt >= kDraws) shrink *= kShrink;
        draw_radii(fascicles, nerve, section, rng);
        for (Fascicle& fascicle : fascicles) fascicle.radius_m *= shrink;
        for (int start = 0; start < kStarts; ++start) {
            // Pushing from afar can wedge a big disc where only a small one fits: each start pushes less.
            const double spread = kSpreadFrac * std::max(0.0, 1.0 - 2.0 * start / kStarts);
            scatter(fascicles, section, rng);
            if (settle(fascicles, section, spread * std::min(section.semi_x_m, section.semi_y_m))) return fascicles;
        }
    }
}

}  // namespace cryo::anatomy
