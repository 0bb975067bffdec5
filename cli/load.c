#include "load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "denominator_name.h"
#include "outputs.h"

void load_clear(cli_load *load)
{
    inputs_clear(&load->inputs);
    geo_filter_free(load->where);
    geo_crs_clear(&load->working);
    for (size_t i = 0; i < load->area_count; i++) {
        if (load->areas)
            geo_areas_free(load->areas[i]);
        if (load->locator)
            geo_locator_free(load->locator[i]);
    }
    free(load->areas);
    free(load->denominator);
    free(load->locator);
    geo_frame_free(load->frame);
    geo_ledger_free(load->ledger);
    *load = (cli_load){.where = NULL};
}

const geo_period *load_period(const cli_load *load)
{
    return load->has_period ? &load->period : NULL;
}

static geo_status check_coordinate_options(cli_job *job)
{
    const cli_settings *settings = job->settings;
    if ((!settings->x) != (!settings->y))
        return job_fail(job, GEO_ERROR_USAGE, "--x and --y go together; give both");
    if ((!settings->lon) != (!settings->lat))
        return job_fail(job, GEO_ERROR_USAGE, "--lon and --lat go together; give both");
    if (settings->x && settings->lon)
        return job_fail(job, GEO_ERROR_USAGE,
                        "give either --x and --y or --lon and --lat, not all of them");
    return GEO_OK;
}

geo_status load_plan(cli_job *job, cli_load *load)
{
    const cli_settings *settings = job->settings;
    if (settings->operands.count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "no incidents given: wardmap %s %s; 'wardmap %s --help' has examples",
                        job->command->name, job->command->operands, job->command->name);
    geo_status status = check_coordinate_options(job);
    if (status == GEO_OK && settings->working_crs)
        status = geo_crs_from_text(job->context, settings->working_crs, &load->working);
    if (status == GEO_OK && settings->where)
        status = geo_filter_parse(job->context, settings->where, &load->where);
    if (status == GEO_OK && settings->period) {
        load->has_period = true;
        status = geo_period_parse(job->context, settings->period, &load->period);
    }
    if (status == GEO_OK)
        status = inputs_expand(job, &settings->operands, &load->inputs);
    if (status == GEO_OK)
        status = outputs_check(job, &load->inputs);
    return status;
}

static geo_status need_areas(cli_job *job)
{
    if (job->settings->areas.count > 0)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "no boundaries given; name them with --areas FILE, and --layer NAME when "
                    "the file has several layers");
}

geo_status load_plan_with_areas(cli_job *job, cli_load *load)
{
    geo_status status = load_plan(job, load);
    return status == GEO_OK ? need_areas(job) : status;
}

geo_status load_plan_areas_alone(cli_job *job, cli_load *load)
{
    geo_status status = GEO_OK;
    if (job->settings->working_crs)
        status = geo_crs_from_text(job->context, job->settings->working_crs, &load->working);
    if (status == GEO_OK)
        status = outputs_check(job, &load->inputs);
    return status == GEO_OK ? need_areas(job) : status;
}

static geo_status join_population(cli_job *job, geo_areas *areas, const area_choice *choice)
{
    const cli_settings *settings = job->settings;
    const geo_input input = {settings->population, {NULL, 0}};
    const geo_input bridge = {settings->bridge, {NULL, 0}};
    geo_population_options options = {.layer = settings->population_layer,
                                      .encoding = settings->encoding,
                                      .roles.code = settings->population_code,
                                      .roles.population = choice->population,
                                      .bridge = settings->bridge ? &bridge : NULL,
                                      .limits = limits_of(settings)};
    if (!settings->population)
        return GEO_OK;
    return geo_areas_join_population(job->context, areas, &input, &options);
}

geo_status load_further_areas(cli_job *job, const area_choice *choice, const geo_crs *working,
                              geo_areas **out)
{
    geo_input input = {choice->path, {NULL, 0}};
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    geo_repair_report report;
    options.layer = choice->layer;
    options.crs = choice->crs ? choice->crs : job->settings->crs;
    options.working = working;
    options.limits = limits_of(job->settings);
    options.roles.code = choice->code;
    options.roles.name = choice->name;
    options.roles.parent = choice->parent;
    options.roles.population = choice->population;
    geo_status status = geo_areas_read(job->context, &input, &options, out);
    return status == GEO_OK ? geo_areas_repair(job->context, *out, &report) : status;
}

