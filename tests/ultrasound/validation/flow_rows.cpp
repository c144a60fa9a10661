// Rows 25 and 28: moving blood, and speed.
#include "tests/ultrasound/validation/row.h"

namespace cryo::validation {

Rows flow_rows() {
    return {{25, "velocity of known flow, wrap, zero at 90 deg", "+- 5 %", "not measured", Verdict::Open,
             "colour Doppler has no row here"},
            {28, "frames per second at 192 x 512", ">= 30", "cryosono bench", Verdict::Open,
             "speed is measured by the bench, on a machine at rest"}};
}

}  // namespace cryo::validation
