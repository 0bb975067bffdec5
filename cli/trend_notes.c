/* What is said of the months: title, notes, findings. */
#include <math.h>
#include <stdlib.h>

#include "trend.h"

/* Of more series each would be a page of notes; the table says it too. */
#define DESCRIBED_MOST 8

/* Sigma z from fewer is a guess. */
#define MONTHS_WANTED 12

geo_status trend_append_subject(cli_job *job, const trend_result *result, geo_bytes *bytes)
{
    const text_list *offence = &result->settings->offence;
    if (offence->count > 0)
        return append_list(job->context, bytes, offence->item, offence->count);
    return append_subject(job, bytes);
}

/* ---- limits --------------------------------------------------------------------------------- */

/* The one of all series, where there is one; NaN. */
static double single_sigma_z(const trend_result *result)
{
    return result->series_count == 1 ? result->trend->series[0].sigma_z : (double)NAN;
}

static size_t seasonal_count(const trend_result *result)
{
    size_t count = 0;
    for (size_t s = 0; s < result->series_count; s++)
        count += result->trend->series[s].is_seasonal;
    return count;
}

static geo_status append_spread(cli_job *job, const trend_result *result, geo_bytes *bytes)
{
    double sigma_z = single_sigma_z(result);
    geo_status status =
        geo_bytes_print(job->context, bytes, "%s",
                        result->settings->limits == TREND_LANEY
                            ? ", widened where months vary more than chance (Laney's u' chart"
                            : ", for counts that vary by chance alone (Poisson");
    if (status == GEO_OK && !isnan(sigma_z)) {
        status = geo_bytes_print(job->context, bytes, "; sigma z ");
        if (status == GEO_OK)
            status = geo_bytes_append_number(job->context, bytes, sigma_z, 2);
    }
    return status == GEO_OK ? geo_bytes_print(job->context, bytes, ")") : status;
}

static const char *season_words(const trend_result *result)
{
    size_t seasonal = seasonal_count(result);
    if (seasonal == result->series_count)
        return ", by season (ratios to a moving mean of 12 months)";
    if (result->settings->no_season)
        return ", the same for every month of the year";
    if (seasonal > 0)
        return ", by season where a series has 50 incidents a month or more";
    return ", without season: that takes 24 months without a gap and 50 incidents a month";
}

static geo_status append_expected(cli_job *job, const trend_result *result, geo_bytes *bytes)
{
    size_t months = 0;
    for (size_t s = 0; s < result->series_count; s++)
        if (result->trend->series[s].based_on > months)
            months = result->trend->series[s].based_on;
    geo_status status = geo_bytes_print(job->context, bytes, ". Expected: the mean of %zu month%s",
                                        months, months == 1 ? "" : "s");
    if (status == GEO_OK && result->settings->baseline)
        status = geo_bytes_print(job->context, bytes, " of the baseline, %s",
                                 result->settings->baseline);
    if (status == GEO_OK && months < MONTHS_WANTED)
        status = geo_bytes_print(job->context, bytes, ", few, so that the limits are rough");
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, "%s", season_words(result));
    return status;
}

geo_status trend_append_limits(cli_job *job, const trend_result *result, geo_bytes *bytes)
{
    geo_status status = geo_bytes_print(job->context, bytes, "Limits: ");
    if (status == GEO_OK)
        status = append_short_number(job->context, bytes, result->settings->sigmas, 2);
    if (status == GEO_OK)
        status =
            geo_bytes_print(job->context, bytes, " sigma of a u chart by the days of each month");
    if (status == GEO_OK)
        status = append_spread(job, result, bytes);
    return status == GEO_OK ? append_expected(job, result, bytes) : status;
}

/* ---- findings ------------------------------------------------------------------------------- */

static const geo_trend_month *months_of(const trend_result *result, size_t series)
{
    return result->trend->month + series * result->month_count;
}

static geo_status append_outside(cli_job *job, const trend_result *result, size_t series,
                                 geo_bytes *bytes)
{
    enum { NAMED_MOST = 12 };
    const geo_trend_month *month = months_of(result, series);
    size_t named = 0;
    geo_status status = GEO_OK;
    for (size_t m = 0; m < result->month_count && status == GEO_OK; m++) {
        if (month[m].outside == GEO_SIMILAR || ++named > NAMED_MOST)
            continue;
        status = geo_bytes_print(job->context, bytes, "%s", named == 1 ? ": " : ", ");
        if (status == GEO_OK)
            status = append_month(job->context, bytes, result->first_month + (int32_t)m);
        if (status == GEO_OK)
            status = geo_bytes_print(job->context, bytes, " (%s)",
                                     month[m].outside == GEO_HIGHER ? "above" : "below");
    }
    if (status == GEO_OK && named > NAMED_MOST)
        status = geo_bytes_print(job->context, bytes, " and %zu more", named - NAMED_MOST);
    return status;
}

