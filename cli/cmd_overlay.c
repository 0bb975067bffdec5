/* wardmap overlay: where incidents are dense and where people are deprived, on one map. */
#include <math.h>
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "outputs.h"
#include "overlay.h"
#include "panels.h"
#include "period.h"
#include "table.h"

static const overlay_settings overlay_defaults = {.common = SETTINGS_INIT,
                                                  .figure = FIGURE_SETTINGS_INIT,
                                                  .map = MAP_SETTINGS_INIT,
                                                  .surface = SURFACE_SETTINGS_INIT,
                                                  .min_area = NAN,
                                                  .decimals = 1};

#define AT(member) offsetof(overlay_settings, member)

static const cli_option overlay_table[] = {
    {"kind", 0, OPTION_CHOICE, AT(kind), "KIND", "deciles|bivariate|both",
     "deciles (the default): groups of deprivation as a quiet base, hotspots above; bivariate: "
     "thirds of rates by thirds of deprivation; both: areas in the most deprived 20%, with a rate "
     "above the mean plus one standard deviation, or both"},
    {"contours", 0, OPTION_TEXT, AT(contours), "LEVELS", NULL,
     "where hotspots begin, 1 to 4 levels: times the mean of the cells with any incidents (3x,6x), "
     "shares of these cells (95%,99%), incidents per km2 (250), or none; without it 3x,6x,12x over "
     "deciles and none else"},
    {"heat", 0, OPTION_FLAG, AT(heat), NULL, NULL,
     "the surface itself over deciles, instead of contours"},
    {"min-area", 0, OPTION_NUMBER, AT(min_area), "KM2", NULL,
     "leave out smaller hotspots and fill smaller holes; without it a quarter of the square of the "
     "bandwidth"},
    {"wards", 0, OPTION_TEXT, AT(wards), "FILE", NULL,
     "areas whose outlines and names stand above the map, and after which hotspots are called"},
    {"wards-layer", 0, OPTION_TEXT, AT(wards_layer), "NAME", NULL, "layer of that file"},
    {"wards-name", 0, OPTION_TEXT, AT(wards_name), "FIELD", NULL, "field with their names"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates and densities to a year by the months that the incidents cover"},
    {"sd", 0, OPTION_CHOICE, AT(sd), "KIND", "population|sample",
     "divisor of the standard deviation for high rates: n (population, the default) or n - 1"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of rates (default 1)"},
};
static const option_group overlay_options = OPTION_GROUP("Overlay", overlay_table);

static const char usual_contours[] = "3x,6x,12x";

static void overlay_clear(overlay_result *result)
{
    geo_tally_free(result->tally);
    geo_place_collector_free(result->collector);
    geo_places_free(result->places);
    geo_overlay_free(result->overlay);
    overlay_clear_hotspots(&result->hotspots);
    geo_areas_free(result->wards);
    free(result->ward_is_shown);
    free((void *)result->ward_of);
    free(result->value);
    geo_bytes_clear(&result->sentence);
    figure_clear_words(&result->words);
    indices_clear(&result->indices);
    map_clear(&result->map);
    load_clear(&result->load);
}

/* ---- before anything is read ---------------------------------------------------------------- */

static geo_status check_heat(cli_job *job, const overlay_settings *settings)
{
    bool has_classes = settings->map.classes || settings->map.class_count > 0 ||
                       settings->map.use_breaks || settings->map.save_breaks;
    if (settings->heat && settings->kind != GEO_OVERLAY_GROUPS)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--heat lies over deciles; over the colours of two measures nobody could "
                        "tell it from them, so take --contours there");
    if (settings->heat && settings->contours)
        return job_fail(job, GEO_ERROR_USAGE, "give --heat or --contours, not both");
    if (has_classes && !settings->heat)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--classes, --class-count, --use-breaks and --save-breaks are about heat; "
                        "add --heat, or give the levels of hotspots with --contours");
    return GEO_OK;
}

static geo_status check_settings(cli_job *job, const overlay_settings *settings)
{
    const map_settings *map = &settings->map;
    if (map->facet || map->before || map->where.count > 1)
        return job_fail(job, GEO_ERROR_USAGE,
                        "an overlay is one map: --facet, --before and a second --where ask for "
                        "several");
    geo_status status = surface_check(job, &settings->surface);
    if (status == GEO_OK && !isnan(settings->min_area) && settings->min_area < 0)
        status = job_fail(job, GEO_ERROR_USAGE, "--min-area must be 0 or more");
    return status == GEO_OK ? check_heat(job, settings) : status;
}

