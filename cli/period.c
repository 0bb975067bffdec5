#include "period.h"

bool period_cuts_month(const geo_period *period)
{
    int32_t first = period->first_day, last = period->last_day;
    return (first != GEO_NO_DATE && geo_month_first_day(geo_month_of_day(first)) != first) ||
           (last != GEO_NO_DATE && geo_month_of_day(last + 1) == geo_month_of_day(last));
}

/* Months between those with rows are named; `missing` counts those of --period around them too. */
static geo_status warn_of_missing_months(cli_job *job, const geo_frame *frame, size_t missing,
                                         const char *period)
{
    geo_bytes months = GEO_BYTES_INIT;
    size_t between = missing_months(frame->month, frame->month_count);
    size_t around = missing > between ? missing - between : 0;
    geo_status status =
        append_missing_months(job->context, &months, frame->month, frame->month_count);
    if (status == GEO_OK)
        status = end_text(job->context, &months);
    if (status == GEO_OK && between > 0)
        job_warn(job, "no rows at all in %s: missing data, not an absence of incidents",
                 months.data);
    if (status == GEO_OK && around > 0)
        job_warn(job,
                 "the rows are of %s only; %zu month%s of the period asked for %s missing data, "
                 "not an absence of incidents",
                 period, around, around == 1 ? "" : "s", around == 1 ? "is" : "are");
    geo_bytes_clear(&months);
    return status;
}

geo_status period_warn(cli_job *job, const cli_load *load)
{
    geo_bytes period = GEO_BYTES_INIT;
    size_t missing = 0;
    (void)geo_frame_years(load->frame, load_period(load), &missing);
    if (missing == 0)
        return GEO_OK;
    geo_status status = append_period(job->context, &period, load->frame, load_period(load));
    if (status == GEO_OK)
        status = end_text(job->context, &period);
    if (status == GEO_OK)
        status = warn_of_missing_months(job, load->frame, missing, period.data);
    geo_bytes_clear(&period);
    return status;
}

/* The time that the rates stand for: a note says it, since a rate without its period means nothing.
 */
geo_status period_years(cli_job *job, const cli_load *load, bool per_year, double *years)
{
    const geo_frame *frame = load->frame;
    geo_bytes period = GEO_BYTES_INIT;
    size_t missing = 0;
    double covered = geo_frame_years(frame, load_period(load), &missing);
    bool dated = frame->month_count > 0 && covered > 0;
    *years = per_year ? covered : 1;
    if (per_year && !dated)
        return job_fail(job, GEO_ERROR_USAGE,
                        frame->is_dated
                            ? "--per-year needs incidents with a date, and none is left; "
                              "look at --period and --date, or leave out --per-year"
                            : "--per-year needs dated incidents; name the field with "
                              "--date, or leave out --per-year");
    geo_status status = append_period(job->context, &period, frame, load_period(load));
    if (status == GEO_OK)
        status = end_text(job->context, &period);
    if (status == GEO_OK && dated)
        job_note(job, "incidents of %s; rates are %s", period.data,
                 per_year ? "per year" : "for the whole period (--per-year scales them)");
    if (status == GEO_OK && missing > 0)
        status = warn_of_missing_months(job, frame, missing, period.data);
    geo_bytes_clear(&period);
    return status;
}
