/* Change as a layer that QGIS opens shaded: by the words for its direction, since a percentage says
 * little where there were few. */
#include "change.h"
#include "layer.h"

/* Colours of ColorBrewer's RdBu (C. A. Brewer, ColorBrewer 2.0, Apache License 2.0), increases
 * red. */
static const char *const direction[] = {
    "considerable increase", "some increase",    "slight increase", "new",
    "no significant change", "slight reduction", "some reduction",  "considerable reduction",
    "no incidents",
};
static const char *const colour[] = {
    "#b2182b", "#d6604d", "#f4a582", "#fddbc7", "#f7f7f7",
    "#92c5de", "#4393c3", "#2166ac", "#ffffff",
};
enum { DIRECTIONS = sizeof direction / sizeof *direction };

geo_status change_layer(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const change_result *result = value;
    const geo_table *table = result->change->table;
    const geo_layer_style style = {.field = "direction",
                                   .unit = "Direction of travel",
                                   .class_count = DIRECTIONS,
                                   .colour = colour,
                                   .label = direction,
                                   .category = direction,
                                   .name_field = geo_table_find(table, "name") ? "name" : NULL};
    return layer_write(job, result->load.areas[0], table, &style, path, bytes);
}
