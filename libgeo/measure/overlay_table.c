/* The tables of an overlay: its areas, and its classes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/text.h"
#include "measure/column_plan.h"
#include "measure/overlay.h"
#include "measure/rank_notes.h"

/* ---- order of the areas --------------------------------------------------------------------- */

typedef struct overlay_row {
    size_t area;
    int64_t interest; /* of its class; higher stands first */
    double rate;      /* NaN last */
    int64_t count;
    const char *code;
} overlay_row;

static int compare_rows(const void *one, const void *other)
{
    const overlay_row *a = one, *b = other;
    if (a->interest != b->interest)
        return a->interest > b->interest ? -1 : 1;
    if (isnan(a->rate) != isnan(b->rate))
        return isnan(a->rate) ? 1 : -1;
    if (!isnan(a->rate) && a->rate != b->rate)
        return a->rate > b->rate ? -1 : 1;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->code, b->code);
}

/* The most deprived are group 0, but the last of the other classes; what is in none stands last. */
static int64_t interest_of(const geo_overlay *made, int32_t class)
{
    if (class == GEO_NO_CODE)
        return -1;
    return made->kind == GEO_OVERLAY_GROUPS ? (int64_t)made->class_count - 1 - class : class;
}

static geo_status order_rows(const geo_overlay_work *work, overlay_row **out, size_t *count)
{
    const geo_areas *areas = work->areas;
    overlay_row *row = NULL;
    geo_status status = geo_alloc_array(work->context, areas->count, sizeof *row, &row);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < areas->count; i++)
        if (geo_overlay_is_shown(work, i))
            row[(*count)++] = (overlay_row){i, interest_of(work->made, work->made->class_of[i]),
                                            work->rate[i], work->count[i], areas->code[i]};
    if (*count > 1)
        qsort(row, *count, sizeof *row, compare_rows);
    *out = row;
    return GEO_OK;
}

/* ---- areas ---------------------------------------------------------------------------------- */

enum {
    CODE,
    NAME,
    WARD,
    PARENT,
    COUNT,
    POPULATION,
    RATE,
    GROUP,
    RATE_THIRD,
    DEPRIVATION_THIRD,
    CLASS,
    COLUMNS
};

/* Of two groups the class says it all. */
static const char *group_column(geo_deprivation_kind kind)
{
    return kind == GEO_DEPRIVATION_DECILES     ? "decile"
           : kind == GEO_DEPRIVATION_QUINTILES ? "quintile"
                                               : NULL;
}

static geo_status add_columns(const geo_overlay_work *work, geo_table *table, size_t *place)
{
    const geo_areas *areas = work->areas;
    bool is_thirds = work->options->kind == GEO_OVERLAY_BIVARIATE;
    const geo_column_plan plan[COLUMNS] = {
        [CODE] = {"code", NULL, GEO_TEXT, false, false, 2, 0},
        [NAME] = {areas->name ? "name" : NULL, NULL, GEO_TEXT, false, true, 0, 0},
        [WARD] = {work->options->ward ? "ward" : NULL, NULL, GEO_TEXT, false, true, 0, 0},
        [PARENT] = {areas->parent ? "parent" : NULL, NULL, GEO_TEXT, false, true, 1, 0},
        [COUNT] = {"count", NULL, GEO_INTEGER, false, false, 0, 0},
        [POPULATION] = {areas->population ? "population" : NULL, NULL, GEO_REAL, false, false, 3,
                        0},
        [RATE] = {areas->population ? "rate_per_1000" : NULL, "rate per 1,000", GEO_REAL, false,
                  false, 0, work->options->decimals},
        [GROUP] = {group_column(work->deprivation->kind), NULL, GEO_INTEGER, false, false, 0, 0},
        [RATE_THIRD] = {is_thirds ? "rate_third" : NULL, NULL, GEO_INTEGER, false, false, 4, 0},
        [DEPRIVATION_THIRD] = {is_thirds ? "deprivation_third" : NULL, NULL, GEO_INTEGER, false,
                               false, 4, 0},
        [CLASS] = {"class", NULL, GEO_TEXT, false, false, 0, 0},
    };
    return geo_add_planned_columns(work->context, plan, COLUMNS, 0.95, table, place);
}

