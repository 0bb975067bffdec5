#!/bin/sh
# libgeo/core/gdal_functions.txt lists the functions of GDAL that libgeo calls, each once and no other, and the library
# doesn't link GDAL, which it opens when it first needs it.
#   tests/gdal_functions.sh PROJECT LIBRARY
set -eu
project=$1
library=$2
made=$(dirname "$library")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$project"

if readelf -d "$library" | grep 'NEEDED.*libgdal'; then
    echo "$library: links GDAL" >&2
    exit 1
fi
# What the names mean is seen after the preprocessor. An undefined one would not link.
# shellcheck disable=SC2046 # one flag a word
cc -E -P -D_POSIX_C_SOURCE=200809L -Ilibgeo/include -Ilibgeo -I"$made" $(pkg-config --cflags gdal proj xlsxwriter) \
    libgeo/source/*.c libgeo/output/*.c | grep -oE '\(geo_gdal\.[A-Za-z_0-9]+\)' | sed 's/.*\.//; s/)//' |
    LC_ALL=C sort -u >"$work/called"
if ! diff -u libgeo/core/gdal_functions.txt "$work/called"; then
    echo "libgeo/core/gdal_functions.txt and what libgeo calls differ" >&2
    exit 1
fi
