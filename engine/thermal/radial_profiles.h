// Functions of steady heat flow around cylinders with uniform exchange: modified Bessel functions, and the root of a
// monotone function.
#pragma once

namespace cryo::thermal {

double bessel_i0(double x);          // modified Bessel function of the first kind, order 0; |x| < 60
double bessel_i0_over_i1(double x);  // I0(x) / I1(x), x > 0

// The x in (0.001, 60) at which a falling function has the value `target`.
template <class Function>
double solve_falling(const Function& function, double target) {
    double low = 1e-3;
    double high = 60.0;
    for (int i = 0; i < 80; ++i) {
        const double middle = 0.5 * (low + high);
        (function(middle) > target ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

}  // namespace cryo::thermal
