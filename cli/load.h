/* What all commands share: inputs, areas, incidents, and which area each incident is in. */
#ifndef WARDMAP_LOAD_H
#define WARDMAP_LOAD_H

#include <geo/place.h>
#include <geo/source.h>

#include "inputs.h"

typedef struct cli_load {
    cli_inputs inputs;
    geo_filter *where;
    geo_period period;
    bool has_period;
    geo_crs working; /* as asked for with --working-crs */
    bool keep_fates; /* set by a command that walks the inputs again */
    size_t area_count;
    geo_areas **areas; /* [area_count] repaired, all in the same CRS */
    geo_frame *frame;  /* without columns where the incidents were streamed */
    geo_ledger *ledger;
    int32_t **area; /* [area_count][frame->count], GEO_NO_CODE where an incident is in none */
    int32_t *first; /* [frame->count], for the ledger: placed is being in any of the areas */
} cli_load;

/* Everything that can be checked before a byte is read: operands, outputs, --where, --period. */
geo_status load_plan(cli_job *job, cli_load *load);
/* The same for a command that must have areas. */
geo_status load_plan_with_areas(cli_job *job, cli_load *load);
/* Boundaries with population, repaired; then the incidents, filtered, in the boundaries' CRS. */
geo_status load_areas(cli_job *job, cli_load *load);
geo_status load_incidents(cli_job *job, cli_load *load);
/* The incidents go to a sink and are not kept. */
geo_status load_stream(cli_job *job, cli_load *load, const geo_incident_sink *sink);
/* Once the ledger is complete: of rows that are lost, or all outside the areas. */
void load_warn(cli_job *job, const cli_load *load);
/* Reads the incidents and counts them in the first areas, keeping none; the ledger is complete. */
geo_status load_tally(cli_job *job, cli_load *load, geo_tally **out);
/* Finds each incident's area and completes the ledger, which must balance. */
geo_status load_place(cli_job *job, cli_load *load);
/* Completes and checks the ledger with the areas in load->first. */
geo_status load_balance(cli_job *job, cli_load *load);
void load_clear(cli_load *load);

/* The period filter, NULL when there is none. */
const geo_period *load_period(const cli_load *load);

/* What the incidents are, for a title: "Burglary and Robbery", "All incidents", "Incidents". */
geo_status append_subject(cli_job *job, geo_bytes *bytes);

#endif
