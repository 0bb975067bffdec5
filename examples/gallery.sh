#!/bin/sh
# Draws the figures of docs/gallery and writes its README.md, from the sample county.
#   examples/gallery.sh [WARDMAP] [FOLDER]
# Without WARDMAP the release build is taken, without FOLDER docs/gallery. GALLERY_DPI draws them at another resolution; the
# README.md has always the commands as they stand below.
set -eu
project=$(cd "$(dirname "$0")/.." && pwd)
wardmap=$(realpath "${1:-$project/build/release/cli/wardmap}")
folder=${2:-$project/docs/gallery}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cd "$project"

wardmap() {
    "$wardmap" "$@"
}

# figure HEADING <COMMAND: runs it, and adds it to the README.md below its picture.
figure() {
    command=$(cat)
    picture=$(expr "$command" : '.*-o docs/gallery/\([a-z-]*\.png\)')
    printf '%s\n' "$command" | sed "s|docs/gallery/|\$folder/|; s|--dpi \([0-9]*\)|--dpi \${GALLERY_DPI:-\1}|" >"$script"
    words=$(. "$script")
    printf '\n## %s\n\n![%s](%s)\n\n' "$1" "$words" "$picture" >>"$folder/README.md"
    printf '%s\n' "$command" | sed 's/^/    /' >>"$folder/README.md"
}

script=$(mktemp)
trap 'rm -f "$script"' EXIT
cat >"$folder/README.md" <<'END'
# Gallery

Seventeen figures of the sample county, Aldshire, which is fictional. Each stands as wardmap drew it, over the command that drew
it; the words for readers who cannot see it are those that `--alt-text` prints. `examples/gallery.sh` makes this page.
END

figure 'A heat map for a screen' <<'END'
wardmap heatmap shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards \
    --bandwidth 1500 --backdrop shapes/aldshire-backdrop.gpkg --style dark --page 165x210 \
    --title "Recorded crime in Aldshire" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/heat-map.png
END
figure 'Rates by ward, and where the district lies' <<'END'
wardmap choropleth shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --per-year \
    --where "\"Crime type\" IN ('Burglary', 'Robbery', 'Vehicle crime')" --show "parent = 'Castlebeck'" \
    --names areas --inset shapes/aldshire.gpkg --inset-layer districts --page 230x170 \
    --title "Serious acquisitive crime in Castlebeck" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/rates.png
END
figure 'The two colours of the published tables, in black and white' <<'END'
wardmap choropleth shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --per-year \
    --category "Violence and sexual offences" --value band --names areas --style print-grey \
    --title "Wards where violence stands out" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/bands.png
END
figure 'Kinds of crime on one scale, for readers with low vision' <<'END'
wardmap choropleth shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --per-year \
    --facet "Crime type" --facet-most 4 --style accessible-high-contrast \
    --title "The four most frequent kinds of crime" --attribution "Fictional data" \
    --dpi 90 --alt-text --quiet -o docs/gallery/kinds.png
END
figure 'Before, after, and the change' <<'END'
wardmap choropleth shapes/incidents/*.csv.gz --areas shapes/aldshire.gpkg --layer wards --per-year \
    --category "Vehicle crime" --before 2022-01..2022-12 --period 2024-01..2024-12 --orientation landscape \
    --title "Vehicle crime has moved, not fallen" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/change.png
END
figure 'Deprivation of a district by LSOA' <<'END'
wardmap choropleth --areas shapes/aldshire.gpkg --layer lsoas --parent LAD24NM --show "parent = 'Wendmouth'" \
    --value imd_decile --unit "Decile of deprivation, 1 the most deprived" --ramp -ylorrd \
    --backdrop shapes/aldshire-backdrop.gpkg \
    --title "Deprivation in Wendmouth" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/deciles.png
END
figure 'Wards ranked, with their intervals' <<'END'
wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --per-year --top 20 \
    --title "The twenty wards with the highest rates of crime" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/ranked.png
END
figure 'What chance allows for, on a slide' <<'END'
wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --per-year \
    --category Burglary --chart funnel --style slide \
    --title "Burglary stands out in three wards" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/funnel.png
END
figure 'Hotspots over deprivation' <<'END'
wardmap overlay shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas --parent LAD24NM \
    --deprivation shapes/lsoa-deprivation.csv --show "parent = 'Wendmouth'" --category "Anti-social behaviour" \
    --wards shapes/aldshire.gpkg --wards-layer wards --page 260x180 \
    --backdrop shapes/aldshire-backdrop.gpkg --backdrop-layer water --backdrop-layer rivers --backdrop-layer woods \
    --title "Anti-social behaviour and deprivation in Wendmouth" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/hotspots.png
END
figure 'Two measures at once' <<'END'
wardmap overlay shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas --parent LAD24NM \
    --deprivation shapes/lsoa-deprivation.csv --kind bivariate --per-year --category "Violence and sexual offences" \
    --title "Violence and deprivation" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/thirds.png
END
figure 'Where both are true' <<'END'
wardmap overlay shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas --parent LAD24NM \
    --deprivation shapes/lsoa-deprivation.csv --kind both --per-year --where "\"Crime type\" IN ('Burglary', 'Robbery')" \
    --show "parent = 'Aldminster'" --wards shapes/aldshire.gpkg --wards-layer wards \
    --title "Burglary and robbery in deprived parts of Aldminster" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/both.png
END
figure 'Hotspots, numbered and named' <<'END'
wardmap hotspots shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --show "parent = 'Wendmouth'" \
    --where "\"Crime type\" IN ('Anti-social behaviour', 'Violence and sexual offences', 'Criminal damage and arson')" \
    --bandwidth 250 --threshold 5x --backdrop shapes/aldshire-backdrop.gpkg --style accessible-high-contrast \
    --title "Disorder in Wendmouth" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/list.png
END
figure 'Hot spots with their significance' <<'END'
wardmap clusters shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --parent LAD24NM \
    --show "parent IN ('Wendmouth', 'Saltmere')" --cells hexagons --cell-size 500 --category "Anti-social behaviour" \
    --orientation landscape --title "Where anti-social behaviour is no chance" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/significant.png
END
figure 'One kind of crime beside all others' <<'END'
wardmap risk shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --show "parent = 'Wendmouth'" \
    --category Burglary --title "Where burglary is a larger part of crime" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/risk.png
END
figure 'Which hot spots last' <<'END'
wardmap emerging shapes/incidents/2023-*.csv.gz shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas \
    --parent LAD24NM --category "Anti-social behaviour" --period 2023-01..2024-12 --show "parent = 'Aldminster'" \
    --title "Anti-social behaviour, month by month" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/emerging.png
END
figure 'Burglaries that bring others' <<'END'
wardmap near-repeat shapes/burglaries.csv --distances 0,100,200,300,400,500 --days 7,14,21,28,35,42 --page 260x160 \
    --title "A burglary brings others for two weeks and 300 m" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/near-repeats.png
END
figure 'How much of what came later the hotspots held' <<'END'
wardmap evaluate shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards --show "parent = 'Wendmouth'" \
    --category "Anti-social behaviour" --period 2024-01..2024-06 --test-period 2024-07..2024-12 --page 180x200 \
    --title "Half a year's hotspots, judged by the next" --attribution "Fictional data" \
    --dpi 110 --alt-text --quiet -o docs/gallery/curve.png
END
