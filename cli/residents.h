/* How many of the residents of areas live in the most deprived LSOAs. */
#ifndef WARDMAP_RESIDENTS_H
#define WARDMAP_RESIDENTS_H

#include "indices.h"

typedef struct residents_settings {
    const char *lsoas;
    const char *lsoa_layer;
    const char *lsoa_lookup;
    const char *lookup_code;
    const char *lookup_area;
    const char *lsoa_population;
    const char *population_field;
} residents_settings;

/* LSOAs, and how they lie in the areas. */
typedef struct residents_lsoas {
    const residents_settings *settings;
    cli_load load;                      /* areas[0]: the LSOAs; of a look-up without boundaries */
    geo_dictionary *codes;              /* of a look-up: those of the LSOAs */
    geo_correspondence *correspondence; /* to the areas */
    cli_indices indices;
} residents_lsoas;

/* Options that make no sense, and outputs that are inputs, before a byte is read. */
geo_status residents_check(cli_job *job, const cli_load *load, const residents_settings *settings);
bool residents_are_asked_for(const residents_settings *settings);
/* Adds to a table about the areas the per cent of their residents who live in LSOAs of the most
 * deprived 20%, and a note on how that is known. */
geo_status residents_add_column(cli_job *job, const residents_settings *settings,
                                const geo_areas *areas, int decimals, geo_table *table);

/* LSOAs and their areas by the look-up of the settings, instead of boundaries. */
geo_status residents_read_lookup(cli_job *job, const geo_areas *areas, residents_lsoas *lsoas);

#endif