static geo_status plan_levels(cli_job *job, const overlay_settings *settings,
                              overlay_hotspots *hotspots)
{
    bool is_usual = settings->kind == GEO_OVERLAY_GROUPS && !settings->heat;
    if (!settings->contours && !is_usual)
        return GEO_OK;
    return overlay_read_levels(job, settings->contours ? settings->contours : usual_contours,
                               hotspots);
}

/* No output is the file of the wards either. */
static geo_status check_wards(cli_job *job, const overlay_settings *settings,
                              const cli_inputs *inputs)
{
    text_list read = {NULL, 0, 0};
    if (!settings->wards)
        return settings->wards_layer || settings->wards_name
                   ? job_fail(job, GEO_ERROR_USAGE,
                              "--wards-layer and --wards-name are about the file of --wards")
                   : GEO_OK;
    geo_status status = text_list_add(&read, settings->wards)
                            ? outputs_check_further(job, inputs, &read, NULL)
                            : job_out_of_memory(job);
    text_list_clear(&read);
    return status;
}

static geo_status plan(cli_job *job, overlay_settings *settings, overlay_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)settings;
    panel_kind kind = PANEL_ONE;
    geo_status status = check_settings(job, settings);
    if (status == GEO_OK)
        status = panels_settle(job, (map_command_settings *)settings, &kind);
    if (status == GEO_OK)
        status = plan_levels(job, settings, &result->hotspots);
    if (status == GEO_OK)
        status = load_plan_with_areas(job, &result->load);
    if (status == GEO_OK)
        status = indices_check(job, &result->load);
    if (status == GEO_OK)
        status = check_wards(job, settings, &result->load.inputs);
    if (status == GEO_OK)
        status = map_check_files(job, shared, &result->load.inputs);
    if (status == GEO_OK)
        status = map_open_style(job, shared, &result->map);
    if (status == GEO_OK && settings->heat)
        status = map_open_breaks(job, shared, overlay_density_unit(result), &result->map);
    return status;
}

/* ---- reading -------------------------------------------------------------------------------- */

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const overlay_result *result = user;
    return geo_locate(context, result->load.locator[0], x, y, count, area);
}

static geo_status take_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    const overlay_result *result = user;
    const geo_frame *frame = rows->frame;
    geo_status status = geo_tally_add(context, result->tally, frame, rows->area);
    return status == GEO_OK ? geo_place_collector_add(context, result->collector, frame->x,
                                                      frame->y, NULL, frame->count)
                            : status;
}

/* Counted by area, and their places kept. */
static geo_status read_incidents(cli_job *job, overlay_result *result)
{
    const geo_incident_sink sink = {.user = result, .place = place_rows, .take = take_rows};
    geo_status status = load_locators(job, &result->load);
    if (status == GEO_OK)
        status = geo_tally_new(job->context, result->load.areas[0]->count, &result->tally);
    if (status == GEO_OK)
        status = geo_place_collector_new(job->context, &result->collector);
    if (status == GEO_OK)
        status = load_stream(job, &result->load, &sink);
    if (status == GEO_OK)
        status = geo_place_collector_finish(job->context, result->collector, &result->places);
    if (status == GEO_OK)
        load_warn(job, &result->load);
    return status == GEO_OK
               ? period_years(job, &result->load, result->settings->per_year, &result->years)
               : status;
}

/* Districts may come with the indices, and --show may ask for one of them; so that a local ranking
 * among the areas shown is made once these are known. */
static geo_status read_areas(cli_job *job, overlay_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)result->settings;
    geo_status status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = indices_of_areas(job, &result->load, NULL, &result->indices);
    if (status == GEO_OK)
        status = indices_complete_areas(job, &result->indices, result->load.areas[0]);
    if (status == GEO_OK)
        status = map_find_studied(job, shared, result->load.areas[0], &result->map);
    if (status == GEO_OK && job->settings->local && result->map.is_studied) {
        indices_clear(&result->indices);
        status = indices_of_areas(job, &result->load, result->map.is_studied, &result->indices);
    }
    return status;
}

/* ---- measuring ------------------------------------------------------------------------------ */

static geo_status make_overlay(cli_job *job, overlay_result *result)
{
    geo_overlay_options options = GEO_OVERLAY_OPTIONS_INIT;
    options.kind = (geo_overlay_kind)result->settings->kind;
    options.which = result->map.is_studied;
    options.years = result->years;
    options.is_sample_sd = result->settings->sd == 1;
    options.decimals = overlay_decimals(result);
    options.denominator = result->load.denominator;
    options.ward = result->ward_of;
    return geo_overlay_make(job->context, result->load.areas[0], result->tally->total,
                            result->indices.areas, &options, &result->overlay);
}

