// `cryosono check`: what is wrong with authored files, every fault at its place. The faults are the result, so they go
// to stdout.
#include <cstdio>

#include "engine/app/command_line.h"
#include "engine/io/files.h"
#include "engine/io/parameter_tree.h"
#include "engine/scenario/read.h"
#include "engine/scoring/score_model.h"
#include "engine/session/attempt_file.h"

namespace cryo::app {

namespace {

bool is_score_file(const std::string& text, const std::string& file) {
    const io::ParameterTree tree = io::parse_toml(text, file);
    const io::Node* kind = tree.readable ? tree.root.find("kind") : nullptr;
    return kind != nullptr && kind->text == "score";
}

Diagnostics faults_of(const std::string& file) {
    if (file.ends_with(".ndjson")) {
        const Result<session::Attempt> attempt = session::read_attempt(file);
        return attempt ? Diagnostics{} : attempt.faults();
    }
    const Result<std::string> text = io::read_text(file, io::kAuthoredLimitBytes);
    if (!text) return text.faults();
    if (is_score_file(*text, file)) {
        const auto model = scoring::parse_score_model(*text, file);
        return model ? Diagnostics{} : model.faults();
    }
    return scenario::check_file(file);
}

}  // namespace

int run_check(const CheckOptions& options) {
    int status = kDone;
    for (const std::string& file : options.files) {
        const Diagnostics faults = faults_of(file);
        if (faults.empty()) {
            std::printf("%s: good\n", file.c_str());
            continue;
        }
        for (const Diagnostic& fault : faults) std::printf("%s\n", to_string(fault).c_str());
        status = kBadInput;
    }
    return status;
}

}  // namespace cryo::app
