#!/bin/sh
# The main job on real data: five months of police.uk incidents and the 201 wards of Staffordshire and Stoke-on-Trent, read
# three ways, beside the table published for 2018-19 (Staffordshire and Stoke-on-Trent Community Safety Strategic Assessment
# 2019, "Overall Crime: ward-level count and rate"). Its Joiner's Square is the one ward that anonymised points don't show:
# those of the city centre fall into Etruria and Hanley.
#   tests/peers/staffordshire.sh WARDMAP DATA
set -eu
wardmap=$1 data=$2
[ -d "$data/incidents" ] || { echo "skipped: no $data"; exit 77; }
command -v ogr2ogr >/dev/null || { echo 'skipped: no ogr2ogr'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "staffordshire: $*" >&2
    exit 1
}

# rank NAME INCIDENTS... --areas ...: a table and a ledger that balances over every row
rank() {
    name=$1
    shift
    "$wardmap" rank "$@" --population-field pop2020 --where "\"Crime type\" != 'Anti-social behaviour'" --per-year --above \
        -q -o "$work/$name.csv" -o "$work/$name.json" 2>"$work/$name.txt" || { cat "$work/$name.txt" >&2; exit 1; }
    awk -F'[:,]' '/^ *"read"/ {read += $2} /^ *"(placed|outside|no_coordinates|rejected|filtered)"/ {sum += $2}
        END {exit read != 47968 || sum != read}' "$work/$name.json" || fail "the ledger of $name does not balance"
}

boundaries=$data/boundaries
rank metres "$data"/incidents/2018-1*.csv "$data"/incidents/2019-0*.csv \
    --areas "$boundaries/staffordshire_bng.gpkg" --layer wards_2019
rank degrees "$data"/incidents/2018-1*.csv "$data"/incidents/2019-0*.csv --areas "$boundaries/wards_2019_lonlat.geojson"
awk 'NR == 1 || FNR > 1' "$data"/incidents/2018-1*.csv "$data"/incidents/2019-0*.csv >"$work/incidents.csv"
ogr2ogr -q -f GPKG "$work/incidents.gpkg" "$work/incidents.csv" -oo X_POSSIBLE_NAMES=Longitude -oo Y_POSSIBLE_NAMES=Latitude \
    -a_srs EPSG:4326
rank geopackage "$work/incidents.gpkg" --areas "$boundaries/staffordshire_bng.gpkg" --layer wards_2019

cmp "$work/metres.csv" "$work/degrees.csv"
cmp "$work/metres.csv" "$work/geopackage.csv"

[ "$(sed 1d "$work/metres.csv" | wc -l)" -eq 21 ] || fail 'not 21 wards above mean + 1 SD'
cut -d, -f1,3,7 "$work/metres.csv" | head -n 5 >"$work/first.csv"
cat >"$work/expected.csv" <<'EOF'
rank,name,rate_per_1000
1,Etruria and Hanley,342.1
2,Burton,325.0
3,Forebridge,225.3
4,Town,184.9
EOF
diff -u "$work/expected.csv" "$work/first.csv"

# The published wards, but for Joiner's Square.
while read -r ward; do
    grep -q ",$ward," "$work/metres.csv" || fail "$ward is not above mean + 1 SD"
done <<'EOF'
Burton
Forebridge
Town
Broadway and Longton East
Etruria and Hanley
Burslem Central
Castle
Penkhull and Stoke
Stowe
Cannock South
Little Chell and Stanfield
Dresden and Florence
Moorcroft
Fenton West and Mount Pleasant
Tunstall
EOF
echo '21 wards, 15 of the 16 published; the same bytes from metres, degrees and a GeoPackage of incidents'

# Residents of LSOAs of 2011 in the wards of 2019: nobody is lost, and Lichfield's two LSOAs of the most deprived 20% are in
# Chadsmead and Curborough.
apportion() {
    "$wardmap" apportion --areas "$boundaries/staffordshire_bng.gpkg" --layer lsoa_2011 --to "$boundaries/staffordshire_bng.gpkg" \
        --to-layer wards_2019 --values "$data/population/lsoa11_population_mid2019_single_year_of_age.csv" --value total_population \
        -q "$@" 2>/dev/null
}
apportion --decimals 9 -o "$work/residents.csv"
awk -F, '/,Total,/ {before = $(NF - 1)} !/,Total,/ && NR > 1 {after += $(NF - 1)} END {
        printf "%d residents before, %.9f after\n", before, after
        exit before != 1135935 || after - before > 1e-4 || before - after > 1e-4
    }' "$work/residents.csv" || fail 'residents are lost'
apportion --decile-shares --deprivation "$data/deprivation/imd2019_file1.csv" -o "$work/deciles.csv"
awk -F, '$3 == "Lichfield" && $NF > 0 {print $2}' "$work/deciles.csv" >"$work/wards"
printf '%s\n' Chadsmead Curborough | diff -u - "$work/wards"
