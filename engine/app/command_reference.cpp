// `cryosono reference`: every key of authored files and every word of the lesson language, from the tables that read
// them; with --schema as JSON Schema for editors.
#include <cstdio>

#include "engine/app/command_line.h"
#include "engine/io/json.h"
#include "engine/scenario/schema.h"
#include "engine/scenario/tables.h"

namespace cryo::app {

int run_reference(const ReferenceOptions& options) {
    const std::string text = options.schema ? io::json_text(scenario::file_schema()) : scenario::file_reference();
    std::fputs(text.c_str(), stdout);
    return kDone;
}

}  // namespace cryo::app
