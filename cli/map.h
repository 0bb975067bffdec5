/* What the commands that draw maps share: classes, names, what is around the data, several maps. */
#ifndef WARDMAP_MAP_H
#define WARDMAP_MAP_H

#include <geo/output.h>

#include "figure.h"
#include "load.h"

typedef struct map_settings {
    const char *classes;
    int64_t class_count;
    const char *save_breaks;
    const char *use_breaks;
    const char *show;
    const char *names;
    bool clip;
    bool points;
    text_list backdrop;
    text_list backdrop_layer;
    const char *inset;
    const char *inset_layer;
    /* several maps */
    const char *facet;
    int64_t facet_most;
    const char *before;
    text_list where;
} map_settings;

#define MAP_SETTINGS_INIT                                                                          \
    {                                                                                              \
        .facet_most = 6                                                                            \
    }

/* The settings of a command that draws maps begin with these. */
typedef struct map_command_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
} map_command_settings;

extern const option_group map_options;
/* Those of them that are left where areas or cells are tested beside one another: what is shown,
 * and what is around it. */
extern const option_group map_area_options;
/* The filters, of which --where may be given several times: a map for each. */
extern const option_group map_filter_options;

/* What stands around the data, and the classes that they share. */
typedef struct cli_map {
    geo_style *style;
    geo_filter *show;
    bool *is_studied; /* [areas->count] by --show; NULL: all areas are */
    geo_classes classes;
    bool has_classes; /* read, or chosen by map_classes() */
    geo_shapes **backdrop;
    size_t backdrop_count;
    geo_areas *inset;
} cli_map;

void map_clear(cli_map *map);
/* The style: before anything else is read. */
geo_status map_open_style(cli_job *job, const map_command_settings *settings, cli_map *map);
/* How values are classed, once their unit is known, which breaks from a file must have. */
geo_status map_open_breaks(cli_job *job, const map_command_settings *settings, const char *unit,
                           cli_map *map);
/* Whole numbers that lie as close together as deciles get a class each. */
geo_status map_class_each(cli_job *job, const double *value, size_t count, cli_map *map);
/* No output is one of the further files that are read. After load_plan(). */
geo_status map_check_files(cli_job *job, const map_command_settings *settings,
                           const cli_inputs *inputs);
/* Which areas --show leaves: the map is of these. */
geo_status map_find_studied(cli_job *job, const map_command_settings *settings,
                            const geo_areas *areas, cli_map *map);
/* Backdrop and inset, in the CRS of the map. */
geo_status map_read_context(cli_job *job, const map_command_settings *settings, const geo_crs *crs,
                            const geo_extent *extent, cli_map *map);
/* What areas are called by a layer's name, such as "wards": the legend counts them. NULL: unknown.
 */
const char *map_area_word(const geo_areas *areas);
/* Puts what is held into the library's struct. */
void map_fill(const cli_map *map, geo_map *figure);
/* Chooses the classes that all outputs share, and saves them where that is asked for. */
geo_status map_classes(cli_job *job, const map_command_settings *settings, const geo_map *figure,
                       const char *unit, cli_map *map);

/* The breaks that the maps were drawn with; null where there are none. */
void map_json_classes(geo_json *json, const cli_map *map);

#endif
