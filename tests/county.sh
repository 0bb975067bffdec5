#!/bin/sh
# The generator of the sample county makes exactly the files that are committed. The bytes of a GeoPackage depend on the
# versions of SQLite, GDAL and GEOS, so this holds on Debian 12 and is skipped elsewhere.
set -eu
shapes=$1/shapes

# Tables of the same people agree, whoever made them.
residents=$(awk -F, 'NR > 3 { sum += $NF } END { print sum }' "$shapes/ward-populations.csv")
by_age=$(awk -F, 'NR > 1 { sum += $3 } END { print sum }' "$shapes/population-age-sex.csv")
[ "$residents" = "$by_age" ] || { echo "$residents residents by ward, $by_age by age and sex"; exit 1; }
awk -F, 'NR == FNR { if (FNR > 3) residents[$1] = $NF; next }
         FNR > 1 && residents[$1] != $(NF - 3) { print "residents of " $1 " differ"; differ = 1 }
         END { exit differ }' "$shapes/ward-populations.csv" "$shapes/ward-denominators.csv"

grep -q '^VERSION_ID="12"' /etc/os-release 2>/dev/null || { echo 'skipped: not Debian 12'; exit 77; }
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$shapes/make-county.sh" "$made"
for file in aldshire.gpkg aldshire-backdrop.gpkg lsoa-deprivation.csv ward-populations.csv ward-denominators.csv \
    area-classes.csv population-age-sex.csv force-export.csv.gz; do
    cmp "$made/$file" "$shapes/$file"
done
diff -r "$made/incidents" "$shapes/incidents"
