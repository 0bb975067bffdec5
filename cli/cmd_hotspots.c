/* wardmap hotspots: the places with most incidents, one by one. */
#include <math.h>
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "hotspots.h"
#include "outputs.h"
#include "period.h"
#include "table.h"

static const hotspots_settings hotspots_defaults = {.common = SETTINGS_INIT,
                                                    .figure = FIGURE_SETTINGS_INIT,
                                                    .map = MAP_SETTINGS_INIT,
                                                    .surface = SURFACE_SETTINGS_INIT,
                                                    .cells = CELL_SETTINGS_INIT,
                                                    .cluster_m = 100,
                                                    .cluster_incidents = 20,
                                                    .min_area = NAN,
                                                    .min_count = 3,
                                                    .most = 25};

#define AT(member) offsetof(hotspots_settings, member)

static const cli_option hotspots_table[] = {
    {"share", 0, OPTION_TEXT, AT(share), "PERCENT", NULL,
     "the smallest ground that holds so much of the incidents, such as 25% (the default)"},
    {"threshold", 0, OPTION_TEXT, AT(threshold), "LEVEL", NULL,
     "where hotspots begin instead: incidents per km2 (250), times the mean of the cells with any "
     "(3x), or the share of these cells that is lower (95%)"},
    {"by-peaks", 0, OPTION_FLAG, AT(by_peaks), NULL, NULL,
     "divide hotspots that have grown together among their peaks"},
    CELL_OPTIONS(hotspots_settings),
    {"method", 0, OPTION_CHOICE, AT(method), "NAME", "surface|clusters",
     "surface (the default): ground where a kernel density is high; clusters: ground around "
     "clusters of incidents that are near each other (DBSCAN)"},
    {"cluster-distance", 0, OPTION_NUMBER, AT(cluster_m), "METRES", NULL,
     "how near incidents of a cluster are (default 100)"},
    {"cluster-incidents", 0, OPTION_COUNT, AT(cluster_incidents), "N", NULL,
     "how many must be within that distance (default 20)"},
    {"min-count", 0, OPTION_COUNT, AT(min_count), "N", NULL,
     "leave out hotspots with fewer incidents (default 3)"},
    {"min-area", 0, OPTION_NUMBER, AT(min_area), "KM2", NULL,
     "leave out smaller hotspots and fill smaller holes; without it a quarter of the square of the "
     "bandwidth"},
    {"max-hotspots", 0, OPTION_COUNT, AT(most), "N", NULL,
     "list the first N only (default 25; 0: all)"},
    {"rank-by", 0, OPTION_CHOICE, AT(order), "WHAT", "count|density|peak",
     "order of the list: incidents (the default), incidents per km2 of the hotspot, or density at "
     "its peak"},
    {"name-field", 0, OPTION_TEXT, AT(name_field), "FIELD", NULL,
     "field with words of where an incident was, after the commonest of which a hotspot is called; "
     "without it Location or Street; none: no such field"},
    {"places", 0, OPTION_TEXT, AT(places), "FILE", NULL,
     "layer of points with names, after which hotspots without such words are called"},
    {"places-layer", 0, OPTION_TEXT, AT(places_layer), "NAME", NULL, "layer of that file"},
    {"places-name", 0, OPTION_TEXT, AT(places_name), "FIELD", NULL, "its field with the names"},
    {"before", 0, OPTION_TEXT, AT(map.before), "A..B", NULL,
     "an earlier period, since which the change of each hotspot is told"},
    {"test-period", 0, OPTION_TEXT, AT(test_period), "A..B", NULL,
     "a later period, on whose incidents the hotspots are tested"},
    {"test", 0, OPTION_TEXTS, AT(test), "FILE", NULL,
     "later incidents in files of their own, to test on; may be repeated"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; all else uses exact counts"},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "list no hotspot with fewer than N incidents, and tell nothing of the others that fewer than "
     "N have"},
};
static const option_group hotspots_options = OPTION_GROUP("Hotspots", hotspots_table);

