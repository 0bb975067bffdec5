/* People with several rows: rows by person -> tables. */
#include "measure/repeat.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "measure/rank_notes.h"

double geo_per_cent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : (double)NAN;
}

geo_status geo_hide_cell(geo_context *context, geo_table *table, size_t column, size_t row)
{
    geo_column *hidden = &table->column[column];
    if (hidden->type == GEO_INTEGER)
        hidden->integer[row] = GEO_NO_INTEGER;
    else
        hidden->real[row] = (double)NAN;
    return geo_table_set_mark(context, table, hidden, row, GEO_MARK_HIDDEN);
}

static geo_status check_options(geo_context *context, const geo_repeat_options *options)
{
    if (options->least < 2)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "one is a repeat person from 2 rows on, or from a larger number");
    if (!(options->level > 0 && options->level < 1))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the level of the interval must lie between 0 and 1, such as 0.95");
    if (options->round_to < 0 || options->suppress_below < 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts are rounded to, and kept back below, a number of 0 or more");
    return GEO_OK;
}

/* ---- sentence ------------------------------------------------------------------------------- */

/* "two or more" */
static geo_status append_least(geo_context *context, int64_t least, geo_bytes *text)
{
    static const char *const words[] = {"two",   "three", "four", "five", "six",
                                        "seven", "eight", "nine", "ten"};
    enum { LAST_IN_WORDS = 10 };
    if (least <= LAST_IN_WORDS)
        return geo_bytes_print(context, text, "%s or more", words[least - 2]);
    return geo_bytes_print(context, text, "%lld or more", (long long)least);
}

static geo_status append_count(geo_context *context, int64_t count, geo_bytes *text)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)count);
    return geo_separate_thousands(context, (geo_text){digits, (size_t)length}, text);
}

/* "26% of people (320 of 1,234)" */
static geo_status append_part(geo_context *context, int64_t part, int64_t whole, int64_t round_to,
                              const char *of_what, geo_bytes *text)
{
    double per_cent = geo_per_cent((double)part, (double)whole);
    geo_status status = geo_bytes_append_number(context, text, per_cent, 0);
    if (status == GEO_OK)
        status = geo_bytes_print(context, text, "%% of %s (", of_what);
    if (status == GEO_OK)
        status = append_count(context, geo_round_count(part, round_to), text);
    if (status == GEO_OK)
        status = geo_bytes_print(context, text, " of ");
    if (status == GEO_OK)
        status = append_count(context, geo_round_count(whole, round_to), text);
    return status == GEO_OK ? geo_bytes_print(context, text, ")") : status;
}

static geo_status write_sentence(geo_context *context, const repeat_figures *figures,
                                 const geo_repeat_options *options, geo_bytes *text)
{
    geo_status status = append_part(context, figures->repeat_people, figures->people,
                                    options->round_to, options->people, text);
    if (status == GEO_OK)
        status = geo_bytes_print(context, text, " have ");
    if (status == GEO_OK)
        status = append_least(context, options->least, text);
    if (status == GEO_OK)
        status = geo_bytes_print(context, text, " rows and account for ");
    if (status == GEO_OK)
        status = append_part(context, figures->repeat_rows, figures->rows, options->round_to,
                             "all rows", text);
    return status == GEO_OK ? geo_bytes_append(context, text, "", 1) : status;
}

/* ---- columns -------------------------------------------------------------------------------- */

enum { PART, PEOPLE, PEOPLE_PERCENT, LOWER, UPPER, ROWS, ROWS_PERCENT };

static geo_status add_column(geo_context *context, geo_table *table, const char *name,
                             const char *heading, geo_type type, int decimals)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, name, type, decimals, &column);
    return status == GEO_OK && heading ? geo_table_set_heading(context, column, heading) : status;
}

/* "% of victims" */
static geo_status add_share_column(geo_context *context, geo_table *table, const char *name,
                                   const char *of_what, int decimals)
{
    geo_bytes heading = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(context, &heading, "%% of %s", of_what);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &heading, "", 1);
    if (status == GEO_OK)
        status = add_column(context, table, name, heading.data, GEO_REAL, decimals);
    geo_bytes_clear(&heading);
    return status;
}

