// Bytes as text (RFC 4648, with padding), for blocks of the trace inside a line of JSON.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cryo::io {

std::string base64_text(std::string_view bytes);
std::optional<std::string> base64_bytes(std::string_view text);  // nothing when it is not base64

// Little-endian float32.
std::string base64_from_floats(std::span<const float> values);
std::optional<std::vector<float>> floats_from_base64(std::string_view text);

}  // namespace cryo::io
