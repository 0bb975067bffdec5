/* Rates of other places, read from a file. */
#ifndef WARDMAP_COMPARE_FILE_H
#define WARDMAP_COMPARE_FILE_H

#include <geo/compare.h>
#include <geo/measure.h>

#include "job.h"

/* As the file has them, until the tree is known. */
typedef struct cli_comparators {
    const char *path;           /* borrowed */
    text_list offence;          /* owned; the name in each row */
    text_list name;             /* owned; the columns with rates that were asked for, in words */
    double *read;               /* [offence.count * name.count] NaN: not available */
    double **rate;              /* [name.count] by node, once matched */
    geo_comparator *comparator; /* [name.count] likewise */
} cli_comparators;

/* The columns named, in any case and with blanks or underscores, in that order, or all that have
 * numbers. GEO_ERROR_INPUT when no column names the offences or none has rates, GEO_ERROR_USAGE for
 * a column that there is not, GEO_ERROR_DATA, with row and field, for a rate that is no number of 0
 * or more. */
geo_status comparators_read(cli_job *job, const char *path, const text_list *wanted,
                            cli_comparators *out);
/*
 * Which node of the tree each row is about: the one of that name; of "Theft - Shoplifting" the one
 * of the last name below that of the first; else the one that a mapping gives to the value, where
 * no other row is about it. Rows that are left, and nodes with incidents, are counted and named.
 * GEO_ERROR_DATA when two rows are about one node.
 */
geo_status comparators_match(cli_job *job, const geo_area_counts *counts,
                             cli_comparators *comparators);
void comparators_clear(cli_comparators *comparators);

#endif
