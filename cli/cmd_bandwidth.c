/* wardmap bandwidth: what bandwidth each rule gives for the incidents. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/measure.h>

#include "commands.h"
#include "deliver.h"
#include "outputs.h"
#include "surface.h"
#include "table.h"

/* Begins as surface_command_settings does, for the sake of the kernel. */
typedef struct bandwidth_settings {
    cli_settings common;
    int kernel; /* geo_kernel */
    const char *show;
} bandwidth_settings;

static const bandwidth_settings bandwidth_defaults = {.common = SETTINGS_INIT};

#define AT(member) offsetof(bandwidth_settings, member)

static const cli_option bandwidth_table[] = {
    {"kernel", 0, OPTION_CHOICE, AT(kernel), "NAME",
     "quartic|epanechnikov|triangular|uniform|gaussian",
     "the kernel that the bandwidths are for (default quartic)"},
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "only incidents in areas that meet a condition, such as \"parent = 'Lichfield'\""},
};
static const option_group bandwidth_options = OPTION_GROUP("Bandwidth", bandwidth_table);

typedef struct bandwidth_result {
    cli_load load;
    const bandwidth_settings *settings;
    geo_filter *show;
    bool *shown; /* [areas->count] NULL: all */
    geo_place_collector *collector;
    geo_places *places;
    surface_rules rules;
    double round_m; /* what a heat map of the areas has without --bandwidth */
    geo_table *table;
} bandwidth_result;

static void bandwidth_clear(bandwidth_result *result)
{
    geo_table_free(result->table);
    geo_places_free(result->places);
    geo_place_collector_free(result->collector);
    free(result->shown);
    geo_filter_free(result->show);
    load_clear(&result->load);
}

/* ---- reading -------------------------------------------------------------------------------- */

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const bandwidth_result *result = user;
    if (result->load.area_count > 0)
        return geo_locate(context, result->load.locator[0], x, y, count, area);
    memset(area, 0, count * sizeof *area);
    return GEO_OK;
}

static geo_status take_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    const bandwidth_result *result = user;
    const geo_frame *frame = rows->frame;
    return geo_place_collector_add(context, result->collector, frame->x, frame->y, frame->weight,
                                   frame->count);
}

static geo_status choose_areas(cli_job *job, bandwidth_result *result)
{
    size_t shown = 0;
    if (!result->show)
        return GEO_OK;
    const geo_areas *areas = result->load.areas[0];
    result->shown = calloc(areas->count + 1, sizeof *result->shown);
    if (!result->shown)
        return job_out_of_memory(job);
    geo_status status = geo_show_areas(job->context, areas, result->show, result->shown);
    for (size_t i = 0; i < areas->count; i++)
        shown += result->shown[i];
    if (status == GEO_OK && shown == 0)
        status = job_fail(job, GEO_ERROR_DATA, "--show \"%s\" leaves no area to show",
                          result->settings->show);
    return status;
}

static geo_status read_incidents(cli_job *job, bandwidth_result *result)
{
    const geo_incident_sink sink = {.user = result, .place = place_rows, .take = take_rows};
    geo_status status = load_areas(job, &result->load);
    if (status == GEO_OK && result->show && result->load.area_count == 0)
        status = job_fail(job, GEO_ERROR_USAGE, "--show is about areas; name them with --areas");
    if (status == GEO_OK)
        status = load_locators(job, &result->load);
    if (status == GEO_OK)
        status = choose_areas(job, result);
    if (status == GEO_OK)
        status = geo_place_collector_new(job->context, &result->collector);
    if (status == GEO_OK)
        status = load_stream(job, &result->load, &sink);
    if (status == GEO_OK)
        status = geo_place_collector_finish(job->context, result->collector, &result->places);
    if (status == GEO_OK)
        load_warn(job, &result->load);
    return status;
}

/* ---- the table ------------------------------------------------------------------------------ */

static const char *formula_of(geo_bandwidth_rule rule)
{
    switch (rule) {
    case GEO_BANDWIDTH_SCOTT:
        return "geometric mean of the standard deviations of x and y, by n^(-1/6)";
    case GEO_BANDWIDTH_SILVERMAN:
        return "0.9 times the lesser of standard distance and median distance / sqrt(ln 2), by "
               "n^(-1/5), as in ArcGIS";
    case GEO_BANDWIDTH_BOWMAN_FOSTER:
        return "geometric mean of the median absolute deviations of x and y / 0.6745, by n^(-1/6)";
    default:
        return "the least error of the density at incidents as all other places foresee it";
    }
}

