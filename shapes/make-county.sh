#!/bin/sh
# Makes the fictional county of Aldshire anew: compiles the generator, runs it, and replaces the
# committed outputs. Needs gcc, pkg-config, and the development packages of GDAL and GEOS.
# Usage: make-county.sh [FOLDER]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Contracted multiplications would round differently from one processor to another.
# shellcheck disable=SC2046 # each word that pkg-config prints is an option of its own
gcc -std=c11 -O2 -ffp-contract=off -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
    $(pkg-config --cflags gdal geos | sed "s/-I/-isystem /g") -o "$work/make_county" "$here"/*.c \
    $(pkg-config --libs gdal geos) -lm

mkdir -p "$work/out/incidents"
TZ=UTC LC_ALL=C OGR_CURRENT_DATE=2025-01-01T00:00:00.000Z SOURCE_DATE_EPOCH=1735689600 \
    "$work/make_county" "$work/out"
gzip -9 -n "$work"/out/incidents/*.csv "$work/out/force-export.csv"

mkdir -p "$target/incidents"
for name in aldshire.gpkg aldshire-backdrop.gpkg lsoa-deprivation.csv lsoa-deprivation-2019.csv \
    lsoa-lookup-2011-2021.csv lsoa-population-age.csv ward-populations.csv \
    ward-denominators.csv area-classes.csv population-age-sex.csv force-export.csv.gz \
    burglaries.csv; do
    mv -f "$work/out/$name" "$target/$name"
done
mv -f "$work"/out/incidents/*.csv.gz "$target/incidents/"
