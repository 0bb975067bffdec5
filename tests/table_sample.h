/* A small table with everything that a table can have: headings over columns, every mark, an
 * indented row, a total, and texts that each format has to escape. */
#ifndef TESTS_TABLE_SAMPLE_H
#define TESTS_TABLE_SAMPLE_H

#include <math.h>
#include <string.h>

#include <geo/core.h>

enum { SAMPLE_ROWS = 6 };

static inline geo_status sample_texts(geo_context *context, geo_table *table)
{
    static const char *const text[2][SAMPLE_ROWS] = {
        {"T\xC5\xB5r & <b>\"Dock\"</b>", "100% $5_{x}^2~#\\", "_x0041_ | *bold* `code`",
         "\xE2\x80\x98Quoted\xE2\x80\x99 \xE4\xB8\xAD", "Line\nbreak", "All wards"},
        {"0123", "=1+1", "E3", NULL, "E5", NULL}};
    geo_status status = GEO_OK;
    for (int i = 0; i < 2 && status == GEO_OK; i++) {
        geo_column *column = NULL;
        status = geo_table_add(context, table, i == 0 ? "offence" : "code", GEO_TEXT, 0, &column);
        for (size_t row = 0; row < SAMPLE_ROWS && status == GEO_OK; row++)
            if (text[i][row])
                status = geo_table_set_text(context, column, row,
                                            (geo_text){text[i][row], strlen(text[i][row])});
    }
    return status;
}

static inline geo_status sample_numbers(geo_context *context, geo_table *table, const char *count,
                                        const char *rate, const char *group, const geo_mark *mark)
{
    static const int64_t number[SAMPLE_ROWS] = {1234567,        0,   INT64_C(9007199254740993),
                                                GEO_NO_INTEGER, -12, 1234600};
    static const double real[SAMPLE_ROWS] = {1342.06, 0.04, -17.25, 0, (double)NAN, 21.6};
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, count, GEO_INTEGER, 0, &column);
    if (status == GEO_OK)
        status = geo_table_set_group(context, column, group);
    if (status == GEO_OK)
        status = geo_table_set_heading(context, column, "count");
    if (status == GEO_OK) {
        memcpy(column->integer, number, sizeof number);
        status = geo_table_set_mark(context, table, column, 3, GEO_MARK_HIDDEN);
    }
    if (status == GEO_OK)
        status = geo_table_add(context, table, rate, GEO_REAL, 1, &column);
    if (status == GEO_OK)
        status = geo_table_set_group(context, column, group);
    if (status == GEO_OK)
        status = geo_table_set_heading(context, column, "rate per 1,000");
    for (size_t row = 0; row < SAMPLE_ROWS && status == GEO_OK; row++) {
        column->real[row] = mark[row] == GEO_MARK_HIDDEN ? (double)NAN : real[row];
        if (mark[row] != GEO_MARK_NONE)
            status = geo_table_set_mark(context, table, column, row, mark[row]);
    }
    return status;
}

static inline geo_status sample_words(geo_context *context, geo_table *table)
{
    static const char *const meaning[GEO_MARK_COUNT] = {
        [GEO_MARK_ABOVE] = "over the mean + 1 SD",
        [GEO_MARK_FAR_ABOVE] = "over the mean + 2 SD",
        [GEO_MARK_LOWER] = "lower than the force",
        [GEO_MARK_HIGHER] = "higher than the force",
        [GEO_MARK_HIDDEN] = "kept back: fewer than 5"};
    geo_status status = geo_table_set_title(context, table, "Offences & <rates>, 2018 to 2019");
    for (geo_mark mark = GEO_MARK_ABOVE; mark < GEO_MARK_COUNT && status == GEO_OK; mark++)
        status = geo_table_set_mark_text(context, table, mark, meaning[mark]);
    if (status == GEO_OK)
        status = geo_table_set_level(context, table, 1, 1);
    if (status == GEO_OK)
        status = geo_table_set_level(context, table, 2, 2);
    if (status == GEO_OK)
        status = geo_table_set_total(context, table, 5);
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, "Rates < 0 are made up & prove a sign");
    return status;
}

static inline geo_status sample_table(geo_context *context, geo_table **out)
{
    static const geo_mark before[SAMPLE_ROWS] = {GEO_MARK_FAR_ABOVE, GEO_MARK_ABOVE,
                                                 GEO_MARK_NONE,      GEO_MARK_HIDDEN,
                                                 GEO_MARK_NONE,      GEO_MARK_ABOVE};
    static const geo_mark after[SAMPLE_ROWS] = {GEO_MARK_HIGHER, GEO_MARK_LOWER,  GEO_MARK_NONE,
                                                GEO_MARK_HIGHER, GEO_MARK_HIDDEN, GEO_MARK_NONE};
    geo_table *table = NULL;
    geo_status status = geo_table_new(context, SAMPLE_ROWS, &table);
    if (status == GEO_OK)
        status = sample_texts(context, table);
    if (status == GEO_OK)
        status = sample_numbers(context, table, "count_2018", "rate_2018", "2018", before);
    if (status == GEO_OK)
        status = sample_numbers(context, table, "count_2019", "rate_2019", "2019", after);
    if (status == GEO_OK)
        status = sample_words(context, table);
    if (status == GEO_OK)
        *out = table;
    else
        geo_table_free(table);
    return status;
}

/* What may stand below it: a tiny one whose title no sheet of a workbook can have as it is. */
static inline geo_status sample_second_table(geo_context *context, geo_table **out)
{
    geo_table *table = NULL;
    geo_column *column = NULL;
    geo_status status = geo_table_new(context, 1, &table);
    if (status == GEO_OK)
        status = geo_table_set_title(context, table, "Worst [of all]: the ward with most offences");
    if (status == GEO_OK)
        status = geo_table_add(context, table, "ward", GEO_TEXT, 0, &column);
    if (status == GEO_OK)
        status = geo_table_set_text(context, column, 0, (geo_text){"Dock", 4});
    if (status == GEO_OK)
        status = geo_table_add(context, table, "offences", GEO_INTEGER, 0, &column);
    if (status == GEO_OK) {
        column->integer[0] = 4321;
        status = geo_table_set_mark(context, table, column, 0, GEO_MARK_ABOVE);
    }
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, "Its neighbours have fewer");
    if (status == GEO_OK)
        *out = table;
    else
        geo_table_free(table);
    return status;
}

#endif
