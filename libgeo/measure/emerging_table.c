/* Emerging hot spots: the table, a row for each area, and what its words mean. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/emerging.h"

/* ---- order ---------------------------------------------------------------------------------- */

typedef struct emerging_row {
    size_t area;
    int place; /* of its class: lower stands first */
    int64_t count;
    const char *code;
} emerging_row;

/* What calls for most attention first; areas without a value last. */
static int place_of(int32_t class)
{
    static const int place[GEO_EMERGING_COUNT] = {[GEO_EMERGING_HOT_INTENSIFYING] = 0,
                                                  [GEO_EMERGING_HOT_NEW] = 1,
                                                  [GEO_EMERGING_HOT_PERSISTENT] = 2,
                                                  [GEO_EMERGING_HOT_DIMINISHING] = 3,
                                                  [GEO_EMERGING_HOT_SPORADIC] = 4,
                                                  [GEO_EMERGING_COLD_INTENSIFYING] = 5,
                                                  [GEO_EMERGING_COLD_NEW] = 6,
                                                  [GEO_EMERGING_COLD_PERSISTENT] = 7,
                                                  [GEO_EMERGING_COLD_DIMINISHING] = 8,
                                                  [GEO_EMERGING_COLD_SPORADIC] = 9,
                                                  [GEO_EMERGING_NONE] = 10};
    return class == GEO_NO_CODE ? GEO_EMERGING_COUNT : place[class];
}

static int compare_rows(const void *one, const void *other)
{
    const emerging_row *a = one, *b = other;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->code, b->code);
}

static bool has_row(const geo_emerging_work *work, size_t area)
{
    const geo_emerging_options *options = work->options;
    int32_t class = work->made->class_of[area];
    if (options->shown && !options->shown[area])
        return false;
    return !options->significant || (class != GEO_NO_CODE && class != GEO_EMERGING_NONE);
}

static geo_status order_rows(const geo_emerging_work *work, emerging_row **out, size_t *count)
{
    size_t top = work->options->top;
    geo_status status = geo_alloc_array(work->context, work->areas->count, sizeof **out, out);
    *count = 0;
    for (size_t i = 0; i < work->areas->count && status == GEO_OK; i++)
        if (has_row(work, i))
            (*out)[(*count)++] = (emerging_row){i, place_of(work->made->class_of[i]),
                                                work->count[i], work->areas->code[i]};
    if (status == GEO_OK && *count > 1)
        qsort(*out, *count, sizeof **out, compare_rows);
    if (top > 0 && *count > top)
        *count = top;
    return status;
}

/* ---- columns -------------------------------------------------------------------------------- */

enum { CODE, NAME, PARENT, X, Y, COUNT, TESTED, HOT, COLD, LATEST, TREND, TREND_P, CLASS, COLUMNS };

static geo_status add_columns(const geo_emerging_work *work, geo_table *table, size_t *place)
{
    const geo_areas *areas = work->areas;
    const geo_emerging_options *options = work->options;
    const geo_column_plan plan[COLUMNS] = {
        [CODE] = {"code", NULL, GEO_TEXT, false, false, areas->name ? 3 : 0, 0},
        [NAME] = {areas->name ? "name" : NULL, options->name_heading, GEO_TEXT, false, true, 0, 0},
        [PARENT] = {areas->parent ? "parent" : NULL, NULL, GEO_TEXT, false, true, 2, 0},
        [X] = {options->has_centres ? "x" : NULL, NULL, GEO_REAL, false, false, 2, 0},
        [Y] = {options->has_centres ? "y" : NULL, NULL, GEO_REAL, false, false, 2, 0},
        [COUNT] = {"count", NULL, GEO_INTEGER, false, false, 0, 0},
        [TESTED] = {"months", NULL, GEO_INTEGER, false, false, 1, 0},
        [HOT] = {"months_hot", NULL, GEO_INTEGER, false, false, 0, 0},
        [COLD] = {"months_cold", NULL, GEO_INTEGER, false, false, 0, 0},
        [LATEST] = {"latest_z", NULL, GEO_REAL, false, false, 0, 2},
        [TREND] = {"trend_z", NULL, GEO_REAL, false, false, 0, 2},
        [TREND_P] = {"trend_p", NULL, GEO_REAL, false, false, 1, 4},
        [CLASS] = {"class", NULL, GEO_TEXT, false, false, 0, 0},
    };
    return geo_add_planned_columns(work->context, plan, COLUMNS, 0.95, table, place);
}

