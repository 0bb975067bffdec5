/* Hotspots on a map, numbered and keyed to a list, and as a layer. */
#include <stdlib.h>
#include <string.h>

#include "hotspots.h"
#include "layer.h"

enum { NAME, AREA, COUNT, LIST_COLUMNS };

/* What a map borrows beside the result. */
typedef struct hotspots_map {
    geo_map map;
    geo_map_panel panel;
    geo_areas *listed;
    geo_numbered_areas numbered;
    geo_list_column column[LIST_COLUMNS];
    const char **text[LIST_COLUMNS]; /* [hotspots->count] */
    char (*count_text)[COUNT_TEXT_SIZE];
    geo_bytes legend;
} hotspots_map;

static void clear_map(hotspots_map *made)
{
    geo_areas_free(made->listed);
    geo_bytes_clear(&made->legend);
    for (int column = 0; column < LIST_COLUMNS; column++)
        free((void *)made->text[column]);
    free(made->count_text);
}

/* ---- the list beside the map ---------------------------------------------------------------- */

/* All of them are on or near a street. */
static const char *without_near(const char *name)
{
    static const char near_words[] = "On or near ";
    size_t length = sizeof near_words - 1;
    return strncmp(name, near_words, length) == 0 ? name + length : name;
}

static void write_row(const hotspots_result *result, hotspots_map *made, size_t rank)
{
    const geo_hotspots *hotspots = result->hotspots;
    int32_t area = hotspots->area[rank];
    int64_t count = hotspots->incidents[rank * GEO_HOTSPOT_TIMES + GEO_HOTSPOT_NOW];
    made->text[NAME][rank] = without_near(hotspots->name[rank]);
    made->text[AREA][rank] =
        area == GEO_NO_CODE ? NULL : area_name(result->load.areas[0], (size_t)area);
    made->text[COUNT][rank] =
        count_text(geo_round_count(count, result->settings->round_to), made->count_text[rank]);
}

static geo_status write_list(cli_job *job, const hotspots_result *result, hotspots_map *made)
{
    static const char *const heading[LIST_COLUMNS] = {"Hotspot", "Mostly in", "Incidents"};
    size_t count = result->hotspots->count;
    made->count_text = calloc(count + 1, sizeof *made->count_text);
    bool has_room = made->count_text;
    for (int column = 0; column < LIST_COLUMNS; column++) {
        made->text[column] = calloc(count + 1, sizeof *made->text[column]);
        has_room &= made->text[column] != NULL;
    }
    if (!has_room)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count; i++)
        write_row(result, made, i);
    for (int column = 0; column < LIST_COLUMNS; column++)
        if (column != AREA || result->load.area_count > 0)
            made->column[made->numbered.column_count++] =
                (geo_list_column){heading[column], made->text[column], column == COUNT};
    return GEO_OK;
}

static geo_status write_legend(cli_job *job, const hotspots_result *result, geo_bytes *legend)
{
    if (hotspots_method_of(result->settings) == HOTSPOTS_BY_CLUSTERS) {
        geo_status status = geo_bytes_print(job->context, legend, "Hotspots");
        return status == GEO_OK ? end_text(job->context, legend) : status;
    }
    geo_status status = geo_bytes_print(job->context, legend, "Hotspots: at least ");
    if (status == GEO_OK)
        status = append_short_number(job->context, legend, result->threshold,
                                     result->threshold < 10 ? 1 : 0);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, legend, " incidents per km\302\262");
    return status == GEO_OK ? end_text(job->context, legend) : status;
}

static geo_status number_hotspots(cli_job *job, const hotspots_result *result, hotspots_map *made)
{
    geo_status status = hotspots_list_pieces(job, result, &made->listed);
    if (status == GEO_OK)
        status = write_list(job, result, made);
    if (status == GEO_OK)
        status = write_legend(job, result, &made->legend);
    if (status != GEO_OK)
        return status;
    made->numbered.areas = made->listed;
    made->numbered.column = made->column;
    made->numbered.legend_text = made->legend.data;
    made->map.numbered = &made->numbered;
    return GEO_OK;
}

/* ---- the map -------------------------------------------------------------------------------- */

static void fill_points(const hotspots_result *result, geo_map_panel *panel)
{
    panel->point_count = result->places->count;
    panel->point_x = result->places->x;
    panel->point_y = result->places->y;
    panel->point_incidents = result->places->incidents;
}

static geo_status make_map(cli_job *job, const hotspots_result *result, hotspots_map *made)
{
    geo_map *map = &made->map;
    *made = (hotspots_map){.panel.surface = result->surface};
    *map = (geo_map){.areas = result->load.area_count > 0 ? result->load.areas[0] : NULL,
                     .panel_count = 1,
                     .panel = &made->panel};
    map_fill(&result->map, map);
    if (result->settings->map.points)
        fill_points(result, &made->panel);
    return result->hotspots->count > 0 ? number_hotspots(job, result, made) : GEO_OK;
}

geo_status hotspots_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const hotspots_result *result = value;
    figure_words words = result->words;
    const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
    hotspots_map made;
    if (!path)
        return geo_bytes_append(job->context, bytes, words.description.data,
                                words.description.length);
    geo_status status = make_map(job, result, &made);
    if (status == GEO_OK)
        status = geo_figure_map(job->context, &made.map, result->map.style, &text,
                                figure_format(path), result->settings->figure.dpi, bytes);
    clear_map(&made);
    return status;
}

/* ---- the layer ------------------------------------------------------------------------------ */

geo_status hotspots_layer(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const hotspots_result *result = value;
    const cli_layer layer = {.areas = result->pieces.areas,
                             .table = result->hotspots->data,
                             .style = result->map.style,
                             .field = "count",
                             .unit = "incidents",
                             .name_field = "name",
                             .number_field = "rank"};
    return layer_make(job, &layer, path, bytes);
}
