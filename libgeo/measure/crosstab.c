/* Counts by two fields: labels, counts, populations -> table. */
#include "measure/crosstab.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/rank_notes.h"

static geo_status check(geo_context *context, const geo_crosstab *crosstab,
                        const geo_crosstab_options *options)
{
    if (!(options->years > 0) || !isfinite(options->years))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the years that the counts cover must be a number above 0");
    if (!(options->level > 0 && options->level < 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the level of the interval must lie between 0 and 1, such as 0.95");
    if (options->round_to < 0 || options->suppress_below < 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts are rounded to, and kept back below, a number of 0 or more");
    if (crosstab->column_count == 0 || (!crosstab->column_name && crosstab->column_count > 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "a crosstab has one column, or those of a second field");
    return GEO_OK;
}

/* ---- names of columns ----------------------------------------------------------------------- */

enum { NAME_SIZE = 64, SUFFIX_SIZE = 32 };

/* "Anti-social behaviour" -> "anti_social_behaviour". What is no ASCII letter or digit parts words.
 */
static void name_of_label(const char *label, char name[NAME_SIZE])
{
    size_t length = 0;
    for (; *label && length < NAME_SIZE - 1; label++) {
        char letter = geo_lower(*label);
        bool is_word = geo_is_digit(letter) || (letter >= 'a' && letter <= 'z');
        if (is_word)
            name[length++] = letter;
        else if (length > 0 && name[length - 1] != '_')
            name[length++] = '_';
    }
    while (length > 0 && name[length - 1] == '_')
        length--;
    name[length] = '\0';
}

static const char *label_of(const struct crosstab_work *work, size_t column)
{
    const geo_crosstab *crosstab = work->crosstab;
    const char *label = column < crosstab->column_count ? crosstab->column[column] : "total";
    return label ? label : "not known";
}

/* Begins a group's names: "f_", and "f_2_" when another label makes the same. */
static void name_group(const struct crosstab_work *work, size_t column, char *prefix, size_t size)
{
    char name[NAME_SIZE];
    char other[NAME_SIZE];
    size_t same = 1;
    prefix[0] = '\0';
    if (!work->crosstab->column_name)
        return;
    name_of_label(label_of(work, column), name);
    for (size_t i = 0; i < column; i++) {
        name_of_label(label_of(work, i), other);
        same += strcmp(name, other) == 0;
    }
    if (same > 1)
        snprintf(prefix, size, "%s%s%zu_", name, name[0] ? "_" : "", same);
    else
        snprintf(prefix, size, "%s_", name[0] ? name : "other");
}

/* ---- columns -------------------------------------------------------------------------------- */

enum { COUNT, PERCENT, POPULATION, RATE, LOWER, UPPER, KINDS };

struct kind {
    const char *name; /* of the interval: before the level */
    const char *heading;
    geo_type type;
    bool is_rounded; /* to the decimals asked for */
    int spare;
};

static const struct kind kinds[KINDS] = {
    [COUNT] = {"count", "count", GEO_INTEGER, false, 0},
    [PERCENT] = {"percent", "%", GEO_REAL, true, 0},
    [POPULATION] = {"population", "population", GEO_REAL, false, 2},
    [RATE] = {"rate_per_1000", "rate per 1,000", GEO_REAL, true, 0},
    [LOWER] = {"rate_lower_", "lower ", GEO_REAL, true, 1},
    [UPPER] = {"rate_upper_", "upper ", GEO_REAL, true, 1},
};

static bool has_kind(const struct crosstab_work *work, size_t column, int kind)
{
    if (kind != COUNT && !geo_crosstab_knows_column(work, column))
        return false;
    if (kind == PERCENT)
        return work->options->shares != GEO_SHARES_NONE;
    return kind == COUNT || work->population;
}

static geo_status add_column(geo_context *context, const struct crosstab_work *work, size_t column,
                             int kind, const char *level, geo_table *table)
{
    char prefix[NAME_SIZE + SUFFIX_SIZE];
    char name[2 * NAME_SIZE + SUFFIX_SIZE];
    char heading[NAME_SIZE];
    bool is_interval = kind == LOWER || kind == UPPER;
    geo_column *added = NULL;
    name_group(work, column, prefix, sizeof prefix);
    snprintf(name, sizeof name, "%s%s%s", prefix, kinds[kind].name, is_interval ? level : "");
    snprintf(heading, sizeof heading, "%s%s%s", kinds[kind].heading, is_interval ? level : "",
             is_interval ? "%" : "");
    geo_status status = geo_table_add(context, table, name, kinds[kind].type,
                                      kinds[kind].is_rounded ? work->options->decimals : 0, &added);
    if (status != GEO_OK)
        return status;
    added->spare = kinds[kind].spare;
    status = geo_table_set_heading(context, added, heading);
    return status == GEO_OK && work->crosstab->column_name
               ? geo_table_set_group(context, added, label_of(work, column))
               : status;
}

static geo_status add_label_column(geo_context *context, const struct crosstab_work *work,
                                   geo_table *table)
{
    char name[NAME_SIZE];
    geo_column *added = NULL;
    name_of_label(work->crosstab->row_name, name);
    geo_status status =
        geo_table_add(context, table, name[0] ? name : "label", GEO_TEXT, 0, &added);
    if (status != GEO_OK)
        return status;
    added->may_shorten = true;
    return geo_table_set_heading(context, added, work->crosstab->row_name);
}

static geo_status add_columns(geo_context *context, const struct crosstab_work *work,
                              geo_table *table)
{
    geo_bytes level = GEO_BYTES_INIT;
    geo_status status = geo_level_print(context, work->options->level, &level);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &level, "", 1);
    if (status == GEO_OK)
        status = add_label_column(context, work, table);
    for (size_t column = 0; column < work->width && status == GEO_OK; column++)
        for (int kind = 0; kind < KINDS && status == GEO_OK; kind++)
            if (has_kind(work, column, kind))
                status = add_column(context, work, column, kind, level.data, table);
    geo_bytes_clear(&level);
    return status;
}

/* ---- cells ---------------------------------------------------------------------------------- */

static geo_status mark_rate(geo_context *context, const struct crosstab_work *work, size_t row,
                            size_t column, geo_table *table, geo_column *rate)
{
    bool is_all = row == work->height - 1 && column == work->width - 1;
    geo_comparison comparison = geo_compare_interval(rate[1].real[row], rate[2].real[row],
                                                     geo_crosstab_reference(work, row, column));
    if (comparison == GEO_SIMILAR || is_all)
        return GEO_OK;
    return geo_table_set_mark(context, table, rate, row,
                              comparison == GEO_LOWER ? GEO_MARK_LOWER : GEO_MARK_HIGHER);
}

/* The first of three columns: the rate and the ends of its interval. */
static geo_status fill_rate(geo_context *context, const struct crosstab_work *work, size_t row,
                            size_t column, geo_table *table, geo_column *rate)
{
    double population = work->population[row * work->width + column];
    double count = geo_crosstab_known(work, row, column);
    double years = work->options->years;
    double lower = 0;
    double upper = 0;
    geo_status status = GEO_OK;
    if (!geo_crosstab_knows_row(work, row))
        return GEO_OK;
    for (int i = 0; i < 3 && isnan(count) && status == GEO_OK; i++)
        status = geo_table_set_mark(context, table, &rate[i], row, GEO_MARK_HIDDEN);
    if (isnan(population) || isnan(count))
        return status;
    geo_count_interval(count, work->options->level, &lower, &upper);
    rate[0].real[row] = geo_rate_per_1000(count, population) / years;
    rate[1].real[row] = geo_rate_per_1000(lower, population) / years;
    rate[2].real[row] = geo_rate_per_1000(upper, population) / years;
    return mark_rate(context, work, row, column, table, rate);
}

static geo_status hide(geo_context *context, const struct crosstab_work *work, size_t row,
                       size_t column, geo_table *table, geo_column *group)
{
    geo_status status = GEO_OK;
    size_t at = 0;
    for (int kind = 0; kind < KINDS && status == GEO_OK; kind++) {
        if (!has_kind(work, column, kind))
            continue;
        if (kind != POPULATION)
            status = geo_table_set_mark(context, table, &group[at], row, GEO_MARK_HIDDEN);
        at++;
    }
    return status;
}

static geo_status fill_share(geo_context *context, const struct crosstab_work *work, size_t row,
                             size_t column, geo_table *table, geo_column *percent)
{
    bool is_known = geo_crosstab_knows_row(work, row) && geo_crosstab_knows_column(work, column);
    percent->real[row] = geo_crosstab_share(work, row, column);
    if (work->suppression.small > 0 && is_known && isnan(percent->real[row]))
        return geo_table_set_mark(context, table, percent, row, GEO_MARK_HIDDEN);
    return GEO_OK;
}

/* The column of what is not known, alone in its group, stands before that of the total. */
static geo_column *group_of(const struct crosstab_work *work, size_t column,
                            const geo_crosstab_table *result)
{
    size_t before = 1 + column * result->group_width;
    if (column > 0 && !geo_crosstab_knows_column(work, column - 1))
        before -= result->group_width - 1;
    return &result->table->column[before];
}

static geo_status fill_cell(geo_context *context, const struct crosstab_work *work, size_t row,
                            size_t column, const geo_crosstab_table *result)
{
    geo_table *table = result->table;
    geo_column *group = group_of(work, column, result);
    size_t cell = row * work->width + column;
    geo_status status = GEO_OK;
    if (has_kind(work, column, POPULATION))
        group[result->rate - 1].real[row] = work->population[cell];
    if (work->hidden[cell])
        return hide(context, work, row, column, table, group);
    group->integer[row] = geo_round_count(work->count[cell], work->options->round_to);
    if (has_kind(work, column, PERCENT))
        status = fill_share(context, work, row, column, table, &group[result->percent]);
    if (status == GEO_OK && has_kind(work, column, RATE))
        status = fill_rate(context, work, row, column, table, &group[result->rate]);
    return status;
}

static geo_status fill_rows(geo_context *context, const struct crosstab_work *work,
                            const geo_crosstab_table *result)
{
    const geo_crosstab *crosstab = work->crosstab;
    geo_status status = GEO_OK;
    for (size_t row = 0; row < work->height && status == GEO_OK; row++) {
        const char *label = row == crosstab->row_count ? "total" : crosstab->row[row];
        status = geo_table_set_text(context, &result->table->column[0], row,
                                    geo_text_of(label ? label : "not known"));
        for (size_t column = 0; column < work->width && status == GEO_OK; column++)
            status = fill_cell(context, work, row, column, result);
    }
    return status == GEO_OK ? geo_table_set_total(context, result->table, crosstab->row_count)
                            : status;
}

/* ---- table ---------------------------------------------------------------------------------- */

static void plan_group(const struct crosstab_work *work, geo_crosstab_table *result)
{
    size_t total = work->width - 1;
    for (int kind = 0; kind < KINDS; kind++) {
        if (kind == PERCENT && has_kind(work, total, kind))
            result->percent = result->group_width;
        if (kind == RATE && has_kind(work, total, kind))
            result->rate = result->group_width;
        result->group_width += has_kind(work, total, kind);
    }
}

static geo_status make(geo_context *context, struct crosstab_work *work, geo_crosstab_table *result)
{
    geo_status status = check(context, work->crosstab, work->options);
    if (status == GEO_OK)
        status = geo_crosstab_sum(context, work);
    if (status != GEO_OK)
        return status;
    result->suppression = work->suppression;
    while (result->known_rows < work->crosstab->row_count &&
           geo_crosstab_knows_row(work, result->known_rows))
        result->known_rows++;
    plan_group(work, result);
    if (work->population)
        status = geo_crosstab_find_references(context, work);
    if (status == GEO_OK)
        status = geo_table_new(context, work->height, &result->table);
    if (status == GEO_OK)
        status = add_columns(context, work, result->table);
    if (status == GEO_OK)
        status = fill_rows(context, work, result);
    return status == GEO_OK ? geo_crosstab_add_notes(context, work, result->table) : status;
}

geo_status geo_crosstab_make(geo_context *context, const geo_crosstab *crosstab,
                             const geo_crosstab_options *options, geo_crosstab_table **out)
{
    const geo_crosstab_options unset = GEO_CROSSTAB_OPTIONS_INIT;
    struct crosstab_work work = {.crosstab = crosstab, .options = options ? options : &unset};
    geo_crosstab_table *result = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *result, &result);
    if (status == GEO_OK)
        status = make(context, &work, result);
    geo_crosstab_clear(&work);
    if (status != GEO_OK) {
        geo_crosstab_table_free(result);
        return status;
    }
    *out = result;
    return GEO_OK;
}

void geo_crosstab_table_free(geo_crosstab_table *table)
{
    if (!table)
        return;
    geo_table_free(table->table);
    free(table);
}
