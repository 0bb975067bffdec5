/* The time that rates and counts stand for. */
#ifndef WARDMAP_PERIOD_H
#define WARDMAP_PERIOD_H

#include "load.h"

/* The years that the rates are divided by: those that the incidents cover with `per_year`, else 1.
 * A note says which time it is, and a warning which of its months have no rows. GEO_ERROR_USAGE for
 * `per_year` when no incident has a date. */
geo_status period_years(cli_job *job, const cli_load *load, bool per_year, double *years);
/* The warning alone, for tables without rates. */
geo_status period_warn(cli_job *job, const cli_load *load);
/* Whether it begins or ends within a month. */
bool period_cuts_month(const geo_period *period);

#endif
