#include "engine/app/sound_player.h"

#include <AL/al.h>
#include <AL/alc.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/sound/synth.h"

namespace cryo::app {

namespace {

constexpr int kBuffers = 4;
constexpr int kBufferSamples = sound::kSampleRateHz / 50;  // 20 ms: four of them are 80 ms behind
constexpr auto kRest = std::chrono::milliseconds(5);

}  // namespace

struct SoundPlayer::Shared {
    mutable std::mutex mutex;
    sound::Heard heard;
    double volume = 0.0;
    std::string problem;
    std::atomic<bool> ends{false};

    void fill(sound::Synth& synth, std::vector<float>& samples, std::vector<int16_t>& pcm) {
        sound::Heard now;
        double level = 0.0;
        {
            const std::lock_guard lock(mutex);
            now = heard;
            level = volume;
        }
        synth.render(now, samples);
        for (size_t i = 0; i < samples.size(); ++i)
            pcm[i] = static_cast<int16_t>(std::lround(32767.0 * level * static_cast<double>(samples[i])));
    }
    void fail(const char* sentence) {
        const std::lock_guard lock(mutex);
        problem = sentence;
    }
};

namespace {

// Keeps a source fed until it is told to end.
template <class Fill>
void feed(const std::atomic<bool>& ends, const Fill& fill) {
    ALuint source = 0;
    std::array<ALuint, kBuffers> buffers{};
    alGenSources(1, &source);
    alGenBuffers(kBuffers, buffers.data());
    std::vector<int16_t> pcm(kBufferSamples);
    const auto queue = [&](ALuint buffer) {
        fill(pcm);
        alBufferData(buffer, AL_FORMAT_MONO16, pcm.data(), static_cast<ALsizei>(pcm.size() * sizeof(int16_t)),
                     sound::kSampleRateHz);
        alSourceQueueBuffers(source, 1, &buffer);
    };
    for (const ALuint buffer : buffers) queue(buffer);
    alSourcePlay(source);
    while (!ends) {
        ALint done = 0;
        alGetSourcei(source, AL_BUFFERS_PROCESSED, &done);
        for (; done > 0; --done) {
            ALuint buffer = 0;
            alSourceUnqueueBuffers(source, 1, &buffer);
            queue(buffer);
        }
        ALint state = 0;
        alGetSourcei(source, AL_SOURCE_STATE, &state);
        if (state != AL_PLAYING) alSourcePlay(source);  // the machine was asleep
        std::this_thread::sleep_for(kRest);
    }
    alSourceStop(source);
    alDeleteSources(1, &source);
    alDeleteBuffers(kBuffers, buffers.data());
}

}  // namespace

SoundPlayer::SoundPlayer() : shared_(std::make_shared<Shared>()) {
    // The library would write of every back end that is not there; what matters is said in the settings.
    setenv("ALSOFT_LOGLEVEL", "0", 0);
    // Detached: where a sound server hangs, the program still ends.
    std::thread([shared = shared_] {
        ALCdevice* device = alcOpenDevice(nullptr);
        if (device == nullptr) {
            shared->fail("No sound device was found: there is nothing to hear, the words at the foot remain.");
            return;
        }
        ALCcontext* context = alcCreateContext(device, nullptr);
        if (context == nullptr || alcMakeContextCurrent(context) == ALC_FALSE) {
            shared->fail("The sound device does not answer: there is nothing to hear, the words at the foot remain.");
        } else {
            sound::Synth synth;
            std::vector<float> samples(kBufferSamples);
            feed(shared->ends, [&](std::vector<int16_t>& pcm) { shared->fill(synth, samples, pcm); });
        }
        alcMakeContextCurrent(nullptr);
        if (context != nullptr) alcDestroyContext(context);
        alcCloseDevice(device);
    }).detach();
}

SoundPlayer::~SoundPlayer() { shared_->ends = true; }

void SoundPlayer::play(const sound::Heard& heard, double volume) {
    const std::lock_guard lock(shared_->mutex);
    shared_->heard = heard;
    shared_->volume = volume;
}

std::string SoundPlayer::problem() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->problem;
}

}  // namespace cryo::app