static const cli_option map_table[] = {
    {"show", 0, OPTION_TEXT, AT(map.show), "EXPR", NULL,
     "look only at areas that meet a condition, such as \"parent = 'Lichfield'\""},
    {"names", 0, OPTION_TEXT, AT(map.names), "WHICH", NULL,
     "names on the map: auto, areas, parents, both or none; without it the style's"},
    {"points", 0, OPTION_FLAG, AT(map.points), NULL, NULL,
     "draw the incidents too, as circles that grow with how many are at one place"},
    {"backdrop", 0, OPTION_TEXTS, AT(map.backdrop), "FILE", NULL,
     "roads, rivers, woods, towns below the data; all layers of the file; may be repeated"},
    {"backdrop-layer", 0, OPTION_TEXTS, AT(map.backdrop_layer), "NAME", NULL,
     "of the backdrops only that layer; may be repeated"},
    {"inset", 0, OPTION_TEXT, AT(map.inset), "FILE", NULL,
     "areas among which a small map in a corner shows the place of this one"},
    {"inset-layer", 0, OPTION_TEXT, AT(map.inset_layer), "NAME", NULL, "layer of that file"},
};
static const option_group hotspots_map_options = OPTION_GROUP("Map", map_table);

static void hotspots_clear(hotspots_result *result)
{
    hotspots_clear_rows(&result->rows);
    hotspots_clear_times(&result->times);
    hotspots_clear_pieces(&result->pieces);
    geo_dictionary_free(result->locations);
    geo_place_collector_free(result->collector);
    geo_places_free(result->places);
    geo_grid_free(result->surface);
    cells_clear(&result->cells);
    geo_shapes_free(result->named);
    geo_hotspots_free(result->hotspots);
    figure_clear_words(&result->words);
    map_clear(&result->map);
    load_clear(&result->load);
}

/* ---- before anything is read ---------------------------------------------------------------- */

static geo_status check_settings(cli_job *job, const hotspots_settings *settings)
{
    if (!isnan(settings->min_area) && settings->min_area < 0)
        return job_fail(job, GEO_ERROR_USAGE, "--min-area must be 0 or more");
    if (settings->map.show && job->settings->areas.count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--show is about areas, and there are none; name them with --areas FILE");
    if (!settings->places && (settings->places_layer || settings->places_name))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--places-layer and --places-name are about the file of --places");
    geo_status status = surface_check(job, &settings->surface);
    return status == GEO_OK ? cells_check(job, &settings->cells) : status;
}

/* No output is the file of places either. */
static geo_status check_places(cli_job *job, const hotspots_settings *settings,
                               const cli_inputs *inputs)
{
    text_list read = {NULL, 0, 0};
    if (!settings->places)
        return GEO_OK;
    geo_status status = text_list_add(&read, settings->places)
                            ? outputs_check_further(job, inputs, &read, NULL)
                            : job_out_of_memory(job);
    text_list_clear(&read);
    return status;
}

static geo_status plan(cli_job *job, hotspots_result *result)
{
    const hotspots_settings *settings = result->settings;
    const map_command_settings *shared = (const map_command_settings *)settings;
    geo_status status = check_settings(job, settings);
    if (status == GEO_OK)
        status = hotspots_plan_threshold(job, result);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK)
        status = hotspots_plan_times(job, result);
    if (status == GEO_OK)
        status = check_places(job, settings, &result->load.inputs);
    if (status == GEO_OK)
        status = map_check_files(job, shared, &result->load.inputs);
    return status == GEO_OK ? map_open_style(job, shared, &result->map) : status;
}

/* ---- the list ------------------------------------------------------------------------------- */

static geo_status read_areas(cli_job *job, hotspots_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)result->settings;
    geo_status status = load_areas(job, &result->load);
    return status == GEO_OK && result->load.area_count > 0
               ? map_find_studied(job, shared, result->load.areas[0], &result->map)
               : status;
}

static const char *area_heading(const geo_areas *areas)
{
    const char *word = areas ? map_area_word(areas) : NULL;
    return word ? word : "areas";
}

static const char *parent_heading(const geo_areas *areas)
{
    const char *const *field = areas ? (const char *const *)&areas->parent_field : NULL;
    return field && *field &&
                   (geo_find_unit_field(field, 1, GEO_UNIT_DISTRICT, false) == 0 ||
                    same_text(*field, "district"))
               ? "district"
               : NULL;
}

