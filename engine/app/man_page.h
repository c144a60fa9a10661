// The manual page of the program, made from the same parser that prints `--help`: no word of it is written twice.
// Text for troff's `man` macros; read it with `man ./cryosono.1`.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace cryo::app {

// `shared_footer`: the closing words that the footers of all commands have in common; they are printed once.
std::string man_page(const CLI::App& app, const std::string& shared_footer);

}  // namespace cryo::app
