# embed_page(FOLDER OUTPUT): writes one .cpp with the files of the instructor's page, so that the program serves it
# without a run-time path. Run as a script (cmake -P) it does the writing; a file added or removed reconfigures.
function(embed_page folder output)
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*.html ${folder}/*.js ${folder}/*.css)
  list(SORT files)
  list(TRANSFORM files PREPEND ${folder}/ OUTPUT_VARIABLE paths)
  set(script ${CMAKE_SOURCE_DIR}/tools/cmake/embed_page.cmake)
  list(JOIN files "|" joined)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DPAGE_FOLDER=${folder} -DPAGE_FILES="${joined}" -DPAGE_OUTPUT=${output} -P ${script}
    DEPENDS ${paths} ${script}
    COMMENT "Embedding the instructor's page" VERBATIM)
endfunction()

if(DEFINED PAGE_OUTPUT)
  string(REPLACE "\"" "" PAGE_FILES "${PAGE_FILES}")
  string(REPLACE "|" ";" PAGE_FILES "${PAGE_FILES}")
  set(type_html "text/html; charset=utf-8")
  set(type_js "text/javascript; charset=utf-8")
  set(type_css "text/css; charset=utf-8")
  set(entries "")
  foreach(file IN LISTS PAGE_FILES)
    # Byte by byte: semicolons and brackets are lists to CMake.
    file(READ ${PAGE_FOLDER}/${file} hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${hex}")
    get_filename_component(extension ${file} LAST_EXT)
    string(SUBSTRING ${extension} 1 -1 extension)
    string(REGEX REPLACE "^index.html$" "" path ${file})
    string(APPEND entries "        {\"/${path}\", \"${type_${extension}}\",\n         \"${bytes}\"},\n")
  endforeach()
  file(WRITE ${PAGE_OUTPUT} "// Made by tools/cmake/embed_page.cmake from assets/station/.
#include \"engine/station/page.h\"

namespace cryo::station {

const std::vector<PageFile>& page_files() {
    static const std::vector<PageFile> files{
${entries}    };
    return files;
}

}  // namespace cryo::station
")
endif()
