/* wardmap choropleth: areas shaded by rate, count, band or any number. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choropleth.h"
#include "commands.h"
#include "outputs.h"
#include "report.h"
#include "table.h"

static const choropleth_settings choropleth_defaults = {.common = SETTINGS_INIT,
                                                        .figure = FIGURE_SETTINGS_INIT,
                                                        .map = MAP_SETTINGS_INIT,
                                                        .decimals = 1};

#define AT(member) offsetof(choropleth_settings, member)

static const cli_option choropleth_table[] = {
    {"value", 0, OPTION_TEXT, AT(value), "WHAT", NULL,
     "rate (the default): incidents per 1,000 residents; count; band: above or significantly "
     "above the mean of all areas; z: standard deviations from it; or a numeric field of the "
     "areas, which needs no incidents"},
    {"unit", 0, OPTION_TEXT, AT(unit), "TEXT", NULL,
     "what the numbers of a field are, for the legend; without it the field's name"},
    {"counts-ok", 0, OPTION_FLAG, AT(counts_ok), NULL, NULL,
     "no warning that counts, not rates, are shaded"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates to a year by the months that the incidents cover"},
    {"sd", 0, OPTION_CHOICE, AT(sd), "KIND", "population|sample",
     "divisor of the standard deviation for band and z: n (population, the default) or n - 1"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of the values (default 1)"},
};
static const option_group choropleth_options = OPTION_GROUP("Values", choropleth_table);

static void choropleth_clear(choropleth_result *result)
{
    for (size_t i = 0; i < result->layer_count; i++) {
        geo_tally_free(result->layer[i].tally);
        geo_place_collector_free(result->layer[i].collector);
        geo_places_free(result->layer[i].places);
        free(result->layer[i].value);
    }
    for (size_t i = 0; i < 3; i++)
        geo_bytes_clear(&result->band_text[i]);
    free(result->layer);
    free(result->change);
    map_clear(&result->map);
    panels_clear(&result->panels);
    geo_bytes_clear(&result->unit);
    geo_bytes_clear(&result->change_unit);
    figure_clear_words(&result->words);
    load_clear(&result->load);
}

/* ---- before anything is read ---------------------------------------------------------------- */

static choropleth_kind kind_of(const char *value)
{
    static const char *const words[] = {"rate", "count", "band", "z"};
    for (size_t i = 0; i < sizeof words / sizeof *words && value; i++)
        if (strcmp(words[i], value) == 0)
            return (choropleth_kind)i;
    return value ? CHOROPLETH_FIELD : CHOROPLETH_RATE;
}

static geo_status check_settings(cli_job *job, const choropleth_settings *settings,
                                 choropleth_kind kind)
{
    if (settings->common.output.count == 0 && !settings->common.json && !settings->figure.alt_text)
        return job_fail(job, GEO_ERROR_USAGE,
                        "a map needs a file; add -o map.png (or .svg, .pdf, "
                        ".csv)");
    const map_settings *map = &settings->map;
    if (kind == CHOROPLETH_FIELD &&
        (map->points || map->facet || map->before || map->where.count > 0 ||
         settings->common.period || settings->common.category.count > 0))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--value %s is a field of the areas; --points, --facet, --before and "
                        "filters are about incidents, of which it takes none",
                        settings->value);
    if (kind == CHOROPLETH_FIELD && settings->common.operands.count > 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--value %s is a field of the areas, to which the incidents add nothing; "
                        "leave them out",
                        settings->value);
    if (kind != CHOROPLETH_FIELD && settings->unit)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--unit names the numbers of a field; what '%s' is in is known",
                        settings->value ? settings->value : "rate");
    if (settings->map.before && (kind == CHOROPLETH_BAND || kind == CHOROPLETH_Z))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--before compares rates or counts; bands and z have no difference that "
                        "means anything");
    return GEO_OK;
}

