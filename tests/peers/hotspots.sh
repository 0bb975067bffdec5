#!/bin/sh
# Hotspots of anti-social behaviour in Stoke-on-Trent for 2018-10 to 2019-02, tested on 2022-04 to 2022-08, beside what
# SpatiaLite finds in their polygons: these are valid and don't overlap, and hold as many incidents now and later; the city
# centre, Hanley, is first; hotspots and the rest are all that was placed.
#   tests/peers/hotspots.sh WARDMAP DATA
# Exit 77 (skipped) where the data, ogr2ogr, ogrinfo or SpatiaLite's functions are missing.
set -eu
wardmap=$1 data=$2
areas=$data/boundaries/staffordshire_bng.gpkg
for tool in ogr2ogr ogrinfo; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
[ -e "$areas" ] || { echo "skipped: no $areas"; exit 77; }
ogrinfo -q "$areas" -dialect SQLite -sql 'SELECT ST_Area(geom) AS area FROM districts_2020 LIMIT 1' 2>/dev/null | grep -q area ||
    { echo 'skipped: GDAL without SpatiaLite'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

stoke() {
    command=$1 && shift
    "$wardmap" "$command" "$data"/incidents/2018-1*.csv "$data"/incidents/2019-0*.csv "$data"/incidents/2022-0[4-8]*.csv \
        --areas "$areas" --layer wards_2019 --category 'Anti-social behaviour' -q "$@" 2>/dev/null
}
hotspots() {
    stoke hotspots --show "parent = 'Stoke-on-Trent'" --period 2018-10..2019-02 --test-period 2022-04..2022-08 "$@"
}
stoke join -o "$work/points.gpkg"

for how in '' '--by-peaks --bandwidth 500' '--cells hexagons' '--method clusters'; do
    rm -f "$work/hotspots.gpkg"
    hotspots $how -o "$work/hotspots.gpkg" -o "$work/hotspots.csv"
    ogr2ogr -q -update -append "$work/hotspots.gpkg" "$work/points.gpkg" -nln points
    ogr2ogr -q -update -append "$work/hotspots.gpkg" "$areas" wards_2019 -where "lad_name = 'Stoke-on-Trent'" -nln wards
    ogrinfo -q "$work/hotspots.gpkg" -dialect SQLite -sql "
        SELECT h.rank, h.areas, h.count AS now, h.count_later AS later, ST_IsValid(h.geom) AS valid,
            (SELECT count(*) FROM points p WHERE ST_Intersects(h.geom, p.geom) = 1 AND p.Month < '2020' AND
                p.wd19cd IN (SELECT wd19cd FROM wards))
                AS their_now,
            (SELECT count(*) FROM points p WHERE ST_Intersects(h.geom, p.geom) = 1 AND p.Month > '2020' AND
                p.wd19cd IN (SELECT wd19cd FROM wards))
                AS their_later,
            h.area_km2 * 1e6 AS ground, ST_Area(h.geom) AS their_ground,
            coalesce((SELECT sum(ST_Area(ST_Intersection(h.geom, o.geom))) FROM hotspots o
                WHERE o.rank <> h.rank AND ST_Intersects(h.geom, o.geom) = 1), 0) AS shared
        FROM hotspots h ORDER BY h.rank" | sed -n 's/^ *\([a-z_]*\) ([A-Za-z0-9]*) = /\1\t/p' >"$work/pairs"
    awk -F'\t' -v how="$how" '
        { value[$1] = $2 }
        $1 == "rank" { hotspots++ }
        $1 == "areas" && value["rank"] == 1 && $2 !~ /^Etruria and Hanley/ { print "the first is in " $2; wrong++ }
        $1 == "shared" {
            ground = value["ground"] - value["their_ground"]
            if (value["now"] != value["their_now"] || value["later"] != value["their_later"] || value["valid"] != 1 ||
                $2 > 1 || ground * ground > 1) {
                printf "%d: %d and %d incidents, by SpatiaLite %d and %d; valid %d, %.3f m2 shared, %.3f m2 more\n", value["rank"],
                    value["now"], value["later"], value["their_now"], value["their_later"], value["valid"], $2, ground
                wrong++
            }
            now += value["now"]
        }
        END { printf "%s: %d hotspots, %d incidents, %d differ\n", how, hotspots, now, wrong; exit wrong > 0 || hotspots < 5 }' "$work/pairs"
done

hotspots -o "$work/hotspots.json"
awk -F'[:,]' '/"now": \{/ { part = "now" } /"later": \{/ { part = "later" }
    /"(incidents|in_hotspots|elsewhere|pai)":/ && part != "" { name = $1; gsub(/[ "]/, "", name); if (!((part, name) in value)) value[part, name] = $2 }
    END {
        printf "PAI %.1f, later %.1f\n", value["now", "pai"], value["later", "pai"]
        exit value["now", "in_hotspots"] + value["now", "elsewhere"] != value["now", "incidents"] || value["now", "incidents"] != 5158 ||
            value["later", "pai"] < 8
    }' "$work/hotspots.json"
