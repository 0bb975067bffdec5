/* Margins, shares and references of a crosstab. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "measure/crosstab.h"

static const int64_t count_limit = INT64_C(1) << 53;

void geo_crosstab_clear(struct crosstab_work *work)
{
    free(work->count);
    free(work->population);
    free(work->hidden);
    free(work->reference);
}

bool geo_crosstab_knows_row(const struct crosstab_work *work, size_t row)
{
    return row >= work->crosstab->row_count || work->crosstab->row[row];
}

bool geo_crosstab_knows_column(const struct crosstab_work *work, size_t column)
{
    return !work->crosstab->column_name || column >= work->crosstab->column_count ||
           work->crosstab->column[column];
}

/* ---- margins -------------------------------------------------------------------------------- */

static geo_status copy_cells(geo_context *context, struct crosstab_work *work)
{
    const geo_crosstab *crosstab = work->crosstab;
    for (size_t row = 0; row < crosstab->row_count; row++)
        for (size_t column = 0; column < crosstab->column_count; column++) {
            size_t from = row * crosstab->column_count + column;
            size_t to = row * work->width + column;
            if (crosstab->count[from] < 0 || crosstab->count[from] > count_limit)
                return geo_fail(context, GEO_ERROR_DATA,
                                "row %zu of a crosstab has a count out of "
                                "range",
                                row + 1);
            work->count[to] = crosstab->count[from];
            if (work->population)
                work->population[to] = crosstab->population[from];
        }
    return GEO_OK;
}

/* `is_same`: the parts are the same people, over and over. */
static void add_population(double *sum, double part, bool is_same)
{
    if (isnan(part) || (is_same && !isnan(*sum)))
        return;
    *sum = isnan(*sum) ? part : *sum + part;
}

/* Rows first, so that the total's row sums the totals too. */
static void add_margins(struct crosstab_work *work)
{
    const geo_crosstab *crosstab = work->crosstab;
    for (size_t row = 0; row < crosstab->row_count && crosstab->column_name; row++) {
        size_t total = row * work->width + crosstab->column_count;
        for (size_t at = row * work->width; at < total; at++) {
            work->count[total] += work->count[at];
            if (work->population)
                add_population(&work->population[total], work->population[at],
                               crosstab->population_of == GEO_POPULATION_OF_ROWS);
        }
    }
    for (size_t row = 0; row < crosstab->row_count; row++)
        for (size_t column = 0; column < work->width; column++) {
            size_t total = crosstab->row_count * work->width + column;
            work->count[total] += work->count[row * work->width + column];
            if (work->population)
                add_population(&work->population[total],
                               work->population[row * work->width + column],
                               crosstab->population_of == GEO_POPULATION_OF_COLUMNS);
        }
}

/* ---- what is kept back ---------------------------------------------------------------------- */

/* The total stands before the columns that belong to it, as geo_suppress() wants it. */
static void turn_columns(const struct crosstab_work *work, int64_t *count, int32_t *parent)
{
    for (size_t row = 0; row < work->height; row++)
        for (size_t column = 0; column < work->width; column++)
            count[row * work->width + (column + 1) % work->width] =
                work->count[row * work->width + column];
    for (size_t column = 0; column < work->width; column++)
        parent[column] = column == 0 ? GEO_NO_CODE : 0;
}

static geo_status suppress(geo_context *context, struct crosstab_work *work)
{
    geo_suppress_options options = GEO_SUPPRESS_OPTIONS_INIT;
    size_t cells = work->height * work->width;
    int64_t *count = NULL;
    int32_t *parent = NULL;
    bool *hidden = NULL;
    options.below = work->options->suppress_below;
    geo_status status = geo_alloc_array(context, cells, sizeof *count, &count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->width, sizeof *parent, &parent);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *hidden, &hidden);
    if (status == GEO_OK) {
        turn_columns(work, count, parent);
        size_t rows = work->height - 1;
        const geo_count_table table = {rows, work->width, work->width > 1 ? parent : NULL,
                                       true, count,       count + rows * work->width};
        status = geo_suppress(context, &table, &options, hidden, &work->suppression);
    }
    for (size_t cell = 0; status == GEO_OK && cell < cells; cell++) {
        size_t row = cell / work->width;
        work->hidden[cell] = hidden[row * work->width + (cell % work->width + 1) % work->width];
    }
    free(count);
    free(parent);
    free(hidden);
    return status;
}

geo_status geo_crosstab_sum(geo_context *context, struct crosstab_work *work)
{
    const geo_crosstab *crosstab = work->crosstab;
    work->height = crosstab->row_count + 1;
    work->width = crosstab->column_count + (crosstab->column_name ? 1 : 0);
    size_t cells = work->height * work->width;
    geo_status status = geo_alloc_array(context, cells, sizeof *work->count, &work->count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *work->hidden, &work->hidden);
    if (status == GEO_OK && crosstab->population)
        status = geo_alloc_array(context, cells, sizeof *work->population, &work->population);
    for (size_t cell = 0; status == GEO_OK && work->population && cell < cells; cell++)
        work->population[cell] = (double)NAN;
    if (status == GEO_OK)
        status = copy_cells(context, work);
    if (status != GEO_OK)
        return status;
    add_margins(work);
    return work->options->suppress_below > 1 ? suppress(context, work) : GEO_OK;
}

