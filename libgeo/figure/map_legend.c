/* What a map's legend has to explain. */
#include <math.h>

#include "figure/classes.h"
#include "figure/map_figure.h"

/* Counts of the studied areas of one panel, which a legend of several maps leaves out: each has its
 * own. */
typedef struct area_counts {
    size_t by_class[GEO_CLASSES_MOST];
    size_t below;
    size_t no_data;
} area_counts;

static area_counts count_areas(const map_figure *figure, const double *value,
                               const geo_classes *classes)
{
    area_counts counts = {{0}, 0, 0};
    for (size_t i = 0; i < figure->ground.areas->count; i++) {
        if (!geo_ground_is_studied(&figure->ground, (int32_t)i))
            continue;
        int class = classes ? geo_classes_find(classes, value[i]) : (int)value[i];
        if (isnan(value[i]))
            counts.no_data++;
        else if (class < 0)
            counts.below++;
        else
            counts.by_class[class]++;
    }
    return counts;
}

typedef struct map_legend {
    size_t count;
    geo_legend_part part[4];
    area_counts shades;
    area_counts change;
} map_legend;

static const geo_map_panel *find_panel(const geo_map *map, bool is_change, bool shaded)
{
    for (size_t i = 0; i < map->panel_count; i++)
        if (map->panel[i].is_change == is_change &&
            (shaded ? map->panel[i].value != NULL : map->panel[i].surface != NULL))
            return &map->panel[i];
    return NULL;
}

static size_t shaded_panels(const geo_map *map)
{
    size_t count = 0;
    for (size_t i = 0; i < map->panel_count; i++)
        count += map->panel[i].value && !map->panel[i].is_change;
    return count;
}

static void add_surface(const map_figure *figure, bool is_change, map_legend *legend)
{
    const geo_map_panel *panel = find_panel(figure->map, is_change, false);
    if (panel)
        legend->part[legend->count++] =
            (geo_legend_part){.kind = GEO_LEGEND_SURFACE,
                              .unit = is_change ? figure->map->change_unit : panel->surface->unit,
                              .classes = is_change ? &figure->change : &figure->heat,
                              .is_change = is_change};
}

static void add_areas(const map_figure *figure, bool is_change, map_legend *legend)
{
    const geo_map *map = figure->map;
    const geo_map_panel *panel = find_panel(map, is_change, true);
    bool is_bands = !is_change && map->scheme == GEO_SCHEME_BANDS;
    const geo_classes *classes = is_bands ? NULL : is_change ? &figure->change : &figure->shades;
    area_counts *counts = is_change ? &legend->change : &legend->shades;
    if (!panel)
        return;
    *counts = count_areas(figure, panel->value, classes);
    legend->part[legend->count++] = (geo_legend_part){
        .kind = is_bands ? GEO_LEGEND_BANDS : GEO_LEGEND_AREAS,
        .unit = is_change ? map->change_unit : map->unit,
        .classes = classes,
        .is_change = is_change,
        .is_rounded = map->is_rounded,
        .decimals = map->decimals,
        .area_count = is_change || shaded_panels(map) == 1 ? counts->by_class : NULL,
        .area_word = map->area_word,
        .below_count = counts->below,
        .no_data_count = counts->no_data,
        .band_text = map->band_text,
    };
}

geo_status geo_map_figure_legend(map_figure *figure)
{
    map_legend legend = {.count = 0};
    add_areas(figure, false, &legend);
    add_surface(figure, false, &legend);
    if (find_panel(figure->map, true, true))
        add_areas(figure, true, &legend);
    else
        add_surface(figure, true, &legend);
    if (figure->most_incidents > 0)
        legend.part[legend.count++] =
            (geo_legend_part){.kind = GEO_LEGEND_POINTS, .most_incidents = figure->most_incidents};
    const geo_legend_need need = {legend.count, legend.part};
    return geo_legend_make(figure->context, &need, figure->style, &figure->legend);
}
