#include "engine/history/roster.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>

#include "engine/core/sha256.h"
#include "engine/io/csv.h"

namespace cryo::history {

namespace {

constexpr std::array<const char*, 4> kColumns{"pseudonym", "group", "year", "role"};

// Blanks at the ends and repeated ones are nobody's name; letters beyond ASCII stay as they are written.
std::string normalised(std::string_view name) {
    std::string text;
    for (const char c : name) {
        const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (blank && (text.empty() || text.back() == ' ')) continue;
        text += blank ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    if (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

}  // namespace

Result<std::vector<Member>> parse_roster(const std::string& text, const std::string& file) {
    const auto table = io::parse_csv(text, file);
    if (!table) return table.faults();
    if (table->empty()) return Diagnostic{file, 1, 0, "the roster is empty: its first line names the columns"};
    std::array<std::optional<size_t>, kColumns.size()> at;
    const std::vector<std::string>& heading = table->front().fields;
    for (size_t c = 0; c < kColumns.size(); ++c)
        for (size_t i = 0; i < heading.size(); ++i)
            if (heading[i] == kColumns[c]) at[c] = i;
    if (!at[0]) return Diagnostic{file, 1, 1, "the roster has no column 'pseudonym'"};
    std::vector<Member> members;
    std::set<std::string> seen;
    Diagnostics faults;
    for (size_t r = 1; r < table->size(); ++r) {
        const io::CsvRow& row = (*table)[r];
        const auto field = [&](size_t c) {
            return at[c] && *at[c] < row.fields.size() ? row.fields[*at[c]] : std::string();
        };
        Member member{field(0), field(1), field(2), field(3)};
        if (member.pseudonym.empty())
            faults.push_back({file, row.line, 1, "this line has no pseudonym"});
        else if (!seen.insert(member.pseudonym).second)
            faults.push_back({file, row.line, 1, "'" + member.pseudonym + "' is there twice"});
        members.push_back(std::move(member));
    }
    if (!faults.empty()) return faults;
    return members;
}

std::string roster_csv(const std::vector<Member>& members) {
    io::CsvText csv({kColumns.begin(), kColumns.end()});
    for (const Member& m : members) csv.add(std::vector<std::string>{m.pseudonym, m.group, m.year, m.role});
    return csv.text();
}

std::string pseudonym_of(std::string_view site_key, std::string_view name) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
    constexpr size_t kLength = 10;
    const Digest digest = hmac_sha256(site_key, normalised(name));
    std::string text;
    for (size_t i = 0; i < kLength; ++i) {
        const size_t bit = 5 * i;
        const unsigned pair = static_cast<unsigned>(digest[bit / 8]) << 8 | digest[bit / 8 + 1];
        text += kLetters[pair >> (11 - bit % 8) & 31U];
    }
    return text;
}

std::string identities_csv(const std::vector<Identity>& identities) {
    io::CsvText csv({"name", "pseudonym"});
    for (const Identity& each : identities) csv.add(std::vector<std::string>{each.name, each.pseudonym});
    return csv.text();
}

}  // namespace cryo::history
