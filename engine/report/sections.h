// The parts of report.html in the order a reader meets them. Each returns HTML or SVG that needs nothing else.
#pragma once

#include <string>

#include "engine/report/report.h"

namespace cryo::report {

std::string page_style();  // CSS, on screen and on paper

std::string verdict_section(const ReportInput& input);  // did I pass
std::string loss_bar_svg(const scoring::Assessment& assessment, double pass_mark);
std::string losses_section(const ReportInput& input);  // what was worst, when, what next
std::string nerve_section(const ReportInput& input);   // seen edge against treated core
std::string nerve_strip_svg(const scoring::NerveOutcome& nerve, double section_frac, double required_mm);
std::string cold_section(const ReportInput& input);  // cuts, outlook of each nerve, neighbours, what is disputed
std::string nerve_cut_svg(const scoring::NerveCut& cut);
std::string timeline_section(const ReportInput& input);
std::string picture_figure(const Picture& picture);
std::string pictures_section(const ReportInput& input);
std::string subscores_section(const ReportInput& input);
std::string measurements_section(const ReportInput& input);  // everything, codes too
std::string about_section(const ReportInput& input);         // what the numbers rest on

}  // namespace cryo::report
