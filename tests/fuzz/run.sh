#!/bin/sh
# Fuzzes what reads untrusted text, each target for some seconds, under AddressSanitizer and UndefinedBehaviorSanitizer.
#   tests/fuzz/run.sh [SECONDS [TARGET...]]
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- text filter csv chunk

build=build/fuzz
mkdir -p "$build"
# Tables and texts that become code are written when a build is configured.
cmake --preset dev >"$build/configure.log"
made=build/dev/libgeo
for target in "$@"; do
    # shellcheck disable=SC2046 # one flag a word
    clang -std=c11 -D_POSIX_C_SOURCE=200809L -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
        -Ilibgeo/include -Ilibgeo -I"$made" "tests/fuzz/fuzz_$target.c" libgeo/core/*.c libgeo/source/*.c "$made"/source/*.c \
        $(pkg-config --cflags gdal) $(pkg-config --cflags --libs proj) -ldl -lm -pthread -o "$build/fuzz_$target"
    mkdir -p "$build/corpus_$target"
    for seed in tests/fuzz/seeds/"$target"/*; do
        [ ! -f "$seed" ] || cp "$seed" "$build/corpus_$target"
    done
    # GDAL keeps what it has registered until the process ends.
    ASAN_OPTIONS=detect_leaks=0 "$build/fuzz_$target" -max_total_time="$seconds" -max_len=4096 -timeout=10 \
        -artifact_prefix="$build/" "$build/corpus_$target"
done
