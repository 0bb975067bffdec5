#!/bin/sh
# What partnerships published of their deprived neighbourhoods after the Indices of Deprivation 2019 comes out as they have
# it (Community Safety Strategic Assessments of Lichfield and Cannock Chase 2019, Tamworth 2021, Stafford 2026).
#   tests/peers/pockets.sh WARDMAP DATA
set -eu
wardmap=$1 data=$2
boundaries=$data/boundaries/staffordshire_bng.gpkg
indices=$data/deprivation/imd2019_file1.csv
for file in "$boundaries" "$indices"; do
    [ -r "$file" ] || { echo "skipped: no $file"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# says FILE SENTENCE: a line of the file begins with it.
says() {
    grep -q "^$2" "$1" || { echo "not said in $1: $2"; grep -E ' of [0-9,]+ LSOAs? ' "$1"; exit 1; }
}

"$wardmap" pockets -q --areas "$boundaries" --layer lsoa_2011 --deprivation "$indices" --wards "$boundaries" \
    --wards-layer wards_2019 -o "$work/wards.txt" -o "$work/wards.csv" 2>/dev/null
says "$work/wards.txt" 'Cannock Chase: 9 of 60 LSOAs are in the 20% most deprived nationally'
says "$work/wards.txt" 'Lichfield: 2 of 58 LSOAs are in the 20% most deprived nationally, in Chadsmead and Curborough$'
says "$work/wards.txt" 'Tamworth: 10 of 51 LSOAs are in the 20% most deprived nationally'
says "$work/wards.txt" 'Stafford: 4 of 80 LSOAs are in the 20% most deprived nationally'
decile_1=$(awk -F, '$2 == 1' "$work/wards.csv" | wc -l)
[ "$decile_1" = 62 ] || { echo "$decile_1 LSOAs in decile 1, not 62"; exit 1; }

# Without boundaries the indices' own districts say the same, and a fifth of England is in its most deprived fifth.
"$wardmap" pockets -q --deprivation "$indices" -o "$work/england.csv" -o "$work/england.txt"
says "$work/england.txt" 'All districts: 6,568 of 32,844 LSOAs are in the 20% most deprived nationally'
"$wardmap" pockets -q --deprivation "$indices" --show "district = 'Lichfield'" -o "$work/lichfield.txt"
says "$work/lichfield.txt" 'Lichfield: 2 of 58 LSOAs are in the 20% most deprived nationally$'

# Each is in decile 1 or 2 as published, and none of those is missing.
awk -F, 'FNR == 1 { file++; next }
         file == 1 { listed[$4] = 1; next }
         (($NF <= 2) != ($1 in listed)) { print $1 " is in decile " $NF; wrong = 1 }
         END { exit wrong }' "$work/england.csv" "$indices"
