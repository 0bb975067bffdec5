#!/bin/sh
# Where the instructions go: callgrind over small loads, the functions that take most.
#   examples/bench/profile.sh [BUILD [FOLDER]]
# One thread, so that nothing is lost in waiting. callgrind counts instructions, not misses of the cache; its processor has no AVX-512, so
# clones for AVX2 are seen. Start-up (the dynamic linker, GDAL's drivers, PROJ's database) is in the figures: the less the more rows.
set -eu
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../../build/bench} folder=${2:-/tmp/wardmap-bench}
mkdir -p "$folder"
[ -e "$folder/s.gpkg" ] || { echo "profile.sh: run run.sh first: it makes $folder/s.gpkg" >&2; exit 1; }
generate=$build/examples/bench/bench_generate wardmap=$build/cli/wardmap
"$generate" plain "$folder/profile.csv" "$folder/s.gpkg" 300000
"$generate" police "$folder/profile-police.csv" "$folder/s.gpkg" 300000

profile() {
    name=$1
    shift
    echo "==> $name"
    valgrind -q --tool=callgrind --callgrind-out-file="$folder/callgrind.$name" "$@" >/dev/null
    callgrind_annotate --show-percs=yes "$folder/callgrind.$name" 2>/dev/null |
        grep -E 'PROGRAM TOTALS|^ *[0-9,]+ \([ 0-9.]+%\) ' | sed 's/ \[.*//; s|/[^ ]*/||g; s|???:||' | head -16
}
profile plain "$wardmap" rank "$folder/profile.csv" --areas "$folder/s.gpkg" --crs EPSG:27700 --threads 1 -q -o "$folder/table.csv"
profile police "$wardmap" rank "$folder/profile-police.csv" --areas "$folder/s.gpkg" --threads 1 -q -o "$folder/table.csv"
profile heatmap "$wardmap" heatmap "$folder/profile.csv" --areas "$folder/s.gpkg" --crs EPSG:27700 --bandwidth 1000 --cell 50 --threads 1 -q \
    -o "$folder/profile.tif"
rm -f "$folder"/profile*.csv "$folder/profile.tif"
