/* Emerging hot spots: Gi* of every month, its trend in each area, and what to call that. */
#include "measure/emerging.h"

#include <math.h>
#include <stdlib.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/memory.h"
#include "measure/area_clusters.h"

enum { MONTHS_LEAST = 4 };

void geo_emerging_free(geo_emerging *emerging)
{
    if (!emerging)
        return;
    free(emerging->z);
    free(emerging->spot);
    free(emerging->tested);
    free(emerging->hot_months);
    free(emerging->cold_months);
    free(emerging->trend);
    free(emerging->class_of);
    geo_table_free(emerging->table);
    free(emerging);
}

const char *geo_emerging_name(geo_emerging_class kind)
{
    static const char *const name[GEO_EMERGING_COUNT] = {
        [GEO_EMERGING_NONE] = "no pattern",
        [GEO_EMERGING_HOT_NEW] = "new hot spot",
        [GEO_EMERGING_HOT_INTENSIFYING] = "intensifying hot spot",
        [GEO_EMERGING_HOT_PERSISTENT] = "persistent hot spot",
        [GEO_EMERGING_HOT_DIMINISHING] = "diminishing hot spot",
        [GEO_EMERGING_HOT_SPORADIC] = "sporadic hot spot",
        [GEO_EMERGING_COLD_NEW] = "new cold spot",
        [GEO_EMERGING_COLD_INTENSIFYING] = "intensifying cold spot",
        [GEO_EMERGING_COLD_PERSISTENT] = "persistent cold spot",
        [GEO_EMERGING_COLD_DIMINISHING] = "diminishing cold spot",
        [GEO_EMERGING_COLD_SPORADIC] = "sporadic cold spot"};
    return name[kind];
}

bool geo_emerging_is_hot(geo_emerging_class kind)
{
    return kind >= GEO_EMERGING_HOT_NEW && kind <= GEO_EMERGING_HOT_SPORADIC;
}

bool geo_emerging_is_cold(geo_emerging_class kind)
{
    return kind >= GEO_EMERGING_COLD_NEW && kind <= GEO_EMERGING_COLD_SPORADIC;
}

/* ---- what is asked -------------------------------------------------------------------------- */

static bool is_share(double share)
{
    return share > 0 && share <= 1;
}

static geo_status check(geo_context *context, size_t months, const geo_emerging_options *options)
{
    if (!is_share(options->most_p) || !is_share(options->trend_p) || !is_share(options->lasting))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "p and the share of months must lie above 0 and at most be 1");
    if (options->recent_months == 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "a new hot spot is one of the last month at least, so recent months are "
                        "1 or more");
    if (months < MONTHS_LEAST)
        return geo_fail(context, GEO_ERROR_DATA,
                        "there %s %zu month%s, and a trend of fewer than %d tells nothing: with "
                        "so few every order of values is likely by chance",
                        months == 1 ? "is" : "are", months, months == 1 ? "" : "s", MONTHS_LEAST);
    return GEO_OK;
}

/* ---- months --------------------------------------------------------------------------------- */

/* Hot 1, cold -1, neither 0. */
static geo_status test_month(const geo_emerging_work *work, size_t month, double *p)
{
    geo_emerging *made = work->made;
    const geo_emerging_options *options = work->options;
    double *z = made->z + month * made->count;
    signed char *spot = made->spot + month * made->count;
    geo_status status = geo_local_g_by_nearest(work->context, work->neighbours,
                                               work->value + month * made->count, z);
    for (size_t i = 0; i < made->count && status == GEO_OK; i++)
        p[i] = erfc(fabs(z[i]) / sqrt(2));
    if (status == GEO_OK && options->is_corrected)
        status = geo_false_discovery(work->context, p, made->count, p);
    for (size_t i = 0; i < made->count && status == GEO_OK; i++)
        if (p[i] <= options->most_p)
            spot[i] = z[i] > 0 ? 1 : -1;
    return status;
}

static geo_status test_months(const geo_emerging_work *work)
{
    double *p = NULL;
    geo_status status = geo_alloc_array(work->context, work->made->count, sizeof *p, &p);
    for (size_t month = 0; month < work->made->month_count && status == GEO_OK; month++)
        status = test_month(work, month, p);
    free(p);
    return status;
}

/* ---- areas ---------------------------------------------------------------------------------- */

/* What the months of an area amount to, of one sign: hot 1 or cold -1. */
typedef struct history {
    size_t months; /* that are so */
    size_t run;    /* of them those at the end without a break */
    bool is_last;
} history;

static history history_of(const geo_emerging *made, size_t area, int sign)
{
    history of = {.months = 0};
    for (size_t month = 0; month < made->month_count; month++) {
        size_t at = month * made->count + area;
        if (isnan(made->z[at]))
            continue;
        of.is_last = made->spot[at] == sign;
        of.months += of.is_last;
        of.run = of.is_last ? of.run + 1 : 0;
    }
    return of;
}

