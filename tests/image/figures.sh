#!/bin/sh
# Looks at drawn figures with other programs: text is text, fonts are embedded, only the heat is a raster, sizes and
# alternative text are right, and SVG, PDF and PNG show the same.
#   tests/image/figures.sh DRAW
# Exit 77 (skipped) where poppler-utils, librsvg2-bin or python3 is missing.
set -eu
draw=$1
for tool in pdftotext pdffonts pdfimages pdfinfo pdftoppm rsvg-convert python3; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/again"
"$draw" "$work"
"$draw" "$work/again"

fail() {
    echo "failed: $*" >&2
    exit 1
}

for name in upright across; do
    figure=$work/$name
    for ending in png svg pdf; do
        cmp "$figure.$ending" "$work/again/$name.$ending"
    done

    pdftotext -enc UTF-8 "$figure.pdf" "$figure.txt"
    for words in 'Burglary & theft in Tŷ Gŵyn' 'April 2018 to March 2019' 'Castle & Quay' 'Sea <View>' \
        'Incidents per km²' '[45] km' 'quartic kernel' '© Crown copyright'; do
        grep -q "$words" "$figure.txt" || fail "$name.pdf lacks '$words'"
    done
    pdffonts "$figure.pdf" | tail -n +3 | awk '$(NF-4) != "yes" { exit 1 }' || fail "$name.pdf: a font is not embedded"
    [ "$(pdffonts "$figure.pdf" | wc -l)" -gt 2 ] || fail "$name.pdf has no fonts"
    [ "$(pdfimages -list "$figure.pdf" | awk '$3 == "image"' | wc -l)" = 1 ] || fail "$name.pdf: not one image"
    pdfinfo "$figure.pdf" >"$figure.info"
    grep -q '^Title: *Burglary & theft' "$figure.info" || fail "$name.pdf has no title"
    grep -q '^Subject: *Burglary & theft.*quartic kernel' "$figure.info" || fail "$name.pdf has no description"
    grep -q '^Pages: *1$' "$figure.info" || fail "$name.pdf has not one page"
    grep -q 'Date:' "$figure.info" && fail "$name.pdf has a date"

    [ "$(grep -c '<image' "$figure.svg")" = 1 ] || fail "$name.svg: not one image"
    pdftoppm -r 100 "$figure.pdf" "$figure-pdf"
    rsvg-convert -d 100 -p 100 -f png "$figure.svg" >"$figure-svg.png"
    python3 -B "$here/compare.py" "$figure.png" "$figure-svg.png" "$figure"-pdf*.ppm || fail "$name: the formats differ"
done
grep -q 'Page size: *595.* x 841' "$work/upright.info" || fail 'upright.pdf is not A4'
grep -q 'Page size: *841.* x 595' "$work/across.info" || fail 'across.pdf is not A4 across'
