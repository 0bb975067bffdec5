#!/bin/sh
# One fault of one group: runs wardmap on an input or in a place that is wrong, and holds it to exit code and message.
#   tests/fault/run.sh WARDMAP GROUP FAULT       GROUP.sh has the function FAULT
# Exit 77 (skipped) where the fault cannot be made on this machine, saying why.
set -eu
wardmap=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
group=$2
fault=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

skip() {
    echo "skipped: $fault: $*"
    exit 77
}

# expect CODE PATTERN COMMAND...: the exit code, and a pattern (extended regular expression, case ignored) in what stands
# on standard error. A PATTERN of '' asks for nothing.
expect() {
    wanted=$1 pattern=$2
    shift 2
    got=0
    "$@" >out.txt 2>err.txt || got=$?
    if [ "$got" -ne "$wanted" ]; then
        echo "$fault: exit $got, expected $wanted: $*" >&2
        cat err.txt >&2
        exit 1
    fi
    if [ -n "$pattern" ] && ! grep -Eiq -- "$pattern" err.txt; then
        echo "$fault: the message says nothing of /$pattern/: $*" >&2
        cat err.txt >&2
        exit 1
    fi
}

# The ledger of the last run in JSON: figure NAME VALUE.
ledger() {
    if ! tr -d '\n' <out.txt | grep -Eq "\"$1\": $2[,} ]"; then
        echo "$fault: the ledger has not $1 $2" >&2
        cat out.txt err.txt >&2
        exit 1
    fi
}

# is TEXT FILE: the file holds the text.
holds() {
    grep -Fq -- "$1" "$2" || { echo "$fault: '$1' is not in $2" >&2; cat "$2" >&2; exit 1; }
}

no_leftovers() {
    left=$(find "${1:-.}" -name '.*tmp*' -o -name '*-wal' -o -name '*-shm' -o -name '*-journal' -o -name '*.aux.xml')
    [ -z "$left" ] || { echo "$fault: left behind: $left" >&2; exit 1; }
}

# Four wards of one km2 each: W1 W2 in the south, W3 W4 in the north, corner at 400000 300000.
make_wards() {
    cat >wards.geojson <<'EOF'
{"type": "FeatureCollection", "name": "wards",
 "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
 "features": [
{"type": "Feature", "properties": {"WD24CD": "W1", "WD24NM": "South West", "LAD24CD": "D1", "LAD24NM": "Testshire", "population": 1000},
 "geometry": {"type": "Polygon", "coordinates": [[[400000,300000],[401000,300000],[401000,301000],[400000,301000],[400000,300000]]]}},
{"type": "Feature", "properties": {"WD24CD": "W2", "WD24NM": "South East", "LAD24CD": "D1", "LAD24NM": "Testshire", "population": 2000},
 "geometry": {"type": "Polygon", "coordinates": [[[401000,300000],[402000,300000],[402000,301000],[401000,301000],[401000,300000]]]}},
{"type": "Feature", "properties": {"WD24CD": "W3", "WD24NM": "North West", "LAD24CD": "D1", "LAD24NM": "Testshire", "population": 3000},
 "geometry": {"type": "Polygon", "coordinates": [[[400000,301000],[401000,301000],[401000,302000],[400000,302000],[400000,301000]]]}},
{"type": "Feature", "properties": {"WD24CD": "W4", "WD24NM": "North East", "LAD24CD": "D1", "LAD24NM": "Testshire", "population": 4000},
 "geometry": {"type": "Polygon", "coordinates": [[[401000,301000],[402000,301000],[402000,302000],[401000,302000],[401000,301000]]]}}
]}
EOF
}

# Incidents: 6 in W1, 3 in W2, 2 in W3, 1 in W4. Further rows are given as arguments.
make_incidents() {
    {
        echo 'Easting,Northing,Month,Crime type'
        for point in 100,100 200,200 300,300 400,400 500,500 600,600 1100,100 1200,200 1300,300 100,1100 200,1200 1500,1500; do
            echo "$((400000 + ${point%,*})),$((300000 + ${point#*,})),2024-01,Burglary"
        done
        for row in "$@"; do
            echo "$row"
        done
    } >incidents.csv
}

rank() {
    "$wardmap" rank "$@" --areas wards.geojson
}

needs() {
    for tool in "$@"; do
        command -v "$tool" >/dev/null || skip "no $tool"
    done
}

make_wards
make_incidents
. "$here/$group.sh"
"$fault"
echo "$fault: as expected"
