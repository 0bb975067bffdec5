/* Title and notes of a list of hotspots, and the words on its map. */
#include <math.h>
#include <string.h>

#include "deliver.h"
#include "hotspots.h"

static geo_status end_note(cli_job *job, geo_status status, geo_table *table, geo_bytes *note)
{
    if (status == GEO_OK)
        status = end_text(job->context, note);
    if (status == GEO_OK)
        status = geo_table_add_note(job->context, table, note->data);
    geo_bytes_clear(note);
    return status;
}

/* "Anti-social behaviour: hotspots, October 2018 to February 2019" */
static geo_status append_title(cli_job *job, const hotspots_result *result, bool has_period,
                               geo_bytes *title)
{
    const geo_bytes *period = &result->times.text[GEO_HOTSPOT_NOW];
    geo_status status = append_subject(job, title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, title, ": hotspots");
    if (status == GEO_OK && has_period && period->length > 0)
        status = geo_bytes_print(job->context, title, ", %s", period->data);
    return status == GEO_OK ? end_text(job->context, title) : status;
}

static geo_status set_titles(cli_job *job, const hotspots_result *result)
{
    geo_bytes title = GEO_BYTES_INIT;
    geo_status status = append_title(job, result, true, &title);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, result->hotspots->table, title.data);
    if (status == GEO_OK)
        status = geo_table_set_title(job->context, result->hotspots->data, title.data);
    geo_bytes_clear(&title);
    return status;
}

/* ---- notes ---------------------------------------------------------------------------------- */

static geo_status append_number(cli_job *job, const char *before, double number, int decimals,
                                const char *after, geo_bytes *text)
{
    geo_status status = geo_bytes_print(job->context, text, "%s", before);
    if (status == GEO_OK)
        status = append_short_number(job->context, text, number, decimals);
    return status == GEO_OK ? geo_bytes_print(job->context, text, "%s", after) : status;
}

/* "; the smallest ground with 25% of the incidents: the cells as dense as that hold 25.1%" */
static geo_status append_share(cli_job *job, const hotspots_result *result, geo_bytes *text)
{
    geo_status status = append_number(job, " (the smallest ground with ", 100 * result->share, 1,
                                      "% of the incidents; its cells hold ", text);
    return status == GEO_OK ? append_number(job, "", 100 * result->share_cells, 1, "%)", text)
                            : status;
}

static geo_status append_rule(cli_job *job, const hotspots_result *result, geo_bytes *text)
{
    geo_status status = geo_bytes_print(job->context, text, "Hotspots: at least ");
    if (status != GEO_OK)
        return status;
    if (isnan(result->share))
        return levels_append(job, &result->levels, GEO_DENSITY_UNIT, text);
    status = append_number(job, "", result->threshold, result->threshold < 100 ? 1 : 0,
                           " " GEO_DENSITY_UNIT, text);
    return status == GEO_OK ? append_share(job, result, text) : status;
}

static geo_status append_kernel(cli_job *job, const hotspots_result *result, geo_bytes *text)
{
    geo_status status =
        surface_append_method(job, &result->settings->surface, &result->density, text);
    if (status != GEO_OK || !result->settings->by_peaks)
        return status;
    return append_number(job, "; ground with several peaks, each ", GEO_CONTOUR_PEAK_RATIO, 2,
                         " times as high as between them, is divided among these", text);
}

/* "Cells: hexagons 150 m across ..." */
static geo_status append_cells(cli_job *job, const hotspots_result *result, geo_bytes *text)
{
    const cell_settings *cells = &result->settings->cells;
    geo_bytes words = GEO_BYTES_INIT;
    geo_status status = cells_append_words(job, cells, &words);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text,
                                 "Cells: %s, counted from %s; each that reaches the threshold is a "
                                 "hotspot of its own, beside another or not",
                                 words.data, cells->origin ? cells->origin : "0,0");
    geo_bytes_clear(&words);
    return status;
}

static geo_status append_clusters(cli_job *job, const hotspots_result *result, geo_bytes *text)
{
    const hotspots_settings *settings = result->settings;
    char count[COUNT_TEXT_SIZE];
    geo_status status = geo_bytes_print(
        job->context, text, "Clusters (DBSCAN): a place is dense when it and those within ");
    if (status == GEO_OK)
        status = append_number(job, "", settings->cluster_m, 3, " m have ", text);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text,
                                 "%s incidents or more; dense places as near as that and what is "
                                 "that near to them are one cluster, whose ground is that within ",
                                 count_text(settings->cluster_incidents, count));
    return status == GEO_OK ? append_number(job, "", settings->cluster_m / 2, 3, " m", text)
                            : status;
}

static geo_status append_method(cli_job *job, const hotspots_result *result, geo_bytes *text)
{
    switch (hotspots_method_of(result->settings)) {
    case HOTSPOTS_BY_CELLS:
        return append_cells(job, result, text);
    case HOTSPOTS_BY_CLUSTERS:
        return append_clusters(job, result, text);
    default:
        return append_kernel(job, result, text);
    }
}

static bool has_threshold(const hotspots_result *result)
{
    return hotspots_method_of(result->settings) != HOTSPOTS_BY_CLUSTERS &&
           result->threshold < HOTSPOTS_NOWHERE;
}

static geo_status note_rule(cli_job *job, const hotspots_result *result, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (has_threshold(result)) {
        status = append_rule(job, result, &note);
        status = end_note(job, status, table, &note);
    }
    if (status == GEO_OK) {
        status = append_method(job, result, &note);
        status = end_note(job, status, table, &note);
    }
    return status;
}

