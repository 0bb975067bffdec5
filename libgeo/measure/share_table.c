/* Shares of incidents that meet a condition, and how they compare: counts -> table. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/measure.h>
#include <geo/tables.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/rank_notes.h"
#include "measure/share_hidden.h"

struct entry {
    size_t row; /* of the caller's */
    double share;
    const char *key; /* by which equal shares stand in order */
};

enum { CODE, NAME, PARENT, INCIDENTS, MEETING, SHARE, LOWER, UPPER, COMPARISON, NOTE, COLUMNS };

struct share_work {
    const geo_share_rows *rows;
    const geo_share_options *options;
    struct entry *entry; /* [rows->count] */
    size_t shown;
    bool is_fractional;
    geo_share_hidden hidden; /* nothing allocated: nothing hidden */
    size_t place[COLUMNS];
    geo_table *table;
};

static bool is_part(double part, int64_t total)
{
    return total >= 0 && part >= 0 && part <= (double)total;
}

static geo_status check_rows(geo_context *context, struct share_work *work)
{
    const geo_share_rows *rows = work->rows;
    if (!is_part(rows->all_part, rows->all_total))
        return geo_fail(context, GEO_ERROR_DATA,
                        "%g incidents meet the condition among %lld: that is no share",
                        rows->all_part, (long long)rows->all_total);
    work->is_fractional = rows->all_part != floor(rows->all_part);
    for (size_t i = 0; i < rows->count; i++) {
        if (!is_part(rows->part[i], rows->total[i]))
            return geo_fail(context, GEO_ERROR_DATA,
                            "'%s': %g incidents meet the condition among %lld: that is no share",
                            rows->name[i] ? rows->name[i] : "", rows->part[i],
                            (long long)rows->total[i]);
        work->is_fractional |= rows->part[i] != floor(rows->part[i]);
    }
    return GEO_OK;
}

static double share_of(double part, int64_t total)
{
    return total > 0 ? part / (double)total : (double)NAN;
}

static bool hides_total(const struct share_work *work, size_t row)
{
    return work->hidden.total && work->hidden.total[row];
}

/* Either count would tell the other one by the share. */
static bool hides_share(const struct share_work *work, size_t row)
{
    return hides_total(work, row) || (work->hidden.meeting && work->hidden.meeting[row]);
}

/* The highest share first, equal ones by key, those of no incidents last. */
static int compare_entries(const void *left, const void *right)
{
    const struct entry *one = left;
    const struct entry *other = right;
    if (isnan(one->share) != isnan(other->share))
        return isnan(one->share) ? 1 : -1;
    if (one->share > other->share || one->share < other->share)
        return one->share > other->share ? -1 : 1;
    int order = strcmp(one->key, other->key);
    return order != 0 ? order : (one->row > other->row) - (one->row < other->row);
}

static void order_rows(struct share_work *work)
{
    const geo_share_rows *rows = work->rows;
    size_t top = work->options->top;
    for (size_t i = 0; i < rows->count; i++) {
        const char *key = rows->code ? rows->code[i] : rows->name[i];
        if (!rows->shown || rows->shown[i])
            work->entry[work->shown++] = (struct entry){
                i, hides_share(work, i) ? (double)NAN : share_of(rows->part[i], rows->total[i]),
                key ? key : ""};
    }
    if (!rows->is_ordered && work->shown > 1)
        qsort(work->entry, work->shown, sizeof *work->entry, compare_entries);
    if (top > 0 && work->shown > top)
        work->shown = top;
}

/* ---- cells ---------------------------------------------------------------------------------- */

static geo_status add_columns(geo_context *context, struct share_work *work)
{
    const geo_share_rows *rows = work->rows;
    int decimals = work->options->decimals;
    const geo_column_plan plan[COLUMNS] = {
        [CODE] = {rows->code ? "code" : NULL, NULL, GEO_TEXT, false, false, 1, 0},
        [NAME] = {rows->name_column, rows->name_heading, GEO_TEXT, false, true, 0, 0},
        [PARENT] = {rows->parent ? "parent" : NULL, NULL, GEO_TEXT, false, true, 0, 0},
        [INCIDENTS] = {"incidents", NULL, GEO_INTEGER, false, false, 0, 0},
        [MEETING] = {"meeting", NULL, GEO_REAL, false, false, 0, work->is_fractional ? 1 : 0},
        [SHARE] = {"share_percent", "share (%)", GEO_REAL, false, false, 0, decimals},
        [LOWER] = {"share_lower_", "lower ", GEO_REAL, true, false, 3, decimals},
        [UPPER] = {"share_upper_", "upper ", GEO_REAL, true, false, 3, decimals},
        [COMPARISON] = {"comparison", NULL, GEO_TEXT, false, false, 0, 0},
        [NOTE] = {"note", NULL, GEO_TEXT, false, true, 2, 0},
    };
    return geo_add_planned_columns(context, plan, COLUMNS, work->options->level, work->table,
                                   work->place);
}

