/* A table of codes: which area each LSOA is in. */
#ifndef WARDMAP_LOOKUP_H
#define WARDMAP_LOOKUP_H

#include "load.h"

typedef struct lookup_asked {
    const char *path;
    const char *lsoa; /* fields, where they are named; NULL: the only one of its kind */
    const char *area;
    const char *lsoa_option; /* by which they are named, for messages */
    const char *area_option;
    int year;               /* of several fields with codes of LSOAs that of this year; 0: none */
    const geo_areas *lsoas; /* rows about others are left out; NULL: none is */
    const geo_areas *areas; /* likewise; NULL: areas may be known by name alone */
} lookup_asked;

typedef struct cli_lookup {
    char *path;
    char *lsoa_field;
    char *area_field;      /* with the codes or, where there are none, the names */
    char *name_field;      /* NULL: there are no names beside them, or they aren't asked for */
    geo_dictionary *lsoas; /* those asked for first, in their order */
    geo_dictionary *areas;
    text_list name; /* of the areas, by name_field: as their first row has it; owned */
    int32_t *from;  /* [count] by row: LSOA and area */
    int32_t *to;
    size_t count;
    size_t elsewhere; /* rows left out for their area */
    size_t capacity;
} cli_lookup;

/* GEO_ERROR_USAGE when it can't be told which fields they are, GEO_ERROR_DATA for a row that is
 * broken. Rows without either code are passed over. */
geo_status lookup_read(cli_job *job, const lookup_asked *asked, cli_lookup *out);
/* An LSOA with several areas lies in each of them in equal parts: the look-up tells no more. */
geo_status lookup_correspondence(cli_job *job, const cli_lookup *lookup, geo_correspondence **out);
void lookup_clear(cli_lookup *lookup);

#endif
