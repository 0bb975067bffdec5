#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/core.h>

#include "job.h"

#define OPTION_LIMIT 96
#define NAME_SIZE    64

typedef struct option_parser {
    cli_job *job;
    const cli_command *command;
    char *target;
    text_list *operands;
    area_list *areas;
    bool areas_open; /* an --areas has been seen: entry 0 may come before it */
    bool seen[OPTION_LIMIT];
} option_parser;

const cli_option *option_at(const cli_command *command, size_t index)
{
    for (size_t g = 0; g < COMMAND_GROUPS && command->groups[g]; g++) {
        if (index < command->groups[g]->count)
            return &command->groups[g]->option[index];
        index -= command->groups[g]->count;
    }
    return NULL;
}

const cli_option *find_option(const cli_command *command, const char *name)
{
    const cli_option *option;
    for (size_t i = 0; (option = option_at(command, i)) != NULL; i++)
        if (strcmp(option->name, name) == 0)
            return option;
    return NULL;
}

static size_t index_of(const cli_command *command, const cli_option *wanted)
{
    size_t index = 0;
    while (option_at(command, index) != wanted)
        index++;
    return index;
}

static geo_status fail_unknown(option_parser *parser, const char *name)
{
    const char *names[OPTION_LIMIT];
    size_t count = 0;
    const cli_option *option;
    while ((option = option_at(parser->command, count)) != NULL && count < OPTION_LIMIT)
        names[count++] = option->name;
    const char *nearest = nearest_name(name, names, count);
    const char *dashes = name[0] != '\0' && name[1] == '\0' ? "-" : "--";
    if (!nearest)
        return job_fail(parser->job, GEO_ERROR_USAGE,
                        "unknown option %s%s; 'wardmap %s --help' lists the options", dashes, name,
                        parser->command->name);
    return job_fail(parser->job, GEO_ERROR_USAGE, "unknown option %s%s; did you mean --%s?", dashes,
                    name, nearest);
}

static geo_status set_number(option_parser *parser, const cli_option *option, const char *text,
                             double *number)
{
    if (geo_number_parse((geo_text){text, strlen(text)}, number) && isfinite(*number))
        return GEO_OK;
    return job_fail(parser->job, GEO_ERROR_USAGE, "--%s %s: not a number", option->name, text);
}

static geo_status set_count(option_parser *parser, const cli_option *option, const char *text,
                            int64_t *count)
{
    double number;
    bool good = geo_number_parse((geo_text){text, strlen(text)}, &number) && number >= 0 &&
                number <= 1e15 && floor(number) == number;
    if (!good)
        return job_fail(parser->job, GEO_ERROR_USAGE, "--%s %s: not a whole number of 0 or more",
                        option->name, text);
    *count = (int64_t)number;
    return GEO_OK;
}

static geo_status set_bytes(option_parser *parser, const cli_option *option, const char *text,
                            int64_t *bytes)
{
    static const char units[] = "kMG";
    size_t length = strlen(text);
    const char *unit = length > 0 ? strchr(units, text[length - 1]) : NULL;
    double factor = unit ? ldexp(1, 10 * (int)(unit - units + 1)) : 1;
    double number;
    bool good = geo_number_parse((geo_text){text, length - (unit ? 1 : 0)}, &number) &&
                number >= 0 && number * factor <= 1e15;
    if (!good)
        return job_fail(parser->job, GEO_ERROR_USAGE,
                        "--%s %s: not a size in bytes; write 500M or 2G", option->name, text);
    *bytes = (int64_t)(number * factor);
    return GEO_OK;
}

static geo_status set_choice(option_parser *parser, const cli_option *option, const char *text,
                             int *choice)
{
    const char *word = option->choices;
    size_t length = strlen(text);
    for (int place = 0; *word != '\0'; place++) {
        size_t word_length = strcspn(word, "|");
        if (word_length == length && strncmp(word, text, length) == 0) {
            *choice = place;
            return GEO_OK;
        }
        word += word_length + (word[word_length] == '|');
    }
    return job_fail(parser->job, GEO_ERROR_USAGE, "--%s %s: unknown; choose one of %s",
                    option->name, text, option->choices);
}

