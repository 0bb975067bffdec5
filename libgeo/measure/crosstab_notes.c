/* What is printed under a crosstab. */
#include <stdio.h>

#include "core/context.h"
#include "core/text.h"
#include "measure/crosstab.h"
#include "measure/rank_notes.h"

/* The note that has been printed so far, once ended; begins the next. */
static geo_status add_note(geo_context *context, geo_bytes *note, geo_table *table)
{
    geo_status status = geo_bytes_append(context, note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note->data);
    note->length = 0;
    return status;
}

/* Rows in which a field is not known. */
static int64_t count_unknown(const struct crosstab_work *work)
{
    const geo_crosstab *crosstab = work->crosstab;
    int64_t unknown = 0;
    for (size_t row = 0; row < crosstab->row_count; row++)
        for (size_t column = 0; column < crosstab->column_count; column++)
            if (!geo_crosstab_knows_row(work, row) || !geo_crosstab_knows_column(work, column))
                unknown += work->count[row * work->width + column];
    return unknown;
}

static geo_status add_share_note(geo_context *context, const struct crosstab_work *work,
                                 geo_bytes *note, geo_table *table)
{
    static const char *const base[] = {[GEO_SHARES_ROWS] = "their row's sum",
                                       [GEO_SHARES_COLUMNS] = "their column's sum",
                                       [GEO_SHARES_ALL] = "all"};
    if (work->options->shares == GEO_SHARES_NONE)
        return GEO_OK;
    geo_status status =
        geo_bytes_print(context, note, "Shares are of %s", base[work->options->shares]);
    return status == GEO_OK ? add_note(context, note, table) : status;
}

/* " (4,976)" */
static geo_status append_count(geo_context *context, int64_t count, geo_bytes *note)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)count);
    geo_status status = geo_bytes_print(context, note, " (");
    if (status == GEO_OK)
        status = geo_separate_thousands(context, (geo_text){digits, (size_t)length}, note);
    return status == GEO_OK ? geo_bytes_print(context, note, ")") : status;
}

/* With how many there are, unless that could tell a count that is kept back. */
static geo_status add_unknown_note(geo_context *context, const struct crosstab_work *work,
                                   geo_bytes *note, geo_table *table)
{
    const geo_crosstab *crosstab = work->crosstab;
    int64_t unknown = count_unknown(work);
    if (unknown == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, note, "Rows in which '%s'", crosstab->row_name);
    if (status == GEO_OK && crosstab->column_name)
        status = geo_bytes_print(context, note, " or '%s'", crosstab->column_name);
    if (status == GEO_OK)
        status = geo_bytes_print(context, note, " is not known");
    if (status == GEO_OK && work->options->suppress_below < 2 && work->options->round_to < 2)
        status = append_count(context, unknown, note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, note, " count in the totals, but in no share or rate");
    return status == GEO_OK ? add_note(context, note, table) : status;
}

static geo_status set_mark_texts(geo_context *context, geo_population_of of, geo_table *table)
{
    static const char *const lower[] = {
        [GEO_POPULATION_OF_CELLS] = "Lower: the interval lies below the rate of all that are known",
        [GEO_POPULATION_OF_COLUMNS] = "Lower: the interval lies below the rate of the whole row",
        [GEO_POPULATION_OF_ROWS] = "Lower: the interval lies below the rate of the whole column"};
    static const char *const higher[] = {
        [GEO_POPULATION_OF_CELLS] =
            "Higher: the interval lies above the rate of all that are known",
        [GEO_POPULATION_OF_COLUMNS] = "Higher: the interval lies above the rate of the whole row",
        [GEO_POPULATION_OF_ROWS] = "Higher: the interval lies above the rate of the whole column"};
    geo_status status = geo_table_set_mark_text(context, table, GEO_MARK_LOWER, lower[of]);
    return status == GEO_OK ? geo_table_set_mark_text(context, table, GEO_MARK_HIGHER, higher[of])
                            : status;
}

static geo_status add_rate_notes(geo_context *context, const struct crosstab_work *work,
                                 geo_bytes *note, geo_table *table)
{
    if (!work->population)
        return GEO_OK;
    geo_status status = geo_level_print(context, work->options->level, note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, note,
                                 "%% intervals of a Poisson count: Byar's approximation, exact for "
                                 "counts below 10");
    if (status == GEO_OK)
        status = add_note(context, note, table);
    return status == GEO_OK ? set_mark_texts(context, work->crosstab->population_of, table)
                            : status;
}

static geo_status add_hidden_note(geo_context *context, const struct crosstab_work *work,
                                  geo_bytes *note, geo_table *table)
{
    const geo_suppression *hidden = &work->suppression;
    if (hidden->small == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(
        context, note, "Kept back ([c]): %zu count%s of fewer than %lld", hidden->small,
        hidden->small == 1 ? "" : "s", (long long)work->options->suppress_below);
    if (status == GEO_OK && hidden->others > 0)
        status = geo_bytes_print(context, note,
                                 ", and %zu more so that %s cannot be found by subtraction",
                                 hidden->others, hidden->small == 1 ? "it" : "they");
    if (status == GEO_OK)
        status = geo_bytes_append(context, note, "", 1);
    /* For readers of JSON, which has no lines under the table. */
    if (status == GEO_OK)
        geo_add_note(context, "%s", note->data);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note->data);
    note->length = 0;
    return status;
}

geo_status geo_crosstab_add_notes(geo_context *context, const struct crosstab_work *work,
                                  geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = add_share_note(context, work, &note, table);
    if (status == GEO_OK)
        status = add_unknown_note(context, work, &note, table);
    if (status == GEO_OK)
        status = add_rate_notes(context, work, &note, table);
    if (status == GEO_OK)
        status = add_hidden_note(context, work, &note, table);
    if (status == GEO_OK && work->options->round_to > 1) {
        status = geo_bytes_print(context, &note,
                                 "Counts rounded to %lld; rates and shares from "
                                 "exact counts",
                                 (long long)work->options->round_to);
        if (status == GEO_OK)
            status = add_note(context, &note, table);
    }
    geo_bytes_clear(&note);
    return status;
}