/* Groups of deprivation count from 1, the other classes from 0. */
static geo_status fill_values(cli_job *job, overlay_result *result)
{
    size_t count = result->load.areas[0]->count;
    double first = result->settings->kind == GEO_OVERLAY_GROUPS;
    result->value = malloc((count + 1) * sizeof *result->value);
    if (!result->value)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count; i++) {
        int32_t class = result->overlay->class_of[i];
        result->value[i] = class == GEO_NO_CODE ? (double)NAN : class + first;
    }
    return GEO_OK;
}

static geo_status measure(cli_job *job, overlay_result *result)
{
    bool has_contours = result->hotspots.levels.count > 0;
    geo_status status = overlay_read_wards(job, result);
    if (status == GEO_OK)
        status = make_overlay(job, result);
    if (status == GEO_OK)
        status = fill_values(job, result);
    if (status == GEO_OK && (has_contours || result->settings->heat))
        status = overlay_make_surface(job, result);
    if (status == GEO_OK && has_contours)
        status = overlay_make_hotspots(job, result);
    return status == GEO_OK ? overlay_tabulate_hotspots(job, result) : status;
}

/* ---- output --------------------------------------------------------------------------------- */

static void json_hotspots(geo_json *json, const overlay_result *result)
{
    const overlay_hotspots *hotspots = &result->hotspots;
    if (!hotspots->table) {
        geo_json_text(json, "hotspots_over_deprivation", NULL);
        return;
    }
    geo_json_object(json, "hotspots_over_deprivation");
    geo_json_text(json, "sentence", result->sentence.length > 0 ? result->sentence.data : NULL);
    geo_json_text(json, "kernel", geo_kernel_name(hotspots->options.kernel));
    geo_json_real(json, "bandwidth_m", hotspots->options.bandwidth_m);
    geo_json_real(json, "cell_m", hotspots->options.cell_m);
    surface_json_method(json, &result->settings->surface);
    surface_json_rules(json, &hotspots->rules);
    geo_json_text(json, "unit", overlay_density_unit(result));
    geo_json_real(json, "mean", hotspots->levels.mean);
    geo_json_array(json, "levels");
    for (size_t i = 0; i < hotspots->levels.count; i++)
        geo_json_real(json, NULL, hotspots->levels.level[i].density);
    geo_json_close(json);
    geo_json_real(json, "ground_km2", hotspots->ground_km2);
    geo_json_real(json, "deprived_km2", hotspots->deprived_km2);
    geo_json_integer(json, "incidents", hotspots->incidents);
    geo_json_integer(json, "deprived_incidents", hotspots->deprived_incidents);
    geo_json_close(json);
}

static void json_thirds(geo_json *json, const geo_overlay *overlay)
{
    geo_json_object(json, "thirds");
    geo_json_array(json, "rate_from");
    for (size_t i = 0; i < 2; i++)
        geo_json_real(json, NULL, overlay->rate_from[i]);
    geo_json_close(json);
    geo_json_array(json, overlay->is_by_rank ? "deprivation_rank_from" : "deprivation_group_from");
    for (size_t i = 0; i < 2; i++)
        geo_json_real(json, NULL, overlay->deprivation_to[i]);
    geo_json_close(json);
    geo_json_close(json);
}

static void json_high_rate(geo_json *json, const geo_high_rate *high, bool is_sample)
{
    geo_json_object(json, "reference");
    geo_json_integer(json, "n", (int64_t)high->areas);
    geo_json_real(json, "mean", high->mean);
    geo_json_real(json, "sd", high->sd);
    geo_json_text(json, "sd_kind", is_sample ? "sample" : "population");
    geo_json_real(json, "above", high->above);
    geo_json_close(json);
}

static void write_json(cli_job *job, geo_json *json, const void *value)
{
    static const char *const kinds[] = {"deciles", "bivariate", "both"};
    const overlay_result *result = value;
    (void)job;
    geo_json_text(json, "kind", kinds[result->settings->kind]);
    geo_json_text(json, "denominator", result->load.denominator);
    geo_json_real(json, "years", result->years);
    indices_json(json, &result->indices);
    if (result->settings->kind == GEO_OVERLAY_BIVARIATE)
        json_thirds(json, result->overlay);
    if (result->settings->kind == GEO_OVERLAY_BOTH)
        json_high_rate(json, &result->overlay->high, result->settings->sd == 1);
    json_hotspots(json, result);
    geo_json_text(json, "alt_text", result->words.description.data);
}