static geo_status set_text(const geo_emerging_work *work, geo_table *table, size_t place,
                           size_t row, const char *text)
{
    if (place == GEO_NO_COLUMN)
        return GEO_OK;
    return geo_table_set_text(work->context, &table->column[place], row, geo_text_of(text));
}

static geo_status fill_texts(const geo_emerging_work *work, geo_table *table, const size_t *place,
                             size_t row, size_t area)
{
    const geo_areas *areas = work->areas;
    int32_t class = work->made->class_of[area];
    geo_status status = set_text(work, table, place[CODE], row, areas->code[area]);
    if (status == GEO_OK && areas->name)
        status = set_text(work, table, place[NAME], row, areas->name[area]);
    if (status == GEO_OK && areas->parent)
        status = set_text(work, table, place[PARENT], row, areas->parent[area]);
    if (status == GEO_OK && class != GEO_NO_CODE)
        status =
            set_text(work, table, place[CLASS], row, geo_emerging_name((geo_emerging_class) class));
    return status;
}

/* NaN unless there is such a number. */
static double attribute(const geo_areas *areas, const char *name, size_t area)
{
    const geo_column *column = areas->attributes ? geo_table_find(areas->attributes, name) : NULL;
    return column && column->type == GEO_REAL ? column->real[area] : (double)NAN;
}

static void fill_numbers(const geo_emerging_work *work, geo_table *table, const size_t *place,
                         size_t row, size_t area)
{
    const geo_emerging *made = work->made;
    bool is_tested = made->tested[area] > 0;
    size_t last = (made->month_count - 1) * made->count + area;
    if (work->options->has_centres) {
        table->column[place[X]].real[row] = attribute(work->areas, "x", area);
        table->column[place[Y]].real[row] = attribute(work->areas, "y", area);
    }
    table->column[place[COUNT]].integer[row] = work->count[area];
    table->column[place[TESTED]].integer[row] = made->tested[area];
    table->column[place[HOT]].integer[row] = made->hot_months[area];
    table->column[place[COLD]].integer[row] = made->cold_months[area];
    table->column[place[LATEST]].real[row] = made->z[last];
    table->column[place[TREND]].real[row] = is_tested ? made->trend[area].z : (double)NAN;
    table->column[place[TREND_P]].real[row] = is_tested ? made->trend[area].p : (double)NAN;
}

static geo_mark mark_of(int32_t class)
{
    if (class == GEO_NO_CODE)
        return GEO_MARK_NONE;
    return geo_emerging_is_hot((geo_emerging_class) class)    ? GEO_MARK_HIGHER
           : geo_emerging_is_cold((geo_emerging_class) class) ? GEO_MARK_LOWER
                                                              : GEO_MARK_NONE;
}

