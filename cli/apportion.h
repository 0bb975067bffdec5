/* What the parts of the apportion command share. */
#ifndef WARDMAP_APPORTION_H
#define WARDMAP_APPORTION_H

#include <geo/apportion.h>
#include <geo/place.h>

#include "indices.h"

typedef enum apportion_table { APPORTION_AREAS, APPORTION_PAIRS } apportion_table;

typedef struct apportion_settings {
    cli_settings common;
    area_choice to;
    text_list value;
    const char *values;
    const char *values_code;
    const char *values_layer;
    const char *by; /* NULL or "ground": by ground */
    const char *by_layer;
    int table; /* apportion_table */
    bool shares;
    double sliver_percent;
    int64_t decimals;
} apportion_settings;

/* What is in each area, by number. */
typedef struct apportion_result {
    const apportion_settings *settings;
    cli_load load; /* areas[0]: those that values are of, areas[1]: those that they go to */
    geo_correspondence *correspondence;
    const char *measure; /* what areas are shared out by, for titles: "ground", "points" */
    size_t quantity_count;
    geo_quantity *quantity; /* names borrowed, values owned */
    geo_apportionment *made;
    cli_indices indices;
    geo_table *table; /* of pairs or shares; NULL where `made` has it */
} apportion_result;

/* Finds or reads the quantities. */
geo_status apportion_find_fields(cli_job *job, apportion_result *result);
/* Numbers of a field of areas, NaN where there is none. GEO_ERROR_USAGE when there is no such
 * field, GEO_ERROR_DATA for a text that is no number. */
geo_status apportion_field(cli_job *job, const geo_areas *areas, const char *name, double **out);

bool apportion_is_by_ground(const apportion_settings *settings);
/* Lays the areas over each other, by ground or by what --by names. */
geo_status apportion_lay(cli_job *job, apportion_result *result);

/* The table that is asked for, the correspondence being there. */
geo_status apportion_make(cli_job *job, apportion_result *result);
geo_table *apportion_table_of(const apportion_result *result);
void apportion_json(cli_job *job, geo_json *json, const void *value);

#endif
