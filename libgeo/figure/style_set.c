/* What a caller changes of a style. */
#include <string.h>

#include "core/context.h"
#include "figure/style.h"

geo_status geo_style_set_classes(geo_context *context, geo_style *style, const char *rule,
                                 size_t count, bool is_continuous)
{
    geo_break_rule named;
    if (rule && (!geo_break_rule_of(rule, &named) || named == GEO_BREAKS_GIVEN))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "no classes are called \"%s\"; there are geometric, equal, quantile, "
                        "jenks, sd and incremental-mean",
                        rule);
    if (count != 0 && (count < 2 || count > GEO_CLASSES_MOST))
        return geo_fail(context, GEO_ERROR_USAGE, "a map may have 2 to %d classes",
                        GEO_CLASSES_MOST);
    if (rule)
        style->heat.breaks = style->areas.breaks = named;
    if (count > 0)
        style->heat.classes = style->areas.classes = count;
    style->heat.is_continuous = style->heat.is_continuous || is_continuous;
    return GEO_OK;
}

geo_status geo_style_set_names(geo_context *context, geo_style *style, const char *which)
{
    static const char *const words[] = {"auto", "areas", "parents", "both", "none"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], which) == 0) {
            style->labels.named = (geo_named)i;
            return GEO_OK;
        }
    return geo_fail(context, GEO_ERROR_USAGE,
                    "names \"%s\": give auto, areas, parents, both or none", which);
}

void geo_style_clip(geo_style *style)
{
    style->map.outside = GEO_OUTSIDE_HIDDEN;
}
