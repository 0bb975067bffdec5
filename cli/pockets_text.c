/* The words of the pockets command: titles, notes, keys of its JSON. */
#include <string.h>

#include "deliver.h"
#include "pockets.h"

/* Districts whose sentences stand under the table; of more the table alone tells. */
enum { SENTENCES_MOST = 12 };

/* "nationally" */
static const char *among(const pockets_result *result)
{
    return result->indices.areas->is_local ? "of the study area" : "nationally";
}

/* Ends the text and hands it to the table; the bytes are empty afterwards. */
static geo_status set_title(cli_job *job, geo_table *table, geo_bytes *title)
{
    geo_status status = end_text(job->context, title);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, table, title->data);
    title->length = 0;
    return status;
}

static geo_status add_note(cli_job *job, geo_table *table, geo_bytes *note)
{
    geo_status status = end_text(job->context, note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, table, note->data);
    note->length = 0;
    return status;
}

/* ---- titles --------------------------------------------------------------------------------- */

/* "; Burglary: count and rate per 1,000 residents a year, January 2024" */
static geo_status append_incidents(cli_job *job, const pockets_result *result, geo_bytes *title)
{
    if (!result->tally)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, title, "; ");
    if (status == GEO_OK)
        status = append_subject(job, title);
    if (status == GEO_OK && result->areas->population)
        status =
            geo_bytes_print(job->context, title, ": count and rate per 1,000 %s%s",
                            result->load.denominator, result->settings->per_year ? " a year" : "");
    return status == GEO_OK ? append_title_period(job, &result->load, title) : status;
}

static geo_status set_titles(cli_job *job, const pockets_result *result, geo_bytes *title)
{
    const geo_pockets *pockets = result->pockets;
    geo_status status = geo_bytes_print(
        job->context, title, "Pockets of deprivation: LSOAs in the %d%% most deprived %s, %s",
        pockets->within, among(result), result->indices.name);
    if (status == GEO_OK)
        status = append_incidents(job, result, title);
    if (status == GEO_OK)
        status = set_title(job, pockets->table, title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, title, "LSOAs among the most deprived %s%s, %s",
                                 among(result), result->district ? " by district" : "",
                                 result->indices.name);
    return status == GEO_OK ? set_title(job, pockets->districts, title) : status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

/* Which areas may be pockets, and how many are. */
static geo_status note_found(cli_job *job, const pockets_result *result, geo_bytes *note)
{
    char found[COUNT_TEXT_SIZE], known[COUNT_TEXT_SIZE], shown[COUNT_TEXT_SIZE];
    const geo_pockets *pockets = result->pockets;
    size_t rows = pockets->table->row_count;
    geo_status status =
        geo_bytes_print(job->context, note, "%s of %s LSOAs are among the %d%% most deprived %s",
                        count_text((int64_t)pockets->found, found),
                        count_text((int64_t)pockets->known, known), pockets->within, among(result));
    if (status == GEO_OK && rows < pockets->found)
        status = geo_bytes_print(job->context, note, "; %s %s shown",
                                 count_text((int64_t)rows, shown), rows == 1 ? "is" : "are");
    return status == GEO_OK ? add_note(job, pockets->table, note) : status;
}

static geo_status note_bands(cli_job *job, const pockets_result *result, geo_bytes *note)
{
    if (result->rank)
        return GEO_OK;
    geo_status status =
        geo_bytes_print(job->context, note,
                        "Only deciles are known (%s): which LSOAs are in the most deprived 1%% and "
                        "5%% cannot be told from them",
                        result->indices.table->value_field);
    return status == GEO_OK ? add_note(job, result->pockets->table, note) : status;
}

/* Shares of several ranks are no rank. */
static geo_status note_bridge(cli_job *job, const pockets_result *result, geo_bytes *note)
{
    const cli_indices *indices = &result->indices;
    if (!indices->bridge || indices->areas->is_local ||
        indices->bridged.split + indices->bridged.irregular == 0)
        return GEO_OK;
    geo_status status =
        geo_bytes_print(job->context, note,
                        "Here an LSOA that lies in several of the indices' areas has the rank and "
                        "decile of the one with most of it");
    return status == GEO_OK ? add_note(job, result->pockets->table, note) : status;
}

/* "Wards: wards.gpkg, by the largest share of the ground; 3 of the LSOAs shown are divided" */
static geo_status note_wards(cli_job *job, const pockets_result *result, geo_bytes *note)
{
    size_t divided = result->pockets->divided;
    if (!result->wards.parts)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, note, "Wards: %s", result->wards.how.data);
    if (status == GEO_OK && divided > 0)
        status = geo_bytes_print(
            job->context, note, "; %zu of the LSOAs shown %s divided: 5%% or more of %s elsewhere",
            divided, divided == 1 ? "is" : "are", divided == 1 ? "it lies" : "each lies");
    return status == GEO_OK ? add_note(job, result->pockets->table, note) : status;
}

