/* What a population counts, for titles, units and notes: "rate per 1,000 residents". */
#ifndef WARDMAP_DENOMINATOR_NAME_H
#define WARDMAP_DENOMINATOR_NAME_H

#include "job.h"

/* Of whoever lives there, and of a field that doesn't tell. */
extern const char denominator_residents[];

/* "households" for the field Households, "workday population" for workday_population, "residents"
 * for fields that seem to hold them and NULL. Freed with free(). */
geo_status denominator_name(cli_job *job, const char *field, char **out);
bool denominator_is_residents(const char *name);

/* What is wrong with residents where people come to town; a sentence without its full stop. */
extern const char denominator_caveat[];

#endif
