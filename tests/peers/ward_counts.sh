#!/bin/sh
# Counts by area beside SpatiaLite's, for every area. Points on a border belong to several areas for SpatiaLite and to one
# for wardmap: they are listed, and the areas concerned may differ by them alone.
#   tests/peers/ward_counts.sh WARDMAP AREAS LAYER CODE_FIELD POPULATION_FIELD INCIDENTS...
# Exit 77 (skipped) where ogr2ogr, sqlite3 or SpatiaLite is missing.
set -eu
wardmap=$1 areas=$2 layer=$3 code=$4 population=$5
shift 5
for tool in ogr2ogr sqlite3; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
sqlite3 :memory: 'SELECT load_extension("mod_spatialite")' >/dev/null 2>&1 || { echo 'skipped: no SpatiaLite'; exit 77; }
[ -e "$areas" ] && [ -e "$1" ] || { echo "skipped: no $areas or no $1"; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$wardmap" rank "$@" --areas "$areas" --layer "$layer" --population-field "$population" -q -o "$work/table.csv"

for incidents in "$@"; do
    case $incidents in
    *.gz) gzip -dc "$incidents" ;;
    *) cat "$incidents" ;;
    esac
done | awk 'NR == 1 {header = $0} NR == 1 || $0 != header' >"$work/points.csv"
ogr2ogr -q -f SQLite -dsco SPATIALITE=YES "$work/peer.sqlite" "$work/points.csv" -nln points -lco GEOMETRY_NAME=geometry -select Month \
    -oo X_POSSIBLE_NAMES=Longitude -oo Y_POSSIBLE_NAMES=Latitude -s_srs EPSG:4326 -t_srs EPSG:27700
ogr2ogr -q -f SQLite -update "$work/peer.sqlite" "$areas" "$layer" -nln areas -lco GEOMETRY_NAME=geometry -nlt PROMOTE_TO_MULTI -t_srs EPSG:27700
sqlite3 "$work/peer.sqlite" >/dev/null <<EOF
SELECT load_extension('mod_spatialite');
CREATE TABLE near AS
    SELECT a."$code" AS code, p.ogc_fid AS point, ST_Contains(a.geometry, p.geometry) AS inside
    FROM areas a, points p
    WHERE p.ROWID IN (SELECT ROWID FROM SpatialIndex WHERE f_table_name = 'points' AND search_frame = a.geometry)
      AND ST_Intersects(a.geometry, p.geometry);
.mode csv
.output $work/peer.csv
SELECT a."$code", coalesce(sum(n.inside = 1), 0), coalesce(sum(n.inside = 0), 0)
    FROM areas a LEFT JOIN near n ON n.code = a."$code" GROUP BY a."$code" ORDER BY a."$code";
.output $work/border.csv
SELECT point, group_concat(code, ' ') FROM near WHERE inside = 0 GROUP BY point;
EOF

# Codes are the second field of the table, counts the sixth from its end: only the names between them may hold commas.
awk -F, 'NR == FNR {count[$2] = $(NF - 5); next}
    {
        inside += $2; areas++; gsub(/"/, "", $1)
        if (count[$1] < $2 || count[$1] > $2 + $3) {
            printf "%s: %d incidents by wardmap, %d (and %d on the border) by SpatiaLite\n", $1, count[$1], $2, $3
            wrong++
        }
    }
    END {
        printf "%d areas, %d incidents inside them by SpatiaLite, %d areas differ\n", areas, inside, wrong
        exit wrong > 0 || inside < 100
    }' "$work/table.csv" "$work/peer.csv"
[ ! -s "$work/border.csv" ] || { echo 'points on borders (number: areas):'; cat "$work/border.csv"; }
