/* What the commands that draw maps share. */
#include "map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <geo/measure.h>

#include "outputs.h"

#define AT(member) offsetof(map_command_settings, member)

static const cli_option map_table[] = {
    {"classes", 0, OPTION_TEXT, AT(map.classes), "RULE|FILE", NULL,
     "how values are classed: geometric, equal, quantile, jenks, sd, incremental-mean, continuous "
     "(heat maps), or a file of breaks; without it the style's"},
    {"class-count", 0, OPTION_COUNT, AT(map.class_count), "N", NULL,
     "at most so many classes, 2 to 12; without it the style's"},
    {"save-breaks", 0, OPTION_TEXT, AT(map.save_breaks), "FILE", NULL,
     "write the breaks, so that another map can be drawn with the same"},
    {"use-breaks", 0, OPTION_TEXT, AT(map.use_breaks), "FILE", NULL,
     "draw with the breaks of that file"},
    {"show", 0, OPTION_TEXT, AT(map.show), "EXPR", NULL,
     "the areas that the map is of, such as \"parent = 'Lichfield'\"; the others are context, "
     "faded; bands and z still refer to all"},
    {"names", 0, OPTION_TEXT, AT(map.names), "WHICH", NULL,
     "names on the map: auto, areas, parents, both or none; without it the style's"},
    {"clip", 0, OPTION_FLAG, AT(map.clip), NULL, NULL, "draw heat within the areas only"},
    {"points", 0, OPTION_FLAG, AT(map.points), NULL, NULL,
     "draw the incidents too, as circles that grow with how many are at one place"},
    {"backdrop", 0, OPTION_TEXTS, AT(map.backdrop), "FILE", NULL,
     "roads, rivers, woods, towns below the data, or named points above it, drawn by what the "
     "style says of layers of that name; all layers of the file; may be repeated"},
    {"backdrop-layer", 0, OPTION_TEXTS, AT(map.backdrop_layer), "NAME", NULL,
     "of the backdrops only that layer; may be repeated"},
    {"inset", 0, OPTION_TEXT, AT(map.inset), "FILE", NULL,
     "areas among which a small map in a corner shows the place of this one"},
    {"inset-layer", 0, OPTION_TEXT, AT(map.inset_layer), "NAME", NULL, "layer of that file"},
    {"facet", 0, OPTION_TEXT, AT(map.facet), "FIELD", NULL,
     "a map for each value of a field, the commonest first, on one scale"},
    {"facet-most", 0, OPTION_COUNT, AT(map.facet_most), "N", NULL,
     "at most so many of them (default 6)"},
    {"before", 0, OPTION_TEXT, AT(map.before), "A..B", NULL,
     "an earlier period to compare --period with: maps of before, after and change"},
};
const option_group map_options = OPTION_GROUP("Map", map_table);

static const cli_option area_table[] = {
    {"show", 0, OPTION_TEXT, AT(map.show), "EXPR", NULL,
     "only areas that meet a condition, such as \"parent = 'Lichfield'\", in table and map; they "
     "are still compared with all; with --cells the ground that is divided"},
    {"names", 0, OPTION_TEXT, AT(map.names), "WHICH", NULL,
     "names on the map: auto, areas, parents, both or none; without it the style's"},
    {"backdrop", 0, OPTION_TEXTS, AT(map.backdrop), "FILE", NULL,
     "roads, rivers, woods, towns below the data, or named points above it, drawn by what the "
     "style says of layers of that name; all layers of the file; may be repeated"},
    {"backdrop-layer", 0, OPTION_TEXTS, AT(map.backdrop_layer), "NAME", NULL,
     "of the backdrops only that layer; may be repeated"},
    {"inset", 0, OPTION_TEXT, AT(map.inset), "FILE", NULL,
     "areas among which a small map in a corner shows the place of this one"},
    {"inset-layer", 0, OPTION_TEXT, AT(map.inset_layer), "NAME", NULL, "layer of that file"},
};
const option_group map_area_options = OPTION_GROUP("Map", area_table);

static const cli_option filter_table[] = {
    {"where", 0, OPTION_TEXTS, AT(map.where), "EXPR", NULL,
     "keep rows that meet a condition, such as \"Month >= '2018-10'\"; given several times: a map "
     "for each, on one scale"},
    {"period", 0, OPTION_TEXT, AT(common.period), "A..B", NULL,
     "keep rows from A to B, both included: 2018-04..2019-03, 2018-04-15.., 2018-04"},
    {"category", 0, OPTION_TEXTS, AT(common.category), "NAME", NULL,
     "keep incidents of this kind; may be repeated"},
};
const option_group map_filter_options = OPTION_GROUP("Filters", filter_table);

