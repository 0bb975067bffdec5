#!/bin/sh
# What is installed works from where it is installed: command, manual, completion, styles, samples; and a program builds
# against the library by pkg-config and by CMake, and joins points to wards.
#   tests/install/install.sh PROJECT BUILD
set -eu
project=$1
build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/usr
cmake --install "$build" --prefix "$prefix" >"$work/install.log"

for file in bin/wardmap include/geo/geo.h include/geo/core.h share/man/man1/wardmap.1 \
    share/bash-completion/completions/wardmap share/wardmap/styles/report.yaml share/wardmap/categories/police.uk.csv \
    share/wardmap/shapes/aldshire.gpkg; do
    [ -s "$prefix/$file" ] || { echo "not installed: $file" >&2; exit 1; }
done

incidents=$project/shapes/incidents/2024-06-aldshire-street.csv.gz
wards=$project/shapes/aldshire.gpkg
"$prefix/bin/wardmap" rank "$incidents" --areas "$wards" --layer wards -q -o "$work/table.csv"
placed=$(awk -F, 'NR > 1 {sum += $(NF - 5)} END {print sum}' "$work/table.csv")

# Counts by the example must be the command's, built both ways.
check() {
    LD_LIBRARY_PATH="$(dirname "$library")" "$1" "$incidents" "$wards" wards >"$work/counts.csv"
    sum=$(awk -F, '{sum += $NF} END {print sum}' "$work/counts.csv")
    [ "$sum" = "$placed" ] && [ "$sum" -gt 1000 ] || {
        echo "$1 placed $sum incidents, wardmap $placed" >&2
        exit 1
    }
}
library=$(find "$prefix" -name libgeo.so)
package=$(dirname "$library")/pkgconfig
export PKG_CONFIG_PATH="$package"
# shellcheck disable=SC2046 # one flag a word
cc -std=c11 "$project/examples/join_points.c" $(pkg-config --define-variable=prefix="$prefix" --cflags --libs geo) \
    -o "$work/by_pkg_config"
check "$work/by_pkg_config"

cp -r "$project/examples/cmake-package" "$work/package"
cp "$project/examples/join_points.c" "$work/package"
cmake -G Ninja -S "$work/package" -B "$work/package/build" -DCMAKE_PREFIX_PATH="$prefix" >"$work/cmake.log"
cmake --build "$work/package/build" >"$work/cmake.log"
check "$work/package/build/join_points"
check "$work/package/build/join_points_static"