static geo_status fill_row(const geo_emerging_work *work, geo_table *table, const size_t *place,
                           size_t row, size_t area)
{
    fill_numbers(work, table, place, row, area);
    geo_status status = fill_texts(work, table, place, row, area);
    if (status == GEO_OK)
        status = geo_table_set_area(work->context, table, row, (int32_t)area);
    if (status == GEO_OK)
        status = geo_table_set_mark(work->context, table, &table->column[place[CLASS]], row,
                                    mark_of(work->made->class_of[area]));
    return status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status end_note(const geo_emerging_work *work, geo_bytes *note, geo_status status)
{
    if (status == GEO_OK)
        status = geo_bytes_append(work->context, note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(work->context, work->made->table, note->data);
    geo_bytes_clear(note);
    return status;
}

static size_t count_class(const geo_emerging_work *work, int32_t class)
{
    const bool *shown = work->options->shown;
    size_t count = 0;
    for (size_t i = 0; i < work->made->count; i++)
        count += work->made->class_of[i] == class && (!shown || shown[i]);
    return count;
}

static geo_status append_classes(const geo_emerging_work *work, const char *what,
                                 geo_emerging_class first, geo_bytes *note)
{
    const int32_t class = (int32_t)first;
    return geo_bytes_print(work->context, note,
                           "%s: %zu intensifying, %zu new, %zu persistent, %zu diminishing, %zu "
                           "sporadic",
                           what, count_class(work, class + 1), count_class(work, class),
                           count_class(work, class + 2), count_class(work, class + 3),
                           count_class(work, class + 4));
}

static geo_status note_classes(const geo_emerging_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = append_classes(work, "Hot spots", GEO_EMERGING_HOT_NEW, &note);
    if (status == GEO_OK)
        status = append_classes(work, ". Cold spots", GEO_EMERGING_COLD_NEW, &note);
    return end_note(work, &note, status);
}

static geo_status note_statistic(const geo_emerging_work *work)
{
    const geo_emerging_options *options = work->options;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(
        work->context, &note,
        "Hot (cold) in a month: one of the %s that with its neighbours has a value above (below) "
        "the mean of all in that month, by Getis-Ord Gi* with p%s up to ",
        options->area_word ? options->area_word : "areas",
        options->is_corrected ? ", corrected for the number of them (false discovery rate)," : "");
    if (status == GEO_OK)
        status = geo_bytes_append_number(work->context, &note, options->most_p, 2);
    return end_note(work, &note, status);
}

static geo_status note_trend(const geo_emerging_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(work->context, &note,
                        "Trend: Mann-Kendall test of the months' Gi*, above 0 where it rises; a "
                        "rise or fall has p up to ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(work->context, &note, work->options->trend_p, 2);
    return end_note(work, &note, status);
}

/* "Lasting: hot in at least 90% of months ..." */
static geo_status note_lasting(const geo_emerging_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(work->context, &note, "Hot in at least ");
    if (status == GEO_OK)
        status = geo_bytes_append_number(work->context, &note, 100 * work->options->lasting, 0);
    if (status == GEO_OK)
        status = geo_bytes_print(work->context, &note,
                                 "%% of the months and in the last one: intensifying where Gi* "
                                 "rises, diminishing where it falls, persistent where it does "
                                 "neither; in as many months but not in the last one: diminishing");
    return end_note(work, &note, status);
}

static geo_status note_others(const geo_emerging_work *work)
{
    geo_bytes note = GEO_BYTES_INIT;
    size_t recent = work->options->recent_months;
    geo_status status =
        recent == 1
            ? geo_bytes_print(work->context, &note,
                              "Hot in fewer months: new where hot in the "
                              "last month and never before")
            : geo_bytes_print(work->context, &note,
                              "Hot in fewer months: new where hot in the last month, or in up to "
                              "%zu without a break that end with it, and never before",
                              recent);
    if (status == GEO_OK)
        status = geo_bytes_print(work->context, &note,
                                 "; else sporadic. Cold spots likewise; what is hot in some months "
                                 "and cold in others goes by the more frequent");
    return end_note(work, &note, status);
}

geo_status geo_emerging_make_table(const geo_emerging_work *work)
{
    emerging_row *row = NULL;
    size_t count = 0, place[COLUMNS];
    geo_status status = order_rows(work, &row, &count);
    if (status == GEO_OK)
        status = geo_table_new(work->context, count, &work->made->table);
    geo_table *table = work->made->table;
    if (status == GEO_OK)
        status = add_columns(work, table, place);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = fill_row(work, table, place, i, row[i].area);
    free(row);
    if (status == GEO_OK)
        status = geo_table_set_mark_text(work->context, table, GEO_MARK_HIGHER, "hot spot");
    if (status == GEO_OK)
        status = geo_table_set_mark_text(work->context, table, GEO_MARK_LOWER, "cold spot");
    geo_status (*const note[])(const geo_emerging_work *) = {note_classes, note_statistic,
                                                             note_trend, note_lasting, note_others};
    for (size_t i = 0; i < sizeof note / sizeof *note && status == GEO_OK; i++)
        status = note[i](work);
    return status;
}
