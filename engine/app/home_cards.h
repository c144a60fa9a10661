// The cards of the home screen: every case, lesson and test object of the installation, the easiest first.
#pragma once

#include <string>
#include <vector>

#include "engine/ui/screens.h"

namespace cryo::app {

// `problem` receives one sentence where a file could not be read; the others are listed all the same.
std::vector<ui::CaseCard> home_cards(std::string& problem);

}  // namespace cryo::app