static geo_hotspot_options options_of(const hotspots_result *result)
{
    const hotspots_settings *settings = result->settings;
    const hotspots_times *times = &result->times;
    const geo_areas *areas = result->load.area_count > 0 ? result->load.areas[0] : NULL;
    geo_hotspot_options options = GEO_HOTSPOT_OPTIONS_INIT;
    options.order = (geo_hotspot_order)settings->order;
    options.min_count = settings->min_count;
    options.most = (size_t)settings->most;
    options.suppress_below = settings->suppress_below;
    options.round_to = settings->round_to;
    options.has_before = times->has[GEO_HOTSPOT_BEFORE];
    options.has_later = times->has[GEO_HOTSPOT_LATER];
    if (options.has_before) {
        options.years[GEO_HOTSPOT_NOW] = times->change.years[AFTER];
        options.years[GEO_HOTSPOT_BEFORE] = times->change.years[BEFORE];
        options.before_text = times->text[GEO_HOTSPOT_BEFORE].data;
    }
    if (times->text[GEO_HOTSPOT_LATER].length > 0)
        options.later_text = times->text[GEO_HOTSPOT_LATER].data;
    options.area_text = area_heading(areas);
    options.parent_text = parent_heading(areas);
    return options;
}

static geo_status make_list(cli_job *job, hotspots_result *result)
{
    const hotspots_rows *rows = &result->rows;
    const hotspots_pieces *pieces = &result->pieces;
    const geo_frame *frame = result->load.frame;
    const geo_hotspot_options options = options_of(result);
    const geo_areas *areas = result->load.area_count > 0 ? result->load.areas[0] : NULL;
    const geo_hotspot_ground ground = {
        pieces->areas, pieces->area_km2, pieces->peak,  pieces->x,           pieces->y,
        pieces->lon,   pieces->lat,      pieces->place, result->studied_km2, areas};
    bool is_daily = frame->is_dated && !frame->is_monthly;
    const geo_hotspot_incidents incidents = {
        .count = rows->count,
        .x = rows->x,
        .y = rows->y,
        .piece = rows->piece,
        .time = rows->time,
        .area = areas ? rows->area : NULL,
        .category = frame->is_categorised ? rows->category : NULL,
        .location = rows->has_locations ? rows->location : NULL,
        .weekday = is_daily ? rows->weekday : NULL,
        .hour = is_daily && rows->has_hours ? rows->hour : NULL,
        .categories = frame->categories,
        .locations = result->locations,
    };
    return geo_hotspots_make(job->context, &ground, &incidents, &options, &result->hotspots);
}

static void warn(cli_job *job, const hotspots_result *result)
{
    const geo_hotspots *hotspots = result->hotspots;
    bool has_clusters = hotspots_method_of(result->settings) == HOTSPOTS_BY_CLUSTERS;
    if ((has_clusters || result->threshold < HOTSPOTS_NOWHERE) && hotspots->count == 0)
        job_warn(job, has_clusters ? "there are no hotspots: nowhere are as many incidents as near "
                                     "each other as --cluster-incidents asks for"
                                   : "there are no hotspots: none reaches the threshold and is as "
                                     "large as --min-area and --min-count ask for");
    for (int time = GEO_HOTSPOT_BEFORE; time < GEO_HOTSPOT_TIMES; time++)
        if (result->times.has[time] && hotspots->in_all[time] == 0)
            job_warn(job, time == GEO_HOTSPOT_BEFORE
                              ? "no incident is in the earlier period"
                              : "no incident is left to test the hotspots on");
}

/* ---- output --------------------------------------------------------------------------------- */

static geo_status deliver_list(cli_job *job, const hotspots_result *result)
{
    hotspots_peaks peaks = {.x = NULL};
    geo_status status = hotspots_find_peaks(job, result, &peaks);
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->hotspots->table,
                                   .data = result->hotspots->data,
                                   .layer = hotspots_layer,
                                   .points = &peaks.points,
                                   .style = result->map.style,
                                   .result = result,
                                   .json = hotspots_write_json,
                                   .figure = &result->settings->figure,
                                   .draw = hotspots_draw};
    if (status == GEO_OK)
        status = deliver(job, &delivery);
    hotspots_clear_peaks(&peaks);
    return status;
}

/* ---- the command ---------------------------------------------------------------------------- */

static geo_status read_all(cli_job *job, hotspots_result *result)
{
    geo_status status = read_areas(job, result);
    if (status == GEO_OK)
        status = hotspots_read(job, result);
    if (status == GEO_OK && !result->times.has[GEO_HOTSPOT_BEFORE] &&
        !result->times.has[GEO_HOTSPOT_LATER])
        status = period_warn(job, &result->load);
    return status == GEO_OK ? hotspots_settle_times(job, result) : status;
}

