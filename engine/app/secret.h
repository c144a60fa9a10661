// Words that nobody guesses, from the system's own source of randomness: tokens, class codes, keys. The only place of
// the program that is not repeatable, and nothing that is measured or scored rests on it.
#pragma once

#include <cstddef>
#include <string>

namespace cryo::app {

// `count` letters and digits of which none looks like another (5 bits each). Throws std::runtime_error where the system
// has no randomness to give.
std::string secret_word(size_t count);

// Raw bytes.
std::string secret_bytes(size_t count);

}  // namespace cryo::app
