# shellcheck shell=sh disable=SC2154
# Faults of files: exit 3 unless the file is readable after all.

fault_01_missing() {
    expect 3 'absent\.csv.*(no such file|not exist|not found|missing)' rank absent.csv
    expect 3 'absent\.gpkg.*(no such file|not exist|not found|missing)' "$wardmap" rank incidents.csv --areas absent.gpkg
}

fault_02_directory() {
    mkdir folder.csv folder.gpkg
    expect 3 'folder\.csv.*(directory|folder)' rank folder.csv
    expect 3 'folder\.gpkg.*(directory|folder)' "$wardmap" rank incidents.csv --areas folder.gpkg
}

fault_03_not_permitted() {
    needs setpriv
    chmod 755 .
    chmod 000 incidents.csv
    [ "$(id -u)" -eq 0 ] || { expect 3 'incidents\.csv.*(permi|allowed)' rank incidents.csv; return; }
    expect 3 'incidents\.csv.*(permi|allowed)' setpriv --reuid=65534 --clear-groups "$wardmap" rank incidents.csv \
        --areas wards.geojson
}

fault_04_empty() {
    : >empty.csv
    : >empty.gpkg
    expect 3 'empty\.csv.*empty' rank empty.csv
    expect 3 'empty\.gpkg.*empty' "$wardmap" rank incidents.csv --areas empty.gpkg
}

fault_05_fifo() {
    mkfifo pipe.csv pipe.gpkg
    cat incidents.csv >pipe.csv &
    expect 0 '' rank pipe.csv --json
    ledger placed 12
    # Refused without being opened: nobody writes to it.
    expect 3 'pipe\.gpkg.*(pipe|fifo|seek|regular)' timeout 20 "$wardmap" rank incidents.csv --areas pipe.gpkg
}

fault_06_content_is_not_the_extension() {
    needs ogr2ogr
    ogr2ogr -q -f GPKG wards.gpkg wards.geojson
    cp wards.gpkg disguised.csv
    cp wards.geojson disguised.gpkg
    expect 3 'disguised\.csv.*(sqlite|geopackage)' rank disguised.csv
    expect 3 'disguised\.gpkg.*' "$wardmap" rank incidents.csv --areas disguised.gpkg
}

fault_07_truncated_geojson() {
    size=$(wc -c <wards.geojson)
    head -c $((size * 2 / 3)) wards.geojson >cut.geojson
    expect 3 'cut\.geojson' "$wardmap" rank incidents.csv --areas cut.geojson
}

fault_08_truncated_geopackage() {
    needs ogr2ogr
    ogr2ogr -q -f GPKG wards.gpkg wards.geojson
    size=$(wc -c <wards.gpkg)
    head -c $((size / 2)) wards.gpkg >cut.gpkg
    expect 3 'cut\.gpkg' "$wardmap" rank incidents.csv --areas cut.gpkg
    head -c $((size - 4096)) wards.gpkg >cut.gpkg
    expect 3 'cut\.gpkg.*(truncated|cut|shorter)' "$wardmap" rank incidents.csv --areas cut.gpkg
}

make_shapefile() {
    needs ogr2ogr
    ogr2ogr -q -f 'ESRI Shapefile' wards.shp wards.geojson
    expect 0 '' "$wardmap" rank incidents.csv --areas wards.shp --population-field population
}

fault_09_truncated_shp() {
    make_shapefile
    head -c 400 wards.shp >cut && cp cut wards.shp
    expect 3 'wards\.shp.*(truncated|cut|shorter)' "$wardmap" rank incidents.csv --areas wards.shp
}

fault_10_truncated_dbf() {
    make_shapefile
    size=$(wc -c <wards.dbf)
    head -c $((size - 200)) wards.dbf >cut && cp cut wards.dbf
    expect 3 'wards\.(shp|dbf).*(truncated|cut|shorter).*dbf' "$wardmap" rank incidents.csv --areas wards.shp
}

