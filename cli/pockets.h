/* What the parts of the pockets command share. */
#ifndef WARDMAP_POCKETS_H
#define WARDMAP_POCKETS_H

#include <geo/deprivation.h>
#include <geo/measure.h>

#include "indices.h"

typedef struct pockets_settings {
    cli_settings common;
    const char *ward_lookup;
    const char *ward_lookup_code;
    const char *ward_field;
    const char *wards;
    const char *wards_layer;
    const char *districts;
    const char *districts_layer;
    const char *by;
    const char *by_layer;
    const char *by_weight;
    const char *show;
    int64_t within;
    int64_t decimals;
    int64_t round_to;
    int64_t suppress_below;
    bool per_year;
} pockets_settings;

/* Which wards, or districts, LSOAs lie in. */
typedef struct pockets_places {
    geo_correspondence *parts; /* from the LSOAs; NULL: not known */
    text_list name;            /* [parts->to_count] owned */
    geo_bytes how;             /* "field WD24NM of lookup.csv", NUL-terminated */
} pockets_places;

typedef struct pockets_result {
    const pockets_settings *settings;
    cli_load load;
    geo_filter *show;
    cli_indices indices;
    geo_areas *own;   /* made of the indices' table where there are no boundaries */
    geo_areas *areas; /* these or the boundaries; borrowed */
    double *rank;     /* [areas->count]; NULL: only deciles are known */
    int32_t *decile;  /* [areas->count] */
    double national;  /* areas that the ranks are among */
    pockets_places wards;
    pockets_places districts;
    const char **district; /* [areas->count] borrowed; NULL: not known */
    bool *shown;           /* [areas->count]; NULL: all */
    geo_tally *tally;      /* NULL: no incidents were counted */
    double years;
    geo_pockets *pockets;
} pockets_result;

/* The areas that may be pockets, with their ranks and deciles: the boundaries', or the rows of the
 * indices' table. */
geo_status pockets_find_areas(cli_job *job, pockets_result *result);
/* Which wards and districts these lie in, as far as that can be told. */
geo_status pockets_find_places(cli_job *job, pockets_result *result);
/* Rank, decile, ward and district become attributes of the areas, so that --show can ask for them;
 * then it is asked. */
geo_status pockets_find_shown(cli_job *job, pockets_result *result);

/* Wards by the look-up of the settings; `named` (may be NULL) are areas by whose codes wards are
 * named where the look-up has codes alone. */
geo_status pockets_read_lookup(cli_job *job, const pockets_result *result, const geo_areas *named,
                               pockets_places *out);

geo_status pockets_add_words(cli_job *job, pockets_result *result);
void pockets_write_json(cli_job *job, geo_json *json, const void *result);
geo_status pockets_layer(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

void pockets_clear_places(pockets_places *places);

#endif
