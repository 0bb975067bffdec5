/* The words on a choropleth: what it shows and how it was made. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "choropleth.h"

#define HIGHEST 3

bool choropleth_is_studied(const choropleth_result *result, size_t area)
{
    return !result->map.is_studied || result->map.is_studied[area];
}

int choropleth_decimals(const choropleth_result *result)
{
    int64_t decimals = result->settings->decimals;
    if (result->kind == CHOROPLETH_COUNT || result->kind == CHOROPLETH_BAND ||
        (result->kind == CHOROPLETH_FIELD && result->is_whole))
        return 0;
    return decimals > 6 ? 6 : (int)decimals;
}

/* ---- units and bands ------------------------------------------------------------------------ */

/* "imd_decile" -> "Imd decile" */
static geo_status write_field_name(cli_job *job, choropleth_result *result)
{
    if (result->settings->unit)
        return geo_bytes_print(job->context, &result->unit, "%s", result->settings->unit);
    geo_status status = geo_bytes_print(job->context, &result->unit, "%s", result->field->name);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < result->unit.length; i++)
        if (result->unit.data[i] == '_')
            result->unit.data[i] = ' ';
    return GEO_OK;
}

geo_status choropleth_unit(cli_job *job, choropleth_result *result)
{
    const char *a_year = result->settings->per_year ? " a year" : "";
    geo_bytes *unit = &result->unit;
    geo_status status = GEO_OK;
    if (result->kind == CHOROPLETH_FIELD)
        status = write_field_name(job, result);
    else if (result->kind == CHOROPLETH_COUNT)
        status = geo_bytes_print(job->context, unit, "Incidents");
    else if (result->kind == CHOROPLETH_Z)
        status = geo_bytes_print(job->context, unit, "Standard deviations from the mean rate");
    else
        status = geo_bytes_print(job->context, unit, "Incidents per 1,000 %s%s",
                                 result->load.denominator, a_year);
    return status == GEO_OK ? end_text(job->context, unit) : status;
}

static geo_status write_band(cli_job *job, choropleth_result *result, size_t band)
{
    const geo_reference *reference = &result->layer[0].reference;
    geo_bytes *text = &result->band_text[band];
    double bound = band == 2 ? reference->significantly_above : reference->above;
    geo_status status = geo_bytes_print(job->context, text, "%s",
                                        band == 0 ? "Not above" : geo_band_name((geo_band)band));
    /* Several maps have a bound each. */
    if (status == GEO_OK && result->layer_count == 1 && isfinite(bound)) {
        status = geo_bytes_print(job->context, text, band == 0 ? " (to " : " (over ");
        if (status == GEO_OK)
            status =
                geo_bytes_append_number(job->context, text, bound, (int)result->settings->decimals);
        if (status == GEO_OK)
            status = geo_bytes_append(job->context, text, ")", 1);
    }
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* ---- title, subtitle, method ---------------------------------------------------------------- */

static geo_status write_title(cli_job *job, choropleth_result *result)
{
    static const char *const what[] = {": rate per 1,000 ", ": count",
                                       ": areas above the mean rate",
                                       ": rate, in standard deviations from the mean"};
    const figure_settings *figure = &result->settings->figure;
    geo_status status = GEO_OK;
    if (figure->title)
        status = geo_bytes_print(job->context, &result->words.title, "%s", figure->title);
    else if (result->kind == CHOROPLETH_FIELD)
        status = geo_bytes_print(job->context, &result->words.title, "%s", result->unit.data);
    else
        status = panels_append_subject(job, &result->panels, &result->words.title);
    if (status == GEO_OK && !figure->title && result->kind != CHOROPLETH_FIELD)
        status = geo_bytes_print(job->context, &result->words.title, "%s", what[result->kind]);
    if (status == GEO_OK && !figure->title && result->kind == CHOROPLETH_RATE)
        status =
            geo_bytes_print(job->context, &result->words.title, "%s%s", result->load.denominator,
                            result->settings->per_year ? " a year" : "");
    if (status == GEO_OK && !figure->title && result->panels.kind == PANEL_FACET)
        status = geo_bytes_print(job->context, &result->words.title, ", by %s",
                                 result->settings->map.facet);
    return status == GEO_OK ? end_text(job->context, &result->words.title) : status;
}

static geo_status write_period(cli_job *job, choropleth_result *result)
{
    geo_status status = GEO_OK;
    if (result->load.frame)
        status = panels_append_period(job, &result->panels, &result->load, &result->words.period);
    return status == GEO_OK ? end_text(job->context, &result->words.period) : status;
}

static geo_status write_subtitle(cli_job *job, choropleth_result *result)
{
    const char *given = result->settings->figure.subtitle;
    geo_status status = geo_bytes_print(job->context, &result->words.subtitle, "%s",
                                        given ? given : result->words.period.data);
    return status == GEO_OK ? end_text(job->context, &result->words.subtitle) : status;
}

/* In the areas that are shown. */
static int64_t placed_of(const choropleth_result *result)
{
    int64_t placed = 0;
    for (size_t i = 0; i < result->layer_count; i++) {
        const geo_tally *tally = result->layer[i].tally;
        for (size_t area = 0; tally && area < tally->area_count; area++)
            placed += choropleth_is_studied(result, area) ? tally->total[area] : 0;
    }
    return placed;
}

static geo_status append_reference(cli_job *job, geo_bytes *text, const choropleth_result *result)
{
    const geo_reference *reference = &result->layer[0].reference;
    const struct {
        const char *before;
        double figure;
    } part[] = {{" Mean of the areas' rates ", reference->mean},
                {", standard deviation ", reference->sd}};
    geo_status status = GEO_OK;
    if ((result->kind != CHOROPLETH_BAND && result->kind != CHOROPLETH_Z) ||
        result->layer_count > 1)
        return GEO_OK;
    for (size_t i = 0; i < 2 && status == GEO_OK; i++) {
        status = geo_bytes_print(job->context, text, "%s", part[i].before);
        if (status == GEO_OK)
            status = geo_bytes_append_number(job->context, text, part[i].figure,
                                             (int)result->settings->decimals);
    }
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, " (%zu areas).", reference->count);
    if (status == GEO_OK && result->kind == CHOROPLETH_BAND)
        status = geo_bytes_print(job->context, text,
                                 " Above: over the mean plus one standard deviation; significantly "
                                 "above: plus two. A convention, not a test of significance.");
    return status;
}