static geo_status deliver_overlay(cli_job *job, const overlay_result *result)
{
    static const char *const key[] = {"classes", "hotspots"};
    const geo_table *more[] = {result->overlay->classes, result->hotspots.table};
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->overlay->areas,
                                   .more = more,
                                   .more_key = key,
                                   .more_count = 1 + (result->hotspots.table != NULL),
                                   .layer = overlay_layers,
                                   .style = result->map.style,
                                   .result = result,
                                   .json = write_json,
                                   .figure = &result->settings->figure,
                                   .draw = overlay_draw};
    if (result->sentence.length > 0)
        job_note(job, "%s", result->sentence.data);
    return deliver(job, &delivery);
}

/* ---- the command ---------------------------------------------------------------------------- */

static geo_status overlay_worker(cli_job *job, overlay_settings *settings, overlay_result *result)
{
    geo_status status = plan(job, settings, result);
    if (status == GEO_OK)
        status = read_areas(job, result);
    if (status == GEO_OK)
        status = read_incidents(job, result);
    if (status == GEO_OK)
        status = measure(job, result);
    if (status == GEO_OK)
        status = map_read_context(job, (const map_command_settings *)settings,
                                  &result->load.areas[0]->crs, NULL, &result->map);
    if (status == GEO_OK)
        status = overlay_describe(job, result);
    return status == GEO_OK ? deliver_overlay(job, result) : status;
}

static geo_status run_overlay(cli_job *job, const void *settings)
{
    /* A copy: --where decides what the shared parts of commands are told. */
    overlay_settings own = *(const overlay_settings *)settings;
    const cli_settings *given = job->settings;
    overlay_result result = {.settings = &own};
    job->settings = &own.common;
    geo_status status = overlay_worker(job, &own, &result);
    overlay_clear(&result);
    job->settings = given;
    return status;
}

static const char *const overlay_formats[] = {TABLE_FORMATS, "json", "gpkg", "png",
                                              "svg",         "pdf",  NULL};

static const command_example overlay_examples[] = {
    {"Hotspots of anti-social behaviour over deciles of deprivation, with ward names",
     "wardmap overlay shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas "
     "--parent LAD24NM --deprivation shapes/lsoa-deprivation.csv --show \"parent = 'Wendmouth'\" "
     "--category \"Anti-social behaviour\" --wards shapes/aldshire.gpkg --wards-layer wards "
     "-o hotspots.pdf"},
    {"Rates and deprivation by thirds, as a map and a workbook",
     "wardmap overlay shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas "
     "--parent LAD24NM --deprivation shapes/lsoa-deprivation.csv --kind bivariate --per-year "
     "-o thirds.png -o thirds.xlsx"},
    {"Deprived areas with high rates: a list, and layers that QGIS opens as the map shows them",
     "wardmap overlay shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas "
     "--parent LAD24NM --deprivation shapes/lsoa-deprivation.csv --kind both --contours 3x "
     "--category Burglary -o both.csv -o both.gpkg"},
    {NULL, NULL},
};

const cli_command overlay_command = {
    .name = "overlay",
    .operands = "INCIDENTS... --areas FILE --deprivation FILE",
    .summary = "map hotspots over deprivation, or rates and deprivation together",
    .description =
        "Shows in one picture where incidents are dense or rates high, and where people are "
        "deprived: deciles of deprivation with the contours of hotspots or heat above, thirds of "
        "rates by thirds of deprivation, or the areas that are deprived, have high rates, or "
        "both.\n\nHotspots are the ground within the areas shown where the density of incidents "
        "(their kernel density) is at least so many times its mean; a sentence says which part of "
        "them, and of the incidents in them, is in the most deprived 20% of areas.\n\nThe tables "
        "list the areas with their class, the classes and the hotspots. A .gpkg has areas, "
        "hotspots and wards as layers with the colours of the map.",
    .groups = {&area_options, &population_options, &indices_options, &overlay_options,
               &surface_options, &map_options, &figure_options, &map_filter_options,
               &output_options, &incident_options, &run_options, &limit_options, NULL},
    .formats = overlay_formats,
    .examples = overlay_examples,
    .may_print = true,
    .settings_size = sizeof(overlay_settings),
    .defaults = &overlay_defaults,
    .run = run_overlay,
};
