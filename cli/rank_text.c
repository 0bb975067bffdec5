/* The words on a chart of the rank command. */
#include "rank_text.h"

geo_status rank_append_unit(cli_job *job, const rank_result *result, const char *incidents,
                            geo_bytes *bytes)
{
    geo_status status =
        geo_bytes_print(job->context, bytes, "%s per 1,000 %s%s", incidents,
                        result->load.denominator, result->settings->per_year ? " a year" : "");
    return status == GEO_OK ? end_text(job->context, bytes) : status;
}

int rank_decimals(const rank_result *result)
{
    int64_t decimals = result->settings->decimals;
    return decimals > 15 ? 15 : (int)decimals;
}

static bool is_funnel(const rank_result *result)
{
    return result->settings->chart == RANK_FUNNEL;
}

static geo_status append_when(cli_job *job, const rank_result *result, geo_bytes *bytes)
{
    return append_period(job->context, bytes, result->load.frame, load_period(&result->load));
}

static geo_status write_title(cli_job *job, const rank_result *result, geo_bytes *title)
{
    const char *given = result->settings->figure.title;
    geo_status status =
        given ? geo_bytes_print(job->context, title, "%s", given) : append_subject(job, title);
    return status == GEO_OK ? end_text(job->context, title) : status;
}

/* "Rate per 1,000 residents a year, April 2018 to March 2019". */
static geo_status append_measure(cli_job *job, const rank_result *result, const char *rate,
                                 geo_bytes *bytes)
{
    geo_status status =
        geo_bytes_print(job->context, bytes, "%s per 1,000 %s%s", rate, result->load.denominator,
                        result->settings->per_year ? " a year" : "");
    if (status == GEO_OK && result->load.frame->month_count > 0)
        status = geo_bytes_print(job->context, bytes, ", ");
    return status == GEO_OK ? append_when(job, result, bytes) : status;
}

static geo_status write_subtitle(cli_job *job, const rank_result *result, geo_bytes *subtitle)
{
    const char *given = result->settings->figure.subtitle;
    geo_status status = given ? geo_bytes_print(job->context, subtitle, "%s", given)
                              : append_measure(job, result, "Rate", subtitle);
    return status == GEO_OK ? end_text(job->context, subtitle) : status;
}

/* Whom the chart leaves out for their few incidents. */
static geo_status append_hidden(cli_job *job, const rank_result *result, geo_bytes *bytes)
{
    size_t hidden = result->ranking->hidden_small + result->ranking->hidden_others;
    if (hidden == 0)
        return GEO_OK;
    return geo_bytes_print(job->context, bytes,
                           " %zu area%s not shown: fewer than %lld incidents, or kept back to "
                           "protect one that has.",
                           hidden, hidden == 1 ? "" : "s",
                           (long long)result->settings->suppress_below);
}

/* Not where counts are rounded: the sum would be one that is not. */
static geo_status append_incidents(cli_job *job, const rank_result *result, const char *before,
                                   const char *after, geo_bytes *bytes)
{
    char text[COUNT_TEXT_SIZE];
    int64_t sum = 0;
    for (size_t i = 0; i < result->load.areas[0]->count; i++)
        sum += result->tally->total[i];
    if (result->settings->round_to > 1)
        return GEO_OK;
    return geo_bytes_print(job->context, bytes, "%s%s incident%s%s", before, count_text(sum, text),
                           sum == 1 ? "" : "s", after);
}

static geo_status append_statistics(cli_job *job, const rank_result *result, geo_bytes *method)
{
    const geo_reference *reference = &result->ranking->reference;
    if (is_funnel(result))
        return geo_bytes_print(job->context, method,
                               "Limits: quantiles of a Poisson count at the rate of all areas "
                               "together, without allowance for differences beyond chance.");
    return geo_bytes_print(
        job->context, method,
        "95%% intervals of a Poisson count (Byar's; exact below 10). Mean and SD (%s, "
        "unweighted) of the rates of %zu areas; the bands are a convention, not a test.",
        reference->kind == GEO_SD_SAMPLE ? "sample" : "population", reference->count);
}

static geo_status write_method(cli_job *job, const rank_result *result, geo_bytes *method)
{
    const geo_areas *areas = result->load.areas[0];
    geo_status status = append_statistics(job, result, method);
    if (status == GEO_OK)
        status = append_incidents(job, result, " ", ".", method);
    if (status == GEO_OK)
        status = append_hidden(job, result, method);
    if (status == GEO_OK && job->settings->where)
        status =
            geo_bytes_print(job->context, method, " Only rows where %s.", job->settings->where);
    if (status == GEO_OK && result->show && !is_funnel(result))
        status = geo_bytes_print(job->context, method, " Only areas where %s.",
                                 geo_filter_text(result->show));
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, method, " Boundaries: %s", base_name(areas->path));
    if (status == GEO_OK && areas->layer && areas->layer[0] != '\0')
        status = geo_bytes_print(job->context, method, " (%s)", areas->layer);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, method, ".");
    return status == GEO_OK ? end_text(job->context, method) : status;
}

static geo_status append_rate(cli_job *job, const rank_result *result, double rate,
                              geo_bytes *bytes)
{
    return geo_bytes_append_number(job->context, bytes, rate, rank_decimals(result));
}

static geo_status append_highest(cli_job *job, const rank_result *result, const rank_places *places,
                                 geo_bytes *bytes)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < places->highest_count && status == GEO_OK; i++) {
        status = geo_bytes_print(job->context, bytes, "%s%s ", i == 0 ? " Highest: " : ", ",
                                 places->highest[i]);
        if (status == GEO_OK)
            status = append_rate(job, result, places->rate[i], bytes);
    }
    if (status == GEO_OK && places->highest_count > 0)
        status = geo_bytes_print(job->context, bytes, "; %s is ", places->reference_text);
    if (status == GEO_OK && places->highest_count > 0)
        status = append_rate(job, result, places->reference, bytes);
    if (status == GEO_OK && places->highest_count > 0)
        status = geo_bytes_print(job->context, bytes, ".");
    return status;
}

static geo_status write_description(cli_job *job, const rank_result *result,
                                    const rank_places *places, geo_bytes *title, geo_bytes *bytes)
{
    geo_status status =
        geo_bytes_print(job->context, bytes,
                        "%s of %zu area%s. %s: ", is_funnel(result) ? "Funnel plot" : "Bar chart",
                        places->count, places->count == 1 ? "" : "s", title->data);
    if (status == GEO_OK)
        status = append_measure(job, result, "rate", bytes);
    if (status == GEO_OK)
        status = append_incidents(job, result, "; ", "", bytes);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, bytes, ".");
    if (status == GEO_OK)
        status = append_highest(job, result, places, bytes);
    return status == GEO_OK ? end_text(job->context, bytes) : status;
}

geo_status rank_write_words(cli_job *job, const rank_result *result, const rank_places *places,
                            figure_words *words)
{
    geo_status status = write_title(job, result, &words->title);
    if (status == GEO_OK)
        status = write_subtitle(job, result, &words->subtitle);
    if (status == GEO_OK)
        status = write_method(job, result, &words->method);
    if (status == GEO_OK)
        status = write_description(job, result, places, &words->title, &words->description);
    return status;
}