static geo_status set_row(cli_job *job, const bandwidth_result *result, int rule,
                          geo_column *const *column)
{
    const geo_bandwidth *found = &result->rules.bandwidth[rule];
    const char *const text[] = {
        geo_bandwidth_rule_name((geo_bandwidth_rule)rule),
        geo_kernel_name(geo_bandwidth_rule_kernel((geo_bandwidth_rule)rule)),
        formula_of((geo_bandwidth_rule)rule)};
    geo_status status = GEO_OK;
    for (size_t i = 0; i < 3 && status == GEO_OK; i++)
        status = geo_table_set_text(job->context, column[i], (size_t)rule,
                                    (geo_text){text[i], strlen(text[i])});
    bool is_found = result->rules.is_found[rule];
    column[3]->real[rule] = is_found ? found->bandwidth_m : (double)NAN;
    column[4]->real[rule] = is_found ? found->own_m : (double)NAN;
    return status;
}

/* The columns are in the order in which they are printed, `column` in that of set_row(). */
static geo_status make_columns(cli_job *job, bandwidth_result *result, geo_column **column)
{
    static const struct {
        const char *name, *heading;
        geo_type type;
        size_t place;
        int spare;
    } plan[] = {{"rule", "Rule", GEO_TEXT, 0, 0},
                {"bandwidth_m", "Bandwidth (m)", GEO_REAL, 3, 0},
                {"own_kernel", "Made for kernel", GEO_TEXT, 1, 2},
                {"own_bandwidth_m", "Its bandwidth (m)", GEO_REAL, 4, 2},
                {"formula", "Formula", GEO_TEXT, 2, 1}};
    enum { COLUMNS = sizeof plan / sizeof *plan };
    geo_status status = GEO_OK;
    for (size_t i = 0; i < COLUMNS && status == GEO_OK; i++) {
        geo_column *made = NULL;
        status = geo_table_add(job->context, result->table, plan[i].name, plan[i].type, 0, &made);
        if (status == GEO_OK)
            status = geo_table_set_heading(job->context, made, plan[i].heading);
        if (status == GEO_OK)
            made->spare = plan[i].spare;
    }
    for (size_t i = 0; i < COLUMNS && status == GEO_OK; i++)
        column[plan[i].place] = &result->table->column[i];
    return status;
}

static geo_status set_title(cli_job *job, bandwidth_result *result)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_subject(job, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, ": bandwidths by rule");
    if (status == GEO_OK)
        status = append_title_period(job, &result->load, &title);
    return deliver_end_title(job, result->table, &title, status);
}

/* "5,158 incidents at 1,204 places within the areas shown" */
static geo_status append_counts(cli_job *job, const bandwidth_result *result, geo_bytes *note)
{
    char places[COUNT_TEXT_SIZE];
    geo_status status =
        geo_bytes_print(job->context, note, "%s", job->settings->weight ? "Incidents weigh " : "");
    if (status == GEO_OK && floor(result->rules.incidents) == result->rules.incidents)
        status = geo_bytes_print(job->context, note, "%s",
                                 count_text((int64_t)result->rules.incidents, places));
    else if (status == GEO_OK)
        status = append_short_number(job->context, note, result->rules.incidents, 3);
    return status == GEO_OK ? geo_bytes_print(job->context, note, "%s at %s distinct places%s",
                                              job->settings->weight ? "" : " incidents",
                                              count_text((int64_t)result->rules.places, places),
                                              result->load.area_count == 0 ? ""
                                              : result->shown ? " within the areas shown"
                                                              : " within the areas")
                            : status;
}

static geo_status add_counts(cli_job *job, const bandwidth_result *result)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = append_counts(job, result, &note);
    return deliver_end_note(job, result->table, &note, status);
}

static geo_status add_round_bandwidth(cli_job *job, const bandwidth_result *result)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(job->context, &note, "Without a rule a heat map of this ground has ");
    if (status == GEO_OK)
        status = surface_append_metres(job, result->round_m, &note);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &note, ", by its size alone");
    return deliver_end_note(job, result->table, &note, status);
}

static geo_status add_notes(cli_job *job, const bandwidth_result *result)
{
    const surface_rules *rules = &result->rules;
    geo_table *table = result->table;
    geo_status status = add_counts(job, result);
    if (status == GEO_OK)
        status = geo_table_add_note(
            job->context, table,
            "Scott, Silverman, and Bowman and Foster suppose one cluster in the shape of a "
            "Gaussian: for a county with several towns their bandwidths are wide");
    if (status == GEO_OK)
        status = geo_table_add_note(
            job->context, table,
            "Kernels are exchanged at equal standard deviations: a quartic one with 2.83 times the "
            "bandwidth of a Gaussian smooths as much");
    if (status == GEO_OK)
        status = add_round_bandwidth(job, result);
    if (status == GEO_OK && rules->is_found[GEO_BANDWIDTH_LSCV] &&
        rules->bandwidth[GEO_BANDWIDTH_LSCV].is_at_end)
        status = geo_table_add_note(job->context, table,
                                    "Cross-validation finds no best bandwidth within its range, "
                                    "1/50 to 3/2 of Scott's, and gives the end of it");
    if (status == GEO_OK && rules->places > GEO_LSCV_PLACES_MOST)
        status = geo_table_add_note(job->context, table,
                                    "Cross-validation looks at all pairs of places, and these are "
                                    "too many");
    return status == GEO_OK ? deliver_note_filters(job, result->show, table) : status;
}

