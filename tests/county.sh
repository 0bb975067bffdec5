#!/bin/sh
# The generator of the sample county makes exactly the files that are committed. The bytes of a GeoPackage depend on the
# versions of SQLite, GDAL and GEOS, so this holds on Debian 12 and is skipped elsewhere.
set -eu
grep -q '^VERSION_ID="12"' /etc/os-release 2>/dev/null || { echo 'skipped: not Debian 12'; exit 77; }
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$1/shapes/make-county.sh" "$made"
for file in aldshire.gpkg aldshire-backdrop.gpkg lsoa-deprivation.csv ward-populations.csv; do
    cmp "$made/$file" "$1/shapes/$file"
done
diff -r "$made/incidents" "$1/shapes/incidents"
