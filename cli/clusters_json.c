/* What JSON says of clusters beside their rows. */
#include <math.h>

#include "clusters.h"

static void json_neighbours(geo_json *json, const clusters_result *result)
{
    static const char *const rule[] = {"queen", "rook", "distance", "nearest", "inverse"};
    const geo_neighbours *neighbours = result->neighbours;
    geo_json_object(json, "neighbours");
    geo_json_text(json, "rule", rule[result->rule.rule]);
    geo_json_real(json, "distance_m",
                  result->rule.distance_m > 0 ? result->rule.distance_m : (double)NAN);
    geo_json_real(json, "power", result->rule.power > 0 ? result->rule.power : (double)NAN);
    geo_json_integer(json, "nearest",
                     result->rule.nearest > 0 ? (int64_t)result->rule.nearest : GEO_NO_INTEGER);
    geo_json_integer(json, "pairs", (int64_t)neighbours->pair_count);
    geo_json_text(json, "weights", result->settings->weights == 0 ? "standardised" : "plain");
    geo_json_close(json);
}

static void json_map(geo_json *json, const char *key, const geo_autocorrelation *of)
{
    geo_json_object(json, key);
    geo_json_integer(json, "n", (int64_t)of->count);
    geo_json_integer(json, "islands", (int64_t)of->islands);
    geo_json_real(json, "statistic", of->statistic);
    geo_json_real(json, "expected", of->expected);
    geo_json_real(json, "variance", of->variance);
    geo_json_real(json, "z", of->z);
    geo_json_real(json, "p", of->p);
    geo_json_real(json, "permuted_p", of->permuted_p);
    geo_json_close(json);
}

/* How many of the areas shown have each class, corrected as asked for and not. */
static void json_classes(geo_json *json, const clusters_result *result, const char *key,
                         const int32_t *class_of)
{
    bool is_spots = result->settings->statistic == CLUSTERS_GI_STAR;
    int32_t classes = is_spots ? (int32_t)GEO_SPOT_COUNT : (int32_t)GEO_CLUSTER_LOW_HIGH + 1;
    geo_json_object(json, key);
    for (int32_t class = 0; class < classes; class ++) {
        int64_t count = 0;
        for (size_t i = 0; i < result->found->count; i++)
            count += class_of[i] == class && clusters_is_shown(result, i);
        geo_json_integer(json,
                         is_spots ? geo_spot_name((geo_spot) class)
                                  : geo_cluster_text((geo_cluster) class),
                         count);
    }
    geo_json_close(json);
}

static void json_tests(geo_json *json, const clusters_result *result)
{
    json_neighbours(json, result);
    geo_json_text(json, "correction", result->settings->correction == 0 ? "fdr" : "none");
    geo_json_integer(json, "tests", (int64_t)result->found->tested);
    json_classes(json, result, "classes", result->found->class_of);
    json_classes(json, result, "classes_uncorrected", result->found->raw_class_of);
    json_map(json, "moran", &result->found->moran);
    json_map(json, "geary", &result->found->geary);
}

static void json_scan(geo_json *json, const clusters_result *result)
{
    const clusters_settings *settings = result->settings;
    geo_json_object(json, "scan");
    geo_json_integer(json, "incidents", result->scan->incidents);
    geo_json_real(json, "people", result->scan->people);
    geo_json_integer(json, "circles", (int64_t)result->scan->count);
    geo_json_real(json, "most_share", isnan(settings->most_share) ? 50 : settings->most_share);
    geo_json_real(json, "most_radius_m", settings->most_radius_m);
    geo_json_close(json);
}

void clusters_json(cli_job *job, geo_json *json, const void *value)
{
    static const char *const statistic[] = {"gi-star", "local-moran", "scan"};
    static const char *const values[] = {"count", "rate", "eb"};
    const clusters_result *result = value;
    (void)job;
    geo_json_text(json, "statistic", statistic[result->settings->statistic]);
    geo_json_text(json, "values", values[result->values]);
    geo_json_text(json, "denominator",
                  result->values == CLUSTERS_COUNT ? NULL : result->load.denominator);
    geo_json_real(json, "years", result->years);
    geo_json_integer(json, "seed", result->settings->seed);
    if (result->found)
        json_tests(json, result);
    if (result->scan)
        json_scan(json, result);
    geo_json_text(json, "alt_text", result->words.description.data);
}
