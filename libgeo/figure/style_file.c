/* The grammar of style files, for libcyaml. */
#include "figure/style_file.h"

#include <stdio.h>
#include <string.h>

#include <cyaml/cyaml.h>

#include "core/context.h"
#include "figure/ramp.h"
#include "figure/style.h"

#define TEXT_MOST 300

/* Every key may be left out, and is then a NULL pointer. */
#define ABSENT_OR (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define NAMED_TEXT(section, name, member)                                                          \
    CYAML_FIELD_STRING_PTR(name, ABSENT_OR, geo_style_file_##section, member, 1, TEXT_MOST)
#define TEXT(section, key) NAMED_TEXT(section, #key, key)
/* libcyaml would read numbers as the locale has them, and 5 where a file says "5 cm". */
#define NUMBER(section, key) TEXT(section, key)
#define EMPTY_OR_TEXT(section, key)                                                                \
    CYAML_FIELD_STRING_PTR(#key, ABSENT_OR, geo_style_file_##section, key, 0, TEXT_MOST)
#define WORD(section, key, words)                                                                  \
    CYAML_FIELD_ENUM_PTR(#key, ABSENT_OR | CYAML_FLAG_STRICT, geo_style_file_##section, key,       \
                         words, CYAML_ARRAY_LEN(words))
#define FLAG(section, key) WORD(section, key, truths)
#define LINE(section, key)                                                                         \
    NAMED_TEXT(section, #key "_colour", key.colour), NAMED_TEXT(section, #key "_mm", key.mm),      \
        NAMED_TEXT(section, #key "_opacity", key.opacity)
#define COLOURS(section, key, least, most)                                                         \
    CYAML_FIELD_SEQUENCE(#key, ABSENT_OR, geo_style_file_##section, key, &colour_text, least, most)
#define RAMP                 COLOURS(shade, ramp, 2, GEO_RAMP_COLOURS)
#define SECTION(key, fields) CYAML_FIELD_MAPPING_PTR(#key, ABSENT_OR, geo_style_file, key, fields)

/* libcyaml takes any word but "false" and its like for true. */
static const cyaml_strval_t truths[] = {{"false", false}, {"true", true}};
static const cyaml_strval_t orientations[] = {{"auto", GEO_ORIENTATION_AUTO},
                                              {"portrait", GEO_ORIENTATION_PORTRAIT},
                                              {"landscape", GEO_ORIENTATION_LANDSCAPE}};
static const cyaml_strval_t outsides[] = {
    {"shown", GEO_OUTSIDE_SHOWN}, {"faded", GEO_OUTSIDE_FADED}, {"hidden", GEO_OUTSIDE_HIDDEN}};
static const cyaml_strval_t nameds[] = {{"auto", GEO_NAMED_AUTO},
                                        {"areas", GEO_NAMED_AREAS},
                                        {"parents", GEO_NAMED_PARENTS},
                                        {"both", GEO_NAMED_BOTH},
                                        {"none", GEO_NAMED_NONE}};
static const cyaml_strval_t break_rules[] = {{"geometric", GEO_BREAKS_GEOMETRIC},
                                             {"equal", GEO_BREAKS_EQUAL},
                                             {"quantile", GEO_BREAKS_QUANTILE},
                                             {"jenks", GEO_BREAKS_JENKS},
                                             {"sd", GEO_BREAKS_SD},
                                             {"incremental-mean", GEO_BREAKS_INCREMENTAL_MEAN}};

static const cyaml_schema_value_t colour_text = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, TEXT_MOST)};

static const cyaml_schema_field_t page_fields[] = {
    TEXT(page, size),
    NUMBER(page, width_mm),
    NUMBER(page, height_mm),
    NUMBER(page, margin_mm),
    WORD(page, orientation, orientations),
    TEXT(page, colour),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t text_fields[] = {
    TEXT(text, fonts),         TEXT(text, colour),          NUMBER(text, title_pt),
    NUMBER(text, subtitle_pt), TEXT(text, subtitle_colour), NUMBER(text, legend_pt),
    NUMBER(text, panel_pt),    NUMBER(text, label_pt),      TEXT(text, label_colour),
    NUMBER(text, parent_pt),   TEXT(text, parent_colour),   NUMBER(text, place_pt),
    TEXT(text, place_colour),  TEXT(text, halo_colour),     NUMBER(text, halo_mm),
    NUMBER(text, note_pt),     TEXT(text, note_colour),     CYAML_FIELD_END,
};

static const cyaml_schema_field_t furniture_fields[] = {
    FLAG(furniture, scale_bar), FLAG(furniture, north_arrow),          FLAG(furniture, legend),
    FLAG(furniture, method),    EMPTY_OR_TEXT(furniture, attribution), CYAML_FIELD_END,
};

static const cyaml_schema_field_t map_fields[] = {
    TEXT(map, background), TEXT(map, land),   WORD(map, outside, outsides), LINE(map, frame),
    LINE(map, area),       LINE(map, parent), LINE(map, outline),           CYAML_FIELD_END,
};

static const cyaml_schema_field_t labels_fields[] = {
    WORD(labels, named, nameds),
    NUMBER(labels, wrap_mm),
    LINE(labels, leader),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t heat_fields[] = {
    RAMP,
    TEXT(shade, ramp_name),
    NUMBER(shade, opacity),
    NUMBER(shade, classes),
    WORD(shade, breaks, break_rules),
    FLAG(shade, continuous),
    NUMBER(shade, over_base_opacity),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t shade_fields[] = {
    RAMP,
    TEXT(shade, ramp_name),
    NUMBER(shade, opacity),
    NUMBER(shade, classes),
    WORD(shade, breaks, break_rules),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t bands_fields[] = {
    TEXT(bands, none),
    TEXT(bands, above),
    TEXT(bands, significantly_above),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t bivariate_fields[] = {
    COLOURS(bivariate, colours, GEO_BIVARIATE_CELLS, GEO_BIVARIATE_CELLS),
    LINE(bivariate, hatch),
    NUMBER(bivariate, hatch_gap_mm),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t categories_fields[] = {
    COLOURS(categories, colours, GEO_CATEGORIES_MOST, GEO_CATEGORIES_MOST),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t diverging_fields[] = {
    COLOURS(diverging, colours, GEO_DIVERGING_COUNT, GEO_DIVERGING_COUNT),
    LINE(diverging, hatch),
    NUMBER(diverging, hatch_gap_mm),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t contours_fields[] = {
    LINE(contours, line), NUMBER(contours, finest_mm),    LINE(contours, halo),
    TEXT(contours, fill), NUMBER(contours, fill_opacity), CYAML_FIELD_END,
};

static const cyaml_schema_field_t numbered_fields[] = {
    LINE(numbered, line),           LINE(numbered, halo), TEXT(numbered, fill),
    NUMBER(numbered, fill_opacity), TEXT(numbered, disc), NUMBER(numbered, number_pt),
    TEXT(numbered, number_colour),  CYAML_FIELD_END,
};

static const cyaml_schema_field_t outlines_fields[] = {
    LINE(outlines, area),  LINE(outlines, parent), LINE(outlines, halo),
    LINE(outlines, below), CYAML_FIELD_END,
};

static const cyaml_schema_field_t no_data_fields[] = {
    TEXT(no_data, colour),
    LINE(no_data, hatch),
    NUMBER(no_data, hatch_gap_mm),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t points_fields[] = {
    TEXT(points, colour),        NUMBER(points, opacity),    LINE(points, outline),
    NUMBER(points, smallest_mm), NUMBER(points, largest_mm), CYAML_FIELD_END,
};

static const cyaml_schema_field_t chart_fields[] = {
    TEXT(chart, colour),    TEXT(chart, highlight), TEXT(chart, highlight_strong),
    TEXT(chart, second),    LINE(chart, grid),      LINE(chart, axis),
    LINE(chart, reference), LINE(chart, limit),     LINE(chart, interval),
    TEXT(chart, shade),     CYAML_FIELD_END,
};

static const cyaml_schema_field_t backdrop_fields[] = {
    CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, geo_style_file_backdrop, name, 0, TEXT_MOST),
    LINE(backdrop, line),
    LINE(backdrop, casing),
    TEXT(backdrop, fill),
    NUMBER(backdrop, fill_opacity),
    NUMBER(backdrop, point_mm),
    FLAG(backdrop, above),
    FLAG(backdrop, named),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t backdrop_item = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, geo_style_file_backdrop, backdrop_fields)};

static const cyaml_schema_field_t file_fields[] = {
    SECTION(page, page_fields),
    SECTION(text, text_fields),
    SECTION(furniture, furniture_fields),
    SECTION(map, map_fields),
    SECTION(labels, labels_fields),
    SECTION(heat, heat_fields),
    SECTION(areas, shade_fields),
    SECTION(change, shade_fields),
    SECTION(base, shade_fields),
    SECTION(bands, bands_fields),
    SECTION(bivariate, bivariate_fields),
    SECTION(categories, categories_fields),
    SECTION(diverging, diverging_fields),
    SECTION(contours, contours_fields),
    SECTION(numbered, numbered_fields),
    SECTION(outlines, outlines_fields),
    SECTION(no_data, no_data_fields),
    SECTION(points, points_fields),
    SECTION(chart, chart_fields),
    CYAML_FIELD_SEQUENCE("backdrop", ABSENT_OR, geo_style_file, backdrop, &backdrop_item, 1,
                         GEO_BACKDROP_STYLES),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t file_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, geo_style_file, file_fields)};

/* What libcyaml logs of a failure: first what is wrong, then where, innermost first. */
typedef struct parse_log {
    char what[200];
    char where[200];
} parse_log;

static void keep_line(char *kept, size_t size, const char *line)
{
    const char *text = strncmp(line, "Load: ", 6) == 0 ? line + 6 : line;
    snprintf(kept, size, "%s", text + strspn(text, " "));
    size_t length = strcspn(kept, "\n");
    while (length > 0 && (kept[length - 1] == ' ' || kept[length - 1] == '.'))
        length--;
    kept[length] = '\0';
}

static void take_log(cyaml_log_t level, void *user, const char *format, va_list values)
{
    parse_log *log = user;
    char line[240];
    if (level < CYAML_LOG_ERROR)
        return;
    vsnprintf(line, sizeof line, format, values);
    if (strstr(line, "Backtrace"))
        return;
    if (!log->what[0])
        keep_line(log->what, sizeof log->what, line);
    else if (!log->where[0])
        keep_line(log->where, sizeof log->where, line);
}

static cyaml_config_t parse_config(parse_log *log)
{
    return (cyaml_config_t){.log_fn = take_log,
                            .log_ctx = log,
                            .mem_fn = cyaml_mem,
                            .log_level = CYAML_LOG_ERROR,
                            .flags = CYAML_CFG_NO_ALIAS};
}

/* A key that is wrong itself comes after what libcyaml says of the place: the value that it took
 * last. */
static size_t line_of_failure(const char *yaml, size_t length, const parse_log *log)
{
    const char *place = strstr(log->where, "(line: ");
    const char *key = strstr(log->what, "key: ");
    unsigned line = 1, column = 1;
    if (!key)
        key = strstr(log->what, "already seen: ");
    if (place && sscanf(place, "(line: %u, column: %u", &line, &column) < 1)
        line = 1;
    size_t found = 0;
    if (key)
        found = geo_style_scalar_line(yaml, length, strchr(key, ':') + 2, line, column);
    return found > 0 ? found : line;
}

static geo_status parse_failed(geo_context *context, const char *name, cyaml_err_t error,
                               size_t line, const parse_log *log)
{
    if (error == CYAML_ERR_OOM)
        return geo_fail(context, GEO_ERROR_MEMORY, "%s: no memory to read the style", name);
    /* Without the place, which is that of the line but for wrong keys. */
    int length = (int)strcspn(log->where, "(");
    while (length > 0 && log->where[length - 1] == ' ')
        length--;
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: line %zu: %s%s%.*s; styles/README.md lists the keys and their values",
                    name, line, log->what[0] ? log->what : cyaml_strerror(error),
                    length > 0 ? " " : "", length, log->where);
}

geo_status geo_style_file_parse(geo_context *context, const char *name, const char *yaml,
                                size_t length, geo_style_file **out)
{
    parse_log log = {{0}, {0}};
    cyaml_config_t config = parse_config(&log);
    cyaml_data_t *data = NULL;
    cyaml_err_t error =
        cyaml_load_data((const uint8_t *)yaml, length, &config, &file_schema, &data, NULL);
    if (error != CYAML_OK)
        return parse_failed(context, name, error, line_of_failure(yaml, length, &log), &log);
    *out = (geo_style_file *)data;
    return GEO_OK;
}

void geo_style_file_free(geo_style_file *file)
{
    parse_log log = {{0}, {0}};
    cyaml_config_t config = parse_config(&log);
    cyaml_free(&config, &file_schema, file, 0);
}
