#include "engine/app/case_library.h"

#include <cstdio>
#include <stdexcept>

#include "engine/app/command_line.h"
#include "engine/app/installation.h"
#include "engine/io/files.h"
#include "engine/scenario/list.h"
#include "engine/scenario/read.h"

namespace cryo::app {

Result<std::shared_ptr<const scenario::Scenario>> load_case(const std::string& name) {
    const Result<std::string> file = scenario::find_scenario(name, scenes_folder());
    if (!file) return file.faults();
    Result<scenario::Scenario> read = scenario::read_scenario(*file);
    if (!read) return read.faults();
    return std::shared_ptr<const scenario::Scenario>(std::make_shared<scenario::Scenario>(std::move(read).value()));
}

scoring::ScoreModel load_score_model() {
    const std::string file = score_model_file(scenes_folder());
    const Result<std::string> text = io::read_text(file);
    if (!text) throw std::runtime_error("What attempts are judged by cannot be read: " + to_string(text.faults()));
    Result<scoring::ScoreModel> model = scoring::parse_score_model(*text, file);
    if (!model) throw std::runtime_error("What attempts are judged by is wrong: " + to_string(model.faults()));
    return std::move(model).value();
}

Failure held_back(const session::Attempt& attempt, const std::string& word) {
    if (attempt.header.seal.opened_by(word)) return std::nullopt;
    return Diagnostic{attempt.file, 0, 0,
                      word.empty() ? "the result of this exam is held until your instructor gives out the release word "
                                     "(--release WORD)"
                                   : "'" + word + "' is not the release word of this exam"};
}

int refuse(const Diagnostics& faults) {
    for (const Diagnostic& fault : faults) std::fprintf(stderr, "%s\n", to_string(fault).c_str());
    return kBadInput;
}

}  // namespace cryo::app
