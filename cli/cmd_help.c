/* wardmap help, --help and --version. */
#include <stdio.h>
#include <string.h>

#include <geo/source.h>

#include "commands.h"
#include "help.h"
#include "outputs.h"

#define PAGE_WIDTH  80
#define HELP_INDENT 28
#define LINE_INDENT 4 /* of a command line, with room for the backslash */

const exit_meaning exit_meanings[] = {
    {"0", "done; there may be warnings"},
    {"1", "internal error: please report it"},
    {"2", "usage: an option or argument makes no sense"},
    {"3", "input: a file is missing, unreadable or not what it says"},
    {"4", "data: readable but wrong, or a warning with --strict"},
    {"5", "coordinate reference system: none, unknown or unusable"},
    {"6", "output: a result could not be written whole"},
    {"7", "limit: more rows, bytes, cells, pixels or memory than allowed"},
    {"8", "disclosure: the result would disclose too much"},
    {"128+n", "stopped by signal n"},
    {NULL, NULL},
};

const variable_meaning variable_meanings[] = {
    {"NO_COLOR", "when set, no colours on the terminal"},
    {"COLUMNS", "width of the terminal, where it should not be asked itself"},
    {"SOURCE_DATE_EPOCH", "the time in files whose format demands one"},
    {NULL, NULL},
};

/* Words of `text` in lines of PAGE_WIDTH, each after `indent` blanks; the first line begins at
 * `column`. Ends with a newline. */
static geo_status append_wrapped(geo_context *context, geo_bytes *bytes, const char *text,
                                 int column, int indent)
{
    geo_status status = GEO_OK;
    if (column > indent) {
        status = geo_bytes_append(context, bytes, "\n", 1);
        column = 0;
    }
    while (*text != '\0' && status == GEO_OK) {
        int length = (int)strcspn(text, " \n");
        bool fits = column <= indent || column + 1 + length <= PAGE_WIDTH;
        if (!fits) {
            status = geo_bytes_append(context, bytes, "\n", 1);
            column = 0;
        }
        int gap = column <= indent ? indent - column : 1;
        if (status == GEO_OK)
            status = geo_bytes_print(context, bytes, "%*s%.*s", gap, "", length, text);
        column += gap + length;
        text += length;
        if (*text == ' ')
            text++;
        else if (*text == '\n' && status == GEO_OK) {
            status = geo_bytes_append(context, bytes, "\n", 1);
            column = 0;
            text++;
        }
    }
    return status == GEO_OK ? geo_bytes_append(context, bytes, "\n", 1) : status;
}

geo_status append_synopsis(geo_context *context, geo_bytes *bytes, const cli_command *command)
{
    bool writes = command->formats != NULL;
    return geo_bytes_print(context, bytes, "wardmap %s %s [options]%s", command->name,
                           command->operands, writes ? " [-o OUT]..." : "");
}

geo_status append_option_name(geo_context *context, geo_bytes *bytes, const cli_option *option)
{
    const char *value = option->choices ? option->choices : option->value;
    geo_status status = GEO_OK;
    if (option->letter != 0)
        status = geo_bytes_print(context, bytes, "-%c, ", option->letter);
    if (status != GEO_OK)
        return status;
    return geo_bytes_print(context, bytes, "--%s%s%s", option->name, value ? " " : "",
                           value ? value : "");
}

static geo_status append_option(geo_context *context, geo_bytes *bytes, const cli_option *option)
{
    geo_status status = geo_bytes_append(context, bytes, "  ", 2);
    size_t start = bytes->length;
    if (status == GEO_OK)
        status = append_option_name(context, bytes, option);
    if (status != GEO_OK)
        return status;
    int column = (int)(bytes->length - start) + 2;
    if (column > HELP_INDENT - 2)
        column = HELP_INDENT + 1;
    return append_wrapped(context, bytes, option->help, column, HELP_INDENT);
}

