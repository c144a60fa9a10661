// A headless Chromium with one page, driven through its DevTools pipe: no port, no driver, no library.
#pragma once

#include <optional>
#include <string>

#include "engine/io/json.h"
#include "tests/app/process.h"

namespace cryo::app {

class Browser {
  public:
    // Where Chromium is on this machine; none where it is not.
    static std::optional<std::string> find();

    // `folder` is where it keeps its own files.
    Browser(const std::string& program, const std::string& folder);

    void open(const std::string& address);
    // The value of a JavaScript expression of the page; null where it throws.
    io::Json evaluate(const std::string& expression);
    // Whether the expression is true within `seconds`.
    bool comes_true(const std::string& expression, double seconds = 30.0);
    // A key as a person presses it: "Tab", "Enter", "Space".
    void press(const std::string& key);
    std::string screenshot_png();

  private:
    io::Json call(const std::string& method, const io::Json& parameters);

    Process process_;
    std::string session_;
    int last_id_ = 0;
};

}  // namespace cryo::app
