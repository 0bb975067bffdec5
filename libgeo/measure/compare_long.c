/* A comparison with a row for each kind and place. */
#include <math.h>

#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/compare.h"

enum { OFFENCE, LEVEL, AREA, COUNT, POPULATION, RATE, LOWER, UPPER, COMPARISON, RANK, OF, COLUMNS };

typedef struct long_table {
    const geo_compare_work *work;
    geo_table *table;
    size_t column[COLUMNS]; /* where each is in the table */
} long_table;

static geo_column *column_of(const long_table *rows, int column)
{
    return &rows->table->column[rows->column[column]];
}

static geo_status add_columns(geo_context *context, long_table *rows)
{
    int decimals = rows->work->options->decimals;
    bool has_ranks = rows->work->options->has_ranks;
    const geo_column_plan plan[COLUMNS] = {
        [OFFENCE] = {"offence", NULL, GEO_TEXT, false, true, 0, 0},
        [LEVEL] = {"level", NULL, GEO_INTEGER, false, false, 1, 0},
        [AREA] = {"area", NULL, GEO_TEXT, false, true, 0, 0},
        [COUNT] = {"count", NULL, GEO_INTEGER, false, false, 0, 0},
        [POPULATION] = {"population", NULL, GEO_REAL, false, false, 2, 0},
        [RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, false, false, 0, decimals},
        [LOWER] = {"rate_lower_", "lower ", GEO_REAL, true, false, 3, decimals},
        [UPPER] = {"rate_upper_", "upper ", GEO_REAL, true, false, 3, decimals},
        [COMPARISON] = {"comparison", NULL, GEO_TEXT, false, false, 0, 0},
        [RANK] = {has_ranks ? "rank" : NULL, NULL, GEO_INTEGER, false, false, 0, 0},
        [OF] = {has_ranks ? "of" : NULL, NULL, GEO_INTEGER, false, false, 0, 0},
    };
    return geo_add_planned_columns(context, plan, COLUMNS, rows->work->options->level, rows->table,
                                   rows->column);
}

static geo_status set_text(geo_context *context, const long_table *rows, int column, size_t row,
                           const char *text)
{
    return geo_table_set_text(context, column_of(rows, column), row, geo_text_of(text));
}

static void fill_numbers(const long_table *rows, size_t row, const geo_compare_cell *cell)
{
    const geo_compare_options *options = rows->work->options;
    double residents = geo_sum_value(&cell->residents);
    column_of(rows, COUNT)->integer[row] = cell->count == GEO_NO_INTEGER
                                               ? GEO_NO_INTEGER
                                               : geo_round_count(cell->count, options->round_to);
    column_of(rows, POPULATION)->real[row] = residents > 0 ? residents : (double)NAN;
    column_of(rows, RATE)->real[row] = cell->rate;
    column_of(rows, LOWER)->real[row] = cell->lower;
    column_of(rows, UPPER)->real[row] = cell->upper;
    if (options->has_ranks) {
        column_of(rows, RANK)->integer[row] = cell->rank;
        column_of(rows, OF)->integer[row] = cell->of;
    }
}

static geo_status set_marks(geo_context *context, const long_table *rows, size_t row,
                            const geo_compare_cell *cell)
{
    static const int hidden[] = {COUNT, RATE, LOWER, UPPER};
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden && status == GEO_OK; i++)
        if (cell->is_hidden)
            status = geo_table_set_mark(context, rows->table, column_of(rows, hidden[i]), row,
                                        GEO_MARK_HIDDEN);
    if (!cell->is_compared || cell->comparison == GEO_SIMILAR || status != GEO_OK)
        return status;
    return geo_table_set_mark(context, rows->table, column_of(rows, RATE), row,
                              cell->comparison == GEO_LOWER ? GEO_MARK_LOWER : GEO_MARK_HIGHER);
}

static geo_status fill_row(geo_context *context, const long_table *rows, size_t row, size_t kind,
                           size_t place)
{
    const geo_compare_work *work = rows->work;
    const geo_categories *tree = work->counts->categories;
    const geo_compare_cell *cell = geo_compare_at(work, place, kind);
    geo_status status = set_text(context, rows, OFFENCE, row, tree->name[kind]);
    if (status == GEO_OK)
        status = set_text(context, rows, AREA, row, geo_compare_place_name(work, place));
    if (status == GEO_OK && cell->is_compared)
        status = set_text(context, rows, COMPARISON, row, geo_comparison_name(cell->comparison));
    if (status == GEO_OK)
        status = geo_table_set_level(context, rows->table, row, (unsigned char)tree->level[kind]);
    column_of(rows, LEVEL)->integer[row] = tree->level[kind];
    fill_numbers(rows, row, cell);
    return status == GEO_OK ? set_marks(context, rows, row, cell) : status;
}

geo_status geo_compare_make_long(geo_context *context, const geo_compare_work *work,
                                 geo_table **out)
{
    long_table rows = {.work = work};
    geo_status status = geo_table_new(context, work->row_count * work->column_count, out);
    rows.table = *out;
    if (status == GEO_OK)
        status = add_columns(context, &rows);
    for (size_t row = 0; status == GEO_OK && row < rows.table->row_count; row++)
        status = fill_row(context, &rows, row, work->kind[row / work->column_count],
                          work->place[row % work->column_count]);
    return status;
}
