#!/bin/sh
# Emerging hot spots of the sample county's export in squares of 1 km, beside R's spdep.
#   tests/peers/emerging.sh WARDMAP SHAPES
# Exit 77 (skipped) where R or its packages spdep and jsonlite are missing.
set -eu
Rscript --vanilla -e 'stopifnot(requireNamespace("spdep"), requireNamespace("jsonlite"))' >/dev/null 2>&1 ||
    { echo 'skipped: no R with spdep and jsonlite'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" emerging "$2/force-export.csv.gz" --areas "$2/aldshire.gpkg" --layer districts --cells squares --cell-size 1000 -q --json \
    >"$work/result.json"
Rscript --vanilla "$(dirname "$0")/emerging.R" "$2/force-export.csv.gz" "$work/result.json" 1000
