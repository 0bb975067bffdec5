#!/bin/sh
# The walls hold in the project, and the check sees one that is broken: a copy of the tree with a trespass in it fails.
set -eu
project=$1
"$project/tests/walls.sh" "$project"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
# file, line that must not be there
trespass() {
    rm -rf "$copy/libgeo" "$copy/cli"
    cp -r "$project/libgeo" "$project/cli" "$copy"
    printf '%s\n' "$2" >>"$copy/$1"
    if "$project/tests/walls.sh" "$copy" >/dev/null 2>&1; then
        echo "not seen: $2 in $1" >&2
        exit 1
    fi
}
trespass libgeo/core/table.c '#include <gdal.h>'
trespass libgeo/place/repair.c '#include "ogr_api.h"'
trespass libgeo/source/areas.c '#include <gdal.h>'
trespass libgeo/measure/rank.c '#include "core/gdal_library.h"'
trespass libgeo/source/areas.c '#include <geos_c.h>'
trespass libgeo/output/file.c '#include <proj.h>'
trespass libgeo/output/file.c '#include <sqlite3.h>'
trespass libgeo/measure/rank.c '#include <xlsxwriter.h>'
trespass cli/main.c '#include <cairo.h>'
trespass libgeo/measure/rate.c '#include "surface/kernel.h"'
trespass libgeo/measure/rate.c '#include <geo/surface.h>'
trespass libgeo/include/geo/place.h '#include <geo/source.h>'
trespass cli/main.c '#include "core/memory.h"'
trespass libgeo/core/table.c 'void f(void) { printf("x"); }'
