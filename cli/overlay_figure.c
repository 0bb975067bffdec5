/* An overlay as a map, and as layers that QGIS opens as the map shows them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "overlay.h"

/* What a map borrows beside the result. */
typedef struct overlay_map {
    geo_map map;
    geo_map_panel panel;
    geo_classes groups; /* of deprivation, one class each */
    geo_bytes unit;
    geo_bytes note;
    geo_bytes contour_title;
    geo_bytes contour[GEO_CONTOURS_MOST];
    const char *contour_text[GEO_CONTOURS_MOST];
} overlay_map;

static void clear_map(overlay_map *made)
{
    geo_bytes_clear(&made->unit);
    geo_bytes_clear(&made->note);
    geo_bytes_clear(&made->contour_title);
    for (size_t i = 0; i < GEO_CONTOURS_MOST; i++)
        geo_bytes_clear(&made->contour[i]);
}

/* ---- the areas ------------------------------------------------------------------------------ */

static const char *const group_words[] = {" deciles", " quintiles", " most deprived 20%"};

static geo_status fill_groups(cli_job *job, const overlay_result *result, overlay_map *made)
{
    geo_map *map = &made->map;
    made->groups = (geo_classes){.count = result->overlay->class_count,
                                 .lowest = 1,
                                 .highest = (double)result->overlay->class_count,
                                 .rule = GEO_BREAKS_EACH};
    for (size_t i = 0; i < made->groups.count; i++)
        made->groups.lower[i] = (double)i + 1;
    map->area_classes = &made->groups;
    map->class_text = result->overlay->class_text;
    map->is_reversed = true;
    map->is_base = true;
    return geo_bytes_print(job->context, &made->unit, "%s%s%s", result->indices.name,
                           result->indices.areas->is_local ? ", local" : ",",
                           group_words[result->indices.areas->kind]);
}

static geo_status append_rate(cli_job *job, const overlay_result *result, const char *before,
                              double rate, geo_bytes *text)
{
    geo_status status = geo_bytes_print(job->context, text, "%s", before);
    return status == GEO_OK
               ? geo_bytes_append_number(job->context, text, rate, overlay_decimals(result))
               : status;
}

static geo_status append_unit(cli_job *job, const overlay_result *result, geo_bytes *text)
{
    return geo_bytes_print(job->context, text, " per 1,000 %s%s", result->load.denominator,
                           result->settings->per_year ? " a year" : "");
}

static size_t count_known(const geo_overlay *overlay, size_t areas)
{
    size_t known = 0;
    for (size_t i = 0; i < areas; i++)
        known += overlay->class_of[i] != GEO_NO_CODE;
    return known;
}

/* "Thirds of 687 areas: middle and high rates from 9.4 and 21.0 per 1,000 residents; the most
 * deprived to rank 11,603, the least from 22,556" */
static geo_status fill_thirds(cli_job *job, const overlay_result *result, overlay_map *made)
{
    const geo_overlay *overlay = result->overlay;
    char first[COUNT_TEXT_SIZE], second[COUNT_TEXT_SIZE];
    geo_status status = geo_bytes_print(job->context, &made->note, "Thirds of %zu areas",
                                        count_known(overlay, result->load.areas[0]->count));
    if (status == GEO_OK)
        status = append_rate(job, result, ": middle and high rates from ", overlay->rate_from[0],
                             &made->note);
    if (status == GEO_OK)
        status = append_rate(job, result, " and ", overlay->rate_from[1], &made->note);
    if (status == GEO_OK)
        status = append_unit(job, result, &made->note);
    if (status == GEO_OK && !isnan(overlay->deprivation_to[0]))
        status = geo_bytes_print(job->context, &made->note,
                                 "; the most deprived below %s %s, the least from %s",
                                 overlay->is_by_rank ? "rank" : "group",
                                 count_text((int64_t)overlay->deprivation_to[0], first),
                                 count_text((int64_t)overlay->deprivation_to[1], second));
    made->map.scheme = GEO_SCHEME_BIVARIATE;
    made->map.row_title = "Higher rate";
    made->map.column_title = "More deprived";
    return status == GEO_OK ? geo_bytes_print(job->context, &made->unit, "Rate and deprivation")
                            : status;
}

