/* The matrix as a row for each area and category, with all that is known of a rate. */
#include <math.h>
#include <stdio.h>

#include "core/context.h"
#include "measure/column_plan.h"
#include "measure/limits.h"
#include "measure/matrix.h"
#include "measure/rank_notes.h"

enum {
    CODE,
    NAME,
    PARENT,
    CATEGORY,
    LEVEL,
    COUNT,
    POPULATION,
    RATE,
    LOWER,
    UPPER,
    BAND,
    RANK,
    RANKED,
    Z,
    COLUMNS
};

enum { Z_DECIMALS = 2 };

/* Every column is there: its place is its number. */
static geo_status add_columns(geo_context *context, const geo_matrix_layout *layout,
                              geo_table *table)
{
    const int decimals = layout->decimals;
    const geo_column_plan plan[COLUMNS] = {
        [CODE] = {"code", NULL, GEO_TEXT, false, false, 1, 0},
        [NAME] = {"name", NULL, GEO_TEXT, false, true, 0, 0},
        [PARENT] = {"parent", NULL, GEO_TEXT, false, true, 0, 0},
        [CATEGORY] = {"category", NULL, GEO_TEXT, false, true, 0, 0},
        [LEVEL] = {"level", NULL, GEO_INTEGER, false, false, 1, 0},
        [COUNT] = {"count", NULL, GEO_INTEGER, false, false, 0, 0},
        [POPULATION] = {"population", NULL, GEO_REAL, false, false, 2, 0},
        [RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, false, false, 0, decimals},
        [LOWER] = {"rate_lower_", "lower ", GEO_REAL, true, false, 3, decimals},
        [UPPER] = {"rate_upper_", "upper ", GEO_REAL, true, false, 3, decimals},
        [BAND] = {"band", NULL, GEO_TEXT, false, false, 0, 0},
        [RANK] = {"rank", NULL, GEO_INTEGER, false, false, 0, 0},
        [RANKED] = {"ranked", "of", GEO_INTEGER, false, false, 0, 0},
        [Z] = {"z", NULL, GEO_REAL, false, false, 4, Z_DECIMALS},
    };
    size_t place[COLUMNS];
    return geo_add_planned_columns(context, plan, COLUMNS, layout->level, table, place);
}

/* Where all rates are equal none is any SD from the mean; and two of them would tell the mean. */
static double z_of(const geo_matrix *matrix, size_t category, double rate)
{
    const geo_reference *reference = &matrix->reference[category];
    bool is_told = !matrix->hidden_totals || !matrix->hidden_totals[category];
    return is_told && reference->sd > 0 ? (rate - reference->mean) / reference->sd : (double)NAN;
}

static void fill_numbers(const geo_matrix *matrix, const geo_matrix_layout *layout, size_t area,
                         size_t category, geo_few_limits *few, size_t row, geo_table *table)
{
    int32_t node = matrix->category[category];
    size_t cell = area * matrix->category_count + category;
    int64_t count = geo_matrix_count(matrix, area, category);
    double population = matrix->counts.population[node][area];
    double lower = 0, upper = 0;
    table->column[LEVEL].integer[row] = matrix->counts.categories->level[node];
    table->column[POPULATION].real[row] = population;
    table->column[RANKED].integer[row] = (int64_t)matrix->ranked[category];
    if (geo_matrix_is_hidden(matrix, area, category))
        return;
    geo_count_limits(few, count, layout->level, &lower, &upper);
    table->column[COUNT].integer[row] = geo_round_count(count, layout->round_to);
    table->column[RATE].real[row] = matrix->rate[cell];
    table->column[LOWER].real[row] = geo_rate_per_1000(lower, population) / matrix->counts.years;
    table->column[UPPER].real[row] = geo_rate_per_1000(upper, population) / matrix->counts.years;
    table->column[RANK].integer[row] = matrix->rank[cell];
    table->column[Z].real[row] = z_of(matrix, category, matrix->rate[cell]);
}

static geo_status mark_hidden(geo_context *context, size_t row, geo_table *table)
{
    static const int hidden[] = {COUNT, RATE, LOWER, UPPER};
    geo_status status = GEO_OK;
    for (size_t i = 0; status == GEO_OK && i < sizeof hidden / sizeof *hidden; i++)
        status =
            geo_table_set_mark(context, table, &table->column[hidden[i]], row, GEO_MARK_HIDDEN);
    return status;
}

static geo_status fill_texts(geo_context *context, const geo_matrix *matrix, size_t area,
                             size_t category, size_t row, geo_table *table)
{
    geo_band band = geo_matrix_band(matrix, area, category);
    geo_status status = geo_matrix_set_area(context, matrix, area, table, row);
    if (status == GEO_OK)
        status = geo_matrix_set_text(context, table, "category", row,
                                     matrix->counts.categories->name[matrix->category[category]]);
    if (status == GEO_OK && band != GEO_BAND_NONE)
        status = geo_matrix_set_text(context, table, "band", row, geo_band_name(band));
    return status == GEO_OK ? geo_matrix_set_band(context, table, RATE, row, band) : status;
}

static geo_status fill(geo_context *context, const geo_matrix *matrix,
                       const geo_matrix_layout *layout, geo_table *table)
{
    geo_few_limits few = {.is_known = {false}};
    geo_status status = GEO_OK;
    for (size_t row = 0; status == GEO_OK && row < table->row_count; row++) {
        size_t area = matrix->shown[row / matrix->category_count];
        size_t category = row % matrix->category_count;
        fill_numbers(matrix, layout, area, category, &few, row, table);
        status = fill_texts(context, matrix, area, category, row, table);
        if (status == GEO_OK && geo_matrix_is_hidden(matrix, area, category))
            status = mark_hidden(context, row, table);
    }
    return status;
}

geo_status geo_matrix_long_table(geo_context *context, const geo_matrix *matrix,
                                 const geo_matrix_layout *layout, geo_table **out)
{
    const geo_matrix_layout unset = GEO_MATRIX_LAYOUT_INIT;
    geo_table *table = NULL;
    layout = layout ? layout : &unset;
    geo_status status = geo_matrix_check_layout(context, layout);
    if (status == GEO_OK)
        status = geo_table_new(
            context, geo_matrix_rows(matrix, layout->top) * matrix->category_count, &table);
    if (status == GEO_OK)
        status = add_columns(context, layout, table);
    if (status == GEO_OK)
        status = fill(context, matrix, layout, table);
    if (status == GEO_OK)
        status = geo_matrix_add_key(context, matrix, table);
    if (status == GEO_OK)
        status = geo_matrix_add_notes(context, matrix, layout, true, table);
    if (status == GEO_OK)
        *out = table;
    else
        geo_table_free(table);
    return status;
}
