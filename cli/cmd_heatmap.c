/* wardmap heatmap: kernel density of incidents, as a picture or a GeoTIFF. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "heatmap.h"
#include "outputs.h"
#include "report.h"

static const heatmap_settings heatmap_defaults = {
    .common = SETTINGS_INIT,
    .figure = FIGURE_SETTINGS_INIT,
    .map = MAP_SETTINGS_INIT,
    .surface = SURFACE_SETTINGS_INIT,
    .max_cells = 100000000,
};

#define AT(member) offsetof(heatmap_settings, member)

static const cli_option heatmap_table[] = {
    {"extent", 0, OPTION_TEXT, AT(extent), "XMIN,YMIN,XMAX,YMAX", NULL,
     "part to map, in the working reference system; without it the areas and a bandwidth around "
     "them"},
    {"weight", 0, OPTION_TEXT, AT(common.weight), "FIELD", NULL,
     "field with how much each incident counts, 0 or more; without it each counts 1"},
    {"max-cells", 0, OPTION_COUNT, AT(max_cells), "N", NULL,
     "cells that the surface may have (default 100,000,000; 0: no limit); a picture needs 8 bytes "
     "of memory for each, a .tif alone is written as it is computed"},
    {"float32", 0, OPTION_FLAG, AT(is_float32), NULL, NULL,
     "numbers of 32 bits in a .tif, seven digits instead of sixteen: about half the size"},
};
static const option_group heatmap_options = OPTION_GROUP("Heat map", heatmap_table);

static void heatmap_clear(heatmap_result *result)
{
    heatmap_clear_layers(result);
    map_clear(&result->map);
    panels_clear(&result->panels);
    geo_bytes_clear(&result->change_unit);
    figure_clear_words(&result->words);
    load_clear(&result->load);
}

static geo_status check_settings(cli_job *job, const heatmap_settings *settings)
{
    if (settings->common.output.count == 0 && !settings->common.json && !settings->common.explain &&
        !settings->figure.alt_text)
        return job_fail(job, GEO_ERROR_USAGE,
                        "a heat map needs a file; add -o map.png (or .svg, .pdf, .tif)");
    if (settings->extent && settings->surface.edge != GEO_EDGE_NONE)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--edge needs the whole of the areas on the surface; leave out --extent");
    return surface_check(job, &settings->surface);
}

/* "xmin,ymin,xmax,ymax" */
static geo_status parse_extent(cli_job *job, const char *text, geo_extent *extent)
{
    double *value[4] = {&extent->x_min, &extent->y_min, &extent->x_max, &extent->y_max};
    const char *part = text;
    bool good = true;
    for (size_t i = 0; i < 4 && good; i++) {
        size_t length = strcspn(part, ",");
        good = geo_number_parse((geo_text){part, length}, value[i]) && isfinite(*value[i]) &&
               (part[length] == ',') == (i < 3);
        part += length + (part[length] == ',');
    }
    if (good && extent->x_min < extent->x_max && extent->y_min < extent->y_max)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "--extent %s: give four numbers, the smaller first: xmin,ymin,xmax,ymax", text);
}

static bool is_tiff(const char *path)
{
    return output_is(path, "tif") || output_is(path, "tiff");
}

/* A map for each layer, and one of the change where that is asked for. */
static size_t fill_panels(const heatmap_result *result, geo_map_panel *panel)
{
    bool points = result->settings->map.points;
    bool is_within = result->settings->surface.edge != GEO_EDGE_NONE;
    size_t count = 0;
    for (; count < result->layer_count; count++) {
        const heatmap_layer *layer = &result->layer[count];
        const geo_places *places = layer->places;
        panel[count] = (geo_map_panel){.title = result->panels.panel[count].title.data,
                                       .surface = &layer->surface,
                                       .surface_is_within = is_within,
                                       .point_count = points ? places->count : 0,
                                       .point_x = places->x,
                                       .point_y = places->y,
                                       .point_incidents = places->incidents};
    }
    if (result->change.value)
        panel[count++] = (geo_map_panel){.title = "Change",
                                         .surface = &result->change,
                                         .surface_is_within = is_within,
                                         .is_change = true};
    return count;
}

static geo_map map_of(const heatmap_result *result, geo_map_panel *panel)
{
    geo_map map = {.areas = result->load.area_count > 0 ? result->load.areas[0] : NULL,
                   .panel_count = fill_panels(result, panel),
                   .panel = panel,
                   .change_unit = result->change_unit.data};
    map_fill(&result->map, &map);
    return map;
}

