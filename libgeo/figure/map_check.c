/* Whether what a map is to show can be shown. */
#include <math.h>

#include "core/context.h"
#include "figure/map_figure.h"
#include "figure/shade.h"

const geo_grid *geo_map_first_surface(const geo_map *map)
{
    for (size_t i = 0; i < map->panel_count; i++)
        if (map->panel[i].surface)
            return map->panel[i].surface;
    return NULL;
}

static geo_status check_numbers(const map_figure *figure, const geo_map_panel *panel)
{
    const geo_map *map = figure->map;
    size_t numbers = map->scheme == GEO_SCHEME_CATEGORIES ? map->category_count
                                                          : geo_scheme_numbers(map->scheme);
    for (size_t i = 0; i < map->areas->count; i++)
        if (geo_ground_is_studied(&figure->ground, (int32_t)i) && !isnan(panel->value[i]) &&
            !(panel->value[i] >= 0 && panel->value[i] < (double)numbers))
            return geo_fail(figure->context, GEO_ERROR_USAGE,
                            "area %s has the value %g, but there are only numbers from 0 to %zu",
                            map->areas->code[i], panel->value[i], numbers - 1);
    return GEO_OK;
}

static geo_status check_contours(const map_figure *figure, const geo_map_panel *panel)
{
    size_t levels = figure->map->contour_count;
    for (size_t i = 0; i < panel->contours->count; i++)
        if (panel->contour_level
                ? panel->contour_level[i] < 0 || (size_t)panel->contour_level[i] >= levels
                : i >= levels)
            return geo_fail(figure->context, GEO_ERROR_USAGE,
                            "contour %zu is of none of the %zu levels", i + 1, levels);
    return GEO_OK;
}

static geo_status check_panel(const map_figure *figure, const geo_map_panel *panel)
{
    const geo_grid *grid = panel->surface;
    const geo_areas *areas = figure->map->areas;
    geo_status status = GEO_OK;
    if (panel->value && !areas)
        return geo_fail(figure->context, GEO_ERROR_USAGE, "values need areas to shade");
    if (panel->value && !panel->is_change && figure->map->scheme != GEO_SCHEME_CLASSES)
        status = check_numbers(figure, panel);
    if (status == GEO_OK && panel->contours)
        status = check_contours(figure, panel);
    if (status != GEO_OK || !grid)
        return status;
    if (grid->columns == 0 || grid->rows == 0 || !(grid->cell_m > 0))
        return geo_fail(figure->context, GEO_ERROR_USAGE, "the surface has no cells to draw");
    if (areas && grid->crs.epsg && areas->crs.epsg && grid->crs.epsg != areas->crs.epsg)
        return geo_fail(figure->context, GEO_ERROR_CRS,
                        "the surface is in EPSG:%d and the areas are in EPSG:%d: bring both into "
                        "one before drawing",
                        grid->crs.epsg, areas->crs.epsg);
    return GEO_OK;
}

static geo_status check_counts(const map_figure *figure)
{
    const geo_map *map = figure->map;
    if (map->scheme == GEO_SCHEME_CATEGORIES &&
        (map->category_count == 0 || map->category_count > GEO_CATEGORIES_MOST))
        return geo_fail(figure->context, GEO_ERROR_USAGE, "a map may have 1 to %d categories",
                        GEO_CATEGORIES_MOST);
    if (map->scheme == GEO_SCHEME_DIVERGING && map->category_count != GEO_DIVERGING_COUNT)
        return geo_fail(figure->context, GEO_ERROR_USAGE,
                        "a diverging map has %d categories, some of which may have no text",
                        GEO_DIVERGING_COUNT);
    if (map->contour_count > GEO_CONTOURS_MOST)
        return geo_fail(figure->context, GEO_ERROR_USAGE,
                        "a map may have %d levels of contours at most", GEO_CONTOURS_MOST);
    if (map->contour_low_count > map->contour_count)
        return geo_fail(figure->context, GEO_ERROR_USAGE,
                        "%zu of %zu levels of contours can't be low ones", map->contour_low_count,
                        map->contour_count);
    return GEO_OK;
}

geo_status geo_map_figure_check(const map_figure *figure)
{
    const geo_map *map = figure->map;
    geo_status status = GEO_OK;
    if (map->panel_count == 0)
        return geo_fail(figure->context, GEO_ERROR_USAGE, "a figure needs a map to show");
    status = check_counts(figure);
    for (size_t i = 0; i < map->panel_count && status == GEO_OK; i++)
        status = check_panel(figure, &map->panel[i]);
    if (status == GEO_OK && !map->window && !geo_map_first_surface(map) &&
        !(figure->studied.x_max > figure->studied.x_min &&
          figure->studied.y_max > figure->studied.y_min))
        status = geo_fail(figure->context, GEO_ERROR_DATA, "there are no areas to draw");
    return status;
}
