#include "engine/app/secret.h"

#include <sys/random.h>

#include <stdexcept>

namespace cryo::app {

std::string secret_bytes(size_t count) {
    std::string bytes(count, '\0');
    for (size_t have = 0; have < count;) {
        // A call may give less than was asked for, at most 256 bytes for certain.
        if (getentropy(bytes.data() + have, std::min<size_t>(count - have, 256)) != 0)
            throw std::runtime_error("This system gives no random numbers for a token.");
        have += std::min<size_t>(count - have, 256);
    }
    return bytes;
}

std::string secret_word(size_t count) {
    constexpr char kLetters[] = "ABCDEFGHJKMNPQRSTUVWXYZ123456789";  // no I, L, O, 0
    static_assert(sizeof kLetters == 33);
    std::string word = secret_bytes(count);
    for (char& c : word) c = kLetters[static_cast<unsigned char>(c) % 32U];
    return word;
}

}  // namespace cryo::app
