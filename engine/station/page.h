// The instructor's page: the files of assets/station, built into the program.
#pragma once

#include <string_view>
#include <vector>

namespace cryo::station {

struct PageFile {
    std::string_view path;  // "/", "/station.js", ...
    std::string_view type;  // as HTTP names it
    std::string_view text;
};

const std::vector<PageFile>& page_files();

}  // namespace cryo::station
