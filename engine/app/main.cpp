#include <string>
#include <vector>

#include "engine/app/command_line.h"

int main(int argc, char** argv) { return cryo::app::run_program(std::vector<std::string>(argv + 1, argv + argc)); }
