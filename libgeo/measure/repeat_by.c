/* People with several rows, by what their rows are told apart by. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/rank_notes.h"
#include "measure/repeat.h"

enum {
    VALUE,
    PEOPLE,
    ROWS,
    MEAN_ROWS,
    REPEAT_PEOPLE,
    REPEAT_PERCENT,
    LOWER,
    UPPER,
    REPEAT_ROWS,
    REPEAT_ROWS_PERCENT,
    COLUMNS
};

struct by_column {
    const char *name; /* of the interval: before the level */
    const char *heading;
    geo_type type;
    int decimals; /* -1: as asked for */
    int spare;
};

static const struct by_column columns[COLUMNS] = {
    [VALUE] = {"value", NULL, GEO_TEXT, 0, 0},
    [PEOPLE] = {"people", NULL, GEO_INTEGER, 0, 0},
    [ROWS] = {"rows", NULL, GEO_INTEGER, 0, 0},
    [MEAN_ROWS] = {"mean_rows_each", "mean rows each", GEO_REAL, 2, 2},
    [REPEAT_PEOPLE] = {"repeat_people", NULL, GEO_INTEGER, 0, 0},
    [REPEAT_PERCENT] = {"repeat_percent", "% repeat", GEO_REAL, -1, 0},
    [LOWER] = {"repeat_lower_", "lower ", GEO_REAL, -1, 1},
    [UPPER] = {"repeat_upper_", "upper ", GEO_REAL, -1, 1},
    [REPEAT_ROWS] = {"repeat_rows", "rows of these", GEO_INTEGER, 0, 0},
    [REPEAT_ROWS_PERCENT] = {"repeat_rows_percent", "% of rows", GEO_REAL, -1, 0},
};

struct by_work {
    const repeat_lines *lines;
    const geo_repeat_options *options;
    size_t *order; /* [value_count] */
    size_t shown;  /* lines: values that somebody has rows with */
    bool *hidden;  /* [(value_count + 1) * 2]: people and repeat people, all last */
    geo_suppression suppression;
};

/* The one whose heading is the caller's word. */
static const char *heading_of(const struct by_work *work, int column, char *text, size_t size)
{
    const char *people = work->options->people;
    if (column == VALUE)
        return work->options->value_name;
    if (column == PEOPLE)
        return people;
    if (column != REPEAT_PEOPLE)
        return columns[column].heading;
    snprintf(text, size, "repeat %s", people);
    return text;
}

static geo_status add_column(geo_context *context, const struct by_work *work, int number,
                             const char *level, geo_table *table)
{
    const struct by_column *column = &columns[number];
    bool is_interval = number == LOWER || number == UPPER;
    geo_column *added = NULL;
    char name[64];
    char text[64];
    snprintf(name, sizeof name, "%s%s", column->name, is_interval ? level : "");
    geo_status status =
        geo_table_add(context, table, name, column->type,
                      column->decimals < 0 ? work->options->decimals : column->decimals, &added);
    if (status != GEO_OK)
        return status;
    added->spare = column->spare;
    added->may_shorten = number == VALUE;
    const char *heading = heading_of(work, number, text, sizeof text);
    if (is_interval) {
        snprintf(text, sizeof text, "%s%s%%", column->heading, level);
        heading = text;
    }
    return heading ? geo_table_set_heading(context, added, heading) : GEO_OK;
}

static geo_status add_columns(geo_context *context, const struct by_work *work, geo_table *table)
{
    geo_bytes level = GEO_BYTES_INIT;
    geo_status status = geo_level_print(context, work->options->level, &level);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &level, "", 1);
    for (int column = 0; status == GEO_OK && column < COLUMNS; column++)
        status = add_column(context, work, column, level.data, table);
    geo_bytes_clear(&level);
    return status;
}

/* ---- what is kept back ---------------------------------------------------------------------- */

/* A person may count with several values, so that the lines add up to no fewer than all: to hide
 * what could be found if they were their sum hides enough. */
static geo_status suppress(geo_context *context, struct by_work *work)
{
    static const int32_t parent[] = {GEO_NO_CODE, 0};
    size_t values = work->lines->value_count;
    int64_t total[2] = {0, 0};
    int64_t *count = NULL;
    geo_suppress_options options = GEO_SUPPRESS_OPTIONS_INIT;
    geo_status status = geo_alloc_array(context, 2 * values, sizeof *count, &count);
    options.below = work->options->suppress_below;
    for (size_t value = 0; status == GEO_OK && value < values; value++) {
        count[2 * value] = work->lines->value[value].people;
        count[2 * value + 1] = work->lines->value[value].repeat_people;
        total[0] += count[2 * value];
        total[1] += count[2 * value + 1];
    }
    const geo_count_table table = {values, 2, parent, true, count, total};
    if (status == GEO_OK)
        status = geo_suppress(context, &table, &options, work->hidden, &work->suppression);
    free(count);
    return status;
}