static geo_status add_interval_columns(geo_context *context, const geo_repeat_options *options,
                                       geo_table *table)
{
    static const char *const end[] = {"lower", "upper"};
    geo_bytes level = GEO_BYTES_INIT;
    geo_status status = geo_level_print(context, options->level, &level);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &level, "", 1);
    for (int i = 0; i < 2 && status == GEO_OK; i++) {
        char name[64];
        char heading[64];
        snprintf(name, sizeof name, "people_%s_%s", end[i], level.data);
        snprintf(heading, sizeof heading, "%s %s%%", end[i], level.data);
        status = add_column(context, table, name, heading, GEO_REAL, options->decimals);
    }
    geo_bytes_clear(&level);
    return status;
}

static geo_status add_columns(geo_context *context, const geo_repeat_options *options,
                              geo_table *table)
{
    geo_status status = add_column(context, table, "part", NULL, GEO_TEXT, 0);
    if (status == GEO_OK)
        status = add_column(context, table, "people", options->people, GEO_INTEGER, 0);
    if (status == GEO_OK)
        status =
            add_share_column(context, table, "people_percent", options->people, options->decimals);
    if (status == GEO_OK)
        status = add_interval_columns(context, options, table);
    if (status == GEO_OK)
        status = add_column(context, table, "rows", NULL, GEO_INTEGER, 0);
    if (status == GEO_OK)
        status = add_share_column(context, table, "rows_percent", "all rows", options->decimals);
    return status;
}

/* ---- lines ---------------------------------------------------------------------------------- */

struct repeat_work {
    const repeat_figures *figures;
    const geo_repeat_options *options;
    repeat_classes classes;
    size_t shown; /* classes in the table */
};

static geo_status fill_line(geo_context *context, const struct repeat_work *work, const char *name,
                            int64_t people, int64_t rows, geo_table *table, size_t row)
{
    const repeat_figures *figures = work->figures;
    int64_t round_to = work->options->round_to;
    table->column[PEOPLE].integer[row] = geo_round_count(people, round_to);
    table->column[PEOPLE_PERCENT].real[row] = geo_per_cent((double)people, (double)figures->people);
    table->column[ROWS].integer[row] = geo_round_count(rows, round_to);
    table->column[ROWS_PERCENT].real[row] = geo_per_cent((double)rows, (double)figures->rows);
    return geo_table_set_text(context, &table->column[PART], row, geo_text_of(name));
}

static geo_status hide_line(geo_context *context, bool is_told, geo_table *table, size_t row)
{
    geo_status status = GEO_OK;
    for (size_t column = PEOPLE; !is_told && column <= ROWS_PERCENT && status == GEO_OK; column++)
        status = geo_hide_cell(context, table, column, row);
    return status;
}

/* Those with more rows than the table tells apart stand with the last. */
static size_t shown_classes(const repeat_classes *classes)
{
    size_t count = 0;
    while (count < classes->count && classes->from[count] <= REPEAT_CLASSES)
        count++;
    return count;
}

/* "1 row", "3 to 4 rows", "5 or more rows" */
static void name_class(const struct repeat_work *work, size_t at, char *name, size_t size)
{
    const int64_t *from = work->classes.from;
    if (at + 1 == work->shown)
        snprintf(name, size, "%lld or more rows", (long long)from[at]);
    else if (from[at + 1] == from[at] + 1)
        snprintf(name, size, "%lld row%s", (long long)from[at], from[at] == 1 ? "" : "s");
    else
        snprintf(name, size, "%lld to %lld rows", (long long)from[at], (long long)from[at + 1] - 1);
}

