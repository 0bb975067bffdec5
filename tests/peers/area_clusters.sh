#!/bin/sh
# Hot spots, clusters and circles of the sample county's wards and LSOAs beside what R makes of them.
#   tests/peers/area_clusters.sh WARDMAP PROJECT
# Exit 77 (skipped) where R or one of its packages is missing.
set -eu
program=$1 project=$2
command -v Rscript >/dev/null || { echo 'skipped: no Rscript'; exit 77; }
for package in spdep sf jsonlite; do
    Rscript --vanilla -e "quit(status = !requireNamespace('$package', quietly = TRUE))" >/dev/null 2>&1 || { echo "skipped: no $package"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
county=$project/shapes/aldshire.gpkg

# ask NAME LAYER OPTIONS...
ask() {
    name=$1 layer=$2
    shift 2
    "$program" clusters "$project"/shapes/incidents/2024-0*.csv.gz --areas "$county" --layer "$layer" "$@" --json -q >"$work/$name.json"
}
ask queen wards --category Burglary
ask rook wards --neighbours rook --values count --category Burglary
ask nearest lsoas --neighbours nearest=6 --category Shoplifting
ask distance lsoas --neighbours distance=2500 --values eb --category Robbery
ask inverse wards --neighbours inverse=9000,1.5 --values eb
ask moran wards --statistic local-moran --category Burglary
ask moran_plain lsoas --statistic local-moran --neighbours rook --values eb --weights plain --category Drugs
ask scan lsoas --statistic scan --category Shoplifting --most-share 20 --most-radius 4000
ask scan_wards wards --statistic scan --category Robbery
ask scan_counts wards --category Robbery
Rscript --vanilla "$(dirname "$0")/area_clusters.R" "$county" "$work"
