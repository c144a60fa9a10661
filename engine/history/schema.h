// The steps from an empty database to the present schema. Private to history/.
#pragma once

#include <filesystem>
#include <span>

#include "engine/core/result.h"
#include "engine/history/sqlite.h"

namespace cryo::history {

struct Migration {
    int to_version;
    const char* sql;
};

std::span<const Migration> migrations();

// Brings the database to the last of `steps`. An older one is first copied to "<file>.v<old>.backup"; a newer one is
// refused. A failed step leaves the database as it was.
Failure migrate(Connection& connection, const std::filesystem::path& file, std::span<const Migration> steps);

}  // namespace cryo::history
