/* wardmap clusters: where high values lie together, by a test. */
#include <math.h>
#include <stdlib.h>

#include "clusters.h"
#include "commands.h"
#include "deliver.h"
#include "denominators.h"
#include "outputs.h"
#include "table.h"

static const clusters_settings clusters_defaults = {.common = SETTINGS_INIT,
                                                    .figure = FIGURE_SETTINGS_INIT,
                                                    .map = MAP_SETTINGS_INIT,
                                                    .cells = CELL_SETTINGS_INIT,
                                                    .permutations = -1,
                                                    .seed = 1,
                                                    .decimals = 1,
                                                    .most_share = NAN,
                                                    .most_radius_m = NAN};

#define AT(member) offsetof(clusters_settings, member)

static const cli_option clusters_table[] = {
    {"statistic", 0, OPTION_CHOICE, AT(statistic), "NAME", "gi-star|local-moran|scan",
     "gi-star (the default): hot and cold spots; local-moran: high among high, low among low, and "
     "outliers among unlike neighbours; scan: circles with more incidents than their people "
     "would have"},
    {"values", 0, OPTION_TEXT, AT(values), "KIND", NULL,
     "rate per 1,000 residents (the default where there are populations), count, or eb: rates "
     "drawn towards that of all by as much as chance explains (empirical Bayes)"},
    {"neighbours", 0, OPTION_TEXT, AT(neighbours), "RULE", NULL, NEIGHBOURS_HELP},
    {"weights", 0, OPTION_CHOICE, AT(weights), "KIND", "standardised|plain",
     "standardised (the default): the neighbours of each weigh 1 together; plain: each weighs 1, "
     "or what its distance gives; of local Moran, Moran's I and Geary's C: Gi* is the same by "
     "both"},
    {"correction", 0, OPTION_CHOICE, AT(correction), "KIND", "fdr|none",
     "fdr (the default): classes go by p corrected for the number of tests (Benjamini and "
     "Hochberg); none: by p as it is"},
    {"permutations", 0, OPTION_COUNT, AT(permutations), "N", NULL,
     "of tests by permutation (default 999; of each area by local Moran 9,999, since the "
     "correction needs a small p)"},
    {"seed", 0, OPTION_COUNT, AT(seed), "N", NULL, "of the permutations (default 1)"},
    {"significant", 0, OPTION_FLAG, AT(significant), NULL, NULL, "list only what is significant"},
    {"top", 0, OPTION_COUNT, AT(top), "N", NULL, "list the first N only"},
    {"most-share", 0, OPTION_NUMBER, AT(most_share), "PERCENT", NULL,
     "of all people that a circle of the scan may hold (default 50, the most)"},
    {"most-radius", 0, OPTION_NUMBER, AT(most_radius_m), "METRES", NULL,
     "of a circle of the scan; without it any"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates to a year by the months that the incidents cover"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of rates in printed tables (default 1)"},
};
static const option_group clusters_options = OPTION_GROUP("Clusters", clusters_table);

static const cli_option cell_table[] = {CELL_OPTIONS(clusters_settings)};
static const option_group cell_options = OPTION_GROUP("Cells", cell_table);

static void clusters_clear(clusters_result *result)
{
    geo_tally_free(result->tally);
    geo_neighbours_free(result->neighbours);
    geo_area_clusters_free(result->found);
    geo_scan_free(result->scan);
    geo_table_free(result->clusters);
    geo_table_free(result->members);
    free(result->class_of);
    free(result->x);
    free(result->y);
    free(result->value);
    figure_clear_words(&result->words);
    cells_clear(&result->cells);
    map_clear(&result->map);
    load_clear(&result->load);
}

/* ---- before anything is read ---------------------------------------------------------------- */

static geo_status check_values(cli_job *job, const clusters_settings *settings)
{
    const char *values = settings->values;
    if (values && !same_text(values, "rate") && !same_text(values, "count") &&
        !same_text(values, "eb"))
        return job_fail(job, GEO_ERROR_USAGE, "--values %s: give rate, count or eb", values);
    if (clusters_has_cells(settings) && values && !same_text(values, "count"))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--values %s: nobody knows how many people live in a cell; leave it out, "
                        "and counts are tested, or test areas with a population",
                        values);
    if (values && settings->statistic == CLUSTERS_SCAN)
        return job_fail(job, GEO_ERROR_USAGE,
                        "the scan compares counts with populations; leave out --values");
    return GEO_OK;
}

static geo_status check_scan(cli_job *job, const clusters_settings *settings)
{
    bool is_scan = settings->statistic == CLUSTERS_SCAN;
    if (!is_scan && !(isnan(settings->most_share) && isnan(settings->most_radius_m)))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--most-share and --most-radius are about circles; add --statistic scan");
    if (is_scan && clusters_has_cells(settings))
        return job_fail(job, GEO_ERROR_USAGE,
                        "the scan compares counts with the people of each area, and nobody knows "
                        "those of cells; leave out --cells");
    if (is_scan && settings->neighbours)
        return job_fail(job, GEO_ERROR_USAGE,
                        "the scan looks at circles of any size, not at neighbours; leave out "
                        "--neighbours");
    if (is_scan && settings->permutations == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "the scan's p comes from permutations; --permutations must be 1 or more");
    if (!isnan(settings->most_share) && !(settings->most_share > 0 && settings->most_share <= 50))
        return job_fail(job, GEO_ERROR_USAGE, "--most-share: give a share from 0 to 50 per cent");
    if (!isnan(settings->most_radius_m) && !(settings->most_radius_m > 0))
        return job_fail(job, GEO_ERROR_USAGE, "--most-radius must be more than 0");
    return GEO_OK;
}

