// State as plain bytes, for rewinding within one run of one program: no versions, no byte order.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

#include "engine/core/check.h"

namespace cryo::thermal {

// Structs of numbers. glm's vectors write out their copy constructor, so "trivially copyable" would refuse them.
template <class T>
concept Plain = std::is_standard_layout_v<T> && std::is_trivially_destructible_v<T>;

class ByteWriter {
  public:
    template <Plain T>
    void put(const T* values, size_t count) {
        const auto* from = reinterpret_cast<const std::byte*>(values);
        bytes_.insert(bytes_.end(), from, from + count * sizeof(T));
    }
    template <Plain T>
    void put(const T& value) {
        put(&value, 1);
    }
    template <Plain T>
    void put(const std::vector<T>& values) {
        put(values.size());
        put(values.data(), values.size());
    }
    std::vector<std::byte> take() { return std::move(bytes_); }

  private:
    std::vector<std::byte> bytes_;
};

// CHECKs that the bytes are as many as are asked for.
class ByteReader {
  public:
    explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <Plain T>
    void get(T* values, size_t count) {
        CRYO_CHECK_OP(count, <=, bytes_.size() / sizeof(T));
        if (count > 0) std::memcpy(static_cast<void*>(values), bytes_.data(), count * sizeof(T));
        bytes_ = bytes_.subspan(count * sizeof(T));
    }
    template <Plain T>
    void get(T& value) {
        get(&value, 1);
    }
    template <Plain T>
    void get(std::vector<T>& values) {
        size_t count = 0;
        get(count);
        CRYO_CHECK_OP(count, <=, bytes_.size() / sizeof(T));
        values.resize(count);
        get(values.data(), count);
    }
    bool at_end() const { return bytes_.empty(); }

  private:
    std::span<const std::byte> bytes_;
};

}  // namespace cryo::thermal
