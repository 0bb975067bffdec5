/* wardmap emerging: hot spots month by month, and what becomes of them. */
#include <math.h>
#include <stdlib.h>

#include "commands.h"
#include "deliver.h"
#include "denominators.h"
#include "emerging.h"
#include "outputs.h"
#include "period.h"
#include "table.h"

static const emerging_settings emerging_defaults = {.common = SETTINGS_INIT,
                                                    .figure = FIGURE_SETTINGS_INIT,
                                                    .map = MAP_SETTINGS_INIT,
                                                    .cells = CELL_SETTINGS_INIT,
                                                    .lasting = 90,
                                                    .recent = 3};

#define AT(member) offsetof(emerging_settings, member)

static const cli_option emerging_table[] = {
    {"values", 0, OPTION_TEXT, AT(values), "KIND", NULL,
     "rate per 1,000 residents (the default where there are populations) or count"},
    {"neighbours", 0, OPTION_TEXT, AT(neighbours), "RULE", NULL, NEIGHBOURS_HELP},
    {"correction", 0, OPTION_CHOICE, AT(correction), "KIND", "fdr|none",
     "fdr (the default): in each month p is corrected for the number of tests (Benjamini and "
     "Hochberg); none: p as it is"},
    {"level", 0, OPTION_CHOICE, AT(level), "PERCENT", "95|90|99",
     "confidence from which on a month is hot or cold (default 95)"},
    {"lasting", 0, OPTION_NUMBER, AT(lasting), "PERCENT", NULL,
     "of the months: hot in so many is persistent, intensifying or diminishing (default 90)"},
    {"recent", 0, OPTION_COUNT, AT(recent), "N", NULL,
     "months at the end, at most, that a new hot spot has been hot (default 3)"},
    {"last-months", 0, OPTION_COUNT, AT(last_months), "N", NULL,
     "test the last N months alone (default: all)"},
    {"significant", 0, OPTION_FLAG, AT(significant), NULL, NULL,
     "list only what was hot or cold in any month"},
    {"top", 0, OPTION_COUNT, AT(top), "N", NULL, "list the first N only"},
};
static const option_group emerging_options = OPTION_GROUP("Emerging hot spots", emerging_table);

static const cli_option cell_table[] = {CELL_OPTIONS(emerging_settings)};
static const option_group cell_options = OPTION_GROUP("Cells", cell_table);

bool emerging_has_cells(const emerging_settings *settings)
{
    return settings->cells.shape != CELLS_NONE;
}

bool emerging_is_shown(const emerging_result *result, size_t unit)
{
    return !result->is_shown || result->is_shown[unit];
}

static void emerging_clear(emerging_result *result)
{
    geo_neighbours_free(result->neighbours);
    geo_emerging_free(result->found);
    emerging_clear_counts(&result->counts);
    free(result->total);
    free(result->value);
    free(result->class_of);
    figure_clear_words(&result->words);
    cells_clear(&result->cells);
    map_clear(&result->map);
    load_clear(&result->load);
}

/* ---- before anything is read ---------------------------------------------------------------- */

static geo_status check_settings(cli_job *job, const emerging_settings *settings)
{
    const char *values = settings->values;
    if (values && !same_text(values, "rate") && !same_text(values, "count"))
        return job_fail(job, GEO_ERROR_USAGE, "--values %s: give rate or count", values);
    if (emerging_has_cells(settings) && values && same_text(values, "rate"))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--values rate: nobody knows how many people live in a cell; leave it "
                        "out, and counts are tested, or test areas with a population");
    if (!(settings->lasting > 0 && settings->lasting <= 100))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--lasting: give a share of the months above 0 and up to 100 per cent");
    if (settings->recent == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--recent must be 1 or more: a new hot spot is one of the last month at "
                        "least");
    return cells_check(job, &settings->cells);
}

static geo_status plan(cli_job *job, emerging_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)result->settings;
    geo_status status = check_settings(job, result->settings);
    if (status == GEO_OK)
        status = neighbours_parse(job, result->settings->neighbours, &result->rule);
    if (status == GEO_OK)
        status = load_plan_with_areas(job, &result->load);
    if (status == GEO_OK)
        status = map_check_files(job, shared, &result->load.inputs);
    return status == GEO_OK ? map_open_style(job, shared, &result->map) : status;
}

