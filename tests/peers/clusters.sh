#!/bin/sh
# Clusters by density beside those of R's package dbscan.
#   tests/peers/clusters.sh PROGRAM_THAT_PRINTS_CASES
# Exit 77 (skipped) where R or its package is missing (r-cran-dbscan).
set -eu
command -v Rscript >/dev/null || { echo 'skipped: no Rscript'; exit 77; }
Rscript --vanilla -e 'quit(status = !requireNamespace("dbscan", quietly = TRUE))' || { echo 'skipped: R has no package dbscan'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" >"$work/cases"
Rscript --vanilla "$(dirname "$0")/clusters.R" "$work/cases"