static geo_status make_table(cli_job *job, bandwidth_result *result)
{
    geo_column *column[5] = {NULL};
    geo_status status = geo_table_new(job->context, GEO_BANDWIDTH_RULE_COUNT, &result->table);
    if (status == GEO_OK)
        status = make_columns(job, result, column);
    for (int rule = 0; rule < GEO_BANDWIDTH_RULE_COUNT && status == GEO_OK; rule++)
        status = set_row(job, result, rule, column);
    if (status == GEO_OK)
        status = set_title(job, result);
    return status == GEO_OK ? add_notes(job, result) : status;
}

/* ---- the command ---------------------------------------------------------------------------- */

/* Every rule whatever it takes, but of many places cross-validation: that is what was asked. */
static geo_status find_rules(cli_job *job, bandwidth_result *result)
{
    const cli_load *load = &result->load;
    const surface_ground ground = {.areas = load->area_count > 0 ? load->areas[0] : NULL,
                                   .locator = load->area_count > 0 ? load->locator[0] : NULL,
                                   .which = result->shown,
                                   .crs = &load->frame->crs};
    geo_extent extent;
    geo_status status = surface_find_extent(job, &ground, result->places, &extent);
    if (status != GEO_OK)
        return status;
    result->round_m = surface_round_bandwidth(&extent, SURFACE_SIDE_PER_BANDWIDTH);
    return surface_find_rules(job, &ground, result->places, (geo_kernel)result->settings->kernel,
                              SURFACE_ALL_RULES, &result->rules);
}

static void write_json(cli_job *job, geo_json *json, const void *value)
{
    const bandwidth_result *result = value;
    (void)job;
    geo_json_text(json, "kernel", geo_kernel_name((geo_kernel)result->settings->kernel));
    geo_json_real(json, "incidents", result->rules.incidents);
    geo_json_integer(json, "places", (int64_t)result->rules.places);
    geo_json_real(json, "by_map_size_m", result->round_m);
}

static geo_status bandwidth_worker(cli_job *job, bandwidth_result *result)
{
    geo_status status = GEO_OK;
    if (result->settings->show)
        status = geo_filter_parse(job->context, result->settings->show, &result->show);
    if (status == GEO_OK)
        status = load_plan(job, &result->load);
    if (status == GEO_OK)
        status = read_incidents(job, result);
    if (status == GEO_OK)
        status = find_rules(job, result);
    if (status == GEO_OK)
        status = make_table(job, result);
    if (status != GEO_OK)
        return status;
    const cli_delivery delivery = {
        .load = &result->load, .table = result->table, .result = result, .json = write_json};
    return deliver(job, &delivery);
}

static geo_status run_bandwidth(cli_job *job, const void *settings)
{
    bandwidth_result result = {.settings = settings};
    geo_status status = bandwidth_worker(job, &result);
    bandwidth_clear(&result);
    return status;
}

static const char *const bandwidth_formats[] = {TABLE_FORMATS, "json", NULL};

static const command_example bandwidth_examples[] = {
    {"Before a heat map of burglary in one district: how wide the kernel might be",
     "wardmap bandwidth shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards "
     "--show \"parent = 'Aldminster'\" --category Burglary"},
    {"For a Gaussian kernel, as data, of all incidents wherever they are",
     "wardmap bandwidth shapes/incidents/2024-*.csv.gz --kernel gaussian -o bandwidths.csv"},
    {NULL, NULL},
};

const cli_command bandwidth_command = {
    .name = "bandwidth",
    .operands = "INCIDENTS... [--areas FILE]",
    .summary = "bandwidths for a heat map by the usual rules, side by side",
    .description =
        "A wide bandwidth hides hotspots, a narrow one makes hotspots of chance. The table has the "
        "bandwidth that each rule gives for the incidents, or those within the areas, in metres "
        "and for one kernel: Scott's, Silverman's as ArcGIS has it, Bowman and Foster's with a "
        "spread that far incidents don't move, and least-squares cross-validation. Give one of "
        "them to the other commands with --bandwidth, by its name or in metres.",
    .groups = {&bandwidth_options, &area_options, &filter_options, &output_options,
               &incident_options, &run_options, &limit_options, NULL},
    .formats = bandwidth_formats,
    .examples = bandwidth_examples,
    .may_print = true,
    .settings_size = sizeof(bandwidth_settings),
    .defaults = &bandwidth_defaults,
    .run = run_bandwidth,
};
