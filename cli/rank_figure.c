/* The ranking as a picture: what is asked for, and that it can be drawn. */
#include "outputs.h"
#include "rank.h"

/* A layer has the colours of a map. */
static bool needs_style(const rank_settings *settings)
{
    const text_list *output = &settings->common.output;
    for (size_t i = 0; i < output->count; i++)
        if (output_is_layer(output->item[i]))
            return true;
    return rank_draws(settings);
}

bool rank_draws(const rank_settings *settings)
{
    const text_list *output = &settings->common.output;
    for (size_t i = 0; i < output->count; i++)
        if (figure_is_picture(output->item[i]))
            return true;
    return false;
}

geo_status rank_check_figure(cli_job *job, rank_result *result)
{
    const rank_settings *settings = result->settings;
    bool draws = rank_draws(settings);
    if (settings->chart == RANK_FUNNEL && !draws && !settings->figure.alt_text)
        return job_fail(job, GEO_ERROR_USAGE,
                        "a funnel plot needs a file; add -o funnel.png (or .svg, .pdf)");
    return needs_style(settings) ? figure_style(job, &settings->figure, &result->style) : GEO_OK;
}

void rank_note_figure(cli_job *job, const rank_result *result)
{
    size_t rows = rank_shown_count(result);
    if (rank_draws(result->settings) && result->settings->chart == RANK_BARS &&
        rank_bar_count(result) < rows)
        job_note(job, "the chart shows the first %zu of %zu areas; --top sets how many",
                 rank_bar_count(result), rows);
}

geo_status rank_draw(cli_job *job, const rank_result *result, const char *path, geo_bytes *bytes)
{
    if (result->settings->chart == RANK_FUNNEL)
        return rank_draw_funnel(job, result, path, bytes);
    return rank_draw_bars(job, result, path, bytes);
}

geo_status rank_print_alt_text(cli_job *job, const rank_result *result)
{
    geo_bytes text = GEO_BYTES_INIT;
    if (!result->settings->figure.alt_text)
        return GEO_OK;
    geo_status status = rank_draw(job, result, NULL, &text);
    if (status == GEO_OK)
        status = end_text(job->context, &text);
    if (status == GEO_OK)
        status = figure_print_alt_text(job, &result->settings->figure, text.data);
    geo_bytes_clear(&text);
    return status;
}
