/* What the incidents of one layer, or of several files together, amount to. */
#include <stdlib.h>
#include <string.h>

#include "info.h"

void info_facts_clear(info_facts *facts)
{
    geo_dictionary_free(facts->categories);
    free(facts->category);
    free(facts->month);
    free(facts->month_layers);
    *facts = (info_facts){.crs = NULL};
}

static void count_rows(const info_layer *const *layer, size_t count, info_facts *facts)
{
    facts->crs = &layer[0]->frame->crs;
    for (size_t i = 0; i < count; i++) {
        const geo_frame *frame = layer[i]->frame;
        const geo_ledger_line *line = &layer[i]->ledger->line[0];
        facts->read += line->read;
        for (int fate = 0; fate < GEO_FATE_COUNT; fate++)
            facts->count[fate] += line->count[fate];
        facts->points += frame->count;
        if (facts->crs && strcmp(frame->crs.wkt ? frame->crs.wkt : "",
                                 layer[0]->frame->crs.wkt ? layer[0]->frame->crs.wkt : "") != 0)
            facts->crs = NULL;
    }
}

/* ---- extent --------------------------------------------------------------------------------- */

static int compare_numbers(const void *a, const void *b)
{
    double one = *(const double *)a;
    double other = *(const double *)b;
    return (one > other) - (one < other);
}

/* The middle 98% of either axis is what the data is about; a point further from it than it is long
 * is far off, and blows up the extent. */
#define TAIL_SHARE 100 /* one in so many lies below the middle, and one above */

static void find_middle(double *values, size_t count, double *low, double *high)
{
    size_t tail = count / TAIL_SHARE;
    qsort(values, count, sizeof *values, compare_numbers);
    *low = values[tail];
    *high = values[count - 1 - tail];
}

static geo_extent widened(const geo_extent *extent)
{
    double width = extent->x_max - extent->x_min;
    double height = extent->y_max - extent->y_min;
    return (geo_extent){extent->x_min - width, extent->y_min - height, extent->x_max + width,
                        extent->y_max + height};
}

/* Sorts x and y, each on its own. */
static geo_status measure_points(cli_job *job, const info_layer *const *layer, size_t count,
                                 double *x, double *y, info_facts *facts)
{
    const geo_frame points = {.count = facts->points, .x = x, .y = y};
    geo_status status = geo_frame_count_places(job->context, &points, &facts->places);
    facts->extent = geo_extent_of(x, y, facts->points);
    find_middle(x, facts->points, &facts->middle.x_min, &facts->middle.x_max);
    find_middle(y, facts->points, &facts->middle.y_min, &facts->middle.y_max);
    geo_extent near = widened(&facts->middle);
    for (size_t i = 0; i < count; i++) {
        const geo_frame *frame = layer[i]->frame;
        for (size_t p = 0; p < frame->count; p++)
            facts->far_points += !geo_extent_contains(&near, frame->x[p], frame->y[p]);
    }
    return status;
}

/* Layers in different reference systems have no extent together. */
static geo_status gather_points(cli_job *job, const info_layer *const *layer, size_t count,
                                info_facts *facts)
{
    if (!facts->crs || facts->points == 0)
        return GEO_OK;
    double *x = calloc(facts->points, sizeof *x);
    double *y = calloc(facts->points, sizeof *y);
    geo_status status = x && y ? GEO_OK : job_out_of_memory(job);
    size_t filled = 0;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        const geo_frame *frame = layer[i]->frame;
        if (frame->count > 0) {
            memcpy(x + filled, frame->x, frame->count * sizeof *x);
            memcpy(y + filled, frame->y, frame->count * sizeof *y);
        }
        filled += frame->count;
    }
    if (status == GEO_OK)
        status = measure_points(job, layer, count, x, y, facts);
    free(x);
    free(y);
    return status;
}

/* ---- months --------------------------------------------------------------------------------- */

static int compare_months(const void *a, const void *b)
{
    const geo_month_count *one = a;
    const geo_month_count *other = b;
    return (one->month > other->month) - (one->month < other->month);
}

static void merge_months(info_facts *facts, size_t listed)
{
    for (size_t i = 0; i < listed; i++) {
        size_t last = facts->month_count - 1;
        if (facts->month_count > 0 && facts->month[last].month == facts->month[i].month) {
            facts->month[last].rows += facts->month[i].rows;
            facts->month_layers[last]++;
        } else {
            facts->month[facts->month_count] = facts->month[i];
            facts->month_layers[facts->month_count++] = 1;
        }
    }
}

static geo_status gather_months(cli_job *job, const info_layer *const *layer, size_t count,
                                info_facts *facts)
{
    size_t listed = 0;
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += layer[i]->frame->month_count;
    facts->month = calloc(total + 1, sizeof *facts->month);
    facts->month_layers = calloc(total + 1, sizeof *facts->month_layers);
    if (!facts->month || !facts->month_layers)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; m < layer[i]->frame->month_count; m++)
            facts->month[listed++] = layer[i]->frame->month[m];
    qsort(facts->month, listed, sizeof *facts->month, compare_months);
    merge_months(facts, listed);
    return GEO_OK;
}

/* ---- categories ----------------------------------------------------------------------------- */

static int compare_categories(const void *a, const void *b)
{
    const info_category *one = a;
    const info_category *other = b;
    if (one->count != other->count)
        return one->count > other->count ? -1 : 1;
    return strcmp(one->name, other->name);
}

/* Counts of one layer, added to those of its categories' names. */
static geo_status add_categories(cli_job *job, const geo_frame *frame, int32_t *code,
                                 info_facts *facts)
{
    geo_status status = GEO_OK;
    size_t known = geo_dictionary_count(frame->categories);
    for (size_t i = 0; i < known && status == GEO_OK; i++) {
        const char *name = geo_dictionary_text(frame->categories, (int32_t)i);
        status = geo_dictionary_code(job->context, facts->categories,
                                     (geo_text){name, strlen(name)}, &code[i]);
    }
    for (size_t i = 0; i < frame->count && status == GEO_OK; i++)
        if (frame->category[i] != GEO_NO_CODE)
            facts->category[code[frame->category[i]]].count++;
    return status;
}

static geo_status gather_categories(cli_job *job, const info_layer *const *layer, size_t count,
                                    info_facts *facts)
{
    size_t most = 0;
    geo_status status = geo_dictionary_new(job->context, &facts->categories);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        if (layer[i]->frame->category)
            most += geo_dictionary_count(layer[i]->frame->categories);
    int32_t *code = calloc(most + 1, sizeof *code);
    facts->category = calloc(most + 1, sizeof *facts->category);
    if (status == GEO_OK && (!code || !facts->category))
        status = job_out_of_memory(job);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        if (layer[i]->frame->category)
            status = add_categories(job, layer[i]->frame, code, facts);
    if (status == GEO_OK) {
        facts->category_count = geo_dictionary_count(facts->categories);
        for (size_t i = 0; i < facts->category_count; i++)
            facts->category[i].name = geo_dictionary_text(facts->categories, (int32_t)i);
        qsort(facts->category, facts->category_count, sizeof *facts->category, compare_categories);
    }
    free(code);
    return status;
}

geo_status info_gather(cli_job *job, const info_layer *const *layer, size_t count,
                       info_facts *facts)
{
    count_rows(layer, count, facts);
    geo_status status = gather_points(job, layer, count, facts);
    if (status == GEO_OK)
        status = gather_months(job, layer, count, facts);
    if (status == GEO_OK)
        status = gather_categories(job, layer, count, facts);
    return status;
}