/* The five classes of one sign stand in the same order. */
static geo_emerging_class pattern_of(const geo_emerging_work *work, size_t area, const history *of,
                                     int sign)
{
    const geo_emerging_options *options = work->options;
    const geo_mann_kendall *trend = &work->made->trend[area];
    geo_emerging_class first = sign > 0 ? GEO_EMERGING_HOT_NEW : GEO_EMERGING_COLD_NEW;
    enum { NEW, INTENSIFYING, PERSISTENT, DIMINISHING, SPORADIC };
    int kind = SPORADIC;
    bool is_lasting = (double)of->months >= options->lasting * (double)work->made->tested[area];
    bool has_trend = trend->p <= options->trend_p;
    if (is_lasting)
        kind = !of->is_last                  ? DIMINISHING
               : !has_trend                  ? PERSISTENT
               : trend->z * (double)sign > 0 ? INTENSIFYING
                                             : DIMINISHING;
    else if (of->run == of->months && of->run <= options->recent_months)
        kind = NEW;
    return (geo_emerging_class)((int)first + kind);
}

static geo_emerging_class class_of(const geo_emerging_work *work, size_t area)
{
    const history hot = history_of(work->made, area, 1), cold = history_of(work->made, area, -1);
    if (hot.months == 0 && cold.months == 0)
        return GEO_EMERGING_NONE;
    bool is_hot = hot.months != cold.months ? hot.months > cold.months : !cold.is_last;
    return pattern_of(work, area, is_hot ? &hot : &cold, is_hot ? 1 : -1);
}

/* The months of an area side by side. */
static void test_area(const geo_emerging_work *work, size_t area, double *series)
{
    geo_emerging *made = work->made;
    for (size_t month = 0; month < made->month_count; month++) {
        size_t at = month * made->count + area;
        series[month] = made->z[at];
        made->tested[area] += isnan(made->z[at]) ? 0 : 1;
        made->hot_months[area] += made->spot[at] > 0;
        made->cold_months[area] += made->spot[at] < 0;
    }
    made->trend[area] = geo_mann_kendall_of(series, made->month_count);
    made->class_of[area] =
        made->tested[area] > 0 ? (int32_t)class_of(work, area) : (int32_t)GEO_NO_CODE;
}

static geo_status test_areas(const geo_emerging_work *work)
{
    double *series = NULL;
    geo_status status =
        geo_alloc_array(work->context, work->made->month_count, sizeof *series, &series);
    for (size_t area = 0; area < work->made->count && status == GEO_OK; area++)
        test_area(work, area, series);
    free(series);
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

static geo_status new_emerging(geo_context *context, size_t count, size_t months,
                               geo_emerging **out)
{
    geo_status status = geo_alloc_array(context, 1, sizeof **out, out);
    if (status != GEO_OK)
        return status;
    geo_emerging *made = *out;
    made->count = count;
    made->month_count = months;
    if (count > 0 && months > SIZE_MAX / count)
        return geo_fail(context, GEO_ERROR_LIMIT, "too many areas and months");
    status = geo_alloc_array(context, count * months, sizeof *made->z, &made->z);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count * months, sizeof *made->spot, &made->spot);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->tested, &made->tested);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->hot_months, &made->hot_months);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->cold_months, &made->cold_months);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *made->trend, &made->trend);
    return status == GEO_OK
               ? geo_alloc_array(context, count, sizeof *made->class_of, &made->class_of)
               : status;
}

geo_status geo_emerging_make(geo_context *context, const geo_areas *areas, const int64_t *count,
                             const double *value, size_t months, const geo_neighbours *neighbours,
                             const geo_emerging_options *options, geo_emerging **out)
{
    static const geo_emerging_options defaults = GEO_EMERGING_OPTIONS_INIT;
    geo_emerging_work work = {.context = context,
                              .areas = areas,
                              .count = count,
                              .value = value,
                              .neighbours = neighbours,
                              .options = options ? options : &defaults};
    if (neighbours->count != areas->count)
        return geo_fail(context, GEO_ERROR_USAGE, "the neighbours are of %zu areas, not of %zu",
                        neighbours->count, areas->count);
    geo_status status = check(context, months, work.options);
    if (status == GEO_OK)
        status = new_emerging(context, areas->count, months, &work.made);
    if (status == GEO_OK)
        status = test_months(&work);
    if (status == GEO_OK)
        status = test_areas(&work);
    if (status == GEO_OK)
        status = geo_emerging_make_table(&work);
    if (status == GEO_OK)
        *out = work.made;
    else
        geo_emerging_free(work.made);
    return status;
}
