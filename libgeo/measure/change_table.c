/* Two periods side by side: tally -> table. */
#include <math.h>
#include <stdlib.h>

#include <geo/compare.h>
#include <geo/measure.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/change_rows.h"

void geo_change_free(geo_change *change)
{
    if (!change)
        return;
    geo_table_free(change->table);
    free(change);
}

static geo_status check(geo_context *context, const geo_change_rows_work *work)
{
    const geo_change_options *options = work->options;
    bool has_years = work->before->years > 0 && isfinite(work->before->years) &&
                     work->after->years > 0 && isfinite(work->after->years);
    if (!has_years)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the years that each period covers must be a number above 0");
    if (options->round_to < 0 || options->suppress_below < 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts are rounded to, and kept back below, a whole number above 0");
    if (!(options->words.level > 0 && options->words.level < 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the level of significance must lie between 0 and 1, such as 0.05");
    return GEO_OK;
}

/* ---- p -------------------------------------------------------------------------------------- */

static void compare_rows(geo_change_rows_work *work)
{
    for (size_t row = 0; row < work->row_count; row++) {
        const geo_change_cell *cell = &work->cell[row];
        work->p[row] = geo_poisson_compare((double)cell->after, work->after->years,
                                           (double)cell->before, work->before->years);
    }
}

/* Sums over areas are no further finding, and rows without an incident had none to make. */
static geo_status adjust(geo_context *context, geo_change_rows_work *work)
{
    for (size_t row = 0; row < work->row_count; row++) {
        const geo_change_cell *cell = &work->cell[row];
        bool counts = !cell->is_sum && cell->before + cell->after > 0;
        work->adjusted[row] = counts ? work->p[row] : (double)NAN;
    }
    return geo_false_discovery(context, work->adjusted, work->row_count, work->adjusted);
}

/* ---- cells ---------------------------------------------------------------------------------- */

enum {
    COUNT_BEFORE,
    COUNT_AFTER,
    RATE_BEFORE,
    RATE_AFTER,
    PERCENT,
    RATIO,
    LOWER,
    UPPER,
    P,
    ADJUSTED,
    DIRECTION,
    COLUMNS
};

struct change_column {
    const char *name;
    const char *heading;
    geo_type type;
    int decimals; /* -1: of rates */
    int spare;
};

static const struct change_column columns[COLUMNS] = {
    [COUNT_BEFORE] = {"count_before", "count", GEO_INTEGER, 0, 0},
    [COUNT_AFTER] = {"count_after", "count", GEO_INTEGER, 0, 0},
    [RATE_BEFORE] = {"rate_before", "rate per 1,000", GEO_REAL, -1, 4},
    [RATE_AFTER] = {"rate_after", "rate per 1,000", GEO_REAL, -1, 4},
    [PERCENT] = {"percent_change", "change %", GEO_REAL, 1, 0},
    [RATIO] = {"rate_ratio", "ratio", GEO_REAL, 2, 3},
    [LOWER] = {"rate_ratio_lower_95", "lower 95%", GEO_REAL, 2, 3},
    [UPPER] = {"rate_ratio_upper_95", "upper 95%", GEO_REAL, 2, 3},
    [P] = {"p", NULL, GEO_REAL, 4, 2},
    [ADJUSTED] = {"p_adjusted", "p adjusted", GEO_REAL, 4, 1},
    [DIRECTION] = {"direction", NULL, GEO_TEXT, 0, 0},
};

static const double interval_level = 0.95;

static bool is_absent(const geo_change_rows_work *work, int column)
{
    return !work->has_population && (column == RATE_BEFORE || column == RATE_AFTER);
}

static const char *group_of(const geo_change_rows_work *work, int column)
{
    const geo_change_options *options = work->options;
    switch (column) {
    case COUNT_BEFORE:
    case RATE_BEFORE:
        return options->before_text ? options->before_text : "before";
    case COUNT_AFTER:
    case RATE_AFTER:
        return options->after_text ? options->after_text : "after";
    default:
        return NULL;
    }
}

static geo_status add_column(geo_context *context, const geo_change_rows_work *work, int number,
                             geo_table *table)
{
    const struct change_column *column = &columns[number];
    geo_column *added = NULL;
    if (is_absent(work, number))
        return GEO_OK;
    geo_status status =
        geo_table_add(context, table, column->name, column->type,
                      column->decimals < 0 ? work->options->decimals : column->decimals, &added);
    if (status != GEO_OK)
        return status;
    added->spare = column->spare;
    if (column->heading)
        status = geo_table_set_heading(context, added, column->heading);
    if (status == GEO_OK && group_of(work, number))
        status = geo_table_set_group(context, added, group_of(work, number));
    return status;
}

/* Before the counts of after, so that what belongs together stands together. */
static const int order[COLUMNS] = {COUNT_BEFORE, RATE_BEFORE, COUNT_AFTER, RATE_AFTER, PERCENT,
                                   RATIO,        LOWER,       UPPER,       P,          ADJUSTED,
                                   DIRECTION};

static geo_status add_columns(geo_context *context, const geo_change_rows_work *work,
                              geo_table *table)
{
    geo_status status = GEO_OK;
    for (int i = 0; i < COLUMNS && status == GEO_OK; i++)
        status = add_column(context, work, order[i], table);
    return status;
}

/* What the table says of a row, as numbers; the direction is a text. */
static void find_values(const geo_change_rows_work *work, size_t row, double value[COLUMNS])
{
    const geo_change_cell *cell = &work->cell[row];
    double years_before = work->before->years, years_after = work->after->years;
    double before = (double)cell->before, after = (double)cell->after;
    bool per_year = work->options->per_year;
    value[RATE_BEFORE] =
        geo_rate_per_1000(before, cell->population) / (per_year ? years_before : 1);
    value[RATE_AFTER] = geo_rate_per_1000(after, cell->population) / (per_year ? years_after : 1);
    value[PERCENT] = geo_percent_change(before / years_before, after / years_after);
    value[RATIO] = before > 0 ? (after / years_after) / (before / years_before) : (double)NAN;
    geo_rate_ratio_interval(after, years_after, before, years_before, interval_level, &value[LOWER],
                            &value[UPPER]);
    value[P] = work->p[row];
    value[ADJUSTED] = work->adjusted[row];
    if (cell->before + cell->after == 0)
        value[LOWER] = value[UPPER] = value[P] = (double)NAN;
}

static geo_status hide(geo_context *context, const geo_table *table, geo_column *column, size_t row)
{
    if (column->type == GEO_INTEGER)
        column->integer[row] = GEO_NO_INTEGER;
    else if (column->type == GEO_REAL)
        column->real[row] = (double)NAN;
    return geo_table_set_mark(context, table, column, row, GEO_MARK_HIDDEN);
}

static bool is_kept_back(const geo_change_cell *cell, int column)
{
    if (column == COUNT_BEFORE || column == RATE_BEFORE)
        return cell->hides_before;
    if (column == COUNT_AFTER || column == RATE_AFTER)
        return cell->hides_after;
    return cell->hides_before || cell->hides_after;
}

static const char *direction_of(const geo_change_rows_work *work, size_t row)
{
    const geo_change_cell *cell = &work->cell[row];
    return geo_direction_of((double)cell->before, (double)cell->after, work->before->years,
                            work->after->years, cell->is_sum ? work->p[row] : work->adjusted[row],
                            &work->options->words);
}

static geo_status fill_cell(geo_context *context, const geo_change_rows_work *work, size_t row,
                            int number, const double *value, const geo_table *table,
                            geo_column *column)
{
    const geo_change_cell *cell = &work->cell[row];
    if (is_kept_back(cell, number))
        return hide(context, table, column, row);
    if (number == DIRECTION)
        return geo_table_set_text(context, column, row, geo_text_of(direction_of(work, row)));
    if (number == COUNT_BEFORE || number == COUNT_AFTER)
        column->integer[row] = geo_round_count(number == COUNT_BEFORE ? cell->before : cell->after,
                                               work->options->round_to);
    else
        column->real[row] = value[number];
    return GEO_OK;
}

/* Up and down are told from the direction, which goes by the adjusted p. */
static geo_status mark_row(geo_context *context, const geo_change_rows_work *work, size_t row,
                           geo_table *table, geo_column *percent, geo_change *change)
{
    const geo_change_cell *cell = &work->cell[row];
    double p = cell->is_sum ? work->p[row] : work->adjusted[row];
    double difference =
        (double)cell->after / work->after->years - (double)cell->before / work->before->years;
    bool is_known = !cell->hides_before && !cell->hides_after;
    change->kept_back += !is_known;
    if (!is_known || !(p < work->options->words.level) || difference == 0)
        return GEO_OK;
    if (!cell->is_sum && difference > 0)
        change->increases++;
    if (!cell->is_sum && difference < 0)
        change->reductions++;
    return geo_table_set_mark(context, table, percent, row,
                              difference > 0 ? GEO_MARK_HIGHER : GEO_MARK_LOWER);
}

static geo_status fill_row(geo_context *context, const geo_change_rows_work *work, size_t row,
                           size_t first, geo_change *change)
{
    geo_table *table = change->table;
    double value[COLUMNS] = {0};
    geo_column *percent = NULL;
    geo_status status = GEO_OK;
    size_t at = first;
    find_values(work, row, value);
    for (int i = 0; i < COLUMNS && status == GEO_OK; i++) {
        if (is_absent(work, order[i]))
            continue;
        geo_column *column = &table->column[at++];
        if (order[i] == PERCENT)
            percent = column;
        status = fill_cell(context, work, row, order[i], value, table, column);
    }
    return status == GEO_OK ? mark_row(context, work, row, table, percent, change) : status;
}

/* ---- all ------------------------------------------------------------------------------------ */

static geo_status add_mark_texts(geo_context *context, geo_table *table, const geo_change *change)
{
    geo_status status = GEO_OK;
    if (change->increases > 0)
        status = geo_table_set_mark_text(context, table, GEO_MARK_HIGHER, "significant increase");
    if (status == GEO_OK && change->reductions > 0)
        status = geo_table_set_mark_text(context, table, GEO_MARK_LOWER, "significant reduction");
    if (status == GEO_OK && change->kept_back > 0)
        status = geo_table_set_mark_text(context, table, GEO_MARK_HIDDEN,
                                         "kept back, so that nobody can be known by it");
    return status;
}

static geo_status make_table(geo_context *context, const geo_change_rows_work *work,
                             geo_change *change)
{
    geo_status status = geo_table_new(context, work->row_count, &change->table);
    if (status == GEO_OK)
        status = geo_change_add_names(context, work, change->table);
    if (status != GEO_OK)
        return status;
    size_t first = change->table->column_count;
    status = add_columns(context, work, change->table);
    for (size_t row = 0; row < work->row_count && status == GEO_OK; row++)
        status = fill_row(context, work, row, first, change);
    return status == GEO_OK ? add_mark_texts(context, change->table, change) : status;
}

geo_status geo_change_make(geo_context *context, const geo_area_counts *before,
                           const geo_area_counts *after, const geo_change_options *options,
                           geo_change **out)
{
    static const geo_change_options unset = GEO_CHANGE_OPTIONS_INIT;
    geo_change_rows_work work = {
        .before = before, .after = after, .options = options ? options : &unset};
    geo_change *change = NULL;
    geo_status status = check(context, &work);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *change, &change);
    if (status == GEO_OK)
        status = geo_change_make_rows(context, &work);
    if (status == GEO_OK) {
        compare_rows(&work);
        status = adjust(context, &work);
    }
    if (status == GEO_OK)
        status = make_table(context, &work, change);
    if (status == GEO_OK) {
        *out = change;
        change = NULL;
    }
    geo_change_rows_clear(&work);
    geo_change_free(change);
    return status;
}
