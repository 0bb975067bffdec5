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
