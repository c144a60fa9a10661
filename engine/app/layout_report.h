// What a frame laid out and how the case stands, as JSON: for programs that drive the window from outside and judge its
// screens. Rectangles are [x, y, width, height] in pixels of the window.
#pragma once

#include <cstdint>
#include <string>

#include "engine/ui/layout_log.h"
#include "engine/ui/state.h"
#include "engine/view/readouts.h"

namespace cryo::app {

struct LayoutReport {
    uint64_t frame = 0;
    ui::Screen screen = ui::Screen::Home;
    ui::Frame window;
    const ui::UiState* state = nullptr;
    const view::Readouts* readouts = nullptr;  // in practice, else null
};
std::string layout_report(const LayoutReport& report, const ui::LayoutLog& layout);

}  // namespace cryo::app