static geo_status append_sources(cli_job *job, geo_bytes *text, const choropleth_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    const cli_inputs *inputs = &result->load.inputs;
    geo_status status = GEO_OK;
    if (job->settings->where)
        status = geo_bytes_print(job->context, text, " Only rows where %s.", job->settings->where);
    if (status == GEO_OK && areas->population && result->kind != CHOROPLETH_COUNT &&
        result->kind != CHOROPLETH_FIELD)
        status = geo_bytes_print(job->context, text, " Population: %s.",
                                 job->settings->population ? base_name(job->settings->population)
                                 : areas->population_field ? areas->population_field
                                                           : "of the boundaries");
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, "%sBoundaries: %s",
                                 text->length > 0 ? " " : "", base_name(areas->path));
    if (status == GEO_OK && areas->layer && areas->layer[0])
        status = geo_bytes_print(job->context, text, " (%s)", areas->layer);
    if (status == GEO_OK)
        status = geo_bytes_append(job->context, text, ".", 1);
    if (status != GEO_OK || inputs->path.count == 0)
        return status;
    if (inputs->path.count == 1)
        return geo_bytes_print(job->context, text, " Incidents: %s.",
                               base_name(inputs->input[0].path));
    return geo_bytes_print(job->context, text, " Incidents: %zu files.", inputs->path.count);
}

/* Each sentence brings the blank before it; the first needs none. */
static void trim_start(geo_bytes *text)
{
    if (text->length == 0 || text->data[0] != ' ')
        return;
    text->length--;
    memmove(text->data, text->data + 1, text->length);
}

