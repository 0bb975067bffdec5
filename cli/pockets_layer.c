/* Pockets as a layer that QGIS opens shaded: by the narrowest band that each is in. */
#include <stdio.h>

#include "layer.h"
#include "pockets.h"

/* Colours of ColorBrewer's YlOrRd (C. A. Brewer, ColorBrewer 2.0, Apache License 2.0), the most
 * deprived last, as classes rise with the percentage. */
static const char *const shade[GEO_POCKET_BANDS_MOST] = {"#800026", "#e31a1c", "#fd8d3c", "#fecc5c",
                                                         "#ffffb2"};

geo_status pockets_layer(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const pockets_result *result = value;
    const geo_pockets *pockets = result->pockets;
    const char *label[GEO_POCKET_BANDS_MOST];
    char text[GEO_POCKET_BANDS_MOST][32];
    double lower[GEO_POCKET_BANDS_MOST];
    for (size_t i = 0; i < pockets->band_count; i++) {
        snprintf(text[i], sizeof text[i], "most deprived %d%%", pockets->band[i]);
        label[i] = text[i];
        lower[i] = pockets->band[i];
    }
    const geo_layer_style style = {.field = "band_percent",
                                   .unit = result->indices.name,
                                   .class_count = pockets->band_count,
                                   .lower = lower,
                                   .colour = shade,
                                   .label = label,
                                   .name_field =
                                       geo_table_find(pockets->table, "name") ? "name" : "code"};
    return layer_write(job, result->areas, pockets->table, &style, path, bytes);
}