static geo_status note_districts(cli_job *job, const pockets_result *result, geo_bytes *note)
{
    if (!result->districts.parts)
        return GEO_OK;
    geo_status status =
        geo_bytes_print(job->context, note, "Districts: %s", result->districts.how.data);
    return status == GEO_OK ? add_note(job, result->pockets->districts, note) : status;
}

static geo_status note_shown(cli_job *job, const pockets_result *result, geo_bytes *note)
{
    if (!result->show || !result->district)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, note,
                                        "Of districts with an area that is shown, all LSOAs count");
    return status == GEO_OK ? add_note(job, result->pockets->districts, note) : status;
}

static geo_status add_sentences(cli_job *job, const pockets_result *result)
{
    const geo_pockets *pockets = result->pockets;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < pockets->sentence_count && status == GEO_OK; i++)
        if (pockets->sentence_count <= SENTENCES_MOST || i + 1 == pockets->sentence_count)
            status = geo_table_add_note(job->context, pockets->districts, pockets->sentence[i]);
    return status;
}

static geo_status add_notes(cli_job *job, const pockets_result *result, geo_bytes *note)
{
    geo_table *table = result->pockets->table;
    geo_status status = note_found(job, result, note);
    if (status == GEO_OK)
        status = indices_note(job, &result->indices, table);
    if (status == GEO_OK)
        status = note_bridge(job, result, note);
    if (status == GEO_OK)
        status = note_bands(job, result, note);
    if (status == GEO_OK)
        status = note_wards(job, result, note);
    if (status == GEO_OK)
        status = deliver_note_filters(job, result->show, table);
    if (status == GEO_OK)
        status = add_sentences(job, result);
    if (status == GEO_OK)
        status = note_districts(job, result, note);
    return status == GEO_OK ? note_shown(job, result, note) : status;
}

geo_status pockets_add_words(cli_job *job, pockets_result *result)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = set_titles(job, result, &text);
    if (status == GEO_OK)
        status = add_notes(job, result, &text);
    geo_bytes_clear(&text);
    return status;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

void pockets_write_json(cli_job *job, geo_json *json, const void *value)
{
    const pockets_result *result = value;
    const geo_pockets *pockets = result->pockets;
    (void)job;
    indices_json(json, &result->indices);
    geo_json_integer(json, "within_percent", pockets->within);
    geo_json_integer(json, "lsoas", (int64_t)pockets->known);
    geo_json_integer(json, "pockets", (int64_t)pockets->found);
    geo_json_text(json, "wards_from", result->wards.parts ? result->wards.how.data : NULL);
    if (result->tally)
        geo_json_real(json, "years", result->years);
    geo_json_array(json, "sentences");
    for (size_t i = 0; i < pockets->sentence_count; i++)
        geo_json_text(json, NULL, pockets->sentence[i]);
    geo_json_close(json);
}
