#!/bin/sh
# Workbooks as LibreOffice reads them: it opens them, and its CSV of them has the values that wardmap's has; and as their
# XML says: numbers are numbers, texts are texts, nothing is a formula. Two runs give the same bytes.
#   tests/output/workbook.sh WRITE_TABLES WARDMAP PROJECT
# Exit 77 (skipped) where soffice or python3 is missing.
set -eu
write=$(realpath "$1")
wardmap=$(realpath "$2")
project=$(cd "$3" && pwd)
for tool in soffice python3; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
    echo "failed: $*" >&2
    exit 1
}

"$write" "$work"
cmp "$work/table.xlsx" "$work/again.xlsx"
"$wardmap" rank "$project"/shapes/incidents/2024-01*.csv.gz --areas "$project/shapes/aldshire.gpkg" --layer wards --quiet \
    -o "$work/rank.xlsx" -o "$work/rank.json" 2>"$work/stderr" || fail "$(cat "$work/stderr")"
"$wardmap" matrix "$project"/shapes/incidents/2024-01*.csv.gz --areas "$project/shapes/aldshire.gpkg" --layer wards --quiet \
    -o "$work/matrix.xlsx" 2>"$work/stderr" || fail "$(cat "$work/stderr")"

# Commas, quotes around texts, UTF-8, from line 1, all sheets, each value as it is and not as it is shown.
soffice --headless "-env:UserInstallation=file://$work/profile" \
    --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1' --outdir "$work/office" \
    "$work/table.xlsx" "$work/two.xlsx" "$work/rank.xlsx" >"$work/log" 2>&1 || fail "$(cat "$work/log")"
for file in table-Table table-Notes rank-Table rank-Notes 'two-Offences & <rates>, 2018 to' 'two-Worst of all the ward with most' two-Notes; do
    [ -s "$work/office/$file.csv" ] || fail "LibreOffice found no sheet $file: $(cat "$work/log")"
done
python3 "$here/workbook.py" "$work"
