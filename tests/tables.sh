#!/bin/sh
# docs/tables.md is what examples/tables.sh makes of the sample county.
#   tests/tables.sh PROJECT WARDMAP
set -eu
project=$1
made=$(mktemp)
trap 'rm -f "$made"' EXIT
"$project/examples/tables.sh" "$2" "$made"
diff -u "$project/docs/tables.md" "$made" || {
    echo 'failed: docs/tables.md is not what examples/tables.sh makes: run it' >&2
    exit 1
}
[ "$(grep -c '^    wardmap ' "$made")" -ge 9 ] || {
    echo 'failed: tables are missing' >&2
    exit 1
}
