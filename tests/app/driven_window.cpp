#include "tests/app/driven_window.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "engine/io/files.h"
#include "engine/io/png.h"

namespace cryo::app {

namespace {

constexpr double kPollS = 0.01;

void rest(double s) { std::this_thread::sleep_for(std::chrono::duration<double>(s)); }

double now_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::string contents(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void become(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execvp(arguments.front(), arguments.data());
    _exit(127);
}

uint32_t big_endian(const std::string& bytes, size_t word) {
    uint32_t value = 0;
    for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes.at(4 * word + i));
    return value;
}

}  // namespace

bool can_drive_windows() {
    return std::system("command -v Xvfb >/dev/null 2>&1 && command -v xdotool >/dev/null 2>&1") == 0;
}

DrivenWindow::DrivenWindow(int width_px, int height_px, const std::string& home,
                           const std::vector<std::string>& words) {
    folder_ = (std::filesystem::temp_directory_path() / ("cryosono_window_" + std::to_string(getpid()) + "_" +
                                                         std::to_string(reinterpret_cast<uintptr_t>(this))))
                  .string();
    std::filesystem::create_directories(folder_);
    layout_file_ = folder_ + "/layout.json";
    int number[2] = {-1, -1};
    if (pipe(number) != 0) return;
    server_ = fork();
    if (server_ == 0) {
        close(number[0]);
        const int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, 1);
        dup2(nothing, 2);
        become({"Xvfb", "-displayfd", std::to_string(number[1]), "-screen", "0",
                std::to_string(width_px) + "x" + std::to_string(height_px) + "x24", "-fbdir", folder_, "-nolisten",
                "tcp"});
    }
    close(number[1]);
    std::string text;
    for (char one = 0; read(number[0], &one, 1) == 1 && one != '\n';) text += one;
    close(number[0]);
    display_ = ":" + text;
    program_ = fork();
    if (program_ == 0) {
        setenv("DISPLAY", display_.c_str(), 1);
        setenv("XDG_DATA_HOME", home.c_str(), 1);
        std::vector<std::string> all{CRYO_PROGRAM, "--layout-log", layout_file_, "--tier", "low"};
        all.insert(all.end(), words.begin(), words.end());
        become(all);
    }
    if (wait([](const io::Json& layout) { return !layout.is_null(); })) resize(width_px, height_px);
}

DrivenWindow::~DrivenWindow() {
    if (is_running()) {
        kill(program_, SIGKILL);
        waitpid(program_, nullptr, 0);
    }
    if (server_ > 0) {
        kill(server_, SIGTERM);
        waitpid(server_, nullptr, 0);
    }
    std::filesystem::remove_all(folder_);
}

io::Json DrivenWindow::layout() const {
    const std::string text = contents(layout_file_);
    const auto json = io::parse_json(text, layout_file_);
    return json ? *json : io::Json();
}

bool DrivenWindow::wait(const std::function<bool(const io::Json&)>& holds, double limit_s) const {
    const double end_s = now_s() + limit_s;
    do {
        const io::Json now = layout();
        if (!now.is_null() && holds(now)) return true;
        rest(kPollS);
    } while (now_s() < end_s && is_running());
    return false;
}

bool DrivenWindow::wait_for_screen(const std::string& screen, double limit_s) const {
    const bool there = wait([&](const io::Json& layout) { return layout["screen"] == screen; }, limit_s);
    if (there) settle();
    return there;
}

void DrivenWindow::settle(int frames) const {
    const io::Json now = layout();
    if (now.is_null()) return;
    const auto last = now["frame"].get<uint64_t>() + static_cast<uint64_t>(frames);
    wait([&](const io::Json& layout) { return layout["frame"].get<uint64_t>() > last; });
}

io::Json DrivenWindow::find(const io::Json& layout, const std::string& name) {
    bool overlay = false;
    for (const io::Json& control : layout["controls"]) overlay = overlay || control["overlay"].get<bool>();
    for (const io::Json& control : layout["controls"])
        if (control["name"] == name && control["overlay"].get<bool>() == overlay) return control;
    return {};
}

bool DrivenWindow::press(const std::string& name, double held_s) const {
    settle();
    const io::Json control = find(layout(), name);
    if (control.is_null()) return false;
    const auto& r = control["rect"];
    const auto x = static_cast<int>(r[0].get<double>() + 0.5 * r[2].get<double>());
    const auto y = static_cast<int>(r[1].get<double>() + 0.5 * r[3].get<double>());
    tool("mousemove " + std::to_string(x) + " " + std::to_string(y));
    settle();
    tool("mousedown 1");
    settle();
    rest(held_s);
    tool("mouseup 1");
    settle();
    return true;
}

