/* What is tested: counts or rates of areas, and the classes that the test gives them. */
#include <math.h>
#include <stdlib.h>

#include "clusters.h"
#include "denominators.h"
#include "period.h"

bool clusters_has_cells(const clusters_settings *settings)
{
    return settings->cells.shape != CELLS_NONE;
}

bool clusters_is_shown(const clusters_result *result, size_t unit)
{
    return !result->is_shown || result->is_shown[unit];
}

int clusters_decimals(const clusters_result *result)
{
    return result->settings->decimals > 15 ? 15 : (int)result->settings->decimals;
}

/* ---- values --------------------------------------------------------------------------------- */

static geo_status choose_values(cli_job *job, clusters_result *result)
{
    const char *values = result->settings->values;
    bool has_people = result->load.areas[0]->population != NULL;
    bool is_scan = result->settings->statistic == CLUSTERS_SCAN;
    result->values = values && same_text(values, "eb") ? CLUSTERS_SMOOTHED
                     : values ? same_text(values, "rate") ? CLUSTERS_RATE : CLUSTERS_COUNT
                     : has_people || is_scan ? CLUSTERS_RATE
                                             : CLUSTERS_COUNT;
    if (clusters_has_cells(result->settings)) {
        result->values = CLUSTERS_COUNT;
        return GEO_OK;
    }
    if (result->values != CLUSTERS_COUNT)
        return denominators_check(job, &result->load);
    job_warn(job,
             "counts are tested: where more people live there is more of everything, and hot "
             "spots are where they live; %s",
             has_people ? "--values rate tests rates"
                        : "with a --population-field or --population FILE rates are tested");
    return GEO_OK;
}

static geo_status fill_values(cli_job *job, clusters_result *result)
{
    const geo_areas *areas = result->units;
    geo_status status = GEO_OK;
    result->value = calloc(areas->count + 1, sizeof *result->value);
    if (!result->value)
        return job_out_of_memory(job);
    for (size_t i = 0; i < areas->count; i++)
        result->value[i] = result->values == CLUSTERS_RATE
                               ? geo_rate_per_1000((double)result->count[i], areas->population[i])
                               : (double)result->count[i];
    if (result->values == CLUSTERS_SMOOTHED)
        status = geo_smooth_rates(job->context, result->value, areas->population, areas->count,
                                  result->value);
    for (size_t i = 0; i < areas->count && result->values != CLUSTERS_COUNT; i++)
        result->value[i] /= result->years;
    return status;
}

/* Areas without ground are no neighbours of any, and are nowhere on the map. */
static void drop_empty(clusters_result *result)
{
    for (size_t i = 0; i < result->units->count; i++)
        if (result->units->area_ring[i] == result->units->area_ring[i + 1])
            result->value[i] = (double)NAN;
}

static geo_status count_areas(cli_job *job, clusters_result *result)
{
    geo_status status = load_tally(job, &result->load, &result->tally);
    if (status != GEO_OK)
        return status;
    result->units = result->load.areas[0];
    result->is_shown = result->map.is_studied;
    result->unit_word = map_area_word(result->units);
    if (!result->unit_word)
        result->unit_word = "areas";
    return GEO_OK;
}

geo_status clusters_measure(cli_job *job, clusters_result *result)
{
    geo_status status = choose_values(job, result);
    if (status == GEO_OK)
        status = clusters_has_cells(result->settings) ? clusters_count_cells(job, result)
                                                      : count_areas(job, result);
    if (status != GEO_OK)
        return status;
    result->count = result->tally->total;
    status = period_years(job, &result->load, result->settings->per_year, &result->years);
    if (status == GEO_OK)
        status = fill_values(job, result);
    if (status == GEO_OK)
        drop_empty(result);
    return status;
}

/* ---- Gi* and local Moran -------------------------------------------------------------------- */

static geo_area_clusters_options options_of(const clusters_result *result)
{
    static const char *const name[] = {NULL, "rate_per_1000", "smoothed_rate_per_1000"};
    static const char *const heading[] = {NULL, "rate per 1,000", "smoothed rate per 1,000"};
    const clusters_settings *settings = result->settings;
    geo_area_clusters_options options = GEO_AREA_CLUSTERS_OPTIONS_INIT;
    options.statistic = settings->statistic == CLUSTERS_LOCAL_MORAN ? GEO_LOCAL_MORAN : GEO_GI_STAR;
    options.test.row_standardised = settings->weights == 0;
    options.test.seed = (uint64_t)settings->seed;
    if (settings->permutations >= 0) {
        options.test.permutations = (size_t)settings->permutations;
        options.local_permutations = (size_t)settings->permutations;
    }
    options.is_corrected = settings->correction == 0;
    options.shown = result->is_shown;
    options.significant = settings->significant;
    options.top = (size_t)settings->top;
    options.value_name = name[result->values];
    options.value_heading = heading[result->values];
    options.area_word = result->unit_word;
    options.decimals = clusters_decimals(result);
    if (clusters_has_cells(settings)) {
        options.name_heading = "in";
        options.has_centres = true;
    }
    return options;
}

/* The number of its class on the map, where local Moran's five lie among the seven of spots. */
static double number_of(const clusters_result *result, int32_t class)
{
    static const geo_spot like[] = {[GEO_CLUSTER_NONE] = GEO_SPOT_NONE,
                                    [GEO_CLUSTER_HIGH_HIGH] = GEO_SPOT_HOT_99,
                                    [GEO_CLUSTER_HIGH_LOW] = GEO_SPOT_HOT_90,
                                    [GEO_CLUSTER_LOW_HIGH] = GEO_SPOT_COLD_90,
                                    [GEO_CLUSTER_LOW_LOW] = GEO_SPOT_COLD_99};
    if (class == GEO_NO_CODE)
        return (double)NAN;
    return result->settings->statistic == CLUSTERS_GI_STAR ? class : (double)like[class];
}

geo_status clusters_test(cli_job *job, clusters_result *result)
{
    const geo_area_clusters_options options = options_of(result);
    geo_status status =
        clusters_has_cells(result->settings)
            ? neighbours_of_cells(job, &result->rule, result->cells.cells, result->cells.which,
                                  result->cells.count, &result->neighbours)
            : neighbours_of_areas(job, &result->rule, result->units, &result->neighbours);
    if (status != GEO_OK)
        return status;
    neighbours_warn_of_islands(job, result->units, result->value, result->neighbours);
    status = geo_area_clusters_make(job->context, result->units, result->count, result->value,
                                    result->neighbours, &options, &result->found);
    result->class_of = calloc(result->units->count + 1, sizeof *result->class_of);
    if (status == GEO_OK && !result->class_of)
        status = job_out_of_memory(job);
    for (size_t i = 0; i < result->units->count && status == GEO_OK; i++)
        result->class_of[i] = number_of(result, result->found->class_of[i]);
    return status;
}
