#!/bin/sh
# The library's relative risk beside that of R's spatstat, on some random cases.
#   tests/peers/risk.sh PROGRAM_THAT_PRINTS_CASES
# Exit 77 (skipped) where R or spatstat is missing.
set -eu
command -v Rscript >/dev/null || { echo 'skipped: no Rscript'; exit 77; }
Rscript --vanilla -e 'quit(status = !requireNamespace("spatstat.explore", quietly = TRUE))' 2>/dev/null ||
    { echo 'skipped: no spatstat.explore'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" >"$work/cases"
Rscript --vanilla "$(dirname "$0")/risk.R" "$work/cases"
