/* wardmap evaluate: how much of what comes later happens in the hotspots of before. */
#include <math.h>
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "evaluate.h"
#include "outputs.h"
#include "table.h"

static const char usual_methods[] = "density,cells,areas";
static const char usual_shares[] = "1%,2%,5%,10%,20%";

static const evaluate_settings evaluate_defaults = {.common = SETTINGS_INIT,
                                                    .figure = FIGURE_SETTINGS_INIT,
                                                    .map = MAP_SETTINGS_INIT,
                                                    .surface = SURFACE_SETTINGS_INIT,
                                                    .cells = CELL_SETTINGS_INIT,
                                                    .methods = usual_methods,
                                                    .area_share = usual_shares,
                                                    .seed = 1,
                                                    .top = 10};

#define AT(member) offsetof(evaluate_settings, member)

static const cli_option evaluate_table[] = {
    {"test-period", 0, OPTION_TEXT, AT(test_period), "A..B", NULL,
     "the later time, whose incidents judge hotspots of --period; without --period hotspots are "
     "of all before it, without both the last third of the months judges"},
    {"test", 0, OPTION_TEXTS, AT(test), "FILE", NULL,
     "later incidents from files of their own; may be repeated"},
    {"methods", 0, OPTION_TEXT, AT(methods), "LIST", NULL,
     "how ground is chosen, with commas between: density (of a kernel, at the centres of the "
     "cells), cells (by count), areas (by count), rates (of the areas by population); without it "
     "density,cells,areas"},
    {"hotspots", 0, OPTION_TEXT, AT(hotspots), "FILE", NULL,
     "polygons to judge as well, such as those of another tool: in the order of a field called "
     "rank, if there is one"},
    {"hotspots-layer", 0, OPTION_TEXT, AT(hotspots_layer), "NAME", NULL, "layer of that file"},
    {"area-share", 0, OPTION_TEXT, AT(area_share), "LIST", NULL,
     "per cent of the ground on which methods are compared; without it 1%,2%,5%,10%,20%"},
    {"show", 0, OPTION_TEXT, AT(map.show), "EXPR", NULL,
     "only the ground of areas that meet a condition, such as \"parent = 'Lichfield'\""},
    {"cells", 0, OPTION_CHOICE, AT(cell_shape), "SHAPE", "hexagons|squares",
     "cells that all methods are compared on, in which incidents are counted (default hexagons)"},
    {"cell-size", 0, OPTION_NUMBER, AT(cells.size_m), "METRES", NULL,
     "side of a square, or distance between opposite sides of a hexagon (default 150)"},
    {"origin", 0, OPTION_TEXT, AT(cells.origin), "X,Y", NULL,
     "where cells are counted from, in the working reference system: a corner of a square, the "
     "centre of a hexagon (default 0,0)"},
    {"bootstrap", 0, OPTION_COUNT, AT(bootstrap), "N", NULL,
     "resample the earlier incidents N times (999) and say how sure the first ranks are"},
    {"seed", 0, OPTION_COUNT, AT(seed), "N", NULL, "of the random numbers (default 1)"},
    {"top", 0, OPTION_COUNT, AT(top), "N", NULL,
     "how many places of each method --bootstrap lists (default 10)"},
    {"chart-to", 0, OPTION_TEXT, AT(chart_to), "PERCENT", NULL,
     "share of the ground at which the chart ends (default 100%)"},
};
static const option_group evaluate_options = OPTION_GROUP("Evaluation", evaluate_table);

static void evaluate_clear(evaluate_result *result)
{
    for (size_t i = 0; i < result->slot_count; i++)
        geo_place_collector_free(result->slot[i].collector);
    free(result->slot);
    for (int t = 0; t < EVALUATE_TIMES; t++) {
        geo_bytes_clear(&result->time[t].text);
        geo_places_free(result->time[t].places);
    }
    for (int m = 0; m < EVALUATE_METHODS; m++) {
        geo_hit_curve_free(result->curve[m][EARLIER]);
        geo_hit_curve_free(result->curve[m][LATER]);
        geo_bytes_clear(&result->name[m]);
    }
    geo_hit_curve_free(result->ideal);
    geo_table_free(result->table);
    geo_table_free(result->curves);
    geo_table_free(result->stability);
    geo_bytes_clear(&result->sentence);
    evaluate_clear_ground(result);
    free(result->share);
    geo_style_free(result->style);
    map_clear(&result->map);
    load_clear(&result->load);
}