/* ---- values --------------------------------------------------------------------------------- */

static geo_status choose_values(cli_job *job, emerging_result *result)
{
    const char *values = result->settings->values;
    bool has_people = result->load.areas[0]->population != NULL;
    bool has_cells = emerging_has_cells(result->settings);
    result->is_rate = !has_cells && (values ? same_text(values, "rate") : has_people);
    if (result->is_rate)
        return denominators_check(job, &result->load);
    if (!has_cells)
        job_warn(job,
                 "counts are tested: where more people live there is more of everything, and hot "
                 "spots are where they live; %s",
                 has_people ? "--values rate tests rates"
                            : "with a --population-field or --population FILE rates are tested");
    return GEO_OK;
}

/* Areas without ground are no neighbours of any, and are nowhere on the map. */
static double value_of(const emerging_result *result, size_t area, int64_t count)
{
    const geo_areas *areas = result->units;
    if (areas->area_ring[area] == areas->area_ring[area + 1])
        return (double)NAN;
    return result->is_rate ? geo_rate_per_1000((double)count, areas->population[area])
                           : (double)count;
}

static geo_status fill_values(cli_job *job, emerging_result *result)
{
    const emerging_counts *counts = &result->counts;
    size_t areas = counts->area_count;
    result->value = calloc(counts->month_count * areas + 1, sizeof *result->value);
    result->total = calloc(areas + 1, sizeof *result->total);
    if (!result->value || !result->total)
        return job_out_of_memory(job);
    for (size_t month = 0; month < counts->month_count; month++)
        for (size_t area = 0; area < areas; area++) {
            int64_t count = counts->count[month * areas + area];
            result->value[month * areas + area] = value_of(result, area, count);
            result->total[area] += count;
        }
    return GEO_OK;
}

#define MONTHS_FEW 8

static geo_status check_months(cli_job *job, const emerging_result *result)
{
    const geo_frame *frame = result->load.frame;
    size_t months = result->counts.month_count;
    char count[COUNT_TEXT_SIZE];
    if (!frame->is_dated)
        return job_fail(job, GEO_ERROR_USAGE,
                        "hot spots are followed from month to month, and no field with dates was "
                        "found; name it with --date FIELD");
    if (months >= 4 && months < MONTHS_FEW)
        job_warn(job,
                 "%zu months are few: a trend of so few shows only where it hardly ever turns, and "
                 "one month more or less makes a hot spot sporadic; %d or more are better",
                 months, MONTHS_FEW);
    if (result->counts.undated > 0)
        job_warn(job, "%s incident%s no date and %s left out",
                 count_text(result->counts.undated, count),
                 result->counts.undated == 1 ? " has" : "s have",
                 result->counts.undated == 1 ? "is" : "are");
    return period_warn(job, &result->load);
}

/* ---- the test ------------------------------------------------------------------------------- */

static geo_emerging_options options_of(const emerging_result *result)
{
    static const double p[] = {0.05, 0.1, 0.01};
    const emerging_settings *settings = result->settings;
    geo_emerging_options options = GEO_EMERGING_OPTIONS_INIT;
    options.most_p = p[settings->level];
    options.is_corrected = settings->correction == 0;
    options.lasting = settings->lasting / 100;
    options.recent_months = (size_t)settings->recent;
    options.shown = result->is_shown;
    options.significant = settings->significant;
    options.top = (size_t)settings->top;
    options.area_word = result->unit_word;
    if (emerging_has_cells(settings)) {
        options.name_heading = "in";
        options.has_centres = true;
    }
    return options;
}

static geo_status find_neighbours(cli_job *job, emerging_result *result)
{
    const cli_cells *cells = &result->cells;
    if (emerging_has_cells(result->settings))
        return neighbours_of_cells(job, &result->rule, cells->cells, cells->which, cells->count,
                                   &result->neighbours);
    return neighbours_of_areas(job, &result->rule, result->units, &result->neighbours);
}