static geo_status write_method(cli_job *job, choropleth_result *result)
{
    char placed[COUNT_TEXT_SIZE];
    geo_bytes *text = &result->words.method;
    geo_status status = GEO_OK;
    if (result->kind != CHOROPLETH_FIELD)
        status = geo_bytes_print(
            job->context, text, "%s incident%s within the areas%s%s.",
            count_text(placed_of(result), placed), placed_of(result) == 1 ? "" : "s",
            result->map.is_studied ? " shown" : "",
            result->panels.kind == PANEL_WHERE ? ", on the maps together" : "");
    if (status == GEO_OK)
        status = append_reference(job, text, result);
    if (status == GEO_OK)
        status = append_sources(job, text, result);
    trim_start(text);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* ---- for those who can't see the figure ----------------------------------------------------- */

/* The studied areas with the highest values, equals in order of code; returns how many. */
static size_t find_highest(const choropleth_result *result, const double *value,
                           size_t highest[HIGHEST])
{
    const geo_areas *areas = result->load.areas[0];
    size_t count = 0;
    for (size_t i = 0; i < areas->count; i++) {
        if (isnan(value[i]) || !choropleth_is_studied(result, i))
            continue;
        size_t at = count;
        while (at > 0 && (value[i] > value[highest[at - 1]] ||
                          (value[i] == value[highest[at - 1]] &&
                           strcmp(areas->code[i], areas->code[highest[at - 1]]) < 0)))
            at--;
        if (at >= HIGHEST)
            continue;
        count += count < HIGHEST;
        for (size_t k = count - 1; k > at; k--)
            highest[k] = highest[k - 1];
        highest[at] = i;
    }
    return count;
}

static geo_status append_highest(cli_job *job, const choropleth_result *result, const double *value,
                                 geo_bytes *text)
{
    size_t highest[HIGHEST];
    size_t count = find_highest(result, value, highest);
    geo_status status = GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = geo_bytes_print(job->context, text, "%s%s (", i == 0 ? " Highest: " : ", ",
                                 area_name(result->load.areas[0], highest[i]));
        if (status == GEO_OK)
            status = geo_bytes_append_number(job->context, text, value[highest[i]],
                                             choropleth_decimals(result));
        if (status == GEO_OK)
            status = geo_bytes_append(job->context, text, ")", 1);
    }
    if (status == GEO_OK && count > 0)
        status = geo_bytes_append(job->context, text, ".", 1);
    return status;
}

static size_t count_equal(const choropleth_result *result, const double *value, double wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < result->load.areas[0]->count; i++)
        count += value[i] == wanted && choropleth_is_studied(result, i);
    return count;
}

/* Of deciles and the like, where the highest may be the best: how many areas have the ends. */
static geo_status append_extremes(cli_job *job, const choropleth_result *result,
                                  const double *value, geo_bytes *text)
{
    const geo_classes *classes = &result->map.classes;
    double low = classes->lower[0], high = classes->lower[classes->count - 1];
    return geo_bytes_print(
        job->context, text, " %zu areas have %d, the lowest, and %zu have %d, the highest.",
        count_equal(result, value, low), (int)low, count_equal(result, value, high), (int)high);
}

static geo_status append_layer(cli_job *job, const choropleth_result *result, size_t index,
                               geo_bytes *text)
{
    const double *value = result->layer[index].value;
    geo_status status = GEO_OK;
    if (result->layer_count > 1)
        status =
            geo_bytes_print(job->context, text, " %s:", result->panels.panel[index].title.data);
    if (status != GEO_OK)
        return status;
    if (result->map.classes.rule == GEO_BREAKS_EACH && result->map.classes.count > 1)
        return append_extremes(job, result, value, text);
    if (result->kind == CHOROPLETH_BAND)
        return geo_bytes_print(job->context, text, " Above: %zu areas, significantly above: %zu.",
                               count_equal(result, value, 1), count_equal(result, value, 2));
    return append_highest(job, result, value, text);
}

static geo_status write_description(cli_job *job, choropleth_result *result)
{
    char placed[COUNT_TEXT_SIZE];
    geo_bytes *text = &result->words.description;
    const geo_areas *areas = result->load.areas[0];
    size_t studied = 0;
    for (size_t i = 0; i < areas->count; i++)
        studied += choropleth_is_studied(result, i);
    geo_status status =
        geo_bytes_print(job->context, text, "Choropleth map of %zu areas. %s%s%s", studied,
                        result->words.title.data, result->words.period.length > 0 ? ", " : "",
                        result->words.period.data);
    if (status == GEO_OK && result->kind != CHOROPLETH_FIELD)
        status = geo_bytes_print(job->context, text, ": %s incidents",
                                 count_text(placed_of(result), placed));
    if (status == GEO_OK)
        status = geo_bytes_append(job->context, text, ".", 1);
    for (size_t i = 0; i < result->layer_count && status == GEO_OK; i++)
        status = append_layer(job, result, i, text);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

geo_status choropleth_describe(cli_job *job, choropleth_result *result)
{
    geo_status status = write_period(job, result);
    for (size_t band = 0; band < 3 && status == GEO_OK && result->kind == CHOROPLETH_BAND; band++)
        status = write_band(job, result, band);
    if (status == GEO_OK)
        status = write_title(job, result);
    if (status == GEO_OK)
        status = write_subtitle(job, result);
    if (status == GEO_OK)
        status = write_method(job, result);
    return status == GEO_OK ? write_description(job, result) : status;
}