static geo_status plan(cli_job *job, choropleth_settings *settings, choropleth_result *result,
                       panel_kind *kind)
{
    const map_command_settings *shared = (const map_command_settings *)settings;
    geo_status status = check_settings(job, settings, result->kind);
    if (status == GEO_OK)
        status = panels_settle(job, (map_command_settings *)settings, kind);
    if (status == GEO_OK)
        status = result->kind == CHOROPLETH_FIELD ? load_plan_areas_alone(job, &result->load)
                                                  : load_plan_with_areas(job, &result->load);
    if (status == GEO_OK)
        status = map_check_files(job, shared, &result->load.inputs);
    /* What a breaks file is for is known once the fields are. */
    return status == GEO_OK ? map_open_style(job, shared, &result->map) : status;
}

/* ---- reading -------------------------------------------------------------------------------- */

static geo_status check_population(cli_job *job, const choropleth_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    if (areas->population || result->kind == CHOROPLETH_COUNT)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "%s: rates need a population, and no field is known to hold it; name one with "
                    "--population-field, or a table with --population FILE, or shade counts with "
                    "--value count",
                    areas->path);
}

static geo_status read_values(cli_job *job, const choropleth_settings *settings, panel_kind kind,
                              choropleth_result *result)
{
    if (result->kind == CHOROPLETH_FIELD)
        return choropleth_take_field(job, result);
    geo_status status = check_population(job, result);
    if (status == GEO_OK)
        status = panels_find(job, (const map_command_settings *)settings, kind, &result->load,
                             &result->panels);
    if (status == GEO_OK)
        status = choropleth_count(job, result);
    if (status == GEO_OK)
        status = choropleth_measure(job, result);
    if (status == GEO_OK && result->kind == CHOROPLETH_COUNT && !settings->counts_ok)
        job_warn(job, "counts are shaded: where more people live there is more of everything; "
                      "--value rate compares areas, --counts-ok silences this");
    return status;
}

/* ---- output --------------------------------------------------------------------------------- */

static size_t fill_panels(const choropleth_result *result, geo_map_panel *panel)
{
    size_t count = 0;
    for (; count < result->layer_count; count++) {
        const choropleth_layer *layer = &result->layer[count];
        const geo_places *places = layer->places;
        panel[count] = (geo_map_panel){
            .title = result->panels.count > 0 ? result->panels.panel[count].title.data : NULL,
            .value = layer->value};
        if (!places)
            continue;
        panel[count].point_count = places->count;
        panel[count].point_x = places->x;
        panel[count].point_y = places->y;
        panel[count].point_incidents = places->incidents;
    }
    if (result->change)
        panel[count++] =
            (geo_map_panel){.title = "Change", .value = result->change, .is_change = true};
    return count;
}

static geo_map map_of(const choropleth_result *result, geo_map_panel *panel)
{
    geo_map map = {.areas = result->load.areas[0],
                   .panel_count = fill_panels(result, panel),
                   .panel = panel,
                   .scheme =
                       result->kind == CHOROPLETH_BAND ? GEO_SCHEME_BANDS : GEO_SCHEME_CLASSES,
                   .unit = result->unit.data,
                   .change_unit = result->change_unit.data,
                   .is_rounded = true,
                   .decimals = choropleth_decimals(result),
                   .area_word = map_area_word(result->load.areas[0])};
    for (size_t i = 0; i < 3; i++)
        map.band_text[i] = result->band_text[i].data;
    map_fill(&result->map, &map);
    return map;
}

static geo_status add_values(cli_job *job, geo_table *table, const choropleth_result *result,
                             const char *name, const double *value)
{
    const geo_areas *areas = result->load.areas[0];
    geo_column *column = NULL;
    geo_status status =
        geo_table_add(job->context, table, name, GEO_REAL, choropleth_decimals(result), &column);
    for (size_t i = 0, row = 0; i < areas->count && status == GEO_OK; i++)
        if (choropleth_is_studied(result, i))
            column->real[row++] = value[i];
    return status;
}

