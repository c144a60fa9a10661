// The window's keyboard as the input map reads it.
#pragma once

#include "engine/app/input_map.h"

struct GLFWwindow;

namespace cryo::app {

KeyState read_keys(GLFWwindow* window);

// The first gamepad that GLFW knows the layout of.
Gamepad read_gamepad();

}  // namespace cryo::app
