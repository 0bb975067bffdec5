/* Emerging hot spots as a map, and as a layer that QGIS opens as the map shows it. */
#include <math.h>
#include <stdlib.h>

#include "emerging.h"
#include "layer.h"

/* In the order of the style's colours: nothing pale, what goes back blue, what is new bright, what
 * grows darkest. */
static const struct {
    geo_emerging_class class;
    const char *text;
} category[] = {
    {GEO_EMERGING_NONE, "No hot spot"},      {GEO_EMERGING_HOT_DIMINISHING, "Diminishing"},
    {GEO_EMERGING_HOT_NEW, "New"},           {GEO_EMERGING_HOT_INTENSIFYING, "Intensifying"},
    {GEO_EMERGING_HOT_SPORADIC, "Sporadic"}, {GEO_EMERGING_HOT_PERSISTENT, "Persistent"},
};
enum { CATEGORIES = sizeof category / sizeof *category };

/* Cold spots are none of the map's. */
double emerging_number(int32_t class)
{
    if (class == GEO_NO_CODE)
        return (double)NAN;
    for (size_t i = 0; i < CATEGORIES; i++)
        if ((int32_t)category[i].class == class)
            return (double)i;
    return 0;
}

/* What a map borrows beside the result. */
typedef struct emerging_map {
    geo_map map;
    geo_map_panel panel;
    const char *text[CATEGORIES];
} emerging_map;

static void make_map(const emerging_result *result, emerging_map *made)
{
    *made = (emerging_map){.panel.value = result->class_of};
    for (size_t i = 0; i < CATEGORIES; i++)
        made->text[i] = category[i].text;
    made->map = (geo_map){.areas = result->units,
                          .panel_count = 1,
                          .panel = &made->panel,
                          .scheme = GEO_SCHEME_CATEGORIES,
                          .category_count = CATEGORIES,
                          .category_text = made->text,
                          .unit = "Hot spots by month",
                          .area_word = result->unit_word};
    map_fill(&result->map, &made->map);
    made->map.is_studied = result->is_shown;
    if (emerging_has_cells(result->settings)) {
        made->map.outlines = result->load.areas[0];
        made->map.outline_is_shown = result->map.is_studied;
        made->map.are_cells = true;
    }
}

geo_status emerging_draw(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const emerging_result *result = value;
    figure_words words = result->words;
    const geo_figure_text text = figure_text_of(&result->settings->figure, &words);
    emerging_map made;
    if (!path)
        return geo_bytes_append(job->context, bytes, words.description.data,
                                words.description.length);
    make_map(result, &made);
    return geo_figure_map(job->context, &made.map, result->map.style, &text, figure_format(path),
                          result->settings->figure.dpi, bytes);
}

/* ---- the layer ------------------------------------------------------------------------------ */

static const char cold_colour[] = "#c7dcea"; /* cold spots, which the map leaves out, are pale */

typedef struct emerging_look {
    char colour_text[GEO_EMERGING_COUNT][8];
    const char *colour[GEO_EMERGING_COUNT];
    const char *name[GEO_EMERGING_COUNT];
} emerging_look;

static geo_status make_look(cli_job *job, const emerging_result *result, emerging_look *look)
{
    emerging_map made;
    geo_status status = GEO_OK;
    make_map(result, &made);
    for (int32_t i = 0; i < GEO_EMERGING_COUNT && status == GEO_OK; i++) {
        char *words = NULL;
        look->name[i] = geo_emerging_name((geo_emerging_class)i);
        look->colour[i] = cold_colour;
        if (geo_emerging_is_cold((geo_emerging_class)i))
            continue;
        look->colour[i] = look->colour_text[i];
        status = geo_map_area_class(job->context, &made.map, NULL, (size_t)emerging_number(i),
                                    result->map.style, look->colour_text[i], &words);
        free(words);
    }
    return status;
}

geo_status emerging_layer(cli_job *job, const void *value, const char *path, geo_bytes *bytes)
{
    const emerging_result *result = value;
    emerging_look look;
    geo_status status = make_look(job, result, &look);
    const geo_layer_style style = {.field = "class",
                                   .unit = "Hot spots by month",
                                   .class_count = GEO_EMERGING_COUNT,
                                   .colour = look.colour,
                                   .label = look.name,
                                   .category = look.name,
                                   .name_field = result->units->name ? "name" : "code"};
    return status == GEO_OK
               ? layer_write(job, result->units, result->found->table, &style, path, bytes)
               : status;
}
