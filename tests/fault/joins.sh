# shellcheck shell=sh disable=SC2154
# Faults of populations, dates and weights joined to areas.

with_population() {
    cat >population.csv
    sed 's/, "population": [0-9]*//' wards.geojson >plain.geojson
    "$wardmap" rank incidents.csv --areas plain.geojson --population population.csv --json
}

fault_52_field_missing() {
    expect 2 'residents.*population' rank incidents.csv --population-field residents
    expect 2 'Eastings.*Easting' rank incidents.csv --x Eastings --y Northing
    expect 2 'offence.*Crime type' rank incidents.csv --where "offence = 'x'"
}

fault_53_duplicate_key() {
    printf 'WD24CD,population\nW1,1\nW2,2\nW1,3\nW3,3\nW4,4\n' >keys.txt
    expect 4 'population\.csv.*W1' with_population <keys.txt
    sed 's/"W2"/"W1"/' wards.geojson >double.geojson
    expect 4 'double\.geojson.*W1' "$wardmap" rank incidents.csv --areas double.geojson
}

fault_54_unmatched_keys() {
    printf 'WD24CD,population\nW1,1000\nW2,2000\nW3,3000\nW9,9000\n' >keys.txt
    expect 0 '1 of 4 areas .* have no row there, 1 row there .* has no area' with_population <keys.txt
}

fault_55_keys_are_text() {
    sed 's/"W1"/"01"/; s/"W2"/"02"/; s/"W3"/"03"/; s/"W4"/"04"/' wards.geojson >numbers.geojson
    mv numbers.geojson wards.geojson
    printf 'WD24CD,population\n01,1000\n02,2000\n03,3000\n4,9000\n' >keys.txt
    expect 0 '04' with_population <keys.txt
}

fault_56_other_vintage() {
    printf 'WD19CD,population\nV1,1000\nV2,2000\nV3,3000\nW4,4000\n' >keys.txt
    expect 4 'WD24CD.*WD19CD|WD19CD.*WD24CD' with_population <keys.txt
}

fault_57_no_population() {
    sed 's/"population": 1000/"population": 0/; s/"population": 2000/"population": null/' wards.geojson >none.geojson
    expect 0 '2 .*population' "$wardmap" rank incidents.csv --areas none.geojson -o table.csv
    [ "$(grep -c '^,W[12],.*,,,,' table.csv)" -eq 2 ]
    holds '1,W3,North West,Testshire,2,3000,' table.csv
}

fault_58_30_february() {
    make_incidents '400100,300100,2024-02-30,Burglary' '400100,300100,2024-13,Burglary'
    expect 0 '' rank incidents.csv --json --explain
    ledger rejected 2
    holds 'Month' out.txt
}

fault_59_weight() {
    {
        echo 'Easting,Northing,Month,weight'
        echo '400100,300100,2024-01,1.5'
        echo '400100,300100,2024-01,-1'
        echo '400100,300100,2024-01,NaN'
    } >weighted.csv
    expect 0 '' "$wardmap" heatmap weighted.csv --areas wards.geojson --weight weight --bandwidth 500 --cell 50 --json \
        -o surface.tif
    ledger rejected 2
}
