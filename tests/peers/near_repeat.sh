#!/bin/sh
# Near repeats of the sample county's burglaries beside R.
#   tests/peers/near_repeat.sh WARDMAP INCIDENTS
# Exit 77 (skipped) where R is missing.
set -eu
command -v Rscript >/dev/null || { echo 'skipped: no Rscript'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for metric in euclidean manhattan; do
    "$1" near-repeat "$2" --distances 0,100,200,400,800 --days 7,14,28,56 --metric $metric -q -o "$work/table.csv"
    Rscript --vanilla "$(dirname "$0")/near_repeat.R" "$2" "$work/table.csv" $metric
done
