#include "engine/report/svg.h"

#include <cstdio>

namespace cryo::report {

std::string escaped(const std::string& text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                // Control characters are not allowed in the document, whatever a file's author typed.
                out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
        }
    }
    return out;
}

std::string fixed(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    std::string out = text;
    if (out.front() == '-' && out.find_first_not_of("-0.") == std::string::npos) out.erase(0, 1);
    return out;
}

std::string signed_fixed(double value, int digits) {
    std::string out = fixed(value, digits);
    if (out.front() == '-') out.replace(0, 1, "\u2212");
    return out;
}

std::string svg_open(double width, double height, const std::string& title, const std::string& description) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 " + fixed(width, 0) + " " +
           fixed(height, 0) + "\" font-family=\"system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif\">\n<title>" +
           escaped(title) + "</title>\n<desc>" + escaped(description) + "</desc>\n";
}

std::string svg_rect(double x, double y, double width, double height, const std::string& style) {
    return "<rect x=\"" + fixed(x, 1) + "\" y=\"" + fixed(y, 1) + "\" width=\"" + fixed(width, 1) + "\" height=\"" +
           fixed(height, 1) + "\" " + style + "/>\n";
}

std::string svg_line(double x0, double y0, double x1, double y1, const std::string& style) {
    return "<line x1=\"" + fixed(x0, 1) + "\" y1=\"" + fixed(y0, 1) + "\" x2=\"" + fixed(x1, 1) + "\" y2=\"" +
           fixed(y1, 1) + "\" " + style + "/>\n";
}

std::string svg_text(double x, double y, const std::string& anchor, const std::string& style, const std::string& text) {
    return "<text x=\"" + fixed(x, 1) + "\" y=\"" + fixed(y, 1) + "\" text-anchor=\"" + anchor + "\" " + style + ">" +
           escaped(text) + "</text>\n";
}

}  // namespace cryo::report
