/* The date that files say they were made: never the clock's. */
#ifndef GEO_OUTPUT_SOURCE_DATE_H
#define GEO_OUTPUT_SOURCE_DATE_H

#include <stdint.h>

/* Seconds since 1970: SOURCE_DATE_EPOCH (reproducible-builds.org) where it is one before the year
 * 10000, else 0. */
int64_t geo_source_date(void);

#endif
