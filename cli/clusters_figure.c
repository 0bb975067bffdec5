/* Clusters as a map, and as a layer that QGIS opens as the map shows it. */
#include <stdlib.h>
#include <string.h>

#include "clusters.h"
#include "layer.h"

/* What a map borrows beside the result. */
typedef struct clusters_map {
    geo_map map;
    geo_map_panel panel;
    const char *text[GEO_DIVERGING_COUNT];
} clusters_map;

/* What the numbers of the map are called; a scan has no cold circles. */
static void fill_texts(const clusters_result *result, const char *text[GEO_DIVERGING_COUNT])
{
    static const char *const spot[GEO_DIVERGING_COUNT] = {
        "Cold spot, 99%", "Cold spot, 95%", "Cold spot, 90%", "Not significant",
        "Hot spot, 90%",  "Hot spot, 95%",  "Hot spot, 99%"};
    static const char *const cluster[GEO_DIVERGING_COUNT] = {
        "Low among low",  NULL, "Low among high", "Not significant",
        "High among low", NULL, "High among high"};
    static const char *const circle[GEO_DIVERGING_COUNT] = {
        NULL, NULL, NULL, "In no cluster", "Cluster, 90%", "Cluster, 95%", "Cluster, 99%"};
    const char *const *of = result->settings->statistic == CLUSTERS_GI_STAR       ? spot
                            : result->settings->statistic == CLUSTERS_LOCAL_MORAN ? cluster
                                                                                  : circle;
    memcpy((void *)text, (const void *)of, GEO_DIVERGING_COUNT * sizeof *text);
}

static const char *heading_of(const clusters_result *result)
{
    static const char *const heading[] = {"Hot and cold spots", "Clusters and outliers",
                                          "Clusters"};
    return heading[result->settings->statistic];
}

static void make_map(const clusters_result *result, clusters_map *made)
{
    *made = (clusters_map){.panel.value = result->class_of};
    fill_texts(result, made->text);
    made->map = (geo_map){.areas = result->units,
                          .panel_count = 1,
                          .panel = &made->panel,
                          .scheme = GEO_SCHEME_DIVERGING,
                          .category_count = GEO_DIVERGING_COUNT,
                          .category_text = made->text,
                          .unit = heading_of(result),
                          .area_word = result->unit_word};
    map_fill(&result->map, &made->map);
    made->map.is_studied = result->is_shown;
    if (clusters_has_cells(result->settings)) {
        made->map.outlines = result->load.areas[0];
        made->map.outline_is_shown = result->map.is_studied;
        made->map.are_cells = true;
    }
}

geo_status clusters_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const clusters_result *result = value;
    figure_words words = result->words;
    const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
    clusters_map made;
    clusters_circles circles = {.areas = NULL};
    geo_status status = GEO_OK;
    if (!path)
        return geo_bytes_append(job->context, bytes, words.description.data,
                                words.description.length);
    make_map(result, &made);
    if (result->clusters && result->clusters->row_count > 0) {
        status = clusters_make_circles(job, result, &circles);
        made.map.numbered = &circles.numbered;
    }
    if (status == GEO_OK)
        status = geo_figure_map(job->context, &made.map, result->map.style, &text,
                                figure_format(path), result->settings->figure.dpi, bytes);
    clusters_clear_circles(&circles);
    return status;
}

/* ---- the layer ------------------------------------------------------------------------------ */

/* The table's words for the numbers of the map. */
static const char *class_text(const clusters_result *result, size_t number)
{
    static const geo_cluster cluster[] = {[GEO_SPOT_COLD_99] = GEO_CLUSTER_LOW_LOW,
                                          [GEO_SPOT_COLD_90] = GEO_CLUSTER_LOW_HIGH,
                                          [GEO_SPOT_NONE] = GEO_CLUSTER_NONE,
                                          [GEO_SPOT_HOT_90] = GEO_CLUSTER_HIGH_LOW,
                                          [GEO_SPOT_HOT_99] = GEO_CLUSTER_HIGH_HIGH};
    static const char *const circle[] = {[GEO_SPOT_HOT_90] = "cluster, 90%",
                                         [GEO_SPOT_HOT_95] = "cluster, 95%",
                                         [GEO_SPOT_HOT_99] = "cluster, 99%"};
    return result->settings->statistic == CLUSTERS_SCAN          ? circle[number]
           : result->settings->statistic == CLUSTERS_LOCAL_MORAN ? geo_cluster_text(cluster[number])
                                                                 : geo_spot_name((geo_spot)number);
}

typedef struct clusters_look {
    size_t count;
    char colour_text[GEO_DIVERGING_COUNT][8];
    const char *colour[GEO_DIVERGING_COUNT];
    const char *label[GEO_DIVERGING_COUNT];
    const char *category[GEO_DIVERGING_COUNT];
} clusters_look;

/* The hottest first, as in the legend. */
static geo_status make_look(cli_job *job, const clusters_result *result, clusters_look *look)
{
    clusters_map made;
    geo_status status = GEO_OK;
    make_map(result, &made);
    for (size_t i = GEO_DIVERGING_COUNT; i-- > 0 && status == GEO_OK;) {
        size_t at = look->count;
        char *words = NULL;
        /* The layer of a scan has the areas in clusters alone. */
        if (!made.text[i] || !class_text(result, i))
            continue;
        status = geo_map_area_class(job->context, &made.map, NULL, i, result->map.style,
                                    look->colour_text[at], &words);
        free(words);
        look->colour[at] = look->colour_text[at];
        look->label[at] = made.text[i];
        look->category[at] = class_text(result, i);
        look->count++;
    }
    return status;
}

geo_status clusters_layer(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const clusters_result *result = value;
    const geo_table *table = result->found ? result->found->table : result->members;
    clusters_look look = {.count = 0};
    geo_status status = make_look(job, result, &look);
    const geo_layer_style style = {.field = "class",
                                   .unit = heading_of(result),
                                   .class_count = look.count,
                                   .colour = look.colour,
                                   .label = look.label,
                                   .category = look.category,
                                   .name_field = result->units->name ? "name" : "code"};
    if (status == GEO_OK)
        status = layer_write(job, result->units, table, &style, path, bytes);
    return status;
}
