/* What all commands share: inputs, areas, incidents, and which area each incident is in. */
#ifndef WARDMAP_LOAD_H
#define WARDMAP_LOAD_H

#include <geo/place.h>
#include <geo/source.h>

#include "inputs.h"

struct cli_sources;
struct cli_own_codes;

typedef struct cli_load {
    cli_inputs inputs;
    geo_filter *where;
    geo_period period;
    bool has_period;
    const char *value;           /* the one category to keep, where a map is of one; borrowed */
    geo_crs working;             /* as asked for with --working-crs */
    geo_record_use records;      /* set by a command that wants the rows as they were read */
    bool no_places;              /* set by a command that doesn't ask where the incidents are */
    struct cli_sources *sources; /* set by a command that asks who recorded how many in each month;
                                    borrowed */
    struct cli_own_codes *codes; /* set by a command that asks for the incidents' own codes;
                                    borrowed */
    bool keeps_all_kinds;        /* set where --category names one of the kinds, and filters none */
    bool keeps_categories;       /* asked for with --categories none */
    const char *category_field;  /* that a mapping of categories asks for; borrowed */
    const char *date_field;      /* the date where no other is asked for; borrowed */
    size_t area_count;
    geo_areas **areas;     /* [area_count] repaired, all in the same CRS */
    char *denominator;     /* what the population of the first areas counts: "residents" */
    geo_locator **locator; /* [area_count] */
    geo_frame *frame;      /* without columns: the incidents go to a sink */
    geo_ledger *ledger;
} cli_load;

/* Everything that can be checked before a byte is read: operands, outputs, --where, --period. */
geo_status load_plan(cli_job *job, cli_load *load);
/* The same for a command that must have areas. */
geo_status load_plan_with_areas(cli_job *job, cli_load *load);
/* The same for one that needs no incidents. */
geo_status load_plan_areas_alone(cli_job *job, cli_load *load);
/* Boundaries with population, repaired. */
geo_status load_areas(cli_job *job, cli_load *load);
/* Areas that no file of boundaries tells of: they are the load's from then on. */
geo_status load_take_areas(cli_job *job, cli_load *load, geo_areas *areas);
/* Their population, where a table of it is named: of those that count ([areas->count]; NULL: all),
 * and nobody in the others. */
geo_status load_population(cli_job *job, cli_load *load, const bool *which);
/* Boundaries beside those of the settings, repaired, with what they have themselves. */
geo_status load_further_areas(cli_job *job, const area_choice *choice, const geo_crs *working,
                              geo_areas **out);
/* Once; later calls find them there. */
geo_status load_locators(cli_job *job, cli_load *load);
/* Asked for, or that of the first areas; NULL: left to the library. */
const geo_crs *load_working_crs(const cli_load *load);
/* The incidents, filtered, in the boundaries' CRS, go to a sink and are not kept. */
geo_status load_stream(cli_job *job, cli_load *load, const geo_incident_sink *sink);
/* Once the ledger is complete: of rows that are lost, or all outside the areas. */
void load_warn(cli_job *job, const cli_load *load);
/* Reads the incidents and counts them in the first areas, keeping none; the ledger is complete. */
geo_status load_tally(cli_job *job, cli_load *load, geo_tally **out);
void load_clear(cli_load *load);

/* The period filter, NULL when there is none. */
const geo_period *load_period(const cli_load *load);

/* Its code where it has no name. */
const char *area_name(const geo_areas *areas, size_t area);

/* What the incidents are, for a title: "Burglary and Robbery", "All incidents", "Incidents". */
geo_status append_subject(cli_job *job, geo_bytes *bytes);

/* ", April 2018 to March 2019" where the incidents have dates. */
geo_status append_title_period(cli_job *job, const cli_load *load, geo_bytes *bytes);

#endif
