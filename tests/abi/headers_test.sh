#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# headers_test - every header of the SDK compiles alone, in every language it is for, with
# every warning as an error; and one that does not is found.
#
#   headers_test.sh INCLUDE_FOLDER gcc|clang     exit status 77: the compiler is not there
set -euo pipefail
include=$1 family=$2
flags="-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wvla -Wformat=2
  -Wcast-qual -Wundef -Werror"
case $family in
gcc) c=gcc cxx=g++ ;;
clang) c=clang cxx=clang++ ;;
*) echo "headers_test: $family is neither gcc nor clang" >&2 && exit 1 ;;
esac
for tool in $c $cxx; do
    if ! command -v $tool >/dev/null; then
        echo "headers_test: skipped: no $tool; install the package $family or g++"
        exit 77
    fi
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# compile FOLDER HEADER STANDARD
compile()
{
    local tool=$c language=c extra=-Wstrict-prototypes
    case $3 in c++*) tool=$cxx language=c++ extra= ;; esac
    printf '#include <kaohe/%s>\n' "$2" >"$scratch/alone.$language"
    # shellcheck disable=SC2086
    "$tool" -x $language -std="$3" $flags $extra -I"$1" -c -o /dev/null \
        "$scratch/alone.$language"
}

count=0 failed=0
for header in plugin.h sdk.h stat.h tally.h ledger.h cycles.h bag.h panel.h occ.h; do
    for standard in c99 c11 c17 c2x c++11 c++17 c++20; do
        count=$((count + 1))
        if ! compile "$include" $header $standard; then
            echo "headers_test: $family: $header does not compile as $standard"
            failed=1
        fi
    done
done

# A header with one narrowing conversion must be refused, or this test tests nothing.
mkdir "$scratch/kaohe"
printf 'static inline short kh_narrow(long v) { return v; }\n' >"$scratch/kaohe/bad.h"
if compile "$scratch" bad.h c11 2>/dev/null; then
    echo "headers_test: $family: a bad header passed"
    failed=1
fi
echo "headers_test: $family: $count compilations"
exit $failed