static geo_status find_ground(cli_job *job, hotspots_result *result)
{
    switch (hotspots_method_of(result->settings)) {
    case HOTSPOTS_BY_CELLS:
        return hotspots_find_cells(job, result);
    case HOTSPOTS_BY_CLUSTERS:
        return hotspots_find_clusters(job, result);
    default:
        return hotspots_find_surface(job, result);
    }
}

static geo_status hotspots_worker(cli_job *job, hotspots_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)result->settings;
    geo_status status = plan(job, result);
    if (status == GEO_OK)
        status = read_all(job, result);
    if (status == GEO_OK)
        status = find_ground(job, result);
    if (status == GEO_OK)
        status = hotspots_lay_out(job, result);
    if (status == GEO_OK)
        status = make_list(job, result);
    if (status == GEO_OK)
        status = map_read_context(job, shared, &result->load.frame->crs, NULL, &result->map);
    if (status == GEO_OK)
        status = hotspots_describe(job, result);
    if (status != GEO_OK)
        return status;
    warn(job, result);
    return deliver_list(job, result);
}

/* Files to test on are read behind the others. */
static geo_status add_tests(cli_job *job, hotspots_settings *settings)
{
    text_list all = {NULL, 0, 0};
    bool is_added = true;
    for (size_t i = 0; i < settings->common.operands.count; i++)
        is_added &= text_list_add(&all, settings->common.operands.item[i]);
    for (size_t i = 0; i < settings->test.count; i++)
        is_added &= text_list_add(&all, settings->test.item[i]);
    settings->common.operands = all;
    return is_added ? GEO_OK : job_out_of_memory(job);
}

static geo_status run_hotspots(cli_job *job, const void *given)
{
    /* A copy: the shared parts of commands are told of all files. */
    hotspots_settings own = *(const hotspots_settings *)given;
    const cli_settings *before = job->settings;
    hotspots_result result = {.settings = &own};
    bool has_incidents = own.common.operands.count > 0;
    geo_status status = has_incidents ? add_tests(job, &own) : GEO_OK;
    job->settings = &own.common;
    if (status == GEO_OK)
        status = hotspots_worker(job, &result);
    hotspots_clear(&result);
    if (has_incidents)
        text_list_clear(&own.common.operands);
    job->settings = before;
    return status;
}

static const char *const hotspots_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, "gpx",
                                               "png",         "svg",  "pdf",         NULL};

static const command_example hotspots_examples[] = {
    {"Where anti-social behaviour is densest in a district: a list, and a map",
     "wardmap hotspots shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--show \"parent = 'Wendmouth'\" --category \"Anti-social behaviour\" -o hotspots.xlsx "
     "-o hotspots.pdf"},
    {"Half a year's hotspots, compared with the half before and tested on the months after",
     "wardmap hotspots shapes/incidents/*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--period 2024-04..2024-09 --before 2023-10..2024-03 --test-period 2024-10..2024-12"},
    {"Places with days and hours, from 5 incidents on, as a layer for QGIS",
     "wardmap hotspots shapes/force-export.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--threshold 5x --min-count 5 --suppress-below 5 -o hotspots.gpkg"},
    {NULL, NULL},
};

const cli_command hotspots_command = {
    .name = "hotspots",
    .operands = "INCIDENTS... --areas FILE",
    .summary = "list the places where incidents are densest, with names, counts and change",
    .description =
        "Finds the ground where incidents are densest (their kernel density is at least a "
        "threshold) and lists its pieces: name, wards, incidents, ground, where the peak is, "
        "commonest kinds, busiest days and hours where times are known, how many are at one "
        "point, change since an earlier period.\n\nPAI is the prediction accuracy index: the share "
        "of incidents over the share of ground. Of the incidents that the hotspots were found from "
        "it is high for any method; --test-period or --test tells it for later ones, which is "
        "what a method is judged by.\n\nWithout --areas the ground is the box around all "
        "incidents. The numbers of all hotspots, of what is elsewhere and of all incidents stand "
        "below the list.\n\nCoordinates are rounded to the millimetre, so that the list is the "
        "same for two exports of the same incidents.",
    .groups = {&hotspots_options, &area_options, &surface_options, &hotspots_map_options,
               &figure_options, &filter_options, &output_options, &incident_options, &run_options,
               &limit_options, NULL},
    .formats = hotspots_formats,
    .examples = hotspots_examples,
    .may_print = true,
    .settings_size = sizeof(hotspots_settings),
    .defaults = &hotspots_defaults,
    .run = run_hotspots,
};