static geo_status append_whole(cli_job *job, double number, geo_bytes *bytes)
{
    char text[COUNT_TEXT_SIZE];
    return geo_bytes_print(job->context, bytes, "%s", count_text((int64_t)round(number), text));
}

/* "; February 2019, the last, has 8,914: within normal expected levels (8,402 to 10,921)". */
static geo_status append_last(cli_job *job, const trend_result *result, size_t series,
                              geo_bytes *bytes)
{
    size_t last = result->month_count - 1;
    const geo_trend_month *month = &months_of(result, series)[last];
    geo_status status = geo_bytes_print(job->context, bytes, "; ");
    if (status == GEO_OK)
        status = append_month(job->context, bytes, result->first_month + (int32_t)last);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, ", the last, has ");
    if (status == GEO_OK)
        status = append_whole(job, month->count, bytes);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, ": %s normal expected levels (",
                                 month->outside == GEO_HIGHER  ? "above"
                                 : month->outside == GEO_LOWER ? "below"
                                                               : "within");
    if (status == GEO_OK)
        status = append_whole(job, month->lower_limit, bytes);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, " to ");
    if (status == GEO_OK)
        status = append_whole(job, month->upper_limit, bytes);
    return status == GEO_OK ? geo_bytes_print(job->context, bytes, ")") : status;
}

geo_status trend_append_findings(cli_job *job, const trend_result *result, size_t series,
                                 geo_bytes *bytes)
{
    const geo_trend_summary *summary = &result->trend->series[series];
    size_t outside = summary->above + summary->below;
    if (isnan(summary->centre))
        return geo_bytes_print(job->context, bytes, "no limits, %s",
                               summary->kept_back > 0 ? "since they would tell counts kept back"
                                                      : "since there are no incidents to expect");
    geo_status status =
        outside == 0
            ? geo_bytes_print(job->context, bytes, "none of %zu months lies outside the limits",
                              summary->known)
            : geo_bytes_print(job->context, bytes, "%zu of %zu months lie%s outside the limits",
                              outside, summary->known, outside == 1 ? "s" : "");
    if (status == GEO_OK)
        status = append_outside(job, result, series, bytes);
    return status == GEO_OK ? append_last(job, result, series, bytes) : status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

/* Under both tables. */
static geo_status add_note(cli_job *job, const trend_result *result, geo_bytes *note)
{
    geo_status status = end_text(job->context, note);
    if (status == GEO_OK && note->length > 0)
        status = geo_table_add_note(job->context, result->trend->table, note->data);
    if (status == GEO_OK && note->length > 0)
        status = geo_table_add_note(job->context, result->trend->wide, note->data);
    return status;
}

typedef geo_status (*note_writer)(cli_job *job, const trend_result *result, geo_bytes *note);

static geo_status write_limits(cli_job *job, const trend_result *result, geo_bytes *note)
{
    double share = erfc(result->settings->sigmas / sqrt(2));
    geo_status status = trend_append_limits(job, result, note);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, note,
                                 ". Of months that differ by chance alone about 1 in %.0f lies "
                                 "outside",
                                 1 / share);
    return status;
}

static geo_status write_summary(cli_job *job, const trend_result *result, geo_bytes *note)
{
    size_t months = 0, above = 0, below = 0;
    if (result->series_count <= DESCRIBED_MOST)
        return GEO_OK;
    for (size_t s = 0; s < result->series_count; s++) {
        const geo_trend_summary *summary = &result->trend->series[s];
        months += isnan(summary->centre) ? 0 : summary->known;
        above += summary->above;
        below += summary->below;
    }
    return geo_bytes_print(job->context, note,
                           "%zu series: of their %zu months with limits %zu lie above and %zu "
                           "below them",
                           result->series_count, months, above, below);
}

