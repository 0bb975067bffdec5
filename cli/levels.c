#include "levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool level_read(geo_text text, cli_level *level)
{
    char last = text.length > 0 ? text.data[text.length - 1] : '\0';
    level->kind = last == 'x' || last == 'X' ? LEVEL_MEAN
                  : last == '%'              ? LEVEL_QUANTILE
                                             : LEVEL_DENSITY;
    text.length -= level->kind != LEVEL_DENSITY;
    return geo_number_parse(text, &level->number) && isfinite(level->number) && level->number > 0 &&
           (level->kind != LEVEL_QUANTILE || level->number < 100);
}

/* ---- as densities --------------------------------------------------------------------------- */

/* To two digits, which a legend can show and a reader remember. */
static double round_level(double density)
{
    double unit = pow(10, floor(log10(density)) - 1);
    return round(density / unit) * unit;
}

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* The smallest density that at least so many of the cells are not above. */
static double quantile_of(const double *sorted, size_t count, double percent)
{
    double place = ceil(percent / 100 * (double)count);
    return sorted[place < 1 ? 0 : (size_t)place - 1];
}

/* The cells with any incidents in reach, in order. */
static geo_status sort_cells(cli_job *job, const geo_grid *surface, double **out, size_t *count)
{
    size_t cells = surface->rows * surface->columns;
    double *sorted = malloc((cells + 1) * sizeof *sorted);
    if (!sorted)
        return job_out_of_memory(job);
    for (size_t i = 0; i < cells; i++)
        if (surface->value[i] > 0)
            sorted[(*count)++] = surface->value[i];
    qsort(sorted, *count, sizeof *sorted, compare_numbers);
    *out = sorted;
    return GEO_OK;
}

/* The lowest first, so that the sum depends on nothing but the cells. */
static double mean_of(const double *sorted, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += sorted[i];
    return count > 0 ? sum / (double)count : 0;
}

static void keep_reached(cli_levels *levels, double highest)
{
    size_t kept = 0;
    for (size_t i = 0; i < levels->count; i++)
        if (levels->level[i].density <= highest &&
            (kept == 0 || levels->level[i].density > levels->level[kept - 1].density))
            levels->level[kept++] = levels->level[i];
    levels->count = kept;
}

static void tell_left_out(cli_job *job, size_t asked, size_t kept)
{
    if (kept == 0)
        job_warn(job, "there are no hotspots: no density is as high as the lowest contour");
    else if (kept < asked)
        job_note(job, "%zu of %zu contours left out: no density is as high", asked - kept, asked);
}

geo_status levels_find(cli_job *job, const geo_grid *surface, cli_levels *levels)
{
    double *sorted = NULL;
    size_t count = 0, asked = levels->count;
    geo_status status = sort_cells(job, surface, &sorted, &count);
    if (status != GEO_OK)
        return status;
    levels->mean = mean_of(sorted, count);
    for (size_t i = 0; i < asked && count > 0; i++) {
        cli_level *level = &levels->level[i];
        level->density = level->kind == LEVEL_DENSITY ? level->number
                         : level->kind == LEVEL_MEAN
                             ? round_level(level->number * levels->mean)
                             : round_level(quantile_of(sorted, count, level->number));
    }
    keep_reached(levels, count > 0 ? sorted[count - 1] : -INFINITY);
    tell_left_out(job, asked, levels->count);
    free(sorted);
    return GEO_OK;
}

/* ---- in words ------------------------------------------------------------------------------- */

/* Two digits at least, however small. */
static int decimals_of(double number)
{
    return number >= 10 ? 1 : number >= 0.1 ? 2 : (int)fmin(1 - floor(log10(number)), 40);
}

geo_status levels_append_number(cli_job *job, double number, geo_bytes *text)
{
    char count[COUNT_TEXT_SIZE];
    if (number >= 1000 && number < 1e15 && floor(number) == number)
        return geo_bytes_print(job->context, text, "%s", count_text((int64_t)number, count));
    return append_short_number(job->context, text, number, decimals_of(number));
}

static const char *separator(size_t index, size_t count)
{
    return index == 0 ? "" : index + 1 == count ? " and " : ", ";
}

static geo_status append_rule(cli_job *job, const cli_levels *levels, geo_bytes *text)
{
    bool is_mean = levels->level[0].kind == LEVEL_MEAN;
    size_t count = levels->count;
    geo_status status = geo_bytes_print(job->context, text, " (");
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = geo_bytes_print(job->context, text, "%s", separator(i, count));
        if (status == GEO_OK)
            status = levels_append_number(job, levels->level[i].number, text);
        if (status == GEO_OK && !is_mean)
            status = geo_bytes_append(job->context, text, "%", 1);
    }
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text,
                                 is_mean ? " times the mean of the cells with any, "
                                         : " of the cells with any are lower)");
    if (status != GEO_OK || !is_mean)
        return status;
    status = levels_append_number(job, levels->mean, text);
    return status == GEO_OK ? geo_bytes_append(job->context, text, ")", 1) : status;
}

geo_status levels_append(cli_job *job, const cli_levels *levels, const char *unit, geo_bytes *text)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < levels->count && status == GEO_OK; i++) {
        status = geo_bytes_print(job->context, text, "%s", separator(i, levels->count));
        if (status == GEO_OK)
            status = levels_append_number(job, levels->level[i].density, text);
    }
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " %s", unit);
    if (status != GEO_OK || levels->level[0].kind == LEVEL_DENSITY)
        return status;
    return append_rule(job, levels, text);
}
