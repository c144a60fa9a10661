// Brute force against which the image's response is held: every element of the array sends and hears a gaussian pulse
// with its carrier, focused by delays; nothing of the program's beam formulae is used. Frequency domain, homogeneous
// medium of 1540 m/s, elements cut into strips across their height, the lens as a phase over the strips.
#pragma once

#include <algorithm>
#include <complex>
#include <vector>

#include "engine/core/random.h"
#include "engine/core/units.h"
#include "engine/instruments/transducer.h"
#include "engine/ultrasound/imaging.h"

namespace cryo::test {

struct BruteSpeckle {
    int scatterers = 0;
    std::vector<double> envelope;  // at the focus, on the middle line and its neighbours
};

class ElementSum {
  public:
    ElementSum(const instruments::Transducer& transducer, const ultrasound::ImagingSettings& settings)
        : transducer_(transducer), focus_m_(settings.focus_m), frequency_hz_(settings.frequency_hz) {
        const double sd_hz = transducer.fractional_bandwidth * frequency_hz_ / 2.354820045;
        constexpr int kHalf = 16;
        for (int k = -kHalf; k <= kHalf; ++k) {
            const double off = 3.0 * k / kHalf;
            bins_.push_back({frequency_hz_ + off * sd_hz, std::exp(-0.5 * off * off)});
        }
        peak_ = std::abs(field(Vec3(0.0)));
    }

    double peak() const { return peak_; }

    // Complex pulse-echo amplitude, demodulated, of a point at `off_m` (lateral, elevational, axial) from the focus on
    // the axis, heard when the echo of the focus is.
    std::complex<double> field(const Vec3& off_m) const {
        const Vec3 point{off_m.x, off_m.y, focus_m_ + off_m.z};
        std::complex<double> sum = 0.0;
        for (const Bin& bin : bins_) {
            const double k = 2.0 * kPi * bin.frequency_hz / kSpeedMPerS;
            sum += bin.weight * half(point, k, transducer_.transmit_f_number, false) *
                   half(point, k, transducer_.receive_f_number, true);
        }
        return sum;
    }

    // Envelope of randomly placed scatterers, each heard through the field around the focus.
    BruteSpeckle speckle(int scatterers, uint64_t seed) const {
        // The field on a grid, in the plane and its elevations; between points by its nearest one, with the carrier of
        // the exact place.
        constexpr double kHalfX = 0.0012, kHalfY = 0.0012, kHalfZ = 0.00028;
        constexpr int kNx = 25, kNy = 9, kNz = 19;
        const auto at = [](double half, int n, int i) { return half * (2.0 * i / (n - 1) - 1.0); };
        const double k0 = 4.0 * kPi * frequency_hz_ / kSpeedMPerS;
        std::vector<std::complex<double>> grid;
        for (int z = 0; z < kNz; ++z)
            for (int y = 0; y < kNy; ++y)
                for (int x = 0; x < kNx; ++x) {
                    const Vec3 off{at(kHalfX, kNx, x), at(kHalfY, kNy, y), at(kHalfZ, kNz, z)};
                    grid.push_back(field(off) * std::polar(1.0, k0 * off.z));
                }
        // A slab as wide as many independent lines; each look is one focus in it.
        constexpr double kWidthM = 0.060;
        constexpr double kDepthM = 0.006;
        Rng rng(seed, "brute speckle");
        std::vector<Vec3> all;
        for (int i = 0; i < scatterers; ++i)
            all.push_back({rng.uniform(0.0, kWidthM), rng.uniform(-kHalfY, kHalfY), rng.uniform(0.0, kDepthM)});
        std::sort(all.begin(), all.end(), [](const Vec3& a, const Vec3& b) { return a.z < b.z; });
        BruteSpeckle out;
        out.scatterers = scatterers;
        for (double fz = kHalfZ; fz < kDepthM - kHalfZ; fz += 0.00012) {
            const auto deeper = [](const Vec3& p, double z_m) { return p.z < z_m; };
            const auto first = std::lower_bound(all.begin(), all.end(), fz - kHalfZ, deeper);
            const auto end = std::lower_bound(first, all.end(), fz + kHalfZ, deeper);
            for (double fx = kHalfX; fx < kWidthM - kHalfX; fx += 0.0004) {
                std::complex<double> sum = 0.0;
                for (auto s = first; s != end; ++s) {
                    const double x = (s->x - fx) / kHalfX;
                    if (std::abs(x) > 1.0) continue;
                    const auto index = [](double unit, int n) {
                        return static_cast<int>(0.5 * (std::clamp(unit, -1.0, 1.0) + 1.0) * (n - 1) + 0.5);
                    };
                    const int cell = (index((s->z - fz) / kHalfZ, kNz) * kNy + index(s->y / kHalfY, kNy)) * kNx;
                    sum += grid[static_cast<size_t>(cell + index(x, kNx))] * std::polar(1.0, -k0 * (s->z - fz));
                }
                out.envelope.push_back(std::abs(sum));
            }
        }
        return out;
    }

  private:
    static constexpr double kSpeedMPerS = 1540.0;
    struct Bin {
        double frequency_hz;
        double weight;
    };

    // One way between the aperture and a point, relative to the focus: delays and lens take their phase out there.
    std::complex<double> half(const Vec3& point, double k, double f_number, bool cosine) const {
        constexpr int kStrips = 9;
        const double aperture_m = std::min(transducer_.aperture_m(), focus_m_ / f_number);
        const int elements = std::max(1, static_cast<int>(aperture_m / transducer_.pitch_m));
        const Vec3 focus{0.0, 0.0, focus_m_};
        const Vec3 lens_focus{0.0, 0.0, transducer_.elevation_focus_m};
        std::complex<double> sum = 0.0;
        for (int e = 0; e < elements; ++e) {
            const double x = (e + 0.5 - 0.5 * elements) * transducer_.pitch_m;
            const double weight = cosine ? std::cos(kPi * x / aperture_m) : 1.0;
            const double delay_m = glm::length(focus - Vec3(x, 0.0, 0.0));
            for (int strip = 0; strip < kStrips; ++strip) {
                const double y = transducer_.elevation_aperture_m * ((strip + 0.5) / kStrips - 0.5);
                const double lens_m = glm::length(lens_focus - Vec3(0.0, y, 0.0)) - lens_focus.z;
                const double path_m = glm::length(point - Vec3(x, y, 0.0)) - delay_m - lens_m;
                sum += weight * std::polar(1.0, -k * path_m);
            }
        }
        return sum;
    }

    instruments::Transducer transducer_;
    double focus_m_;
    double frequency_hz_;
    std::vector<Bin> bins_;
    double peak_ = 1.0;
};

}  // namespace cryo::test
