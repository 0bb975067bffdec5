/* What the parts of the evaluate command share. */
#ifndef WARDMAP_EVALUATE_H
#define WARDMAP_EVALUATE_H

#include <geo/evaluation.h>

#include "cells.h"
#include "map.h"
#include "surface.h"

/* They begin with those of surface_command_settings. */
typedef struct evaluate_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
    surface_settings surface;
    int cell_shape;      /* hexagons, squares */
    cell_settings cells; /* its shape follows from that */
    const char *test_period;
    text_list test;
    const char *methods;
    const char *hotspots;
    const char *hotspots_layer;
    const char *area_share;
    const char *chart_to;
    int64_t bootstrap;
    int64_t seed;
    int64_t top;
} evaluate_settings;

enum { EARLIER, LATER, EVALUATE_TIMES };

/* How the incidents are parted. */
typedef enum evaluate_parting {
    PARTED_BY_PERIODS,
    PARTED_BY_FILES,
    PARTED_BY_LAST_MONTHS /* the last third of the months are the later ones */
} evaluate_parting;

/* Incidents of one time. */
typedef struct evaluate_time {
    geo_period period; /* open ends are those of the incidents, once they are read */
    geo_bytes text;    /* "April 2017 to March 2018"; NUL-terminated; empty without dates */
    geo_places *places;
    int64_t incidents;
} evaluate_time;

/* Places of incidents as they are read: of a time, or where these are not known yet, of a month. */
typedef struct evaluate_slot {
    int32_t month;
    int32_t first_day; /* of the incidents; GEO_NO_DATE: none is dated */
    int32_t last_day;
    geo_place_collector *collector;
} evaluate_slot;

typedef enum evaluate_method {
    METHOD_DENSITY,
    METHOD_CELLS,
    METHOD_AREAS,
    METHOD_RATES,
    METHOD_HOTSPOTS,
    EVALUATE_METHODS
} evaluate_method;

/* Pieces of ground, with the incidents in them. */
typedef struct evaluate_ground {
    size_t count;
    double *area_km2;                   /* [count] */
    double *score;                      /* [count] scratch of the method at hand */
    int64_t *incidents[EVALUATE_TIMES]; /* [count] each */
} evaluate_ground;

typedef struct evaluate_result {
    cli_load load;
    cli_map map;
    geo_style *style;
    const evaluate_settings *settings;
    evaluate_parting parting;
    size_t first_test; /* of the inputs those from there on are later ones */
    bool wants[EVALUATE_METHODS];
    double *share; /* [share_count] of the ground, rising */
    size_t share_count;
    double chart_to;
    /* incidents */
    evaluate_slot *slot;
    size_t slot_count;
    int64_t between; /* in neither time */
    evaluate_time time[EVALUATE_TIMES];
    /* ground */
    double ground_km2;
    evaluate_ground areas; /* those shown: places in area_of[] */
    int32_t *area_of;      /* [areas.count] of load->areas[0] */
    evaluate_ground cells;
    cli_cells lattice;
    int32_t *cell_of;         /* [cells.count] of lattice.areas */
    evaluate_ground hotspots; /* the last is all other ground */
    geo_areas *spots;
    bool spots_are_ranked;
    geo_density_options density;
    /* what comes of it */
    geo_hit_curve *ideal;
    geo_hit_curve *curve[EVALUATE_METHODS][EVALUATE_TIMES];
    geo_bytes name[EVALUATE_METHODS]; /* NUL-terminated */
    geo_forecast forecast[EVALUATE_METHODS];
    const char *column[EVALUATE_METHODS];
    size_t forecast_count;
    geo_table *table;
    geo_table *curves;
    geo_table *stability; /* NULL: not asked for */
    geo_bytes sentence;   /* NUL-terminated */
} evaluate_result;

/* "density,cells,areas" and "1%,2%,5%": before anything is read. */
geo_status evaluate_read_methods(cli_job *job, const char *text, bool *wants);
geo_status evaluate_read_shares(cli_job *job, const char *text, evaluate_result *result);

/* Which incidents are earlier and which later, before anything is read; then the files. */
geo_status evaluate_plan_times(cli_job *job, evaluate_settings *settings, evaluate_result *result);
/* What the times are, in words, once all is read; with notes and warnings about them. */
geo_status evaluate_settle_times(cli_job *job, evaluate_result *result);

/* The incidents of both times in the areas shown. */
geo_status evaluate_read_incidents(cli_job *job, evaluate_result *result);

/* Cells, areas and hotspots with their ground and their incidents. */
geo_status evaluate_divide(cli_job *job, evaluate_result *result);
void evaluate_clear_ground(evaluate_result *result);

/* The methods' curves, and the tables. */
geo_status evaluate_make_forecasts(cli_job *job, evaluate_result *result);
geo_status evaluate_make_tables(cli_job *job, evaluate_result *result);
geo_status evaluate_make_stability(cli_job *job, evaluate_result *result);

/* Titles and notes. */
geo_status evaluate_describe(cli_job *job, evaluate_result *result);
/* "Anti-social behaviour: how much of it hotspots foretell" */
geo_status evaluate_append_title(cli_job *job, geo_bytes *title);
/* "Hotspots of October 2018, judged by January 2019"; nothing without dates. */
geo_status evaluate_append_times(cli_job *job, const evaluate_result *result, geo_bytes *text);
/* The share of the ground that hotspots of a file have, else one that the table has, as near to 5%
 * as there is. */
double evaluate_usual_share(const evaluate_result *result);
void evaluate_json(cli_job *job, geo_json *json, const void *result);
/* "wards", or "areas" where nobody knows. */
const char *evaluate_area_word(const evaluate_result *result);

/* The picture, or for NULL its alternative text. */
geo_status evaluate_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
