/* Quantities shared out: correspondence, values -> table. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/sum.h"
#include "core/text.h"
#include "measure/apportion_words.h"

/* How far totals may be apart, of the sum of all sizes. */
#define TOTALS_AGREE 1e-9

typedef struct apportion_work {
    const geo_areas *to;
    const geo_correspondence *correspondence;
    const geo_quantity *quantity;
    const geo_apportion_options *options;
    bool *is_split;   /* by area of the first set */
    double *of_split; /* its value where it is split, else 0 */
    double *shared;   /* by area of the second */
    double *split;
    geo_apportionment *made;
} apportion_work;

/* ---- the areas ------------------------------------------------------------------------------ */

static double share_in_others(const geo_correspondence *correspondence, size_t i)
{
    double sum = 0;
    for (size_t p = correspondence->first[i]; p < correspondence->first[i + 1]; p++)
        sum += correspondence->share[p];
    return sum;
}

static void find_split(apportion_work *work)
{
    const geo_correspondence *correspondence = work->correspondence;
    for (size_t i = 0; i < correspondence->from_count; i++) {
        size_t parts = correspondence->first[i + 1] - correspondence->first[i];
        work->is_split[i] =
            parts > 1 || (parts == 1 && share_in_others(correspondence, i) < 1 - TOTALS_AGREE);
        work->made->split += work->is_split[i];
        work->made->whole += parts == 1 && !work->is_split[i];
        work->made->without += parts == 0;
    }
}

static geo_status check_quantities(geo_context *context, const geo_quantity *quantity, size_t count)
{
    const char *word = NULL;
    if (count == 0)
        return geo_fail(context, GEO_ERROR_USAGE, "there is nothing to share out: no quantity");
    for (size_t i = 0; i < count; i++) {
        if (geo_is_no_quantity(quantity[i].name, &word))
            return geo_fail(context, GEO_ERROR_USAGE,
                            "field '%s' seems to hold no quantity ('%s'): rates, ranks, scores and "
                            "deciles cannot be shared out or added up. Share out the counts that "
                            "it was made of and divide these afterwards; of deciles, share out "
                            "people by decile",
                            quantity[i].name, word);
        for (size_t j = 0; j < i; j++)
            if (geo_same_name(quantity[i].name, quantity[j].name))
                return geo_fail(context, GEO_ERROR_USAGE, "field '%s' is given twice",
                                quantity[i].name);
    }
    return GEO_OK;
}

/* ---- one quantity --------------------------------------------------------------------------- */

static geo_status sum_before(geo_context *context, const apportion_work *work, size_t q,
                             double *sizes)
{
    const geo_quantity *quantity = &work->quantity[q];
    geo_quantity_total *total = &work->made->total[q];
    geo_sum sum = {0, 0}, size = {0, 0};
    for (size_t i = 0; i < work->correspondence->from_count; i++) {
        double value = quantity->value[i];
        if (isinf(value))
            return geo_fail(context, GEO_ERROR_DATA, "field '%s' has a value that is infinite",
                            quantity->name);
        total->missing += isnan(value) ? 1 : 0;
        work->of_split[i] = work->is_split[i] ? value : 0;
        geo_sum_add(&sum, isnan(value) ? 0 : value);
        geo_sum_add(&size, isnan(value) ? 0 : fabs(value));
    }
    total->before = geo_sum_value(&sum);
    *sizes = geo_sum_value(&size);
    return GEO_OK;
}

static geo_status share_out(geo_context *context, const apportion_work *work, size_t q)
{
    geo_quantity_total *total = &work->made->total[q];
    double sizes = 0;
    geo_sum after = {0, 0}, split = {0, 0};
    geo_status status = sum_before(context, work, q, &sizes);
    if (status != GEO_OK)
        return status;
    geo_correspondence_apply(work->correspondence, work->quantity[q].value, work->shared,
                             &total->outside);
    geo_correspondence_apply(work->correspondence, work->of_split, work->split, NULL);
    for (size_t j = 0; j < work->to->count; j++) {
        geo_sum_add(&after, work->shared[j]);
        geo_sum_add(&split, work->split[j]);
    }
    total->after = geo_sum_value(&after);
    total->split = geo_sum_value(&split);
    total->rounding = total->before - total->after - total->outside;
    if (fabs(total->rounding) <= TOTALS_AGREE * sizes)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_INTERNAL,
                    "'%s' adds up to %.17g before and to %.17g after it was shared out; please "
                    "report it",
                    work->quantity[q].name, total->before, total->after + total->outside);
}

