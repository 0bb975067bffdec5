/* What the parts of the hotspots command share. */
#ifndef WARDMAP_HOTSPOTS_H
#define WARDMAP_HOTSPOTS_H

#include <float.h>

#include <geo/hotspots.h>

#include "cells.h"
#include "change_periods.h"
#include "levels.h"
#include "surface.h"

/* A threshold that no density reaches. */
#define HOTSPOTS_NOWHERE DBL_MAX

typedef struct hotspots_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
    surface_settings surface;
    cell_settings cells;
    int method; /* surface, clusters */
    double cluster_m;
    int64_t cluster_incidents;
    bool by_peaks;
    const char *threshold;
    const char *share;
    double min_area; /* km2; NaN: chosen from the bandwidth */
    int64_t min_count;
    int64_t most;
    int order; /* geo_hotspot_order */
    const char *name_field;
    const char *places;
    const char *places_layer;
    const char *places_name;
    const char *test_period;
    text_list test;
    int64_t round_to;
    int64_t suppress_below;
} hotspots_settings;

/* How pieces of ground are found. */
typedef enum hotspots_method {
    HOTSPOTS_BY_SURFACE,
    HOTSPOTS_BY_CLUSTERS,
    HOTSPOTS_BY_CELLS
} hotspots_method;

static inline hotspots_method hotspots_method_of(const hotspots_settings *settings)
{
    return settings->method == HOTSPOTS_BY_CLUSTERS ? HOTSPOTS_BY_CLUSTERS
           : settings->cells.shape != CELLS_NONE    ? HOTSPOTS_BY_CELLS
                                                    : HOTSPOTS_BY_SURFACE;
}

/* When incidents are asked about. */
typedef struct hotspots_times {
    bool has[GEO_HOTSPOT_TIMES];      /* now always is */
    bool is_bound[GEO_HOTSPOT_TIMES]; /* to a period */
    geo_period period[GEO_HOTSPOT_TIMES];
    size_t first_test;     /* the place of the first file of --test; SIZE_MAX: none */
    change_periods change; /* of --before */
    int32_t first_month;   /* with incidents now; INT32_MAX: none is dated */
    int32_t last_month;
    geo_bytes text[GEO_HOTSPOT_TIMES]; /* "October 2018 to February 2019", NUL-terminated */
    int64_t in_none;                   /* incidents that are in none of the periods */
} hotspots_times;

/* Incidents on the ground studied, column by column. */
typedef struct hotspots_rows {
    size_t count;
    size_t capacity;
    double *x;
    double *y;
    unsigned char *time;
    int32_t *area;
    int32_t *category;
    int32_t *location;
    signed char *weekday;
    signed char *hour;
    int32_t *piece;
    int64_t not_shown; /* in areas that are not */
    bool has_hours;
    bool has_locations;
} hotspots_rows;

/* Pieces of ground, whichever way they were found, in arrays of as many. */
typedef struct hotspots_pieces {
    geo_areas *areas;
    double *area_km2;
    double *peak;
    double *x;
    double *y;
    double *lon;
    double *lat;
    const char **place; /* entries NULL where none is near; borrowed */
} hotspots_pieces;

typedef struct hotspots_result {
    cli_load load;
    cli_map map;
    const hotspots_settings *settings;
    hotspots_times times;
    hotspots_rows rows;
    geo_dictionary *locations;
    geo_place_collector *collector;
    geo_places *places; /* of now */
    geo_density_options density;
    geo_grid *surface;  /* NULL: by cells */
    cli_cells cells;    /* around all incidents, where they are asked for */
    cli_levels levels;  /* none where --share asks for it */
    double share;       /* of the incidents, from 0 to 1; NaN: not asked for */
    double share_cells; /* that the cells hold whose densities reach the threshold */
    double threshold;   /* incidents per km2 */
    size_t too_small;   /* pieces left out for --min-area */
    double studied_km2;
    hotspots_pieces pieces;
    geo_shapes *named; /* of --places; NULL: none */
    geo_hotspots *hotspots;
    figure_words words;
} hotspots_result;

/* ---- times ---------------------------------------------------------------------------------- */

/* After load_plan(): which periods there are; what is read is all of them. */
geo_status hotspots_plan_times(cli_job *job, hotspots_result *result);
/* The time of an incident of that input; GEO_HOTSPOT_TIMES: none of them. */
geo_hotspot_time hotspots_time_of(const hotspots_times *times, size_t input, int32_t day);
/* Once all is read: years and words of each. */
geo_status hotspots_settle_times(cli_job *job, hotspots_result *result);
void hotspots_clear_times(hotspots_times *times);

/* ---- incidents ------------------------------------------------------------------------------ */

geo_status hotspots_read(cli_job *job, hotspots_result *result);
void hotspots_clear_rows(hotspots_rows *rows);

/* ---- ground --------------------------------------------------------------------------------- */

/* --threshold and --share, before anything is read. */
geo_status hotspots_plan_threshold(cli_job *job, hotspots_result *result);
/* Of cells, their incidents per km2 (NaN, or 0: none) and incidents: result->threshold. */
geo_status hotspots_find_threshold(cli_job *job, hotspots_result *result, double *density,
                                   const int64_t *incidents, size_t count);
/* What goes with --method clusters, before anything is read. */
geo_status hotspots_check_clusters(cli_job *job, const hotspots_settings *settings);
/* Ground around clusters of incidents. */
geo_status hotspots_find_clusters(cli_job *job, hotspots_result *result);
/* Ids of pieces by where the peak is, so that a hotspot that is still there next month has the
 * same: a reference of the National Grid with so many figures, or whole metres. */
geo_status hotspots_set_ids(cli_job *job, hotspots_pieces *pieces, int figures);
/* Cells of one size with as many incidents. */
geo_status hotspots_find_cells(cli_job *job, hotspots_result *result);
/* Square kilometres below which a piece is left out, and a hole filled. */
double hotspots_min_area(const hotspots_result *result);
/* Pieces of ground by the contour of a surface. */
geo_status hotspots_find_surface(cli_job *job, hotspots_result *result);
/* Room for `count` pieces' figures. */
geo_status hotspots_allot_pieces(cli_job *job, hotspots_pieces *pieces, size_t count);
/* The pieces that are listed, by rank; their codes are borrowed. */
geo_status hotspots_list_pieces(cli_job *job, const hotspots_result *result, geo_areas **out);
/* Which piece each incident is in, longitude and latitude of peaks, and places near these. */
geo_status hotspots_lay_out(cli_job *job, hotspots_result *result);
void hotspots_clear_pieces(hotspots_pieces *pieces);

/* ---- words and pictures --------------------------------------------------------------------- */

/* Title and notes of the list, and the words on its map. */
geo_status hotspots_describe(cli_job *job, hotspots_result *result);
/* Keys between the title and the rows. */
void hotspots_write_json(cli_job *job, geo_json *json, const void *result);
/* The picture, or for NULL its alternative text. */
geo_status hotspots_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
/* Where hotspots are highest, with names and a few words. */
typedef struct hotspots_peaks {
    geo_waypoints points;
    double *x;
    double *y;
    geo_bytes *words;  /* [2 * points.count] names, then what there is to say */
    const char **text; /* likewise */
} hotspots_peaks;

geo_status hotspots_find_peaks(cli_job *job, const hotspots_result *result, hotspots_peaks *peaks);
void hotspots_clear_peaks(hotspots_peaks *peaks);
/* The hotspots as a layer. */
geo_status hotspots_layer(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