static geo_status append_formats(geo_context *context, geo_bytes *bytes, const cli_command *command)
{
    const char *const *formats = command->formats;
    geo_bytes list = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (!formats)
        return GEO_OK;
    status = geo_bytes_print(context, &list, "formats:");
    for (size_t i = 0; formats[i] && status == GEO_OK; i++)
        status = geo_bytes_print(context, &list, " .%s", formats[i]);
    if (status == GEO_OK)
        status = geo_bytes_append(context, &list, "", 1);
    if (status == GEO_OK)
        status = append_wrapped(context, bytes, list.data, 0, HELP_INDENT);
    geo_bytes_clear(&list);
    return status;
}

static geo_status append_options(geo_context *context, geo_bytes *bytes, const cli_command *command)
{
    geo_status status = GEO_OK;
    for (size_t g = 0; command->groups[g] && status == GEO_OK; g++) {
        const option_group *group = command->groups[g];
        status = geo_bytes_print(context, bytes, "\n%s:\n", group->heading);
        for (size_t i = 0; i < group->count && status == GEO_OK; i++) {
            status = append_option(context, bytes, &group->option[i]);
            if (status == GEO_OK && strcmp(group->option[i].name, "output") == 0)
                status = append_formats(context, bytes, command);
        }
    }
    return status;
}

/* Where the next option of a command line begins: at its blank, or at the line's end. */
static const char *next_option(const char *line)
{
    const char *next = strstr(line + 1, " -");
    return next ? next : line + strlen(line);
}

geo_status append_command_line(geo_context *context, geo_bytes *bytes, const char *line)
{
    int column = 0;
    geo_status status = GEO_OK;
    while (*line != '\0' && status == GEO_OK) {
        int length = (int)(next_option(line) - line);
        bool fits = column == 0 || column + length <= PAGE_WIDTH - LINE_INDENT;
        if (!fits) {
            status = geo_bytes_print(context, bytes, " \\\n%*s", LINE_INDENT + 2, "");
            column = 2;
            line++;
            length--;
        }
        if (status == GEO_OK)
            status = geo_bytes_append(context, bytes, line, (size_t)length);
        column += length;
        line += length;
    }
    return status;
}

static geo_status append_examples(geo_context *context, geo_bytes *bytes,
                                  const command_example *example)
{
    geo_status status = geo_bytes_print(context, bytes, "\nExamples:\n");
    for (; example->line && status == GEO_OK; example++) {
        status = geo_bytes_print(context, bytes, "  # %s\n  ", example->purpose);
        if (status == GEO_OK)
            status = append_command_line(context, bytes, example->line);
        if (status == GEO_OK)
            status = geo_bytes_print(context, bytes, "\n");
    }
    return status;
}

static geo_status append_command_help(geo_context *context, geo_bytes *bytes,
                                      const cli_command *command)
{
    geo_status status = geo_bytes_print(context, bytes, "wardmap %s: %s\n\nUsage: ", command->name,
                                        command->summary);
    if (status == GEO_OK)
        status = append_synopsis(context, bytes, command);
    if (status == GEO_OK)
        status = geo_bytes_print(context, bytes, "\n\n");
    if (status == GEO_OK)
        status = append_wrapped(context, bytes, command->description, 0, 0);
    if (status == GEO_OK)
        status = append_options(context, bytes, command);
    if (status == GEO_OK)
        status = append_examples(context, bytes, command->examples);
    return status;
}