static geo_status make_picture(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const heatmap_result *result = value;
    figure_words words = result->words;
    const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
    geo_map_panel panel[PANELS_MOST + 1];
    if (is_tiff(path))
        return GEO_OK;
    const geo_map map = map_of(result, panel);
    return geo_figure_map(job->context, &map, result->map.style, &text, figure_format(path),
                          result->settings->figure.dpi, bytes);
}

static geo_status open_tiff(cli_job *job, const heatmap_result *result, const char *path,
                            geo_tiff **tiff)
{
    const heatmap_layer *layer = &result->layer[0];
    char drawn[32];
    const geo_tiff_options options = {.is_float32 = result->settings->is_float32};
    geo_bytes sizes = GEO_BYTES_INIT;
    geo_status status = append_short_number(job->context, &sizes, result->options.bandwidth_m, 6);
    if (status == GEO_OK)
        status = end_text(job->context, &sizes);
    snprintf(drawn, sizeof drawn, "%zu", layer->drawn);
    if (status == GEO_OK) {
        geo_metadata metadata[] = {{"TITLE", result->words.title.data},
                                   {"METHOD", result->words.method.data},
                                   {"KERNEL", geo_kernel_name(result->options.kernel)},
                                   {"BANDWIDTH_M", sizes.data},
                                   {"INCIDENTS", drawn},
                                   {"PERIOD", result->words.period.data},
                                   {"SOFTWARE", "wardmap " GEO_VERSION}};
        status = geo_tiff_open(job->context, &layer->surface, metadata,
                               sizeof metadata / sizeof *metadata, &options, path, tiff);
    }
    geo_bytes_clear(&sizes);
    return status;
}

static geo_status write_tiff(cli_job *job, const heatmap_result *result, const char *path)
{
    geo_tiff *tiff = NULL;
    geo_status status = open_tiff(job, result, path, &tiff);
    if (status == GEO_OK)
        status = geo_tiff_add_rows(job->context, tiff, result->layer[0].surface.rows,
                                   result->layer[0].surface.value);
    if (status == GEO_OK)
        status = geo_tiff_commit(job->context, tiff);
    geo_tiff_free(tiff);
    return status;
}

/* Classes and texts need the values. */
static geo_status finish_figure(cli_job *job, heatmap_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)result->settings;
    geo_map_panel panel[PANELS_MOST + 1];
    geo_status status = GEO_OK;
    if (result->panels.kind == PANEL_CHANGE)
        status = heatmap_compute_change(job, result);
    if (status == GEO_OK)
        status = panels_append_change(job, result->layer[0].surface.unit, &result->change_unit);
    if (status == GEO_OK && result->panels.kind == PANEL_CHANGE)
        status = map_open_breaks(job, shared, result->layer[0].surface.unit, &result->map);
    const geo_map map = map_of(result, panel);
    if (status == GEO_OK)
        status = map_classes(job, shared, &map, result->layer[0].surface.unit, &result->map);
    if (status == GEO_OK)
        status = heatmap_describe_places(job, result);
    return status;
}

static geo_status save_whole(cli_job *job, heatmap_result *result)
{
    const text_list *output = &job->settings->output;
    geo_status status = heatmap_compute_whole(job, result);
    if (status == GEO_OK)
        status = finish_figure(job, result);
    if (status == GEO_OK)
        status = outputs_save(job, result, make_picture);
    for (size_t i = 0; i < output->count && status == GEO_OK; i++)
        if (is_tiff(output->item[i]))
            status = write_tiff(job, result, output->item[i]);
    return status;
}

/* All outputs are GeoTIFFs. */
static geo_status save_in_parts(cli_job *job, heatmap_result *result)
{
    const text_list *output = &job->settings->output;
    geo_tiff **tiff = calloc(output->count + 1, sizeof *tiff);
    if (!tiff)
        return job_out_of_memory(job);
    geo_status status = job_may_write(job);
    for (size_t i = 0; i < output->count && status == GEO_OK; i++)
        status = open_tiff(job, result, output->item[i], &tiff[i]);
    if (status == GEO_OK)
        status = heatmap_compute_in_parts(job, result, tiff, output->count);
    for (size_t i = 0; i < output->count && status == GEO_OK; i++)
        status = geo_tiff_commit(job->context, tiff[i]);
    for (size_t i = 0; i < output->count; i++)
        geo_tiff_free(tiff[i]);
    free(tiff);
    return status;
}

static geo_status save_outputs(cli_job *job, heatmap_result *result)
{
    const text_list *output = &job->settings->output;
    if (result->settings->map.save_breaks || result->settings->figure.alt_text ||
        !surface_is_plain(&result->settings->surface))
        return save_whole(job, result);
    for (size_t i = 0; i < output->count; i++)
        if (!is_tiff(output->item[i]))
            return save_whole(job, result);
    return save_in_parts(job, result);
}