/* The rows that people have beyond their first tell of how many of them are repeat people. */
static geo_status hide_cells(geo_context *context, const struct by_work *work, size_t line,
                             geo_table *table, size_t row)
{
    bool hides_people = work->hidden[2 * line];
    bool hides_repeat = work->hidden[2 * line + 1] || hides_people;
    geo_status status = GEO_OK;
    for (size_t column = PEOPLE; column < COLUMNS && status == GEO_OK; column++)
        if (column == PEOPLE ? hides_people : hides_repeat)
            status = geo_hide_cell(context, table, column, row);
    return status;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void fill_numbers(const struct by_work *work, const repeat_figures *figures,
                         geo_table *table, size_t row)
{
    double people = (double)figures->people;
    double lower = 0;
    double upper = 0;
    int64_t round_to = work->options->round_to;
    geo_share_interval((double)figures->repeat_people, people, work->options->level, &lower,
                       &upper);
    table->column[PEOPLE].integer[row] = geo_round_count(figures->people, round_to);
    table->column[ROWS].integer[row] = geo_round_count(figures->rows, round_to);
    table->column[MEAN_ROWS].real[row] = people > 0 ? (double)figures->rows / people : (double)NAN;
    table->column[REPEAT_PEOPLE].integer[row] = geo_round_count(figures->repeat_people, round_to);
    table->column[REPEAT_PERCENT].real[row] = geo_per_cent((double)figures->repeat_people, people);
    table->column[LOWER].real[row] = 100 * lower;
    table->column[UPPER].real[row] = 100 * upper;
    table->column[REPEAT_ROWS].integer[row] = geo_round_count(figures->repeat_rows, round_to);
    table->column[REPEAT_ROWS_PERCENT].real[row] =
        geo_per_cent((double)figures->repeat_rows, (double)figures->rows);
}

static geo_status fill_lines(geo_context *context, const struct by_work *work, geo_table *table)
{
    size_t values = work->lines->value_count;
    geo_status status = GEO_OK;
    for (size_t row = 0; row <= work->shown && status == GEO_OK; row++) {
        bool is_all = row == work->shown;
        size_t line = is_all ? values : work->order[row];
        const char *name = is_all ? "all" : work->options->value[line];
        fill_numbers(work, is_all ? &work->lines->all : &work->lines->value[line], table, row);
        status = geo_table_set_text(context, &table->column[VALUE], row,
                                    geo_text_of(name ? name : "not known"));
        if (status == GEO_OK)
            status = hide_cells(context, work, line, table, row);
    }
    return status == GEO_OK ? geo_table_set_total(context, table, work->shown) : status;
}

static geo_status add_notes(geo_context *context, const struct by_work *work, geo_table *table)
{
    const geo_repeat_options *options = work->options;
    const geo_suppression *hidden = &work->suppression;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_table_add_note(
        context, table,
        "Each counts with every value that they have rows with, and as repeat by the rows with "
        "that value alone: the lines do not add up to 'all'");
    if (status == GEO_OK)
        status = geo_repeat_add_interval_note(context, options->level, table);
    if (status == GEO_OK && options->suppress_below > 1)
        status =
            geo_bytes_print(context, &note,
                            "Kept back ([c]): %zu count%s of fewer than %lld %s, and %zu more so "
                            "that these cannot be "
                            "found by subtraction, with what is worked out from them",
                            hidden->small, hidden->small == 1 ? "" : "s",
                            (long long)options->suppress_below, options->people, hidden->others);
    if (status == GEO_OK && note.length > 0)
        status = geo_bytes_append(context, &note, "", 1);
    if (status == GEO_OK && note.length > 0)
        status = geo_table_add_note(context, table, note.data);
    geo_bytes_clear(&note);
    return status;
}

static void keep_shown(struct by_work *work)
{
    for (size_t i = 0; i < work->lines->value_count; i++)
        if (work->lines->value[work->order[i]].people > 0)
            work->order[work->shown++] = work->order[i];
}

static geo_status make_lines(geo_context *context, struct by_work *work, geo_table **table)
{
    size_t values = work->lines->value_count;
    geo_status status = geo_alloc_array(context, values, sizeof *work->order, &work->order);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 2 * (values + 1), sizeof *work->hidden, &work->hidden);
    if (status == GEO_OK)
        status = geo_order_labels(context, work->options->value, values, work->order);
    if (status == GEO_OK && work->options->suppress_below > 1)
        status = suppress(context, work);
    if (status == GEO_OK)
        keep_shown(work);
    if (status == GEO_OK)
        status = geo_table_new(context, work->shown + 1, table);
    if (status == GEO_OK)
        status = add_columns(context, work, *table);
    if (status == GEO_OK)
        status = fill_lines(context, work, *table);
    return status == GEO_OK ? add_notes(context, work, *table) : status;
}

geo_status geo_repeat_by_value(geo_context *context, const repeat_lines *lines,
                               const geo_repeat_options *options, geo_table **out, bool *tells_all)
{
    struct by_work work = {.lines = lines, .options = options};
    geo_table *table = NULL;
    if (lines->value_count > options->value_count)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "rows are told apart by %zu values, and %zu have a name",
                        lines->value_count, options->value_count);
    geo_status status = make_lines(context, &work, &table);
    if (status == GEO_OK)
        *tells_all =
            !work.hidden[2 * lines->value_count] && !work.hidden[2 * lines->value_count + 1];
    free(work.order);
    free(work.hidden);
    if (status != GEO_OK) {
        geo_table_free(table);
        return status;
    }
    *out = table;
    return GEO_OK;
}
