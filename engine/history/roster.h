// Who takes part, by pseudonym; names are in a list of their own that stays with the instructor. A pseudonym is made of
// a name and the site's key, so that the same person has the same one in every class of the site and nobody without the
// key can tell who it is. What this program measures, stores and prints knows pseudonyms only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace cryo::history {

struct Member {
    std::string pseudonym;
    std::string group;  // "" where it is not said
    std::string year;
    std::string role;
};

// A table with the columns pseudonym, group, year and role, of which only the first is needed.
Result<std::vector<Member>> parse_roster(const std::string& text, const std::string& file);
std::string roster_csv(const std::vector<Member>& members);

// Ten letters and digits (RFC 4648 base 32, 50 bits of HMAC-SHA-256) of a name, whatever its case and blanks.
std::string pseudonym_of(std::string_view site_key, std::string_view name);

// The other list: name and pseudonym.
struct Identity {
    std::string name;
    std::string pseudonym;
};
std::string identities_csv(const std::vector<Identity>& identities);

}  // namespace cryo::history
