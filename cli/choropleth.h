/* What the parts of the choropleth command share. */
#ifndef WARDMAP_CHOROPLETH_H
#define WARDMAP_CHOROPLETH_H

#include <geo/measure.h>
#include <geo/surface.h>

#include "panels.h"

typedef struct choropleth_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
    const char *value; /* NULL: rate */
    const char *unit;  /* of a field, for the legend; NULL: the field's name */
    bool counts_ok;
    bool per_year;
    int sd; /* geo_sd */
    int64_t decimals;
} choropleth_settings;

typedef enum choropleth_kind {
    CHOROPLETH_RATE,
    CHOROPLETH_COUNT,
    CHOROPLETH_BAND,
    CHOROPLETH_Z,
    CHOROPLETH_FIELD
} choropleth_kind;

/* The values of one map. */
typedef struct choropleth_layer {
    geo_tally *tally; /* NULL for a field */
    double *value;    /* [areas->count], rounded as it is shown */
    double years;     /* that rates stand for */
    geo_reference reference;
    geo_place_collector *collector;
    geo_places *places; /* of the incidents, where they are drawn */
} choropleth_layer;

typedef struct choropleth_result {
    cli_load load;
    cli_map map;
    cli_panels panels;
    const choropleth_settings *settings;
    choropleth_kind kind;
    const geo_column *field; /* of CHOROPLETH_FIELD */
    bool is_whole;           /* its numbers are whole */
    size_t layer_count;
    choropleth_layer *layer;
    double *change; /* [areas->count] of PANEL_CHANGE */
    geo_bytes unit; /* texts of the figure, NUL-terminated */
    geo_bytes band_text[3];
    geo_bytes change_unit; /* of differences, for the legend */
    figure_words words;
} choropleth_result;

bool choropleth_is_studied(const choropleth_result *result, size_t area);
/* Digits after the point of the values. */
int choropleth_decimals(const choropleth_result *result);

/* Reads the incidents of every map. */
geo_status choropleth_count(cli_job *job, choropleth_result *result);
/* Makes the values of what was counted, */
geo_status choropleth_measure(cli_job *job, choropleth_result *result);
/* or takes them from a field of the areas. */
geo_status choropleth_take_field(cli_job *job, choropleth_result *result);

/* Writes what the values are, for the legend. */
geo_status choropleth_unit(cli_job *job, choropleth_result *result);
/* Writes the other texts, the values being there. */
geo_status choropleth_describe(cli_job *job, choropleth_result *result);

#endif
