#!/bin/sh
# Runs every example of a command's --help in a folder that has the sample county, as the help says: from the project's root.
#   tests/cli/examples.sh WARDMAP PROJECT COMMAND
set -eu
program=$(realpath "$1")
project=$2
command=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$project/shapes" "$work/shapes"
PATH="$(dirname "$program"):$PATH"
"$program" "$command" --help | sed -e ':a' -e '/\\$/N; s/\\\n *//; ta' | sed -n '/^Examples:/,$s/^  \(wardmap .*\)/\1/p' >"$work/examples"
count=$(wc -l <"$work/examples")
[ "$count" -ge 2 ] || { echo "$command --help has $count examples, not two" >&2; exit 1; }
cd "$work"
while IFS= read -r line; do
    echo "$line"
    sh -c "$line" >out.txt 2>err.txt </dev/null || { echo "exit $?:" >&2; cat err.txt >&2; exit 1; }
    # What it promises to write is there, and what it prints is not empty.
    outputs=$(echo "$line" | grep -o -- '-o [^ ]*' | cut -c4-) || outputs=out.txt
    for output in $outputs; do
        [ -s "$output" ] || { echo "nothing in $output" >&2; exit 1; }
    done
done <examples