/* ---- before anything is read ---------------------------------------------------------------- */

static geo_status check_hotspots(cli_job *job, const evaluate_settings *settings,
                                 const cli_inputs *inputs)
{
    text_list read = {NULL, 0, 0};
    if (!settings->hotspots)
        return settings->hotspots_layer
                   ? job_fail(job, GEO_ERROR_USAGE,
                              "--hotspots-layer is about the file of --hotspots")
                   : GEO_OK;
    geo_status status = text_list_add(&read, settings->hotspots)
                            ? outputs_check_further(job, inputs, &read, NULL)
                            : job_out_of_memory(job);
    text_list_clear(&read);
    return status;
}

static geo_status read_chart_end(cli_job *job, evaluate_result *result)
{
    const char *text = result->settings->chart_to;
    geo_text number = text_trim(text_of(text));
    double percent;
    result->chart_to = 1;
    if (!text)
        return GEO_OK;
    if (number.length > 0 && number.data[number.length - 1] == '%')
        number.length--;
    if (!geo_number_parse(number, &percent) || !(percent >= 1) || !(percent <= 100))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--chart-to %s: give per cent of the ground, 1 to 100", text);
    result->chart_to = percent / 100;
    return GEO_OK;
}

static geo_status check_methods(cli_job *job, evaluate_result *result)
{
    size_t count = 0;
    geo_status status = evaluate_read_methods(job, result->settings->methods, result->wants);
    result->wants[METHOD_HOTSPOTS] = result->settings->hotspots != NULL;
    for (int m = 0; m < EVALUATE_METHODS; m++)
        count += result->wants[m];
    if (status == GEO_OK && count > GEO_LORENZ_SERIES_MOST)
        return job_fail(job, GEO_ERROR_USAGE,
                        "at most %d methods can be told apart side by side; choose them with "
                        "--methods",
                        GEO_LORENZ_SERIES_MOST);
    if (status == GEO_OK && result->settings->bootstrap > 0 &&
        count == result->wants[METHOD_DENSITY])
        return job_fail(job, GEO_ERROR_USAGE,
                        "--bootstrap ranks cells, areas, rates or hotspots, not density; add one "
                        "of them to --methods");
    return status;
}

static geo_status check(cli_job *job, evaluate_result *result)
{
    const evaluate_settings *settings = result->settings;
    if (settings->top < 1 || settings->top > INT32_MAX)
        return job_fail(job, GEO_ERROR_USAGE, "--top must be 1 or more");
    geo_status status = cells_check(job, &settings->cells);
    if (status == GEO_OK)
        status = surface_check(job, &settings->surface);
    if (status == GEO_OK)
        status = check_methods(job, result);
    if (status == GEO_OK)
        status = evaluate_read_shares(job, settings->area_share, result);
    if (status == GEO_OK)
        status = read_chart_end(job, result);
    if (status == GEO_OK && settings->map.show)
        status = geo_filter_parse(job->context, settings->map.show, &result->map.show);
    return status == GEO_OK ? figure_style(job, &settings->figure, &result->style) : status;
}

static geo_status plan(cli_job *job, evaluate_settings *settings, evaluate_result *result)
{
    geo_status status = check(job, result);
    if (status == GEO_OK)
        status = evaluate_plan_times(job, settings, result);
    return status == GEO_OK ? check_hotspots(job, settings, &result->load.inputs) : status;
}

/* ---- the command ---------------------------------------------------------------------------- */

