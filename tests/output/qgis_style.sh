#!/bin/sh
# QGIS opens a layer with the style that is in its GeoPackage: renderer, classes, colours, names, and the picture drawn of it.
#   tests/output/qgis_style.sh WARDMAP LAYERS PROJECT
# Exit 77 (skipped) where no Python has QGIS.
set -eu
wardmap=$1 layers=$2 project=$3
here=$(cd "$(dirname "$0")" && pwd)
python=
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import qgis.core' 2>/dev/null; then python=$candidate; break; fi
done
[ -n "$python" ] || { echo 'skipped: no Python with QGIS (python3-qgis)'; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$layers" "$work"
"$wardmap" rank "$project"/shapes/incidents/2024-06-aldshire-street.csv.gz --areas "$project/shapes/aldshire.gpkg" --layer wards \
    -q -o "$work/wards.gpkg" 2>/dev/null
"$wardmap" overlay "$project"/shapes/incidents/2024-*.csv.gz --areas "$project/shapes/aldshire.gpkg" --layer lsoas --parent LAD24NM \
    --deprivation "$project/shapes/lsoa-deprivation.csv" --show "parent = 'Wendmouth'" --wards "$project/shapes/aldshire.gpkg" \
    --wards-layer wards -q -o "$work/overlay.gpkg" 2>/dev/null
sha256sum "$work"/*.gpkg >"$work/before"
mkdir -m 700 "$work/home"
HOME=$work/home XDG_RUNTIME_DIR=$work/home QT_QPA_PLATFORM=offscreen "$python" "$here/qgis_style.py" "$work"
# Reading must not change what is read.
sha256sum --quiet -c "$work/before"
