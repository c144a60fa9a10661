// Small helpers for writing SVG and HTML by hand: escaping, numbers and the shapes that the sections share.
#pragma once

#include <string>

namespace cryo::report {

std::string escaped(const std::string& text);        // for element text and attribute values
std::string fixed(double value, int digits);         // "-0.0" becomes "0.0"
std::string signed_fixed(double value, int digits);  // with a true minus sign (U+2212) for reading

// An accessible picture: a title and a description for those who cannot see it.
std::string svg_open(double width, double height, const std::string& title, const std::string& description);

std::string svg_rect(double x, double y, double width, double height, const std::string& style);
std::string svg_line(double x0, double y0, double x1, double y1, const std::string& style);
// anchor: start, middle or end; y is the baseline.
std::string svg_text(double x, double y, const std::string& anchor, const std::string& style, const std::string& text);

}  // namespace cryo::report