static geo_status test(cli_job *job, emerging_result *result)
{
    const geo_emerging_options options = options_of(result);
    geo_status status = find_neighbours(job, result);
    if (status == GEO_OK)
        status = geo_emerging_make(job->context, result->units, result->total, result->value,
                                   result->counts.month_count, result->neighbours, &options,
                                   &result->found);
    if (status != GEO_OK)
        return status;
    result->class_of = calloc(result->units->count + 1, sizeof *result->class_of);
    if (!result->class_of)
        return job_out_of_memory(job);
    for (size_t i = 0; i < result->units->count; i++)
        result->class_of[i] = emerging_number(result->found->class_of[i]);
    return GEO_OK;
}

/* ---- the command ---------------------------------------------------------------------------- */

static geo_status deliver_emerging(cli_job *job, const emerging_result *result)
{
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->found->table,
                                   .layer = emerging_layer,
                                   .style = result->map.style,
                                   .result = result,
                                   .json = emerging_json,
                                   .figure = &result->settings->figure,
                                   .draw = emerging_draw};
    return deliver(job, &delivery);
}

static geo_status measure(cli_job *job, emerging_result *result)
{
    geo_status status = choose_values(job, result);
    if (status == GEO_OK)
        status = emerging_count(job, result);
    if (status == GEO_OK)
        status = check_months(job, result);
    if (status == GEO_OK)
        status = fill_values(job, result);
    return status == GEO_OK ? test(job, result) : status;
}

static geo_status emerging_worker(cli_job *job, emerging_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)result->settings;
    geo_status status = plan(job, result);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = map_find_studied(job, shared, result->load.areas[0], &result->map);
    if (status == GEO_OK)
        status = measure(job, result);
    if (status == GEO_OK)
        status = map_read_context(job, shared, &result->load.areas[0]->crs, NULL, &result->map);
    if (status == GEO_OK)
        status = emerging_describe(job, result);
    return status == GEO_OK ? deliver_emerging(job, result) : status;
}

static geo_status run_emerging(cli_job *job, const void *settings)
{
    emerging_result result = {.settings = settings};
    geo_status status = emerging_worker(job, &result);
    emerging_clear(&result);
    return status;
}

static const char *const emerging_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, "png",
                                               "svg",         "pdf",  NULL};

static const command_example emerging_examples[] = {
    {"Which hot spots of anti-social behaviour are new, lasting or on their way out",
     "wardmap emerging shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas "
     "--parent LAD24NM --category \"Anti-social behaviour\" -o emerging.pdf -o emerging.csv"},
    {"Two years of shoplifting by ward, hot and cold spots alone",
     "wardmap emerging shapes/incidents/2023-*.csv.gz shapes/incidents/2024-*.csv.gz --areas "
     "shapes/aldshire.gpkg --layer wards --category Shoplifting --significant"},
    {"Hexagons of 300 m in one district, as a map and a layer",
     "wardmap emerging shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--parent LAD24NM --show \"parent = 'Wendmouth'\" --cells hexagons --cell-size 300 "
     "--significant -o cells.png -o cells.gpkg"},
    {NULL, NULL},
};

const cli_command emerging_command = {
    .name = "emerging",
    .operands = "INCIDENTS... --areas FILE",
    .summary = "hot spots month by month: new, intensifying, persistent, diminishing, sporadic",
    .description =
        "Finds the hot and cold spots of each month (Getis-Ord Gi*), tests in every area whether "
        "they grow or fade (Mann-Kendall), and says in a word what the months amount to. Hot in "
        "90% of the months and in the last is intensifying, persistent or diminishing by its "
        "trend; no longer hot after so many months is diminishing; hot in the last one to three "
        "months alone is new; anything else that was ever hot is sporadic. The definitions stand "
        "under the table.\n\nNeeds 4 months, better 8 and more; months without any rows are "
        "missing and named, not zero. A month whose rows are all of other kinds counts as one "
        "without incidents.\n\nWith --cells the ground of the areas is divided into hexagons or "
        "squares. A picture (-o with .png, .svg or .pdf) is a map of the hot spots; a layer "
        "has all classes, cold ones too.",
    .groups = {&emerging_options, &cell_options, &area_options, &population_options,
               &map_area_options, &figure_options, &filter_options, &output_options,
               &incident_options, &run_options, &limit_options, NULL},
    .formats = emerging_formats,
    .examples = emerging_examples,
    .may_print = true,
    .settings_size = sizeof(emerging_settings),
    .defaults = &emerging_defaults,
    .run = run_emerging,
};
