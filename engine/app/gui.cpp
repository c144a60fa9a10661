#include "engine/app/gui.h"

#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <stdexcept>

#include "engine/app/installation.h"
#include "engine/io/files.h"
#include "engine/ui/layout.h"

namespace cryo::app {

namespace {

std::string read_font(const std::string& path) {
    if (path.empty()) return {};
    Result<std::string> bytes = io::read_text(path);
    return bytes ? std::move(bytes).value() : std::string{};
}

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

}  // namespace

Gui::Gui(GLFWwindow* window) : has_window_(window != nullptr) {
    IMGUI_CHECKVERSION();
    context_ = ImGui::CreateContext();
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().IniFilename = nullptr;  // nothing of ours is laid out by hand
    ImGui::GetIO().LogFilename = nullptr;
    const FontPaths fonts = find_fonts();
    regular_font_ = read_font(fonts.regular);
    strong_font_ = read_font(fonts.strong);
    if (has_window_ && !ImGui_ImplGlfw_InitForOpenGL(window, true))
        throw std::runtime_error("The window does not pass its input on.");
    ImGui::GetIO().KeyMap[ImGuiKey_Tab] = -1;  // ours: it goes through all panels, not through the fields of one
    ui::attach(&log_);
    if (!ImGui_ImplOpenGL3_Init("#version 330"))
        throw std::runtime_error("The panels could not be set up: OpenGL 3.3 is needed.");
}

Gui::~Gui() {
    ImGui::SetCurrentContext(context_);
    ImGui_ImplOpenGL3_Shutdown();
    if (has_window_) ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext(context_);
}

void Gui::follow(const ui::UiState& state, double width_px, double height_px) {
    const double unit = ui::unit_px(width_px, height_px, state.text_scale);
    if (unit == built_unit_ && state.theme == style_.theme) return;
    if (unit != built_unit_) {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        style_.fonts = ui::load_fonts({bytes_of(regular_font_), bytes_of(strong_font_)}, unit);
        ImGui_ImplOpenGL3_CreateFontsTexture();
        built_unit_ = unit;
    }
    style_.unit = unit;
    style_.theme = state.theme;
    ui::apply_style(style_);
}

void Gui::take_walking_keys() {
    ImGuiIO& io = ImGui::GetIO();
    const bool tab = io.KeysDown[GLFW_KEY_TAB];
    const bool walks = (io.ConfigFlags & ImGuiConfigFlags_NavEnableKeyboard) != 0;
    if (walks && tab && !tab_was_down_) log_.walk(io.KeyShift ? -1 : 1);
    tab_was_down_ = tab;
    if (walks && (io.KeysDown[GLFW_KEY_ENTER] || io.KeysDown[GLFW_KEY_KP_ENTER]))
        io.NavInputs[ImGuiNavInput_Activate] = 1.0F;
}

void Gui::frame(const ui::UiState& state, double width_px, double height_px, double dt_s,
                const std::function<void(const ui::Style&)>& panels) {
    ImGui::SetCurrentContext(context_);
    ImGui_ImplOpenGL3_NewFrame();
    follow(state, width_px, height_px);
    if (has_window_) {
        ImGui_ImplGlfw_NewFrame();
        take_walking_keys();
    }
    log_.begin_frame();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width_px), static_cast<float>(height_px)};
    io.DeltaTime = static_cast<float>(std::max(1e-4, dt_s));
    if (made_pointer_) {
        io.MousePos = {static_cast<float>(made_pointer_->x_px), static_cast<float>(made_pointer_->y_px)};
        io.MouseDown[ImGuiMouseButton_Left] = made_pointer_->left;
        io.MouseDown[ImGuiMouseButton_Right] = made_pointer_->right;
        io.MouseWheel = static_cast<float>(made_pointer_->wheel);
    }
    ImGui::NewFrame();
    panels(style_);
    ImGui::Render();
}

std::array<float, 4> Gui::backdrop() const {
    const ImVec4 color = ImGui::ColorConvertU32ToFloat4(style_.colors().backdrop);
    return {color.x, color.y, color.z, 1.0F};
}

void Gui::draw() const {
    ImGui::SetCurrentContext(context_);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

bool Gui::wants_keyboard() const {
    const ImGuiIO& io = ImGui::GetIO();
    return io.WantTextInput || ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
}

void Gui::let_keyboard_walk(bool on) {
    ImGuiIO& io = ImGui::GetIO();
    io.ConfigFlags =
        on ? io.ConfigFlags | ImGuiConfigFlags_NavEnableKeyboard : io.ConfigFlags & ~ImGuiConfigFlags_NavEnableKeyboard;
}

}  // namespace cryo::app
