// report.html: one file that opens anywhere without a network, reads well aloud, and prints. The sections stand in the
// order of a debrief.
#include "engine/report/report.h"
#include "engine/report/sections.h"
#include "engine/report/svg.h"
#include "engine/report/words.h"

namespace cryo::report {
namespace {

std::string page_header(const ReportInput& in) {
    std::string under = in.info.learner.empty() ? "" : "Learner " + in.info.learner + " · ";
    under += patient_words(in.info.patient) + (in.info.device.empty() ? "" : " · " + in.info.device) + " · " +
             clock_words(in.assessment.duration_s) + " min";
    return "<header class=\"page\">\n<p>CryoSono debrief</p>\n<h1>" + escaped(in.scenario.title) + "</h1>\n<p>" +
           escaped(under) + "</p>\n</header>\n";
}

}  // namespace

std::string report_html(const ReportInput& in) {
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<title>" +
        escaped("CryoSono debrief: " + in.scenario.title) + "</title>\n<style>" + page_style() +
        "</style>\n</head>\n<body>\n";
    out += page_header(in);
    out += "<main>\n" + verdict_section(in) + losses_section(in) + nerve_section(in) + cold_section(in) +
           timeline_section(in) + pictures_section(in) + subscores_section(in) + measurements_section(in) +
           about_section(in) + "</main>\n";
    return out + "<footer><p>" + escaped(kDisclaimer) + "</p></footer>\n</body>\n</html>\n";
}

}  // namespace cryo::report
