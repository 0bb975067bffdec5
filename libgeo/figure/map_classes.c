/* The classes that all panels of a figure share. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "figure/classes.h"
#include "figure/map_figure.h"

/* The values of all panels of one kind, one after the other. */
typedef struct value_pool {
    double *value;
    size_t count;
    size_t capacity;
} value_pool;

static geo_status pool_add(geo_context *context, value_pool *pool, const double *value,
                           size_t count)
{
    geo_status status = geo_grow_array(context, &pool->value, &pool->capacity, pool->count + count,
                                       sizeof *pool->value);
    if (status == GEO_OK && count > 0)
        memcpy(pool->value + pool->count, value, count * sizeof *value);
    pool->count += status == GEO_OK ? count : 0;
    return status;
}

static geo_status pool_surfaces(map_figure *figure, bool is_change, value_pool *pool)
{
    const geo_map *map = figure->map;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < map->panel_count && status == GEO_OK; i++) {
        const geo_grid *grid = map->panel[i].surface;
        if (grid && map->panel[i].is_change == is_change)
            status = pool_add(figure->context, pool, grid->value, grid->columns * grid->rows);
    }
    return status;
}

/* Of the studied areas. */
static geo_status pool_areas(map_figure *figure, bool is_change, value_pool *pool)
{
    const geo_map *map = figure->map;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < map->panel_count; i++) {
        if (!map->panel[i].value || map->panel[i].is_change != is_change)
            continue;
        for (size_t area = 0; area < map->areas->count && status == GEO_OK; area++)
            if (geo_ground_is_studied(&figure->ground, (int32_t)area))
                status = pool_add(figure->context, pool, &map->panel[i].value[area], 1);
    }
    return status;
}

static void count_incidents(map_figure *figure)
{
    const geo_map *map = figure->map;
    for (size_t i = 0; i < map->panel_count; i++)
        for (size_t k = 0; k < map->panel[i].point_count; k++)
            if (map->panel[i].point_incidents[k] > figure->most_incidents)
                figure->most_incidents = map->panel[i].point_incidents[k];
}

bool geo_map_is_base(const geo_map *map)
{
    bool is_base = map->is_base;
    for (size_t i = 0; i < map->panel_count && !is_base; i++)
        is_base = map->panel[i].value && map->panel[i].surface && !map->panel[i].is_change;
    return is_base;
}

const geo_shade_style *geo_map_area_shade(const geo_map *map, const geo_style *style,
                                          bool is_change)
{
    if (is_change)
        return &style->change;
    return geo_map_is_base(map) ? &style->base : &style->areas;
}

/* `given`: the caller's classes, NULL to choose. */
static geo_status choose(map_figure *figure, const value_pool *pool, const geo_shade_style *shade,
                         geo_break_purpose purpose, const geo_classes *given, geo_classes *out)
{
    const geo_break_need need = {
        pool->value,    pool->count, given ? GEO_BREAKS_GIVEN : shade->breaks,
        shade->classes, purpose,     given};
    if (pool->count == 0)
        return GEO_OK;
    geo_status status = geo_classes_choose(figure->context, &need, out);
    out->is_continuous = shade->is_continuous && purpose != GEO_FOR_AREAS;
    /* Classes that were chosen before keep their rule, unless a value has none of its own. */
    if (given && !(given->rule == GEO_BREAKS_EACH && out->highest > given->lower[given->count - 1]))
        out->rule = given->rule;
    return status;
}

static bool has_surface(const geo_map *map)
{
    for (size_t i = 0; i < map->panel_count; i++)
        if (map->panel[i].surface)
            return true;
    return false;
}

static bool is_all_change(const geo_map *map)
{
    for (size_t i = 0; i < map->panel_count; i++)
        if (!map->panel[i].is_change)
            return false;
    return map->panel_count > 0;
}

geo_status geo_map_figure_choose(map_figure *figure)
{
    const geo_classes *given = figure->map->classes;
    const geo_style *style = figure->style;
    const geo_shade_style *shade = geo_map_area_shade(figure->map, style, false);
    bool of_surface = has_surface(figure->map);
    const geo_classes *of_areas = figure->map->area_classes;
    if (!of_areas && !of_surface)
        of_areas = given;
    value_pool pool = {NULL, 0, 0};
    geo_status status = pool_surfaces(figure, false, &pool);
    if (status == GEO_OK)
        status = choose(figure, &pool, &style->heat, GEO_FOR_SURFACE, of_surface ? given : NULL,
                        &figure->heat);
    pool.count = 0;
    if (status == GEO_OK)
        status = pool_areas(figure, false, &pool);
    if (status == GEO_OK && figure->map->scheme == GEO_SCHEME_CLASSES)
        status = choose(figure, &pool, shade, GEO_FOR_AREAS, of_areas, &figure->shades);
    pool.count = 0;
    if (status == GEO_OK)
        status = pool_surfaces(figure, true, &pool);
    if (status == GEO_OK)
        status = pool_areas(figure, true, &pool);
    if (status == GEO_OK)
        status = choose(figure, &pool, &style->change, GEO_FOR_CHANGE, figure->map->change_classes,
                        &figure->change);
    count_incidents(figure);
    free(pool.value);
    return status;
}

geo_status geo_map_classes(geo_context *context, const geo_map *map, const geo_style *style,
                           geo_classes *out)
{
    map_figure figure = {.context = context, .map = map, .style = style};
    geo_style *built_in = NULL;
    figure.ground = (geo_ground){map->areas, NULL, map->is_studied};
    geo_status status = style ? GEO_OK : geo_style_read(context, NULL, &built_in);
    if (built_in)
        figure.style = built_in;
    if (status == GEO_OK)
        status = geo_map_figure_choose(&figure);
    if (status == GEO_OK)
        *out = has_surface(map) ? figure.heat : is_all_change(map) ? figure.change : figure.shades;
    geo_style_free(built_in);
    return status;
}
