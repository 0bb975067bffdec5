/* The words on a heat map: what it shows and how it was made. */
#include <string.h>

#include "heatmap.h"

static geo_status write_title(cli_job *job, heatmap_result *result)
{
    geo_status status = GEO_OK;
    if (result->settings->figure.title)
        status = geo_bytes_print(job->context, &result->words.title, "%s",
                                 result->settings->figure.title);
    else
        status = panels_append_subject(job, &result->panels, &result->words.title);
    if (status == GEO_OK && !result->settings->figure.title && result->panels.kind == PANEL_FACET)
        status = geo_bytes_print(job->context, &result->words.title, " by %s",
                                 result->settings->map.facet);
    return status == GEO_OK ? end_text(job->context, &result->words.title) : status;
}

static geo_status write_subtitle(cli_job *job, heatmap_result *result)
{
    geo_status status = GEO_OK;
    if (result->settings->figure.subtitle)
        status = geo_bytes_print(job->context, &result->words.subtitle, "%s",
                                 result->settings->figure.subtitle);
    else
        status =
            geo_bytes_print(job->context, &result->words.subtitle, "%s", result->words.period.data);
    return status == GEO_OK ? end_text(job->context, &result->words.subtitle) : status;
}

static geo_status append_counts(cli_job *job, geo_bytes *bytes, const heatmap_result *result)
{
    char drawn_text[COUNT_TEXT_SIZE];
    char outside_text[COUNT_TEXT_SIZE];
    size_t drawn = 0, outside = 0;
    for (size_t i = 0; i < result->layer_count; i++) {
        drawn += result->layer[i].drawn;
        outside += result->layer[i].drawn_outside;
    }
    const char *noun = drawn == 1 ? "incident" : "incidents";
    /* One may be on several. */
    if (result->panels.kind == PANEL_WHERE)
        noun = "incidents on the maps together";
    else if (result->map.is_studied)
        noun = result->settings->surface.edge != GEO_EDGE_NONE
                   ? "incidents in the areas shown"
                   : "incidents in and around the areas shown";
    count_text((int64_t)drawn, drawn_text);
    count_text((int64_t)outside, outside_text);
    if (result->load.area_count == 0 || outside == 0)
        return geo_bytes_print(job->context, bytes, "%s %s.", drawn_text, noun);
    return geo_bytes_print(job->context, bytes, "%s %s, %s of them outside the boundaries.",
                           drawn_text, noun, outside_text);
}

static geo_status append_sources(cli_job *job, geo_bytes *bytes, const cli_load *load)
{
    size_t files = load->inputs.path.count;
    geo_status status = GEO_OK;
    if (job->settings->weight)
        status = geo_bytes_print(job->context, bytes, " Weighted by %s.", job->settings->weight);
    if (status == GEO_OK && job->settings->where)
        status = geo_bytes_print(job->context, bytes, " Only rows where %s.", job->settings->where);
    if (status == GEO_OK && load->area_count > 0) {
        const geo_areas *areas = load->areas[0];
        status = geo_bytes_print(job->context, bytes, " Boundaries: %s", base_name(areas->path));
        if (status == GEO_OK && areas->layer && areas->layer[0] != '\0')
            status = geo_bytes_print(job->context, bytes, " (%s)", areas->layer);
        if (status == GEO_OK)
            status = geo_bytes_append(job->context, bytes, ".", 1);
    }
    if (status != GEO_OK)
        return status;
    if (files == 1)
        return geo_bytes_print(job->context, bytes, " Incidents: %s.",
                               base_name(load->inputs.input[0].path));
    return geo_bytes_print(job->context, bytes, " Incidents: %zu files.", files);
}

static geo_status write_method(cli_job *job, heatmap_result *result)
{
    geo_bytes *method = &result->words.method;
    geo_status status =
        surface_append_method(job, &result->settings->surface, &result->options, method);
    if (status == GEO_OK)
        status = geo_bytes_append(job->context, method, ". ", 2);
    if (status == GEO_OK && result->words.period.length > 0)
        status = geo_bytes_print(job->context, method, "%s. ", result->words.period.data);
    if (status == GEO_OK)
        status = append_counts(job, method, result);
    if (status == GEO_OK)
        status = append_sources(job, method, &result->load);
    return status == GEO_OK ? end_text(job->context, method) : status;
}

/* Before the title within a sentence: one of our own begins with a small letter there. */
static const char *subject_of(const heatmap_result *result, char first[2])
{
    static const char own[] = "All incidents";
    bool is_own = strncmp(result->words.title.data, own, strlen(own)) == 0;
    first[0] = is_own ? 'a' : '\0';
    first[1] = '\0';
    return result->words.title.data + is_own;
}

/* What, when and how many, to which heatmap_describe_places() adds where. */
static geo_status write_description(cli_job *job, heatmap_result *result)
{
    geo_bytes *text = &result->words.description;
    char first[2];
    const char *subject = subject_of(result, first);
    geo_status status = geo_bytes_print(
        job->context, text, "Heat map%s of %s%s%s%s: ", result->layer_count > 1 ? "s" : "", first,
        subject, result->words.period.length > 0 ? ", " : "", result->words.period.data);
    if (status == GEO_OK)
        status = append_counts(job, text, result);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

geo_status heatmap_describe(cli_job *job, heatmap_result *result)
{
    geo_status status =
        panels_append_period(job, &result->panels, &result->load, &result->words.period);
    if (status == GEO_OK)
        status = end_text(job->context, &result->words.period);
    if (status == GEO_OK)
        status = write_title(job, result);
    if (status == GEO_OK)
        status = write_subtitle(job, result);
    if (status == GEO_OK)
        status = write_method(job, result);
    return status == GEO_OK ? write_description(job, result) : status;
}