void map_clear(cli_map *map)
{
    for (size_t i = 0; i < map->backdrop_count; i++)
        geo_shapes_free(map->backdrop[i]);
    free(map->backdrop);
    geo_areas_free(map->inset);
    geo_style_free(map->style);
    geo_filter_free(map->show);
    free(map->is_studied);
    *map = (cli_map){.style = NULL};
}

/* ---- style and breaks ----------------------------------------------------------------------- */

static geo_status apply_rule(cli_job *job, const map_settings *settings, cli_map *map,
                             bool *is_file)
{
    geo_break_rule rule;
    *is_file = false;
    if (!settings->classes)
        return GEO_OK;
    if (same_text(settings->classes, "continuous"))
        return geo_style_set_classes(job->context, map->style, NULL, 0, true);
    *is_file = !geo_break_rule_of(settings->classes, &rule);
    if (*is_file && access(settings->classes, F_OK) != 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--classes %s is neither a rule (geometric, equal, quantile, jenks, sd, "
                        "incremental-mean, continuous) nor a file of breaks",
                        settings->classes);
    return *is_file ? GEO_OK
                    : geo_style_set_classes(job->context, map->style, settings->classes, 0, false);
}

geo_status map_open_style(cli_job *job, const map_command_settings *settings, cli_map *map)
{
    geo_status status = figure_style(job, &settings->figure, &map->style);
    if (status == GEO_OK && settings->map.show)
        status = geo_filter_parse(job->context, settings->map.show, &map->show);
    if (status == GEO_OK && settings->map.names)
        status = geo_style_set_names(job->context, map->style, settings->map.names);
    if (status == GEO_OK && settings->map.clip)
        geo_style_clip(map->style);
    return status;
}

geo_status map_open_breaks(cli_job *job, const map_command_settings *shared, const char *unit,
                           cli_map *map)
{
    const map_settings *settings = &shared->map;
    bool is_file;
    geo_status status = apply_rule(job, settings, map, &is_file);
    const char *file = is_file ? settings->classes : settings->use_breaks;
    if (status == GEO_OK && is_file && settings->use_breaks)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--classes %s and --use-breaks %s both name breaks; give one of them",
                        settings->classes, settings->use_breaks);
    if (status == GEO_OK && settings->class_count > 0)
        status = geo_style_set_classes(job->context, map->style, NULL,
                                       (size_t)settings->class_count, false);
    if (status != GEO_OK || !file)
        return status;
    map->has_classes = true;
    return geo_classes_read(job->context, file, unit, &map->classes);
}

geo_status map_class_each(cli_job *job, const double *value, size_t count, cli_map *map)
{
    double lowest = INFINITY, highest = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        lowest = fmin(lowest, value[i]);
        highest = fmax(highest, value[i]);
    }
    if (!(highest - lowest < GEO_CLASSES_MOST))
        return GEO_OK;
    return geo_style_set_classes(job->context, map->style, "each", 0, false);
}

