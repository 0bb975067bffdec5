#include "matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "deliver.h"
#include "period.h"

#define AT(member) offsetof(matrix_settings, member)

static const cli_option matrix_table[] = {
    {"show", 0, OPTION_TEXT, AT(show), "EXPR", NULL,
     "show only areas that meet a condition, such as \"parent = 'Lichfield'\"; ranks and bands "
     "still refer to the reference"},
    {"reference", 0, OPTION_TEXT, AT(reference), "EXPR", NULL,
     "areas that mean, standard deviation and ranks are of, by a condition (default: all)"},
    {"levels", 0, OPTION_COUNT, AT(levels), "N", NULL,
     "how deep into the categories: 1 is the totals alone, 2 their groups too (the default), 3 "
     "what is below those; 0: all"},
    {"branch", 0, OPTION_TEXT, AT(branch), "CATEGORY", NULL,
     "only this category and those below it"},
    {"per-year", 0, OPTION_FLAG, AT(per_year), NULL, NULL,
     "scale rates to a year by the months that the incidents cover"},
    {"sd", 0, OPTION_CHOICE, AT(sd), "KIND", "population|sample",
     "divisor of the standard deviation for the bands: n (population, the default) or n - 1"},
    {"top", 0, OPTION_COUNT, AT(top), "N", NULL, "show the first N areas only"},
    {"round-to", 0, OPTION_COUNT, AT(round_to), "N", NULL,
     "round shown counts to a multiple of N; rates use exact counts"},
    {"suppress-below", 0, OPTION_COUNT, AT(suppress_below), "N", NULL,
     "keep back what has 1 to N - 1 incidents, and what would give that away"},
    {"decimals", 0, OPTION_COUNT, AT(decimals), "N", NULL,
     "digits after the point of rates in printed tables (default 1)"},
};
const option_group matrix_options = OPTION_GROUP("Areas by category", matrix_table);

void matrix_clear(matrix_result *result)
{
    geo_style_free(result->style);
    geo_table_free(result->chart_table);
    geo_matrix_free(result->matrix);
    denominators_clear(&result->denominators);
    free(result->count);
    counts_clear(&result->counts);
    offences_clear(&result->offences);
    geo_filter_free(result->reference);
    geo_filter_free(result->show);
    load_clear(&result->load);
}

int matrix_decimals(const matrix_settings *settings)
{
    return settings->decimals > 15 ? 15 : (int)settings->decimals;
}

/* ---- counted and measured ------------------------------------------------------------------- */

static geo_status plan(cli_job *job, matrix_result *result)
{
    const matrix_settings *settings = result->settings;
    geo_status status = GEO_OK;
    if (settings->show)
        status = geo_filter_parse(job->context, settings->show, &result->show);
    if (status == GEO_OK && settings->reference)
        status = geo_filter_parse(job->context, settings->reference, &result->reference);
    if (status == GEO_OK)
        status = load_plan_with_areas(job, &result->load);
    if (status == GEO_OK)
        status = offences_plan(job, &settings->offences, &result->load, &result->offences);
    if (status == GEO_OK)
        status = load_areas(job, &result->load);
    return status == GEO_OK ? denominators_check(job, &result->load) : status;
}

static geo_status count(cli_job *job, matrix_result *result)
{
    cli_load *load = &result->load;
    geo_status status = counts_of_all(job, load, &result->offences, &result->counts);
    if (status == GEO_OK)
        status = offences_count(job, &result->offences, result->counts.tally[0], &result->count);
    if (status == GEO_OK)
        status = denominators_find(job, load, result->offences.tree,
                                   &result->settings->offences.denominator, &result->denominators);
    return status == GEO_OK ? period_years(job, load, result->settings->per_year, &result->years)
                            : status;
}

