#include "engine/thermal/radial_profiles.h"

namespace cryo::thermal {

// The power series; all terms are positive, so nothing cancels.
double bessel_i0(double x) {
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; k < 200 && term > 1e-17 * sum; ++k) {
        term *= 0.25 * x * x / (static_cast<double>(k) * k);
        sum += term;
    }
    return sum;
}

// The continued fraction I1/I0 = 1/(2/x + 1/(4/x + 1/(6/x + ...))).
double bessel_i0_over_i1(double x) {
    double fraction = 0.0;
    for (int k = 100; k >= 1; --k) fraction = 1.0 / (2.0 * k / x + fraction);
    return 1.0 / fraction;
}

}  // namespace cryo::thermal
