/* Hotspots on a map, and as a layer. */
#include <stdlib.h>
#include <string.h>

#include "hotspots.h"
#include "layer.h"

/* What a map borrows beside the result. */
typedef struct hotspots_map {
    geo_map map;
    geo_map_panel panel;
    geo_bytes contour;
    const char *contour_text;
    int32_t *level;
} hotspots_map;

static void clear_map(hotspots_map *made)
{
    geo_bytes_clear(&made->contour);
    free(made->level);
}

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
                     .panel = &made->panel,
                     .contour_title = "Hotspots: " GEO_DENSITY_UNIT,
                     .contour_count = 1,
                     .contour_text = &made->contour_text};
    map_fill(&result->map, map);
    made->level = calloc(result->pieces.areas->count + 1, sizeof *made->level);
    if (!made->level)
        return job_out_of_memory(job);
    made->panel.contours = result->pieces.areas;
    made->panel.contour_level = made->level;
    if (result->settings->map.points)
        fill_points(result, &made->panel);
    geo_status status = geo_bytes_print(job->context, &made->contour, "At least ");
    if (status == GEO_OK)
        status = append_short_number(job->context, &made->contour, result->threshold,
                                     result->threshold < 10 ? 1 : 0);
    if (status == GEO_OK)
        status = end_text(job->context, &made->contour);
    made->contour_text = made->contour.data;
    return status;
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

geo_status hotspots_layer(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const hotspots_result *result = value;
    const cli_layer layer = {.areas = result->pieces.areas,
                             .table = result->hotspots->data,
                             .style = result->map.style,
                             .field = "count",
                             .unit = "incidents"};
    return layer_make(job, &layer, path, bytes);
}
