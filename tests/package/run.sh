#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs a built tree (build/release unless named) into an empty folder, moves the folder, and
# builds and runs the consumers in C++ and in C from there twice: by the CMake package and by
# pkg-config.
set -euo pipefail
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
built=${1:-$source_dir/../../build/release}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$built" --prefix "$work/installed" >/dev/null
mv "$work/installed" "$work/moved"  # nothing in it may depend on where it was installed

cmake -S "$source_dir" -B "$work/by-cmake" -G Ninja -DCMAKE_PREFIX_PATH="$work/moved" >/dev/null
cmake --build "$work/by-cmake" -- --quiet
"$work/by-cmake/consumer" "$source_dir/programme"
example=$source_dir/../../examples/channel-2025
"$work/by-cmake/consumer_c" "$example/policy.json" "$example/data" >/dev/null

pc=$(find "$work/moved" -name rebate.pc)
flags=$(PKG_CONFIG_PATH=$(dirname "$pc") pkg-config --cflags --libs rebate)
# The flags are words of a command line, hence no quotes.
${CXX:-g++} -std=c++20 "$source_dir/consumer.cpp" $flags -o "$work/by-pkg-config"
LD_LIBRARY_PATH=$(dirname "$pc")/.. "$work/by-pkg-config" "$source_dir/programme"
flags=$(PKG_CONFIG_PATH=$(dirname "$pc") pkg-config --cflags --libs rebate-c)
${CC:-gcc} -std=c99 -Wpedantic "$source_dir/../../examples/c/settle.c" $flags -o "$work/in-c"
LD_LIBRARY_PATH=$(dirname "$pc")/.. "$work/in-c" "$example/policy.json" "$example/data" |
  cmp - "$source_dir/../../examples/c/settle.output"

if [[ -x $work/moved/bin/rebate ]]; then "$work/moved/bin/rebate" --help >/dev/null; fi
echo "the installed package works by CMake and by pkg-config"