/* A population field is that of the table, where there is one. */
static geo_status read_areas(cli_job *job, const area_choice *choice, const geo_crs *working,
                             geo_areas **out)
{
    area_choice boundaries = *choice;
    if (job->settings->population)
        boundaries.population = NULL;
    geo_status status = load_further_areas(job, &boundaries, working, out);
    return status == GEO_OK ? join_population(job, *out, choice) : status;
}

const geo_crs *load_working_crs(const cli_load *load)
{
    if (load->working.wkt)
        return &load->working;
    return load->area_count > 0 && load->areas[0] ? &load->areas[0]->crs : NULL;
}

static geo_status name_denominator(cli_job *job, cli_load *load)
{
    const char *given = job->settings->denominator_name;
    if (!given)
        return denominator_name(job, load->areas[0]->population_field, &load->denominator);
    load->denominator = strdup(given);
    return load->denominator ? GEO_OK : job_out_of_memory(job);
}

geo_status load_areas(cli_job *job, cli_load *load)
{
    const area_list *wanted = &job->settings->areas;
    load->areas = calloc(wanted->count + 1, sizeof *load->areas);
    if (!load->areas)
        return job_out_of_memory(job);
    for (size_t i = 0; i < wanted->count; i++) {
        load->area_count = i + 1;
        geo_status status =
            read_areas(job, &wanted->item[i], load_working_crs(load), &load->areas[i]);
        if (status != GEO_OK)
            return status;
    }
    return wanted->count > 0 ? name_denominator(job, load) : GEO_OK;
}

geo_status load_take_areas(cli_job *job, cli_load *load, geo_areas *areas)
{
    load->areas = calloc(1, sizeof *load->areas);
    if (!load->areas) {
        geo_areas_free(areas);
        return job_out_of_memory(job);
    }
    load->areas[0] = areas;
    load->area_count = 1;
    return GEO_OK;
}

/* The areas of which `which` is true, as if there were no others: `some` has room for their codes.
 */
static geo_status join_some(cli_job *job, geo_areas *areas, const bool *which, geo_areas *some)
{
    static const area_choice none = {.path = NULL};
    const area_list *wanted = &job->settings->areas;
    some->count = 0;
    for (size_t i = 0; i < areas->count; i++)
        if (!which || which[i])
            some->code[some->count++] = areas->code[i];
    some->name = NULL;
    some->population = NULL;
    some->population_field = NULL;
    geo_status status = join_population(job, some, wanted->count > 0 ? &wanted->item[0] : &none);
    double *population = calloc(areas->count + 1, sizeof *population);
    if (status == GEO_OK && !population)
        status = job_out_of_memory(job);
    for (size_t i = 0, next = 0; i < areas->count && status == GEO_OK; i++)
        population[i] = !which || which[i] ? some->population[next++] : (double)NAN;
    free(some->population);
    free(status == GEO_OK ? areas->population : population);
    free(status == GEO_OK ? areas->population_field : some->population_field);
    if (status == GEO_OK) {
        areas->population = population;
        areas->population_field = some->population_field;
    }
    return status;
}

geo_status load_population(cli_job *job, cli_load *load, const bool *which)
{
    geo_areas *areas = load->areas[0];
    geo_areas some = *areas;
    geo_status status = GEO_OK;
    if (job->settings->population) {
        some.code = calloc(areas->count + 1, sizeof *some.code);
        status = some.code ? join_some(job, areas, which, &some) : job_out_of_memory(job);
        free((void *)some.code);
    }
    return status == GEO_OK ? name_denominator(job, load) : status;
}

geo_status load_locators(cli_job *job, cli_load *load)
{
    geo_status status = GEO_OK;
    if (load->locator)
        return GEO_OK;
    load->locator = calloc(load->area_count + 1, sizeof *load->locator);
    if (!load->locator)
        return job_out_of_memory(job);
    for (size_t i = 0; i < load->area_count && status == GEO_OK; i++)
        status = geo_locator_build(job->context, load->areas[i], &load->locator[i]);
    return status;
}

