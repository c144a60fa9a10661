// Values as a reader of the report meets them.
#pragma once

#include <string>

#include "engine/anatomy/patient.h"
#include "engine/scoring/score.h"

namespace cryo::report {

std::string clock_words(double t_s);                           // "2:07"
std::string value_words(const scoring::MetricResult& metric);  // "4.2 mm", "93 %", "yes", "not done"
std::string limit_words(const scoring::MetricResult& metric, double limit);
std::string patient_words(const anatomy::Patient& patient);  // "woman, 60 years, BMI 23, right side"
std::string points_words(double points);                     // "−12.0"
const char* severity_words(scoring::Severity severity);

}  // namespace cryo::report
