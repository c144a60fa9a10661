# Third-party libraries. The system's packages come first; CRYO_FETCH_MISSING lets CMake fetch the header-only ones at
# pinned tags where a system lacks them (off by default and not tried on any system yet).
option(CRYO_FETCH_MISSING "Fetch missing header-only libraries at pinned tags (untried)" OFF)

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

function(cryo_header_library name header fetch_url fetch_tag)
  find_path(CRYO_${name}_INCLUDE ${header})
  add_library(cryo_${name} INTERFACE)
  if(NOT CRYO_${name}_INCLUDE)
    if(NOT CRYO_FETCH_MISSING)
      message(FATAL_ERROR "${header} was not found. Install the package for ${name} (tools/run does it on Debian), "
                          "or configure with -DCRYO_FETCH_MISSING=ON.")
    endif()
    include(FetchContent)
    FetchContent_Declare(cryo_${name}_src GIT_REPOSITORY ${fetch_url} GIT_TAG ${fetch_tag})
    FetchContent_Populate(cryo_${name}_src)
    find_path(CRYO_${name}_INCLUDE ${header} REQUIRED
              PATHS ${cryo_${name}_src_SOURCE_DIR} ${cryo_${name}_src_SOURCE_DIR}/include NO_DEFAULT_PATH)
  endif()
  target_include_directories(cryo_${name} SYSTEM INTERFACE ${CRYO_${name}_INCLUDE})
endfunction()

cryo_header_library(glm glm/glm.hpp https://github.com/g-truc/glm.git 0.9.9.8)
cryo_header_library(tomlplusplus toml++/toml.h https://github.com/marzer/tomlplusplus.git v3.3.0)
cryo_header_library(json nlohmann/json.hpp https://github.com/nlohmann/json.git v3.11.2)
cryo_header_library(cli11 CLI/CLI.hpp https://github.com/CLIUtils/CLI11.git v2.3.2)
# Quaternion and matrix types start as the identity, as the code that default-constructs them expects.
target_compile_definitions(cryo_glm INTERFACE GLM_FORCE_CTOR_INIT)

function(cryo_pkg name package)
  pkg_check_modules(CRYO_PKG_${name} REQUIRED IMPORTED_TARGET ${package})
  add_library(cryo_${name} INTERFACE)
  target_link_libraries(cryo_${name} INTERFACE PkgConfig::CRYO_PKG_${name})
  set_target_properties(PkgConfig::CRYO_PKG_${name} PROPERTIES SYSTEM ON)
endfunction()

cryo_pkg(stb stb)
cryo_pkg(sqlite sqlite3)
cryo_pkg(websockets libwebsockets)
if(CRYO_GL)
  cryo_pkg(epoxy epoxy)
  cryo_pkg(openal openal)
  cryo_pkg(imgui imgui)
  find_package(glfw3 3.3 REQUIRED)
  add_library(cryo_glfw INTERFACE)
  target_link_libraries(cryo_glfw INTERFACE glfw)
  target_compile_definitions(cryo_glfw INTERFACE GLFW_INCLUDE_NONE)
endif()
if(CRYO_BUILD_TESTS)
  find_package(GTest REQUIRED)
endif()
