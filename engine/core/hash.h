// A hash of simulation state, the same on every machine for the same bits (FNV-1a, 64 bits).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace cryo {

class StateHash {
  public:
    void add_bytes(const void* data, size_t size);

    template <class T>
    void add(const T& value) {
        // Padding bytes are not part of a state: add structs member by member.
        static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
        add_bytes(&value, sizeof(T));
    }
    template <class T>
    void add(const std::vector<T>& values) {
        static_assert(std::is_arithmetic_v<T>);
        add(values.size());
        add_bytes(values.data(), values.size() * sizeof(T));
    }

    uint64_t value() const { return value_; }
    std::string hex() const;  // 16 lower-case digits

  private:
    uint64_t value_ = 0xcbf29ce484222325ULL;
};

}  // namespace cryo