static geo_status measure(cli_job *job, evaluate_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)result->settings;
    geo_status status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = map_find_studied(job, shared, result->load.areas[0], &result->map);
    if (status == GEO_OK)
        status = evaluate_read_incidents(job, result);
    if (status == GEO_OK)
        status = evaluate_settle_times(job, result);
    if (status == GEO_OK)
        status = evaluate_divide(job, result);
    if (status == GEO_OK)
        status = evaluate_make_forecasts(job, result);
    if (status == GEO_OK)
        status = evaluate_make_tables(job, result);
    return status == GEO_OK ? evaluate_describe(job, result) : status;
}

static geo_status deliver_evaluation(cli_job *job, const evaluate_result *result)
{
    static const char *const key[] = {"curves", "stability"};
    const geo_table *more[] = {result->curves, result->stability};
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->table,
                                   .more = more,
                                   .more_key = key,
                                   .more_count = 1 + (result->stability != NULL),
                                   .style = result->style,
                                   .result = result,
                                   .json = evaluate_json,
                                   .figure = &result->settings->figure,
                                   .draw = evaluate_draw};
    return deliver(job, &delivery);
}

static geo_status run_evaluate(cli_job *job, const void *settings)
{
    /* A copy: the files of --test are read with the others, and there are always cells. */
    evaluate_settings own = *(const evaluate_settings *)settings;
    own.cells.shape = own.cell_shape == 1 ? CELLS_SQUARES : CELLS_HEXAGONS;
    const cli_settings *given = job->settings;
    evaluate_result result = {.settings = &own};
    job->settings = &own.common;
    geo_status status = plan(job, &own, &result);
    if (status == GEO_OK)
        status = measure(job, &result);
    if (status == GEO_OK)
        status = deliver_evaluation(job, &result);
    evaluate_clear(&result);
    if (own.common.operands.item != given->operands.item)
        text_list_clear(&own.common.operands);
    job->settings = given;
    return status;
}

static const char *const evaluate_formats[] = {TABLE_FORMATS, "json", "png", "svg", "pdf", NULL};

static const command_example evaluate_examples[] = {
    {"Hotspots of six months, judged by the next three: density, cells and wards side by side",
     "wardmap evaluate shapes/incidents/2024-0*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--show \"parent = 'Wendmouth'\" --category \"Anti-social behaviour\" --period "
     "2024-01..2024-06 --test-period 2024-07..2024-09 -o evaluation.csv -o evaluation.png"},
    {"How sure the first ten cells and wards of a year are, and what they hold the year after",
     "wardmap evaluate shapes/incidents/202[34]-*.csv.gz --areas shapes/aldshire.gpkg --layer "
     "wards --show \"parent = 'Wendmouth'\" --category Burglary --period 2023-01..2023-12 "
     "--methods cells,areas --cells squares --cell-size 250 --bootstrap 499"},
    {NULL, NULL},
};

const cli_command evaluate_command = {
    .name = "evaluate",
    .operands = "INCIDENTS... --areas FILE",
    .summary = "judge hotspots by later incidents: hit rate, PAI, RRI, PEI*, curves",
    .description =
        "Chooses ground by the incidents of one time and asks how many of a later time it holds: "
        "the cells with the highest kernel density, those with most incidents, the areas with "
        "most, and polygons from a file, all on the same shares of the ground. Take the method "
        "that catches most on as much ground as can be looked after.\n\nThe table has hit rate "
        "(share of the later incidents), PAI (that over the share of the ground), RRI (whether "
        "incidents stayed) and PEI* (that over the most that was possible), with their definitions "
        "below; a second table and the chart (-o with .png, .svg or .pdf) have the whole curves "
        "beside what chance and hindsight would give. --bootstrap says how sure the ranks of the "
        "first places are.",
    .groups = {&evaluate_options, &surface_options, &area_options, &population_options,
               &figure_options, &filter_options, &output_options, &incident_options, &run_options,
               &limit_options, NULL},
    .formats = evaluate_formats,
    .examples = evaluate_examples,
    .may_print = true,
    .settings_size = sizeof(evaluate_settings),
    .defaults = &evaluate_defaults,
    .run = run_evaluate,
};
