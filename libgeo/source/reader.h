/* What incidents need of a reader beyond the public facade. */
#ifndef GEO_SOURCE_READER_H
#define GEO_SOURCE_READER_H

#include <geo/source.h>

/* How far the input has been read, from 0 to 1; 0 where that cannot be told. */
double geo_reader_fraction(const geo_reader *reader);

#endif
