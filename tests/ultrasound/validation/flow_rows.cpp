// Row 25: moving blood.
#include "tests/ultrasound/validation/row.h"

namespace cryo::validation {

Rows flow_rows() {
    return {{25, "velocity of known flow, wrap, zero at 90 deg", "+- 5 %", "not measured", Verdict::Open,
             "colour Doppler has no row here"}};
}

}  // namespace cryo::validation
