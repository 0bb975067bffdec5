#!/bin/sh
# The library's statistics beside R's, on some hundred random cases of each.
#   tests/peers/statistics.sh PROGRAM_THAT_PRINTS_CASES
# Exit 77 (skipped) where R is missing.
set -eu
command -v Rscript >/dev/null || { echo 'skipped: no Rscript'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" >"$work/cases"
Rscript --vanilla "$(dirname "$0")/statistics.R" "$work/cases"
