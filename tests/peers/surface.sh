#!/bin/sh
# Bandwidths by rule, edge corrections and adaptive density beside those of R's spatstat and sparr.
#   tests/peers/surface.sh PROGRAM_THAT_PRINTS_SURFACES
# Exit 77 (skipped) where R or spatstat is missing; what sparr tells is left out where that is.
set -eu
command -v Rscript >/dev/null || { echo 'skipped: no Rscript'; exit 77; }
Rscript --vanilla -e 'quit(status = !requireNamespace("spatstat.explore", quietly = TRUE))' >/dev/null 2>&1 ||
    { echo 'skipped: R has no spatstat.explore'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" >"$work/surfaces"
Rscript --vanilla "$(dirname "$0")/surface.R" "$work/surfaces"
