#!/bin/sh
# The walls of the house: which folder may include what. Prints each include that breaks one, and fails.
#   tests/walls.sh [PROJECT]
set -eu
cd "${1:-$(dirname "$0")/..}"
broken=0

# library NAME, PATTERN of its headers, FOLDERS or files that may include them (all others under libgeo/ and cli/ may not)
only_in() {
    name=$1 pattern=$2
    shift 2
    allowed=$(echo "$*" | tr ' ' '|')
    if grep -rnE --include='*.[ch]' "^ *# *include *[<\"]($pattern)" libgeo cli | grep -vE "^libgeo/($allowed)[/:]"; then
        echo "walls: $name is for $* only" >&2
        broken=1
    fi
}

only_in 'GDAL as its own headers declare it' '(gdal|ogr|cpl_|vrt)[a-z_]*\.h' core/gdal_library.h
only_in GDAL 'core/gdal_' core/gdal_library.h core/gdal_library.c source output
only_in libxlsxwriter 'xlsxwriter' output
only_in GEOS 'geos_c' place
only_in PROJ 'proj(_|\.h|/)' source
only_in SQLite 'sqlite3' source
only_in 'cairo and pango' '(cairo|pango|hb|fontconfig|glib)' figure
only_in libdeflate libdeflate figure

# A stage includes its own headers, core's and the public core header; core includes nothing of the stages; the
# public headers of a stage include core's alone, or the first of the same stage; the command includes public headers and its own.
headers_of() {
    case $1 in
    measure) echo 'measure|tables|compare|deprivation|apportion|spatial|hotspots|evaluation' ;;
    surface) echo 'surface|cells|clusters|risk' ;;
    *) echo "$1" ;;
    esac
}
for own in core source place surface measure figure output; do
    if grep -rnE --include='*.[ch]' '^ *# *include *[<"](\.\./|(core|source|place|surface|measure|figure|output)/|geo/)' \
        "libgeo/$own" | grep -vE "[<\"](core/|$own/|geo/core\.h|geo/($(headers_of $own))\.h)"; then
        echo "walls: $own may include core and itself only" >&2
        broken=1
    fi
done
for header in libgeo/include/geo/*.h; do
    case $header in
    */geo.h) continue ;;
    */tables.h | */compare.h | */hotspots.h) first='|geo/measure' ;;
    */risk.h) first='|geo/surface' ;;
    *) first= ;;
    esac
    if grep -nE '^ *# *include *[<"]' "$header" | grep -vE "<(geo/core$first|std[a-z]+)\.h>" | sed "s|^|$header:|" | grep .; then
        echo "walls: a public header includes geo/core.h and the C library's alone" >&2
        broken=1
    fi
done
if grep -rnE '^ *# *include *"(core|source|place|surface|measure|figure|output|\.\.)/' cli; then
    echo 'walls: cli includes public headers (<geo/...>) and its own alone' >&2
    broken=1
fi

# Nothing in the library prints, exits or depends on the locale. core/number.c is where numbers are read for all.
if grep -nE '(^|[^a-z_.>])(printf|puts|putchar|perror|exit|abort|setlocale|atof|gets|strcpy|strcat|sprintf|strtok)\(' \
    $(find libgeo -name '*.c' | sort) ||
    grep -nE '(^|[^a-z_])(strtod|strtof|strtold)\(' $(find libgeo -name '*.c' ! -path libgeo/core/number.c | sort); then
    echo 'walls: the library does not print, exit or call functions that depend on the locale or are unsafe' >&2
    broken=1
fi
exit $broken