geo_status map_classes(cli_job *job, const map_command_settings *settings, const geo_map *figure,
                       const char *unit, cli_map *map)
{
    const char *path = settings->map.save_breaks;
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (!map->has_classes)
        status = geo_map_classes(job->context, figure, map->style, &map->classes);
    map->has_classes = true;
    if (status == GEO_OK && path)
        status = geo_classes_write(job->context, &map->classes, unit, &bytes);
    if (status == GEO_OK && path)
        status = job_may_write(job);
    if (status == GEO_OK && path)
        status = geo_file_save(job->context, path, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

geo_status map_check_files(cli_job *job, const map_command_settings *settings,
                           const cli_inputs *inputs)
{
    const map_settings *map = &settings->map;
    const char *const files[] = {map->use_breaks, map->classes, map->inset, settings->figure.style};
    text_list read = {NULL, 0, 0};
    bool good = true;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        good = good && (!files[i] || text_list_add(&read, files[i]));
    for (size_t i = 0; i < map->backdrop.count; i++)
        good = good && text_list_add(&read, map->backdrop.item[i]);
    geo_status status =
        good ? outputs_check_further(job, inputs, &read, map->save_breaks) : job_out_of_memory(job);
    text_list_clear(&read);
    return status;
}

/* ---- the study area ------------------------------------------------------------------------- */

geo_status map_find_studied(cli_job *job, const map_command_settings *settings,
                            const geo_areas *areas, cli_map *map)
{
    size_t shown = 0;
    if (!map->show)
        return GEO_OK;
    map->is_studied = calloc(areas->count + 1, sizeof *map->is_studied);
    if (!map->is_studied)
        return job_out_of_memory(job);
    geo_status status = geo_show_areas(job->context, areas, map->show, map->is_studied);
    for (size_t i = 0; i < areas->count; i++)
        shown += map->is_studied[i];
    if (status == GEO_OK && shown == 0)
        status = job_fail(job, GEO_ERROR_DATA, "--show \"%s\" leaves no area to show",
                          settings->map.show);
    return status;
}

/* ---- what is around the data ---------------------------------------------------------------- */

static bool is_wanted_layer(const map_settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->backdrop_layer.count; i++)
        if (same_text(settings->backdrop_layer.item[i], name))
            return true;
    return settings->backdrop_layer.count == 0;
}

static geo_status read_layer(cli_job *job, const char *path, const char *layer, const geo_crs *crs,
                             const geo_extent *extent, cli_map *map)
{
    const geo_input input = {path, {NULL, 0}};
    const geo_shapes_options options = {
        .layer = layer, .working = crs, .extent = extent, .limits = limits_of(job->settings)};
    geo_shapes **grown = realloc(map->backdrop, (map->backdrop_count + 1) * sizeof *map->backdrop);
    if (!grown)
        return job_out_of_memory(job);
    map->backdrop = grown;
    map->backdrop[map->backdrop_count] = NULL;
    return geo_shapes_read(job->context, &input, &options, &map->backdrop[map->backdrop_count++]);
}

static geo_status read_backdrop(cli_job *job, const map_settings *settings, const char *path,
                                const geo_crs *crs, const geo_extent *extent, cli_map *map)
{
    const geo_input input = {path, {NULL, 0}};
    const geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_description *description = NULL;
    geo_status status = geo_describe(job->context, &input, &options, &description);
    size_t read = 0;
    for (size_t i = 0; status == GEO_OK && i < description->layer_count; i++) {
        const char *layer = description->layer[i].name;
        if (!is_wanted_layer(settings, layer))
            continue;
        status = read_layer(job, path, layer[0] ? layer : NULL, crs, extent, map);
        read++;
    }
    if (status == GEO_OK && read == 0)
        job_warn(job, "%s has none of the layers that --backdrop-layer names", path);
    geo_description_free(description);
    return status;
}

static geo_status read_inset(cli_job *job, const map_settings *settings, const geo_crs *crs,
                             cli_map *map)
{
    const geo_input input = {settings->inset, {NULL, 0}};
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    if (!settings->inset)
        return GEO_OK;
    options.layer = settings->inset_layer;
    options.working = crs;
    options.limits = limits_of(job->settings);
    return geo_areas_read(job->context, &input, &options, &map->inset);
}

geo_status map_read_context(cli_job *job, const map_command_settings *settings, const geo_crs *crs,
                            const geo_extent *extent, cli_map *map)
{
    const map_settings *given = &settings->map;
    if (given->points)
        job_note(job, "circles show where incidents are: publish them of anonymised places alone");
    geo_status status = read_inset(job, given, crs, map);
    for (size_t i = 0; i < given->backdrop.count && status == GEO_OK; i++)
        status = read_backdrop(job, given, given->backdrop.item[i], crs, extent, map);
    return status;
}

const char *map_area_word(const geo_areas *areas)
{
    static const struct {
        const char *in_name;
        const char *word;
    } words[] = {{"ward", "wards"},         {"lsoa", "LSOAs"}, {"msoa", "MSOAs"},
                 {"district", "districts"}, {"beat", "beats"}, {"parish", "parishes"},
                 {"oa", "output areas"},    {NULL, NULL}};
    const char *name = areas->layer && areas->layer[0] ? areas->layer : base_name(areas->path);
    for (size_t i = 0; words[i].in_name; i++)
        for (const char *at = name; *at; at++)
            if (strncasecmp(at, words[i].in_name, strlen(words[i].in_name)) == 0)
                return words[i].word;
    return NULL;
}

void map_fill(const cli_map *map, geo_map *figure)
{
    figure->is_studied = map->is_studied;
    figure->classes = map->has_classes ? &map->classes : NULL;
    figure->backdrop = (const geo_shapes *const *)map->backdrop;
    figure->backdrop_count = map->backdrop_count;
    figure->inset = map->inset;
}

void map_json_classes(geo_json *json, const cli_map *map)
{
    if (!map->has_classes || map->classes.count == 0) {
        geo_json_text(json, "classes", NULL);
        return;
    }
    geo_json_object(json, "classes");
    geo_json_text(json, "rule", geo_break_rule_name(map->classes.rule));
    geo_json_array(json, "lower");
    for (size_t i = 0; i < map->classes.count; i++)
        geo_json_real(json, NULL, map->classes.lower[i]);
    geo_json_close(json);
    geo_json_close(json);
}
