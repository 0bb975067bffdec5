/* One class of areas, as a map's legend shows it. */
#include <stdlib.h>

#include "core/context.h"
#include "figure/legend_state.h"
#include "figure/shade.h"

static geo_status words_of(geo_context *context, const geo_classes *classes, size_t class,
                           bool is_change, char **out)
{
    const geo_legend_part part = {
        .kind = GEO_LEGEND_AREAS, .classes = classes, .is_change = is_change};
    geo_legend_entry entry = {.text = NULL};
    geo_status status = geo_legend_class_words(context, &part, class, &entry);
    free(entry.lead);
    free(entry.limit);
    if (status == GEO_OK)
        *out = entry.text;
    else
        free(entry.text);
    return status;
}

geo_status geo_map_class(geo_context *context, const geo_classes *classes, size_t class_index,
                         bool is_change, const geo_style *style, char colour[8], char **words)
{
    geo_style *built_in = NULL;
    if (class_index >= classes->count)
        return geo_fail(context, GEO_ERROR_USAGE, "there are %zu classes, and no class %zu",
                        classes->count, class_index + 1);
    geo_status status = style ? GEO_OK : geo_style_read(context, NULL, &built_in);
    if (built_in)
        style = built_in;
    if (status == GEO_OK)
        status = words_of(context, classes, class_index, is_change, words);
    if (status == GEO_OK)
        geo_colour_print(
            geo_shade_colour(is_change ? &style->change : &style->areas, classes, (int)class_index),
            colour);
    geo_style_free(built_in);
    return status;
}
