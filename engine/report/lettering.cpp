#include "engine/report/lettering.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace cryo::report {
namespace {

// Points are pairs of base-36 digits, x then y; '|' lifts the pen. Cap top is y 0, x-height 4, baseline c, descender g.
struct Glyph {
    uint32_t code;
    std::string_view strokes;
};

constexpr double kSpaceUnits = 5.0;
constexpr double kGapUnits = 3.2;

constexpr std::array kGlyphs = std::to_array<Glyph>({
    {'0', "20 50 72 7a 5c 2c 0a 02 20"},
    {'1', "03 30 3c|0c 6c"},
    {'2', "02 20 50 72 74 0c 7c"},
    {'3', "02 20 50 72 74 56 26|56 78 7a 5c 2c 0a"},
    {'4', "5c 50 08 88"},
    {'5', "70 10 05 54 76 7a 5c 2c 0a"},
    {'6', "61 50 20 02 0a 2c 5c 7a 77 55 25 07"},
    {'7', "00 70 2c"},
    {'8', "20 50 72 74 56 26 04 02 20|26 08 0a 2c 5c 7a 78 56"},
    {'9', "75 57 27 05 02 20 50 72 7a 5c 2c 1b"},
    {'A', "0c 40 8c|18 78"},
    {'B', "00 0c 6c 8a 88 66 06|66 84 82 60 00"},
    {'C', "82 60 30 03 09 3c 6c 8a"},
    {'D', "00 0c 5c 89 83 50 00"},
    {'E', "70 00 0c 7c|06 66"},
    {'F', "70 00 0c|06 66"},
    {'G', "82 60 30 03 09 3c 6c 8a 87 57"},
    {'H', "00 0c|80 8c|06 86"},
    {'I', "00 0c"},
    {'J', "50 5a 3c 2c 0a"},
    {'K', "00 0c|70 07|34 7c"},
    {'L', "00 0c 7c"},
    {'M', "0c 00 48 80 8c"},
    {'N', "0c 00 8c 80"},
    {'O', "30 50 83 89 5c 3c 09 03 30"},
    {'P', "0c 00 60 82 85 67 07"},
    {'Q', "30 50 83 89 5c 3c 09 03 30|59 8c"},
    {'R', "0c 00 60 82 85 67 07|47 8c"},
    {'S', "82 60 20 02 04 26 66 88 8a 6c 2c 0a"},
    {'T', "00 80|40 4c"},
    {'U', "00 0a 2c 6c 8a 80"},
    {'V', "00 4c 80"},
    {'W', "00 2c 43 6c 80"},
    {'X', "00 8c|80 0c"},
    {'Y', "00 46 80|46 4c"},
    {'Z', "00 80 0c 8c"},
    {'a', "05 24 44 66 6c|68 28 09 0b 2c 4c 6a"},
    {'b', "00 0c|06 24 44 66 6a 4c 2c 0a"},
    {'c', "66 44 24 06 0a 2c 4c 6a"},
    {'d', "60 6c|66 44 24 06 0a 2c 4c 6a"},
    {'e', "08 68 66 44 24 06 0a 2c 4c 6b"},
    {'f', "50 30 22 2c|04 54"},
    {'g', "64 6e 4g 2g 0f|66 44 24 06 0a 2c 4c 6a"},
    {'h', "00 0c|06 24 44 66 6c"},
    {'i', "04 0c|00 01"},
    {'j', "24 2e 1g 0g|20 21"},
    {'k', "00 0c|54 08|26 6c"},
    {'l', "00 0b 1c"},
    {'m', "04 0c|06 14 34 46 4c|46 54 74 86 8c"},
    {'n', "04 0c|06 24 44 66 6c"},
    {'o', "24 44 66 6a 4c 2c 0a 06 24"},
    {'p', "04 0g|06 24 44 66 6a 4c 2c 0a"},
    {'q', "64 6g|66 44 24 06 0a 2c 4c 6a"},
    {'r', "04 0c|07 24 44"},
    {'s', "55 44 14 05 07 18 48 59 5b 4c 1c 0b"},
    {'t', "20 2a 3c 5c|04 54"},
    {'u', "04 0a 2c 4c 6a|64 6c"},
    {'v', "04 3c 64"},
    {'w', "04 2c 45 6c 84"},
    {'x', "04 6c|64 0c"},
    {'y', "04 3c|64 2g 0g"},
    {'z', "04 64 0c 6c"},
    {'.', "0b 0c"},
    {',', "1b 1c 0e"},
    {':', "05 06|0b 0c"},
    {';', "15 16|1b 1c 0e"},
    {'!', "00 08|0b 0c"},
    {'?', "02 20 50 72 74 36 38|3b 3c"},
    {'\'', "00 03"},
    {'"', "00 03|30 33"},
    {'-', "07 47"},
    {'_', "0e 8e"},
    {'+', "07 87|43 4b"},
    {'=', "05 85|09 89"},
    {'/', "60 0c"},
    {'\\', "00 6c"},
    {'(', "20 03 09 2c"},
    {')', "00 23 29 0c"},
    {'[', "30 00 0c 3c"},
    {']', "00 30 3c 0c"},
    {'<', "73 07 7b"},
    {'>', "03 77 0b"},
    {'%', "80 0c|00 20 23 03 00|69 89 8c 6c 69"},
    {'*', "30 36|05 61|01 65"},
    {'#', "20 2c|60 6c|04 84|08 88"},
    {'|', "00 0g"},
    {0x00B0, "10 20 31 32 23 13 02 01 10"},  // degree
    {0x2212, "07 77"},                       // minus
    {0x2013, "07 67"},                       // en dash
    {0x2264, "70 04 78|0b 7b"},              // less or equal
    {0x2265, "00 74 08|0b 7b"},              // greater or equal
    {0x00B7, "07 08"},                       // middle dot
    {0x25CA, "30 66 3c 06 30"},              // diamond: provisional
    {0x00B1, "05 85|41 49|0c 8c"},           // plus-minus
    {0x00D7, "15 7b|75 1b"},                 // times
});
constexpr std::string_view kUnknown = "00 60 6c 0c 00";

double digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

std::string_view strokes_of(uint32_t code) {
    const auto* found = std::find_if(kGlyphs.begin(), kGlyphs.end(), [&](const Glyph& g) { return g.code == code; });
    return found == kGlyphs.end() ? kUnknown : found->strokes;
}

// The next code point of well-formed UTF-8; a stray byte stands for itself.
uint32_t next_code(const std::string& text, size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    uint32_t code = more == 3 ? lead & 0x07U : more == 2 ? lead & 0x0FU : more == 1 ? lead & 0x1FU : lead;
    for (int i = 0; i < more && at < text.size(); ++i)
        code = (code << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
    return code;
}

}  // namespace

Lettering lettering(const std::string& utf8) {
    Lettering out;
    double pen = 0.0;
    for (size_t at = 0; at < utf8.size();) {
        const uint32_t code = next_code(utf8, at);
        if (code == ' ' || code == 0xA0) {
            pen += kSpaceUnits + kGapUnits;
            continue;
        }
        double width = 0.0;
        std::vector<Vec2> stroke;
        const auto lift = [&] {
            if (!stroke.empty()) out.strokes.push_back(std::move(stroke));
            stroke.clear();
        };
        const std::string_view text = strokes_of(code);
        for (size_t i = 0; i + 1 < text.size(); i += 2) {
            while (text[i] == ' ' || text[i] == '|') {
                if (text[i] == '|') lift();
                ++i;
            }
            const Vec2 p{digit(text[i]), digit(text[i + 1])};
            width = std::max(width, p.x);
            stroke.push_back({pen + p.x, p.y});
        }
        lift();
        pen += width + kGapUnits;
    }
    out.width_units = std::max(0.0, pen - kGapUnits);
    return out;
}

}  // namespace cryo::report
