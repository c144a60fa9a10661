// `cryosono pack` and `cryosono collect`: a class without a network, out and back.
#pragma once

#include <string>

namespace cryo::app {

struct PackOptions {
    std::string plan;     // class file
    std::string out;      // the pack
    std::string roster;   // CSV of pseudonyms; "" = anyone may take part
    std::string names;    // names, one a line, of which pseudonyms are made; "" = none
    std::string release;  // word that opens held results; "" = made up
};

struct CollectOptions {
    std::string folder;  // recordings, in it or in folders of it
    std::string pack;
    std::string out;
    std::string roster;  // CSV; "" = the pack's learners alone
};

int run_pack(const PackOptions& options);
int run_collect(const CollectOptions& options);

}  // namespace cryo::app
