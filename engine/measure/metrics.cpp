#include "engine/measure/metrics.h"

#include "engine/core/check.h"
#include "engine/measure/dose.h"
#include "engine/measure/handling.h"
#include "engine/measure/path.h"
#include "engine/measure/safety.h"
#include "engine/measure/sound.h"
#include "engine/measure/step.h"
#include "engine/measure/visibility.h"

namespace cryo::measure {

struct Metrics::Accumulators {
    explicit Accumulators(const Context& c)
        : context(c), track(c.limits), visibility(c), handling(c), path(c), safety(c), dose(c) {}

    Context context;
    int accepted = 0;
    int refused = 0;
    TraceValues last;
    NeedleTrack track;
    Visibility visibility;
    Handling handling;
    NeedlePath path;
    Safety safety;
    Dose dose;
};

Metrics::Metrics(const Context& context) : accumulators_(std::make_unique<Accumulators>(context)) {}
Metrics::~Metrics() = default;
Metrics::Metrics(Metrics&&) noexcept = default;
Metrics& Metrics::operator=(Metrics&&) noexcept = default;

void Metrics::add(const TraceSample& sample) {
    Accumulators& a = *accumulators_;
    const bool first = a.accepted == 0;
    if (!is_finite(sample) || (!first && static_cast<double>(sample.t_s) <= a.last.t_s)) {
        ++a.refused;
        return;
    }
    // What the first sample already shows (a needle inside, gas flowing) happened at it: before it there was nothing.
    const TraceValues now = widened(sample);
    TraceValues nothing = now;
    nothing.insert_mm = 0.0;
    nothing.placement = 0.0;
    Step step{.now = now, .before = first ? nothing : a.last};
    step.dt_s = now.t_s - step.before.t_s;
    a.track.advance(step);
    a.visibility.add(step);
    a.handling.add(step);
    a.path.add(step);
    a.safety.add(step);
    a.dose.add(step);
    a.last = now;
    ++a.accepted;
}

int Metrics::refused_samples() const { return accumulators_->refused; }
int Metrics::accepted_samples() const { return accumulators_->accepted; }
const Context& Metrics::context() const { return accumulators_->context; }

namespace {

template <class Owner>
struct Reading {
    MetricId id;
    MetricValue (Owner::*read)() const;
};

template <class Owner, size_t N>
bool read_from(const Reading<Owner> (&readings)[N], const Owner& owner, MetricId id, MetricValue& value) {
    for (const Reading<Owner>& r : readings) {
        if (r.id == id) {
            value = (owner.*r.read)();
            return true;
        }
    }
    return false;
}

using Id = MetricId;
constexpr Reading<Visibility> kVisibility[] = {
    {Id::V1, &Visibility::tip_out_of_plane}, {Id::V2, &Visibility::misalignment},
    {Id::V3, &Visibility::insertion_angle},  {Id::V5, &Visibility::visible_now},
    {Id::V6, &Visibility::visible_advance},  {Id::V7, &Visibility::visible_time},
    {Id::V8, &Visibility::blind_advances},   {Id::V9, &Visibility::longest_blind_advance},
    {Id::V10, &Visibility::recovery},        {Id::V11, &Visibility::shaft_in_beam},
};
constexpr Reading<Handling> kHandling[] = {
    {Id::P1, &Handling::path},         {Id::P2, &Handling::drift},   {Id::P3, &Handling::centring},
    {Id::P5, &Handling::optimisation}, {Id::P6, &Handling::contact},
};
constexpr Reading<NeedlePath> kPath[] = {
    {Id::T3, &NeedlePath::passes},        {Id::T4, &NeedlePath::redirections},
    {Id::T5, &NeedlePath::punctures},     {Id::T6, &NeedlePath::bone_contacts},
    {Id::E1, &NeedlePath::inefficiency},  {Id::E2, &NeedlePath::hands_on_time},
    {Id::E2Scan, &NeedlePath::scan_time}, {Id::E2Needle, &NeedlePath::needle_time},
    {Id::E3, &NeedlePath::movements},     {Id::E3Rotations, &NeedlePath::turning_movements},
    {Id::E4, &NeedlePath::shear},         {Id::E5, &NeedlePath::smoothness},
    {Id::E7, &NeedlePath::help},          {Id::RotationTotal, &NeedlePath::rotation_total},
};
constexpr Reading<Safety> kSafety[] = {
    {Id::S1, &Safety::clearance},    {Id::S2, &Safety::entered},         {Id::S3, &Safety::near_misses},
    {Id::C5, &Safety::irreversible}, {Id::M1, &Safety::motor_frozen},    {Id::M2, &Safety::motor_checked},
    {Id::K1, &Safety::skin_coldest}, {Id::K1Dwell, &Safety::skin_dwell}, {Id::K2, &Safety::zone_depth},
};
constexpr Reading<Dose> kDose[] = {
    {Id::T1, &Dose::tip_to_target}, {Id::T2, &Dose::alignment},  {Id::C2, &Dose::covered},
    {Id::C3, &Dose::centration},    {Id::F1, &Dose::dose_error}, {Id::F2, &Dose::thaw_complete},
    {Id::F3, &Dose::monitored},
};

}  // namespace

MetricValue Metrics::value(MetricId id) const {
    const Accumulators& a = *accumulators_;
    MetricValue value;
    const bool found = read_from(kVisibility, a.visibility, id, value) || read_from(kHandling, a.handling, id, value) ||
                       read_from(kPath, a.path, id, value) || read_from(kSafety, a.safety, id, value) ||
                       read_from(kDose, a.dose, id, value);
    CRYO_CHECK(found);
    if (value.good == 0.0 && value.bad == 0.0) {
        value.good = metric_info(id).good;
        value.bad = metric_info(id).bad;
    }
    return value;
}

std::array<MetricValue, kMetricCount> Metrics::values() const {
    std::array<MetricValue, kMetricCount> all;
    for (size_t i = 0; i < kMetricCount; ++i) all[i] = value(static_cast<MetricId>(i));
    return all;
}

Metrics measure(const Trace& trace, const Context& context) {
    Metrics metrics(context);
    for (const TraceSample& sample : trace) metrics.add(sample);
    return metrics;
}

}  // namespace cryo::measure