static geo_status check_settings(cli_job *job, const clusters_settings *settings)
{
    geo_status status = check_values(job, settings);
    if (status == GEO_OK)
        status = check_scan(job, settings);
    if (status == GEO_OK && settings->statistic == CLUSTERS_LOCAL_MORAN &&
        settings->permutations == 0)
        status = job_fail(job, GEO_ERROR_USAGE,
                          "local Moran's p comes from permutations; --permutations must be 1 or "
                          "more");
    return status;
}

static geo_status plan(cli_job *job, clusters_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)result->settings;
    geo_status status = check_settings(job, result->settings);
    if (status == GEO_OK)
        status = cells_check(job, &result->settings->cells);
    if (status == GEO_OK)
        status = neighbours_parse(job, result->settings->neighbours, &result->rule);
    if (status == GEO_OK)
        status = load_plan_with_areas(job, &result->load);
    if (status == GEO_OK)
        status = map_check_files(job, shared, &result->load.inputs);
    return status == GEO_OK ? map_open_style(job, shared, &result->map) : status;
}

/* ---- the command ---------------------------------------------------------------------------- */

static geo_status deliver_clusters(cli_job *job, const clusters_result *result)
{
    static const char *const key[] = {"members"};
    const geo_table *more[] = {result->members};
    const cli_delivery delivery = {.load = &result->load,
                                   .table = result->found ? result->found->table : result->clusters,
                                   .more = more,
                                   .more_key = key,
                                   .more_count = result->members != NULL,
                                   .layer = clusters_layer,
                                   .style = result->map.style,
                                   .result = result,
                                   .json = clusters_json,
                                   .figure = &result->settings->figure,
                                   .draw = clusters_draw};
    return deliver(job, &delivery);
}

static geo_status clusters_worker(cli_job *job, clusters_result *result)
{
    const map_command_settings *shared = (const map_command_settings *)result->settings;
    geo_status status = plan(job, result);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    if (status == GEO_OK)
        status = map_find_studied(job, shared, result->load.areas[0], &result->map);
    if (status == GEO_OK)
        status = clusters_measure(job, result);
    if (status == GEO_OK)
        status = result->settings->statistic == CLUSTERS_SCAN ? clusters_find_circles(job, result)
                                                              : clusters_test(job, result);
    if (status == GEO_OK)
        status = map_read_context(job, shared, &result->load.areas[0]->crs, NULL, &result->map);
    if (status == GEO_OK)
        status = clusters_describe(job, result);
    return status == GEO_OK ? deliver_clusters(job, result) : status;
}

static geo_status run_clusters(cli_job *job, const void *settings)
{
    clusters_result result = {.settings = settings, .years = 1};
    geo_status status = clusters_worker(job, &result);
    clusters_clear(&result);
    return status;
}

static const char *const clusters_formats[] = {TABLE_FORMATS, "json", LAYER_FORMATS, "png",
                                               "svg",         "pdf",  NULL};

static const command_example clusters_examples[] = {
    {"Hot and cold spots of robbery by LSOA, as a map and a list",
     "wardmap clusters shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas "
     "--parent LAD24NM --category Robbery -o robbery.pdf -o robbery.csv"},
    {"LSOAs with high rates among others with high rates, and outliers, rates smoothed",
     "wardmap clusters shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas "
     "--category \"Anti-social behaviour\" --statistic local-moran --values eb --significant"},
    {"Circles of LSOAs with more shoplifting than their residents would have",
     "wardmap clusters shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer lsoas "
     "--category Shoplifting --statistic scan --most-radius 3000"},
    {"Hot spots of anti-social behaviour among hexagons of 300 m, named after their wards",
     "wardmap clusters shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--parent LAD24NM --show \"parent = 'Wendmouth'\" --cells hexagons --cell-size 300 "
     "--category \"Anti-social behaviour\" --significant -o cells.png -o cells.gpkg"},
    {NULL, NULL},
};

const cli_command clusters_command = {
    .name = "clusters",
    .operands = "INCIDENTS... --areas FILE",
    .summary = "hot and cold spots, clusters and outliers, each with its significance",
    .description =
        "Says where high values lie together by more than chance. Getis-Ord Gi* finds hot and cold "
        "spots at 90, 95 and 99%; local Moran areas that are high among high ones, low among low "
        "ones, or unlike their neighbours; Kulldorff's scan circles of any size with more "
        "incidents than their residents would have at the rate of all. Moran's I and Geary's C of "
        "the whole map stand in the notes.\n\nMany areas are tested at once, of which some are "
        "significant by chance alone: classes go by p corrected for that (false discovery rate), "
        "and the uncorrected p stands beside it.\n\nA picture (-o with .png, .svg or .pdf) is a "
        "map of the classes; a .gpkg has the areas with the same colours.\n\nWith --cells the "
        "ground "
        "of the areas is divided into hexagons or squares, in which incidents are counted; cells "
        "without any count too.",
    .groups = {&clusters_options, &cell_options, &area_options, &population_options,
               &map_area_options, &figure_options, &filter_options, &output_options,
               &incident_options, &run_options, &limit_options, NULL},
    .formats = clusters_formats,
    .examples = clusters_examples,
    .may_print = true,
    .settings_size = sizeof(clusters_settings),
    .defaults = &clusters_defaults,
    .run = run_clusters,
};
