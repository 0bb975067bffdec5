/* What incidents are divided by: residents, or for some kinds households, vehicles, people at work.
 */
#ifndef WARDMAP_DENOMINATORS_H
#define WARDMAP_DENOMINATORS_H

#include "offences.h"

typedef struct cli_denominators {
    const double **of;     /* [node_count] by area, borrowed from the areas or from `own` */
    const char **name;     /* [node_count] "residents", else what the field is called */
    const char *root_name; /* of kinds without their own; borrowed */
    size_t node_count;
    double **own;       /* [own_count] */
    text_list own_name; /* owned */
    size_t own_count;
} cli_denominators;

/* Before the incidents are read: GEO_ERROR_USAGE, with the fields that may be it, when the areas
 * have no population. */
geo_status denominators_check(cli_job *job, const cli_load *load);
/* `wanted`: "CATEGORY=FIELD", "CATEGORY=FILE", "CATEGORY=FILE,FIELD". A kind's denominator is its
 * children's too, where they have none of their own. GEO_ERROR_USAGE for a category that is not in
 * the tree, and a field or file that is none. Errors as for geo_areas_join_population(). */
geo_status denominators_find(cli_job *job, const cli_load *load, const geo_categories *tree,
                             const text_list *wanted, cli_denominators *out);
/* "Rates are per 1,000 residents; those of Burglary per 1,000 households", and what is wrong
 * with residents where people come to town. */
geo_status denominators_note(cli_job *job, const geo_categories *tree,
                             const cli_denominators *denominators, geo_table *table);
void denominators_clear(cli_denominators *denominators);

#endif
