#include "engine/core/random.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/hash.h"
#include "engine/core/units.h"

namespace cryo {

Rng::Rng(uint64_t seed, std::string_view purpose) {
    StateHash hash;
    hash.add_bytes(purpose.data(), purpose.size());
    state_ = mix_bits(seed ^ mix_bits(hash.value()));
}

uint64_t Rng::bits() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mix_bits(state_);
}

double Rng::uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

double Rng::uniform(double low, double high) { return low + (high - low) * uniform(); }

// Box and Muller; the second value is dropped so that one draw is always two uniforms.
double Rng::normal() {
    const double u = 1.0 - uniform();
    const double v = uniform();
    return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * kPi * v);
}

double Rng::normal(double mean, double sd) { return mean + sd * normal(); }

double Rng::normal_clipped(double mean, double sd, double low, double high) {
    CRYO_CHECK_OP(low, <=, high);
    for (int attempt = 0; attempt < 1000; ++attempt) {
        const double x = normal(mean, sd);
        if (x >= low && x <= high) return x;
    }
    return std::clamp(mean, low, high);
}

int Rng::choose(const double* weights, int count) {
    double total = 0.0;
    for (int i = 0; i < count; ++i) total += weights[i];
    CRYO_CHECK_OP(total, >, 0.0);
    double left = uniform() * total;
    for (int i = 0; i < count; ++i) {
        left -= weights[i];
        if (left < 0.0) return i;
    }
    return count - 1;
}

}  // namespace cryo
