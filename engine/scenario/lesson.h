// A lesson is a case that says only how it differs from another: its `base`. Tables inside are merged key by key,
// everything else of the lesson takes the place of the base's; paths in the base still count from the base's folder.
#pragma once

#include <string>

#include "engine/core/result.h"
#include "engine/io/parameter_tree.h"

namespace cryo::scenario {

// The lesson joined with its base, as a tree of a whole case. What came from the base has the place of the key `base`:
// a fault there is one of fitting together, since the base itself was checked.
Result<io::ParameterTree> with_base(const io::ParameterTree& lesson, const std::string& path);

}  // namespace cryo::scenario
