# shellcheck shell=sh disable=SC2154
# Faults of CSV files, and the variety that must simply work.

fault_20_unclosed_quote() {
    make_incidents '400100,300100,2024-01,"Burglary' '400100,300100,2024-01,Burglary'
    expect 3 'incidents\.csv.*row 13.*quote|incidents\.csv.*quote.*row 13' rank incidents.csv
}

fault_21_nul_byte() {
    printf '400100,300100,2024-01,Bur\000glary\n' >>incidents.csv
    expect 0 '' rank incidents.csv --json --explain
    ledger rejected 1
    ledger placed 12
    holds 'NUL' out.txt
}

fault_22_latin_1() {
    printf '400100,300100,2024-01,Caf\351\n' >>incidents.csv
    expect 3 'incidents\.csv.*row 13.*--encoding' rank incidents.csv
    expect 0 '' rank incidents.csv --encoding ISO-8859-1 --json
    ledger placed 13
}

fault_23_utf_16() {
    needs iconv
    iconv -f UTF-8 -t UTF-16 incidents.csv >wide.csv
    expect 3 'wide\.csv.*UTF-16' rank wide.csv
    expect 0 '' rank wide.csv --encoding UTF-16 --json
    ledger placed 12
}

fault_24_byte_order_mark() {
    { printf '\357\273\277'; cat incidents.csv; } >marked.csv
    expect 0 '' rank marked.csv --json
    ledger placed 12
}

fault_25_short_row() {
    make_incidents '400100,300100'
    expect 0 '' rank incidents.csv --json --explain
    ledger rejected 1
    holds '"row": 13' out.txt
}

fault_26_long_row() {
    make_incidents '400100,300100,2024-01,Burglary,more'
    expect 0 '' rank incidents.csv --json --explain
    ledger rejected 1
    holds '"row": 13' out.txt
}

fault_27_duplicate_header() {
    sed '1s/Crime type/Month/' incidents.csv >double.csv
    expect 3 'double\.csv.*Month' rank double.csv
}

fault_28_no_header() {
    sed 1d incidents.csv >bare.csv
    expect 3 'bare\.csv.*header' rank bare.csv
}

fault_29_semicolons_and_decimal_comma() {
    cat >semicolons.csv <<'EOF'
Easting;Northing;Month;Crime type
400100,5;300100,25;2024-01;Burglary
401100,5;300100,25;2024-01;Burglary
EOF
    expect 0 '' rank semicolons.csv --json
    ledger placed 2
    tr ';' '\t' <semicolons.csv | tr ',' '.' >tabs.csv
    expect 0 '' rank tabs.csv --json
    ledger placed 2
}

fault_30_long_line() {
    { cat incidents.csv; printf '400100,300100,2024-01,'; head -c 50000000 /dev/zero | tr '\0' x; echo; } >long.csv
    expect 7 'long\.csv.*row 13.*(1,?048,?576|1 MiB)' rank long.csv
}

fault_20_to_30_what_must_work() {
    { sed 's/$/\r/' incidents.csv; printf '\r\n\r\n'; } >crlf.csv
    expect 0 '' rank crlf.csv --json
    ledger placed 12
    make_incidents '400100,300100,2024-01,"two' 'lines, ""quoted"""'
    expect 0 '' rank incidents.csv --json
    ledger placed 13
    printf '%s' "$(cat incidents.csv)" >no_last_newline.csv
    expect 0 '' rank no_last_newline.csv --json
    ledger placed 13
}
