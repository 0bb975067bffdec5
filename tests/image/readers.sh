#!/bin/sh
# Looks at the figures of wardmap as other programs do: the words of a PDF are found, its fonts are embedded, only heat is an
# image; an SVG needs nothing beside it and looks the same in librsvg and Chromium; each format holds the alternative text.
#   tests/image/readers.sh WARDMAP PROJECT
# Exit 77 (skipped) where poppler-utils, librsvg2-bin or python3 is missing; without chromium all else is checked first.
set -eu
wardmap=$(realpath "$1")
project=$(cd "$2" && pwd)
for tool in pdftotext pdffonts pdfimages pdfinfo rsvg-convert python3; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$project"
incidents='shapes/incidents/2024-0[1-3]*.csv.gz'

fail() {
    echo "failed: $*" >&2
    exit 1
}

# draw NAME PAGE ARGUMENT...: as PNG, SVG and PDF, and the alternative text.
draw() {
    figure=$work/$1 page=$2
    shift 2
    "$wardmap" "$@" --page "$page" --title 'Crime & <disorder>' --attribution 'Fictional data ŵ' --dpi 96 --quiet --alt-text \
        -o "$figure.png" -o "$figure.svg" -o "$figure.pdf" >"$figure.words" 2>"$figure.stderr" ||
        fail "$(cat "$figure.stderr")"
}

# check NAME IMAGES WORDS...: at most so many images; each of the words can be found.
check() {
    name=$1 figure=$work/$1 images=$2
    shift 2
    pdftotext -enc UTF-8 "$figure.pdf" - | tr '\n' ' ' >"$figure.txt"
    for words in 'Crime & <disorder>' 'Fictional data ŵ' "$@"; do
        grep -qF -- "$words" "$figure.txt" || fail "$name.pdf lacks '$words'"
    done
    pdffonts "$figure.pdf" | tail -n +3 | awk '$(NF-4) != "yes" { exit 1 }' || fail "$name.pdf: a font is not embedded"
    [ "$(pdffonts "$figure.pdf" | wc -l)" -gt 2 ] || fail "$name.pdf has no fonts"
    found=$(pdfimages -list "$figure.pdf" | awk '$3 == "image"' | wc -l)
    [ "$found" -le "$images" ] || fail "$name.pdf has $found images"
    [ "$(grep -c '<image' "$figure.svg")" -le "$images" ] || fail "$name.svg has too many images"
    pdfinfo "$figure.pdf" | grep -qF "Subject:         $(cat "$figure.words")" || fail "$name.pdf lacks the alternative text"
    pdfinfo "$figure.pdf" | grep -q '^Tagged: *yes' || fail "$name.pdf is not tagged"
    [ "$(pdfinfo -struct "$figure.pdf")" = Figure ] || fail "$name.pdf: its structure is not one figure"
    tr -d '\0' <"$figure.png" | grep -qaF "Description$(cat "$figure.words")" || fail "$name.png lacks the alternative text"
    python3 -B "$here/svg.py" "$(cat "$figure.words")" "$figure.svg"
}

# Two programs smooth letters in their own ways; what stands elsewhere shows in whole blocks and in the mean of all pixels.
check_browser() {
    figure=$work/$1
    rsvg-convert -d 96 -p 96 -f png "$figure.svg" >"$figure-rsvg.png"
    HOME=$work timeout 60 chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
        --disable-background-networking --disable-component-update --force-device-scale-factor=1 \
        --user-data-dir="$work/chromium" --screenshot="$figure-chromium.png" --window-size=567,454 \
        "file://$figure.svg" >"$work/chromium.log" 2>&1 || fail "chromium: $(tail -1 "$work/chromium.log")"
    python3 -B "$here/compare.py" --mean "$figure-rsvg.png" "$figure-chromium.png" || fail "$1: Chromium shows something else"
}

areas='--areas shapes/aldshire.gpkg --layer wards --per-year'
# shellcheck disable=SC2086 # these are several words
{
    draw areas 150x120 choropleth $incidents $areas --names areas --show "parent = 'Castlebeck'" --inset shapes/aldshire.gpkg \
        --inset-layer districts --backdrop shapes/aldshire-backdrop.gpkg --backdrop-layer motorways
    draw kinds 150x120 heatmap $incidents --areas shapes/aldshire.gpkg --layer districts --facet 'Crime type' --facet-most 2
    draw change 190x200 choropleth $incidents $areas --before 2024-01 --period 2024-03
    draw bars 150x120 rank $incidents $areas --top 8
    draw funnel 150x120 rank $incidents $areas --chart funnel
}

check areas 0 'January 2024 to March 2024' 'Incidents per 1,000 residents a year (wards)' 'Greyfriars' 'Pelley' \
    'Natural breaks (Jenks).' ' km' 'Boundaries: aldshire.gpkg (wards).'
# All maps of a figure show one image.
images_of_kinds=1
check kinds $images_of_kinds 'Violence and sexual offences' 'Anti-social behaviour' 'Incidents per km²' 'Castlebeck' 'quartic kernel'
check change 0 'January 2024' 'March 2024' 'Change in incidents per 1,000 residents a year (wards)' 'Castlebeck'
check bars 0 'Minster & Cornmarket' 'Significantly above (mean + 2 SD)' '95% interval' 'Mean ' 'Incidents per 1,000 residents a year'
check funnel 0 'Minster & Cornmarket' 'Outside the 99.8% limits' 'All areas ' 'Residents'

command -v chromium >/dev/null || { echo 'skipped: no chromium'; exit 77; }
for name in areas kinds bars; do
    check_browser "$name"
done
