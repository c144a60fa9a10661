// Plays the trainer's sounds on the system's default device, from a thread of its own: opening a device may take long
// or fail, and nothing waits for it. Without a device it is silent and says so.
#pragma once

#include <memory>
#include <string>

#include "engine/sound/heard.h"

namespace cryo::app {

class SoundPlayer {
  public:
    SoundPlayer();
    ~SoundPlayer();
    SoundPlayer(const SoundPlayer&) = delete;
    SoundPlayer& operator=(const SoundPlayer&) = delete;

    // From now on this is to be heard; volume 0..1.
    void play(const sound::Heard& heard, double volume);
    std::string problem() const;  // one sentence, "" while sounds play or a device is still looked for

  private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
};

}  // namespace cryo::app
