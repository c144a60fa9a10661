// The folder a command leaves its results in. Files are made in a folder of their own beside the results and moved over
// when all of them stand, so that a run that fails changes nothing that was there.
#pragma once

#include <string>
#include <vector>

namespace cryo::app {

class OutputFolder {
  public:
    // Throws std::runtime_error with one sentence where the folder cannot be made or written to.
    explicit OutputFolder(const std::string& folder);
    ~OutputFolder();  // takes away what was not kept
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;

    // Where to write a result until keep().
    std::string path(const std::string& name);
    // Moves every result into place, over older ones of the same name.
    void keep();

  private:
    std::string folder_;
    std::string unfinished_;
    std::vector<std::string> names_;
    bool made_ = false;  // the folder was not there before
    bool kept_ = false;
};

}  // namespace cryo::app