geo_status print_command_help(cli_job *job, const cli_command *command)
{
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = append_command_help(job->context, &bytes, command);
    if (status == GEO_OK)
        status = print_bytes(job, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

void print_short_help(void)
{
    const cli_command *command;
    fputs("usage: wardmap COMMAND FILE... [options] [-o OUT]...\n\n", stderr);
    for (size_t i = 0; (command = command_at(i)) != NULL; i++)
        fprintf(stderr, "  %-9s %s\n", command->name, command->summary);
    fputs("\n'wardmap COMMAND --help' says more about one.\n", stderr);
}

static geo_status append_overview(geo_context *context, geo_bytes *bytes)
{
    const cli_command *command;
    geo_status status =
        geo_bytes_print(context, bytes,
                        "wardmap: ward tables and heat maps from geocoded incidents\n\n"
                        "Usage: wardmap COMMAND FILE... [options] [-o OUT]...\n\nCommands:\n");
    for (size_t i = 0; (command = command_at(i)) != NULL && status == GEO_OK; i++)
        status = geo_bytes_print(context, bytes, "  %-9s %s\n", command->name, command->summary);
    if (status == GEO_OK)
        status = geo_bytes_print(context, bytes,
                                 "\n'wardmap COMMAND --help' lists a command's options and has "
                                 "examples.\n\nEvery row read is accounted for: read = placed + "
                                 "outside + no coordinates +\nrejected + filtered. Nothing leaves "
                                 "the machine.\n\nExit codes:\n");
    for (size_t i = 0; exit_meanings[i].code && status == GEO_OK; i++)
        status = geo_bytes_print(context, bytes, "  %-6s %s\n", exit_meanings[i].code,
                                 exit_meanings[i].meaning);
    return status == GEO_OK ? append_examples(context, bytes, help_command.examples) : status;
}

typedef struct help_settings {
    cli_settings common;
    bool manual;
    bool version;
    int completion; /* the shell; NO_SHELL: not asked for */
} help_settings;

#define NO_SHELL (-1)

static const help_settings help_defaults = {.common = SETTINGS_INIT, .completion = NO_SHELL};

static const cli_option help_table[] = {
    {"man", 0, OPTION_FLAG, offsetof(help_settings, manual), NULL, NULL,
     "print the man page, for man(1)"},
    {"completion", 0, OPTION_CHOICE, offsetof(help_settings, completion), "SHELL", "bash",
     "print the completion for a shell"},
    {"version", 'V', OPTION_FLAG, offsetof(help_settings, version), NULL, NULL,
     "print the versions of wardmap and of the libraries that it runs on"},
    {"help", 'h', OPTION_FLAG, offsetof(help_settings, common.help), NULL, NULL, "print this help"},
};
static const option_group help_options = OPTION_GROUP("Help", help_table);

static geo_status append_version(geo_context *context, geo_bytes *bytes)
{
    return geo_bytes_print(context, bytes, "wardmap %s\n%s\n", GEO_VERSION, geo_source_versions());
}

static geo_status run_help(cli_job *job, const void *value)
{
    const help_settings *settings = value;
    const text_list *topics = &settings->common.operands;
    geo_bytes bytes = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    if (settings->version)
        status = append_version(job->context, &bytes);
    else if (settings->manual)
        status = make_manual(job, &bytes);
    else if (settings->completion != NO_SHELL)
        status = make_bash_completion(job, &bytes);
    else if (topics->count == 0)
        status = append_overview(job->context, &bytes);
    for (size_t i = 0; i < topics->count && status == GEO_OK; i++) {
        const cli_command *command = find_command(topics->item[i]);
        status = command ? append_command_help(job->context, &bytes, command)
                         : fail_unknown_command(job, topics->item[i]);
    }
    if (status == GEO_OK)
        status = print_bytes(job, &bytes);
    geo_bytes_clear(&bytes);
    return status;
}

static const command_example help_examples[] = {
    {"What is in a strange file", "wardmap info shapes/incidents/2024-01-*.csv.gz"},
    {"A ranked ward table",
     "wardmap rank shapes/incidents/2024-*.csv.gz --areas shapes/aldshire.gpkg --layer wards"},
    {"All that one command can do", "wardmap help heatmap"},
    {NULL, NULL},
};

const cli_command help_command = {
    .name = "help",
    .operands = "[COMMAND...]",
    .summary = "say how to use wardmap or one of its commands",
    .description = "Prints the help of the commands named, or an overview of all.",
    .groups = {&help_options, NULL},
    .examples = help_examples,
    .settings_size = sizeof(help_settings),
    .defaults = &help_defaults,
    .run = run_help,
};
