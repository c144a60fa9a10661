// Loss as the whole aperture hears it. A line's own loss is that of its axis; the echo of a point comes by every ray of
// the cone between the aperture and the point, and each ray has met something else. Behind an obstacle the middle is
// dark and the rim is grey, wider with distance: half shadow, as behind every lamp that is not a point. The same holds
// for elements without contact.
//
// With receive aperture = range / f-number the rays to every point lean by the same angles, so the loss along them is
// summed row by row. Sent and received cone are taken as one: amplitude = (mean over rays of exp(one-way loss))^2.
// Leaves a laterally even medium as it is.
#pragma once

#include "engine/ultrasound/scan_plan.h"

namespace cryo::ultrasound {

// Ranges in the plan's tables must be complete. Changes the gain of nodes and of reflectors alike.
void spread_loss_over_aperture(double receive_f_number, ScanPlan& plan);

}  // namespace cryo::ultrasound
