/* What stands at the foot of a matrix: sums, and what the bands are made of. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/sum.h"
#include "measure/matrix_wide.h"

/* Whether the areas shown are just those of the reference. */
static bool shows_reference(const geo_matrix *matrix)
{
    for (size_t i = 0; i < matrix->shown_count; i++)
        if (!matrix->in_reference[matrix->shown[i]])
            return false;
    return matrix->shown_count == matrix->reference_count;
}

void geo_matrix_plan_foot(geo_wide_matrix *wide)
{
    bool has_bounds = wide->layout->totals == GEO_MATRIX_SUMS_AND_BOUNDS &&
                      wide->layout->values != GEO_MATRIX_COUNTS;
    if (wide->layout->totals == GEO_MATRIX_NO_TOTALS)
        return;
    if (wide->matrix->shown_count > 0 && !shows_reference(wide->matrix))
        wide->foot[wide->foot_count++] = GEO_FOOT_SHOWN;
    wide->foot[wide->foot_count++] = GEO_FOOT_REFERENCE;
    for (geo_matrix_foot foot = GEO_FOOT_MEAN; has_bounds && foot < GEO_FOOT_COUNT; foot++)
        wide->foot[wide->foot_count++] = foot;
}

/* The one parent whose areas are all shown, and no others; else NULL. */
static const char *shown_parent(const geo_matrix *matrix)
{
    const char *parent =
        matrix->shown_count > 0 ? geo_matrix_parent(matrix, matrix->shown[0]) : NULL;
    size_t all = 0;
    for (size_t i = 0; i < matrix->shown_count; i++)
        if (!geo_matrix_same_parent(matrix, matrix->shown[i], parent))
            return NULL;
    for (size_t area = 0; area < matrix->counts.areas->count; area++)
        all += geo_matrix_same_parent(matrix, area, parent);
    return all == matrix->shown_count ? parent : NULL;
}

static geo_status name_foot(geo_context *context, const geo_wide_matrix *wide, geo_matrix_foot foot,
                            geo_bytes *name)
{
    static const char *const words[GEO_FOOT_COUNT] = {[GEO_FOOT_MEAN] = "Mean of areas",
                                                      [GEO_FOOT_ABOVE] = "Above: over",
                                                      [GEO_FOOT_SIGNIFICANTLY_ABOVE] =
                                                          "Significantly above: over"};
    const geo_matrix *matrix = wide->matrix;
    const char *parent = foot == GEO_FOOT_SHOWN ? shown_parent(matrix) : NULL;
    geo_status status = GEO_OK;
    if (parent || words[foot])
        status = geo_bytes_print(context, name, "%s", parent ? parent : words[foot]);
    else if (foot == GEO_FOOT_SHOWN)
        status = geo_bytes_print(context, name, "%zu area%s together", matrix->shown_count,
                                 matrix->shown_count == 1 ? "" : "s");
    else
        status = geo_bytes_print(context, name,
                                 matrix->reference_where ? "Reference: %zu areas" : "All %zu areas",
                                 matrix->reference_count);
    return status == GEO_OK ? geo_bytes_append(context, name, "", 1) : status;
}

static geo_status set_name(geo_context *context, const geo_wide_matrix *wide, geo_matrix_foot foot,
                           size_t row)
{
    geo_bytes name = GEO_BYTES_INIT;
    geo_status status = name_foot(context, wide, foot, &name);
    if (status == GEO_OK)
        status = geo_matrix_set_text(context, wide->table, "name", row, name.data);
    geo_bytes_clear(&name);
    return status;
}

/* Incidents of areas without population have no part in the rate. */
static void sum_up(const geo_wide_matrix *wide, const bool *which, size_t category, size_t row)
{
    const geo_matrix *matrix = wide->matrix;
    const geo_wide_cells *cells = &wide->cells[category];
    const double *population = matrix->counts.population[matrix->category[category]];
    geo_sum residents = {0, 0};
    int64_t all = 0, with_population = 0;
    for (size_t area = 0; area < matrix->counts.areas->count; area++) {
        int64_t count = which[area] ? geo_matrix_count(matrix, area, category) : 0;
        all += count;
        if (!which[area] || !(population[area] > 0))
            continue;
        with_population += count;
        geo_sum_add(&residents, population[area]);
    }
    if (cells->count != GEO_NO_COLUMN)
        wide->table->column[cells->count].integer[row] =
            geo_round_count(all, wide->layout->round_to);
    if (cells->rate != GEO_NO_COLUMN)
        wide->table->column[cells->rate].real[row] =
            geo_rate_per_1000((double)with_population, geo_sum_value(&residents)) /
            matrix->counts.years;
}

static void fill_bound(const geo_wide_matrix *wide, geo_matrix_foot foot, size_t category,
                       size_t row)
{
    const geo_reference *reference = &wide->matrix->reference[category];
    wide->table->column[wide->cells[category].rate].real[row] =
        foot == GEO_FOOT_MEAN    ? reference->mean
        : foot == GEO_FOOT_ABOVE ? reference->above
                                 : reference->significantly_above;
}

static geo_status fill_row(geo_context *context, const geo_wide_matrix *wide, size_t number,
                           const bool *is_shown)
{
    const geo_matrix *matrix = wide->matrix;
    geo_matrix_foot foot = wide->foot[number];
    const bool *which = foot == GEO_FOOT_SHOWN ? is_shown : matrix->in_reference;
    size_t row = wide->rows + number;
    geo_status status = geo_table_set_total(context, wide->table, row);
    for (size_t i = 0; status == GEO_OK && i < matrix->category_count; i++)
        if (matrix->hidden_totals && matrix->hidden_totals[i])
            status = geo_matrix_hide_cell(context, wide, i, row);
        else if (foot >= GEO_FOOT_MEAN)
            fill_bound(wide, foot, i, row);
        else
            sum_up(wide, which, i, row);
    return status == GEO_OK ? set_name(context, wide, foot, row) : status;
}

geo_status geo_matrix_fill_foot(geo_context *context, const geo_wide_matrix *wide)
{
    bool *is_shown = NULL;
    geo_status status =
        geo_alloc_array(context, wide->matrix->counts.areas->count, sizeof *is_shown, &is_shown);
    for (size_t i = 0; status == GEO_OK && i < wide->matrix->shown_count; i++)
        is_shown[wide->matrix->shown[i]] = true;
    for (size_t i = 0; status == GEO_OK && i < wide->foot_count; i++)
        status = fill_row(context, wide, i, is_shown);
    free(is_shown);
    return status;
}
