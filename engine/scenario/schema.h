// The JSON Schema of cases and lessons (draft 2020-12), generated from the tables that read them, for editors that
// complete and check TOML as it is typed.
#pragma once

#include "engine/io/json.h"

namespace cryo::scenario {

io::Json file_schema();

}  // namespace cryo::scenario
