// What a class costs, measured and printed, never asserted: twenty learners with two pictures a second each on one
// station, and the trainer's frames while 200 strangers hammer at it. Everything stays on this machine's loopback.
//   class_load [SECONDS]
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "engine/app/bench_times.h"
#include "engine/app/bench_trainer.h"
#include "engine/app/case_library.h"
#include "engine/gpu/context.h"
#include "engine/station/dialer.h"
#include "engine/station/server.h"
#include "tests/station/raw_socket.h"

namespace {

using namespace cryo;

constexpr int kLearners = 20;
constexpr int kStrangers = 200;
constexpr int kFrames = 200;
constexpr const char* kCode = "LOAD-1";
constexpr const char* kToken = "A-LONG-SECRET-WORD";

double cpu_s() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void rest(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

// As busy as an ultrasound image, so that its JPEG is as large.
io::Picture speckle(int frame) {
    io::Picture picture{station::kWallPictureWidthPx, station::kWallPictureWidthPx, 4, {}};
    picture.values.resize(size_t{4} * station::kWallPictureWidthPx * station::kWallPictureWidthPx);
    uint32_t state = 7919U * static_cast<uint32_t>(frame + 1);
    for (size_t i = 0; i < picture.values.size(); ++i) {
        state = state * 1664525U + 1013904223U;
        picture.values[i] = static_cast<uint8_t>((state >> 25) + (i / 4096) % 64);
    }
    return picture;
}

struct Learner {
    explicit Learner(int number, int port)
        : side({station::Role::Learner, kCode, "learner-" + std::to_string(number)}),
          dialer(side, {"127.0.0.1", port}) {}
    station::LearnerSide side;
    station::Dialer dialer;
};

// Looks at everything as an instructor's page does, and notes how long each event was under way.
void watch(int port, const std::atomic<bool>& stop, app::Times& late) {
    test::RawSocket page(port);
    page.send(test::upgrade_request());
    page.receive(200);
    page.send(test::frame(R"({"v":1,"kind":"hello","role":"instructor","secret":")" + std::string(kToken) + "\"}"));
    const std::string mark = "sent at ";
    std::string bytes;
    while (!stop) {
        bytes += page.receive(1);
        const double now_s = app::seconds_now();
        size_t at = 0;
        for (size_t next; (next = bytes.find(mark, at)) != std::string::npos; at = next + mark.size()) {
            if (bytes.find('"', next) == std::string::npos) break;
            late.add(now_s - std::strtod(bytes.c_str() + next + mark.size(), nullptr));
        }
        bytes.erase(0, at == 0 && bytes.size() > 64 ? bytes.size() - 64 : at);
    }
}

void measure_class(double seconds) {
    const station::Server server({.access = {"Load", kCode, kToken}, .port = 0});
    std::deque<Learner> learners;
    for (int i = 0; i < kLearners; ++i) learners.emplace_back(i, server.port());
    std::atomic<bool> stop{false};
    app::Times late;
    std::thread page(watch, server.port(), std::cref(stop), std::ref(late));
    rest(1.0);
    const double start_s = app::seconds_now(), start_cpu_s = cpu_s();
    const long before = server.counts().pictures;
    for (int beat = 0; app::seconds_now() - start_s < seconds; ++beat) {
        for (Learner& learner : learners) {
            learner.side.show(speckle(beat));
            station::LiveEvent event{0.0, "comment", "", false};
            char text[64];
            std::snprintf(text, sizeof text, "sent at %.6f", app::seconds_now());
            event.text = text;
            learner.side.show(event);
        }
        rest(std::max(0.0, start_s + 0.5 * (beat + 1) - app::seconds_now()));
    }
    const double took_s = app::seconds_now() - start_s, used_s = cpu_s() - start_cpu_s;
    const station::ClassroomCounts counts = server.counts();
    stop = true;
    page.join();
    std::printf(
        "%d learners in, %.1f pictures/s received of %.1f offered, %.0f %% of one processor with the learners' own "
        "encoding\n",
        counts.learners, static_cast<double>(counts.pictures - before) / took_s, 2.0 * kLearners,
        100.0 * used_s / took_s);
    const app::StageBench row = late.row("learner to page");
    std::printf("an event from a learner to the page: median %.1f ms, 95 %% within %.1f ms\n", row.p50_ms, row.p95_ms);
}

// A third says junk, a third has a wrong token, a third says nothing; whoever is shown out comes back.
void hammer(int port, const std::atomic<bool>& stop) {
    std::vector<std::unique_ptr<test::RawSocket>> strangers(kStrangers);
    while (!stop) {
        for (int i = 0; i < kStrangers && !stop; ++i) {
            auto& socket = strangers[static_cast<size_t>(i)];
            if (socket == nullptr || !socket->is_open()) socket = std::make_unique<test::RawSocket>(port);
            if (i % 3 == 0) socket->send(std::string(512, static_cast<char>(i)));
            if (i % 3 == 1) {
                socket->send(test::upgrade_request());
                socket->send(test::frame(R"({"v":1,"kind":"hello","role":"instructor","secret":"WRONG-WRONG-WRONG"})"));
            }
            socket->receive(0);
        }
        rest(0.1);
    }
}

void measure_trainer() {
    auto scenario = app::load_case("knee_ipbsn");
    if (!scenario) return;
    const gpu::OffscreenContext context;
    ThreadPool pool;
    app::TrainerBench trainer(*scenario, pool);
    trainer.first_image();
    trainer.prepare();
    trainer.measure(kFrames / 4, false);  // warm
    const station::Server server({.access = {"Load", kCode, kToken}, .port = 0});
    Learner learner(1, server.port());
    const auto frame_ms = [&] { return trainer.measure(kFrames, false).whole.p50_ms; };
    const double alone_ms = frame_ms();
    std::atomic<bool> stop{false};
    std::thread strangers(hammer, server.port(), std::cref(stop));
    rest(1.0);
    const double beset_ms = frame_ms();
    const station::ClassroomCounts counts = server.counts();
    stop = true;
    strangers.join();
    const double after_ms = frame_ms();
    std::printf("trainer's frame: %.1f ms alone, %.1f ms with %d strangers, %.1f ms after; ratio %.2f\n", alone_ms,
                beset_ms, kStrangers, after_ms, beset_ms / (0.5 * (alone_ms + after_ms)));
    std::printf("%ld shown out, %d pages let in, the learner is %s\n", counts.refused, counts.instructors,
                learner.side.status().phase == station::LinkStatus::Phase::Connected ? "still in" : "out");
}

}  // namespace

int main(int count, char** words) {
    try {
        measure_class(count > 1 ? std::clamp(std::atof(words[1]), 2.0, 120.0) : 15.0);
        measure_trainer();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "class_load: %s\n", error.what());
        return 2;
    }
}
