#!/bin/sh
# Tables compile with pdflatex and what the comment on top of them asks for, and their words are in the PDF.
#   tests/output/latex.sh WRITE_TABLES WARDMAP PROJECT
# Exit 77 (skipped) where pdflatex or pdftotext is missing.
set -eu
write=$(realpath "$1")
wardmap=$(realpath "$2")
project=$(cd "$3" && pwd)
for tool in pdflatex pdftotext; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
    echo "failed: $*" >&2
    exit 1
}

# check NAME WORDS...: NAME.tex in a document of its own packages; each of the words is on a page.
check() {
    name=$1
    shift
    {
        printf '\\documentclass{article}\n'
        sed -n 's/^%   //p' "$work/$name.tex"
        printf '\\begin{document}\n\\input{%s}\n\\end{document}\n' "$name"
    } >"$work/$name-document.tex"
    for run in 1 2; do
        (cd "$work" && TEXMFVAR="$work/texmf" pdflatex -interaction=nonstopmode -halt-on-error "$name-document.tex") \
            >"$work/log" 2>&1 || fail "$name, run $run: $(grep -A 3 '^!' "$work/log")"
    done
    pdftotext -enc UTF-8 -layout "$work/$name-document.pdf" "$work/$name.txt"
    for words in "$@"; do
        grep -qF -- "$words" "$work/$name.txt" || fail "$name: '$words' is not on the page: $(cat "$work/$name.txt")"
    done
}

"$write" "$work"
check table '& <rates>, 2018 to 2019' '<b>"Dock"</b>' '1,342.1**' '−17.2' '[c]' 'All wards' 'kept back: fewer than 5'
check two '& <rates>, 2018 to 2019' 'All wards' 'kept back: fewer than 5' 'Worst [of all]' '4,321*' 'neighbours have fewer'
"$wardmap" rank "$project"/shapes/incidents/2024-01*.csv.gz --areas "$project/shapes/aldshire.gpkg" --layer wards --quiet \
    -o "$work/rank.tex" 2>"$work/stderr" || fail "$(cat "$work/stderr")"
check rank 'Lundwick' 'rate per 1,000' 'mean + 2 SD'
