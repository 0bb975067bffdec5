# shellcheck shell=sh disable=SC2154
# Faults of numbers given to a surface.

heatmap() {
    "$wardmap" heatmap incidents.csv --areas wards.geojson "$@"
}

fault_61_cell_size() {
    for cell in 0 -5 NaN inf x; do
        expect 2 'cell' heatmap --bandwidth 500 --cell "$cell" -o map.png
    done
    [ ! -e map.png ]
}

fault_62_too_many_pixels() {
    expect 7 '(cells|pixels)' prlimit --as=2000000000 "$wardmap" heatmap incidents.csv --areas wards.geojson --bandwidth 500 \
        --cell 0.1 -o map.tif
    [ ! -e map.tif ]
}

fault_63_bandwidth() {
    for bandwidth in 0 -5 NaN inf x; do
        expect 2 'bandwidth' heatmap --bandwidth "$bandwidth" --cell 50 -o map.png
    done
    expect 0 'bandwidth.*cell' heatmap --bandwidth 20 --cell 50 -o map.png
}

fault_64_no_points() {
    head -n 1 incidents.csv >none.csv
    expect 0 'no incidents' "$wardmap" heatmap none.csv --areas wards.geojson --bandwidth 500 --cell 50 -o map.png
    [ -s map.png ]
    expect 0 '' "$wardmap" rank none.csv --areas wards.geojson -o table.csv
    [ "$(wc -l <table.csv)" -eq 5 ]
}

fault_65_one_point() {
    head -n 2 incidents.csv >one.csv
    expect 0 '' "$wardmap" heatmap one.csv --areas wards.geojson --bandwidth 500 --cell 50 --json --explain -o map.png
    [ -s map.png ]
    ledger placed 1
}

fault_66_all_values_equal() {
    { head -n 1 incidents.csv; for i in 1 2 3; do echo '401000,301000,2024-01,Burglary'; done; } >equal.csv
    expect 0 '' "$wardmap" heatmap equal.csv --areas wards.geojson --kernel uniform --bandwidth 5000 --cell 100 \
        --extent 400500,300500,401500,301500 -o map.png
    [ -s map.png ]
    sed 's/"population": [0-9]*/"population": 1000/' wards.geojson >same.geojson
    {
        head -n 1 incidents.csv
        for east in 400500 401500; do for north in 300500 301500; do echo "$east,$north,2024-01,Burglary"; done; done
    } >even.csv
    expect 0 '' "$wardmap" rank even.csv --areas same.geojson -o table.csv
    [ "$(grep -c '^1,' table.csv)" -eq 4 ]
    [ "$(grep -c ',$' table.csv)" -eq 4 ]
}
