// CHECK states what our own code guarantees; it stays on in release builds and a failure is a bug, never bad input.
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>

namespace cryo {

// Thrown by CHECK. Caught once, in main, which prints it as an internal error.
class CheckFailure : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

[[noreturn]] void check_failed(const char* file, int line, const std::string& what);

namespace detail {
template <class A, class B>
std::string describe(const char* expression, const A& a, const B& b) {
    std::ostringstream text;
    text << expression << " (" << a << " vs " << b << ")";
    return text.str();
}
}  // namespace detail

}  // namespace cryo

#define CRYO_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::cryo::check_failed(__FILE__, __LINE__, #condition))

#define CRYO_CHECK_OP(a, op, b)        \
    (((a)op(b)) ? static_cast<void>(0) \
                : ::cryo::check_failed(__FILE__, __LINE__, ::cryo::detail::describe(#a " " #op " " #b, (a), (b))))
