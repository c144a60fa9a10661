#include "engine/app/key_codes.h"

#include <GLFW/glfw3.h>

#include <array>

namespace cryo::app {

namespace {

// GLFW names a key by its place on a US keyboard, as ui::PhysicalKey does; the order is that of the enum.
constexpr std::array<int, ui::kPhysicalKeyCount> kCodes{GLFW_KEY_A,
                                                        GLFW_KEY_B,
                                                        GLFW_KEY_C,
                                                        GLFW_KEY_D,
                                                        GLFW_KEY_E,
                                                        GLFW_KEY_F,
                                                        GLFW_KEY_G,
                                                        GLFW_KEY_H,
                                                        GLFW_KEY_I,
                                                        GLFW_KEY_J,
                                                        GLFW_KEY_K,
                                                        GLFW_KEY_L,
                                                        GLFW_KEY_M,
                                                        GLFW_KEY_N,
                                                        GLFW_KEY_O,
                                                        GLFW_KEY_P,
                                                        GLFW_KEY_Q,
                                                        GLFW_KEY_R,
                                                        GLFW_KEY_S,
                                                        GLFW_KEY_T,
                                                        GLFW_KEY_U,
                                                        GLFW_KEY_V,
                                                        GLFW_KEY_W,
                                                        GLFW_KEY_X,
                                                        GLFW_KEY_Y,
                                                        GLFW_KEY_Z,
                                                        GLFW_KEY_0,
                                                        GLFW_KEY_9,
                                                        GLFW_KEY_MINUS,
                                                        GLFW_KEY_EQUAL,
                                                        GLFW_KEY_LEFT_BRACKET,
                                                        GLFW_KEY_RIGHT_BRACKET,
                                                        GLFW_KEY_SLASH,
                                                        GLFW_KEY_COMMA,
                                                        GLFW_KEY_PERIOD,
                                                        GLFW_KEY_LEFT,
                                                        GLFW_KEY_RIGHT,
                                                        GLFW_KEY_UP,
                                                        GLFW_KEY_DOWN,
                                                        GLFW_KEY_PAGE_UP,
                                                        GLFW_KEY_PAGE_DOWN,
                                                        GLFW_KEY_SPACE,
                                                        GLFW_KEY_ENTER,
                                                        GLFW_KEY_TAB,
                                                        GLFW_KEY_ESCAPE,
                                                        GLFW_KEY_BACKSPACE,
                                                        GLFW_KEY_F1,
                                                        GLFW_KEY_F3};

bool is_down(GLFWwindow* window, int code) { return glfwGetKey(window, code) == GLFW_PRESS; }

}  // namespace

KeyState read_keys(GLFWwindow* window) {
    KeyState keys;
    for (size_t i = 0; i < kCodes.size(); ++i) keys.down[i] = is_down(window, kCodes[i]);
    keys.shift = is_down(window, GLFW_KEY_LEFT_SHIFT) || is_down(window, GLFW_KEY_RIGHT_SHIFT);
    keys.ctrl = is_down(window, GLFW_KEY_LEFT_CONTROL) || is_down(window, GLFW_KEY_RIGHT_CONTROL);
    return keys;
}

Gamepad read_gamepad() {
    Gamepad pad;
    GLFWgamepadstate state;
    for (int joystick = GLFW_JOYSTICK_1; joystick <= GLFW_JOYSTICK_LAST; ++joystick) {
        if (glfwJoystickIsGamepad(joystick) != GLFW_TRUE || glfwGetGamepadState(joystick, &state) != GLFW_TRUE)
            continue;
        pad.present = true;
        pad.left = {state.axes[GLFW_GAMEPAD_AXIS_LEFT_X], state.axes[GLFW_GAMEPAD_AXIS_LEFT_Y]};
        pad.right = {state.axes[GLFW_GAMEPAD_AXIS_RIGHT_X], state.axes[GLFW_GAMEPAD_AXIS_RIGHT_Y]};
        // Triggers rest at -1.
        pad.left_trigger = 0.5 * (static_cast<double>(state.axes[GLFW_GAMEPAD_AXIS_LEFT_TRIGGER]) + 1.0);
        pad.right_trigger = 0.5 * (static_cast<double>(state.axes[GLFW_GAMEPAD_AXIS_RIGHT_TRIGGER]) + 1.0);
        constexpr std::array<int, kPadButtonCount> kButtons{
            GLFW_GAMEPAD_BUTTON_A,          GLFW_GAMEPAD_BUTTON_B,           GLFW_GAMEPAD_BUTTON_X,
            GLFW_GAMEPAD_BUTTON_Y,          GLFW_GAMEPAD_BUTTON_LEFT_BUMPER, GLFW_GAMEPAD_BUTTON_RIGHT_BUMPER,
            GLFW_GAMEPAD_BUTTON_BACK,       GLFW_GAMEPAD_BUTTON_START,       GLFW_GAMEPAD_BUTTON_DPAD_LEFT,
            GLFW_GAMEPAD_BUTTON_DPAD_RIGHT, GLFW_GAMEPAD_BUTTON_DPAD_UP,     GLFW_GAMEPAD_BUTTON_DPAD_DOWN};
        for (size_t i = 0; i < kButtons.size(); ++i) pad.down[i] = state.buttons[kButtons[i]] == GLFW_PRESS;
        return pad;
    }
    return pad;
}

}  // namespace cryo::app
