// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html (version 1.0).
#include "engine/io/npy.h"

#include <bit>
#include <cstring>
#include <string_view>

#include "engine/core/check.h"
#include "engine/io/files.h"

namespace cryo::io {

namespace {

static_assert(std::endian::native == std::endian::little, "npy data are written as the machine holds them");

constexpr std::string_view kMagic("\x93NUMPY\x01\x00", 8);
constexpr size_t kAlignment = 64;  // where the data start

size_t value_count(const std::vector<size_t>& shape) {
    size_t count = 1;
    for (const size_t length : shape) count *= length;
    return count;
}

template <class Number>
std::string bytes_of(std::span<const Number> values, const std::vector<size_t>& shape, const char* type) {
    CRYO_CHECK_OP(value_count(shape), ==, values.size());
    std::string shape_text;
    for (const size_t length : shape) shape_text += std::to_string(length) + ", ";
    if (shape.size() > 1) shape_text.resize(shape_text.size() - 2);
    if (shape.size() == 1) shape_text.resize(shape_text.size() - 1);  // "(5,)"
    std::string header =
        std::string("{'descr': '") + type + "', 'fortran_order': False, 'shape': (" + shape_text + "), }";
    const size_t unpadded = kMagic.size() + 2 + header.size() + 1;
    header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
    header += '\n';

    std::string bytes(kMagic);
    bytes += static_cast<char>(header.size() & 255U);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header;
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    return bytes;
}

// The text behind 'key': in the header, from its first character; empty when the key is missing.
std::string_view header_value(std::string_view header, std::string_view key) {
    const size_t at = header.find("'" + std::string(key) + "':");
    if (at == std::string_view::npos) return {};
    header.remove_prefix(at + key.size() + 3);
    header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
    return header;
}

std::vector<size_t> parse_shape(std::string_view text) {
    std::vector<size_t> shape;
    size_t number = 0;
    bool inside = false;
    for (const char c : text.substr(0, text.find(')'))) {
        if (c >= '0' && c <= '9') {
            number = number * 10 + static_cast<size_t>(c - '0');
            inside = true;
        } else if (inside) {
            shape.push_back(number);
            number = 0;
            inside = false;
        }
    }
    if (inside) shape.push_back(number);
    return shape;
}

template <class Number>
void append_values(const char* data, size_t count, std::vector<double>& into) {
    for (size_t i = 0; i < count; ++i) {
        Number value;
        std::memcpy(&value, data + i * sizeof(Number), sizeof(Number));
        into.push_back(static_cast<double>(value));
    }
}

}  // namespace

std::string npy_bytes(std::span<const float> values, const std::vector<size_t>& shape) {
    return bytes_of(values, shape, "<f4");
}
std::string npy_bytes(std::span<const double> values, const std::vector<size_t>& shape) {
    return bytes_of(values, shape, "<f8");
}
void write_npy(const std::string& path, std::span<const float> values, const std::vector<size_t>& shape) {
    write_atomically(path, npy_bytes(values, shape));
}
void write_npy(const std::string& path, std::span<const double> values, const std::vector<size_t>& shape) {
    write_atomically(path, npy_bytes(values, shape));
}

Result<NumberArray> parse_npy(const std::string& bytes, const std::string& file) {
    const auto fault = [&](const char* what) { return Diagnostic{file, 0, 0, what}; };
    if (bytes.size() < kMagic.size() + 2 || std::string_view(bytes).substr(0, kMagic.size()) != kMagic)
        return fault("this is not a NumPy file of version 1.0");
    const size_t length = static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
    const size_t start = kMagic.size() + 2 + length;
    if (bytes.size() < start) return fault("the file ends inside its header");
    const std::string_view header = std::string_view(bytes).substr(kMagic.size() + 2, length);
    const std::string_view type = header_value(header, "descr");
    NumberArray array;
    array.is_float32 = type.starts_with("'<f4'");
    if (!array.is_float32 && !type.starts_with("'<f8'")) return fault("only float32 and float64 are read");
    if (!header_value(header, "fortran_order").starts_with("False")) return fault("only C order is read");
    array.shape = parse_shape(header_value(header, "shape"));
    const size_t size = array.is_float32 ? sizeof(float) : sizeof(double);
    const size_t count = value_count(array.shape);
    if (count > bytes.size() || bytes.size() - start != count * size) return fault("the data do not fill the shape");
    if (array.is_float32) {
        append_values<float>(bytes.data() + start, count, array.values);
    } else {
        append_values<double>(bytes.data() + start, count, array.values);
    }
    return array;
}

Result<NumberArray> read_npy(const std::string& path) {
    Result<std::string> bytes = read_text(path);
    if (!bytes) return bytes.faults();
    return parse_npy(*bytes, path);
}

}  // namespace cryo::io
