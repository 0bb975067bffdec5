#!/bin/sh
# Populations shared out by ground, beside those of R's sf.
#   tests/peers/apportion.sh WARDMAP AREAS
# Exit 77 (skipped) where R or its package sf is missing.
set -eu
Rscript -e 'library(sf)' >/dev/null 2>&1 || { echo 'skipped: no R with sf'; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
Rscript "$here/apportion.R" make "$2" "$work/hexagons.gpkg"
"$1" apportion --areas "$2" --layer lsoas --to "$work/hexagons.gpkg" --sliver 0 --decimals 9 -q -o "$work/ours.csv"
Rscript "$here/apportion.R" check "$2" "$work/hexagons.gpkg" "$work/ours.csv"
