#!/bin/sh
# Runs cases of the command line and compares exit code, standard output and standard error with what the case says.
#   tests/cli/run.sh WARDMAP CASE...                run them
#   tests/cli/run.sh --regenerate WARDMAP CASE...   write what they say now into them: read the difference before a commit
# A case is a text file: shell lines, run in a copy of the folder data/ with wardmap on the path, then `==== exit N`,
# `==== stdout` and `==== stderr` with what is expected. A line `# needs TOOL` skips the case (exit 77) where that is missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
regenerate=no
[ "$1" != --regenerate ] || { regenerate=yes; shift; }
program=$(realpath "$1")
shift
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
failed=0 ran=0

# What the case gives now, in the form of a case. Progress of a slow machine is no part of it.
actual() {
    rm -rf "$work/data"
    mkdir "$work/data"
    cp "$here"/data/* "$work/data"
    chmod 444 "$work"/data/*
    sed '/^==== exit/,$d' "$1" >"$work/script"
    code=0
    (
        cd "$work/data"
        unset COLUMNS NO_COLOR SOURCE_DATE_EPOCH LANG LANGUAGE
        LC_ALL=C PATH="$(dirname "$program"):$PATH" sh ../script >../stdout 2>../stderr </dev/null
    ) || code=$?
    cat "$work/script"
    echo "==== exit $code"
    echo '==== stdout'
    cat "$work/stdout"
    echo '==== stderr'
    sed '/^[a-z ]*: 0\.\.\./d' "$work/stderr"
}

for case in "$@"; do
    for tool in $(sed -n 's/^# needs //p' "$case"); do
        command -v "$tool" >/dev/null || { echo "skipped: $case: no $tool"; exit 77; }
    done
    actual "$case" >"$work/actual"
    ran=$((ran + 1))
    if [ "$regenerate" = yes ]; then
        cp "$work/actual" "$case"
    elif ! diff -u "$case" "$work/actual"; then
        echo "differs: $case" >&2
        failed=$((failed + 1))
    fi
done
[ "$ran" -gt 0 ] || { echo 'no case was given' >&2; exit 1; }
[ "$failed" -eq 0 ]
