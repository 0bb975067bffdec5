#!/bin/sh
# Pages and fragments pass a validator without a warning, and a browser draws the page.
#   tests/output/html.sh WRITE_TABLES WARDMAP PROJECT
# Exit 77 (skipped) where tidy or python3 is missing; without chromium the validator has its say first.
set -eu
write=$(realpath "$1")
wardmap=$(realpath "$2")
project=$(cd "$3" && pwd)
for tool in tidy python3; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
    echo "failed: $*" >&2
    exit 1
}

# check FILE: nothing to say of it.
check() {
    tidy -e -q -utf8 "$1" >"$work/said" 2>&1 || true
    [ ! -s "$work/said" ] || fail "$1: $(cat "$work/said")"
}

"$write" "$work"
check "$work/table.html"
check "$work/two.html"
{
    printf '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>Page</title>\n</head>\n<body>\n'
    cat "$work/fragment.html"
    printf '</body>\n</html>\n'
} >"$work/around.html"
check "$work/around.html"
"$wardmap" rank "$project"/shapes/incidents/2024-01*.csv.gz --areas "$project/shapes/aldshire.gpkg" --layer wards --quiet \
    -o "$work/rank.html" 2>"$work/stderr" || fail "$(cat "$work/stderr")"
check "$work/rank.html"

# The validator sees what is wrong.
sed 's|</table>||' "$work/rank.html" >"$work/wrong.html"
tidy -e -q -utf8 "$work/wrong.html" >/dev/null 2>&1 && fail 'tidy passes a table without an end'

command -v chromium >/dev/null || { echo 'skipped: no chromium for the look of the page'; exit 77; }
chromium --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" --window-size=900,700 \
    --screenshot="$work/page.png" "$work/table.html" >"$work/chromium" 2>&1 || fail "$(cat "$work/chromium")"
python3 - "$project/tests/image" "$work/page.png" <<'END' || fail 'the page lacks a shade'
import sys
sys.path.insert(0, sys.argv[1])
import pictures
seen = {bytes(pixel).hex() for row in pictures.read(sys.argv[2]) for pixel in row}
sys.exit(not {"fddba8", "f2914a", "c6ddf0", "f6c3cb"} <= seen)
END