static geo_status write_missing(cli_job *job, const trend_result *result, geo_bytes *note)
{
    const geo_frame *frame = result->load.frame;
    if (missing_months(frame->month, frame->month_count) == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, note, "No data for ");
    if (status == GEO_OK)
        status = append_missing_months(job->context, note, frame->month, frame->month_count);
    return status == GEO_OK
               ? geo_bytes_print(job->context, note, ": missing, not without incidents")
               : status;
}

static geo_status write_kept_back(cli_job *job, const trend_result *result, geo_bytes *note)
{
    size_t kept = 0, series = 0;
    for (size_t s = 0; s < result->series_count; s++) {
        kept += result->trend->series[s].kept_back;
        series += result->trend->series[s].kept_back > 0;
    }
    if (kept == 0)
        return GEO_OK;
    job_warn(job, "counts are kept back: the ledger, which tells the rows of each file, is not for "
                  "publication with them, nor is the JSON that holds it");
    return geo_bytes_print(job->context, note,
                           "%zu count%s kept back: fewer than %lld incidents, or others from which "
                           "these could be found; so are sums of 12 months with them, and the "
                           "limits of their %zu series",
                           kept, kept == 1 ? "" : "s", (long long)result->settings->suppress_below,
                           series);
}

static geo_status write_rounding(cli_job *job, const trend_result *result, geo_bytes *note)
{
    if (result->settings->round_to < 2)
        return GEO_OK;
    return geo_bytes_print(job->context, note,
                           "Counts are rounded to a multiple of %lld; rates and limits use exact "
                           "counts",
                           (long long)result->settings->round_to);
}

static geo_status write_filter(cli_job *job, const trend_result *result, geo_bytes *note)
{
    const char *where = job->settings->where, *show = result->settings->show;
    geo_status status = GEO_OK;
    if (where)
        status = geo_bytes_print(job->context, note, "Only rows where %s", where);
    if (status == GEO_OK && show)
        status =
            geo_bytes_print(job->context, note, "%s areas where %s", where ? ", in" : "Only", show);
    return status;
}

static bool has_rates(const trend_result *result)
{
    return geo_table_find(result->trend->table, "rate_per_1000") != NULL;
}

static geo_status add_findings(cli_job *job, const trend_result *result)
{
    geo_status status = GEO_OK;
    for (size_t s = 0; s < result->series_count && result->series_count <= DESCRIBED_MOST; s++) {
        geo_bytes note = GEO_BYTES_INIT;
        status = geo_bytes_print(job->context, &note, "%s: ", trend_label(&result->series[s]));
        if (status == GEO_OK)
            status = trend_append_findings(job, result, s, &note);
        if (status == GEO_OK)
            status = add_note(job, result, &note);
        geo_bytes_clear(&note);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

/* The counts side by side have none. */
static geo_status add_rates(cli_job *job, const trend_result *result)
{
    if (!has_rates(result))
        return GEO_OK;
    geo_status status = geo_table_add_note(job->context, result->trend->table,
                                           "Rates are of the month, and of the 12 months to it "
                                           "where all of these are there");
    if (status != GEO_OK)
        return status;
    if (result->denominators.node_count > 0)
        return denominators_note(job, result->offences.tree, &result->denominators,
                                 result->trend->table);
    return geo_table_add_note(job->context, result->trend->table, "Rates are per 1,000 residents");
}

static geo_status set_title(cli_job *job, const trend_result *result)
{
    static const char *const by[] = {"", " and category", " and area", " and district"};
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = trend_append_subject(job, result, &title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &title, " by month%s, ", by[result->settings->by]);
    if (status == GEO_OK)
        status =
            append_period(job->context, &title, result->load.frame, load_period(&result->load));
    if (status == GEO_OK)
        status = end_text(job->context, &title);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, result->trend->table, title.data);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, result->trend->wide, title.data);
    geo_bytes_clear(&title);
    return status;
}

geo_status trend_describe(cli_job *job, trend_result *result)
{
    static const note_writer writers[] = {write_summary,   write_limits,   write_missing,
                                          write_kept_back, write_rounding, write_filter};
    geo_status status = set_title(job, result);
    if (status == GEO_OK)
        status = add_findings(job, result);
    for (size_t i = 0; i < sizeof writers / sizeof *writers && status == GEO_OK; i++) {
        geo_bytes note = GEO_BYTES_INIT;
        status = writers[i](job, result, &note);
        if (status == GEO_OK)
            status = add_note(job, result, &note);
        geo_bytes_clear(&note);
    }
    return status == GEO_OK ? add_rates(job, result) : status;
}
