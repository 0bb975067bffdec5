/* What incidents need of a reader beyond the public facade. */
#ifndef GEO_SOURCE_READER_H
#define GEO_SOURCE_READER_H

#include <geo/source.h>

#include "source/csv.h"

/* How far the input has been read, from 0 to 1; 0 where that cannot be told. */
double geo_reader_fraction(const geo_reader *reader);

/* Says before the first row which fields are needed; a layer's others are null from here on.
 * Numbers beyond the last field count for nothing. For CSV it does nothing. */
void geo_reader_need(geo_reader *reader, const size_t *field, size_t count);

/* The CSV that is read, behind its header; NULL for a layer. Borrowed. */
geo_csv *geo_reader_csv(geo_reader *reader);

#endif
