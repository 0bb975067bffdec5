/* Where in a style file something stands, for messages about it. */
#include <string.h>

#include <yaml.h>

#include "figure/style_file.h"

/* Follows the events of libyaml down to one key. Keys are the scalars at even places of a mapping;
 * the file's own mapping is level 1, a section is level 2, and an item of a section that is a list
 * is level 3. */
typedef struct key_search {
    const geo_style_key *wanted;
    int level;
    bool in_section;
    bool is_list;
    bool value_next;
    size_t items; /* begun in the section that is a list */
    size_t line;
} key_search;

static int level_of_keys(const key_search *search)
{
    return search->wanted->item == GEO_STYLE_NO_ITEM ? 2 : 3;
}

static bool in_item(const key_search *search)
{
    return search->wanted->item == GEO_STYLE_NO_ITEM || search->items == search->wanted->item + 1;
}

static void search_scalar(key_search *search, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (search->is_list && search->level == 2)
        return;
    if (search->value_next) {
        search->value_next = false;
        return;
    }
    search->value_next = true;
    if (search->level == 1)
        search->in_section = strcmp(text, search->wanted->section) == 0;
    else if (search->level == level_of_keys(search) && search->in_section && in_item(search) &&
             strcmp(text, search->wanted->key) == 0)
        search->line = event->start_mark.line + 1;
}

static void search_start(key_search *search, bool is_list)
{
    if (search->level == 1) {
        search->is_list = is_list;
        search->items = 0;
    } else if (search->level == 2 && search->is_list) {
        search->items++;
    }
    search->level++;
    search->value_next = false;
}

static bool search_event(void *user, const yaml_event_t *event)
{
    key_search *search = user;
    if (event->type == YAML_MAPPING_START_EVENT || event->type == YAML_SEQUENCE_START_EVENT) {
        search_start(search, event->type == YAML_SEQUENCE_START_EVENT);
    } else if (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT) {
        search->level--;
        search->value_next = false;
        search->is_list = search->is_list && search->level > 1;
    } else if (event->type == YAML_SCALAR_EVENT) {
        search_scalar(search, event);
    }
    return !search->line;
}

typedef bool (*event_reader)(void *user, const yaml_event_t *event);

/* Events in the order of the file, until `read` has what it wants. */
static void read_events(const char *yaml, size_t length, event_reader read, void *user)
{
    yaml_parser_t parser;
    yaml_event_t event;
    bool more = true;
    if (!yaml_parser_initialize(&parser))
        return;
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml, length);
    while (more && yaml_parser_parse(&parser, &event)) {
        more = read(user, &event) && event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

size_t geo_style_key_line(const char *yaml, size_t length, const geo_style_key *key)
{
    key_search search = {.wanted = key};
    read_events(yaml, length, search_event, &search);
    return search.line;
}

typedef struct scalar_search {
    const char *text;
    size_t line; /* where the search begins, from 1 */
    size_t column;
    size_t found;
} scalar_search;

static bool find_scalar(void *user, const yaml_event_t *event)
{
    scalar_search *search = user;
    size_t line = event->start_mark.line + 1, column = event->start_mark.column + 1;
    bool is_before = line < search->line || (line == search->line && column < search->column);
    if (event->type == YAML_SCALAR_EVENT && !is_before &&
        strcmp((const char *)event->data.scalar.value, search->text) == 0)
        search->found = line;
    return !search->found;
}

size_t geo_style_scalar_line(const char *yaml, size_t length, const char *text, size_t line,
                             size_t column)
{
    scalar_search search = {text, line, column, 0};
    read_events(yaml, length, find_scalar, &search);
    return search.found;
}
