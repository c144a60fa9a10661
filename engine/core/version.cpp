#include "engine/core/version.h"

namespace cryo {

const char* program_version() { return CRYO_VERSION; }

}  // namespace cryo
