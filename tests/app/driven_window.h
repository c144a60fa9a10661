// The real program on a display of its own (Xvfb), driven from outside by synthetic mouse and keyboard (xdotool), and
// read through what it says of its layout. Pictures of the display come from the display's own memory.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "engine/io/json.h"

namespace cryo::app {

// Whether this system has what it takes.
bool can_drive_windows();

class DrivenWindow {
  public:
    // `home` is the person's folder; `words` go to the program.
    DrivenWindow(int width_px, int height_px, const std::string& home, const std::vector<std::string>& words = {});
    ~DrivenWindow();
    DrivenWindow(const DrivenWindow&) = delete;
    DrivenWindow& operator=(const DrivenWindow&) = delete;

    // What the program last laid out; null where it has not said anything yet.
    io::Json layout() const;
    // True as soon as `holds` of the layout; false after the time.
    bool wait(const std::function<bool(const io::Json&)>& holds, double limit_s = 20.0) const;
    bool wait_for_screen(const std::string& screen, double limit_s = 20.0) const;
    // So many frames that began after now: panels learn the size of their content in the first.
    void settle(int frames = 3) const;

    // The control by its name, in an overlay where one is open; null where there is none.
    static io::Json find(const io::Json& layout, const std::string& name);
    bool click(const std::string& name) const { return press(name, 0.08); }
    bool press(const std::string& name, double held_s) const;
    void drag(const std::string& name, int right_px, int down_px, int button = 1) const;
    void key(const std::string& name, double held_s = 0.05) const;  // as X names it
    // Tab until the control is focused; false when it is not reached.
    bool walk_to(const std::string& name) const;
    // Names of the controls that Tab does not reach.
    std::vector<std::string> not_reached() const;

    void resize(int width_px, int height_px) const;
    void picture(const std::string& png_file) const;
    // Waits for the program to end by itself; its exit status, -1 when it was killed or does not end.
    int wait_for_exit(double limit_s = 20.0);
    bool is_running() const;

  private:
    void tool(const std::string& words) const;

    std::string folder_;
    std::string display_;
    std::string layout_file_;
    pid_t server_ = -1;
    mutable pid_t program_ = -1;
    mutable int status_ = -1;
};

}  // namespace cryo::app
