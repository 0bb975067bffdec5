/* What the parts of the overlay command share. */
#ifndef WARDMAP_OVERLAY_H
#define WARDMAP_OVERLAY_H

#include <geo/deprivation.h>

#include "indices.h"
#include "levels.h"
#include "surface.h"

typedef struct overlay_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
    surface_settings surface;
    int kind; /* geo_overlay_kind */
    const char *contours;
    bool heat;
    double min_area; /* km2; NaN: chosen from the bandwidth */
    const char *wards;
    const char *wards_layer;
    const char *wards_name;
    bool per_year;
    int sd; /* population, sample */
    int64_t decimals;
} overlay_settings;

/* The ground where incidents are dense. */
typedef struct overlay_hotspots {
    geo_density_options options;
    surface_rules rules;
    geo_grid *surface; /* NULL: neither contours nor heat */
    cli_levels levels;
    geo_areas *drawn;        /* a polygon for each level */
    geo_areas *pieces;       /* connected, by level and falling peak */
    size_t lowest_count;     /* of these at the lowest level: the hotspots */
    int64_t *count;          /* [pieces->count] incidents in them */
    int64_t *deprived_count; /* of these in the most deprived 20% of areas */
    double *deprived_ground; /* [pieces->count] share of their ground that is there */
    geo_table *layer;        /* about all pieces */
    geo_table *table;        /* about the hotspots */
    /* of all hotspots together */
    double ground_km2;
    double deprived_km2;
    int64_t incidents;
    int64_t deprived_incidents;
} overlay_hotspots;

typedef struct overlay_result {
    cli_load load;
    cli_map map;
    cli_indices indices;
    const overlay_settings *settings;
    geo_tally *tally;
    geo_place_collector *collector;
    geo_places *places;
    double years;
    geo_overlay *overlay;
    double *value; /* [areas->count] by which the map shades them */
    overlay_hotspots hotspots;
    geo_areas *wards;     /* outlines above the areas; NULL: none */
    bool *ward_is_shown;  /* [wards->count] some of it is on the map */
    const char **ward_of; /* [areas->count] the name of the ward that has most of it; NULL: none */
    geo_bytes sentence;   /* of hotspots and deprivation; NUL-terminated; empty without contours */
    figure_words words;
} overlay_result;

bool overlay_is_shown(const overlay_result *result, size_t area);
/* Whether the area is in the most deprived 20%. */
bool overlay_is_deprived(const overlay_result *result, size_t area);
/* Digits after the point of rates. */
int overlay_decimals(const overlay_result *result);
/* "incidents per km2 a year" */
const char *overlay_density_unit(const overlay_result *result);

/* "2x,4x,8x", "90%,99%", "250": before anything is read. "none" gives none. */
geo_status overlay_read_levels(cli_job *job, const char *text, overlay_hotspots *hotspots);
/* "At least 250", for the legend. */
geo_status overlay_append_contour(cli_job *job, double density, geo_bytes *text);

/* The surface, and of it contours and what is in them. */
geo_status overlay_make_surface(cli_job *job, overlay_result *result);
geo_status overlay_make_hotspots(cli_job *job, overlay_result *result);
void overlay_clear_hotspots(overlay_hotspots *hotspots);
geo_status overlay_tabulate_hotspots(cli_job *job, overlay_result *result);

/* The outlines above the areas, which of them are on the map, and where the areas lie. */
geo_status overlay_read_wards(cli_job *job, overlay_result *result);

/* Titles and notes of the tables, and the words on the map. */
geo_status overlay_describe(cli_job *job, overlay_result *result);

/* The picture, or for NULL its alternative text. */
geo_status overlay_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
/* Areas, hotspots and wards as layers. */
geo_status overlay_layers(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
