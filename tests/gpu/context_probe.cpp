// Makes an offscreen context; exit status 0 and the renderer's name, or 2 and the sentence a user would read.
#include <cstdio>
#include <stdexcept>

#include "engine/gpu/context.h"

int main() {
    try {
        const cryo::gpu::OffscreenContext context;
        std::printf("%s\n", context.info().renderer.c_str());
        return 0;
    } catch (const std::runtime_error& error) {
        std::printf("%s\n", error.what());
        return 2;
    }
}