static geo_column *column_of(const struct share_work *work, int column)
{
    return &work->table->column[work->place[column]];
}

static geo_status set_text(geo_context *context, const struct share_work *work, int column,
                           size_t row, const char *text)
{
    if (work->place[column] == GEO_NO_COLUMN || !text)
        return GEO_OK;
    return geo_table_set_text(context, column_of(work, column), row, geo_text_of(text));
}

static double round_part(const struct share_work *work, double part)
{
    int64_t round_to = work->options->round_to;
    return round_to > 1 ? (double)geo_round_count((int64_t)floor(part + 0.5), round_to) : part;
}

/* A row without incidents has neither share nor interval. `from` is the caller's row. */
static void fill_numbers(const struct share_work *work, size_t row, size_t from, int64_t total,
                         double part)
{
    double lower = 0, upper = 0;
    if (!hides_total(work, from))
        column_of(work, INCIDENTS)->integer[row] = geo_round_count(total, work->options->round_to);
    if (!work->hidden.meeting || !work->hidden.meeting[from])
        column_of(work, MEETING)->real[row] = round_part(work, part);
    if (hides_share(work, from))
        return;
    geo_share_interval(part, (double)total, work->options->level, &lower, &upper);
    column_of(work, SHARE)->real[row] = 100 * share_of(part, total);
    column_of(work, LOWER)->real[row] = 100 * lower;
    column_of(work, UPPER)->real[row] = 100 * upper;
}

static geo_status mark_hidden(geo_context *context, const struct share_work *work, size_t row,
                              size_t from)
{
    geo_status status = GEO_OK;
    for (int column = INCIDENTS; column <= COMPARISON && status == GEO_OK; column++) {
        bool is_hidden = column == INCIDENTS ? hides_total(work, from)
                         : column == MEETING ? work->hidden.meeting && work->hidden.meeting[from]
                                             : hides_share(work, from);
        if (is_hidden)
            status = geo_table_set_mark(context, work->table, column_of(work, column), row,
                                        GEO_MARK_HIDDEN);
    }
    return status;
}

static geo_status compare_row(geo_context *context, const struct share_work *work, size_t row,
                              size_t from)
{
    int64_t total = work->rows->total[from];
    double part = work->rows->part[from];
    static const geo_mark marks[] = {[GEO_SIMILAR] = GEO_MARK_NONE,
                                     [GEO_LOWER] = GEO_MARK_LOWER,
                                     [GEO_HIGHER] = GEO_MARK_HIGHER};
    double lower = 0, upper = 0;
    bool is_known = !hides_share(work, work->rows->count) && !hides_share(work, from);
    if (total == 0 || !is_known)
        return GEO_OK;
    geo_share_interval(part, (double)total, work->options->level, &lower, &upper);
    geo_comparison comparison =
        geo_compare_interval(lower, upper, share_of(work->rows->all_part, work->rows->all_total));
    geo_status status = set_text(context, work, COMPARISON, row, geo_comparison_name(comparison));
    if (status == GEO_OK && marks[comparison] != GEO_MARK_NONE)
        status = geo_table_set_mark(context, work->table, column_of(work, SHARE), row,
                                    marks[comparison]);
    return status;
}

static geo_status note_few(geo_context *context, const struct share_work *work, size_t row,
                           size_t from, int64_t total)
{
    char note[64];
    if (total >= work->options->few || hides_total(work, from))
        return GEO_OK;
    snprintf(note, sizeof note, "fewer than %lld", (long long)work->options->few);
    return set_text(context, work, NOTE, row, note);
}

/* How many rows it is part of. */
static unsigned char level_of(const geo_share_rows *rows, size_t row)
{
    unsigned char level = 0;
    for (int32_t above = rows->within[row]; above != GEO_NO_CODE; above = rows->within[above])
        level++;
    return level;
}

static geo_status fill_row(geo_context *context, const struct share_work *work, size_t row)
{
    const geo_share_rows *rows = work->rows;
    size_t from = work->entry[row].row;
    geo_status status = GEO_OK;
    if (rows->code)
        status = set_text(context, work, CODE, row, rows->code[from]);
    if (status == GEO_OK)
        status = set_text(context, work, NAME, row, rows->name[from]);
    if (status == GEO_OK && rows->parent)
        status = set_text(context, work, PARENT, row, rows->parent[from]);
    if (status == GEO_OK && rows->are_areas)
        status = geo_table_set_area(context, work->table, row, (int32_t)from);
    if (status == GEO_OK && rows->within)
        status = geo_table_set_level(context, work->table, row, level_of(rows, from));
    if (status == GEO_OK)
        status = compare_row(context, work, row, from);
    if (status == GEO_OK)
        status = note_few(context, work, row, from, rows->total[from]);
    fill_numbers(work, row, from, rows->total[from], rows->part[from]);
    return status == GEO_OK ? mark_hidden(context, work, row, from) : status;
}

