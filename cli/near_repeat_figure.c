/* Near repeats as a picture: distances by times, shaded by how many times more than expected. */
#include <math.h>
#include <stdlib.h>

#include "deliver.h"
#include "near_repeat.h"

/* As on a screen of the calculator: from where near repeats begin, by steps that can be told apart.
 */
static geo_classes ratio_classes(double least_ratio)
{
    static const double further[] = {1.5, 2, 3, 5};
    geo_classes classes = {.count = 1, .lowest = NAN, .highest = NAN, .rule = GEO_BREAKS_GIVEN};
    classes.lower[0] = least_ratio;
    for (size_t i = 0; i < sizeof further / sizeof *further; i++)
        if (further[i] > least_ratio)
            classes.lower[classes.count++] = further[i];
    return classes;
}

typedef struct picture {
    char **row;
    char **column;
    const char **mark;
} picture;

static void clear_picture(const geo_knox_options *options, picture *made)
{
    for (size_t d = 0; made->row && d < options->distance_count; d++)
        free(made->row[d]);
    for (size_t t = 0; made->column && t < options->day_count; t++)
        free(made->column[t]);
    free(made->row);
    free(made->column);
    free((void *)made->mark);
}

static const char *stars_of(const geo_knox_options *options, double ratio, double p)
{
    if (!geo_knox_is_near(options, ratio, p))
        return NULL;
    return p <= 0.001 ? " ***" : p <= GEO_KNOX_STRONG_P ? " **" : " *";
}

static geo_status name_bands(cli_job *job, const near_repeat_result *result, picture *made)
{
    const geo_knox_options *options = &result->options;
    geo_status status = GEO_OK;
    for (size_t d = 0; d < options->distance_count && status == GEO_OK; d++) {
        geo_bytes text = GEO_BYTES_INIT;
        status = geo_knox_append_distance(job->context, options, d, &text);
        if (status == GEO_OK)
            status = end_text(job->context, &text);
        made->row[d] = text.data;
    }
    for (size_t t = 0; t < options->day_count && status == GEO_OK; t++) {
        geo_bytes text = GEO_BYTES_INIT;
        status = geo_knox_append_time(job->context, options, t, result->unit, &text);
        if (status == GEO_OK)
            status = end_text(job->context, &text);
        made->column[t] = text.data;
    }
    return status;
}

static geo_status make_picture(cli_job *job, const near_repeat_result *result, picture *made)
{
    const geo_knox_options *options = &result->options;
    const geo_knox_bands *band = &result->knox->band;
    size_t cells = options->distance_count * options->day_count;
    made->row = calloc(options->distance_count, sizeof *made->row);
    made->column = calloc(options->day_count, sizeof *made->column);
    made->mark = calloc(cells, sizeof *made->mark);
    if (!made->row || !made->column || !made->mark)
        return job_out_of_memory(job);
    for (size_t c = 0; c < cells; c++)
        made->mark[c] = stars_of(options, band->ratio[c], band->p[c]);
    return name_bands(job, result, made);
}

/* ---- words ---------------------------------------------------------------------------------- */

static geo_status write_words(cli_job *job, const near_repeat_result *result, figure_words *words)
{
    enum { NOTES = 3 }; /* the sentence, who is linked, the method */
    geo_status status = near_repeat_append_subject(job, &words->title);
    if (status == GEO_OK)
        status = deliver_titles(job, &result->settings->figure, &result->load, words);
    if (status == GEO_OK)
        status = figure_write_method(job, result->matrix, NOTES, words);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &words->description, "Shaded table. %s%s%s. %s.",
                                 words->title.data, words->subtitle.length > 0 ? ", " : "",
                                 words->subtitle.data, result->sentence.data);
    return status == GEO_OK ? end_text(job->context, &words->description) : status;
}

static geo_status draw_picture(cli_job *job, const near_repeat_result *result,
                               const geo_figure_text *text, const char *path, geo_bytes *bytes)
{
    const geo_knox_options *options = &result->options;
    const geo_classes classes = ratio_classes(options->least_ratio);
    picture made = {.row = NULL};
    geo_status status = make_picture(job, result, &made);
    const geo_matrix_chart chart = {
        .row_count = options->distance_count,
        .column_count = options->day_count,
        .row = (const char *const *)made.row,
        .column = (const char *const *)made.column,
        .value = result->knox->band.ratio,
        .classes = &classes,
        .unit =
            "Pairs of incidents, times what is expected by chance, by the distance and the time "
            "between them. More than by chance: * p up to 0.05, ** up to 0.01, *** up to 0.001",
        .decimals = 2,
        .mark = made.mark};
    if (status == GEO_OK)
        status = geo_figure_matrix(job->context, &chart, result->style, text, figure_format(path),
                                   result->settings->figure.dpi, bytes);
    clear_picture(options, &made);
    return status;
}

geo_status near_repeat_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const near_repeat_result *result = value;
    figure_words words = {.title = GEO_BYTES_INIT};
    geo_status status = write_words(job, result, &words);
    if (status == GEO_OK && !path)
        status = geo_bytes_print(job->context, bytes, "%s", words.description.data);
    if (status == GEO_OK && path) {
        const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
        status = draw_picture(job, result, &text, path, bytes);
    }
    figure_clear_words(&words);
    return status;
}