static geo_status note_small(cli_job *job, const hotspots_result *result, geo_table *table)
{
    geo_bytes note = GEO_BYTES_INIT;
    if (result->too_small == 0)
        return GEO_OK;
    geo_status status = geo_bytes_print(job->context, &note, "%zu place%s left out, smaller than ",
                                        result->too_small, result->too_small == 1 ? "" : "s");
    if (status == GEO_OK)
        status = append_number(job, "", hotspots_min_area(result), 4, " km2", &note);
    return end_note(job, status, table, &note);
}

/* A layer has them too. */
static geo_status copy_notes(cli_job *job, const geo_hotspots *hotspots)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < hotspots->table->note_count && status == GEO_OK; i++)
        status = geo_table_add_note(job->context, hotspots->data, hotspots->table->note[i]);
    return status;
}

static geo_status add_notes(cli_job *job, const hotspots_result *result)
{
    static const char *const without_areas[] = {
        [HOTSPOTS_BY_SURFACE] =
            "Without areas the ground is the box around all incidents, a bandwidth wider",
        [HOTSPOTS_BY_CLUSTERS] = "Without areas the ground is the box around all incidents",
        [HOTSPOTS_BY_CELLS] =
            "Without areas the ground is all cells of the box around all incidents"};
    geo_table *table = result->hotspots->table;
    geo_status status = note_rule(job, result, table);
    if (status == GEO_OK)
        status = note_small(job, result, table);
    if (status == GEO_OK && result->load.area_count == 0)
        status = geo_table_add_note(job->context, table,
                                    without_areas[hotspots_method_of(result->settings)]);
    if (status == GEO_OK)
        status = deliver_note_filters(job, result->map.show, table);
    return status == GEO_OK ? copy_notes(job, result->hotspots) : status;
}

/* ---- the map -------------------------------------------------------------------------------- */

static geo_status write_titles(cli_job *job, hotspots_result *result)
{
    const figure_settings *given = &result->settings->figure;
    figure_words *words = &result->words;
    const geo_bytes *period = &result->times.text[GEO_HOTSPOT_NOW];
    geo_status status = given->title
                            ? geo_bytes_print(job->context, &words->title, "%s", given->title)
                            : append_title(job, result, false, &words->title);
    if (status == GEO_OK)
        status = end_text(job->context, &words->title);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &words->subtitle, "%s",
                                 given->subtitle ? given->subtitle : period->data);
    return status == GEO_OK ? end_text(job->context, &words->subtitle) : status;
}

/* How the hotspots were found, and what there is to know of the list. */
static geo_status write_method(cli_job *job, hotspots_result *result)
{
    char count[COUNT_TEXT_SIZE];
    const geo_hotspots *hotspots = result->hotspots;
    geo_bytes *text = &result->words.method;
    geo_status status = geo_bytes_print(
        job->context, text, "%s incidents; %zu hotspot%s",
        count_text(geo_round_count(hotspots->in_all[GEO_HOTSPOT_NOW], result->settings->round_to),
                   count),
        hotspots->count, hotspots->count == 1 ? "" : "s");
    if (status == GEO_OK && hotspots->beyond > 0)
        status = geo_bytes_print(job->context, text, ", and %zu more", hotspots->beyond);
    if (status == GEO_OK && hotspots->stacked > 0)
        status = geo_bytes_print(job->context, text,
                                 ". %zu of them %s half or more of the incidents at one point",
                                 hotspots->stacked, hotspots->stacked == 1 ? "has" : "have");
    if (status == GEO_OK && has_threshold(result)) {
        status = geo_bytes_print(job->context, text, ". ");
        if (status == GEO_OK)
            status = append_rule(job, result, text);
    }
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, ". ");
    if (status == GEO_OK)
        status = append_method(job, result, text);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, ".");
    return status == GEO_OK ? end_text(job->context, text) : status;
}

/* "The hotspots, those with most incidents first: On or near High Street (123), ..." */
static geo_status write_description(cli_job *job, hotspots_result *result)
{
    enum { NAMED = 5 };
    const geo_hotspots *hotspots = result->hotspots;
    char count[COUNT_TEXT_SIZE];
    geo_bytes *text = &result->words.description;
    geo_status status =
        geo_bytes_print(job->context, text, "%s. %s. Incidents in hotspots (%zu): %s.",
                        result->words.title.data, result->words.subtitle.data, hotspots->count,
                        count_text(geo_round_count(hotspots->in_hotspots[GEO_HOTSPOT_NOW],
                                                   result->settings->round_to),
                                   count));
    for (size_t i = 0; i < hotspots->count && i < NAMED && status == GEO_OK; i++) {
        int64_t in = hotspots->incidents[i * GEO_HOTSPOT_TIMES + GEO_HOTSPOT_NOW];
        status = geo_bytes_print(
            job->context, text, "%s%s (%s)", i == 0 ? " The first of them: " : ", ",
            hotspots->name[i], count_text(geo_round_count(in, result->settings->round_to), count));
    }
    if (status == GEO_OK && hotspots->count > 0)
        status = geo_bytes_append(job->context, text, ".", 1);
    return status == GEO_OK ? end_text(job->context, text) : status;
}

geo_status hotspots_describe(cli_job *job, hotspots_result *result)
{
    geo_status status = set_titles(job, result);
    if (status == GEO_OK)
        status = add_notes(job, result);
    if (status == GEO_OK)
        status = write_titles(job, result);
    if (status == GEO_OK)
        status = write_method(job, result);
    return status == GEO_OK ? write_description(job, result) : status;
}
