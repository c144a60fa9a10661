// A value, or the faults that kept it from being made. For bad outside data; our own bugs are CRYO_CHECK.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "engine/core/check.h"
#include "engine/core/diagnostic.h"

namespace cryo {

template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : value_(std::move(value)) {}  // NOLINT: a value is a result
    Result(Diagnostics faults) : faults_(std::move(faults)) { CRYO_CHECK(!faults_.empty()); }
    Result(Diagnostic fault) : faults_{std::move(fault)} {}

    bool ok() const { return value_.has_value(); }
    explicit operator bool() const { return ok(); }

    const T& value() const& {
        CRYO_CHECK(ok());
        return *value_;
    }
    T& value() & {
        CRYO_CHECK(ok());
        return *value_;
    }
    T&& value() && {
        CRYO_CHECK(ok());
        return std::move(*value_);
    }
    const T& operator*() const& { return value(); }
    const T* operator->() const { return &value(); }

    const Diagnostics& faults() const { return faults_; }

  private:
    std::optional<T> value_;
    Diagnostics faults_;
};

// For operations without a value: an empty optional is success.
using Failure = std::optional<Diagnostic>;

}  // namespace cryo
