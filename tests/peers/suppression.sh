#!/bin/sh
# Tables in which small counts are hidden, attacked by SciPy.
#   tests/peers/suppression.sh PROGRAM_THAT_PRINTS_TABLES
# Exit 77 (skipped) where no Python with SciPy is found.
set -eu
for python in python3 /usr/bin/python3 none; do
    "$python" -c 'import scipy.optimize' 2>/dev/null && break
done
[ "$python" != none ] || { echo 'skipped: no Python with SciPy'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" >"$work/tables"
"$python" "$(dirname "$0")/suppression.py" "$work/tables"
