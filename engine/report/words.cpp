#include "engine/report/words.h"

#include <cmath>
#include <cstdio>

#include "engine/report/svg.h"

namespace cryo::report {
namespace {

bool is_share(const scoring::MetricResult& metric) {
    return metric.unit.empty() && metric.good != metric.bad && metric.good >= 0.0 && metric.good <= 1.0 &&
           metric.bad >= 0.0 && metric.bad <= 1.0;
}

std::string number_words(const scoring::MetricResult& metric, double value) {
    if (metric.unit == "yes/no") return value >= 0.5 ? "yes" : "no";
    if (is_share(metric)) return fixed(100.0 * value, 0) + " %";
    if (metric.unit == "count") return fixed(value, value == std::round(value) ? 0 : 1);
    if (metric.unit == "deg") return signed_fixed(value, 0) + "°";
    if (metric.unit == "%") return signed_fixed(value, 0) + " %";
    const int digits = std::abs(value) >= 100.0 ? 0 : 1;
    return signed_fixed(value, digits) + (metric.unit.empty() ? "" : " " + metric.unit);
}

}  // namespace

std::string clock_words(double t_s) {
    const int seconds = static_cast<int>(std::lround(std::max(0.0, t_s)));
    char text[32];
    std::snprintf(text, sizeof text, "%d:%02d", seconds / 60, seconds % 60);
    return text;
}

std::string value_words(const scoring::MetricResult& metric) {
    switch (metric.state) {
        case scoring::MetricState::Measured:
            return number_words(metric, metric.value);
        case scoring::MetricState::NotProduced:
            return "not done";
        case scoring::MetricState::NotApplicable:
            return "does not apply";
    }
    return "";
}

std::string limit_words(const scoring::MetricResult& metric, double limit) { return number_words(metric, limit); }

std::string patient_words(const anatomy::Patient& patient) {
    return std::string(patient.sex == anatomy::Sex::Female ? "woman" : "man") + ", " + fixed(patient.age_years, 0) +
           " years, BMI " + fixed(patient.bmi, patient.bmi == std::round(patient.bmi) ? 0 : 1) + ", " +
           (patient.side == anatomy::Side::Right ? "right" : "left") + " side";
}

std::string points_words(double points) { return points == 0.0 ? "0" : "\u2212" + fixed(points, 1); }

const char* severity_words(scoring::Severity severity) {
    switch (severity) {
        case scoring::Severity::Minor:
            return "minor";
        case scoring::Severity::Major:
            return "major";
        case scoring::Severity::Critical:
            return "critical";
    }
    return "";
}

}  // namespace cryo::report
