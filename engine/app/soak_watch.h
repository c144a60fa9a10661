// What a long run must not do: leave an OpenGL error, or grow. Reads the resident memory of this process once a minute.
#pragma once

#include <vector>

namespace cryo::app {

class SoakWatch {
  public:
    // After each frame, with the time since the start. Throws where OpenGL has an error pending.
    void frame_done(double now_s);
    // The course of memory, and its growth after the first tenth of the run, in which caches fill.
    void print(double run_s) const;

  private:
    struct Minute {
        double t_s;
        double resident_mb;
        long frames;
    };
    std::vector<Minute> minutes_;
    long frames_ = 0;
    double next_s_ = 0.0;
};

}  // namespace cryo::app
