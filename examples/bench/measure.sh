# shellcheck shell=bash disable=SC2154 # variables are run.sh's
# Measuring and printing, for run.sh.

say() {
    printf '\n==> %s\n' "$*" >&2
}

# wants PEER COMMAND: whether the peer was asked for and is there.
wants() {
    case " $peers " in *" $1 "*) ;; *) return 1 ;; esac
    command -v "$2" >/dev/null || { echo "$1 is not installed: left out" >&2 && return 1; }
}

has_ggplot2() {
    wants ggplot2 Rscript || return 1
    Rscript -e 'library(ggplot2); library(sf)' >/dev/null 2>&1 || { echo 'ggplot2 or sf is not there: left out' >&2 && return 1; }
}

has_spdep() {
    wants spdep Rscript || return 1
    Rscript -e 'library(spdep); library(data.table)' >/dev/null 2>&1 || { echo 'spdep is not there: left out' >&2 && return 1; }
}

# Debian's bindings are for Debian's Python.
has_pyqgis() {
    wants qgis qgis_process && /usr/bin/python3 -c 'import qgis.core' 2>/dev/null
}

# measure RUNS COMMAND...: sets seconds, the median, and megabytes, the largest resident set of a process. What an earlier command left
# in $theirs and steps is gone, so that a failure can't pass for its result.
measure() {
    local count=$1 run
    shift
    : >"$folder/times"
    rm -f "${theirs-}" "$folder/steps"
    for run in $(seq "$count"); do
        local start=$EPOCHREALTIME
        /usr/bin/time -q -o "$folder/time" -f '%M' "$@" >"$folder/stdout" 2>"$folder/stderr" || {
            echo "run.sh: run $run of $* failed:" >&2
            cat "$folder/stderr" >&2
            seconds='' megabytes=''
            return 0
        }
        echo "$start $EPOCHREALTIME $(cat "$folder/time")" | awk '{printf "%.3f %d\n", $2 - $1, $3}' >>"$folder/times"
    done
    # Where runs are even in number: the lower of the two in the middle.
    seconds=$(sort -n "$folder/times" | awk '{s[NR] = $1} END {print NR ? s[int((NR + 1) / 2)] : ""}')
    megabytes=$(awk '$2 > m {m = $2} END {printf "%.0f", m / 1024}' "$folder/times")
}

# take_turns ROUNDS COMMAND...: the commands, each a line for sh, one after the other in each round, so that a machine that is slow for
# a while is so for all of them.
take_turns() {
    local rounds=$1 round turn line
    shift
    rm -f "$folder"/turn-*
    for round in $(seq "$rounds"); do
        turn=0
        for line in "$@"; do
            turn=$((turn + 1))
            measure 1 sh -c "$line"
            echo "${seconds:-nan} ${megabytes:-0}" >>"$folder/turn-$turn"
        done
    done
}

# take_turn N OTHER: sets seconds and megabytes of command N, and share, the rate of OTHER that it reaches: the median of the rounds.
take_turn() {
    seconds=$(sort -n "$folder/turn-$1" | awk '{s[NR] = $1} END {print s[int((NR + 1) / 2)]}')
    megabytes=$(awk '$2 > m {m = $2} END {print m}' "$folder/turn-$1")
    share=$(paste -d ' ' "$folder/turn-$1" "$folder/turn-$2" | awk '{print 100 * $3 / $1}' | sort -n |
        awk '{s[NR] = $1} END {printf "%.0f%% (%.0f to %.0f)", s[int((NR + 1) / 2)], s[1], s[NR]}')
}

# Of the works that are to be run, or of all; those of density are several.
forget_results() {
    touch "$result"
    [ "$again" = yes ] || works_to_forget='.*'
    awk -F '\t' -v works="${works_to_forget-$(echo "$works" | sed 's/^ *//; s/  */|/g')}" \
        '$1 !~ "^(" works ")(-[0-9].*)?$"' "$result" >"$result.kept"
    mv "$result.kept" "$result"
    for text in radius kernels; do
        case "$again $works " in no* | *" $text "*) rm -f "$folder/$text.txt" ;; esac
    done
}

seconds_of() {
    local start
    start=$(date +%s.%N)
    "$@" >/dev/null
    echo "$start $(date +%s.%N)" | awk '{printf "%.2f", $2 - $1}'
}

# report WORK TOOL HOW RESULT: one line now, and one of the table at the end.
report() {
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$seconds" "$megabytes" "$3" "$4" >>"$result"
    printf '%-24s %-24s %9s s %7s MB  %s; %s\n' "$1" "$2" "${seconds:-failed}" "$megabytes" "$3" "$4" >&2
}