fault_11_no_shx() {
    make_shapefile
    rm wards.shx
    expect 3 'shx' "$wardmap" rank incidents.csv --areas wards.shp
    [ ! -e wards.shx ]
}

fault_12_no_dbf() {
    make_shapefile
    rm wards.dbf
    expect 3 'dbf' "$wardmap" rank incidents.csv --areas wards.shp
}

fault_13_no_prj() {
    make_shapefile
    rm wards.prj
    expect 5 'wards\.shp.*--(areas-)?crs' "$wardmap" rank incidents.csv --areas wards.shp
}

fault_14_decompression_bomb() {
    needs gzip
    { cat incidents.csv; head -c 40000000 /dev/zero | tr '\0' '\n'; } | gzip -9 >bomb.csv.gz
    expect 7 'bomb\.csv\.gz.*(100|decompress|ratio)' rank bomb.csv.gz
}

fault_15_layer() {
    needs ogr2ogr
    ogr2ogr -q -f GPKG two.gpkg wards.geojson -nln wards
    ogr2ogr -q -f GPKG -append two.gpkg wards.geojson -nln lsoas
    expect 3 'wards.*lsoas|lsoas.*wards' "$wardmap" rank incidents.csv --areas two.gpkg
    expect 3 'hamlets.*(wards.*lsoas|lsoas.*wards)' "$wardmap" rank incidents.csv --areas two.gpkg --layer hamlets
    expect 0 '' "$wardmap" rank incidents.csv --areas two.gpkg --layer wards
}

fault_16_wal_in_a_read_only_folder() {
    needs ogr2ogr setpriv python3
    mkdir folder
    ogr2ogr -q -f GPKG folder/wards.gpkg wards.geojson -nln wards
    # A change that stands in the write-ahead log alone: its process is gone before it could be folded in.
    python3 - <<'EOF'
import os, sqlite3
database = sqlite3.connect("folder/wards.gpkg")
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA wal_autocheckpoint=0")
for kind in ("insert", "update1", "update2", "delete", "update3", "update4"):
    database.execute(f'DROP TRIGGER IF EXISTS rtree_wards_geom_{kind}')
database.execute("UPDATE wards SET population = 500 WHERE WD24CD = 'W1'")
database.commit()
os._exit(0)
EOF
    [ -s folder/wards.gpkg-wal ] || skip 'SQLite left no -wal file'
    sha256sum folder/* >before.txt
    chmod 755 . && chmod 555 folder && chmod 444 folder/*
    [ "$(id -u)" -eq 0 ] && as='setpriv --reuid=65534 --clear-groups' || as=
    # shellcheck disable=SC2086
    expect 0 '' $as "$wardmap" rank incidents.csv --areas folder/wards.gpkg --json
    holds '"population": 500' out.txt
    sha256sum -c --quiet before.txt
    [ "$(find folder -type f | wc -l)" -eq "$(wc -l <before.txt)" ]
    chmod 755 folder
}

fault_17_changed_while_read() {
    yes '400100,300100,2024-01,Burglary' | head -n 1000000 >>incidents.csv
    while sleep 0.01; do echo '400100,300100,2024-01,Burglary'; done >>incidents.csv &
    writer=$!
    got=0
    rank incidents.csv >out.txt 2>err.txt || got=$?
    kill "$writer"
    [ "$got" -eq 3 ] || { echo "$fault: exit $got" >&2; exit 1; }
    grep -Eiq 'incidents\.csv.*chang' err.txt
}

fault_18_input_is_output() {
    sha256sum incidents.csv wards.geojson >before.txt
    expect 2 'incidents\.csv' rank incidents.csv -o incidents.csv
    ln -s incidents.csv other.csv
    expect 2 'other\.csv' rank incidents.csv -o other.csv
    ln incidents.csv hard.csv
    expect 2 'hard\.csv' "$wardmap" join incidents.csv --areas wards.geojson -o hard.csv
    sha256sum -c --quiet before.txt
}
