// libFuzzer entry: any bytes as what comes over the wire to a station or from it, and as a class pack and what is
// handed in for it. The first byte says which. What is taken must read the same when it is written again; what is not
// must say why. A crash, a failed CHECK, a hang or a silent refusal is a find.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>

#include "engine/station/pack.h"
#include "engine/station/protocol.h"

namespace {

using namespace cryo;

void demand(bool holds) {
    if (!holds) std::abort();
}

template <class T>
void demand_reason(const Result<T>& refused) {
    for (const Diagnostic& fault : refused.faults()) demand(!fault.message.empty());
}

template <class T, class Read>
void demand_round_trip(const Result<T>& read, const Read& again) {
    if (!read) return demand_reason(read);
    const std::string written = std::visit([](const auto& message) { return station::to_text(message); }, *read);
    const auto second = again(written);
    demand(second.ok());
    demand(std::visit([](const auto& message) { return station::to_text(message); }, *second) == written);
}

void fuzz_handed_in(const std::string& text) {
    station::Pack pack;
    pack.nonce = "fuzz";
    pack.hash = std::string(64, 'a');
    pack.stations.push_back({.file = "cases/a.toml", .scenario = "a", .title = "A", .device = ""});
    std::vector<station::HandedIn> all{station::take_in(text, "fuzz.ndjson", pack)};
    demand(all[0].attempt || !all[0].problems.empty());
    station::call_roll(pack, all);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 6) {
        case 0:
            demand_round_trip(station::read_learner_message(text), station::read_learner_message);
            break;
        case 1:
            demand_round_trip(station::read_instructor_message(text), station::read_instructor_message);
            break;
        case 2:
            demand_round_trip(station::read_station_message(text), station::read_station_message);
            break;
        case 3:
            if (const auto hello = station::read_hello(text); !hello) demand_reason(hello);
            break;
        case 4:
            if (const auto pack = station::parse_pack(text, "fuzz.pack"); pack)
                demand(station::parse_pack(station::pack_text(*pack), "fuzz.pack").ok());
            else
                demand_reason(pack);
            break;
        default:
            fuzz_handed_in(text);
    }
    return 0;
}