void DrivenWindow::drag(const std::string& name, int right_px, int down_px, int button) const {
    const io::Json control = find(layout(), name);
    if (control.is_null()) return;
    const auto& r = control["rect"];
    const auto x = static_cast<int>(r[0].get<double>() + 0.5 * r[2].get<double>());
    const auto y = static_cast<int>(r[1].get<double>() + 0.5 * r[3].get<double>());
    tool("mousemove " + std::to_string(x) + " " + std::to_string(y));
    settle();
    tool("mousedown " + std::to_string(button));
    constexpr int kSteps = 8;
    for (int i = 1; i <= kSteps; ++i) {
        settle();
        tool("mousemove " + std::to_string(x + right_px * i / kSteps) + " " + std::to_string(y + down_px * i / kSteps));
    }
    settle();
    tool("mouseup " + std::to_string(button));
    settle();
}

void DrivenWindow::key(const std::string& name, double held_s) const {
    tool("keydown " + name);
    settle(1);
    rest(held_s);
    tool("keyup " + name);
    settle(1);
}

bool DrivenWindow::walk_to(const std::string& name) const {
    const io::Json first = layout();
    for (size_t i = 0; i <= first["controls"].size(); ++i) {
        key("Tab", 0.0);
        const io::Json control = find(layout(), name);
        if (!control.is_null() && control["focused"].get<bool>()) return true;
    }
    return false;
}

std::vector<std::string> DrivenWindow::not_reached() const {
    std::set<uint64_t> reached;
    const io::Json first = layout();
    for (size_t i = 0; i < first["controls"].size(); ++i) {
        key("Tab", 0.0);
        for (const io::Json& control : layout()["controls"])
            if (control["focused"].get<bool>()) reached.insert(control["id"].get<uint64_t>());
    }
    std::vector<std::string> missed;
    for (const io::Json& control : layout()["controls"])
        if (control["enabled"].get<bool>() && !control["surface"].get<bool>() &&
            reached.count(control["id"].get<uint64_t>()) == 0)
            missed.push_back(control["name"].get<std::string>());
    return missed;
}

void DrivenWindow::resize(int width_px, int height_px) const {
    tool("search --onlyvisible --name CryoSono windowmove 0 0 windowsize " + std::to_string(width_px) + " " +
         std::to_string(height_px));
    wait([&](const io::Json& layout) { return layout["width_px"] == width_px && layout["height_px"] == height_px; },
         5.0);
    tool("search --onlyvisible --name CryoSono windowfocus");
    settle();
}

// The display's memory is a picture in the X Window Dump format: a header of big-endian words, colours, then rows of
// four bytes a pixel.
void DrivenWindow::picture(const std::string& png_file) const {
    const std::string dump = contents(folder_ + "/Xvfb_screen0");
    constexpr size_t kHeaderSize = 0, kWidth = 4, kHeight = 5, kRowBytes = 12, kColors = 19, kColorBytes = 12;
    if (dump.size() < 100) return;
    io::Picture picture;
    picture.width_px = static_cast<int>(big_endian(dump, kWidth));
    picture.height_px = static_cast<int>(big_endian(dump, kHeight));
    picture.channels = 3;
    const size_t row_bytes = big_endian(dump, kRowBytes);
    const size_t first = big_endian(dump, kHeaderSize) + kColorBytes * big_endian(dump, kColors);
    for (int y = 0; y < picture.height_px; ++y)
        for (int x = 0; x < picture.width_px; ++x) {
            const size_t at = first + static_cast<size_t>(y) * row_bytes + 4 * static_cast<size_t>(x);
            for (const size_t channel : {size_t{2}, size_t{1}, size_t{0}})
                picture.values.push_back(static_cast<uint8_t>(dump.at(at + channel)));
        }
    io::write_png(png_file, picture);
}

bool DrivenWindow::is_running() const {
    if (program_ <= 0) return false;
    int status = 0;
    if (waitpid(program_, &status, WNOHANG) == 0) return true;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    program_ = -1;
    return false;
}

int DrivenWindow::wait_for_exit(double limit_s) {
    const double end_s = now_s() + limit_s;
    while (is_running() && now_s() < end_s) rest(kPollS);
    return is_running() ? -1 : status_;
}

void DrivenWindow::tool(const std::string& words) const {
    const std::string line = "DISPLAY=" + display_ + " xdotool " + words + " >/dev/null 2>&1";
    // A window that is not there yet shows in what the test waits for.
    [[maybe_unused]] const int status = std::system(line.c_str());
}

}  // namespace cryo::app