/* ---- the table ------------------------------------------------------------------------------ */

static bool has_rest(const apportion_work *work)
{
    return work->made->table->row_count > work->to->count + 1;
}

static double percent_of(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : (double)NAN;
}

static bool are_whole(const apportion_work *work, const geo_quantity_total *total)
{
    for (size_t j = 0; j < work->to->count; j++)
        if (floor(work->shared[j]) != work->shared[j])
            return false;
    return floor(total->outside) == total->outside;
}

static void fill_quantity(const apportion_work *work, size_t q, geo_column *value,
                          geo_column *percent)
{
    const geo_quantity_total *total = &work->made->total[q];
    size_t row = work->to->count;
    for (size_t j = 0; j < work->to->count; j++) {
        value->real[j] = work->shared[j];
        percent->real[j] = percent_of(work->split[j], work->shared[j]);
    }
    if (has_rest(work))
        value->real[row++] = total->outside;
    value->real[row] = total->before;
    percent->real[row] = percent_of(total->split, total->after);
}

static geo_status add_quantity(geo_context *context, const apportion_work *work, size_t q)
{
    const char *name = work->quantity[q].name;
    geo_table *table = work->made->table;
    geo_bytes split_name = GEO_BYTES_INIT;
    size_t first = table->column_count;
    bool is_whole = are_whole(work, &work->made->total[q]);
    geo_status status = geo_bytes_print(context, &split_name, "%s_split_percent%c", name, '\0');
    if (status == GEO_OK)
        status = geo_table_add(context, table, name, GEO_REAL,
                               is_whole ? 0 : work->options->decimals, NULL);
    if (status == GEO_OK)
        status = geo_table_add(context, table, split_name.data, GEO_REAL, 1, NULL);
    geo_bytes_clear(&split_name);
    if (status != GEO_OK)
        return status;
    geo_column *percent = &table->column[first + 1];
    fill_quantity(work, q, &table->column[first], percent);
    percent->spare = 1;
    return geo_table_set_heading(context, percent, "of split areas (%)");
}

/* How many areas of the first set are in each of the second. */
static geo_status add_counts(geo_context *context, const apportion_work *work)
{
    const geo_correspondence *correspondence = work->correspondence;
    geo_table *table = work->made->table;
    size_t row = work->to->count;
    geo_column *column = NULL;
    geo_status status = geo_table_add(context, table, "areas", GEO_INTEGER, 0, &column);
    if (status != GEO_OK)
        return status;
    column->spare = 2;
    for (size_t j = 0; j < work->to->count; j++)
        column->integer[j] = 0;
    for (size_t p = 0; p < correspondence->part_count; p++)
        column->integer[correspondence->to[p]]++;
    if (has_rest(work))
        row++;
    column->integer[row] = (int64_t)correspondence->from_count;
    return GEO_OK;
}

static geo_status name_foot(geo_context *context, const apportion_work *work)
{
    geo_table *table = work->made->table;
    size_t row = work->to->count;
    geo_status status = GEO_OK;
    if (has_rest(work))
        status = geo_name_foot(context, table, row++, work->options->outside);
    if (status == GEO_OK)
        status = geo_name_foot(context, table, row, "Total");
    return status == GEO_OK ? geo_table_set_total(context, table, row) : status;
}

/* "Residents: 1,131,051 before and after; 0 lost" */
static geo_status note_total(geo_context *context, const apportion_work *work, size_t q)
{
    const geo_quantity_total *total = &work->made->total[q];
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(context, &note, "Total %s: ", work->quantity[q].name);
    if (status == GEO_OK)
        status = geo_append_quantity(context, total->before, &note);
    if (status == GEO_OK && total->outside == 0)
        status = geo_bytes_print(context, &note, " before and after; 0 lost%c", '\0');
    if (status == GEO_OK && total->outside != 0) {
        status = geo_bytes_print(context, &note, " before; after, ");
        if (status == GEO_OK)
            status = geo_append_quantity(context, total->after, &note);
        if (status == GEO_OK)
            status = geo_bytes_print(context, &note, " in the areas and ");
        if (status == GEO_OK)
            status = geo_append_quantity(context, total->outside, &note);
        if (status == GEO_OK)
            status = geo_bytes_print(context, &note, " in none of them; 0 lost%c", '\0');
    }
    if (status == GEO_OK)
        status = geo_table_add_note(context, work->made->table, note.data);
    geo_bytes_clear(&note);
    return status;
}