static geo_status fill_classes(geo_context *context, const struct repeat_work *work,
                               geo_table *table)
{
    enum { NAME_SIZE = 64 };
    const repeat_classes *classes = &work->classes;
    geo_status status = GEO_OK;
    for (size_t at = 0; at < work->shown && status == GEO_OK; at++) {
        char name[NAME_SIZE];
        bool is_last = at + 1 == work->shown;
        name_class(work, at, name, sizeof name);
        status = fill_line(context, work, name,
                           classes->people[at] - (is_last ? 0 : classes->people[at + 1]),
                           classes->rows[at] - (is_last ? 0 : classes->rows[at + 1]), table, at);
        if (status == GEO_OK)
            status = hide_line(context, classes->tells_all, table, at);
    }
    if (status == GEO_OK)
        status = fill_line(context, work, "all", work->figures->people, work->figures->rows, table,
                           work->shown);
    if (status == GEO_OK)
        status = geo_table_set_total(context, table, work->shown);
    return status == GEO_OK ? hide_line(context, classes->tells_all, table, work->shown) : status;
}

static geo_status fill_repeat(geo_context *context, const struct repeat_work *work,
                              geo_table *table, size_t row)
{
    char name[64];
    const repeat_figures *figures = work->figures;
    double *lower = &table->column[LOWER].real[row];
    double *upper = &table->column[UPPER].real[row];
    snprintf(name, sizeof name, "repeat: %lld or more rows", (long long)work->options->least);
    geo_share_interval((double)figures->repeat_people, (double)figures->people,
                       work->options->level, lower, upper);
    *lower *= 100;
    *upper *= 100;
    geo_status status =
        fill_line(context, work, name, figures->repeat_people, figures->repeat_rows, table, row);
    return status == GEO_OK
               ? hide_line(context, work->classes.tells_repeat && work->classes.tells_all, table,
                           row)
               : status;
}

