# shellcheck shell=sh disable=SC2154
# Faults of the environment.

fault_83_german_locale() {
    needs localedef
    mkdir locale
    localedef -i de_DE -f UTF-8 locale/de_DE.UTF-8 2>/dev/null || skip 'the locale de_DE cannot be made here'
    printf 'Longitude,Latitude,Month\n-1.99,52.599,2024-01\n-1.98,52.6,2024-01\n' >degrees.csv
    for place in C de_DE.UTF-8; do
        mkdir "$place"
        LOCPATH=$work/locale LC_ALL=$place "$wardmap" rank degrees.csv --areas wards.geojson -q --json \
            -o "$place/table.csv" -o "$place/table.md" >"$place/out.json"
        LOCPATH=$work/locale LC_ALL=$place "$wardmap" heatmap degrees.csv --areas wards.geojson -q --bandwidth 500 --cell 50 \
            -o "$place/map.svg" -o "$place/map.png" -o "$place/surface.tif"
        LOCPATH=$work/locale LC_ALL=$place "$wardmap" join degrees.csv --areas wards.geojson -q -o "$place/joined.csv"
    done
    diff -r C de_DE.UTF-8
}

fault_84_no_proj_database() {
    mkdir nothing
    printf 'Longitude,Latitude,Month\n-1.99,52.599,2024-01\n' >degrees.csv
    expect 5 'proj\.db' env PROJ_LIB="$work/nothing" PROJ_DATA="$work/nothing" "$wardmap" rank degrees.csv \
        --areas wards.geojson
}

fault_85_no_gdal_data() {
    mkdir nothing
    expect 0 '' env GDAL_DATA="$work/nothing" "$wardmap" rank incidents.csv --areas wards.geojson --json
    ledger placed 12
}

# In the place of GDAL an empty file, which can't be opened: what needs GDAL says so, and what reads and writes none of
# its formats doesn't ask for it.
fault_86_no_gdal() {
    name=$(LD_DEBUG=files "$wardmap" --version 2>&1 | sed -n 's/.*file=\(libgdal[^ ]*\) .*/\1/p' | head -n 1)
    [ -n "$name" ] || skip 'the dynamic linker does not say what it opens'
    mkdir nothing
    : >"nothing/$name"
    printf 'Longitude,Latitude,Month\n-1.99,52.599,2024-01\n-1.98,52.6,2024-01\n' >degrees.csv
    printf 'code,population\nW1,1000\n' >populations.csv
    gzip -k incidents.csv
    needs ogr2ogr
    ogr2ogr -q -f GPKG wards.gpkg wards.geojson

    # with_nothing CODE PATTERN ARGUMENTS
    with_nothing() {
        wanted=$1 pattern=$2
        shift 2
        expect "$wanted" "$pattern" env LD_LIBRARY_PATH="$work/nothing" LD_DEBUG=files "$wardmap" "$@"
    }
    does_without() {
        with_nothing 0 '' "$@"
        ! grep -q libgdal err.txt || { echo "$fault: GDAL was asked for: $*" >&2; exit 1; }
    }
    does_without --help
    does_without info incidents.csv populations.csv
    does_without trend incidents.csv.gz -o trend.xlsx -o trend.html -o trend.pdf
    does_without crosstab incidents.csv --rows Month --columns 'Crime type'
    does_without heatmap incidents.csv --crs EPSG:27700 --bandwidth 100 -o map.png -o map.svg -o map.pdf
    does_without hotspots incidents.csv --crs EPSG:27700 --min-count 1 --min-area 0 -o spots.csv
    does_without bandwidth degrees.csv
    does_without rank incidents.csv --areas wards.gpkg -o table.csv -o bars.pdf
    does_without choropleth incidents.csv --areas wards.gpkg --counts-ok --value count -o map.pdf

    needed='GDAL is needed, but .*; install GDAL [0-9.]+, on Debian the package libgdal'
    with_nothing 3 "wards\.geojson: $needed" rank incidents.csv --areas wards.geojson
    with_nothing 6 "$needed" heatmap incidents.csv --crs EPSG:27700 --bandwidth 100 -o map.tif
    for output in spots.kml spots.gpx spots.gpkg spots.geojson; do
        with_nothing 6 "$needed" hotspots incidents.csv --crs EPSG:27700 --min-count 1 --min-area 0 -o $output
    done
    for output in map.tif spots.kml spots.gpx spots.gpkg spots.geojson; do
        [ ! -e $output ] || { echo "$fault: $output is there" >&2; exit 1; }
    done
    with_nothing 0 '' --version
    holds 'GDAL missing' out.txt
}
