// Numbers as text, the same in every locale.
#pragma once

#include <string>

namespace cryo::io {

// The fewest digits that read back as the same value: "0.1", "1e-07", "nan".
std::string number_text(double value);
std::string number_text(float value);

// At most `digits` significant ones, for messages and authored files, where 9.600000000000001 mm is 9.6.
std::string rounded_text(double value, int digits = 10);

}  // namespace cryo::io
