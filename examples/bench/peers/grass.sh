#!/bin/sh
# GRASS in a location of its own that is thrown away afterwards:
#   grass.sh POINTS.csv RADIUS CELL XMIN YMIN XMAX YMAX OUT.tif STEPS
# Writes the seconds of its steps to STEPS: import, kernel, export. Every row needs coordinates.
set -eu
if [ "${inside_grass-}" != yes ]; then
    inside_grass=yes
    export inside_grass
    exec grass --tmp-location EPSG:27700 --exec sh "$0" "$@"
fi
step() {
    name=$1
    shift
    start=$(date +%s.%N)
    "$@"
    echo "$name $(echo "$start $(date +%s.%N)" | awk '{printf "%.2f", $2 - $1}')" >>"$steps"
}
points=$1 radius=$2 cell=$3 out=$8 steps=$9
: >"$steps"
g.region w="$4" s="$5" e="$6" n="$7" res="$cell"
step import v.in.ascii -t input="$points" output=points separator=comma skip=1 x=2 y=3 z=0 --quiet
step kernel v.kernel input=points output=heat radius="$radius" kernel=quartic --quiet
step export r.out.gdal input=heat output="$out" format=GTiff type=Float64 -c -f --overwrite --quiet
