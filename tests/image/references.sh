#!/bin/sh
# Draws figures and compares them with those of tests/image/references; and proves that the comparison sees what is missing or
# has moved.
#   tests/image/references.sh DRAW_REFERENCES
#   tests/image/references.sh --regenerate DRAW_REFERENCES   write what is drawn now: look at each before a commit
# Exit 77 (skipped) where python3 or the font DejaVu Sans is missing.
set -eu
regenerate=no
[ "$1" != --regenerate ] || { regenerate=yes; shift; }
draw=$1
here=$(dirname "$0")
for tool in python3 fc-list; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
fc-list : family | grep -qx 'DejaVu Sans' || { echo 'skipped: no font DejaVu Sans'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/wrong" "$work/nearly"
"$draw" "$here/references.yaml" "$work"

if [ "$regenerate" = yes ]; then
    mkdir -p "$here/references"
    rm -f "$here"/references/*.png
    cp "$work"/*.png "$here/references"
    exit 0
fi
python3 -B "$here/same.py" "$here/references" "$work" || {
    echo 'failed; where the change was wanted, tests/image/references.sh --regenerate takes what is drawn now' >&2
    exit 1
}
python3 -B "$here/same.py" --alike "$here/references" "$work/nearly"
python3 -B "$here/same.py" --apart "$here/references" "$work/wrong"
