// `cryosono pack`: a plan and all it names into one file, with pseudonyms of names where it is asked for.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <sstream>

#include "engine/app/case_library.h"
#include "engine/app/command_class.h"
#include "engine/app/command_line.h"
#include "engine/app/installation.h"
#include "engine/app/secret.h"
#include "engine/core/sha256.h"
#include "engine/history/roster.h"
#include "engine/io/files.h"
#include "engine/station/pack.h"

namespace cryo::app {

namespace {

constexpr size_t kNonceBytes = 16;
constexpr size_t kReleaseLetters = 8;
constexpr size_t kSiteKeyBytes = 32;

std::string hex_of(const std::string& bytes) { return hex(sha256(bytes), kNonceBytes); }

void only_for_me(const std::string& path) {
    namespace fs = std::filesystem;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

// The same person has the same pseudonym in every class that this site packs.
std::string site_key() {
    const std::string file = io::join_path(user_folder(), "site.key");
    if (const auto key = io::read_text(file); key && !key->empty()) return *key;
    io::make_directories(user_folder());
    const std::string key = hex(sha256(secret_bytes(kSiteKeyBytes)));
    io::write_atomically(file, key);
    only_for_me(file);
    return key;
}

struct Learners {
    std::vector<history::Member> members;
    std::vector<history::Identity> identities;
};

Result<Learners> learners_of(const PackOptions& options) {
    Learners learners;
    if (!options.roster.empty()) {
        const auto text = io::read_text(options.roster, io::kAuthoredLimitBytes);
        if (!text) return text.faults();
        auto members = history::parse_roster(*text, options.roster);
        if (!members) return members.faults();
        learners.members = std::move(members).value();
    }
    if (!options.names.empty()) {
        const auto text = io::read_text(options.names, io::kAuthoredLimitBytes);
        if (!text) return text.faults();
        const std::string key = site_key();
        std::istringstream lines(*text);
        for (std::string name; std::getline(lines, name);) {
            if (name.find_first_not_of(" \t\r") == std::string::npos) continue;
            if (name.ends_with('\r')) name.pop_back();
            const std::string pseudonym = history::pseudonym_of(key, name);
            learners.identities.push_back({name, pseudonym});
            learners.members.push_back({pseudonym, "", "", ""});
        }
    }
    return learners;
}

}  // namespace

int run_pack(const PackOptions& options) {
    const auto learners = learners_of(options);
    if (!learners) return refuse(learners.faults());
    std::vector<std::string> pseudonyms;
    for (const history::Member& member : learners->members) pseudonyms.push_back(member.pseudonym);
    const std::string release = options.release.empty() ? secret_word(kReleaseLetters) : options.release;
    const auto pack = station::make_pack(options.plan, pseudonyms, hex_of(secret_bytes(kNonceBytes)), release);
    if (!pack) return refuse(pack.faults());

    io::write_atomically(options.out, station::pack_text(*pack));
    std::printf("%s: \"%s\", %zu stations, %s, %s\n", options.out.c_str(), pack->title.c_str(), pack->stations.size(),
                scenario::mode_word(pack->mode),
                pack->learners.empty() ? "anyone may take part"
                                       : (std::to_string(pack->learners.size()) + " learners").c_str());
    if (!learners->identities.empty()) {
        const std::string beside = io::join_path(io::folder_of(options.out), io::stem_of(options.out));
        io::write_atomically(beside + "_roster.csv", history::roster_csv(learners->members));
        io::write_atomically(beside + "_identities.csv", history::identities_csv(learners->identities));
        only_for_me(beside + "_identities.csv");
        std::printf("  Pseudonyms      %s_roster.csv\n  Who is who      %s_identities.csv: keep it to yourself\n",
                    beside.c_str(), beside.c_str());
    }
    if (!pack->held.empty())
        std::printf("  Release word    %s: give it out when results may be seen\n", release.c_str());
    std::printf("  Learners        cryosono --pack %s --learner PSEUDONYM\n", io::name_of(options.out).c_str());
    return kDone;
}

}  // namespace cryo::app
