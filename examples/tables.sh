#!/bin/sh
# Writes docs/tables.md: the tables of a strategic assessment, from the sample county.
#   examples/tables.sh [WARDMAP] [FILE]
# Without WARDMAP the release build is taken, without FILE docs/tables.md. What stands under its last heading is kept as it is.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
wardmap=$(realpath "${1:-$project/build/release/cli/wardmap}")
page=${2:-$project/docs/tables.md}
case $page in /*) ;; *) page=$PWD/$page ;; esac
kept='## On open data for Staffordshire'
cd "$project"

made=$(mktemp)
table=$(mktemp -d)
trap 'rm -rf "$made" "$table"' EXIT

# table HEADING <COMMAND: runs it, and adds it to the page above what it wrote.
table() {
    command=$(cat)
    printf '%s -q -o %s\n' "$command" "$table/table.md" | sed "s|^wardmap|$wardmap|" >"$table/script"
    sh "$table/script" 2>"$table/stderr" || { cat "$table/stderr" >&2; exit 1; }
    printf '\n## %s\n\n' "$1" >>"$made"
    printf '%s\n' "$command" | sed 's/^/    /' >>"$made"
    printf '\n' >>"$made"
    cat "$table/table.md" >>"$made"
}

cat >"$made" <<'END'
# Tables

The tables of a strategic assessment, each by one command, as Markdown (`-o table.md`). Aldshire, the sample county, is
fictional; `examples/tables.sh` makes this page. Every command writes the same as text, CSV, HTML, LaTeX, XLSX and JSON, those about areas
as GeoPackage too, and most draw a chart.
END

table 'Wards by offence, shaded against the county' <<'END'
wardmap matrix shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --per-year \
    --show "parent = 'Heathmarsh'"
END
table 'Places at greatest risk, with the reasons' <<'END'
wardmap places shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --per-year --top 5
END
table 'A district beside the county and other places' <<'END'
wardmap compare shapes/force-export.csv.gz --areas shapes/aldshire.gpkg --layer wards --categories home-office \
    --this Castlebeck --period 2024-01..2024-12 --per-year --comparators shapes/comparators.csv
END
table 'Two years compared, small counts kept back' <<'END'
wardmap change shapes/force-export.csv.gz --categories home-office --levels 2 --suppress-below 5 \
    --before 2023-01..2023-12 --period 2024-01..2024-12
END
table 'The months of three years' <<'END'
wardmap trend shapes/incidents/*.csv.gz --offence "Anti-social Behaviour" --period 2024-01..2024-12
END
table 'Violence in public places at night' <<'END'
wardmap share shapes/force-export.csv.gz --areas shapes/aldshire.gpkg --layer wards --group-field parent \
    --where "\"Public Place\" = 'Y' AND \"Offence Group\" LIKE 'Violence%'" --window 21:00..04:00
END
table 'Town and country' <<'END'
wardmap share shapes/force-export.csv.gz --areas shapes/aldshire.gpkg --layer lsoas \
    --group-file shapes/area-classes.csv --group-field "Rural Urban"
END
table 'Victims of more than one offence' <<'END'
wardmap repeat shapes/force-export.csv.gz --id "Victim Reference" --unit victims
END
table 'Victims by age and sex' <<'END'
wardmap profile shapes/force-export.csv.gz --where "\"Offence Group\" LIKE 'Violence%'" \
    --rows "Victim Age Band" --columns "Victim Sex" --suppress-below 5
END
table 'Crime by decile of deprivation' <<'END'
wardmap deprivation shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas \
    --deprivation shapes/lsoa-deprivation.csv --where "\"Crime type\" <> 'Anti-social behaviour'" --per-year
END
table 'Drug offences against all other crime' <<'END'
wardmap deprivation shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas \
    --deprivation shapes/lsoa-deprivation.csv --groups 5 --category "Drug Offences" --against "Total Recorded Crime"
END
table 'Pockets of deprivation' <<'END'
wardmap pockets --areas shapes/aldshire.gpkg --layer lsoas --deprivation shapes/lsoa-deprivation.csv --national 33755 \
    --within 5 --show "district IN ('Castlebeck', 'Saltmere')"
END
table 'Victims by age and deprivation' <<'END'
wardmap crosstab shapes/force-export.csv.gz --rows "Victim Age Band" --columns quintile --areas shapes/aldshire.gpkg \
    --layer lsoas --deprivation shapes/lsoa-deprivation.csv --age-population shapes/lsoa-population-age.csv \
    --cells rate --per-year
END
table 'Who lives in deprived areas, by ward' <<'END'
wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --per-year --top 8 \
    --lsoas shapes/aldshire.gpkg --lsoa-layer lsoas
END

table 'Hotspots of half a year, and what the next half had there' <<'END'
wardmap hotspots shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --show "parent = 'Wendmouth'" \
    --where "\"Crime type\" IN ('Anti-social behaviour', 'Violence and sexual offences', 'Criminal damage and arson')" \
    --period 2024-01..2024-06 --test-period 2024-07..2024-12 --bandwidth 250 --max-hotspots 8
END
table 'Wards that are hot spots, with their significance' <<'END'
wardmap clusters shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --category "Anti-social behaviour" \
    --significant
END
table 'Methods of finding hotspots, judged by what came later' <<'END'
wardmap evaluate shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --show "parent = 'Wendmouth'" \
    --category "Anti-social behaviour" --period 2024-01..2024-06 --test-period 2024-07..2024-12
END
table 'Bandwidths by rule' <<'END'
wardmap bandwidth shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --show "parent = 'Wendmouth'" \
    --category "Anti-social behaviour"
END

if [ -f "$project/docs/tables.md" ]; then
    printf '\n' >>"$made"
    sed -n "/^$kept\$/,\$p" "$project/docs/tables.md" >>"$made"
fi
cp "$made" "$page"