static geo_status add_words(cli_job *job, geo_table *table, const choropleth_result *result,
                            const char *name, const char *const *words)
{
    const geo_areas *areas = result->load.areas[0];
    geo_column *column = NULL;
    geo_status status =
        words ? geo_table_add(job->context, table, name, GEO_TEXT, 0, &column) : GEO_OK;
    for (size_t i = 0, row = 0; words && i < areas->count && status == GEO_OK; i++) {
        if (!choropleth_is_studied(result, i))
            continue;
        geo_text text = {words[i], words[i] ? strlen(words[i]) : 0};
        status = geo_table_set_text(job->context, column, row++, text);
    }
    return status;
}

/* Code, name, parent and a column of values for each map. */
static geo_status make_table(cli_job *job, const choropleth_result *result, geo_table **out)
{
    const geo_areas *areas = result->load.areas[0];
    geo_table *table = NULL;
    size_t rows = 0;
    for (size_t i = 0; i < areas->count; i++)
        rows += choropleth_is_studied(result, i);
    geo_status status = geo_table_new(job->context, rows, &table);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, table, result->words.title.data);
    if (status == GEO_OK)
        status = add_words(job, table, result, "code", areas->code);
    if (status == GEO_OK)
        status = add_words(job, table, result, "name", areas->name);
    if (status == GEO_OK)
        status = add_words(job, table, result, "parent", areas->parent);
    for (size_t i = 0; i < result->layer_count && status == GEO_OK; i++)
        status = add_values(job, table, result,
                            result->layer_count > 1   ? result->panels.panel[i].title.data
                            : result->settings->value ? result->settings->value
                                                      : "rate",
                            result->layer[i].value);
    if (status == GEO_OK && result->change)
        status = add_values(job, table, result, "change", result->change);
    if (status == GEO_OK)
        *out = table;
    else
        geo_table_free(table);
    return status;
}

static geo_status make_output(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const choropleth_result *result = value;
    figure_words words = result->words;
    const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
    geo_map_panel panel[PANELS_MOST + 1];
    geo_table *table = NULL;
    if (figure_is_picture(path)) {
        const geo_map map = map_of(result, panel);
        return geo_figure_map(job->context, &map, result->map.style, &text, figure_format(path),
                              result->settings->figure.dpi, bytes);
    }
    geo_status status = make_table(job, result, &table);
    const geo_table *made = table;
    if (status == GEO_OK)
        status = table_make(job, &made, 1, path, bytes);
    geo_table_free(table);
    return status;
}

