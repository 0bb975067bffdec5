#!/bin/sh
# The deprivation profile of real crime: sums, shares and agreement with the incidents' own codes, added up again by awk.
#   tests/peers/deprivation.sh WARDMAP DATA
set -eu
wardmap=$1 data=$2
boundaries=$data/boundaries/staffordshire_bng.gpkg
indices=$data/deprivation/imd2019_file1.csv
people=$data/population/lsoa11_population_mid2019_single_year_of_age.csv
for file in "$boundaries" "$indices" "$people" "$data/incidents/2019-02-staffordshire-street.csv"; do
    [ -r "$file" ] || { echo "skipped: no $file"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# profile NAME OPTION...
profile() {
    name=$1
    shift
    "$wardmap" deprivation -q "$data"/incidents/2018-1*.csv "$data"/incidents/2019-0*.csv --areas "$boundaries" \
        --layer lsoa_2011 --deprivation "$indices" --population "$people" --population-field total_population \
        -o "$work/$name.csv" -o "$work/$name.json" "$@" 2>/dev/null
}

# Deciles add up to all: LSOAs, people and incidents; there are 62 LSOAs in decile 1 (of 687).
adds_up() {
    awk -F, 'NR == 1 { next }
        $1 == "Most deprived 20%" { next }
        $1 == "All areas" { if ($2 != areas || $3 != people || $5 != incidents || areas != 687) wrong = 1; next }
        $1 ~ /^1 / && $2 != 62 { wrong = 1 }
        { areas += $2; people += $3; incidents += $5 }
        END { exit wrong }' "$work/$1.csv" || { echo "$1: the groups don't add up"; cat "$work/$1.csv"; exit 1; }
}

# Of the points in an LSOA 95 to 97% are in the one that police.uk says they are in.
agrees() {
    sed -n 's/.*"agree_percent": \([0-9.]*\).*/\1/p' "$work/$1.json" |
        awk '$1 < 95 || $1 > 97 { exit 1 } END { exit NR != 1 }' || { echo "$1: too few or too many agree"; exit 1; }
}

profile crime --where "\"Crime type\" != 'Anti-social behaviour'"
profile drugs --category Drugs
for name in crime drugs; do
    adds_up $name
    agrees $name
done
grep -q '"sentence": "38% of incidents are in areas in the top 20% most deprived nationally, where 19% of residents live"' \
    "$work/crime.json" || { echo "another sentence:"; grep sentence "$work/crime.json"; exit 1; }

# By the incidents' own codes the deciles are those that their rows give, one by one.
"$wardmap" deprivation -q "$data"/incidents/2018-1*.csv "$data"/incidents/2019-0*.csv --by-code --deprivation "$indices" \
    --category Drugs -o "$work/code.csv" 2>/dev/null
awk -F, 'FNR == 1 { next }
    FILENAME ~ /imd2019/ { decile[$1] = $NF + 0; next }
    $10 == "Drugs" && $8 in decile { count[decile[$8]]++ }
    END { for (i = 1; i <= 10; i++) print count[i] + 0 }' "$indices" "$data"/incidents/2018-1*.csv \
    "$data"/incidents/2019-0*.csv >"$work/expected"
awk -F, 'NR > 1 && NR < 12 { print $3 }' "$work/code.csv" | cmp - "$work/expected" ||
    { echo "counts by code differ from those of the rows"; paste "$work/code.csv" "$work/expected"; exit 1; }