static geo_status fill_worst(geo_context *context, const struct repeat_work *work, int worst,
                             geo_table *table, size_t row)
{
    char name[64];
    const repeat_figures *figures = work->figures;
    snprintf(name, sizeof name, "worst-hit %d%%", geo_repeat_worst[worst]);
    geo_status status = fill_line(context, work, name, figures->worst_people[worst],
                                  figures->worst_rows[worst], table, row);
    return status == GEO_OK
               ? hide_line(context, work->classes.tells_worst[worst] && work->classes.tells_all,
                           table, row)
               : status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

/* What has been printed so far. */
static geo_status add_note(geo_context *context, geo_bytes *note, geo_table *table)
{
    geo_status status = geo_bytes_append(context, note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note->data);
    note->length = 0;
    return status;
}

geo_status geo_repeat_add_interval_note(geo_context *context, double level, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_level_print(context, level, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note, "%% intervals of a share: Wilson's");
    if (status == GEO_OK)
        status = add_note(context, &note, table);
    geo_bytes_clear(&note);
    return status;
}

static geo_status add_mean_note(geo_context *context, const struct repeat_work *work,
                                geo_bytes *note, geo_table *table)
{
    const repeat_figures *figures = work->figures;
    if (!work->classes.tells_all || figures->people == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, note, "Rows each, mean: ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(context, note,
                                         (double)figures->rows / (double)figures->people, 2);
    return status == GEO_OK ? add_note(context, note, table) : status;
}

static geo_status add_notes(geo_context *context, const struct repeat_work *work,
                            const geo_repetition *repetition)
{
    const geo_repeat_options *options = work->options;
    geo_table *table = repetition->table;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (repetition->sentence)
        status = geo_table_add_note(context, table, repetition->sentence);
    if (status == GEO_OK)
        status = add_mean_note(context, work, &note, table);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note,
                                 "Worst-hit: the smallest whole number of %s that is at least so "
                                 "many per cent, those with most rows first",
                                 options->people);
    if (status == GEO_OK)
        status = add_note(context, &note, table);
    if (status == GEO_OK)
        status = geo_repeat_add_interval_note(context, options->level, table);
    if (status == GEO_OK && options->suppress_below > 1) {
        status = geo_bytes_print(context, &note,
                                 "Nothing is told of fewer than %lld %s: numbers of rows with so "
                                 "few are joined, and other cells kept back ([c])",
                                 (long long)options->suppress_below, options->people);
        if (status == GEO_OK)
            status = add_note(context, &note, table);
    }
    geo_bytes_clear(&note);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static geo_status make_sentence(geo_context *context, const repeat_figures *figures,
                                const geo_repeat_options *options, geo_repetition *repetition)
{
    geo_bytes sentence = GEO_BYTES_INIT;
    geo_status status = write_sentence(context, figures, options, &sentence);
    if (status != GEO_OK)
        geo_bytes_clear(&sentence);
    repetition->sentence = sentence.data;
    return status;
}

static geo_status make_table(geo_context *context, const repeat_figures *figures,
                             const geo_repeat_options *options, geo_repetition *repetition)
{
    struct repeat_work work = {.figures = figures, .options = options};
    geo_status status = GEO_OK;
    geo_repeat_classes_of(figures, options, &work.classes);
    work.shown = shown_classes(&work.classes);
    repetition->class_count = work.shown;
    size_t part = work.shown + 1;
    if (figures->people > 0 && work.classes.tells_all && work.classes.tells_repeat)
        status = make_sentence(context, figures, options, repetition);
    if (status == GEO_OK)
        status = geo_table_new(context, part + 1 + REPEAT_WORST, &repetition->table);
    if (status == GEO_OK)
        status = add_columns(context, options, repetition->table);
    if (status == GEO_OK)
        status = fill_classes(context, &work, repetition->table);
    if (status == GEO_OK)
        status = fill_repeat(context, &work, repetition->table, part);
    for (int i = 0; i < REPEAT_WORST && status == GEO_OK; i++)
        status = fill_worst(context, &work, i, repetition->table, part + 1 + (size_t)i);
    return status == GEO_OK ? add_notes(context, &work, repetition) : status;
}

/* What is to be read first stands first. */
static geo_status add_first_note(geo_context *context, geo_table *table, const char *text)
{
    geo_status status = geo_table_add_note(context, table, text);
    if (status != GEO_OK)
        return status;
    char *first = table->note[table->note_count - 1];
    memmove(table->note + 1, table->note, (table->note_count - 1) * sizeof *table->note);
    table->note[0] = first;
    return GEO_OK;
}

static geo_status make_lines(geo_context *context, const repeat_lines *lines,
                             const geo_repeat_options *options, geo_repetition *repetition)
{
    bool tells_all = false;
    geo_status status =
        geo_repeat_by_value(context, lines, options, &repetition->table, &tells_all);
    repetition->class_count = 0;
    if (status == GEO_OK && tells_all && lines->all.people > 0)
        status = make_sentence(context, &lines->all, options, repetition);
    return status == GEO_OK && repetition->sentence
               ? add_first_note(context, repetition->table, repetition->sentence)
               : status;
}

static geo_status fill_repetition(geo_context *context, const repeat_lines *lines,
                                  const geo_repeat_options *options, geo_repetition *repetition)
{
    repetition->people = lines->all.people;
    repetition->rows = lines->all.rows;
    repetition->most_rows = lines->all.most_rows;
    return options->value ? make_lines(context, lines, options, repetition)
                          : make_table(context, &lines->all, options, repetition);
}

geo_status geo_repeat(geo_context *context, const geo_repeats *repeats,
                      const geo_repeat_options *options, geo_repetition **out)
{
    const geo_repeat_options unset = GEO_REPEAT_OPTIONS_INIT;
    const geo_repeat_options *used = options ? options : &unset;
    geo_repetition *repetition = NULL;
    repeat_lines lines = {.value = NULL};
    geo_status status = check_options(context, used);
    if (status == GEO_OK)
        status = geo_repeat_count(context, repeats, used->least, &lines);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *repetition, &repetition);
    if (status == GEO_OK) {
        repetition->without_id = repeats->without_id;
        status = fill_repetition(context, &lines, used, repetition);
    }
    geo_repeat_lines_clear(&lines);
    if (status != GEO_OK) {
        geo_repetition_free(repetition);
        return status;
    }
    *out = repetition;
    return GEO_OK;
}

void geo_repetition_free(geo_repetition *repetition)
{
    if (!repetition)
        return;
    geo_table_free(repetition->table);
    free(repetition->sentence);
    free(repetition);
}
