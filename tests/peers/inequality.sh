#!/bin/sh
# Slope, relative and concentration index beside R's lm() and covariance, and their intervals beside simulations.
#   tests/peers/inequality.sh PROGRAM_THAT_PRINTS_CASES
# Exit 77 (skipped) where R is missing.
set -eu
command -v Rscript >/dev/null || { echo 'skipped: no Rscript'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" >"$work/cases"
Rscript --vanilla "$(dirname "$0")/inequality.R" "$work/cases"
