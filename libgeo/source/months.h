/* How many rows each month has. */
#ifndef GEO_SOURCE_MONTHS_H
#define GEO_SOURCE_MONTHS_H

#include <geo/core.h>

/* Adds rows to a month of frame->month, which stays ascending; *at (in: a guess) is where it is. */
geo_status geo_count_month(geo_context *context, geo_frame *frame, size_t *capacity, int32_t month,
                           int64_t rows, size_t *at);

#endif
