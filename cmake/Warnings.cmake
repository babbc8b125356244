# SPDX-License-Identifier: Apache-2.0
# Warnings of the house; errors where KAOHE_WERROR is on (tools/test and CI).
function(kaohe_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    -Wstrict-prototypes -Wvla -Wformat=2 $<$<BOOL:${KAOHE_WERROR}>:-Werror>)
endfunction()
