#!/bin/sh
# Each public header compiles alone, strictly, as C11 and as C++.
set -eu
for header in "$1"/libgeo/include/geo/*.h; do
    for compiler in 'cc -std=c11 -x c' 'clang++ -std=c++17 -x c++'; do
        command -v "${compiler%% *}" >/dev/null || { echo "skipped: no ${compiler%% *}"; exit 77; }
        $compiler -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fsyntax-only -I"$1/libgeo/include" "$header"
    done
done
