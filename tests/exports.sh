#!/bin/sh
# The shared library exports exactly what libgeo/exports.txt lists.
#   tests/exports.sh PROJECT LIBRARY [--regenerate]
set -eu
list=$1/libgeo/exports.txt
now=$(mktemp)
trap 'rm -f "$now"' EXIT
nm -D --defined-only "$2" | awk '$3 !~ /^_/ {print $3}' | LC_ALL=C sort >"$now"
if [ "${3-}" = --regenerate ]; then
    cp "$now" "$list"
elif ! diff -u "$list" "$now"; then
    echo "exports: the library and $list differ; after a wanted change: tests/exports.sh PROJECT LIBRARY --regenerate" >&2
    exit 1
fi
