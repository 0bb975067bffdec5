#!/bin/sh
# PostGIS in a cluster of its own, made in FOLDER and removed at the end:
#   postgis.sh POINTS.csv AREAS.gpkg OUT.csv STEPS FOLDER
# Writes to STEPS the seconds of: copy, geometry, index, analyse, query (median of 3), and the server's memory in MB: the largest sum of
# proportional set sizes of its processes, looked at every half second. POINTS.csv: id,x,y,month,category.
# Settings: fast loading (no WAL to speak of, no fsync), 1 GB of shared buffers, two workers for index and query.
set -eu
points=$1 areas=$2 out=$3 steps=$4 folder=$5
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
mkdir -p "$folder"
[ "$(id -u)" -ne 0 ] || chown postgres "$folder"
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}
finish() {
    kill "$watch" 2>/dev/null || true
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
watch=
trap finish EXIT
trap 'exit 1' INT TERM
cd "$folder"
as_owner "$bin/initdb" -D "$folder/data" -A trust -E UTF8 --locale=C >/dev/null
cat >>"$folder/data/postgresql.conf" <<EOF
listen_addresses = ''
unix_socket_directories = '$folder'
shared_buffers = 1GB
work_mem = 256MB
maintenance_work_mem = 1GB
effective_cache_size = 8GB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 16GB
random_page_cost = 1.1
max_worker_processes = 8
max_parallel_workers = 2
max_parallel_workers_per_gather = 2
max_parallel_maintenance_workers = 2
parallel_setup_cost = 100
min_parallel_table_scan_size = 0
jit = off
EOF
as_owner "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" start >/dev/null
server=$(head -1 "$folder/data/postmaster.pid")
: >"$folder/memory"
(
    while sleep 0.5; do
        # Summed over the postmaster and its children; shared pages are counted once.
        for process in "$server" $(ps -o pid= --ppid "$server"); do
            cat "/proc/$process/smaps_rollup" 2>/dev/null || true
        done | awk '/^Pss:/ {sum += $2} END {print sum + 0}' >>"$folder/memory"
    done
) &
watch=$!

sql() {
    as_owner "$bin/psql" -h "$folder" -d bench -qAtX -F , -v ON_ERROR_STOP=1 "$@"
}
step() {
    name=$1
    shift
    start=$(date +%s.%N)
    sql -c "$@"
    echo "$name $(echo "$start $(date +%s.%N)" | awk '{printf "%.2f", $2 - $1}')" >>"$steps"
}
: >"$steps"
as_owner "$bin/createdb" -h "$folder" bench
sql -c 'SET client_min_messages = error; CREATE EXTENSION postgis'
cp "$areas" "$folder/areas.gpkg" # where the owner of the cluster can read it
chmod a+r "$folder/areas.gpkg"
as_owner ogr2ogr -f PostgreSQL "PG:host=$folder dbname=bench" "$folder/areas.gpkg" areas -nln areas -lco GEOMETRY_NAME=geom \
    --config PG_USE_COPY YES
sql -c 'VACUUM ANALYZE areas'

sql -c 'CREATE UNLOGGED TABLE row (id text, x float8, y float8, month text, category text)'
start=$(date +%s.%N)
sql -c '\copy row FROM STDIN WITH (FORMAT csv, HEADER)' <"$points"
echo "copy $(echo "$start $(date +%s.%N)" | awk '{printf "%.2f", $2 - $1}')" >>"$steps"
step geometry 'CREATE UNLOGGED TABLE point AS SELECT ST_SetSRID(ST_MakePoint(x, y), 27700)::geometry(Point, 27700) AS geom
    FROM row WHERE x IS NOT NULL'
step index 'CREATE INDEX ON point USING gist (geom)'
step analyse 'VACUUM ANALYZE point'
query='SELECT a.lsoa21cd, count(p.geom) FROM areas a LEFT JOIN point p ON ST_Intersects(a.geom, p.geom) GROUP BY 1'
for run in 1 2 3; do
    start=$(date +%s.%N)
    sql -c "$query" >"$folder/counts"
    echo "$start $(date +%s.%N)" | awk '{printf "%.2f\n", $2 - $1}' >>"$folder/query"
done
sort "$folder/counts" >"$out"
echo "query $(sort -n "$folder/query" | sed -n 2p)" >>"$steps"
echo "memory_mb $(sort -n "$folder/memory" | tail -1 | awk '{printf "%.0f", $1 / 1024}')" >>"$steps"
sql -c "EXPLAIN $query" >"$steps.plan"
