/* Cells of a matrix that are kept back. */
#include "measure/matrix_hidden.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

/* The table that somebody sees: areas shown, the other areas of the reference together, and sums.
 */
struct seen {
    geo_matrix *matrix;
    const bool *shown; /* by area */
    size_t rows;       /* of areas shown */
    bool has_others;
    int32_t *parent; /* [category_count] column */
    int64_t *count;  /* [(rows + has_others) * category_count] */
    int64_t *total;  /* [category_count] */
    bool *hidden;    /* with the row of totals */
};

bool geo_matrix_is_hidden(const geo_matrix *matrix, size_t area, size_t column)
{
    return matrix->hidden && matrix->hidden[area * matrix->category_count + column];
}

/* ---- what is seen --------------------------------------------------------------------------- */

/* The nearest above that is a column too. */
static int32_t parent_column(const geo_matrix *matrix, size_t column)
{
    const geo_categories *tree = matrix->counts.categories;
    int32_t node = tree->parent[matrix->category[column]];
    for (; node != GEO_NO_CODE; node = tree->parent[node])
        for (size_t i = 0; i < column; i++)
            if (matrix->category[i] == node)
                return (int32_t)i;
    return GEO_NO_CODE;
}

static geo_status allocate(geo_context *context, struct seen *seen)
{
    geo_matrix *matrix = seen->matrix;
    size_t columns = matrix->category_count;
    size_t rows = seen->rows + seen->has_others;
    size_t cells = matrix->counts.areas->count * columns;
    geo_status status = geo_alloc_array(context, columns, sizeof *seen->parent, &seen->parent);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rows * columns, sizeof *seen->count, &seen->count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, columns, sizeof *seen->total, &seen->total);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, (rows + 1) * columns, sizeof *seen->hidden, &seen->hidden);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *matrix->hidden, &matrix->hidden);
    if (status == GEO_OK)
        status = geo_alloc_array(context, columns, sizeof *matrix->hidden_totals,
                                 &matrix->hidden_totals);
    return status;
}

static void add_area(struct seen *seen, size_t row, size_t area)
{
    size_t columns = seen->matrix->category_count;
    for (size_t i = 0; i < columns; i++) {
        int64_t count = geo_matrix_count(seen->matrix, area, i);
        seen->count[row * columns + i] += count;
        seen->total[i] += count;
    }
}

static void fill(struct seen *seen)
{
    const geo_matrix *matrix = seen->matrix;
    size_t row = 0;
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        if (seen->shown[area])
            add_area(seen, row++, area);
        else if (matrix->in_reference[area])
            add_area(seen, seen->rows, area);
    for (size_t i = 0; i < matrix->category_count; i++)
        seen->parent[i] = parent_column(matrix, i);
}

/* Whoever knows the sum of all and that of the others knows that of the areas shown. */
static void take(const struct seen *seen)
{
    geo_matrix *matrix = seen->matrix;
    size_t columns = matrix->category_count;
    size_t row = 0;
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        if (seen->shown[area])
            memcpy(&matrix->hidden[area * columns], &seen->hidden[row++ * columns],
                   columns * sizeof *seen->hidden);
    for (size_t i = 0; i < columns; i++)
        for (size_t last = seen->rows; last <= seen->rows + seen->has_others; last++)
            matrix->hidden_totals[i] |= seen->hidden[last * columns + i];
}

static geo_status check(geo_context *context, const struct seen *seen, int64_t below)
{
    const geo_matrix *matrix = seen->matrix;
    if (below > INT64_C(1) << 53)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts are hidden below a whole number above 0, such as 5");
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        if (seen->shown[area] && !matrix->in_reference[area])
            return geo_fail(context, GEO_ERROR_USAGE,
                            "small counts can be kept back only where all areas shown are in the "
                            "reference; area %s is not",
                            matrix->counts.areas->code[area]);
    return GEO_OK;
}

static geo_status hide(geo_context *context, struct seen *seen, int64_t below)
{
    geo_matrix *matrix = seen->matrix;
    geo_suppress_options options = GEO_SUPPRESS_OPTIONS_INIT;
    geo_status status = allocate(context, seen);
    if (status != GEO_OK)
        return status;
    fill(seen);
    const geo_count_table table = {.row_count = seen->rows + seen->has_others,
                                   .column_count = matrix->category_count,
                                   .column_parent = seen->parent,
                                   .has_total_row = true,
                                   .count = seen->count,
                                   .total = seen->total};
    options.below = below;
    status = geo_suppress(context, &table, &options, seen->hidden, &matrix->suppression);
    if (status == GEO_OK)
        take(seen);
    return status;
}

geo_status geo_matrix_hide(geo_context *context, geo_matrix *matrix, const bool *shown,
                           int64_t below)
{
    struct seen seen = {.matrix = matrix, .shown = shown, .rows = matrix->shown_count};
    geo_status status = check(context, &seen, below);
    if (status != GEO_OK || matrix->shown_count == 0)
        return status;
    seen.has_others = matrix->reference_count > matrix->shown_count;
    status = hide(context, &seen, below);
    free(seen.parent);
    free(seen.count);
    free(seen.total);
    free(seen.hidden);
    return status;
}

/* ---- rates ---------------------------------------------------------------------------------- */

void geo_matrix_share_hidden(geo_matrix *matrix, size_t column)
{
    const double *population = matrix->counts.population[matrix->category[column]];
    double incidents = 0, residents = 0;
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        if (geo_matrix_is_hidden(matrix, area, column) && population[area] > 0) {
            incidents += (double)geo_matrix_count(matrix, area, column);
            residents += population[area];
        }
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        if (geo_matrix_is_hidden(matrix, area, column) && population[area] > 0)
            matrix->rate[area * matrix->category_count + column] =
                geo_rate_per_1000(incidents, residents) / matrix->counts.years;
}

void geo_matrix_drop_hidden(geo_matrix *matrix, size_t column)
{
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        if (geo_matrix_is_hidden(matrix, area, column))
            matrix->rate[area * matrix->category_count + column] = (double)NAN;
}