static geo_status fill_total(geo_context *context, const struct share_work *work)
{
    size_t row = work->shown;
    geo_status status = set_text(context, work, NAME, row, work->rows->all);
    if (status == GEO_OK)
        status = geo_table_set_total(context, work->table, row);
    if (status == GEO_OK)
        status = note_few(context, work, row, work->rows->count, work->rows->all_total);
    fill_numbers(work, row, work->rows->count, work->rows->all_total, work->rows->all_part);
    return status == GEO_OK ? mark_hidden(context, work, row, work->rows->count) : status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status add_interval_note(geo_context *context, const struct share_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_level_print(context, work->options->level, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(
            context, &note, "%% intervals of a share: Wilson's%s",
            work->is_fractional
                ? ", with counts that are not whole where incidents are spread over "
                  "the time in which they may have happened"
                : "");
    if (status == GEO_OK)
        status = geo_bytes_append(context, &note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, work->table, note.data);
    geo_bytes_clear(&note);
    return status;
}

static geo_status add_comparison_note(geo_context *context, const struct share_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(
        context, &note, "Lower, higher: the whole interval lies below or above the share of '%s', ",
        work->rows->all);
    if (status == GEO_OK)
        status = geo_bytes_append_number(
            context, &note, 100 * share_of(work->rows->all_part, work->rows->all_total),
            work->options->decimals);
    static const char end[] = "%, which each row is part of";
    if (status == GEO_OK)
        status = geo_bytes_append(context, &note, end, sizeof end);
    if (status == GEO_OK)
        status = geo_table_add_note(context, work->table, note.data);
    geo_bytes_clear(&note);
    return status;
}

static geo_status add_hidden_note(geo_context *context, const struct share_work *work)
{
    char note[200];
    size_t hidden = work->hidden.count;
    if (hidden == 0)
        return GEO_OK;
    snprintf(note, sizeof note,
             "%zu count%s kept back, with the shares that would tell them: those of 1 to %lld that "
             "meet the condition or don't, and others from which these could be found",
             hidden, hidden == 1 ? " is" : "s are", (long long)work->options->suppress_below - 1);
    geo_status status = geo_table_add_note(context, work->table, note);
    return status == GEO_OK
               ? geo_table_set_mark_text(context, work->table, GEO_MARK_HIDDEN, "kept back")
               : status;
}

static geo_status add_notes(geo_context *context, const struct share_work *work)
{
    char text[128];
    geo_status status = add_interval_note(context, work);
    if (status == GEO_OK && work->shown > 0 && work->rows->all_total > 0 &&
        !hides_share(work, work->rows->count))
        status = add_comparison_note(context, work);
    if (status == GEO_OK && work->shown > 0) {
        snprintf(text, sizeof text, "lower than '%.80s'", work->rows->all);
        status = geo_table_set_mark_text(context, work->table, GEO_MARK_LOWER, text);
    }
    if (status == GEO_OK && work->shown > 0) {
        snprintf(text, sizeof text, "higher than '%.80s'", work->rows->all);
        status = geo_table_set_mark_text(context, work->table, GEO_MARK_HIGHER, text);
    }
    if (status == GEO_OK)
        status = add_hidden_note(context, work);
    if (status == GEO_OK && work->options->round_to > 1) {
        snprintf(text, sizeof text, "Counts rounded to %lld; shares from exact counts",
                 (long long)work->options->round_to);
        status = geo_table_add_note(context, work->table, text);
    }
    return status;
}

static geo_status make_table(geo_context *context, struct share_work *work)
{
    geo_status status = geo_table_new(context, work->shown + 1, &work->table);
    if (status == GEO_OK)
        status = add_columns(context, work);
    for (size_t row = 0; row < work->shown && status == GEO_OK; row++)
        status = fill_row(context, work, row);
    if (status == GEO_OK)
        status = fill_total(context, work);
    if (status == GEO_OK)
        status = add_notes(context, work);
    return status;
}

geo_status geo_share_table(geo_context *context, const geo_share_rows *rows,
                           const geo_share_options *options, geo_table **out)
{
    static const geo_share_options defaults = GEO_SHARE_OPTIONS_INIT;
    struct share_work work = {.rows = rows, .options = options ? options : &defaults};
    geo_status status = geo_alloc_array(context, rows->count, sizeof *work.entry, &work.entry);
    if (status == GEO_OK)
        status = check_rows(context, &work);
    if (status == GEO_OK && work.options->suppress_below > 1)
        status = geo_share_hide(context, rows, work.options->suppress_below, &work.hidden);
    if (status == GEO_OK) {
        order_rows(&work);
        status = make_table(context, &work);
    }
    free(work.entry);
    geo_share_hidden_clear(&work.hidden);
    if (status != GEO_OK) {
        geo_table_free(work.table);
        return status;
    }
    *out = work.table;
    return GEO_OK;
}
