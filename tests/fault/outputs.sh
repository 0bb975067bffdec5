# shellcheck shell=sh disable=SC2154
# Faults of outputs: exit 6, an old file stays whole, nothing is left behind.

formats='table.csv table.md table.json'
maps='map.png map.pdf map.svg surface.tif'

old_files() {
    for file in $formats $maps; do
        echo "old $file" >"$1/$file"
    done
}

old_files_are_whole() {
    for file in $formats $maps; do
        [ "$(cat "$1/$file")" = "old $file" ] || { echo "$fault: $file was touched" >&2; exit 1; }
    done
    no_leftovers "$1"
}

fault_72_disk_full() {
    needs mount
    mkdir small
    mount -t tmpfs -o size=64k tmpfs small 2>/dev/null || skip 'no file system can be mounted here'
    old_files small
    dd if=/dev/zero of=small/filler bs=1k 2>/dev/null || true
    (
        for file in $formats; do
            expect 6 "$file" rank incidents.csv -o "small/$file"
        done
        for file in $maps; do
            expect 6 "$file" "$wardmap" heatmap incidents.csv --areas wards.geojson --bandwidth 500 --cell 20 -o "small/$file"
        done
        expect 6 'joined\.gpkg' "$wardmap" join incidents.csv --areas wards.geojson -o small/joined.gpkg
        expect 6 'joined\.csv' "$wardmap" join incidents.csv --areas wards.geojson -o small/joined.csv
        old_files_are_whole small
    ) && result=0 || result=1
    umount small
    return $result
}

fault_73_folder_missing() {
    expect 6 'nowhere' rank incidents.csv -o nowhere/table.csv
    expect 6 'nowhere' "$wardmap" heatmap incidents.csv --areas wards.geojson -o nowhere/map.png
    expect 6 'nowhere' "$wardmap" heatmap incidents.csv --areas wards.geojson -o nowhere/surface.tif
    expect 6 'nowhere' "$wardmap" join incidents.csv --areas wards.geojson -o nowhere/joined.gpkg
}

fault_74_read_only_folder() {
    needs setpriv
    mkdir locked && old_files locked && chmod 555 locked && chmod 755 .
    [ "$(id -u)" -eq 0 ] && as='setpriv --reuid=65534 --clear-groups' || as=
    # shellcheck disable=SC2086
    expect 6 'locked' $as "$wardmap" rank incidents.csv --areas wards.geojson -o locked/table.csv
    # shellcheck disable=SC2086
    expect 6 'locked' $as "$wardmap" heatmap incidents.csv --areas wards.geojson --bandwidth 500 --cell 50 -o locked/map.png
    chmod 755 locked
    old_files_are_whole locked
}

fault_75_exists() {
    old_files .
    expect 3 '' rank absent.csv -o table.csv
    old_files_are_whole .
    expect 0 '' rank incidents.csv -o table.csv
    holds 'rank,code,name' table.csv
    no_leftovers
}

fault_76_geotiff_on_a_full_disk() {
    needs prlimit
    echo 'old surface' >surface.tif
    expect 6 'surface\.tif' prlimit --fsize=20000 "$wardmap" heatmap incidents.csv --areas wards.geojson --bandwidth 500 \
        --cell 2 -o surface.tif
    holds 'old surface' surface.tif
    no_leftovers
}

fault_77_closed_pipe() {
    yes '400100,300100,2024-01,Burglary' | head -n 200000 >>incidents.csv
    "$wardmap" join incidents.csv --areas wards.geojson -q -o - 2>err.txt | head -n 1 >out.txt
    holds 'Easting' out.txt
    [ ! -s err.txt ] || { cat err.txt >&2; exit 1; }
}

fault_79_killed_while_writing() {
    yes '400100,300100,2024-01,Burglary' | head -n 1000000 >>incidents.csv
    echo 'old joined' >joined.csv
    for pause in 0.05 0.1 0.2 0.4; do
        "$wardmap" join incidents.csv --areas wards.geojson -q -o joined.csv &
        writer=$!
        sleep "$pause"
        kill -KILL "$writer" 2>/dev/null || true
        wait "$writer" 2>/dev/null || true
        # Whole either way: the old file, or all of the new one.
        [ "$(cat joined.csv)" = 'old joined' ] || [ "$(wc -l <joined.csv)" -eq 1000013 ]
    done
}
