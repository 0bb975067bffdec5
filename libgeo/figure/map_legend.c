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
    geo_legend_part part[7];
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
                              .is_change = is_change,
                              .is_ratio = is_change && figure->map->is_ratio,
                              .note = is_change ? figure->map->gap_text : NULL,
                              .is_base = geo_map_is_base(figure->map)};
}

static geo_legend_kind kind_of(geo_scheme scheme)
{
    return scheme == GEO_SCHEME_BIVARIATE    ? GEO_LEGEND_BIVARIATE
           : scheme == GEO_SCHEME_CATEGORIES ? GEO_LEGEND_CATEGORIES
           : scheme == GEO_SCHEME_DIVERGING  ? GEO_LEGEND_DIVERGING
           : scheme == GEO_SCHEME_BANDS      ? GEO_LEGEND_BANDS
                                             : GEO_LEGEND_AREAS;
}

static void add_areas(const map_figure *figure, bool is_change, map_legend *legend)
{
    const geo_map *map = figure->map;
    const geo_map_panel *panel = find_panel(map, is_change, true);
    bool is_classed = is_change || map->scheme == GEO_SCHEME_CLASSES;
    const geo_classes *classes = !is_classed ? NULL : is_change ? &figure->change : &figure->shades;
    area_counts *counts = is_change ? &legend->change : &legend->shades;
    if (!panel)
        return;
    *counts = count_areas(figure, panel->value, classes);
    legend->part[legend->count++] = (geo_legend_part){
        .kind = is_classed ? GEO_LEGEND_AREAS : kind_of(map->scheme),
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
        .is_base = geo_map_is_base(map),
        .is_reversed = map->is_reversed && !is_change,
        .class_text = map->area_classes && is_classed && !is_change ? map->class_text : NULL,
        .row_title = map->row_title ? map->row_title : "",
        .column_title = map->column_title ? map->column_title : "",
        .item_count = map->category_count,
        .item_text = map->category_text,
        .note = is_change ? NULL : map->area_note,
    };
}

static void add_numbered(const map_figure *figure, map_legend *legend)
{
    const geo_numbered_areas *numbered = figure->map->numbered;
    if (numbered && numbered->areas->count > 0 && numbered->legend_text)
        legend->part[legend->count++] =
            (geo_legend_part){.kind = GEO_LEGEND_NUMBERED, .unit = numbered->legend_text};
}

static void add_lines(const map_figure *figure, map_legend *legend)
{
    const geo_map *map = figure->map;
    bool has_contours = false;
    for (size_t i = 0; i < map->panel_count; i++)
        has_contours = has_contours || map->panel[i].contours;
    if (has_contours && map->contour_count > 0)
        legend->part[legend->count++] = (geo_legend_part){.kind = GEO_LEGEND_CONTOURS,
                                                          .unit = map->contour_title,
                                                          .item_count = map->contour_count,
                                                          .item_text = map->contour_text,
                                                          .low_count = map->contour_low_count};
}

/* What stands above a base comes before it: it is what the map is about. */
geo_status geo_map_figure_legend(map_figure *figure)
{
    const geo_map *map = figure->map;
    map_legend legend = {.count = 0};
    bool is_base = geo_map_is_base(map);
    if (!is_base)
        add_areas(figure, false, &legend);
    add_surface(figure, false, &legend);
    add_lines(figure, &legend);
    add_numbered(figure, &legend);
    if (is_base)
        add_areas(figure, false, &legend);
    if (find_panel(figure->map, true, true))
        add_areas(figure, true, &legend);
    else
        add_surface(figure, true, &legend);
    if (figure->most_incidents > 0)
        legend.part[legend.count++] =
            (geo_legend_part){.kind = GEO_LEGEND_POINTS, .most_incidents = figure->most_incidents};
    if (map->outlines && map->outline_text)
        legend.part[legend.count++] =
            (geo_legend_part){.kind = GEO_LEGEND_OUTLINES, .unit = map->outline_text};
    const geo_legend_need need = {legend.count, legend.part};
    return geo_legend_make(figure->context, &need, figure->style, &figure->legend);
}
