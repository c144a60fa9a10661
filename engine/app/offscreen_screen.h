// A picture of panels without a window: draws a Gui's last frame into a framebuffer and reads it back.
#pragma once

#include "engine/app/gui.h"
#include "engine/gpu/framebuffer.h"
#include "engine/io/png.h"

namespace cryo::app {

class OffscreenScreen {
  public:
    OffscreenScreen(int width_px, int height_px);

    int width_px() const { return target_.width(); }
    int height_px() const { return target_.height(); }
    void draw(const Gui& gui) const;
    // RGBA, rows from the top.
    io::Picture picture_of(const Gui& gui) const;

  private:
    gpu::Framebuffer target_;
};

// RGB of an RGBA picture, as pictures of screens are stored.
io::Picture without_alpha(const io::Picture& rgba);

}  // namespace cryo::app
