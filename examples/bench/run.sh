#!/bin/bash
# wardmap beside its peers on the same files, from one run:
#
#   examples/bench/run.sh [OPTIONS] [WORK...]
#
# Works, all without any named:
#   counts-s  rows of a CSV file counted by area: 687 LSOAs of Staffordshire, or 446 of the sample county without ../shared/data
#   counts-w  the same with 35,000 areas and two million edges
#   police    the layout and order of police.uk, quoted, degrees, categories; beside summing the file's bytes
#   police-mixed  the same with rows in random order
#   density   kernel density, quartic, with errors against brute force
#   stream    ten times the rows; compressed; from a pipe
#   start     how long 1,000 rows take, beside what GDAL itself takes to start
#   choropleth, heat-map (figures: both)  an A4 page of the areas S as PDF; of 1000 x 1000 cells as PNG of 300 dpi
#   local-moran  local Moran with 999 permutations, of the areas S and W
#   radius    a radius of 200 cells, direct and as the library chooses
#   kernels   parts of libgeo by themselves, beside the limits of the machine
#
# Options:
#   --again          results of works not named stay those of the last run in the folder
#   --quick          small files, one run each: to try the scripts, not to measure
#   --rows N         rows of counts, and a third of those of police (default 10000000)
#   --folder FOLDER  where files go (default /tmp/wardmap-bench; 32 GB)
#   --runs N         runs of wardmap, of which the median counts (default 5)
#   --peer-runs N    runs of each peer (default 1; figures take seconds and are made as often as wardmap's)
#   --peers LIST     of sf postgis qgis spatialite grass spatstat ggplot2 spdep (default all; one that is not installed is left out)
#   --build FOLDER   build with -DWARDMAP_BENCH=ON (default build/bench)
#   --note FILE      put the tables into FILE, between its lines "<!-- run.sh -->" and "<!-- end -->"
#
# ./wardmap-dev bench builds all, installs the peers and calls this. Files are read once before they are timed, so that no tool
# waits for the disk. Memory is the largest resident set of a process of the tool; for PostGIS that of the whole server.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
folder=/tmp/wardmap-bench build=$project/build/bench runs=5 peer_runs=1 again=no quick=no note='' rows=''
peers='sf postgis qgis spatialite grass spatstat ggplot2 spdep' works=''
while [ $# -gt 0 ]; do
    case $1 in
    --again) again=yes ;;
    --quick) quick=yes ;;
    --rows) rows=$2 && shift ;;
    --folder) folder=$2 && shift ;;
    --runs) runs=$2 && shift ;;
    --peer-runs) peer_runs=$2 && shift ;;
    --peers) peers=$2 && shift ;;
    --build) build=$(cd "$2" && pwd) && shift ;;
    --note) note=$(realpath "$2") && shift ;;
    counts-s | counts-w | police | police-mixed | density | stream | start | choropleth | heat-map | local-moran | radius | kernels) works="$works $1" ;;
    counts) works="$works counts-s counts-w" ;;
    figures) works="$works choropleth heat-map" ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
    esac
    shift
done
[ -n "$works" ] || works='counts-s counts-w police police-mixed density stream start choropleth heat-map local-moran radius kernels'
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
bin=$build/examples/bench wardmap=$build/cli/wardmap
[ -x "$wardmap" ] && [ -x "$bin/bench_generate" ] || { echo "run.sh: no programs in $build: ./wardmap-dev bench builds them" >&2; exit 1; }
result=$folder/result.tsv
# shellcheck source=measure.sh
. "$here/measure.sh"
forget_results
if [ "$quick" = yes ]; then
    rows=${rows:-10000} density_rows=10000 big_density_rows=20000 stream_rows=200000 figure_rows=10000 runs=1 peer_runs=1
else
    rows=${rows:-10000000} density_rows=1000000 big_density_rows=10000000 stream_rows=100000000 figure_rows=100000
fi

# Three times as many: start-up would be a tenth of the time.
police_rows=$((3 * rows))

# ---- files -------------------------------------------------------------------------------------

