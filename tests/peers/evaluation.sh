#!/bin/sh
# Hit rates, indices and areas under curves beside R's cumulative sums, and ranks of resamples beside its own draws.
#   tests/peers/evaluation.sh PROGRAM_THAT_PRINTS_CASES
# Exit 77 (skipped) where R is missing.
set -eu
command -v Rscript >/dev/null || { echo 'skipped: no Rscript'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" >"$work/cases"
Rscript --vanilla "$(dirname "$0")/evaluation.R" "$work/cases"