static geo_status fill_both(cli_job *job, const overlay_result *result, overlay_map *made)
{
    geo_status status =
        append_rate(job, result, "High rate: over ", result->overlay->high.above, &made->note);
    made->map.scheme = GEO_SCHEME_CATEGORIES;
    made->map.category_count = result->overlay->class_count;
    made->map.category_text = result->overlay->class_text;
    if (status == GEO_OK)
        status = append_unit(job, result, &made->note);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &made->note, ", the mean plus one SD");
    return status == GEO_OK ? geo_bytes_print(job->context, &made->unit, "Deprivation and rate")
                            : status;
}

static geo_status fill_areas(cli_job *job, const overlay_result *result, overlay_map *made)
{
    const int kind = result->settings->kind;
    geo_status status = kind == GEO_OVERLAY_BIVARIATE ? fill_thirds(job, result, made)
                        : kind == GEO_OVERLAY_BOTH    ? fill_both(job, result, made)
                                                      : fill_groups(job, result, made);
    if (status == GEO_OK)
        status = end_text(job->context, &made->unit);
    if (status == GEO_OK)
        status = end_text(job->context, &made->note);
    made->map.unit = made->unit.data;
    made->map.area_note = made->note.length > 0 ? made->note.data : NULL;
    made->panel.value = result->value;
    return status;
}

/* ---- what stands above ---------------------------------------------------------------------- */

static geo_status fill_contours(cli_job *job, const overlay_result *result, overlay_map *made)
{
    const overlay_hotspots *hotspots = &result->hotspots;
    geo_status status = geo_bytes_print(job->context, &made->contour_title, "Hotspots: %s",
                                        overlay_density_unit(result));
    if (status == GEO_OK)
        status = end_text(job->context, &made->contour_title);
    for (size_t i = 0; i < hotspots->levels.count && status == GEO_OK; i++) {
        status = overlay_append_contour(job, hotspots->levels.level[i].density, &made->contour[i]);
        if (status == GEO_OK)
            status = end_text(job->context, &made->contour[i]);
        made->contour_text[i] = made->contour[i].data;
    }
    made->map.contour_title = made->contour_title.data;
    made->map.contour_count = hotspots->levels.count;
    made->map.contour_text = made->contour_text;
    made->panel.contours = hotspots->drawn;
    return status;
}

static void fill_points(const overlay_result *result, geo_map_panel *panel)
{
    panel->point_count = result->places->count;
    panel->point_x = result->places->x;
    panel->point_y = result->places->y;
    panel->point_incidents = result->places->incidents;
}

static const char *outline_text(const overlay_result *result)
{
    const char *word = result->wards ? map_area_word(result->wards) : NULL;
    return word && strcmp(word, "wards") == 0       ? "Wards"
           : word && strcmp(word, "districts") == 0 ? "Districts"
                                                    : NULL;
}

static geo_status make_map(cli_job *job, const overlay_result *result, overlay_map *made)
{
    const overlay_settings *settings = result->settings;
    geo_map *map = &made->map;
    *made = (overlay_map){.panel.value = NULL};
    *map = (geo_map){.areas = result->load.areas[0],
                     .panel_count = 1,
                     .panel = &made->panel,
                     .area_word = map_area_word(result->load.areas[0]),
                     .outlines = result->wards,
                     .outline_is_shown = result->ward_is_shown,
                     .outline_text = outline_text(result)};
    map_fill(&result->map, map);
    geo_status status = fill_areas(job, result, made);
    if (status == GEO_OK && result->hotspots.drawn)
        status = fill_contours(job, result, made);
    if (settings->heat) {
        made->panel.surface = result->hotspots.surface;
        made->panel.surface_is_within = settings->surface.edge != GEO_EDGE_NONE;
    }
    if (settings->map.points)
        fill_points(result, &made->panel);
    return status;
}

geo_status overlay_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const overlay_result *result = value;
    figure_words words = result->words;
    const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
    overlay_map made;
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

/* ---- layers --------------------------------------------------------------------------------- */

