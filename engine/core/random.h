// Seeded random numbers that are the same on every machine. The standard library's distributions are not, so ours are
// written out. Every stream is named by a seed and a purpose, so that adding a draw to one never shifts another.
#pragma once

#include <cstdint>
#include <string_view>

namespace cryo {

// Mixes 64 bits (the finaliser of splitmix64, Steele, Lea and Flood 2014).
constexpr uint64_t mix_bits(uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

class Rng {
  public:
    explicit Rng(uint64_t seed, std::string_view purpose = {});

    uint64_t bits();   // 64 uniform bits
    double uniform();  // [0, 1)
    double uniform(double low, double high);
    double normal();  // mean 0, standard deviation 1
    double normal(double mean, double sd);
    double normal_clipped(double mean, double sd, double low, double high);  // redraws until inside
    // Index 0..count-1 with probability proportional to weights[i] >= 0.
    int choose(const double* weights, int count);

  private:
    uint64_t state_;
};

}  // namespace cryo
