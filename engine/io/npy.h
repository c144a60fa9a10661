// Arrays of numbers as NumPy files (format 1.0, little-endian, C order: the last axis runs fastest).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace cryo::io {

// The product of `shape` is the number of values.
std::string npy_bytes(std::span<const float> values, const std::vector<size_t>& shape);
std::string npy_bytes(std::span<const double> values, const std::vector<size_t>& shape);
void write_npy(const std::string& path, std::span<const float> values, const std::vector<size_t>& shape);
void write_npy(const std::string& path, std::span<const double> values, const std::vector<size_t>& shape);

struct NumberArray {
    std::vector<size_t> shape;
    std::vector<double> values;
    bool is_float32 = false;  // as stored
};
Result<NumberArray> parse_npy(const std::string& bytes, const std::string& file);
Result<NumberArray> read_npy(const std::string& path);

}  // namespace cryo::io