static geo_status set_areas(option_parser *parser, const char *path)
{
    area_list *areas = parser->areas;
    if (parser->areas_open) {
        area_choice *item = realloc(areas->item, (areas->count + 1) * sizeof *item);
        if (!item)
            return job_out_of_memory(parser->job);
        areas->item = item;
        areas->item[areas->count++] = (area_choice){NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    }
    parser->areas_open = true;
    areas->item[areas->count - 1].path = path;
    return GEO_OK;
}

static geo_status set_area_text(option_parser *parser, const cli_option *option, const char *text)
{
    area_choice *choice = &parser->areas->item[parser->areas->count - 1];
    const char **member = (const char **)(void *)((char *)choice + option->offset);
    if (*member)
        return job_fail(parser->job, GEO_ERROR_USAGE, "--%s is given twice for the same areas",
                        option->name);
    *member = text;
    return GEO_OK;
}

static bool may_repeat(const option_parser *parser, const cli_option *option)
{
    switch (option->kind) {
    case OPTION_FLAG:
    case OPTION_TEXTS:
    case OPTION_AREA_TEXT:
        return true;
    case OPTION_AREAS:
        return parser->command->several_areas;
    default:
        return false;
    }
}

static geo_status set_option(option_parser *parser, const cli_option *option, const char *text)
{
    void *value = parser->target + option->offset;
    bool *seen = &parser->seen[index_of(parser->command, option)];
    if (*seen && !may_repeat(parser, option))
        return job_fail(parser->job, GEO_ERROR_USAGE, "--%s is given twice", option->name);
    *seen = true;
    switch (option->kind) {
    case OPTION_FLAG:
        *(bool *)value = true;
        return GEO_OK;
    case OPTION_TEXT:
        *(const char **)value = text;
        return GEO_OK;
    case OPTION_TEXTS:
        return text_list_add(value, text) ? GEO_OK : job_out_of_memory(parser->job);
    case OPTION_NUMBER:
        return set_number(parser, option, text, value);
    case OPTION_COUNT:
        return set_count(parser, option, text, value);
    case OPTION_BYTES:
        return set_bytes(parser, option, text, value);
    case OPTION_CHOICE:
        return set_choice(parser, option, text, value);
    case OPTION_AREAS:
        return set_areas(parser, text);
    case OPTION_AREA_TEXT:
        return set_area_text(parser, option, text);
    }
    return job_fail(parser->job, GEO_ERROR_INTERNAL, "--%s has no kind", option->name);
}

/* The value of an option that takes one: after `=` or `-o`, or the next argument. */
static geo_status take_value(option_parser *parser, const cli_option *option, const char *attached,
                             int argc, char **argv, int *position)
{
    const char *text = attached;
    if (option->kind == OPTION_FLAG) {
        if (attached)
            return job_fail(parser->job, GEO_ERROR_USAGE, "--%s takes no value", option->name);
        return set_option(parser, option, NULL);
    }
    if (!text) {
        text = *position + 1 < argc ? argv[++*position] : NULL;
        if (!text || strncmp(text, "--", 2) == 0)
            return job_fail(parser->job, GEO_ERROR_USAGE, "--%s needs a value: --%s %s",
                            option->name, option->name, option->value);
    }
    if (text[0] == '\0')
        return job_fail(parser->job, GEO_ERROR_USAGE, "--%s is empty; give --%s %s", option->name,
                        option->name, option->value);
    return set_option(parser, option, text);
}

static geo_status read_long(option_parser *parser, int argc, char **argv, int *position)
{
    const char *argument = argv[*position] + 2;
    size_t length = strcspn(argument, "=");
    char name[NAME_SIZE];
    if (length >= sizeof name)
        length = sizeof name - 1;
    memcpy(name, argument, length);
    name[length] = '\0';
    const cli_option *option = find_option(parser->command, name);
    if (!option)
        return fail_unknown(parser, name);
    const char *attached = argument[length] == '=' ? argument + length + 1 : NULL;
    return take_value(parser, option, attached, argc, argv, position);
}

static const cli_option *find_letter(const cli_command *command, char letter)
{
    const cli_option *option;
    for (size_t i = 0; (option = option_at(command, i)) != NULL; i++)
        if (option->letter == letter)
            return option;
    return NULL;
}

/* -q, -qh, -o FILE, -oFILE */
static geo_status read_letters(option_parser *parser, int argc, char **argv, int *position)
{
    const char *letters = argv[*position] + 1;
    for (size_t i = 0; letters[i] != '\0'; i++) {
        const cli_option *option = find_letter(parser->command, letters[i]);
        char name[2] = {letters[i], '\0'};
        if (!option)
            return fail_unknown(parser, name);
        bool last = option->kind != OPTION_FLAG;
        const char *attached = last && letters[i + 1] != '\0' ? letters + i + 1 : NULL;
        geo_status status = take_value(parser, option, attached, argc, argv, position);
        if (status != GEO_OK || last)
            return status;
    }
    return GEO_OK;
}

static geo_status read_arguments(option_parser *parser, int argc, char **argv)
{
    bool options_end = false;
    for (int i = 0; i < argc; i++) {
        geo_status status = GEO_OK;
        if (!options_end && strcmp(argv[i], "--") == 0)
            options_end = true;
        else if (!options_end && strncmp(argv[i], "--", 2) == 0)
            status = read_long(parser, argc, argv, &i);
        else if (!options_end && argv[i][0] == '-' && argv[i][1] != '\0')
            status = read_letters(parser, argc, argv, &i);
        else if (argv[i][0] == '\0')
            status = job_fail(parser->job, GEO_ERROR_USAGE, "an empty file name; leave it out");
        else if (!text_list_add(parser->operands, argv[i]))
            status = job_out_of_memory(parser->job);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

geo_status parse_options(cli_job *job, const cli_command *command, int argc, char **argv,
                         void *target, text_list *operands, area_list *areas)
{
    option_parser parser = {
        .job = job, .command = command, .target = target, .operands = operands, .areas = areas};
    areas->item = calloc(1, sizeof *areas->item);
    if (!areas->item)
        return job_out_of_memory(job);
    areas->count = 1;
    geo_status status = read_arguments(&parser, argc, argv);
    if (!parser.areas_open && status == GEO_OK) {
        const area_choice *first = &areas->item[0];
        if (first->layer || first->code || first->name || first->parent || first->crs)
            return job_fail(job, GEO_ERROR_USAGE,
                            "the options name a layer or field of areas, but there is no --areas");
    }
    if (!parser.areas_open && !areas->item[0].population)
        areas->count = 0;
    return status;
}
