#!/bin/sh
# The ground at or above each level, whole and divided among its peaks, beside that of gdal_contour on the same surface.
#   tests/peers/contours.sh CONTOURS
# Exit 77 (skipped) where gdal_contour or ogrinfo is missing.
set -eu
contours=$1
for tool in gdal_contour ogrinfo; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$contours" "$work"
while IFS=, read -r level ours divided parts; do
    rm -f "$work/theirs.gpkg"
    # Polygons between the level and one that nothing reaches. They end at the outermost centres, where nothing is here.
    gdal_contour -q -p -amin low -amax high -fl "$level" 1000000 -f GPKG -nln contour "$work/surface.tif" "$work/theirs.gpkg"
    theirs=$(ogrinfo -q "$work/theirs.gpkg" -dialect SQLite -sql "SELECT sum(ST_Area(geom)) AS area FROM contour WHERE low = $level" |
        sed -n 's/.*area (Real) = //p')
    echo "$level: ours $ours m2, in $parts parts $divided m2, gdal_contour $theirs m2"
    awk -v ours="$ours" -v divided="$divided" -v parts="$parts" -v theirs="$theirs" 'BEGIN {
        exit !(theirs > 0 && parts > 1 && (ours / theirs - 1) ^ 2 < 1e-12 && (divided / theirs - 1) ^ 2 < 1e-12) }' ||
        { echo "failed: the ground at or above $level differs"; exit 1; }
done <"$work/contours.csv"