make_areas() {
    real=$project/../shared/data/boundaries/staffordshire_bng.gpkg county=$project/shapes/aldshire.gpkg
    areas_s=$folder/s.gpkg areas_w=$folder/w.gpkg
    if [ -e "$real" ]; then
        [ -e "$areas_s" ] || "$bin/bench_generate" areas "$areas_s" "$real" lsoa_2011 LSOA11CD LSOA11NM 2>/dev/null
        extent=(368400 280500 428100 370000)
    else
        [ -e "$areas_s" ] || "$bin/bench_generate" areas "$areas_s" "$county" lsoas LSOA21CD LSOA21NM
        extent=(562000 424000 621700 513500)
    fi
    [ -e "$areas_w" ] || "$bin/bench_generate" tiles "$areas_w" "$county" lsoas LSOA21CD LSOA21NM 35000 2e6
}

# points NAME LAYOUT AREAS ROWS [DISTINCT [SEED [BLANK]]]: sets $points, makes the file unless it is there, and reads it once.
points() {
    points=$folder/$1-$4.csv
    [ -e "$points" ] || {
        "$bin/bench_generate" "$2" "$points.part" "$3" "$4" "${5-0.3}" "${6-1}" "${7-0.02}"
        mv "$points.part" "$points"
        sync "$points"
    }
    cat "$points" >/dev/null
}

# ---- counts by area ----------------------------------------------------------------------------