static geo_status set_text(const geo_overlay_work *work, geo_table *table, size_t place, size_t row,
                           const char *text)
{
    if (place == GEO_NO_COLUMN)
        return GEO_OK;
    return geo_table_set_text(work->context, &table->column[place], row, geo_text_of(text));
}

static void set_integer(geo_table *table, size_t place, size_t row, int64_t number)
{
    if (place != GEO_NO_COLUMN)
        table->column[place].integer[row] = number;
}

static void set_real(geo_table *table, size_t place, size_t row, double number)
{
    if (place != GEO_NO_COLUMN)
        table->column[place].real[row] = number;
}

/* Groups and thirds count from 1. */
static int64_t number_of(const int32_t *of, size_t area)
{
    return !of || of[area] == GEO_NO_CODE ? GEO_NO_INTEGER : of[area] + 1;
}

static geo_status fill_area(const geo_overlay_work *work, geo_table *table, const size_t *place,
                            size_t row, size_t area)
{
    const geo_areas *areas = work->areas;
    const geo_overlay *made = work->made;
    int32_t class = made->class_of[area];
    geo_status status = set_text(work, table, place[CODE], row, areas->code[area]);
    if (status == GEO_OK && areas->name)
        status = set_text(work, table, place[NAME], row, areas->name[area]);
    if (status == GEO_OK && work->options->ward)
        status = set_text(work, table, place[WARD], row, work->options->ward[area]);
    if (status == GEO_OK && areas->parent)
        status = set_text(work, table, place[PARENT], row, areas->parent[area]);
    if (status == GEO_OK)
        status = set_text(work, table, place[CLASS], row,
                          class == GEO_NO_CODE ? NULL : made->class_text[class]);
    if (status == GEO_OK)
        status = geo_table_set_area(work->context, table, row, (int32_t)area);
    set_integer(table, place[COUNT], row, work->count[area]);
    if (areas->population)
        set_real(table, place[POPULATION], row, areas->population[area]);
    set_real(table, place[RATE], row, work->rate[area]);
    set_integer(table, place[GROUP], row, number_of(work->deprivation->group, area));
    set_integer(table, place[RATE_THIRD], row, number_of(work->rate_third, area));
    set_integer(table, place[DEPRIVATION_THIRD], row, number_of(work->deprivation_third, area));
    return status;
}

static geo_status make_areas(geo_overlay_work *work)
{
    overlay_row *row = NULL;
    size_t count = 0;
    size_t place[COLUMNS];
    geo_status status = order_rows(work, &row, &count);
    if (status == GEO_OK)
        status = geo_table_new(work->context, count, &work->made->areas);
    geo_table *table = work->made->areas;
    if (status == GEO_OK)
        status = add_columns(work, table, place);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        status = fill_area(work, table, place, i, row[i].area);
    free(row);
    return status;
}

/* ---- classes -------------------------------------------------------------------------------- */

enum { C_CLASS, C_AREAS, C_COUNT, C_POPULATION, C_RATE, C_INCIDENTS, C_PEOPLE, C_COLUMNS };

typedef struct class_sum {
    size_t areas;
    int64_t count;
    double rated;      /* incidents in areas with a population */
    double population; /* whole numbers, so that the sum is exact in any order */
} class_sum;

static void add_to_sum(const geo_overlay_work *work, size_t area, class_sum *sum)
{
    const double *population = work->areas->population;
    sum->areas++;
    sum->count += work->count[area];
    if (!population || !(population[area] > 0))
        return;
    sum->rated += (double)work->count[area];
    sum->population += population[area];
}

