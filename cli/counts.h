/* Incidents counted by area, category and time as they are read, none being kept. */
#ifndef WARDMAP_COUNTS_H
#define WARDMAP_COUNTS_H

#include "offences.h"

/* One tally a time. They share the categories of the incidents, and one of them may know fewer of
 * these than another: read them by counts_at(). Without areas there is one, which holds all. */
typedef struct cli_counts {
    size_t area_count;
    size_t count;       /* of the times */
    int32_t *month;     /* [count] since January 1970, rising; NULL where periods were given */
    geo_tally **tally;  /* [count] */
    int64_t outside_it; /* placed, but undated or in none of the periods */
} cli_counts;

/* Of all of them: `offences` as planned; they are settled when it returns, and what no category
 * holds is warned of. NULL: incidents are counted by area and time alone. */

/* A time for each month with placed incidents. */
geo_status counts_by_month(cli_job *job, cli_load *load, cli_offences *offences, cli_counts *out);
/* A time for each of the periods, in their order; no two may overlap. GEO_ERROR_USAGE when they cut
 * months and the incidents tell only the month. */
geo_status counts_by_period(cli_job *job, cli_load *load, cli_offences *offences,
                            const geo_period *period, size_t period_count, cli_counts *out);
/* A single time: all placed incidents. */
geo_status counts_of_all(cli_job *job, cli_load *load, cli_offences *offences, cli_counts *out);
int64_t counts_at(const geo_tally *tally, size_t area, size_t category);
void counts_clear(cli_counts *counts);

#endif