counts() {
    work=$1 areas=$2
    points "$1" plain "$2" "$rows"
    mine=$folder/$work-wardmap.csv theirs=$folder/$work-peer.csv
    measure "$runs" "$wardmap" rank "$points" --areas "$areas" --crs EPSG:27700 -q -o "$folder/table.csv"
    report "$work" wardmap "$rows rows" ''
    table_counts "$folder/table.csv" >"$mine"
    if wants sf Rscript; then
        measure "$peer_runs" Rscript "$here/peers/sf_counts.R" "$points" "$areas" "$theirs"
        report "$work" 'R sf' "fread, st_contains" "$(compare "$mine" "$theirs")"
        measure "$peer_runs" Rscript "$here/peers/sf_counts.R" "$points" "$areas" "$theirs" join
        report "$work" 'R sf, st_join' "fread, st_join" "$(compare "$mine" "$theirs")"
    fi
    if wants postgis /usr/lib/postgresql/*/bin/initdb; then
        measure "$peer_runs" "$here/peers/postgis.sh" "$points" "$areas" "$theirs" "$folder/steps" "$folder/postgis"
        [ -z "$seconds" ] || seconds=$(steps_sum copy geometry index analyse query)
        megabytes=$(step_value memory_mb)
        report "$work" 'PostGIS, all' "$(steps_text copy geometry index analyse query)" "$(compare "$mine" "$theirs")"
        seconds=$(step_value query)
        report "$work" 'PostGIS, query alone' 'points loaded and indexed; median of 3' ''
    fi
    if wants qgis qgis_process; then
        measure "$peer_runs" "$here/peers/qgis.sh" layer "$points" "$folder/points.gpkg"
        load_s=$seconds
        measure "$peer_runs" "$here/peers/qgis.sh" counts "$folder/points.gpkg" "$areas" "$theirs"
        [ -z "$seconds" ] || seconds=$(sum_of "$load_s" "$seconds")
        report "$work" QGIS "of which ogr2ogr to an indexed GeoPackage $load_s s" "$(compare "$mine" "$theirs")"
        rm -f "$folder/points.gpkg"
    fi
    if wants spatialite spatialite; then
        measure "$peer_runs" "$here/peers/spatialite.sh" "$points" "$areas" "$theirs" "$folder"
        report "$work" SpatiaLite 'ogr2ogr, index, query' "$(compare "$mine" "$theirs")"
    fi
}

# ---- police.uk's layout ------------------------------------------------------------------------

# police WORK LAYOUT. Each round runs all once.
police() {
    points "$1" "$2" "$areas_s" "$police_rows"
    bytes=$(stat -c %s "$points")
    kinds=()
    while read -r kind; do kinds+=(--category "$kind"); done < <(head -20000 "$points" | awk -F '","' 'NR > 1 {print $10}' | sort -u)
    rank=("$wardmap" rank "$points" --areas "$areas_s" -q -o "$folder/table.csv")
    take_turns "$((2 * runs))" "$(printf '%q ' "${rank[@]}")" "$(printf '%q ' "${rank[@]}" "${kinds[@]}")" \
        "$(printf '%q ' "$bin/bench_sum_bytes" "$points" 2)"
    take_turn 1 3
    report "$1" wardmap "$police_rows rows of $((bytes / police_rows)) bytes, quoted; degrees transformed" \
        "$(rate "$bytes" "$seconds"), $share of summing"
    take_turn 2 3
    report "$1" 'wardmap --category' "$((${#kinds[@]} / 2)) kinds: the category of every row is looked at and coded" \
        "$(rate "$bytes" "$seconds"), $share of summing"
    take_turn 3 3
    report "$1" 'bytes summed' 'two threads, pread() and a plain loop' "$(rate "$bytes" "$seconds")"
    measure "$runs" "${rank[@]}" --exact-crs
    report "$1" 'wardmap --exact-crs' 'every point by PROJ' "$(rate "$bytes" "$seconds")"
    measure "$runs" sh -c 'cat "$0" >/dev/null' "$points"
    report "$1" 'cat >/dev/null' '' "$(rate "$bytes" "$seconds")"
    measure "$runs" wc -l "$points"
    report "$1" 'wc -l' '' "$(rate "$bytes" "$seconds")"
    rm -f "$folder"/turn-*
}

# ---- density -----------------------------------------------------------------------------------

# density WORK RADIUS CELL PEERS: of $points
density() {
    work=$1 radius=$2 cell=$3
    rm -f "$folder/wardmap.tif" "$folder/qgis.tif" "$folder/grass.tif" "$folder/spatstat.vrt"
    quartic=$(awk -v h="$radius" 'BEGIN {print 1e6 * 3 / (atan2(0, -1) * h * h)}')
    box=$(IFS=, && echo "${extent[*]}")
    measure "$runs" "$wardmap" heatmap "$points" --crs EPSG:27700 --working-crs EPSG:27700 --extent "$box" \
        --bandwidth "$radius" --cell "$cell" -q -o "$folder/wardmap.tif"
    report "$work" wardmap 'CSV to GeoTIFF' "$(error_of "$folder/wardmap.tif" 1)"
    megabytes=''
    library=$("$bin/bench_density" library "$points" "$radius" "$cell" "${extent[@]}" "$runs")
    seconds=${library%% *}
    report "$work" 'libgeo, geo_density()' 'in memory: merging, sorting, density' "error ${library#* }"
    for peer in $4; do
        wants "$peer" "$(command_of "$peer")" && "density_$peer"
    done
}

command_of() {
    case $1 in
    qgis) echo qgis_process ;;
    spatstat) echo Rscript ;;
    *) echo "$1" ;;
    esac
}

density_qgis() {
    measure 1 "$here/peers/qgis.sh" layer "$points" "$folder/points.gpkg" NO
    load_s=$seconds
    measure "$peer_runs" "$here/peers/qgis.sh" density "$folder/points.gpkg" "$radius" "$cell" "$folder/qgis.tif"
    report "$work" QGIS "without making its layer, $load_s s" "$(error_of "$folder/qgis.tif" "$quartic")"
    rm -f "$folder/points.gpkg"
}

density_grass() {
    measure "$peer_runs" "$here/peers/grass.sh" "$points" "$radius" "$cell" "${extent[@]}" "$folder/grass.tif" "$folder/steps"
    seconds=$(step_value kernel)
    report "$work" 'GRASS v.kernel' "alone; $(steps_text import export)" "$(error_of "$folder/grass.tif" 1e6)"
}

density_spatstat() {
    measure "$peer_runs" Rscript "$here/peers/spatstat_density.R" "$points" "$radius" "$cell" "${extent[@]}" "$folder/spatstat.vrt"
    report "$work" 'R spatstat' 'fread, density.ppp, written' "$(error_of "$folder/spatstat.vrt" 1)"
}

error_of() {
    [ -e "$1" ] || { echo 'no raster' && return; }
    echo "error $("$bin/bench_density" check "$points" "$1" "$radius" "$2" 2>/dev/null || echo unknown)"
}

densities() {
    points density plain "$areas_s" "$density_rows" 0.3 2 0
    density density-1m-1000 1000 50 'qgis grass spatstat'
    density density-1m-250 250 50 'qgis grass spatstat'
    points density-distinct plain "$areas_s" "$density_rows" 1 2 0
    density density-1m-1000-distinct 1000 50 ''
    density density-1m-250-distinct 250 50 ''
    points density plain "$areas_s" "$big_density_rows" 0.3 2 0
    density density-10m-1000 1000 100 'qgis spatstat'
    points density-distinct plain "$areas_s" "$big_density_rows" 1 2 0
    density density-10m-1000-distinct 1000 100 ''
}

# ---- streams -----------------------------------------------------------------------------------

stream() {
    points counts-s plain "$areas_s" "$rows"
    small=$points
    measure "$runs" "$wardmap" rank "$small" --areas "$areas_s" --crs EPSG:27700 -q -o "$folder/table.csv"
    report stream wardmap "$rows rows" "$(rate_of_rows "$rows" "$seconds")"
    table_counts "$folder/table.csv" >"$folder/file-counts.csv"
    [ -e "$small.gz" ] || gzip -1 -k "$small"
    measure "$runs" "$wardmap" rank "$small.gz" --areas "$areas_s" --crs EPSG:27700 -q -o "$folder/table.csv"
    table_counts "$folder/table.csv" >"$folder/stream-counts.csv"
    report stream 'wardmap, .csv.gz' "$rows rows; gzip -dc alone $(seconds_of gzip -dc "$small.gz") s" \
        "$(rate_of_rows "$rows" "$seconds"); $(compare "$folder/file-counts.csv" "$folder/stream-counts.csv")"
    points counts-s plain "$areas_s" "$stream_rows"
    measure 1 "$wardmap" rank "$points" --areas "$areas_s" --crs EPSG:27700 --max-rows 0 -q -o "$folder/table.csv"
    table_counts "$folder/table.csv" >"$folder/file-counts.csv"
    report stream 'wardmap' "$stream_rows rows" "$(rate_of_rows "$stream_rows" "$seconds")"
    measure 1 sh -c 'cat "$0" | "$@"' "$points" "$wardmap" rank /dev/stdin --areas "$areas_s" --crs EPSG:27700 --max-rows 0 \
        -q -o "$folder/table.csv"
    table_counts "$folder/table.csv" >"$folder/stream-counts.csv"
    report stream 'wardmap, from a pipe' "$stream_rows rows" \
        "$(rate_of_rows "$stream_rows" "$seconds"); $(compare "$folder/file-counts.csv" "$folder/stream-counts.csv")"
    [ "$quick" = yes ] || rm -f "$points"
}

# ---- start-up ----------------------------------------------------------------------------------

start() {
    local often=$((runs * 8)) county=$project/shapes
    points start plain "$areas_s" 1000
    zcat "$county"/incidents/2024-01-*.csv.gz | awk 'NR <= 1001' >"$folder/january.csv"
    measure "$often" "$wardmap" rank "$folder/january.csv" --areas "$county/aldshire.gpkg" --layer wards -q -o "$folder/table.csv"
    report start wardmap '1,000 rows of the sample county to its wards' ''
    measure "$often" "$wardmap" rank "$points" --areas "$areas_s" --crs EPSG:27700 -q -o "$folder/table.csv"
    report start wardmap '1,000 rows to the areas S' ''
    measure "$often" "$wardmap" --version
    report start 'wardmap --version' 'libraries loaded, GDAL as well; nothing done' ''
    measure "$often" ogrinfo --formats
    report start 'ogrinfo --formats' 'GDAL loaded, its drivers registered and listed' ''
}

# ---- figures -----------------------------------------------------------------------------------

# The areas S with their districts as a field, which wardmap needs no more than, and as a layer, for the others.
make_figure_areas() {
    figure_areas=$folder/figure.gpkg
    [ ! -e "$figure_areas" ] || return 0
    ogr2ogr -f GPKG "$figure_areas.part.gpkg" "$areas_s" -nln areas -dialect sqlite \
        -sql 'SELECT geom, LSOA21CD, LSOA21NM, population, substr(LSOA21NM, 1, length(LSOA21NM) - 5) AS district FROM areas'
    ogr2ogr -update "$figure_areas.part.gpkg" "$figure_areas.part.gpkg" -nln districts -nlt MULTIPOLYGON -dialect sqlite \
        -sql 'SELECT district, ST_Union(geom) AS geom FROM areas GROUP BY district'
    mv "$figure_areas.part.gpkg" "$figure_areas"
}

# measure_figure COMMAND... OUT: what an earlier run left can't pass for the result.
measure_figure() {
    picture=${*: -1}
    rm -f "$picture"
    measure "$runs" "$@"
}

choropleth() {
    local breaks=$folder/breaks.csv mine=$folder/choropleth.pdf
    make_figure_areas
    "$wardmap" choropleth --areas "$figure_areas" --layer areas --parent district --value population -q --save-breaks "$breaks" -o "$mine"
    measure_figure "$wardmap" choropleth --areas "$figure_areas" --layer areas --parent district --value population --use-breaks "$breaks" \
        --title Residents -q -o "$mine"
    report choropleth wardmap "$(legend_counts "$mine" | wc -w) classes, districts, names; PDF" "$(size_of "$mine")"
    if has_ggplot2; then
        measure_figure Rscript "$here/peers/ggplot_choropleth.R" "$figure_areas" "$breaks" Residents "$folder/choropleth-r.pdf"
        report choropleth 'R sf, ggplot2' 'geom_sf, pdf()' "$(compare_legends "$mine" "$picture")"
    fi
    if has_pyqgis; then
        measure_figure /usr/bin/python3 -B "$here/peers/qgis_choropleth.py" "$figure_areas" "$breaks" Residents \
            "$folder/choropleth-qgis.pdf"
        report choropleth QGIS 'PyQGIS, layout exported' "$(compare_legends "$mine" "$picture")"
    fi
}

# The box of cells holds S, and the sample county where that stands in for it.
heat_map() {
    local breaks=$folder/heat-breaks.csv mine=$folder/heat.png radius=1000 cell=90 box=(363240 280260 453240 370260)
    [ "${extent[0]}" -lt 500000 ] || box=(547200 423900 637200 513900)
    local options=(--crs EPSG:27700 --working-crs EPSG:27700 --layer areas --parent district --bandwidth "$radius" --cell "$cell"
        --extent "$(IFS=, && echo "${box[*]}")" --dpi 300 -q)
    make_figure_areas
    points figures plain "$areas_s" "$figure_rows" 0.3 2 0
    "$wardmap" heatmap "$points" --areas "$figure_areas" "${options[@]}" --save-breaks "$breaks" -o "$folder/heat.tif" -o "$mine"
    measure_figure "$wardmap" heatmap "$points" --areas "$figure_areas" "${options[@]}" --use-breaks "$breaks" --title Incidents -o "$mine"
    report heat-map wardmap "$figure_rows incidents, CSV to PNG" "$(size_of "$mine")"
    ! has_ggplot2 || heat_map_ggplot2
    ! has_pyqgis || heat_map_qgis
}

heat_map_ggplot2() {
    measure_figure Rscript "$here/peers/ggplot_heatmap.R" "$folder/heat.tif" "$figure_areas" "$breaks" Incidents "$folder/heat-r.png"
    report heat-map 'R ggplot2, drawing alone' "wardmap's surface from GeoTIFF" "$(size_of "$picture")"
    if wants spatstat Rscript; then
        # The picture isn't the last argument here.
        rm -f "$picture"
        measure "$runs" Rscript "$here/peers/ggplot_heatmap.R" "$points" "$figure_areas" "$breaks" Incidents "$picture" \
            "$radius" "$cell" "${box[@]}"
        report heat-map 'R spatstat, ggplot2' 'CSV to PNG' "$(size_of "$picture")"
    fi
}

heat_map_qgis() {
    local draw=(/usr/bin/python3 -B "$here/peers/qgis_heatmap.py") unit
    unit=$(awk -v h="$radius" 'BEGIN {print atan2(0, -1) * h * h / 3e6}')
    measure_figure "${draw[@]}" "$folder/heat.tif" "$figure_areas" "$breaks" Incidents 1 "$folder/heat-qgis.png"
    report heat-map 'QGIS, drawing alone' "wardmap's surface from GeoTIFF" "$(size_of "$picture")"
    measure "$runs" "$here/peers/qgis.sh" layer "$points" "$folder/points.gpkg" NO
    load_s=$seconds
    measure "$runs" "$here/peers/qgis.sh" density "$folder/points.gpkg" "$radius" "$cell" "$folder/qgis.tif"
    density_s=$seconds
    measure_figure "${draw[@]}" "$folder/qgis.tif" "$figure_areas" "$breaks" Incidents "$unit" "$folder/heat-qgis.png"
    [ -z "$seconds" ] || seconds=$(sum_of "$load_s" "$density_s" "$seconds")
    report heat-map QGIS "CSV to PNG; of which ogr2ogr to a GeoPackage $load_s s, the surface $density_s s" "$(size_of "$picture")"
    rm -f "$folder/points.gpkg" "$folder/qgis.tif"
}

# ---- local Moran -------------------------------------------------------------------------------

# local_moran WORK AREAS. Many runs: three milliseconds are soon disturbed.
local_moran() {
    local work=$1 found cores
    found=$("$bin/bench_local_moran" "$2" "$((10 * runs))" "$folder/values.csv" "$folder/pairs.csv")
    # shellcheck disable=SC2086 # seconds, those of the neighbours, areas, pairs
    set -- $found
    seconds=$1 megabytes=''
    report "$work" 'libgeo, geo_local_moran_make()' "$3 areas, $4 pairs; neighbours found in $2 s" ''
    has_spdep || return 0
    for cores in 1 2; do
        measure "$peer_runs" Rscript "$here/peers/spdep_local_moran.R" "$folder/values.csv" "$folder/pairs.csv" "$folder/steps" $cores
        [ -z "$seconds" ] || seconds=$(step_value local_moran)
        report "$work" 'R spdep' "localmoran_perm alone, cores: $cores" "$(cat "$folder/stdout")"
    done
}

local_morans() {
    local_moran local-moran-687 "$areas_s"
    local_moran local-moran-35000 "$areas_w"
}

# ---- all ---------------------------------------------------------------------------------------

everything() {
    print_machine | sed 's/^/- /'
    make_areas
    for chosen in $works; do
        say "$chosen"
        case $chosen in
        counts-s) counts counts-s "$areas_s" ;;
        counts-w) counts counts-w "$areas_w" ;;
        police) police police police ;;
        police-mixed) police police-mixed mixed ;;
        density) densities ;;
        stream) stream ;;
        start) start ;;
        choropleth) choropleth ;;
        heat-map) heat_map ;;
        local-moran) local_morans ;;
        radius)
            points density plain "$areas_s" "$density_rows" 0.3 2 0
            "$bin/bench_radius" "$points" 10000 50 "${extent[@]}" | tee "$folder/radius.txt" >&2
            ;;
        kernels)
            points counts-s plain "$areas_s" "$rows" && in_s=$points
            points counts-w plain "$areas_w" "$rows" && in_w=$points
            points police police "$areas_s" "$police_rows"
            "$bin/bench_kernels" "$areas_s" "$in_s" "$areas_w" "$in_w" "$points" | tee "$folder/kernels.txt" >&2
            ;;
        esac
    done
    print_table
}

everything | tee "$folder/report.md"
if [ -n "$note" ]; then
    awk -v report="$folder/report.md" '
        /^<!-- run.sh -->$/ {print; print ""; while ((getline line < report) > 0) print line; print ""; within = 1}
        /^<!-- end -->$/ {within = 0}
        !within || /^<!-- end -->$/ {if (!/^<!-- run.sh -->$/) print}' "$note" >"$note.new"
    mv "$note.new" "$note"
fi
