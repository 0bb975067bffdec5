/* The tables of a comparison: for people, and for programs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/compare.h"

enum value { RATE, COUNT, COMPARISON, RANK_IN_WORDS, RANK, OF, VALUES };

static const struct value_column {
    const char *ending; /* of its name */
    const char *heading;
    geo_type type;
} value_columns[VALUES] = {
    [RATE] = {"", "rate", GEO_REAL},
    [COUNT] = {"_count", "count", GEO_INTEGER},
    [COMPARISON] = {"_comparison", "comparison", GEO_TEXT},
    [RANK_IN_WORDS] = {"_rank", "rank", GEO_TEXT},
    [RANK] = {"_rank", "rank", GEO_INTEGER},
    [OF] = {"_of", "of", GEO_INTEGER},
};

static bool has_rates(const geo_compare_work *work, size_t place)
{
    return geo_is_comparator(work, place) || work->options->values != GEO_COMPARE_COUNTS;
}

static bool has_counts(const geo_compare_work *work, size_t place)
{
    return !geo_is_comparator(work, place) && work->options->values != GEO_COMPARE_RATES;
}

static bool has_ranks(const geo_compare_work *work, size_t place)
{
    return place < work->group_count && work->options->has_ranks;
}

/* ---- columns -------------------------------------------------------------------------------- */

/* A name in small letters and underscores; bytes that are no ASCII stay. */
static geo_status append_plain_name(geo_context *context, const char *name, geo_bytes *out)
{
    geo_status status = GEO_OK;
    bool is_parted = false;
    for (; *name != '\0' && status == GEO_OK; name++) {
        char letter = geo_lower(*name);
        bool is_word = (letter >= 'a' && letter <= 'z') || geo_is_digit(letter) ||
                       (unsigned char)letter >= 0x80;
        if (is_word && is_parted && out->length > 0)
            status = geo_bytes_append(context, out, "_", 1);
        if (is_word && status == GEO_OK)
            status = geo_bytes_append(context, out, &letter, 1);
        is_parted = !is_word;
    }
    return status == GEO_OK && out->length == 0 ? geo_bytes_print(context, out, "area") : status;
}

/* Two places may have one name: a district counted here, and the same among the comparators. */
static geo_status add_named(geo_context *context, geo_table *table, const char *place,
                            const char *ending, geo_type type, int decimals, geo_column **out)
{
    geo_bytes name = GEO_BYTES_INIT;
    geo_status status = append_plain_name(context, place, &name);
    size_t plain = name.length;
    for (int number = 1; status == GEO_OK; number++) {
        name.length = plain;
        if (number > 1)
            status = geo_bytes_print(context, &name, "_%d", number);
        if (status == GEO_OK)
            status = geo_bytes_append(context, &name, ending, strlen(ending) + 1);
        if (status == GEO_OK && !geo_table_find(table, name.data))
            break;
    }
    if (status == GEO_OK)
        status = geo_table_add(context, table, name.data, type, decimals, out);
    geo_bytes_clear(&name);
    return status;
}

/* One column stands under the place's name, several stand below it. */
static geo_status set_heading(geo_context *context, const geo_compare_work *work, size_t place,
                              const char *what, geo_column *column)
{
    const char *name = geo_compare_place_name(work, place);
    bool stands_alone =
        !has_ranks(work, place) && has_rates(work, place) != has_counts(work, place);
    if (stands_alone)
        return geo_table_set_heading(context, column, name);
    geo_status status = geo_table_set_heading(context, column, what);
    return status == GEO_OK ? geo_table_set_group(context, column, name) : status;
}

/* Where there is little room the last groups go first, those that it is about last of all. */
static int spare_of(const geo_compare_work *work, size_t at)
{
    return at < work->options->this_count || at >= work->options->shown_count
               ? 0
               : (int)(work->options->shown_count - at);
}

/* ---- cells ---------------------------------------------------------------------------------- */

static geo_status mark(geo_context *context, geo_table *table, geo_column *column, size_t row,
                       const geo_compare_cell *cell)
{
    static const geo_mark marks[] = {[GEO_SIMILAR] = GEO_MARK_NONE,
                                     [GEO_LOWER] = GEO_MARK_LOWER,
                                     [GEO_HIGHER] = GEO_MARK_HIGHER};
    if (cell->is_hidden)
        return geo_table_set_mark(context, table, column, row, GEO_MARK_HIDDEN);
    if (!cell->is_compared || cell->comparison == GEO_SIMILAR)
        return GEO_OK;
    return geo_table_set_mark(context, table, column, row, marks[cell->comparison]);
}

/* "3 of 9" */
static geo_status set_rank_in_words(geo_context *context, geo_column *column, size_t row,
                                    const geo_compare_cell *cell)
{
    char text[48];
    if (cell->rank == GEO_NO_INTEGER)
        return GEO_OK;
    snprintf(text, sizeof text, "%lld of %lld", (long long)cell->rank, (long long)cell->of);
    return geo_table_set_text(context, column, row, geo_text_of(text));
}