/* The last of `sum` is that of the areas in no class, the one before that of all. */
static void sum_classes(const geo_overlay_work *work, class_sum *sum)
{
    const geo_overlay *made = work->made;
    for (size_t i = 0; i < work->areas->count; i++) {
        int32_t class = made->class_of[i];
        if (!geo_overlay_is_shown(work, i))
            continue;
        add_to_sum(work, i, &sum[class == GEO_NO_CODE ? (int32_t)made->class_count + 1 : class]);
        add_to_sum(work, i, &sum[made->class_count]);
    }
}

static double percent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : (double)NAN;
}

static geo_status fill_class(const geo_overlay_work *work, geo_table *table, const size_t *place,
                             size_t row, const char *text, const class_sum *sum,
                             const class_sum *all)
{
    set_integer(table, place[C_AREAS], row, (int64_t)sum->areas);
    set_integer(table, place[C_COUNT], row, sum->count);
    set_real(table, place[C_POPULATION], row, sum->population);
    set_real(table, place[C_RATE], row,
             geo_rate_per_1000(sum->rated, sum->population) / work->options->years);
    set_real(table, place[C_INCIDENTS], row, percent((double)sum->count, (double)all->count));
    set_real(table, place[C_PEOPLE], row, percent(sum->population, all->population));
    return set_text(work, table, place[C_CLASS], row, text);
}

static geo_status add_class_columns(const geo_overlay_work *work, geo_table *table, size_t *place)
{
    bool has_people = work->areas->population != NULL;
    const geo_column_plan plan[C_COLUMNS] = {
        [C_CLASS] = {"class", NULL, GEO_TEXT, false, false, 0, 0},
        [C_AREAS] = {"areas", NULL, GEO_INTEGER, false, false, 0, 0},
        [C_COUNT] = {"count", NULL, GEO_INTEGER, false, false, 0, 0},
        [C_POPULATION] = {has_people ? "population" : NULL, NULL, GEO_REAL, false, false, 2, 0},
        [C_RATE] = {has_people ? "rate_per_1000" : NULL, "rate per 1,000", GEO_REAL, false, false,
                    0, work->options->decimals},
        [C_INCIDENTS] = {"incident_share", "% of incidents", GEO_REAL, false, false, 0, 1},
        [C_PEOPLE] = {has_people ? "population_share" : NULL, "% of population", GEO_REAL, false,
                      false, 1, 1},
    };
    return geo_add_planned_columns(work->context, plan, C_COLUMNS, 0.95, table, place);
}

