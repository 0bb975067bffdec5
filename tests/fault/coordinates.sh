# shellcheck shell=sh disable=SC2154
# Faults of coordinates and of coordinate reference systems.

fault_31_blank() {
    make_incidents ',,2024-01,Burglary' ' , ,2024-01,Burglary'
    expect 0 '' rank incidents.csv --json
    ledger no_coordinates 2
}

fault_32_text() {
    make_incidents 'unknown,300100,2024-01,Burglary'
    expect 0 '' rank incidents.csv --json --explain
    ledger rejected 1
    holds 'Easting' out.txt
}

fault_33_not_a_number() {
    make_incidents 'NaN,300100,2024-01,Burglary' '400100,Inf,2024-01,Burglary' '400100,-inf,2024-01,Burglary'
    expect 0 '' rank incidents.csv --json
    ledger rejected 3
}

fault_34_swapped_axes() {
    awk -F, 'NR == 1 || NR > 1 {print NR == 1 ? $0 : -1.9 "," 52.6 "," $3 "," $4}' incidents.csv |
        sed '1s/.*/Latitude,Longitude,Month,Crime type/' >degrees.csv
    expect 4 'degrees\.csv.*swap' rank degrees.csv
    awk -F, 'NR == 1 {print; next} {print $2 "," $1 "," $3 "," $4}' incidents.csv >metres.csv
    expect 4 'metres\.csv.*swap' rank metres.csv
}

fault_35_out_of_range() {
    cat >degrees.csv <<'EOF'
Longitude,Latitude,Month
-1.99,52.599,2024-01
-1.99,95,2024-01
-181,52.6,2024-01
EOF
    expect 0 '' rank degrees.csv --json
    ledger rejected 2
    make_incidents '9e9,300100,2024-01,Burglary'
    expect 0 '' rank incidents.csv --json
    ledger rejected 1
}

fault_36_zero_zero() {
    make_incidents '0,0,2024-01,Burglary' '0.0,0.00,2024-01,Burglary'
    expect 0 '' rank incidents.csv --json
    ledger no_coordinates 2
}

fault_37_no_crs() {
    sed '1s/Easting,Northing/x,y/' incidents.csv >plain.csv
    expect 5 'plain\.csv.*--crs' rank plain.csv --x x --y y
    expect 0 '' rank plain.csv --x x --y y --crs EPSG:27700
}

fault_38_unknown_epsg() {
    expect 5 'EPSG:99999' rank incidents.csv --x Easting --y Northing --crs EPSG:99999
}

fault_39_grid_file_missing() {
    [ -z "$(find /usr/share/proj -name 'uk_os_OSTN15*' 2>/dev/null)" ] || skip 'the OSTN15 grid is installed here'
    printf 'Longitude,Latitude,Month\n-1.99,52.599,2024-01\n' >degrees.csv
    expect 0 '(OSTN15|grid).*2 m|2 m.*(OSTN15|grid)' rank degrees.csv
}

fault_40_transform_gives_infinity() {
    cat >mercator.csv <<'EOF'
x,y
-221500,6924000
1e300,6924000
EOF
    expect 0 '' rank mercator.csv --x x --y y --crs EPSG:3857 --json
    ledger rejected 1
}

fault_41_bandwidth_in_degrees() {
    expect 5 'degree|metre' "$wardmap" heatmap incidents.csv --areas wards.geojson --working-crs EPSG:4326 --bandwidth 0.01 \
        --cell 0.001 -o map.png
    [ ! -e map.png ]
}