sum_of() {
    echo "$@" | awk '{for (i = 1; i <= NF; i++) sum += $i} END {printf "%.2f", sum}'
}

step_value() {
    [ ! -e "$folder/steps" ] || awk -v name="$1" '$1 == name {print $2}' "$folder/steps"
}

steps_sum() {
    local step
    # shellcheck disable=SC2046 # one number a step
    sum_of $(for step; do step_value "$step"; done)
}

steps_text() {
    local step
    for step; do printf '%s %s s, ' "$step" "$(step_value "$step")"; done | sed 's/, $//'
}

rate() {
    awk -v b="$1" -v s="$2" 'BEGIN {if (s > 0) printf "%.2f GB/s", b / s / 1e9}'
}

rate_of_rows() {
    awk -v r="$1" -v s="$2" 'BEGIN {if (s > 0) printf "%.1f M rows/s", r / s / 1e6}'
}

# Code and count of each area from wardmap's table: only the names between them may hold commas.
table_counts() {
    awk -F, 'NR > 1 {gsub(/"/, "", $2); print $2 "," $(NF - 5)}' "$1" | sort
}

# In how many areas, and by how many incidents, two lists of counts differ. A point on a border is in each area that touches it for
# ST_Intersects and in none for ST_Contains; wardmap gives it to one.
compare() {
    [ -s "$2" ] || { echo 'no counts' && return; }
    join -t, -a 1 -a 2 -e 0 -o 0,1.2,2.2 "$1" "$2" | awk -F, '
        {mine += $2; theirs += $3}
        $2 != $3 {areas++; off += $2 > $3 ? $2 - $3 : $3 - $2; if (areas <= 3) first = first " " $1 " (" $2 ", " $3 ")"}
        END {
            if (areas) printf "%d of %d areas differ, by %d incidents:%s", areas, NR, off, first
            else printf "counts equal (%d in %d areas)", mine, NR
        }'
}

size_of() {
    [ -s "$1" ] || { echo 'no picture' && return; }
    stat -c %s "$1" | awk '{printf "%.2f MB", $1 / 1e6}'
}

# How many areas are in each class, as the legend of a PDF has it.
legend_counts() {
    pdftotext "$1" - 2>/dev/null | grep -oE '\([0-9]+\)' | sort | tr '\n' ' '
}

compare_legends() {
    [ -s "$2" ] || { echo 'no picture' && return; }
    [ "$(legend_counts "$1")" = "$(legend_counts "$2")" ] && echo "$(size_of "$2"), classes equal" || echo "$(size_of "$2"), other classes"
}

version_of() {
    dpkg-query -W -f '${Package} ${Version}\n' "$@" 2>/dev/null | awk '{printf "%s%s %s", (NR > 1 ? ", " : ""), $1, $2}'
}

print_machine() {
    awk -F': ' '/^model name/ {print "Processor: " $2; exit}' /proc/cpuinfo
    echo "Cores: $(nproc)"
    awk '/^MemTotal/ {printf "Memory: %.1f GB\n", $2 / 1048576}' /proc/meminfo
    echo "System: $(. /etc/os-release && echo "$PRETTY_NAME") $(cat /etc/debian_version), Linux $(uname -r)"
    echo "Compiler: $(cc --version | head -1)"
    echo "wardmap: $("$wardmap" --version | head -1), $(cd "$project" && git describe --always --dirty 2>/dev/null || echo 'no commit')"
    echo "Packages: $(version_of libgdal32 libgeos-c1v5 libproj25 r-base-core r-cran-sf r-cran-data.table r-cran-spatstat.explore \
        r-cran-ggplot2 r-cran-spdep postgresql-15 postgresql-15-postgis-3 qgis grass-core libsqlite3-mod-spatialite)"
    echo "Date: $(date -u +%Y-%m-%d)"
    [ "$quick" = no ] || echo 'QUICK: small files, to try the scripts; the times mean nothing.'
}

# Tool x work, with the ratio of seconds to the first line of the work, which is wardmap's.
print_table() {
    awk -F '\t' '
        $1 != work {
            work = $1; first = $3
            printf "\n### %s\n\n| tool | seconds | times wardmap | memory, MB | how | result |\n|---|--:|--:|--:|---|---|\n", work
        }
        {printf "| %s | %s | %s | %s | %s | %s |\n", $2, ($3 == "" ? "failed" : $3),
             ($3 != "" && first > 0 ? sprintf("%.1f", $3 / first) : ""), $4, $5, $6}' "$result"
    for text in radius kernels; do
        [ ! -s "$folder/$text.txt" ] || { printf '\n### %s\n\n' "$text" && sed 's/^/    /' "$folder/$text.txt"; }
    done
}
