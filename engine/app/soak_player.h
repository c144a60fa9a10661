// A player that practises at random through the window's own controls: drags on the picture, presses keys, walks with
// Tab, opens and leaves cases. Seeded; decides from what the last frame laid out, as eyes do. Never quits, and never
// opens another program.
#pragma once

#include "engine/app/gui.h"
#include "engine/app/input_map.h"
#include "engine/core/random.h"

namespace cryo::app {

class SoakPlayer {
  public:
    explicit SoakPlayer(uint64_t seed) : rng_(seed, "soak") {}

    struct Input {
        MadePointer pointer;
        KeyState keys;
        int walk = 0;  // steps along the controls
    };
    // The input of the next frame.
    Input next(const ui::LayoutLog& layout, ui::Screen screen);

  private:
    void choose(const ui::LayoutLog& layout, ui::Screen screen);
    const ui::LaidOut* pick(const ui::LayoutLog& layout, ui::Screen screen);
    void press_key();

    Rng rng_;
    Input now_;
    double to_x_px_ = 0.0, to_y_px_ = 0.0;  // of a drag
    bool left_ = false, right_ = false;     // during the act
    int frame_ = 0, frames_ = 0;            // of the act
};

}  // namespace cryo::app
