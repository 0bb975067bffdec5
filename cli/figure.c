/* What the commands that draw share. */
#include "figure.h"

#include <stdlib.h>

#include "outputs.h"

#define AT(member) offsetof(draw_settings, figure.member)

static const cli_option figure_table[] = {
    {"title", 0, OPTION_TEXT, AT(title), "TEXT", NULL, "title; without it what the incidents are"},
    {"subtitle", 0, OPTION_TEXT, AT(subtitle), "TEXT", NULL, "subtitle; without it the period"},
    {"attribution", 0, OPTION_TEXT, AT(attribution), "TEXT", NULL,
     "whose data it is, as their licence asks for it"},
    {"style", 0, OPTION_TEXT, AT(style), "NAME|FILE", NULL,
     "report (the default), print-grey, slide, dark, accessible-high-contrast, or a .yaml file"},
    {"page", 0, OPTION_TEXT, AT(page), "SIZE", NULL,
     "a4, a5, 16:9 (a slide) or its width and height in mm, such as 160x120; without it the "
     "style's"},
    {"orientation", 0, OPTION_TEXT, AT(orientation), "WORD", NULL,
     "portrait, landscape or auto: the one that shows more"},
    {"ramp", 0, OPTION_TEXT, AT(ramp), "NAME", NULL,
     "colours from low to high: heat, viridis, magma, ylorrd, blues, greys or rdbu; a '-' before "
     "the name turns it round"},
    {"dpi", 0, OPTION_NUMBER, AT(dpi), "N", NULL, "dots per inch of a PNG (default 200)"},
    {"alt-text", 0, OPTION_FLAG, AT(alt_text), NULL, NULL,
     "print the alternative text, which is in the file as well, on standard output"},
};
const option_group figure_options = OPTION_GROUP("Figure", figure_table);

/* Whole seconds since 1970, as https://reproducible-builds.org/specs/source-date-epoch/ has it. */
static bool source_date(int64_t *seconds)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    *seconds = 0;
    for (const char *at = text; at && *at; at++) {
        if (*at < '0' || *at > '9' || at - text > 11)
            return false;
        *seconds = *seconds * 10 + (*at - '0');
    }
    return text && text[0];
}

geo_status figure_style(cli_job *job, const figure_settings *settings, geo_style **out)
{
    geo_status status = GEO_OK;
    int64_t seconds;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (epoch && epoch[0] && !source_date(&seconds))
        return job_fail(job, GEO_ERROR_USAGE,
                        "SOURCE_DATE_EPOCH is \"%s\"; it must be a whole number of seconds since "
                        "1970",
                        epoch);
    if (!(settings->dpi > 0))
        return job_fail(job, GEO_ERROR_USAGE, "--dpi must be more than 0");
    geo_figure_prepare();
    status = geo_style_read(job->context, settings->style, out);
    if (status == GEO_OK && (settings->page || settings->orientation))
        status = geo_style_set_page(job->context, *out, settings->page, settings->orientation);
    if (status == GEO_OK && settings->ramp)
        status = geo_style_set_ramp(job->context, *out, settings->ramp);
    return status;
}

/* "2024-05-31T12:00:00Z"; NULL without the variable. */
static const char *date_of(char text[FIGURE_DATE_SIZE])
{
    enum { DAY = 86400 };
    int64_t seconds;
    int year, month, day;
    if (!source_date(&seconds))
        return NULL;
    int second = (int)(seconds % DAY);
    geo_day_to_civil((int32_t)(seconds / DAY), &year, &month, &day);
    snprintf(text, FIGURE_DATE_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day,
             second / 3600, second / 60 % 60, second % 60);
    return text;
}

void figure_clear_words(figure_words *words)
{
    geo_bytes_clear(&words->title);
    geo_bytes_clear(&words->subtitle);
    geo_bytes_clear(&words->period);
    geo_bytes_clear(&words->method);
    geo_bytes_clear(&words->description);
}

geo_status figure_write_method(cli_job *job, const geo_table *table, size_t most,
                               figure_words *words)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < table->note_count && i < most && status == GEO_OK; i++)
        status = geo_bytes_print(job->context, &words->method, "%s%s.", i > 0 ? " " : "",
                                 table->note[i]);
    return status == GEO_OK ? end_text(job->context, &words->method) : status;
}

geo_figure_text figure_text_of(const figure_settings *settings, figure_words *words)
{
    return (geo_figure_text){.title = words->title.data,
                             .subtitle = words->subtitle.length > 0 ? words->subtitle.data : NULL,
                             .attribution = settings->attribution,
                             .method = words->method.data,
                             .description = words->description.data,
                             .date = date_of(words->date)};
}

geo_picture figure_format(const char *path)
{
    return output_is(path, "svg")   ? GEO_PICTURE_SVG
           : output_is(path, "pdf") ? GEO_PICTURE_PDF
                                    : GEO_PICTURE_PNG;
}

bool figure_is_picture(const char *path)
{
    return output_is(path, "png") || output_is(path, "svg") || output_is(path, "pdf");
}

geo_status figure_print_alt_text(cli_job *job, const figure_settings *settings,
                                 const char *description)
{
    geo_bytes line = GEO_BYTES_INIT;
    if (!settings->alt_text)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, &line, "%s\n", description);
    if (status == GEO_OK)
        status = print_bytes(job, &line);
    geo_bytes_clear(&line);
    return status;
}