/* How classes or contours look; texts are those of the layer's column. */
typedef struct look {
    geo_layer_style style;
    char colour_text[GEO_CLASSES_MOST][8];
    const char *colour[GEO_CLASSES_MOST];
    double line_mm[GEO_CONTOURS_MOST];
} look;

static geo_status look_of_areas(cli_job *job, const overlay_result *result, const overlay_map *made,
                                look *of)
{
    const geo_overlay *overlay = result->overlay;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < overlay->class_count && status == GEO_OK; i++) {
        char *words = NULL;
        of->colour[i] = of->colour_text[i];
        status = geo_map_area_class(job->context, &made->map, &made->groups, i, result->map.style,
                                    of->colour_text[i], &words);
        free(words);
    }
    of->style = (geo_layer_style){.field = "class",
                                  .unit = made->map.unit,
                                  .class_count = overlay->class_count,
                                  .colour = of->colour,
                                  .label = overlay->class_text,
                                  .category = overlay->class_text};
    return status;
}

static geo_status look_of_contours(cli_job *job, const overlay_result *result,
                                   const overlay_map *made, look *of)
{
    size_t count = result->hotspots.levels.count;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        of->colour[i] = of->colour_text[i];
        status = geo_map_contour_line(job->context, i, count, result->map.style, of->colour_text[i],
                                      &of->line_mm[i]);
    }
    of->style = (geo_layer_style){.field = "contour",
                                  .unit = made->map.contour_title,
                                  .class_count = count,
                                  .colour = of->colour,
                                  .label = made->contour_text,
                                  .category = made->contour_text,
                                  .is_outline = true,
                                  .line_mm = of->line_mm};
    return status;
}

/* Names alone: what else is known of wards is in their own file. */
static geo_status make_ward_table(cli_job *job, const overlay_result *result, geo_table **out)
{
    const geo_areas *wards = result->wards;
    size_t shown = 0, row = 0;
    for (size_t i = 0; i < wards->count; i++)
        shown += result->ward_is_shown[i];
    geo_status status = geo_table_new(job->context, shown, out);
    for (size_t i = 0; i < wards->count && status == GEO_OK; i++)
        if (result->ward_is_shown[i])
            status = geo_table_set_area(job->context, *out, row++, (int32_t)i);
    return status;
}

static geo_status write_layers(cli_job *job, const overlay_result *result, const overlay_map *made,
                               const geo_table *wards, geo_bytes *bytes)
{
    static const char *const ward_colour[] = {"#3a3d42"};
    static const char *const ward_label[] = {"Outlines"};
    static const double ward_line_mm[] = {0.3};
    const geo_layer_style ward_style = {.class_count = 1,
                                        .colour = ward_colour,
                                        .label = ward_label,
                                        .name_field =
                                            result->wards && result->wards->name ? "name" : "code",
                                        .is_outline = true,
                                        .line_mm = ward_line_mm};
    look areas = {.colour = {NULL}}, contours = {.colour = {NULL}};
    geo_layer layer[3];
    size_t count = 0;
    geo_status status = look_of_areas(job, result, made, &areas);
    if (status == GEO_OK && result->hotspots.pieces)
        status = look_of_contours(job, result, made, &contours);
    if (status != GEO_OK)
        return status;
    layer[count++] =
        (geo_layer){result->load.areas[0], result->overlay->areas, "areas", &areas.style};
    if (result->hotspots.pieces)
        layer[count++] = (geo_layer){result->hotspots.pieces, result->hotspots.layer, "hotspots",
                                     &contours.style};
    if (wards)
        layer[count++] = (geo_layer){result->wards, wards, "wards", &ward_style};
    return geo_layers_to_gpkg(job->context, layer, count, bytes);
}

geo_status overlay_layers(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const overlay_result *result = value;
    geo_table *wards = NULL;
    overlay_map made;
    (void)path;
    geo_status status = make_map(job, result, &made);
    if (status == GEO_OK && result->wards)
        status = make_ward_table(job, result, &wards);
    if (status == GEO_OK)
        status = write_layers(job, result, &made, wards, bytes);
    geo_table_free(wards);
    clear_map(&made);
    return status;
}
