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
awk -F, 'FNR == 1 { file++; next }
         file == 1 { residents[$1] = $NF; next }
         { sum = 0; for (i = 4; i <= NF; i++) sum += $i
           if (NF != 94 || sum != $3 || sum != residents[$1]) { print "ages of " $1 " differ"; differ = 1 } }
         END { exit differ }' "$shapes/lsoa-deprivation.csv" "$shapes/lsoa-population-age.csv"

# Every LSOA of either year is in the look-up, and those that are the same in both are the unchanged ones.
awk -F, 'FNR == 1 { file++; next }
         file == 1 { now[$1] = 1; next }
         file == 2 { then[$1] = 1; next }
         !($1 in then) || !($4 in now) || ($3 == "U") != ($1 == $4) { print "look-up: " $0; differ = 1 }
         { from[$1] = 1; to[$4] = 1 }
         END { for (code in now) if (!(code in to)) { print code " came from nowhere"; differ = 1 }
               for (code in then) if (!(code in from)) { print code " went nowhere"; differ = 1 }
               exit differ }' "$shapes/lsoa-deprivation.csv" "$shapes/lsoa-deprivation-2019.csv" \
    "$shapes/lsoa-lookup-2011-2021.csv"

grep -q '^VERSION_ID="12"' /etc/os-release 2>/dev/null || { echo 'skipped: not Debian 12'; exit 77; }
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$shapes/make-county.sh" "$made"
for file in aldshire.gpkg aldshire-backdrop.gpkg lsoa-deprivation.csv lsoa-deprivation-2019.csv \
    lsoa-lookup-2011-2021.csv lsoa-population-age.csv ward-populations.csv ward-denominators.csv \
    area-classes.csv population-age-sex.csv force-export.csv.gz burglaries.csv; do
    cmp "$made/$file" "$shapes/$file"
done
diff -r "$made/incidents" "$shapes/incidents"
