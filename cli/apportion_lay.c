/* How the areas lie in each other: by ground, or by points or smaller areas with weights. */
#include "apportion.h"
#include "weights.h"

bool apportion_is_by_ground(const apportion_settings *settings)
{
    return !settings->by || same_text(settings->by, "ground");
}

static geo_status lay_by_places(cli_job *job, apportion_result *result, const cli_weights *places)
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
             places->are_areas ? "smaller areas, each at a point inside it," : "points",
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
    const weights_choice choice = {.path = settings->by,
                                   .layer = settings->by_layer,
                                   .roles = incident_options_of(&settings->common).roles,
                                   .weight = settings->common.weight,
                                   .layer_option = "by-layer",
                                   .weight_option = "weight"};
    cli_weights places = {0};
    if (apportion_is_by_ground(settings))
        return geo_areas_overlap(job->context, result->load.areas[0], result->load.areas[1],
                                 settings->sliver_percent / 100, &result->correspondence);
    geo_status status = weights_read(job, &choice, &result->load.areas[0]->crs, &places);
    if (status == GEO_OK)
        status = lay_by_places(job, result, &places);
    weights_clear(&places);
    return status;
}
