/* One class of areas, as a map's legend shows it. */
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "figure/legend_state.h"
#include "figure/map_figure.h"
#include "figure/shade.h"

static geo_status words_of(geo_context *context, const geo_legend_part *part, size_t class,
                           char **out)
{
    geo_legend_entry entry = {.text = NULL};
    geo_status status = geo_legend_class_words(context, part, class, &entry);
    free(entry.lead);
    free(entry.limit);
    if (status == GEO_OK)
        *out = entry.text;
    else
        free(entry.text);
    return status;
}

static geo_status check_class(geo_context *context, size_t class_index, size_t count)
{
    if (class_index < count)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE, "there are %zu classes, and no class %zu", count,
                    class_index + 1);
}

geo_status geo_map_class(geo_context *context, const geo_classes *classes, size_t class_index,
                         bool is_change, const geo_style *style, char colour[8], char **words)
{
    const geo_legend_part part = {
        .kind = GEO_LEGEND_AREAS, .classes = classes, .is_change = is_change};
    geo_style *built_in = NULL;
    geo_status status = check_class(context, class_index, classes->count);
    if (status == GEO_OK && !style)
        status = geo_style_read(context, NULL, &built_in);
    if (built_in)
        style = built_in;
    if (status == GEO_OK)
        status = words_of(context, &part, class_index, words);
    if (status == GEO_OK)
        geo_colour_print(geo_shade_colour(is_change ? &style->change : &style->areas, classes,
                                          class_index, false),
                         colour);
    geo_style_free(built_in);
    return status;
}

/* "Higher rate: 3 of 3. More deprived: 1 of 3". */
static geo_status cell_words(geo_context *context, const geo_map *map, size_t number, char **words)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status =
        geo_bytes_print(context, &bytes, "%s: %zu of %d. %s: %zu of %d",
                        map->row_title ? map->row_title : "Row", number / GEO_BIVARIATE_STEPS + 1,
                        GEO_BIVARIATE_STEPS, map->column_title ? map->column_title : "Column",
                        number % GEO_BIVARIATE_STEPS + 1, GEO_BIVARIATE_STEPS);
    if (status == GEO_OK)
        status = geo_copy_bytes(context, bytes.data, bytes.length, words);
    geo_bytes_clear(&bytes);
    return status;
}

static geo_status number_words(geo_context *context, const geo_map *map, size_t number,
                               char **words)
{
    if (map->scheme == GEO_SCHEME_BIVARIATE)
        return cell_words(context, map, number, words);
    return geo_copy_text(context,
                         map->scheme == GEO_SCHEME_CATEGORIES || map->scheme == GEO_SCHEME_DIVERGING
                             ? map->category_text[number]
                             : geo_legend_band_text(map->band_text, number),
                         words);
}

static geo_status class_words(geo_context *context, const geo_map *map, const geo_classes *classes,
                              size_t number, char **words)
{
    const geo_legend_part part = {.kind = GEO_LEGEND_AREAS,
                                  .classes = classes,
                                  .is_rounded = map->is_rounded,
                                  .decimals = map->decimals,
                                  .class_text = map->area_classes ? map->class_text : NULL};
    return words_of(context, &part, number, words);
}

geo_status geo_map_area_class(geo_context *context, const geo_map *map, const geo_classes *classes,
                              size_t number, const geo_style *style, char colour[8], char **words)
{
    geo_style *built_in = NULL;
    bool is_classed = map->scheme == GEO_SCHEME_CLASSES;
    size_t count = is_classed                             ? classes->count
                   : map->scheme == GEO_SCHEME_CATEGORIES ? map->category_count
                                                          : geo_scheme_numbers(map->scheme);
    geo_status status = check_class(context, number, count);
    if (status == GEO_OK && !style)
        status = geo_style_read(context, NULL, &built_in);
    if (built_in)
        style = built_in;
    if (status == GEO_OK)
        status = is_classed ? class_words(context, map, classes, number, words)
                            : number_words(context, map, number, words);
    if (status == GEO_OK)
        geo_colour_print(is_classed ? geo_shade_colour(geo_map_area_shade(map, style, false),
                                                       classes, number, map->is_reversed)
                                    : geo_scheme_colour(style, map->scheme, number),
                         colour);
    geo_style_free(built_in);
    return status;
}
