/* What the parts of a crosstab share. Its margins stand behind its cells: row `row_count` and, with
 * a second field, column `column_count` are the totals. */
#ifndef GEO_MEASURE_CROSSTAB_H
#define GEO_MEASURE_CROSSTAB_H

#include <geo/measure.h>
#include <geo/tables.h>

struct crosstab_work {
    const geo_crosstab *crosstab;
    const geo_crosstab_options *options;
    size_t height;      /* rows with the total */
    size_t width;       /* columns with the total, where there is one */
    int64_t *count;     /* [height * width] */
    double *population; /* likewise; NULL: none */
    bool *hidden;       /* likewise */
    double *reference;  /* rates; which one of them is a cell's, geo_crosstab_reference() knows */
    geo_suppression suppression;
};

/* Sums, and which cells are kept back. */
geo_status geo_crosstab_sum(geo_context *context, struct crosstab_work *work);
void geo_crosstab_clear(struct crosstab_work *work);

/* Whether the row or column is of a label that is known, or the total. */
bool geo_crosstab_knows_row(const struct crosstab_work *work, size_t row);
bool geo_crosstab_knows_column(const struct crosstab_work *work, size_t column);

/* A count, of a sum less the rows in which the other field is not known. NaN when one of the counts
 * that it comes from is hidden: a share or rate of it would tell that. */
double geo_crosstab_known(const struct crosstab_work *work, size_t row, size_t column);

/* In per cent of its base; NaN where one of them is not known or hidden. */
double geo_crosstab_share(const struct crosstab_work *work, size_t row, size_t column);

/* The rates per 1,000 that cells are compared with, into work->reference. */
geo_status geo_crosstab_find_references(geo_context *context, struct crosstab_work *work);
double geo_crosstab_reference(const struct crosstab_work *work, size_t row, size_t column);

/* Notes on how it was made, and the key of the marks. */
geo_status geo_crosstab_add_notes(geo_context *context, const struct crosstab_work *work,
                                  geo_table *table);

#endif