static geo_status note_split(geo_context *context, const apportion_work *work)
{
    const geo_apportionment *made = work->made;
    char note[240];
    snprintf(note, sizeof note,
             "Areas wholly in one: %zu of %zu; split, in several or partly in none: %zu; in none: "
             "%zu. What comes from split areas rests on how these are shared out",
             made->whole, work->correspondence->from_count, made->split, made->without);
    return geo_table_add_note(context, made->table, note);
}

static void warn_of_missing(geo_context *context, const apportion_work *work)
{
    for (size_t q = 0; q < work->made->quantity_count; q++) {
        size_t missing = work->made->total[q].missing;
        if (missing > 0)
            geo_add_warning(context, "%zu area%s no value of '%s' and count%s as 0", missing,
                            missing == 1 ? " has" : "s have", work->quantity[q].name,
                            missing == 1 ? "s" : "");
    }
}

/* ---- all together --------------------------------------------------------------------------- */

static geo_status allocate(geo_context *context, apportion_work *work)
{
    size_t from = work->correspondence->from_count, to = work->to->count;
    geo_status status = geo_alloc_array(context, from, sizeof *work->is_split, &work->is_split);
    if (status == GEO_OK)
        status = geo_alloc_array(context, from, sizeof *work->of_split, &work->of_split);
    if (status == GEO_OK)
        status = geo_alloc_array(context, to, sizeof *work->shared, &work->shared);
    if (status == GEO_OK)
        status = geo_alloc_array(context, to, sizeof *work->split, &work->split);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->made->quantity_count, sizeof *work->made->total,
                                 &work->made->total);
    return status;
}

/* A row for the rest where there may be one. */
static bool leaves_rest(const apportion_work *work)
{
    const geo_correspondence *correspondence = work->correspondence;
    for (size_t i = 0; i < correspondence->from_count; i++)
        if (share_in_others(correspondence, i) < 1 - TOTALS_AGREE)
            return true;
    return false;
}

static geo_status apportion(geo_context *context, apportion_work *work)
{
    geo_apportionment *made = work->made;
    geo_status status = check_quantities(context, work->quantity, made->quantity_count);
    if (status == GEO_OK)
        status = allocate(context, work);
    if (status != GEO_OK)
        return status;
    find_split(work);
    status = geo_table_new(context, work->to->count + 1 + leaves_rest(work), &made->table);
    if (status == GEO_OK)
        status = geo_add_area_columns(context, work->to, made->table);
    if (status == GEO_OK)
        status = add_counts(context, work);
    for (size_t q = 0; q < made->quantity_count && status == GEO_OK; q++) {
        status = share_out(context, work, q);
        if (status == GEO_OK)
            status = add_quantity(context, work, q);
        if (status == GEO_OK)
            status = note_total(context, work, q);
    }
    if (status == GEO_OK)
        status = name_foot(context, work);
    if (status == GEO_OK)
        status = note_split(context, work);
    warn_of_missing(context, work);
    return status;
}

geo_status geo_apportion(geo_context *context, const geo_areas *to,
                         const geo_correspondence *correspondence, const geo_quantity *quantity,
                         size_t count, const geo_apportion_options *options,
                         geo_apportionment **out)
{
    static const geo_apportion_options unset = GEO_APPORTION_OPTIONS_INIT;
    apportion_work work = {.to = to,
                           .correspondence = correspondence,
                           .quantity = quantity,
                           .options = options ? options : &unset};
    geo_status status = geo_alloc_array(context, 1, sizeof *work.made, &work.made);
    if (status == GEO_OK) {
        work.made->quantity_count = count;
        status = apportion(context, &work);
    }
    free(work.is_split);
    free(work.of_split);
    free(work.shared);
    free(work.split);
    if (status == GEO_OK)
        *out = work.made;
    else
        geo_apportionment_free(work.made);
    return status;
}

void geo_apportionment_free(geo_apportionment *apportionment)
{
    if (!apportionment)
        return;
    geo_table_free(apportionment->table);
    free(apportionment->total);
    free(apportionment);
}
