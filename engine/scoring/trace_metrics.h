// Measurements that are shown and not yet weighed, or that need more than the streaming metrics keep: each reads a
// whole trace. Units are those of the score file; a state other than Measured carries no value.
#pragma once

#include "engine/measure/metrics.h"
#include "engine/scoring/attempt_record.h"
#include "engine/scoring/score_model.h"

namespace cryo::scoring {

struct TraceMeasure {
    measure::MetricState state = measure::MetricState::NotApplicable;
    double value = 0.0;
};

// V4, degrees: how far the shaft is from square to the scan line, mean over needling; 0 reflects best. Scan lines are
// taken square to the face, as a linear array sends them.
TraceMeasure beam_incidence_deg(const measure::Trace& trace);

// P7, 1 or 0: the transducer was not the wrong way round when the cryoprobe first went in.
TraceMeasure marker_right_way_round(const measure::Trace& trace);

// E6: spectral arc length of the tip's speed while needling (Balasubramanian 2012, 2015): nearer to 0 is smoother.
// Frequencies up to 10 Hz, of those the ones up to the last that carries 5 % of the mean speed.
TraceMeasure spectral_arc_length(const measure::Trace& trace);

// E8, per minute: how often help was switched on or off while needling, the nearest a trace comes to looking away.
TraceMeasure help_switches_per_minute(const measure::Trace& trace);

// C1: largest share of any section of a required nerve that was treated.
TraceMeasure largest_section_treated(const AttemptRecord& record);

// C6: share of the tumour that was cold enough to destroy it; only where the tumour is what is to be treated.
TraceMeasure tumour_destroyed(const AttemptRecord& record);

// F4, 1 or 0: gas went off within 10 s of the moment the required length was reached. Only where the device has no
// protocol of its own; elsewhere F1 judges the gas time, and never both do.
TraceMeasure endpoint_recognised(const AttemptRecord& record, const measure::Context& context);

}  // namespace cryo::scoring
