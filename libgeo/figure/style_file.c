/* The grammar of style files, for libcyaml. */
#include "figure/style_file.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include <cyaml/cyaml.h>
#include <yaml.h>

#include "core/context.h"
#include "figure/ramp.h"
#include "figure/style.h"

#define TEXT_MOST 300

/* Every key may be left out, and is then a NULL pointer. */
#define ABSENT_OR            (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define NUMBER(section, key) CYAML_FIELD_FLOAT_PTR(#key, ABSENT_OR, geo_style_file_##section, key)
#define TEXT(section, key)                                                                         \
    CYAML_FIELD_STRING_PTR(#key, ABSENT_OR, geo_style_file_##section, key, 1, TEXT_MOST)
#define WORD(section, key, words)                                                                  \
    CYAML_FIELD_ENUM_PTR(#key, ABSENT_OR | CYAML_FLAG_STRICT, geo_style_file_##section, key,       \
                         words, CYAML_ARRAY_LEN(words))
#define SECTION(key) CYAML_FIELD_MAPPING_PTR(#key, ABSENT_OR, geo_style_file, key, key##_fields)

static const cyaml_strval_t orientations[] = {{"auto", GEO_ORIENTATION_AUTO},
                                              {"portrait", GEO_ORIENTATION_PORTRAIT},
                                              {"landscape", GEO_ORIENTATION_LANDSCAPE}};
static const cyaml_strval_t outsides[] = {
    {"shown", GEO_OUTSIDE_SHOWN}, {"faded", GEO_OUTSIDE_FADED}, {"hidden", GEO_OUTSIDE_HIDDEN}};
static const cyaml_strval_t break_rules[] = {{"geometric", GEO_BREAKS_GEOMETRIC},
                                             {"equal", GEO_BREAKS_EQUAL}};

static const cyaml_schema_field_t page_fields[] = {
    NUMBER(page, width_mm),  NUMBER(page, height_mm),
    NUMBER(page, margin_mm), WORD(page, orientation, orientations),
    TEXT(page, colour),      CYAML_FIELD_END};

static const cyaml_schema_field_t text_fields[] = {TEXT(text, fonts),
                                                   TEXT(text, colour),
                                                   NUMBER(text, title_pt),
                                                   NUMBER(text, subtitle_pt),
                                                   TEXT(text, subtitle_colour),
                                                   NUMBER(text, legend_pt),
                                                   NUMBER(text, label_pt),
                                                   TEXT(text, label_colour),
                                                   TEXT(text, halo_colour),
                                                   NUMBER(text, halo_mm),
                                                   NUMBER(text, note_pt),
                                                   TEXT(text, note_colour),
                                                   CYAML_FIELD_END};

static const cyaml_schema_field_t map_fields[] = {TEXT(map, background),
                                                  TEXT(map, land),
                                                  WORD(map, outside, outsides),
                                                  TEXT(map, frame_colour),
                                                  NUMBER(map, frame_mm),
                                                  TEXT(map, area_colour),
                                                  NUMBER(map, area_mm),
                                                  NUMBER(map, area_opacity),
                                                  TEXT(map, parent_colour),
                                                  NUMBER(map, parent_mm),
                                                  NUMBER(map, parent_opacity),
                                                  TEXT(map, outline_colour),
                                                  NUMBER(map, outline_mm),
                                                  NUMBER(map, outline_opacity),
                                                  CYAML_FIELD_END};

static const cyaml_schema_value_t colour_text = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, TEXT_MOST)};

static const cyaml_schema_field_t heat_fields[] = {
    CYAML_FIELD_SEQUENCE("ramp", ABSENT_OR, geo_style_file_heat, ramp, &colour_text, 2,
                         GEO_RAMP_COLOURS),
    NUMBER(heat, opacity), CYAML_FIELD_UINT_PTR("classes", ABSENT_OR, geo_style_file_heat, classes),
    WORD(heat, breaks, break_rules), CYAML_FIELD_END};

static const cyaml_schema_field_t file_fields[] = {SECTION(page), SECTION(text), SECTION(map),
                                                   SECTION(heat), CYAML_FIELD_END};

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

static geo_status parse_failed(geo_context *context, const char *name, cyaml_err_t error,
                               const parse_log *log)
{
    if (error == CYAML_ERR_OOM)
        return geo_fail(context, GEO_ERROR_MEMORY, "%s: no memory to read the style", name);
    const char *line = strstr(log->where, "(line: ");
    char number[16] = "1";
    if (line)
        sscanf(line, "(line: %15[0-9]", number);
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: line %s: %s%s%s; styles/README.md lists the keys and their values", name,
                    number, log->what[0] ? log->what : cyaml_strerror(error),
                    log->where[0] ? " " : "", log->where);
}

geo_status geo_style_file_parse(geo_context *context, const char *name, const char *yaml,
                                size_t length, geo_style_file **out)
{
    parse_log log = {{0}, {0}};
    cyaml_config_t config = parse_config(&log);
    cyaml_data_t *data = NULL;
    /* libcyaml reads numbers as the locale has them: let it see the C locale, in this thread alone.
     */
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (c_locale == (locale_t)0)
        return geo_fail(context, GEO_ERROR_MEMORY, "%s: no memory for a locale", name);
    locale_t before = uselocale(c_locale);
    cyaml_err_t error =
        cyaml_load_data((const uint8_t *)yaml, length, &config, &file_schema, &data, NULL);
    uselocale(before);
    freelocale(c_locale);
    if (error != CYAML_OK)
        return parse_failed(context, name, error, &log);
    *out = (geo_style_file *)data;
    return GEO_OK;
}

void geo_style_file_free(geo_style_file *file)
{
    parse_log log = {{0}, {0}};
    cyaml_config_t config = parse_config(&log);
    cyaml_free(&config, &file_schema, file, 0);
}

/* Keys are scalars at even places of a mapping; `place` counts the scalars of a mapping at each of
 * the two levels. */
typedef struct key_search {
    const char *section;
    const char *key;
    int depth;
    bool in_section;
    bool value_next;
    size_t line;
} key_search;

static void search_scalar(key_search *search, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (search->value_next) {
        search->value_next = false;
        return;
    }
    if (search->depth == 1)
        search->in_section = strcmp(text, search->section) == 0;
    else if (search->depth == 2 && search->in_section && strcmp(text, search->key) == 0)
        search->line = event->start_mark.line + 1;
    search->value_next = search->depth <= 2;
}

static void search_event(key_search *search, const yaml_event_t *event)
{
    if (event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT) {
        search->depth++;
        search->value_next = false;
    } else if (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT) {
        search->depth--;
    } else if (event->type == YAML_SCALAR_EVENT && search->depth <= 2) {
        search_scalar(search, event);
    }
}

size_t geo_style_file_line(const char *yaml, size_t length, const char *section, const char *key)
{
    key_search search = {section, key, 0, false, false, 0};
    yaml_parser_t parser;
    yaml_event_t event;
    bool more = true;
    if (!yaml_parser_initialize(&parser))
        return 0;
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml, length);
    while (more && !search.line && yaml_parser_parse(&parser, &event)) {
        search_event(&search, &event);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return search.line;
}
