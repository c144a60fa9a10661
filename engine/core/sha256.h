// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104): for chains of lines, content of packs and pseudonyms, where a
// change must not go unseen. State of the simulation has its own, quicker hash (core/hash.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cryo {

using Digest = std::array<uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);

std::string hex(const Digest& digest, size_t bytes = 32);  // lower case, of the first `bytes`

}  // namespace cryo
