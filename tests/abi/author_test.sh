#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# author_test - an author's project outside of the tree builds a plugin with the installed
# SDK alone, and the plugin exports one symbol.
#
#   author_test.sh BUILD_FOLDER SOURCE
set -euo pipefail
build=$1 source=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$build" --prefix "$scratch/sdk" --component sdk >/dev/null
mkdir "$scratch/project"
cp "$source" "$scratch/project/penalty.c"
cat >"$scratch/project/CMakeLists.txt" <<'EOF'
cmake_minimum_required(VERSION 3.25)
project(penalty LANGUAGES C)
set(KAOHE_WERROR ON)
find_package(kaohe 0.1 REQUIRED)
kaohe_add_plugin(penalty penalty.c)
EOF
cmake -G Ninja -S "$scratch/project" -B "$scratch/out" -DCMAKE_PREFIX_PATH="$scratch/sdk" \
    >/dev/null
cmake --build "$scratch/out" >/dev/null

exported=$(nm -D --defined-only "$scratch/out/plugins/kh_penalty.so" | awk '{ print $3 }')
if [ "$exported" != kh_plugin_v1 ]; then
    echo "author_test: exported: $exported; expected kh_plugin_v1 alone"
    exit 1
fi
echo "author_test: built, exports kh_plugin_v1 alone"