static geo_incident_options what_to_read(const cli_job *job, const cli_load *load)
{
    const cli_settings *settings = job->settings;
    geo_incident_options options = incident_options_of(settings);
    options.where = load->where;
    if (load->category_field)
        options.roles.category = load->category_field;
    if (load->date_field && !options.roles.date)
        options.roles.date = load->date_field;
    options.period = load_period(load);
    options.category = load->value ? &load->value : settings->category.item;
    options.category_count = load->value ? 1 : load->keeps_all_kinds ? 0 : settings->category.count;
    options.working = load_working_crs(load);
    options.records = load->records;
    options.no_places = load->no_places;
    if (load->area_count > 0 && load->areas[0]->extent.x_min <= load->areas[0]->extent.x_max)
        options.expected = &load->areas[0]->extent;
    return options;
}

/* What makes a table of zeros, or one of a few rows, look like a result. */
static void warn_of_losses(cli_job *job, const cli_load *load)
{
    char read_text[COUNT_TEXT_SIZE], rejected_text[COUNT_TEXT_SIZE];
    int64_t read = 0, rejected = 0;
    for (size_t i = 0; i < load->ledger->count; i++) {
        read += load->ledger->line[i].read;
        rejected += load->ledger->line[i].count[GEO_REJECTED];
    }
    if (load->frame->count == 0)
        job_warn(job, "no incidents are left: none has coordinates and passes the filters");
    if (rejected > read / 2)
        job_warn(job, "%s of %s rows are rejected; --explain lists the first ones with the reason",
                 count_text(rejected, rejected_text), count_text(read, read_text));
}

static void warn_of_none_placed(cli_job *job, const cli_load *load)
{
    for (size_t i = 0; i < load->ledger->count; i++)
        if (load->ledger->line[i].count[GEO_PLACED] > 0)
            return;
    if (load->frame->count > 0)
        job_warn(job, "none of the incidents with coordinates is in one of the areas; are these "
                      "the right boundaries, fields and --crs?");
}

geo_status load_stream(cli_job *job, cli_load *load, const geo_incident_sink *sink)
{
    geo_incident_options options = what_to_read(job, load);
    geo_status status = inputs_begin_standard(job, &load->inputs);
    if (status != GEO_OK)
        return status;
    return geo_incidents_stream(job->context, load->inputs.input, load->inputs.path.count, &options,
                                sink, &load->frame, &load->ledger);
}

void load_warn(cli_job *job, const cli_load *load)
{
    warn_of_losses(job, load);
    if (load->area_count > 0)
        warn_of_none_placed(job, load);
}

/* ---- counting as they come ------------------------------------------------------------------ */

typedef struct counting {
    const cli_load *load;
    geo_tally *tally;
} counting;

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const counting *work = user;
    return geo_locate(context, work->load->locator[0], x, y, count, area);
}

static geo_status count_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    const counting *work = user;
    return geo_tally_add(context, work->tally, rows->frame, rows->area);
}

geo_status load_tally(cli_job *job, cli_load *load, geo_tally **out)
{
    counting work = {.load = load};
    geo_incident_sink sink = {.user = &work, .place = place_rows, .take = count_rows};
    geo_status status = geo_tally_new(job->context, load->areas[0]->count, &work.tally);
    if (status == GEO_OK)
        status = load_locators(job, load);
    if (status == GEO_OK)
        status = load_stream(job, load, &sink);
    if (status != GEO_OK) {
        geo_tally_free(work.tally);
        return status;
    }
    load_warn(job, load);
    *out = work.tally;
    return GEO_OK;
}

const char *area_name(const geo_areas *areas, size_t area)
{
    const char *name = areas->name ? areas->name[area] : NULL;
    return name && name[0] ? name : areas->code[area];
}

geo_status append_subject(cli_job *job, geo_bytes *bytes)
{
    const cli_settings *settings = job->settings;
    if (settings->category.count > 0)
        return append_list(job->context, bytes, settings->category.item, settings->category.count);
    return geo_bytes_print(job->context, bytes, "%s",
                           settings->where ? "Incidents" : "All incidents");
}

geo_status append_title_period(cli_job *job, const cli_load *load, geo_bytes *bytes)
{
    if (load->frame->month_count == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, bytes, ", ");
    return status == GEO_OK ? append_period(job->context, bytes, load->frame, load_period(load))
                            : status;
}