static geo_status make(cli_job *job, matrix_result *result)
{
    const matrix_settings *settings = result->settings;
    const geo_area_counts counts = {.areas = result->load.areas[0],
                                    .categories = result->offences.tree,
                                    .count = result->count,
                                    .population = result->denominators.of,
                                    .years = result->years};
    geo_matrix_options options = GEO_MATRIX_OPTIONS_INIT;
    options.levels = (size_t)settings->levels;
    options.reference = result->reference;
    options.show = result->show;
    options.sd = (geo_sd)settings->sd;
    options.suppress_below = settings->suppress_below;
    geo_status status = GEO_OK;
    if (settings->branch)
        status =
            offences_named(job, counts.categories, "--branch", settings->branch, &options.branch);
    return status == GEO_OK ? geo_matrix_make(job->context, &counts, &options, &result->matrix)
                            : status;
}

geo_status matrix_measure(cli_job *job, matrix_result *result)
{
    geo_status status = plan(job, result);
    if (status == GEO_OK)
        status = count(job, result);
    return status == GEO_OK ? make(job, result) : status;
}

/* ---- words ---------------------------------------------------------------------------------- */

/* What all areas shown are part of; NULL when they are of several. */
static const char *where(const geo_matrix *matrix)
{
    const char *const *parent = matrix->counts.areas->parent;
    const char *first = parent && matrix->shown_count > 0 ? parent[matrix->shown[0]] : NULL;
    for (size_t i = 0; first && i < matrix->shown_count; i++) {
        const char *other = parent[matrix->shown[i]];
        if (!other || strcmp(first, other) != 0)
            return NULL;
    }
    return first;
}

geo_status matrix_append_title(cli_job *job, const matrix_result *result, const char *before,
                               const char *what, geo_bytes *title)
{
    const char *parent = where(result->matrix);
    geo_status status = GEO_OK;
    if (before || parent)
        status = geo_bytes_print(job->context, title, "%s%s%s: ", before ? before : "",
                                 before && parent ? " in " : "", parent ? parent : "");
    if (status == GEO_OK)
        status = append_subject(job, title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, title, "%s%s%s", what ? " " : "", what ? what : "",
                                 result->load.frame->month_count > 0 ? ", " : "");
    if (status == GEO_OK)
        status = append_period(job->context, title, result->load.frame, load_period(&result->load));
    return status == GEO_OK ? end_text(job->context, title) : status;
}

geo_status matrix_set_title(cli_job *job, const matrix_result *result, const char *before,
                            const char *what, geo_table *table)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = matrix_append_title(job, result, before, what, &title);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, table, title.data);
    geo_bytes_clear(&title);
    return status;
}

geo_status matrix_add_notes(cli_job *job, const matrix_result *result, geo_table *table)
{
    geo_status status = denominators_note(job, result->offences.tree, &result->denominators, table);
    return status == GEO_OK ? deliver_note_filters(job, NULL, table) : status;
}

static void reference_json(geo_json *json, const geo_matrix *matrix, size_t category)
{
    const geo_reference *reference = &matrix->reference[category];
    int32_t node = matrix->category[category];
    bool is_hidden = matrix->hidden_totals && matrix->hidden_totals[category];
    geo_json_object(json, NULL);
    geo_json_text(json, "category", matrix->counts.categories->name[node]);
    geo_json_integer(json, "level", matrix->counts.categories->level[node]);
    geo_json_integer(json, "n", (int64_t)reference->count);
    geo_json_real(json, "mean", is_hidden ? (double)NAN : reference->mean);
    geo_json_real(json, "sd", is_hidden ? (double)NAN : reference->sd);
    geo_json_text(json, "sd_kind", reference->kind == GEO_SD_SAMPLE ? "sample" : "population");
    geo_json_real(json, "above", is_hidden ? (double)NAN : reference->above);
    geo_json_real(json, "significantly_above",
                  is_hidden ? (double)NAN : reference->significantly_above);
    geo_json_close(json);
}

void matrix_json(geo_json *json, const matrix_result *result)
{
    geo_json_real(json, "years", result->years);
    geo_json_array(json, "categories");
    for (size_t i = 0; i < result->matrix->category_count; i++)
        reference_json(json, result->matrix, i);
    geo_json_close(json);
}
