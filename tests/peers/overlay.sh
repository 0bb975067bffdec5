#!/bin/sh
# What is in each hotspot of an overlay, beside what SpatiaLite finds in its polygon: incidents, those of them in the most
# deprived 20% of areas, and how much of its ground is there.
#   tests/peers/overlay.sh WARDMAP PROJECT
# Exit 77 (skipped) where ogr2ogr, ogrinfo or SpatiaLite's functions are missing.
set -eu
wardmap=$1 shapes=$2/shapes
for tool in ogr2ogr ogrinfo; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
ogrinfo -q "$shapes/aldshire.gpkg" -dialect SQLite -sql 'SELECT ST_Area(geom) AS area FROM districts LIMIT 1' 2>/dev/null | grep -q area ||
    { echo 'skipped: GDAL without SpatiaLite'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$wardmap" overlay "$shapes"/incidents/2024-0[1-6]*.csv.gz --areas "$shapes/aldshire.gpkg" --layer lsoas \
    --deprivation "$shapes/lsoa-deprivation.csv" --category "Vehicle crime" --contours 3x,8x -q -o "$work/overlay.gpkg" 2>/dev/null
"$wardmap" join "$shapes"/incidents/2024-0[1-6]*.csv.gz --areas "$shapes/aldshire.gpkg" --layer lsoas --category "Vehicle crime" -q \
    -o "$work/points.gpkg" 2>/dev/null
ogr2ogr -q -update -append "$work/overlay.gpkg" "$work/points.gpkg" -nln points

# Points without coordinates have no geometry, for which ST_Intersects() is -1.
ogrinfo -q "$work/overlay.gpkg" -dialect SQLite -sql "
    SELECT h.count AS ours,
        (SELECT count(*) FROM points p WHERE ST_Intersects(h.geom, p.geom) = 1 AND p.LSOA21CD IS NOT NULL) AS theirs,
        round(h.count * h.deprived_incident_share / 100) AS our_deprived,
        (SELECT count(*) FROM points p, areas a WHERE ST_Intersects(h.geom, p.geom) = 1 AND a.code = p.LSOA21CD AND a.decile <= 2)
            AS their_deprived,
        h.deprived_ground_share AS our_ground,
        coalesce((SELECT 100 * sum(ST_Area(ST_Intersection(h.geom, a.geom))) / ST_Area(h.geom) FROM areas a WHERE a.decile <= 2
            AND ST_Intersects(h.geom, a.geom) = 1), 0) AS their_ground,
        h.area_km2 * 1e6 AS our_area, ST_Area(h.geom) AS their_area
    FROM hotspots h ORDER BY h.fid" | sed -n 's/^ *\([a-z_]*\) ([A-Za-z0-9]*) = /\1 /p' >"$work/pairs"
awk '$1 ~ /^our/ { ours = $2 }
    $1 ~ /^their/ { pairs++; scale = ours > 1 ? ours : 1; if ((ours - $2) ^ 2 > (1e-6 * scale) ^ 2) { print "differs: " $1, ours, $2; bad = 1 } }
    END { print pairs " figures compared"; exit bad || pairs < 40 }' "$work/pairs" || { echo 'failed: hotspots hold something else'; exit 1; }
