#!/bin/sh
# SpatiaLite:  spatialite.sh POINTS.csv AREAS.gpkg OUT.csv FOLDER
# Loaded by ogr2ogr with spatial indexes, then one query that goes from areas to points through the index.
set -eu
base=$4/spatialite.sqlite
rm -f "$base"
ogr2ogr -q -f SQLite -dsco SPATIALITE=YES "$base" "$1" -nln points -lco GEOMETRY_NAME=geometry -select month -gt 1000000 \
    -oo X_POSSIBLE_NAMES=x -oo Y_POSSIBLE_NAMES=y -a_srs EPSG:27700 --config OGR_SQLITE_SYNCHRONOUS OFF
ogr2ogr -q -f SQLite -update "$base" "$2" areas -nln areas -lco GEOMETRY_NAME=geometry -gt 1000000
sqlite3 "$base" >"$3.unsorted" <<'EOF'
SELECT load_extension('mod_spatialite');
.mode csv
.headers off
SELECT a.lsoa21cd, (SELECT count(*) FROM points p
    WHERE p.ROWID IN (SELECT ROWID FROM SpatialIndex WHERE f_table_name = 'points' AND search_frame = a.geometry)
      AND ST_Intersects(a.geometry, p.geometry)) FROM areas a;
EOF
grep , "$3.unsorted" | tr -d '"\r' | sort >"$3"
rm -f "$base" "$3.unsorted"
