#!/bin/sh
# The script of the gallery draws seventeen figures, and docs/gallery has those, its commands and its words.
#   tests/gallery.sh PROJECT WARDMAP
set -eu
project=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
GALLERY_DPI=30 "$project/examples/gallery.sh" "$2" "$made" 2>"$made/stderr" || { cat "$made/stderr" >&2; exit 1; }

fail() {
    echo "failed: $*" >&2
    exit 1
}

diff -u "$project/docs/gallery/README.md" "$made/README.md" || fail 'docs/gallery is not what examples/gallery.sh makes: run it'
ls "$made" | grep '\.png$' >"$made/drawn"
ls "$project/docs/gallery" | grep '\.png$' | diff "$made/drawn" - || fail 'docs/gallery has other figures than the script draws'
[ "$(wc -l <"$made/drawn")" = 17 ] || fail 'not seventeen figures'
for picture in $(cat "$made/drawn"); do
    head -c 8 "$made/$picture" | od -An -tx1 | grep -q '89 50 4e 47' || fail "$picture is no PNG"
    grep -q "^!\[.*\]($picture)\$" "$made/README.md" || fail "$picture is not shown"
    grep -q -- "-o docs/gallery/$picture\$" "$made/README.md" || fail "the command for $picture is not shown"
done
