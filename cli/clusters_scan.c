/* Circles with more incidents than their people would have. */
#include <math.h>
#include <stdlib.h>

#include <geo/place.h>

#include "clusters.h"

/* Clusters beyond that are chance as much as not, and are not listed. */
#define LISTED_P      0.1
#define SIGNIFICANT_P 0.05

static geo_scan_options options_of(const clusters_settings *settings)
{
    geo_scan_options options = GEO_SCAN_OPTIONS_INIT;
    if (!isnan(settings->most_share))
        options.most_share = settings->most_share / 100;
    if (!isnan(settings->most_radius_m))
        options.most_radius_m = settings->most_radius_m;
    if (settings->permutations > 0)
        options.permutations = (size_t)settings->permutations;
    options.seed = (uint64_t)settings->seed;
    return options;
}

static geo_status scan_areas(cli_job *job, clusters_result *result)
{
    const geo_areas *areas = result->units;
    const geo_scan_options options = options_of(result->settings);
    result->x = calloc(areas->count + 1, sizeof *result->x);
    result->y = calloc(areas->count + 1, sizeof *result->y);
    geo_status status = result->x && result->y
                            ? geo_areas_points(job->context, areas, result->x, result->y)
                            : job_out_of_memory(job);
    if (status == GEO_OK)
        status = geo_scan_make(job->context, result->x, result->y, result->count, areas->population,
                               areas->count, &options, &result->scan);
    return status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status end_note(cli_job *job, geo_table *table, geo_bytes *note, geo_status status)
{
    if (status == GEO_OK)
        status = end_text(job->context, note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, table, note->data);
    geo_bytes_clear(note);
    return status;
}

static size_t count_up_to(const geo_scan *scan, double above, double most)
{
    size_t count = 0;
    for (size_t i = 0; i < scan->count; i++)
        count += scan->cluster[i].p > above && scan->cluster[i].p <= most;
    return count;
}

static geo_status note_counts(cli_job *job, const clusters_result *result)
{
    const geo_scan *scan = result->scan;
    geo_bytes note = GEO_BYTES_INIT;
    size_t rest = count_up_to(scan, LISTED_P, 2);
    geo_status status = geo_bytes_print(
        job->context, &note, "Clusters: %zu at 99%%, %zu at 95%%, %zu at 90%%",
        count_up_to(scan, -1, 0.01), count_up_to(scan, 0.01, 0.05), count_up_to(scan, 0.05, 0.1));
    if (status == GEO_OK && rest > 0)
        status = geo_bytes_print(job->context, &note,
                                 "; %zu further circle%s may well be chance (p above 0.1) and %s "
                                 "left out",
                                 rest, rest == 1 ? "" : "s", rest == 1 ? "is" : "are");
    return end_note(job, result->clusters, &note, status);
}

static geo_status note_method(cli_job *job, const clusters_result *result)
{
    const geo_scan_options options = options_of(result->settings);
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(
        job->context, &note,
        "Kulldorff's circular scan: circles around a point in each of the %s, with up to ",
        result->unit_word);
    if (status == GEO_OK)
        status = append_short_number(job->context, &note, 100 * options.most_share, 2);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note, "%% of the %s", result->load.denominator);
    if (status == GEO_OK && options.most_radius_m > 0) {
        status = geo_bytes_print(job->context, &note, " and a radius of up to ");
        if (status == GEO_OK)
            status = append_short_number(job->context, &note, options.most_radius_m, 3);
        if (status == GEO_OK)
            status = geo_bytes_print(job->context, &note, " m");
    }
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note,
                                 "; clusters have none of the %s in common. p: how many of %zu "
                                 "random maps with as many incidents, dealt to %s alike, have a "
                                 "circle that stands out as much",
                                 result->unit_word, options.permutations, result->load.denominator);
    return end_note(job, result->clusters, &note, status);
}

static geo_status note_risk(cli_job *job, const clusters_result *result)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(
        job->context, &note,
        "Expected: as many as its %s would have at the rate of all. Relative risk: the rate within "
        "over the rate elsewhere",
        result->load.denominator);
    return end_note(job, result->clusters, &note, status);
}

/* ---- tables --------------------------------------------------------------------------------- */

/* Classes of the map as those of hot spots: a cluster has more incidents, never fewer. */
static geo_status classify(cli_job *job, clusters_result *result)
{
    const geo_scan *scan = result->scan;
    result->class_of = calloc(result->units->count + 1, sizeof *result->class_of);
    if (!result->class_of)
        return job_out_of_memory(job);
    for (size_t i = 0; i < result->units->count; i++)
        result->class_of[i] = isnan(result->value[i]) ? (double)NAN : (double)GEO_SPOT_NONE;
    for (size_t i = 0; i < scan->count; i++)
        for (size_t k = 0; k < scan->cluster[i].area_count; k++)
            result->class_of[scan->cluster[i].area[k]] = (double)geo_spot_of(1, scan->cluster[i].p);
    return GEO_OK;
}

geo_status clusters_find_circles(cli_job *job, clusters_result *result)
{
    const clusters_settings *settings = result->settings;
    geo_scan_table_options options = GEO_SCAN_TABLE_OPTIONS_INIT;
    options.most_p = settings->significant ? SIGNIFICANT_P : LISTED_P;
    options.top = (size_t)settings->top;
    options.shown = result->is_shown;
    options.years = result->years;
    options.decimals = clusters_decimals(result);
    geo_status status = scan_areas(job, result);
    if (status == GEO_OK)
        status = geo_scan_tables(job->context, result->scan, result->units, result->count, &options,
                                 &result->clusters, &result->members);
    if (status == GEO_OK)
        status = note_counts(job, result);
    if (status == GEO_OK)
        status = note_risk(job, result);
    if (status == GEO_OK)
        status = note_method(job, result);
    return status == GEO_OK ? classify(job, result) : status;
}