static void json_layer(geo_json *json, const heatmap_result *result, const heatmap_layer *layer)
{
    geo_json_real(json, "maximum", layer->maximum);
    geo_json_integer(json, "incidents", (int64_t)layer->drawn);
    geo_json_integer(json, "incidents_outside_areas",
                     result->load.area_count == 0 ? GEO_NO_INTEGER : (int64_t)layer->drawn_outside);
    geo_json_object(json, "check");
    geo_json_real(json, "integral", layer->check.integral);
    geo_json_real(json, "inside", layer->check.inside);
    geo_json_real(json, "partly", layer->check.partly);
    geo_json_real(json, "outside", layer->check.outside);
    geo_json_close(json);
}

static void json_surface(geo_json *json, const heatmap_result *result)
{
    const geo_grid *grid = &result->layer[0].surface;
    geo_json_object(json, "surface");
    geo_json_text(json, "kernel", geo_kernel_name(result->options.kernel));
    geo_json_real(json, "bandwidth_m", result->options.bandwidth_m);
    geo_json_real(json, "cell_m", grid->cell_m);
    surface_json_method(json, &result->settings->surface);
    geo_json_real(json, "x_min", grid->x_min);
    geo_json_real(json, "y_max", grid->y_max);
    geo_json_integer(json, "columns", (int64_t)grid->columns);
    geo_json_integer(json, "rows", (int64_t)grid->rows);
    json_crs(json, "crs", &grid->crs);
    geo_json_text(json, "unit", grid->unit);
    if (result->layer_count == 1)
        json_layer(json, result, &result->layer[0]);
    geo_json_close(json);
    surface_json_rules(json, &result->rules);
}

static void json_maps(cli_job *job, geo_json *json, const heatmap_result *result)
{
    if (result->layer_count == 1)
        return;
    geo_json_array(json, "maps");
    for (size_t i = 0; i < result->layer_count; i++) {
        geo_json_object(json, NULL);
        geo_json_text(json, "title", result->panels.panel[i].title.data);
        geo_json_ledger(json, "ledger", result->panels.panel[i].ledger, job->settings->explain);
        json_layer(json, result, &result->layer[i]);
        geo_json_close(json);
    }
    geo_json_close(json);
}

static geo_status print_json(cli_job *job, const heatmap_result *result)
{
    geo_json *json = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_json_new(job->context, &json);
    if (status != GEO_OK)
        return status;
    json_begin(job, json, &result->load);
    if (result->layer_count == 1)
        geo_json_ledger(json, "ledger", result->load.ledger, job->settings->explain);
    geo_json_text(json, "title", result->words.title.data);
    geo_json_text(json, "method", result->words.method.data);
    json_surface(json, result);
    json_maps(job, json, result);
    map_json_classes(json, &result->map);
    geo_json_text(json, "alt_text", result->words.description.data);
    json_messages(job, json);
    status = geo_json_end(job->context, json, &bytes);
    geo_json_free(json);
    if (status == GEO_OK)
        status = print_bytes(job, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

/* The surface's integral beside the sum of weights that it should hold: those near an edge partly.
 */
static geo_status note_check(cli_job *job, const heatmap_result *result)
{
    const geo_density_check *check = &result->layer[0].check;
    const struct {
        const char *before;
        double figure;
    } part[] = {{"integral of the surface ", check->integral},
                {"; weight of incidents wholly on it ", check->inside},
                {", cut by its edge ", check->partly},
                {", out of reach ", check->outside}};
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sizeof part / sizeof *part && status == GEO_OK; i++) {
        if (isnan(part[i].figure))
            continue;
        status = geo_bytes_print(job->context, &text, "%s", part[i].before);
        if (status == GEO_OK)
            status = append_short_number(job->context, &text, part[i].figure, 6);
    }
    if (status == GEO_OK)
        status = end_text(job->context, &text);
    if (status == GEO_OK)
        job_note(job, "%s", text.data);
    geo_bytes_clear(&text);
    return status;
}

static geo_status check_one_surface(cli_job *job, const heatmap_settings *settings, panel_kind kind)
{
    for (size_t i = 0; i < settings->common.output.count && kind != PANEL_ONE; i++)
        if (is_tiff(settings->common.output.item[i]))
            return job_fail(job, GEO_ERROR_USAGE,
                            "%s holds one surface; leave out --facet, --before and the further "
                            "--where, or write a picture",
                            settings->common.output.item[i]);
    return GEO_OK;
}

static geo_status heatmap_prepare(cli_job *job, heatmap_settings *settings, heatmap_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)settings;
    panel_kind kind = PANEL_ONE;
    geo_status status = check_settings(job, settings);
    result->options = (geo_density_options)GEO_DENSITY_OPTIONS_INIT;
    result->options.kernel = (geo_kernel)settings->surface.kernel;
    result->options.cell_limit = settings->max_cells > 0 ? settings->max_cells : INT64_MAX;
    if (status == GEO_OK)
        status = panels_settle(job, (map_command_settings *)settings, &kind);
    if (status == GEO_OK)
        status = check_one_surface(job, settings, kind);
    if (status == GEO_OK && settings->extent)
        status = parse_extent(job, settings->extent, &result->options.extent);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK)
        status = map_check_files(job, shared, &result->load.inputs);
    if (status == GEO_OK)
        status = map_open_style(job, shared, &result->map);
    /* Of change the unit is known once the periods have been read. */
    if (status == GEO_OK && kind != PANEL_CHANGE)
        status = map_open_breaks(job, shared, GEO_DENSITY_UNIT, &result->map);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK && settings->map.show && result->load.area_count == 0)
        status = job_fail(job, GEO_ERROR_USAGE, "--show is about areas; name them with --areas");
    if (status == GEO_OK && result->load.area_count > 0)
        status = map_find_studied(job, shared, result->load.areas[0], &result->map);
    if (status == GEO_OK)
        status = load_locators(job, &result->load);
    if (status == GEO_OK)
        status = panels_find(job, shared, kind, &result->load, &result->panels);
    if (status == GEO_OK)
        status = heatmap_collect(job, result);
    return status;
}

