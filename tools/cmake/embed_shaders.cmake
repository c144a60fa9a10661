# embed_shaders(FOLDER OUTPUT): writes one .cpp with the text of every shader of FOLDER, so that the program has no
# run-time path to them. Run as a script (cmake -P) it does the writing; a shader added or removed reconfigures.
function(embed_shaders folder output)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*.vert ${folder}/*.frag ${folder}/*.glsl)
  list(SORT files)
  list(TRANSFORM files PREPEND ${folder}/ OUTPUT_VARIABLE paths)
  set(script ${CMAKE_SOURCE_DIR}/tools/cmake/embed_shaders.cmake)
  list(JOIN files "|" joined)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DEMBED_FOLDER=${folder} -DEMBED_FILES="${joined}" -DEMBED_OUTPUT=${output} -P ${script}
    DEPENDS ${paths} ${script}
    COMMENT "Embedding shaders" VERBATIM)
endfunction()

if(DEFINED EMBED_OUTPUT)
  string(REPLACE "\"" "" EMBED_FILES "${EMBED_FILES}")
  string(REPLACE "|" ";" EMBED_FILES "${EMBED_FILES}")
  set(entries "")
  foreach(file IN LISTS EMBED_FILES)
    file(READ ${EMBED_FOLDER}/${file} text)
    string(APPEND entries "        {\"${file}\", R\"GLSL(${text})GLSL\"},\n")
  endforeach()
  file(WRITE ${EMBED_OUTPUT} "// Made by tools/cmake/embed_shaders.cmake from shaders/.
#include \"engine/gpu/shader_source.h\"

namespace cryo::gpu {

const std::vector<ShaderFile>& embedded_shaders() {
    static const std::vector<ShaderFile> files = {
${entries}    };
    return files;
}

}  // namespace cryo::gpu
")
endif()
