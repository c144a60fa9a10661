// The image quality this machine can keep up with, from measured frame times: down at once when frames are late, up
// only after a while of room to spare.
#pragma once

#include <string>

#include "engine/app/viewer.h"

namespace cryo::app {

class TierGovernor {
  public:
    // "auto" starts at the best and follows the machine; a tier's name holds it.
    explicit TierGovernor(const std::string& name);

    void frame_took(double seconds);
    const Tier& tier() const { return kTiers[index_]; }

  private:
    int index_ = kTierCount - 1;
    bool held_ = false;
    double slow_s_ = 0.0;  // how long frames have been late
    double quick_s_ = 0.0;
    double patience_s_ = 6.0;  // of quick frames before going up; doubles when that was a mistake
};

}  // namespace cryo::app
