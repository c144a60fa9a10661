#include "engine/ultrasound/ice_echo.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/check.h"
#include "engine/ultrasound/scan_plan.h"

namespace cryo::ultrasound {

namespace {

// Looks through the thickness of the beam: elevations in standard deviations of the amplitude, and their shares.
constexpr std::array<double, 3> kLookSd{-1.0, 0.0, 1.0};
constexpr std::array<double, 3> kLookShare{0.25, 0.5, 0.25};

constexpr double kRimDiffuse = 0.55;  // share of the rim's reflection that its rough front scatters; design value
constexpr double kFaintestFraction = 0.03;
// What rises within about a wavelength of the front reflects as one step; the long tail behind it only attenuates.
constexpr double kRimDepthM = 0.0002;

double square(double x) { return x * x; }

// Clamped to the grid: no bounds to check beyond that.
double value_at(const Grid3<float>& grid, const Vec3& reference_m) {
    const Index3 n = grid.size();
    const Vec3 cell = glm::clamp(grid.frame().cell_from_point(reference_m), Vec3(0.0), Vec3(n) - 1.001);
    const Index3 low(cell);
    const Vec3 f = cell - Vec3(low);
    const auto row = [&](int dj, int dk) {
        const float* p = &grid.at(low.x, low.y + dj, low.z + dk);
        return static_cast<double>(p[0]) * (1.0 - f.x) + static_cast<double>(p[1]) * f.x;
    };
    return (row(0, 0) * (1.0 - f.y) + row(1, 0) * f.y) * (1.0 - f.z) +
           (row(0, 1) * (1.0 - f.y) + row(1, 1) * f.y) * f.z;
}

// The first rise of the ice fraction along one look.
struct Rise {
    double weight = 0.0;  // of the fraction, what reflects as one
    double largest = 0.0;
    double start_m = 0.0;
    double mean_m = 0.0;
    double square_m2 = 0.0;
};

}  // namespace

double ice_fraction(double temperature_degc) {
    return temperature_degc < anatomy::kLiquidusDegc ? 1.0 - anatomy::kLiquidusDegc / temperature_degc : 0.0;
}

IceEcho::IceEcho(const ImageFrame& frame, bool find_box) : grid_(frame.temperature_degc), coldest_(frame.coldest_degc) {
    if (!grid_ || grid_->empty()) return;
    const Index3 size = grid_->size();
    CRYO_CHECK(coldest_ == nullptr || coldest_->size() == size);
    const Grid3<float>& ever = coldest_ != nullptr ? *coldest_ : *grid_;  // never warmer than the present
    Index3 low = find_box ? size : Index3(0);
    Index3 high = find_box ? Index3(-1) : size - 1;
    constexpr auto kLiquidus = static_cast<float>(anatomy::kLiquidusDegc);
    for (int k = 0; find_box && k < size.z; ++k)
        for (int j = 0; j < size.y; ++j) {
            const float* row = &ever.at(0, j, k);
            int first = size.x;
            int last = -1;
            for (int i = 0; i < size.x; ++i)
                if (row[i] < kLiquidus) {
                    first = std::min(first, i);
                    last = i;
                }
            if (last < 0) continue;
            low = {std::min(low.x, first), std::min(low.y, j), std::min(low.z, k)};
            high = {std::max(high.x, last), std::max(high.y, j), std::max(high.z, k)};
        }
    any_ = high.x >= 0;
    if (!any_) return;
    const GridFrame& frame_ = grid_->frame();
    low_m_ = frame_.center_m(low.x, low.y, low.z) - frame_.spacing_m;
    high_m_ = frame_.center_m(high.x, high.y, high.z) + frame_.spacing_m;
}

bool IceEcho::enter_box(const Vec3& origin_m, const Vec3& direction, double depth_m, double& in_m,
                        double& out_m) const {
    in_m = 0.0;
    out_m = depth_m;
    for (int a = 0; a < 3; ++a) {
        if (std::abs(direction[a]) < 1e-9) {
            if (origin_m[a] < low_m_[a] || origin_m[a] > high_m_[a]) return false;
            continue;
        }
        const double first = (low_m_[a] - origin_m[a]) / direction[a];
        const double second = (high_m_[a] - origin_m[a]) / direction[a];
        in_m = std::max(in_m, std::min(first, second));
        out_m = std::min(out_m, std::max(first, second));
    }
    return out_m > in_m;
}

// Each stretch that was frozen and is not any more scatters as one even haze over whatever lies there.
void IceEcho::add_oedema(const EchoScene& scene, LineWork& work) const {
    const LineFrame& line = work.frame;
    const double step_m = 0.5 * grid_->frame().spacing_m;
    double in_m = 0.0;
    double out_m = 0.0;
    if (!enter_box(line.origin_m, line.direction, line.settled_range_m(scene.response.grid.depth_m), in_m, out_m))
        return;
    double from_m = -1.0;
    for (double range_m = in_m; range_m <= out_m + step_m; range_m += step_m) {
        const Vec3 at = line.origin_m + range_m * line.direction;
        const bool is_thawed = range_m <= out_m && value_at(*coldest_, at) < anatomy::kLiquidusDegc &&
                               value_at(*grid_, at) >= anatomy::kLiquidusDegc;
        if (is_thawed && from_m < 0.0) from_m = range_m;
        if (is_thawed || from_m < 0.0) continue;
        // The bell of power that a spread echo has, exp -(r / spread)^2, gets the variance of an even stretch.
        const double first_m = line.world_range_m(from_m);
        const double last_m = line.world_range_m(range_m);
        Reflector haze;
        haze.range_m = 0.5 * (first_m + last_m);
        haze.spread_m = (last_m - first_m) / std::sqrt(6.0);
        haze.diffuse = std::pow(10.0, (kMuscleLevelDb + kOedemaDb) / 20.0) *
                       std::sqrt(std::hypot(1.0, haze.spread_m / scene.response.axial_sd_m));
        work.reflectors.push_back(haze);
        from_m = -1.0;
    }
}

void IceEcho::add(const EchoScene& scene, LineWork& work) const {
    if (!any_) return;
    if (coldest_ != nullptr) add_oedema(scene, work);
    const LineFrame& line = work.frame;
    const double step_m = std::min(0.0002, 0.4 * grid_->frame().spacing_m);
    const double rate = attenuation_rate(kIceAttenuationDbPerCmMhz);

    // Ice holds its tissue together, pressed or not: it is followed in settled space.
    const double depth_m = line.settled_range_m(scene.response.grid.depth_m);
    double mean_m = 0.0;
    double square_m2 = 0.0;
    double weight = 0.0;
    for (size_t look = 0; look < kLookSd.size(); ++look) {
        // The thickness of the beam where the look passes the middle of the ice.
        const double middle_m = std::max(0.0, glm::dot(0.5 * (low_m_ + high_m_) - line.origin_m, line.direction));
        const Vec3 aside = kLookSd[look] * scene.elevation_sd_m(middle_m) * line.elevational;
        const Vec3 origin = line.origin_m + aside;
        double in_m = 0.0;
        double out_m = 0.0;
        if (!enter_box(origin, line.direction, depth_m, in_m, out_m)) continue;
        Rise rise;
        double before = 0.0;
        for (double range_m = in_m; range_m <= out_m + step_m; range_m += step_m) {
            const double f = range_m > out_m ? 0.0 : ice_fraction(value_at(*grid_, origin + range_m * line.direction));
            if (f != before)
                work.loss.add_rate(line.world_range_m(range_m - 0.5 * step_m), kLookShare[look] * (f - before) * rate,
                                   0.0);
            if (f > rise.largest) {
                const double at_m = range_m - 0.5 * step_m;
                if (rise.largest == 0.0) rise.start_m = at_m;
                const double more = (f - rise.largest) * std::exp(-(at_m - rise.start_m) / kRimDepthM);
                rise.largest = f;
                rise.weight += more;
                rise.mean_m += more * at_m;
                rise.square_m2 += more * at_m * at_m;
            }
            before = f;
        }
        weight += kLookShare[look] * rise.weight;
        mean_m += kLookShare[look] * rise.mean_m;
        square_m2 += kLookShare[look] * rise.square_m2;
    }
    if (weight < kFaintestFraction) return;
    mean_m /= weight;
    const double spread_m = std::sqrt(std::max(0.0, square_m2 / weight - mean_m * mean_m));

    // The front faces up the temperature gradient.
    const Vec3 at = line.settled_point_m(mean_m);
    mean_m = line.world_range_m(mean_m);
    const double h = grid_->frame().spacing_m;
    Vec3 gradient{0.0};
    for (int a = 0; a < 3; ++a) {
        Vec3 d{0.0};
        d[a] = 0.5 * h;
        gradient[a] = value_at(*grid_, at + d) - value_at(*grid_, at - d);
    }
    const double steepness = glm::length(gradient);
    if (steepness < 1e-6) return;
    const AngleLaw law = angle_law(scene, line, gradient / steepness, mean_m);
    const double r = std::tanh(0.5 * std::log(kIceImpedanceRatio) * weight);
    const SurfaceGrain grain = surface_grain(at, 8000);
    Reflector echo;
    echo.range_m = mean_m;
    echo.spread_m = spread_m;
    echo.slope = law.tan_lateral;
    echo.coherent = r * law.overlap * grain.gain;
    echo.diffuse = kRimDiffuse * r * square(law.cos_tilt) * grain.gain;
    echo.phase_rad = grain.phase_rad;
    echo.before_shadow_m = std::max(0.0, mean_m - spread_m);  // what the front part of a thick rim sends back
    work.reflectors.push_back(echo);
    work.loss.add_block(mean_m, -std::log(1.0 - r * r));
}

}  // namespace cryo::ultrasound
