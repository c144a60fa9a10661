# Flags every target of ours is built with. Third-party headers come in as SYSTEM and are not warned about.
add_library(cryo_options INTERFACE)

target_compile_options(cryo_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Werror
  # A fused multiply-add rounds once where two operations round twice: without this flag the same recording would
  # replay to another state hash on a machine whose compiler contracts.
  -ffp-contract=off
  -fno-math-errno)

if(CRYO_SANITIZE)
  target_compile_options(cryo_options INTERFACE
    -fsanitize=${CRYO_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
  target_link_options(cryo_options INTERFACE -fsanitize=${CRYO_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Instrumented standard headers (std::regex) make g++ see uninitialised values where there are none; the builds
    # without sanitizers keep the warning.
    target_compile_options(cryo_options INTERFACE -Wno-maybe-uninitialized)
  else()
    # Instrumented loops are not vectorised, and nobody minds.
    target_compile_options(cryo_options INTERFACE -Wno-pass-failed)
  endif()
endif()

set(CMAKE_CXX_FLAGS_RELEASE "-O2")          # CHECK stays on, so NDEBUG is left undefined
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
