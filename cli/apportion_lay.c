/* How the areas lie in each other: by ground, or by points or smaller areas with weights. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "apportion.h"

bool apportion_is_by_ground(const apportion_settings *settings)
{
    return !settings->by || same_text(settings->by, "ground");
}

/* Places with weights. */
typedef struct weighted {
    size_t count;
    double *x;
    double *y;
    double *weight;
} weighted;

static void clear(weighted *places)
{
    free(places->x);
    free(places->y);
    free(places->weight);
}

static geo_status allocate(cli_job *job, size_t count, weighted *places)
{
    places->count = count;
    places->x = malloc((count + 1) * sizeof *places->x);
    places->y = malloc((count + 1) * sizeof *places->y);
    return places->x && places->y ? GEO_OK : job_out_of_memory(job);
}

/* ---- points --------------------------------------------------------------------------------- */

/* Without --weight each counts 1, such as addresses. */
static geo_status take_points(cli_job *job, const geo_frame *frame, weighted *places)
{
    geo_status status = allocate(job, frame->count, places);
    if (status != GEO_OK)
        return status;
    places->weight = malloc((frame->count + 1) * sizeof *places->weight);
    if (!places->weight)
        return job_out_of_memory(job);
    memcpy(places->x, frame->x, frame->count * sizeof *frame->x);
    memcpy(places->y, frame->y, frame->count * sizeof *frame->y);
    for (size_t i = 0; i < frame->count; i++)
        places->weight[i] = frame->weight ? frame->weight[i] : 1;
    return GEO_OK;
}

static void report_lost(cli_job *job, const char *path, const geo_ledger_line *line)
{
    int64_t lost = line->count[GEO_NO_COORDINATES] + line->count[GEO_REJECTED];
    if (lost > 0)
        job_warn(job,
                 "%s: %lld of %lld rows have no coordinates or cannot be read, and count for "
                 "nothing",
                 path, (long long)lost, (long long)line->read);
}

static geo_status read_points(cli_job *job, const apportion_result *result, weighted *places)
{
    const apportion_settings *settings = result->settings;
    const geo_input input = {settings->by, {NULL, 0}};
    geo_incident_options options = incident_options_of(&settings->common);
    geo_frame *frame = NULL;
    geo_ledger *ledger = NULL;
    options.layer = settings->by_layer;
    options.working = &result->load.areas[0]->crs;
    geo_status status = geo_incidents_read(job->context, &input, 1, &options, &frame, &ledger);
    if (status == GEO_OK) {
        report_lost(job, settings->by, &ledger->line[0]);
        status = take_points(job, frame, places);
    }
    geo_frame_free(frame);
    geo_ledger_free(ledger);
    return status;
}

/* ---- smaller areas -------------------------------------------------------------------------- */

static geo_status take_weights(cli_job *job, const apportion_settings *settings, geo_areas *areas,
                               weighted *places)
{
    if (settings->common.weight)
        return apportion_field(job, areas, settings->common.weight, &places->weight);
    if (!areas->population)
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s: by which field are these areas weighted? Name it with --weight",
                        settings->by);
    places->weight = areas->population;
    areas->population = NULL;
    return GEO_OK;
}

static geo_status read_small_areas(cli_job *job, const apportion_result *result, weighted *places)
{
    const apportion_settings *settings = result->settings;
    const area_choice choice = {.path = settings->by, .layer = settings->by_layer};
    geo_areas *areas = NULL;
    geo_status status = load_further_areas(job, &choice, &result->load.areas[0]->crs, &areas);
    if (status == GEO_OK)
        status = take_weights(job, settings, areas, places);
    if (status == GEO_OK)
        status = allocate(job, areas->count, places);
    if (status == GEO_OK)
        status = geo_areas_points(job->context, areas, places->x, places->y);
    geo_areas_free(areas);
    return status;
}

/* ---- either --------------------------------------------------------------------------------- */

/* Whether the file (of several layers that which is asked for) has polygons. */
static geo_status is_of_areas(cli_job *job, const apportion_settings *settings, bool *out)
{
    const geo_input input = {settings->by, {NULL, 0}};
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_description *description = NULL;
    options.layer = settings->by_layer;
    options.encoding = settings->common.encoding;
    options.limits = limits_of(&settings->common);
    geo_status status = geo_describe(job->context, &input, &options, &description);
    if (status == GEO_OK && description->layer_count > 1)
        status = job_fail(job, GEO_ERROR_USAGE, "%s has %zu layers; name one with --by-layer",
                          settings->by, description->layer_count);
    if (status == GEO_OK)
        *out =
            description->layer_count > 0 && strcmp(description->layer[0].geometry, "polygon") == 0;
    geo_description_free(description);
    return status;
}

static geo_status lay_by_places(cli_job *job, apportion_result *result, const weighted *places,
                                bool are_areas)
{
    const geo_areas *from = result->load.areas[0];
    double outside = 0;
    size_t by_ground = 0;
    geo_status status = geo_areas_overlap_by_points(
        job->context, from, result->load.areas[1], places->x, places->y, places->weight,
        places->count, &result->correspondence, &outside, &by_ground);
    if (status != GEO_OK)
        return status;
    job_note(job, "areas are shared out by %zu %s of %s%s%s", places->count,
             are_areas ? "smaller areas, each at a point inside it," : "points",
             base_name(result->settings->by),
             result->settings->common.weight ? ", weighted by " : "",
             result->settings->common.weight ? result->settings->common.weight : "");
    if (outside > 0)
        job_note(job, "a weight of %g lies in none of the areas, and counts for nothing", outside);
    if (by_ground > 0)
        job_warn(job, "%zu of %zu areas have nothing of %s in them, and are shared out by ground",
                 by_ground, from->count, base_name(result->settings->by));
    return GEO_OK;
}

geo_status apportion_lay(cli_job *job, apportion_result *result)
{
    const apportion_settings *settings = result->settings;
    weighted places = {0};
    bool are_areas = false;
    if (apportion_is_by_ground(settings))
        return geo_areas_overlap(job->context, result->load.areas[0], result->load.areas[1],
                                 settings->sliver_percent / 100, &result->correspondence);
    geo_status status = is_of_areas(job, settings, &are_areas);
    if (status == GEO_OK)
        status =
            are_areas ? read_small_areas(job, result, &places) : read_points(job, result, &places);
    if (status == GEO_OK)
        status = lay_by_places(job, result, &places, are_areas);
    clear(&places);
    return status;
}
