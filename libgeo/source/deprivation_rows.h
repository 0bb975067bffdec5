/* The rows of a table with an index of deprivation. */
#ifndef GEO_SOURCE_DEPRIVATION_ROWS_H
#define GEO_SOURCE_DEPRIVATION_ROWS_H

#include "source/deprivation_fields.h"

/*
 * Fills codes, decile, rank, score, population, name and district of a deprivation whose path and
 * code_field are set; of figures whose name doesn't tell what they are, the numbers do. A row
 * without figures whose code is blank or has blanks in it is a footnote. GEO_ERROR_DATA for a
 * duplicate code, figures without a code, a decile that is none of 1 to 10, a rank below 1, and a
 * table without any figure; a warning counts the rows that are broken or have no figure.
 */
geo_status geo_read_index_rows(geo_context *context, geo_reader *reader,
                               const geo_index_fields *fields, geo_deprivation *out);

#endif
