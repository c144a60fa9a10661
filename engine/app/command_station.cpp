// `cryosono station`: the instructor's machine listens, serves the page, and says who is there, until it is stopped.
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "engine/app/command_line.h"
#include "engine/app/secret.h"
#include "engine/station/server.h"

namespace cryo::app {

namespace {

constexpr size_t kTokenLetters = 24;  // 120 bits
constexpr size_t kCodeLetters = 8;    // 40 bits; each try costs a connection
constexpr size_t kLeastTokenLetters = 12;
constexpr double kReportEveryS = 10.0;

std::atomic<bool> stop_asked{false};
void ask_to_stop(int) { stop_asked = true; }

using Clock = std::chrono::steady_clock;

int say(const std::string& sentence) {
    std::fprintf(stderr, "cryosono station: %s\n", sentence.c_str());
    return kBadInput;
}

void greet(const station::Server& server, const station::ServerOptions& options) {
    const bool wide = !station::is_loopback(options.address);
    const std::string host = options.address == "0.0.0.0" ? "THIS-MACHINE" : options.address;
    const std::string place = host + ":" + std::to_string(server.port());
    std::printf("The class \"%s\" is open.\n", options.access.title.c_str());
    std::printf("  Your page   http://%s/#%s\n", place.c_str(), options.access.token.c_str());
    std::printf("  Learners    cryosono --station %s --class %s --learner PSEUDONYM\n", place.c_str(),
                options.access.class_code.c_str());
    std::printf("%s  Ctrl+C closes it.\n",
                wide ? "  What goes over the network is not encrypted: use a network that is the class's own.\n"
                     : "  Only this machine can reach it; --listen and --token open it to a classroom.\n");
    std::fflush(stdout);
}

// What passed between two looks, as a line.
void report(const station::ClassroomCounts& now, const station::ClassroomCounts& before, double seconds) {
    std::printf("%d learners, %d pages: %.1f pictures/s in, %.1f messages/s out; %ld turned away so far\n",
                now.learners, now.instructors, static_cast<double>(now.pictures - before.pictures) / seconds,
                static_cast<double>(now.sent - before.sent) / seconds, now.refused);
    std::fflush(stdout);
}

}  // namespace

int run_station(const StationOptions& options) {
    if (!station::is_loopback(options.listen) && options.token.empty())
        return say("--listen " + options.listen + " lets the network in: give a --token for your page first.");
    if (!options.token.empty() && options.token.size() < kLeastTokenLetters)
        return say("--token: at least " + std::to_string(kLeastTokenLetters) + " characters.");
    station::ServerOptions server_options;
    server_options.address = options.listen == "localhost" ? "127.0.0.1" : options.listen;
    server_options.port = options.port;
    server_options.access = {.title = options.title,
                             .class_code = options.class_code.empty() ? secret_word(kCodeLetters) : options.class_code,
                             .token = options.token.empty() ? secret_word(kTokenLetters) : options.token};
    const station::Server server(server_options);
    std::signal(SIGINT, ask_to_stop);
    std::signal(SIGTERM, ask_to_stop);
    greet(server, server_options);

    const Clock::time_point start = Clock::now();
    const auto since = [](Clock::time_point then) {
        return std::chrono::duration<double>(Clock::now() - then).count();
    };
    Clock::time_point last = start;
    station::ClassroomCounts before;
    while (!stop_asked && !(options.seconds > 0.0 && since(start) > options.seconds)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        if (since(last) < kReportEveryS) continue;
        const station::ClassroomCounts now = server.counts();
        if (now.learners > 0 || now.refused != before.refused) report(now, before, since(last));
        before = now;
        last = Clock::now();
    }
    std::printf("The class is closed.\n");
    return kDone;
}

}  // namespace cryo::app
