// `cryosono soak`: the trainer with its window, practising alone. What it watches for is a crash, an OpenGL error, and
// memory that grows.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "engine/app/command_line.h"
#include "engine/gpu/window.h"
#include "engine/io/files.h"

namespace cryo::app {

int run_soak(const SoakOptions& options) {
    if (!gpu::display_available())
        throw std::runtime_error("There is no display to open the window on; `xvfb-run` makes one.");
    io::make_directories(options.out);
    // Everything that is kept goes there, and nothing of the person's own is touched.
    setenv("XDG_DATA_HOME", options.out.c_str(), 1);
    TrainerOptions trainer;
    trainer.learner = "soak";
    trainer.seed = options.seed;
    trainer.practises_alone_s = 60.0 * options.minutes;
    const int status = run_trainer(trainer);
    if (status == kDone) std::printf("No crash and no OpenGL error in %.1f minutes.\n", options.minutes);
    return status;
}

}  // namespace cryo::app