static geo_status print_json(cli_job *job, const choropleth_result *result)
{
    geo_json *json = NULL;
    geo_table *table = NULL;
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = geo_json_new(job->context, &json);
    if (status == GEO_OK)
        status = make_table(job, result, &table);
    if (status == GEO_OK) {
        json_begin(job, json, &result->load);
        if (result->panels.count == 1)
            geo_json_ledger(json, "ledger", result->load.ledger, job->settings->explain);
        geo_json_text(json, "title", result->words.title.data);
        geo_json_text(json, "unit", result->unit.data);
        map_json_classes(json, &result->map);
        geo_json_text(json, "alt_text", result->words.description.data);
        geo_json_table(json, "rows", table);
        json_messages(job, json);
        status = geo_json_end(job->context, json, &bytes);
    }
    geo_json_free(json);
    geo_table_free(table);
    if (status == GEO_OK)
        status = print_bytes(job, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

/* ---- the command ---------------------------------------------------------------------------- */

/* Deciles and the like have a class each, unless another rule is asked for. */
static geo_status choose_rule(cli_job *job, choropleth_result *result)
{
    if (result->kind != CHOROPLETH_FIELD || !result->is_whole || result->settings->map.classes)
        return GEO_OK;
    return map_class_each(job, result->layer[0].value, result->load.areas[0]->count, &result->map);
}

static geo_status choose_classes(cli_job *job, choropleth_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)result->settings;
    geo_map_panel panel[PANELS_MOST + 1];
    geo_status status = choropleth_unit(job, result);
    if (status == GEO_OK)
        status = panels_append_change(job, result->unit.data, &result->change_unit);
    if (status == GEO_OK)
        status = map_open_breaks(job, shared, result->unit.data, &result->map);
    if (status == GEO_OK)
        status = choose_rule(job, result);
    if (status != GEO_OK || result->kind == CHOROPLETH_BAND)
        return status;
    const geo_map map = map_of(result, panel);
    return map_classes(job, shared, &map, result->unit.data, &result->map);
}

static geo_status choropleth_worker(cli_job *job, choropleth_settings *settings,
                                    choropleth_result *result)
{
    panel_kind kind = PANEL_ONE;
    geo_status status = plan(job, settings, result, &kind);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = map_find_studied(job, (const map_command_settings *)settings,
                                  result->load.areas[0], &result->map);
    if (status == GEO_OK)
        status = read_values(job, settings, kind, result);
    if (status == GEO_OK)
        status = map_read_context(job, (const map_command_settings *)settings,
                                  &result->load.areas[0]->crs, NULL, &result->map);
    if (status == GEO_OK)
        status = choose_classes(job, result);
    if (status == GEO_OK)
        status = choropleth_describe(job, result);
    if (status == GEO_OK)
        status = outputs_save(job, result, make_output);
    if (status != GEO_OK)
        return status;
    panels_report(job, &result->panels);
    report_messages(job);
    status = settings->common.json ? print_json(job, result) : GEO_OK;
    if (status == GEO_OK)
        status = figure_print_alt_text(job, &settings->figure, result->words.description.data);
    return status;
}

static geo_status run_choropleth(cli_job *job, const void *settings)
{
    /* A copy: --facet and --where decide what the shared parts of commands are told. */
    choropleth_settings own = *(const choropleth_settings *)settings;
    const cli_settings *given = job->settings;
    choropleth_result result = {.settings = &own, .kind = kind_of(own.value)};
    job->settings = &own.common;
    geo_status status = choropleth_worker(job, &own, &result);
    choropleth_clear(&result);
    job->settings = given;
    return status;
}

static const char *const choropleth_formats[] = {"png", "svg", "pdf", TABLE_FORMATS, NULL};

static const command_example choropleth_examples[] = {
    {"Wards by their rate, with the names of those that have room",
     "wardmap choropleth shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--per-year --names areas -o wards.pdf"},
    {"The two colours of a strategic assessment: above and significantly above",
     "wardmap choropleth shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--value band --category Burglary -o burglary-bands.png"},
    {"Two kinds of crime on one scale",
     "wardmap choropleth shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--facet \"Crime type\" --category Burglary --category \"Vehicle crime\" -o pair.svg"},
    {NULL, NULL},
};

const cli_command choropleth_command = {
    .name = "choropleth",
    .operands = "[INCIDENTS...] --areas FILE",
    .summary = "map areas shaded by rate, count, band or any number",
    .description =
        "Counts the incidents in each area and shades the areas by their rate per 1,000 residents, "
        "their count, or how they compare with the mean of all areas; or by any number that the "
        "areas' file has. The legend tells how many areas each class has; areas without a "
        "population or a value are hatched.\n\nA table (.csv, .xlsx, .html ...) holds the values "
        "that are shaded.",
    .groups = {&area_options, &population_options, &choropleth_options, &map_options,
               &figure_options, &map_filter_options, &output_options, &incident_options,
               &run_options, &limit_options, NULL},
    .formats = choropleth_formats,
    .examples = choropleth_examples,
    .settings_size = sizeof(choropleth_settings),
    .defaults = &choropleth_defaults,
    .run = run_choropleth,
};