static geo_status heatmap_worker(cli_job *job, heatmap_settings *settings, heatmap_result *result)
{
    geo_status status = heatmap_prepare(job, settings, result);
    if (status == GEO_OK)
        status = heatmap_plan(job, result);
    if (status == GEO_OK)
        status = map_read_context(job, (const map_command_settings *)settings,
                                  &result->load.frame->crs, &result->options.extent, &result->map);
    if (status == GEO_OK)
        status = heatmap_describe(job, result);
    if (status == GEO_OK)
        status = save_outputs(job, result);
    if (status == GEO_OK && job->settings->explain && result->layer_count == 1)
        status = note_check(job, result);
    if (status != GEO_OK)
        return status;
    panels_report(job, &result->panels);
    report_messages(job);
    status = job->settings->json ? print_json(job, result) : GEO_OK;
    if (status == GEO_OK)
        status = figure_print_alt_text(job, &settings->figure, result->words.description.data);
    return status;
}

static geo_status run_heatmap(cli_job *job, const void *settings)
{
    /* A copy: --facet and --where decide what the shared parts of commands are told. */
    heatmap_settings own = *(const heatmap_settings *)settings;
    const cli_settings *given = job->settings;
    heatmap_result result = {.settings = &own};
    job->settings = &own.common;
    geo_status status = heatmap_worker(job, &own, &result);
    heatmap_clear(&result);
    job->settings = given;
    return status;
}

static const char *const heatmap_formats[] = {"png", "svg", "pdf", "tif", "tiff", NULL};

static const command_example heatmap_examples[] = {
    {"One map of a year's incidents",
     "wardmap heatmap shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "-o incidents.png"},
    {"Burglary over three years for print, with the surface for a desktop GIS",
     "wardmap heatmap shapes/incidents/*.csv.gz --areas shapes/aldshire.gpkg --layer districts "
     "--category Burglary --bandwidth 800 --cell 100 -o burglary.pdf -o burglary.tif"},
    {"One district by a bandwidth that the incidents tell, its border made up for",
     "wardmap heatmap shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--show \"parent = 'Aldminster'\" --bandwidth lscv --edge uniform -o aldminster.png"},
    {NULL, NULL},
};

const cli_command heatmap_command = {
    .name = "heatmap",
    .operands = "INCIDENTS... [--areas FILE]",
    .summary = "map the density of incidents, in incidents per km2",
    .description =
        "Sums a kernel over all incidents: the density at each cell's centre, in incidents per "
        "km2, "
        "exact, without moving points to cells. Incidents just outside the areas count where their "
        "kernel reaches the map.\n\nA picture shows the surface over the boundaries with title, "
        "legend, scale and a note of how it was made; a .tif holds the values themselves, as a "
        "cloud "
        "optimised GeoTIFF.",
    .groups = {&area_options, &surface_options, &heatmap_options, &map_options, &figure_options,
               &map_filter_options, &output_options, &incident_options, &run_options,
               &limit_options, NULL},
    .formats = heatmap_formats,
    .examples = heatmap_examples,
    .settings_size = sizeof(heatmap_settings),
    .defaults = &heatmap_defaults,
    .run = run_heatmap,
};
