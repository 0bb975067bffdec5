#include "weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "apportion.h"

void weights_clear(cli_weights *weights)
{
    free(weights->x);
    free(weights->y);
    free(weights->weight);
    *weights = (cli_weights){0};
}

static geo_status allocate(cli_job *job, size_t count, cli_weights *out)
{
    out->count = count;
    out->x = malloc((count + 1) * sizeof *out->x);
    out->y = malloc((count + 1) * sizeof *out->y);
    return out->x && out->y ? GEO_OK : job_out_of_memory(job);
}

/* ---- points --------------------------------------------------------------------------------- */

/* Without a field of weights each counts 1, such as addresses. */
static geo_status take_points(cli_job *job, const geo_frame *frame, cli_weights *out)
{
    geo_status status = allocate(job, frame->count, out);
    if (status != GEO_OK)
        return status;
    out->weight = malloc((frame->count + 1) * sizeof *out->weight);
    if (!out->weight)
        return job_out_of_memory(job);
    memcpy(out->x, frame->x, frame->count * sizeof *frame->x);
    memcpy(out->y, frame->y, frame->count * sizeof *frame->y);
    for (size_t i = 0; i < frame->count; i++)
        out->weight[i] = frame->weight ? frame->weight[i] : 1;
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

static geo_status read_points(cli_job *job, const weights_choice *choice, const geo_crs *working,
                              cli_weights *out)
{
    const geo_input input = {choice->path, {NULL, 0}};
    geo_incident_options options = incident_options_of(job->settings);
    geo_frame *frame = NULL;
    geo_ledger *ledger = NULL;
    options.layer = choice->layer;
    options.roles = choice->roles;
    options.roles.weight = choice->weight;
    options.working = working;
    geo_status status = geo_incidents_read(job->context, &input, 1, &options, &frame, &ledger);
    if (status == GEO_OK) {
        report_lost(job, choice->path, &ledger->line[0]);
        status = take_points(job, frame, out);
    }
    geo_frame_free(frame);
    geo_ledger_free(ledger);
    return status;
}

/* ---- smaller areas -------------------------------------------------------------------------- */

static geo_status take_weights(cli_job *job, const weights_choice *choice, geo_areas *areas,
                               cli_weights *out)
{
    if (choice->weight)
        return apportion_field(job, areas, choice->weight, &out->weight);
    if (!areas->population)
        return job_fail(job, GEO_ERROR_USAGE,
                        "%s: by which field are these areas weighted? Name it with --%s",
                        choice->path, choice->weight_option);
    out->weight = areas->population;
    areas->population = NULL;
    return GEO_OK;
}

static geo_status read_small_areas(cli_job *job, const weights_choice *choice,
                                   const geo_crs *working, cli_weights *out)
{
    const area_choice wanted = {.path = choice->path, .layer = choice->layer};
    geo_areas *areas = NULL;
    geo_status status = load_further_areas(job, &wanted, working, &areas);
    if (status == GEO_OK)
        status = take_weights(job, choice, areas, out);
    if (status == GEO_OK)
        status = allocate(job, areas->count, out);
    if (status == GEO_OK)
        status = geo_areas_points(job->context, areas, out->x, out->y);
    geo_areas_free(areas);
    return status;
}

/* ---- either --------------------------------------------------------------------------------- */

/* Whether the file (of several layers that which is asked for) has polygons. */
static geo_status is_of_areas(cli_job *job, const weights_choice *choice, bool *out)
{
    const geo_input input = {choice->path, {NULL, 0}};
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_description *description = NULL;
    options.layer = choice->layer;
    options.encoding = job->settings->encoding;
    options.limits = limits_of(job->settings);
    geo_status status = geo_describe(job->context, &input, &options, &description);
    if (status == GEO_OK && description->layer_count > 1)
        status = job_fail(job, GEO_ERROR_USAGE, "%s has %zu layers; name one with --%s",
                          choice->path, description->layer_count, choice->layer_option);
    if (status == GEO_OK)
        *out =
            description->layer_count > 0 && strcmp(description->layer[0].geometry, "polygon") == 0;
    geo_description_free(description);
    return status;
}

geo_status weights_read(cli_job *job, const weights_choice *choice, const geo_crs *working,
                        cli_weights *out)
{
    geo_status status = is_of_areas(job, choice, &out->are_areas);
    if (status != GEO_OK)
        return status;
    return out->are_areas ? read_small_areas(job, choice, working, out)
                          : read_points(job, choice, working, out);
}
