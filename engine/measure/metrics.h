// What was measured in an attempt: streaming accumulators over the Trace, so that live values and those of a stored
// attempt are the same bits. Judgement (weights, floors, pass) is not here but in scoring/. The table below gives each
// metric's plain name, unit, evidence and the values where it counts in full (good) and not at all (bad).
// Definitions: README "Measurements". Every threshold is provisional until it is set against real learners.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/measure/context.h"
#include "engine/measure/trace.h"

namespace cryo::measure {

enum class MetricId : uint8_t {
    V1,
    V2,
    V3,
    V5,
    V6,
    V7,
    V8,
    V9,
    V10,
    V11,  // seeing the needle
    P1,
    P2,
    P3,
    P5,
    P6,  // handling the transducer
    T1,
    T2,
    T3,
    T4,
    T5,
    T6,  // reaching the target
    E1,
    E2,
    E2Scan,
    E2Needle,
    E3,
    E3Rotations,
    E4,
    E5,
    E7,
    RotationTotal,  // economy
    S1,
    S2,
    S3,  // structures to spare
    C2,
    C3,
    C5,  // treating the nerve
    M1,
    M2,  // sparing motor function
    K1,
    K1Dwell,
    K2,  // sparing the skin
    F1,
    F2,
    F3,  // dose and thaw
    Count
};
inline constexpr size_t kMetricCount = static_cast<size_t>(MetricId::Count);

// How far the literature supports a metric: A shown to separate skill levels, B in expert lists of errors,
// C specific to cryoneurolysis and without evidence yet.
enum class Evidence : uint8_t { A, B, C };

struct MetricInfo {
    MetricId id;
    const char* code;  // "V6": only under "All measurements"
    const char* name;  // as screens say it
    const char* unit;  // "" for shares, "count" for counts
    Evidence evidence;
    double good;  // default; MetricValue carries what holds in this attempt
    double bad;
    bool scored;  // has a direction from bad to good; otherwise shown only
    bool provisional;
    const char* source;
};

// In the order of MetricId.
std::span<const MetricInfo> metric_table();
const MetricInfo& metric_info(MetricId id);
const MetricInfo* find_metric(std::string_view code);  // null when there is none

enum class MetricState : uint8_t {
    Measured,
    NotProduced,   // the learner could have produced it and did not: counts as bad
    NotApplicable  // has no meaning in this case: drops out
};

// A place in the attempt that a metric was lost at, for the debrief's links.
struct Moment {
    double t_s = 0.0;
    double value = 0.0;               // in the metric's unit: mm advanced blind, mm of clearance, s lost
    std::string_view structure = {};  // of S1 to S3: "artery", "vein", "pleura", "motor nerve", "bone", "nerve"
};

struct MetricValue {
    MetricState state = MetricState::NotApplicable;
    double value = 0.0;
    double good = 0.0;  // in this attempt
    double bad = 0.0;
    std::vector<Moment> moments{};  // in time order; empty where nothing went wrong or the metric has no places
};

class Metrics {
  public:
    explicit Metrics(const Context& context);
    ~Metrics();
    Metrics(Metrics&&) noexcept;
    Metrics& operator=(Metrics&&) noexcept;

    // Samples must be finite and run forward in time; others are left out and counted.
    void add(const TraceSample& sample);
    int refused_samples() const;
    int accepted_samples() const;

    const Context& context() const;
    MetricValue value(MetricId id) const;
    std::array<MetricValue, kMetricCount> values() const;

  private:
    struct Accumulators;
    std::unique_ptr<Accumulators> accumulators_;
};

// All at once, for a stored Trace.
Metrics measure(const Trace& trace, const Context& context);

}  // namespace cryo::measure