static geo_status make_classes(geo_overlay_work *work)
{
    geo_overlay *made = work->made;
    class_sum sum[GEO_OVERLAY_CLASSES_MOST + 2] = {{0}};
    const class_sum *all = &sum[made->class_count], *none = all + 1;
    size_t place[C_COLUMNS], row = 0;
    sum_classes(work, sum);
    geo_status status =
        geo_table_new(work->context, made->class_count + 1 + (none->areas > 0), &made->classes);
    geo_table *table = made->classes;
    if (status == GEO_OK)
        status = add_class_columns(work, table, place);
    for (; row < made->class_count && status == GEO_OK; row++) {
        size_t class = made->kind == GEO_OVERLAY_GROUPS ? row : made->class_count - 1 - row;
        status = fill_class(work, table, place, row, made->class_text[class], &sum[class], all);
    }
    if (status == GEO_OK && none->areas > 0)
        status = fill_class(work, table, place, row++, "Not known", none, all);
    if (status == GEO_OK)
        status = fill_class(work, table, place, row, "All", all, all);
    return status == GEO_OK ? geo_table_set_total(work->context, table, row) : status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static const char *denominator_of(const geo_overlay_work *work)
{
    return work->options->denominator ? work->options->denominator : "residents";
}

/* "none" where a third begins at no value. */
static geo_status append(const geo_overlay_work *work, geo_bytes *note, const char *before,
                         double number, int decimals)
{
    geo_bytes digits = GEO_BYTES_INIT;
    geo_status status = geo_bytes_append(work->context, note, before, strlen(before));
    if (status == GEO_OK && !isfinite(number))
        return geo_bytes_append(work->context, note, "none", 4);
    if (status == GEO_OK)
        status = geo_bytes_append_number(work->context, &digits, number, decimals);
    if (status == GEO_OK)
        status =
            geo_separate_thousands(work->context, (geo_text){digits.data, digits.length}, note);
    geo_bytes_clear(&digits);
    return status;
}

static geo_status end_note(const geo_overlay_work *work, geo_bytes *note, geo_status status)
{
    if (status == GEO_OK)
        status = geo_bytes_append(work->context, note, "", 1);
    if (status == GEO_OK)
        status = geo_table_add_note(work->context, work->made->areas, note->data);
    geo_bytes_clear(note);
    return status;
}

static size_t count_known(const double *value, const int32_t *third, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        known += third ? third[i] != GEO_NO_CODE : !isnan(value[i]);
    return known;
}

static geo_status note_rate_thirds(const geo_overlay_work *work)
{
    int decimals = work->options->decimals;
    geo_bytes note = GEO_BYTES_INIT;
    size_t known = count_known(work->rate, NULL, work->areas->count);
    geo_status status =
        geo_bytes_print(work->context, &note, "Rates by thirds of %zu areas: low", known);
    if (status == GEO_OK)
        status = append(work, &note, ", middle from ", work->made->rate_from[0], decimals);
    if (status == GEO_OK)
        status = append(work, &note, ", high from ", work->made->rate_from[1], decimals);
    if (status == GEO_OK)
        status =
            geo_bytes_print(work->context, &note, " incidents per 1,000 %s", denominator_of(work));
    return end_note(work, &note, status);
}

static geo_status note_deprivation_thirds(const geo_overlay_work *work)
{
    const char *what = work->made->is_by_rank ? "rank" : "group";
    geo_bytes note = GEO_BYTES_INIT;
    size_t known = count_known(NULL, work->deprivation_third, work->areas->count);
    geo_status status = geo_bytes_print(
        work->context, &note, "Deprivation by thirds of %zu areas: the most deprived", known);
    if (status == GEO_OK)
        status = geo_bytes_print(work->context, &note, ", the middle from %s", what);
    if (status == GEO_OK)
        status = append(work, &note, " ", work->made->deprivation_to[0], 0);
    if (status == GEO_OK)
        status = append(work, &note, ", the least from ", work->made->deprivation_to[1], 0);
    return end_note(work, &note, status);
}

static geo_status note_high_rate(const geo_overlay_work *work)
{
    const geo_high_rate *high = &work->made->high;
    int decimals = work->options->decimals;
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = append(work, &note, "High rate: over ", high->above, decimals);
    if (status == GEO_OK)
        status = geo_bytes_print(work->context, &note, " incidents per 1,000 %s, the mean",
                                 denominator_of(work));
    if (status == GEO_OK)
        status = append(work, &note, " (", high->mean, decimals);
    if (status == GEO_OK)
        status = append(work, &note, ") plus one standard deviation (", high->sd, decimals);
    if (status == GEO_OK)
        status = geo_bytes_print(
            work->context, &note, ", %s) of the rates of %zu areas: a convention, not a test",
            work->options->is_sample_sd ? "sample" : "population", high->areas);
    return end_note(work, &note, status);
}

static geo_status add_notes(const geo_overlay_work *work)
{
    geo_status status = GEO_OK;
    if (work->options->kind == GEO_OVERLAY_BIVARIATE) {
        status = note_rate_thirds(work);
        if (status == GEO_OK)
            status = note_deprivation_thirds(work);
    }
    if (work->options->kind == GEO_OVERLAY_BOTH)
        status = note_high_rate(work);
    if (status == GEO_OK && work->options->years != 1 && work->areas->population)
        status = geo_add_years_note(work->context, work->options->years, work->made->areas);
    return status;
}

geo_status geo_overlay_tables(geo_overlay_work *work)
{
    geo_status status = make_areas(work);
    if (status == GEO_OK)
        status = make_classes(work);
    return status == GEO_OK ? add_notes(work) : status;
}
