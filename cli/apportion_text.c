/* The tables of the apportion command, and their words. */
#include <stdlib.h>
#include <string.h>

#include "apportion.h"
#include "deliver.h"

geo_table *apportion_table_of(const apportion_result *result)
{
    return result->table ? result->table : result->made->table;
}

/* ---- by decile ------------------------------------------------------------------------------ */

static const char *const decile_names[] = {"decile_1", "decile_2", "decile_3", "decile_4",
                                           "decile_5", "decile_6", "decile_7", "decile_8",
                                           "decile_9", "decile_10"};
static const char *const quintile_names[] = {"quintile_1", "quintile_2", "quintile_3", "quintile_4",
                                             "quintile_5"};
static const char *const top_names[] = {"most_deprived_20", "other_80"};

static const char *const numbers[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
static const char *const top_headings[] = {"in top 20% (%)", "in the others (%)"};

static geo_area_shares shares_of(const geo_area_deprivation *areas)
{
    geo_area_shares shares = {.group_count = areas->group_count, .share = areas->share};
    shares.name = areas->kind == GEO_DEPRIVATION_DECILES     ? decile_names
                  : areas->kind == GEO_DEPRIVATION_QUINTILES ? quintile_names
                                                             : top_names;
    shares.heading = areas->kind == GEO_DEPRIVATION_TOP_20 ? top_headings : numbers;
    shares.over = areas->kind == GEO_DEPRIVATION_DECILES     ? "by decile (%)"
                  : areas->kind == GEO_DEPRIVATION_QUINTILES ? "by quintile (%)"
                                                             : NULL;
    shares.top = areas->kind == GEO_DEPRIVATION_DECILES ? 2 : 1;
    return shares;
}

static geo_status make_shares(cli_job *job, apportion_result *result)
{
    const geo_area_shares shares = shares_of(result->indices.areas);
    int decimals = result->settings->decimals > 15 ? 15 : (int)result->settings->decimals;
    if (result->quantity_count != 1)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--decile-shares is of one quantity, such as residents; give one --value");
    geo_status status =
        geo_apportion_shares_table(job->context, result->load.areas[1], result->correspondence,
                                   &result->quantity[0], &shares, decimals, &result->table);
    if (status == GEO_OK)
        status = indices_note(job, &result->indices, result->table);
    if (status == GEO_OK)
        status =
            geo_table_add_note(job->context, result->table,
                               "Shares are of people: those of LSOAs in each group, shared out "
                               "and added up; deciles are not averaged. Top 20%: deciles 1 "
                               "and 2");
    return status;
}

/* ---- title and notes ------------------------------------------------------------------------ */

/* "layer of file", "file" */
static geo_status append_areas(cli_job *job, const geo_areas *areas, geo_bytes *text)
{
    if (areas->layer && areas->layer[0] != '\0')
        return geo_bytes_print(job->context, text, "%s (%s)", areas->layer, base_name(areas->path));
    return geo_bytes_print(job->context, text, "%s", base_name(areas->path));
}

static geo_status append_what(cli_job *job, const apportion_result *result, geo_bytes *text)
{
    const apportion_settings *settings = result->settings;
    const char *names[8];
    size_t count = result->quantity_count < 8 ? result->quantity_count : 8;
    if (settings->table == APPORTION_PAIRS)
        return geo_bytes_print(job->context, text, "How areas lie in others");
    if (settings->shares)
        return geo_bytes_print(job->context, text, "%s by deprivation of the areas they are in",
                               result->quantity[0].name);
    for (size_t i = 0; i < count; i++)
        names[i] = result->quantity[i].name;
    return append_list(job->context, text, names, count);
}

static geo_status set_title(cli_job *job, const apportion_result *result)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_what(job, result, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, ", from ");
    if (status == GEO_OK)
        status = append_areas(job, result->load.areas[0], &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, " to ");
    if (status == GEO_OK)
        status = append_areas(job, result->load.areas[1], &title);
    return deliver_end_title(job, apportion_table_of(result), &title, status);
}

/* What the figures rest on. */
static geo_status note_measure(cli_job *job, const apportion_result *result)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status;
    if (apportion_is_by_ground(result->settings)) {
        status = geo_bytes_print(
            job->context, &note,
            "Areas that are split are shared out by ground, as if people lived evenly over each; "
            "parts under ");
        if (status == GEO_OK)
            status = append_short_number(job->context, &note, result->settings->sliver_percent, 4);
        if (status == GEO_OK)
            status = geo_bytes_print(job->context, &note,
                                     "%% of both areas are taken for borders that don't quite "
                                     "agree");
    } else {
        status = geo_bytes_print(
            job->context, &note, "Areas that are split are shared out by %s of %s",
            result->settings->common.weight ? result->settings->common.weight : "what there is",
            base_name(result->settings->by));
    }
    return deliver_end_note(job, apportion_table_of(result), &note, status);
}

geo_status apportion_make(cli_job *job, apportion_result *result)
{
    const apportion_settings *settings = result->settings;
    const cli_load *load = &result->load;
    geo_apportion_options options = GEO_APPORTION_OPTIONS_INIT;
    geo_status status;
    options.decimals = settings->decimals > 15 ? 15 : (int)settings->decimals;
    if (settings->table == APPORTION_PAIRS)
        status = geo_correspondence_table(job->context, load->areas[0], load->areas[1],
                                          result->correspondence, &result->table);
    else if (settings->shares)
        status = make_shares(job, result);
    else
        status = geo_apportion(job->context, load->areas[1], result->correspondence,
                               result->quantity, result->quantity_count, &options, &result->made);
    if (status == GEO_OK)
        status = note_measure(job, result);
    return status == GEO_OK ? set_title(job, result) : status;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void put_total(geo_json *json, const geo_quantity *quantity, const geo_quantity_total *total)
{
    geo_json_object(json, NULL);
    geo_json_text(json, "field", quantity->name);
    geo_json_real(json, "before", total->before);
    geo_json_real(json, "after", total->after);
    geo_json_real(json, "outside", total->outside);
    geo_json_real(json, "of_split_areas", total->split);
    geo_json_real(json, "rounding", total->rounding);
    geo_json_integer(json, "areas_without_value", (int64_t)total->missing);
    geo_json_close(json);
}

void apportion_json(cli_job *job, geo_json *json, const void *value)
{
    const apportion_result *result = value;
    const geo_areas *from = result->load.areas[0];
    (void)job;
    geo_json_object(json, "from");
    geo_json_text(json, "file", from->path);
    geo_json_text(json, "layer", from->layer);
    geo_json_integer(json, "count", (int64_t)from->count);
    geo_json_close(json);
    geo_json_text(json, "by",
                  apportion_is_by_ground(result->settings) ? "ground" : result->settings->by);
    if (result->settings->shares)
        indices_json(json, &result->indices);
    if (!result->made)
        return;
    geo_json_array(json, "totals");
    for (size_t i = 0; i < result->quantity_count; i++)
        put_total(json, &result->quantity[i], &result->made->total[i]);
    geo_json_close(json);
    geo_json_object(json, "areas_shared_out");
    geo_json_integer(json, "whole", (int64_t)result->made->whole);
    geo_json_integer(json, "split", (int64_t)result->made->split);
    geo_json_integer(json, "in_none", (int64_t)result->made->without);
    geo_json_close(json);
}
