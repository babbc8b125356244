# kaohe_add_plugin(NAME source...): a shared object plugins/kh_NAME.so that exports
# kh_plugin_v1 and nothing else.  -Wmissing-field-initializers is off on purpose: it would
# turn every field that a later header appends into a warning.
function(kaohe_add_plugin name)
  add_library(kh_${name} MODULE ${ARGN})
  target_link_libraries(kh_${name} PRIVATE kaohe-sdk)
  if(NOT CMAKE_C_FLAGS MATCHES "-fsanitize")
    target_link_options(kh_${name} PRIVATE -Wl,-z,defs)
  endif()
  target_link_options(kh_${name} PRIVATE -Wl,-z,relro)
  target_compile_options(kh_${name} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    -Wstrict-prototypes -Wvla -Wformat=2 -Wno-missing-field-initializers
    $<$<BOOL:${KAOHE_WERROR}>:-Werror>)
  set_target_properties(kh_${name} PROPERTIES PREFIX "" C_STANDARD 11 C_EXTENSIONS OFF
    C_VISIBILITY_PRESET hidden LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins)
  if(CMAKE_INSTALL_LIBDIR)
    install(TARGETS kh_${name} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/kaohe/plugins)
  endif()
endfunction()
