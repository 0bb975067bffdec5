#!/bin/sh
# QGIS without a screen:
#   qgis.sh layer POINTS.csv OUT.gpkg [INDEX]             points as a GeoPackage with a spatial index (INDEX NO: without), by ogr2ogr
#   qgis.sh counts POINTS.gpkg AREAS.gpkg OUT.csv         native:countpointsinpolygon
#   qgis.sh density POINTS.gpkg RADIUS CELL OUT.tif       qgis:heatmapkerneldensityestimation, quartic
# The CSV file itself (delimited text, VRT) works too, but without a spatial index the count reads it once for every area.
set -eu
QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES='*=false' XDG_RUNTIME_DIR=$(mktemp -d)
export QT_QPA_PLATFORM QT_LOGGING_RULES XDG_RUNTIME_DIR
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
# Debian's wrapper passes an option that qgis_process does not know.
qgis=/usr/bin/qgis_process.bin
[ -x "$qgis" ] || qgis=qgis_process
case $1 in
layer)
    rm -f "$3"
    ogr2ogr -f GPKG "$3" "$2" -oo X_POSSIBLE_NAMES=x -oo Y_POSSIBLE_NAMES=y -a_srs EPSG:27700 -select month -nln points -gt 1000000 \
        -lco SPATIAL_INDEX="${4-YES}"
    ;;
counts)
    rm -f "$4.gpkg"
    "$qgis" run native:countpointsinpolygon --POLYGONS="$3" --POINTS="$2" --FIELD=points --OUTPUT="$4.gpkg" >"$4.log" 2>&1
    ogr2ogr -f CSV /vsistdout/ "$4.gpkg" -select LSOA21CD,points |
        tail -n +2 | tr -d '"' | sort >"$4"
    rm -f "$4.gpkg"
    ;;
density)
    "$qgis" run qgis:heatmapkerneldensityestimation --INPUT="$2" --RADIUS="$3" --PIXEL_SIZE="$4" --KERNEL=0 --OUTPUT_VALUE=0 \
        --OUTPUT="$5" >"$5.log" 2>&1
    ;;
esac
