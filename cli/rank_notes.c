/* What the command says under its table beside what the library does. */
#include "deliver.h"
#include "denominator_name.h"
#include "rank.h"

/* The first of the table is significantly above, or has twice the rate of the next and more than
 * chance between them. */
static bool stands_out(const rank_result *result)
{
    const geo_column *rate = geo_table_find(result->ranking->table, "rate_per_1000");
    const double *lower = rate[1].real, *upper = rate[2].real;
    size_t rows = rank_shown_count(result);
    if (rows > 0 &&
        geo_band_of(&result->ranking->reference, rate->real[0]) == GEO_BAND_SIGNIFICANTLY_ABOVE)
        return true;
    return rows > 1 && rate->real[0] >= 2 * rate->real[1] && lower[0] > upper[1];
}

/* Readers of files without notes under the table, and of JSON, have it among the command's. */
static geo_status add_caveat(cli_job *job, const rank_result *result)
{
    const cli_settings *settings = job->settings;
    if (!denominator_is_residents(result->load.denominator) || !stands_out(result))
        return GEO_OK;
    if (settings->json || settings->output.count > 0)
        job_note(job, "%s", denominator_caveat);
    return geo_table_add_note(job->context, result->ranking->table, denominator_caveat);
}

static void note_small(cli_job *job, const rank_result *result)
{
    char limit[COUNT_TEXT_SIZE];
    size_t small = result->ranking->small_populations;
    if (small == 0 || result->settings->flags)
        return;
    job_note(job, "%zu area%s fewer than %s %s: %s by chance; --flags marks %s", small,
             small == 1 ? " has" : "s have", count_text(result->settings->small_population, limit),
             result->load.denominator,
             small == 1 ? "its rate varies widely" : "their rates vary widely",
             small == 1 ? "it" : "them");
}

geo_status rank_add_notes(cli_job *job, const rank_result *result)
{
    geo_status status = deliver_note_filters(job, NULL, result->ranking->table);
    if (status == GEO_OK)
        status = add_caveat(job, result);
    note_small(job, result);
    return status;
}