static geo_status set_value(geo_context *context, const geo_compare_work *work, enum value value,
                            geo_column *column, size_t row, const geo_compare_cell *cell)
{
    switch (value) {
    case RATE:
        column->real[row] = cell->rate;
        return GEO_OK;
    case COUNT:
        column->integer[row] = cell->count == GEO_NO_INTEGER
                                   ? GEO_NO_INTEGER
                                   : geo_round_count(cell->count, work->options->round_to);
        return GEO_OK;
    case COMPARISON:
        return cell->is_compared
                   ? geo_table_set_text(context, column, row,
                                        geo_text_of(geo_comparison_name(cell->comparison)))
                   : GEO_OK;
    case RANK_IN_WORDS:
        return set_rank_in_words(context, column, row, cell);
    case RANK:
        column->integer[row] = cell->rank;
        return GEO_OK;
    default:
        column->integer[row] = cell->of;
        return GEO_OK;
    }
}

/* Counts stand out where there are no rates that do. */
static bool is_marked(const geo_compare_work *work, size_t place, enum value value,
                      const geo_compare_cell *cell)
{
    return value == RATE || (value == COUNT && (cell->is_hidden || !has_rates(work, place)));
}

static geo_status add_value(geo_context *context, const geo_compare_work *work, size_t at,
                            enum value value, geo_table *table)
{
    const struct value_column *kind = &value_columns[value];
    size_t place = work->place[at];
    geo_column *column = NULL;
    geo_status status = add_named(context, table, geo_compare_place_name(work, place), kind->ending,
                                  kind->type, value == RATE ? work->options->decimals : 0, &column);
    if (status == GEO_OK)
        status = set_heading(context, work, place, kind->heading, column);
    if (status == GEO_OK)
        column->spare = spare_of(work, at);
    for (size_t row = 0; row < work->row_count && status == GEO_OK; row++) {
        const geo_compare_cell *cell = geo_compare_at(work, place, work->kind[row]);
        status = set_value(context, work, value, column, row, cell);
        if (status == GEO_OK && is_marked(work, place, value, cell))
            status = mark(context, table, column, row, cell);
    }
    return status;
}

static geo_status add_place(geo_context *context, const geo_compare_work *work, size_t at,
                            bool for_programs, geo_table *table)
{
    size_t place = work->place[at];
    const bool has[VALUES] = {
        [RATE] = has_rates(work, place),
        [COUNT] = has_counts(work, place),
        [COMPARISON] = for_programs && !geo_is_comparator(work, place) && place != work->against,
        [RANK_IN_WORDS] = !for_programs && has_ranks(work, place),
        [RANK] = for_programs && has_ranks(work, place),
        [OF] = for_programs && has_ranks(work, place),
    };
    geo_status status = GEO_OK;
    if (geo_is_comparator(work, place) && work->options->values == GEO_COMPARE_COUNTS)
        return GEO_OK;
    for (int value = 0; value < VALUES && status == GEO_OK; value++)
        if (has[value])
            status = add_value(context, work, at, (enum value)value, table);
    return status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static geo_status add_offences(geo_context *context, const geo_compare_work *work, geo_table *table)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, "offence", GEO_TEXT, 0, &column);
    for (size_t row = 0; row < work->row_count && status == GEO_OK; row++) {
        const char *name = work->counts->categories->name[work->kind[row]];
        status = geo_table_set_text(context, column, row, geo_text_of(name));
    }
    if (status == GEO_OK)
        column->may_shorten = true;
    return status;
}

static geo_status add_levels(geo_context *context, const geo_compare_work *work, geo_table *table)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, "level", GEO_INTEGER, 0, &column);
    for (size_t row = 0; row < work->row_count && status == GEO_OK; row++)
        column->integer[row] = work->counts->categories->level[work->kind[row]];
    return status;
}

/* A root that the rows below it are part of. */
static bool is_total(const geo_compare_work *work, size_t row)
{
    const geo_categories *tree = work->counts->categories;
    return tree->level[work->kind[row]] == 0 && row + 1 < work->row_count &&
           tree->level[work->kind[row + 1]] > 0;
}

static geo_status set_row(geo_context *context, const geo_compare_work *work, size_t row,
                          geo_table *table)
{
    int32_t level = work->counts->categories->level[work->kind[row]];
    geo_status status = geo_table_set_level(context, table, row, (unsigned char)level);
    return status == GEO_OK && is_total(work, row) ? geo_table_set_total(context, table, row)
                                                   : status;
}

geo_status geo_compare_make_table(geo_context *context, const geo_compare_work *work,
                                  geo_table **out)
{
    geo_status status = geo_table_new(context, work->row_count, out);
    if (status == GEO_OK)
        status = add_offences(context, work, *out);
    for (size_t row = 0; row < work->row_count && status == GEO_OK; row++)
        status = set_row(context, work, row, *out);
    for (size_t at = 0; at < work->column_count && status == GEO_OK; at++)
        status = add_place(context, work, at, false, *out);
    return status;
}

geo_status geo_compare_make_data(geo_context *context, const geo_compare_work *work,
                                 geo_table **out)
{
    geo_status status = geo_table_new(context, work->row_count, out);
    if (status == GEO_OK)
        status = add_levels(context, work, *out);
    if (status == GEO_OK)
        status = add_offences(context, work, *out);
    for (size_t at = 0; at < work->column_count && status == GEO_OK; at++)
        status = add_place(context, work, at, true, *out);
    return status;
}
