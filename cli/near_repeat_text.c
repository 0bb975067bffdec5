/* The words of the near-repeat command: tables with titles and notes, warnings, the sentence. */
#include <math.h>

#include "deliver.h"
#include "near_repeat.h"
#include "period.h"

geo_status near_repeat_append_subject(cli_job *job, geo_bytes *bytes)
{
    geo_status status = append_subject(job, bytes);
    return status == GEO_OK ? geo_bytes_print(job->context, bytes, ": near repeats") : status;
}

static geo_status set_title(cli_job *job, const near_repeat_result *result, const char *what,
                            geo_table *table)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = near_repeat_append_subject(job, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, "%s", what);
    if (status == GEO_OK)
        status = append_title_period(job, &result->load, &title);
    return deliver_end_title(job, table, &title, status);
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status append_share(cli_job *job, int64_t part, size_t whole, geo_bytes *note)
{
    char count[COUNT_TEXT_SIZE];
    geo_status status = geo_bytes_print(job->context, note, "%s (", count_text(part, count));
    if (status == GEO_OK)
        status =
            geo_bytes_append_number(job->context, note, 100.0 * (double)part / (double)whole, 0);
    return status == GEO_OK ? geo_bytes_print(job->context, note, "%%)") : status;
}

/* "Of 1,200 incidents 320 (27%) are in such a pair, and 190 (16%) follow another by a day or more"
 */
static geo_status note_linked(cli_job *job, const near_repeat_result *result, geo_bytes *note)
{
    char all[COUNT_TEXT_SIZE];
    const geo_knox *knox = result->knox;
    if (knox->near_days == 0)
        return geo_bytes_print(job->context, note,
                               "No near repeats: the nearest and soonest pairs are not clearly "
                               "more than expected");
    geo_status status = geo_bytes_print(job->context, note, "Of %s incidents ",
                                        count_text((int64_t)knox->count, all));
    if (status == GEO_OK)
        status = append_share(job, knox->linked, knox->count, note);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, note, " are in such a pair, and ");
    if (status == GEO_OK)
        status = append_share(job, knox->following, knox->count, note);
    return status == GEO_OK ? geo_bytes_print(job->context, note, " follow another by a %s or more",
                                              result->unit == GEO_KNOX_MONTHS ? "month" : "day")
                            : status;
}

static geo_status note_method(cli_job *job, const near_repeat_result *result, geo_bytes *note)
{
    const geo_knox_options *options = &result->options;
    char permutations[COUNT_TEXT_SIZE];
    return geo_bytes_print(
        job->context, note,
        "Knox test: pairs of incidents by %s and %s between them; expected is the mean of %s "
        "permutations of the %s among the places (seed %llu); p: how often chance gives as many "
        "pairs or more",
        options->metric == GEO_METRIC_MANHATTAN ? "Manhattan distance (east plus north)"
                                                : "Euclidean distance",
        result->unit == GEO_KNOX_MONTHS ? "months" : "days",
        count_text((int64_t)options->permutations, permutations),
        result->unit == GEO_KNOX_MONTHS ? "months" : "days", (unsigned long long)options->seed);
}

static geo_status note_chance(cli_job *job, const near_repeat_result *result, geo_bytes *note)
{
    const geo_knox_options *options = &result->options;
    size_t cells = options->distance_count * options->day_count;
    geo_status status = geo_bytes_print(job->context, note,
                                        "%zu bands are tested at once: of bands without near "
                                        "repeats about ",
                                        cells);
    if (status == GEO_OK)
        status = append_short_number(job->context, note, options->most_p * (double)cells, 1);
    return status == GEO_OK ? geo_bytes_print(job->context, note,
                                              " would have such a p by chance; look for those next "
                                              "to each other from the nearest and soonest on")
                            : status;
}

static geo_status add_notes(cli_job *job, const near_repeat_result *result, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = geo_table_add_note(job->context, table, result->sentence.data);
    if (status == GEO_OK)
        status = note_linked(job, result, &note);
    if (status == GEO_OK)
        status = deliver_end_note(job, table, &note, GEO_OK);
    if (status == GEO_OK)
        status = note_method(job, result, &note);
    if (status == GEO_OK)
        status = deliver_end_note(job, table, &note, GEO_OK);
    if (status == GEO_OK)
        status = note_chance(job, result, &note);
    if (status == GEO_OK)
        status = deliver_end_note(job, table, &note, GEO_OK);
    if (status == GEO_OK)
        status = deliver_note_filters(job, NULL, table);
    geo_bytes_clear(&note);
    return status;
}

/* ---- warnings ------------------------------------------------------------------------------- */

#define STACKED_MOST 0.5 /* beyond which places are hardly those of the incidents */

static void warn(cli_job *job, const near_repeat_result *result)
{
    const near_repeat_incidents *incidents = &result->incidents;
    size_t known = incidents->count - incidents->unknown;
    char count[COUNT_TEXT_SIZE], all[COUNT_TEXT_SIZE];
    double share = (double)incidents->stacked / (double)known;
    if (incidents->unknown > 0)
        job_warn(job, "%s of %s incidents %s no %s and %s left out",
                 count_text((int64_t)incidents->unknown, count),
                 count_text((int64_t)incidents->count, all),
                 incidents->unknown == 1 ? "tells" : "tell",
                 result->unit == GEO_KNOX_MONTHS ? "month" : "day",
                 incidents->unknown == 1 ? "is" : "are");
    if (share > STACKED_MOST)
        job_warn(job,
                 "%.0f%% of incidents share their exact coordinates with another: where places "
                 "are snapped to shared points, as on police.uk, incidents of neighbours pass for "
                 "repeats at the same place, and short distances mean little",
                 100 * share);
    else if (incidents->stacked > 0)
        job_note(job, "%s of %s incidents share their exact coordinates with another",
                 count_text((int64_t)incidents->stacked, count), count_text((int64_t)known, all));
}

/* ---- all ------------------------------------------------------------------------------------ */

static geo_status make_tables(cli_job *job, near_repeat_result *result)
{
    const geo_knox *knox = result->knox;
    const geo_knox_options *options = &result->options;
    geo_status status = geo_knox_matrix(job->context, knox, options, result->unit, &result->matrix);
    if (status == GEO_OK)
        status = geo_knox_table(job->context, knox, options, result->unit, false, &result->table);
    if (status == GEO_OK)
        status = geo_knox_table(job->context, knox, options, result->unit, true, &result->data);
    if (status == GEO_OK)
        status = set_title(job, result, ", observed over expected pairs", result->matrix);
    if (status == GEO_OK)
        status = set_title(job, result, ", pairs of incidents", result->table);
    return status;
}

geo_status near_repeat_describe(cli_job *job, near_repeat_result *result)
{
    geo_status status = make_tables(job, result);
    if (status == GEO_OK)
        status = geo_knox_append_sentence(job->context, result->knox, &result->options,
                                          result->unit, &result->sentence);
    if (status == GEO_OK)
        status = end_text(job->context, &result->sentence);
    if (status == GEO_OK)
        status = add_notes(job, result, result->matrix);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, result->table,
                                    "Up to here: with all nearer and sooner bands together; the "
                                    "upper end of a band is in it");
    if (status == GEO_OK)
        status = period_warn(job, &result->load);
    warn(job, result);
    return status;
}
