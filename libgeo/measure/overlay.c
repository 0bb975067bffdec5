/* Rates and deprivation of areas on one map: which class each area is in. */
#include "measure/overlay.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

void geo_overlay_free(geo_overlay *overlay)
{
    if (!overlay)
        return;
    geo_table_free(overlay->areas);
    geo_table_free(overlay->classes);
    free(overlay->class_of);
    free(overlay);
}

bool geo_is_most_deprived(geo_deprivation_kind kind, int32_t group)
{
    return group >= 0 && group <= geo_deprivation_group_of(kind, 2);
}

bool geo_overlay_is_shown(const geo_overlay_work *work, size_t area)
{
    return !work->options->which || work->options->which[area];
}

/* ---- rates ---------------------------------------------------------------------------------- */

static geo_status check(const geo_overlay_work *work)
{
    if (!(work->options->years > 0) || !isfinite(work->options->years))
        return geo_fail(work->context, GEO_ERROR_USAGE,
                        "the years that the counts cover must be a number above 0");
    if (work->options->kind != GEO_OVERLAY_GROUPS && !work->areas->population)
        return geo_fail(work->context, GEO_ERROR_USAGE,
                        "%s: rates need a population, and the areas have none", work->areas->path);
    return GEO_OK;
}

static geo_status find_rates(geo_overlay_work *work)
{
    const geo_areas *areas = work->areas;
    size_t known = 0;
    geo_status status =
        geo_alloc_array(work->context, areas->count, sizeof *work->rate, &work->rate);
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++) {
        work->rate[i] = areas->population
                            ? geo_rate_per_1000((double)work->count[i], areas->population[i]) /
                                  work->options->years
                            : (double)NAN;
        known += isnan(work->rate[i]) ? 0 : 1;
    }
    if (status == GEO_OK && work->options->kind != GEO_OVERLAY_GROUPS && known == 0)
        status =
            geo_fail(work->context, GEO_ERROR_DATA, "%s: no area has a population", areas->path);
    return status;
}

/* ---- classes -------------------------------------------------------------------------------- */

static void class_by_group(geo_overlay_work *work)
{
    geo_overlay *made = work->made;
    made->class_count = work->deprivation->group_count;
    for (size_t i = 0; i < made->class_count; i++)
        made->class_text[i] = geo_deprivation_group_name(work->deprivation->kind, i);
    for (size_t i = 0; i < work->areas->count; i++)
        made->class_of[i] = work->deprivation->group[i];
}

/* By rank from the most deprived on where there is one, else by group. */
static geo_status standing_of(geo_overlay_work *work, double **out)
{
    const geo_area_deprivation *deprivation = work->deprivation;
    double *standing = NULL;
    geo_status status =
        geo_alloc_array(work->context, work->areas->count, sizeof *standing, &standing);
    work->made->is_by_rank = deprivation->order != NULL;
    for (size_t i = 0; i < work->areas->count && status == GEO_OK; i++)
        standing[i] = deprivation->order                     ? deprivation->order[i]
                      : deprivation->group[i] == GEO_NO_CODE ? (double)NAN
                                                             : deprivation->group[i] + 1;
    *out = standing;
    return status;
}

static geo_status find_thirds(geo_overlay_work *work)
{
    size_t count = work->areas->count;
    double *standing = NULL;
    geo_status status = standing_of(work, &standing);
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, count, sizeof(int32_t), &work->rate_third);
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, count, sizeof(int32_t), &work->deprivation_third);
    if (status == GEO_OK)
        status =
            geo_thirds(work->context, work->rate, count, work->made->rate_from, work->rate_third);
    if (status == GEO_OK)
        status = geo_thirds(work->context, standing, count, work->made->deprivation_to,
                            work->deprivation_third);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        if (work->deprivation_third[i] != GEO_NO_CODE)
            work->deprivation_third[i] = 2 - work->deprivation_third[i];
    free(standing);
    return status;
}

static geo_status class_by_thirds(geo_overlay_work *work)
{
    static const char *const text[] = {
        "Low rate, least deprived",        "Low rate, middle deprivation",
        "Low rate, most deprived",         "Middle rate, least deprived",
        "Middle rate, middle deprivation", "Middle rate, most deprived",
        "High rate, least deprived",       "High rate, middle deprivation",
        "High rate, most deprived"};
    geo_overlay *made = work->made;
    geo_status status = find_thirds(work);
    made->class_count = sizeof text / sizeof *text;
    memcpy(made->class_text, text, sizeof text);
    for (size_t i = 0; i < work->areas->count && status == GEO_OK; i++) {
        int32_t rate = work->rate_third[i], deprivation = work->deprivation_third[i];
        made->class_of[i] = rate == GEO_NO_CODE || deprivation == GEO_NO_CODE
                                ? GEO_NO_CODE
                                : 3 * rate + deprivation;
    }
    return status;
}

static geo_status class_by_both(geo_overlay_work *work)
{
    static const char *const text[] = {"Neither", "Most deprived 20% only", "High rate only",
                                       "Both"};
    const geo_area_deprivation *deprivation = work->deprivation;
    geo_overlay *made = work->made;
    geo_reference reference = {0};
    geo_status status = geo_reference_make(
        work->context, work->rate, work->areas->count,
        work->options->is_sample_sd ? GEO_SD_SAMPLE : GEO_SD_POPULATION, &reference);
    made->high = (geo_high_rate){reference.count, reference.mean, reference.sd, reference.above};
    made->class_count = sizeof text / sizeof *text;
    memcpy(made->class_text, text, sizeof text);
    for (size_t i = 0; i < work->areas->count && status == GEO_OK; i++) {
        bool is_known = !isnan(work->rate[i]) && deprivation->group[i] != GEO_NO_CODE;
        bool is_deprived = geo_is_most_deprived(deprivation->kind, deprivation->group[i]);
        bool is_high = geo_band_of(&reference, work->rate[i]) != GEO_BAND_NONE;
        made->class_of[i] = is_known ? is_deprived + 2 * is_high : GEO_NO_CODE;
    }
    return status;
}

static geo_status find_classes(geo_overlay_work *work)
{
    geo_status status = geo_alloc_array(work->context, work->areas->count,
                                        sizeof *work->made->class_of, &work->made->class_of);
    if (status != GEO_OK)
        return status;
    if (work->options->kind == GEO_OVERLAY_BIVARIATE)
        return class_by_thirds(work);
    if (work->options->kind == GEO_OVERLAY_BOTH)
        return class_by_both(work);
    class_by_group(work);
    return GEO_OK;
}

geo_status geo_overlay_make(geo_context *context, const geo_areas *areas, const int64_t *count,
                            const geo_area_deprivation *deprivation,
                            const geo_overlay_options *options, geo_overlay **out)
{
    static const geo_overlay_options usual = GEO_OVERLAY_OPTIONS_INIT;
    geo_overlay_work work = {.context = context,
                             .areas = areas,
                             .count = count,
                             .deprivation = deprivation,
                             .options = options ? options : &usual};
    geo_status status = check(&work);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *work.made, &work.made);
    if (status == GEO_OK) {
        work.made->kind = work.options->kind;
        status = find_rates(&work);
    }
    if (status == GEO_OK)
        status = find_classes(&work);
    if (status == GEO_OK)
        status = geo_overlay_tables(&work);
    free(work.rate);
    free(work.rate_third);
    free(work.deprivation_third);
    if (status == GEO_OK)
        *out = work.made;
    else
        geo_overlay_free(work.made);
    return status;
}
