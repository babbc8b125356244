# SPDX-License-Identifier: Apache-2.0
# kaohe_add_plugin(NAME [NO_INSTALL] [FOLDER folder] source...): a shared object
# FOLDER/kh_NAME.so (by default `plugins` of the build) that exports kh_plugin_v1 and
# nothing else.  -Wmissing-field-initializers is off on purpose: it would turn every field
# that a later header appends into a warning.
function(kaohe_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "NO_INSTALL" "FOLDER" "")
  if(NOT ARG_FOLDER)
    set(ARG_FOLDER ${CMAKE_BINARY_DIR}/plugins)
  endif()
  add_library(kh_${name} MODULE ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(kh_${name} PRIVATE kaohe-sdk)
  if(NOT CMAKE_C_FLAGS MATCHES "-fsanitize")
    target_link_options(kh_${name} PRIVATE -Wl,-z,defs)
  endif()
  target_link_options(kh_${name} PRIVATE -Wl,-z,relro)
  target_compile_options(kh_${name} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    -Wstrict-prototypes -Wvla -Wformat=2 -Wno-missing-field-initializers
    $<$<BOOL:${KAOHE_WERROR}>:-Werror>)
  set_target_properties(kh_${name} PROPERTIES PREFIX "" C_STANDARD 11 C_EXTENSIONS OFF
    C_VISIBILITY_PRESET hidden LIBRARY_OUTPUT_DIRECTORY ${ARG_FOLDER})
  if(CMAKE_INSTALL_LIBDIR AND NOT ARG_NO_INSTALL)
    install(TARGETS kh_${name} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/kaohe/plugins)
  endif()
endfunction()
