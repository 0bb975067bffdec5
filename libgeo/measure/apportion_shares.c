/* Who lives where by group: people of areas in each decile, shared out. */
#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/sum.h"
#include "core/text.h"
#include "measure/apportion_words.h"

typedef struct share_work {
    const geo_correspondence *correspondence;
    const geo_area_shares *groups;
    double *of_group; /* by area of the first set: what of its value is of one group */
    double *shared;   /* by area of the second */
} share_work;

static double part_in_group(const geo_area_shares *groups, size_t area, size_t group, double value)
{
    double share = groups->share[area * groups->group_count + group];
    return share > 0 && !isnan(value) ? share * value : 0;
}

static geo_status allocate(geo_context *context, share_work *work)
{
    geo_status status = geo_alloc_array(context, work->correspondence->from_count,
                                        sizeof *work->of_group, &work->of_group);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->correspondence->to_count, sizeof *work->shared,
                                 &work->shared);
    return status;
}

/* percent[] gets what is in each group, in people. */
static void share_people(share_work *work, const double *value, double *percent)
{
    const geo_area_shares *groups = work->groups;
    for (size_t g = 0; g < groups->group_count; g++) {
        for (size_t i = 0; i < work->correspondence->from_count; i++)
            work->of_group[i] = part_in_group(groups, i, g, value[i]);
        geo_correspondence_apply(work->correspondence, work->of_group, work->shared, NULL);
        for (size_t j = 0; j < work->correspondence->to_count; j++)
            percent[j * groups->group_count + g] = work->shared[j];
    }
}

/* Returns what they are a per cent of. */
static double make_percent(double *percent, size_t count)
{
    geo_sum sum = {0, 0};
    for (size_t g = 0; g < count; g++)
        geo_sum_add(&sum, percent[g]);
    double all = geo_sum_value(&sum);
    for (size_t g = 0; g < count; g++)
        percent[g] = all > 0 ? 100 * percent[g] / all : (double)NAN;
    return all;
}

geo_status geo_apportion_shares(geo_context *context, const geo_correspondence *correspondence,
                                const double *value, const geo_area_shares *groups, double *percent,
                                double *known)
{
    share_work work = {.correspondence = correspondence, .groups = groups};
    geo_status status = allocate(context, &work);
    if (status == GEO_OK) {
        share_people(&work, value, percent);
        for (size_t j = 0; j < correspondence->to_count; j++) {
            double all = make_percent(&percent[j * groups->group_count], groups->group_count);
            if (known)
                known[j] = all;
        }
    }
    free(work.of_group);
    free(work.shared);
    return status;
}

/* ---- the table ------------------------------------------------------------------------------ */

/* The last row: all areas of the second set together. */
static void add_total(const geo_area_shares *groups, size_t count, double *percent, double *known)
{
    double *total = &percent[count * groups->group_count];
    for (size_t g = 0; g < groups->group_count; g++) {
        geo_sum sum = {0, 0};
        for (size_t j = 0; j < count; j++)
            if (known[j] > 0)
                geo_sum_add(&sum, percent[j * groups->group_count + g] / 100 * known[j]);
        total[g] = geo_sum_value(&sum);
    }
    known[count] = make_percent(total, groups->group_count);
}

static geo_status add_column(geo_context *context, geo_table *table, const char *name, int decimals,
                             const double *value, size_t stride)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, name, GEO_REAL, decimals, &column);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        column->real[row] = value[row * stride];
    return status;
}

static geo_status add_group(geo_context *context, geo_table *table, const geo_area_shares *groups,
                            size_t g, const double *percent, int decimals)
{
    geo_bytes name = GEO_BYTES_INIT;
    size_t place = table->column_count;
    if (groups->group_count == 2 && g < groups->top)
        return GEO_OK;
    geo_status status = geo_bytes_print(context, &name, "%s_percent%c", groups->name[g], '\0');
    if (status == GEO_OK)
        status = add_column(context, table, name.data, decimals, percent + g, groups->group_count);
    if (status == GEO_OK)
        status = geo_table_set_heading(context, &table->column[place], groups->heading[g]);
    if (status == GEO_OK && groups->over)
        status = geo_table_set_group(context, &table->column[place], groups->over);
    geo_bytes_clear(&name);
    return status;
}

static geo_status add_top(geo_context *context, geo_table *table, const geo_area_shares *groups,
                          const double *percent, int decimals)
{
    geo_column *column = NULL;
    geo_status status =
        geo_table_add(context, table, "top_20_percent_residents", GEO_REAL, decimals, &column);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        column->real[row] = 0;
        for (size_t g = 0; g < groups->top; g++)
            column->real[row] += percent[row * groups->group_count + g];
    }
    return status == GEO_OK ? geo_table_set_heading(context, column, "in top 20% (%)") : status;
}

/* "1,135,918 of 1,135,935 total_population are in the areas and of a known group" */
static geo_status note_known(geo_context *context, const geo_correspondence *correspondence,
                             const geo_quantity *quantity, double known, geo_table *table)
{
    geo_sum all = {0, 0};
    geo_bytes note = GEO_BYTES_INIT;
    for (size_t i = 0; i < correspondence->from_count; i++)
        geo_sum_add(&all, isnan(quantity->value[i]) ? 0 : quantity->value[i]);
    geo_status status = geo_append_quantity(context, known, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note, " of ");
    if (status == GEO_OK)
        status = geo_append_quantity(context, geo_sum_value(&all), &note);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &note, " (%s) are in the areas and in a known group%c",
                                 quantity->name, '\0');
    if (status == GEO_OK)
        status = geo_table_add_note(context, table, note.data);
    geo_bytes_clear(&note);
    return status;
}

static geo_status fill(geo_context *context, const geo_areas *to, const geo_quantity *quantity,
                       const geo_area_shares *groups, const double *percent, const double *known,
                       int decimals, geo_table *table)
{
    geo_status status = geo_add_area_columns(context, to, table);
    if (status == GEO_OK)
        status = add_column(context, table, quantity->name, 0, known, 1);
    for (size_t g = 0; g < groups->group_count && status == GEO_OK; g++)
        status = add_group(context, table, groups, g, percent, decimals);
    if (status == GEO_OK)
        status = add_top(context, table, groups, percent, decimals);
    if (status == GEO_OK)
        status = geo_name_foot(context, table, to->count, "All areas");
    return status == GEO_OK ? geo_table_set_total(context, table, to->count) : status;
}

geo_status geo_apportion_shares_table(geo_context *context, const geo_areas *to,
                                      const geo_correspondence *correspondence,
                                      const geo_quantity *quantity, const geo_area_shares *groups,
                                      int decimals, geo_table **out)
{
    size_t rows = to->count + 1;
    double *percent = NULL, *known = NULL;
    geo_table *table = NULL;
    geo_status status =
        geo_alloc_array(context, rows, groups->group_count * sizeof *percent, &percent);
    if (status == GEO_OK)
        status = geo_alloc_array(context, rows, sizeof *known, &known);
    if (status == GEO_OK)
        status =
            geo_apportion_shares(context, correspondence, quantity->value, groups, percent, known);
    if (status == GEO_OK) {
        add_total(groups, to->count, percent, known);
        status = geo_table_new(context, rows, &table);
    }
    if (status == GEO_OK)
        status = fill(context, to, quantity, groups, percent, known, decimals, table);
    if (status == GEO_OK)
        status = note_known(context, correspondence, quantity, known[to->count], table);
    free(percent);
    free(known);
    if (status == GEO_OK)
        *out = table;
    else
        geo_table_free(table);
    return status;
}
