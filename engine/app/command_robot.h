// `cryosono robot`: lets the robot player do cases without images, judges what it did, and prints a table. One play
// leaves its attempt and report; the grid leaves a table that grows by the row, so that a stopped run goes on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/app/class_options.h"

namespace cryo::app {

struct RobotOptions {
    std::string scenario;  // id or path; "" with `all`: every case
    std::string skill = "expert";
    std::string device;  // id; "" = the case's first, with `all` every one
    std::optional<uint64_t> seed;
    std::optional<double> bmi;
    bool all = false;       // every device x `seeds` seeds x BMI 19, 23, 28, 35
    int seeds = 20;         // of `all`, from 1
    std::string out;        // folder: attempt.ndjson and report of one play, robot.tsv of the grid
    int threads = 0;        // of one play; 0 = one per processor
    int jobs = 0;           // plays at a time of `all`, each on one thread; 0 = one per processor
    std::string learner;    // pseudonym in a class
    std::string pack;       // file of a class without a network: every station of it; "" = none
    ClassOptions in_class;  // one play at the pace of the clock, shown to an instructor
};

int run_robot(const RobotOptions& options);

}  // namespace cryo::app
