/* Deprivation of the areas that incidents are counted in, by indices_options. */
#ifndef WARDMAP_INDICES_H
#define WARDMAP_INDICES_H

#include <geo/deprivation.h>
#include <geo/output.h>

#include "load.h"

typedef struct cli_indices {
    geo_deprivation *table;      /* as read, from a file or from the areas' own fields */
    geo_area_deprivation *areas; /* of the areas (or codes) asked for */
    geo_correspondence *bridge;  /* from these to the rows of the table; NULL: none was needed */
    geo_bridge_report bridged;
    char *name; /* "Index of Multiple Deprivation 2019", for titles and notes */
} cli_indices;

/* After load_plan(): the files named by the options are there, and no output is one of them. */
geo_status indices_check(cli_job *job, const cli_load *load);
/* After load_areas(): reads the indices and finds the groups of the first areas. `which`
 * ([areas->count], may be NULL) are those that count. GEO_ERROR_USAGE when there is neither
 * --deprivation nor a field of the areas that tells it. */
geo_status indices_of_areas(cli_job *job, const cli_load *load, const bool *which,
                            cli_indices *out);
/* The same of codes that are no areas', such as the incidents' own; `text` says whose they are.
 * `weight` (one a code, may be NULL): the incidents with each, of which most must be in the
 * indices, not most of the codes. */
geo_status indices_of_codes(cli_job *job, const geo_dictionary *codes, const double *weight,
                            const char *text, cli_indices *out);
/* The same of all areas of the indices' own table, where there are no boundaries. */
geo_status indices_of_table(cli_job *job, cli_indices *out);
/* Which indices, how the groups are made, what was bridged and how: notes under a table. */
geo_status indices_note(cli_job *job, const cli_indices *indices, geo_table *table);
/* The keys "deprivation" {index, domain, year, lsoa_year, groups, local, national, areas, matched,
 * bridge {...}} of a JSON. */
void indices_json(geo_json *json, const cli_indices *indices);
/* Area names, parents and population where the boundaries have none: the districts and the people
 * of the indices' own table, noted. Changes nothing that is there. */
geo_status indices_complete_areas(cli_job *job, const cli_indices *indices, geo_areas *areas);
void indices_clear(cli_indices *indices);

#endif