/* ---- shares --------------------------------------------------------------------------------- */

/* Where what is not known of the second field stands; SIZE_MAX: nothing is. */
static size_t unknown_column(const struct crosstab_work *work)
{
    const geo_crosstab *crosstab = work->crosstab;
    size_t last = crosstab->column_count - 1;
    return crosstab->column_name && !crosstab->column[last] ? last : SIZE_MAX;
}

static size_t unknown_row(const struct crosstab_work *work)
{
    const geo_crosstab *crosstab = work->crosstab;
    size_t last = crosstab->row_count - 1;
    return crosstab->row_count > 0 && !crosstab->row[last] ? last : SIZE_MAX;
}

/* Less the rows in which the other field is not known, where the cell is a sum over it. NaN when
 * one of the counts that it comes from is hidden: then the share would tell it. */
double geo_crosstab_known(const struct crosstab_work *work, size_t row, size_t column)
{
    bool sums_rows = row == work->height - 1;
    bool sums_columns = work->crosstab->column_name && column == work->width - 1;
    size_t other_row = sums_rows ? unknown_row(work) : SIZE_MAX;
    size_t other_column = sums_columns ? unknown_column(work) : SIZE_MAX;
    const size_t rows[] = {row, other_row};
    const size_t columns[] = {column, other_column};
    double known = 0;
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++) {
            if (rows[i] == SIZE_MAX || columns[k] == SIZE_MAX)
                continue;
            size_t cell = rows[i] * work->width + columns[k];
            if (work->hidden[cell])
                return (double)NAN;
            known += i == k ? (double)work->count[cell] : -(double)work->count[cell];
        }
    return known;
}

double geo_crosstab_share(const struct crosstab_work *work, size_t row, size_t column)
{
    size_t last_row = work->height - 1;
    size_t last_column = work->width - 1;
    if (!geo_crosstab_knows_row(work, row) || !geo_crosstab_knows_column(work, column))
        return (double)NAN;
    geo_share_base base = work->options->shares;
    size_t base_row = base == GEO_SHARES_ROWS ? row : last_row;
    size_t base_column = base == GEO_SHARES_COLUMNS ? column : last_column;
    double whole = geo_crosstab_known(work, base_row, base_column);
    double part = geo_crosstab_known(work, row, column);
    return whole > 0 ? 100 * part / whole : (double)NAN;
}

/* ---- rates ---------------------------------------------------------------------------------- */

/* Cells that are added up: a column of a row, or all columns of it, and likewise rows. */
struct span {
    size_t first_row;
    size_t first_column;
    size_t row_count;
    size_t column_count;
};

static bool has_rate(const struct crosstab_work *work, size_t row, size_t column)
{
    return geo_crosstab_knows_row(work, row) && geo_crosstab_knows_column(work, column) &&
           work->population[row * work->width + column] > 0;
}

/* People of a cell that are not those of one before it. */
static double further_people(const struct crosstab_work *work, const struct span *span, size_t row,
                             size_t column)
{
    geo_population_of of = work->crosstab->population_of;
    for (size_t i = span->first_row; of == GEO_POPULATION_OF_COLUMNS && i < row; i++)
        if (has_rate(work, i, column))
            return 0;
    for (size_t i = span->first_column; of == GEO_POPULATION_OF_ROWS && i < column; i++)
        if (has_rate(work, row, i))
            return 0;
    return work->population[row * work->width + column];
}

/* Counts without a population have no rate, and stay out. */
static double rate_of(const struct crosstab_work *work, struct span span)
{
    double count = 0;
    double population = 0;
    for (size_t row = span.first_row; row < span.first_row + span.row_count; row++)
        for (size_t column = span.first_column; column < span.first_column + span.column_count;
             column++) {
            if (!has_rate(work, row, column))
                continue;
            count += (double)work->count[row * work->width + column];
            population += further_people(work, &span, row, column);
        }
    return geo_rate_per_1000(count, population) / work->options->years;
}

/* Which of the rates is a cell's: that of all, or of its row or column. */
static size_t reference_at(const struct crosstab_work *work, size_t row, size_t column)
{
    geo_population_of of = work->crosstab->population_of;
    return of == GEO_POPULATION_OF_COLUMNS ? row : of == GEO_POPULATION_OF_ROWS ? column : 0;
}

geo_status geo_crosstab_find_references(geo_context *context, struct crosstab_work *work)
{
    const geo_crosstab *crosstab = work->crosstab;
    size_t last = reference_at(work, work->height - 1, work->width - 1);
    geo_status status =
        geo_alloc_array(context, last + 1, sizeof *work->reference, &work->reference);
    for (size_t i = 0; i <= last && status == GEO_OK; i++) {
        struct span span = {0, 0, crosstab->row_count, crosstab->column_count};
        if (crosstab->population_of == GEO_POPULATION_OF_COLUMNS && i < crosstab->row_count)
            span = (struct span){i, 0, 1, crosstab->column_count};
        if (crosstab->population_of == GEO_POPULATION_OF_ROWS && i < crosstab->column_count)
            span = (struct span){0, i, crosstab->row_count, 1};
        work->reference[i] = rate_of(work, span);
    }
    return status;
}

double geo_crosstab_reference(const struct crosstab_work *work, size_t row, size_t column)
{
    return work->reference[reference_at(work, row, column)];
}
