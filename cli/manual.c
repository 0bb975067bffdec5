/* The man page, from the tables that parse the command line. */
#include <string.h>

#include "commands.h"
#include "help.h"

/* Text for roff: a hyphen that can be copied, no line that begins with a request. */
static geo_status append_roff(geo_context *context, geo_bytes *bytes, const char *text)
{
    geo_status status = GEO_OK;
    bool line_start = true;
    for (; *text != '\0' && status == GEO_OK; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            status = geo_bytes_append(context, bytes, "\\&", 2);
        line_start = *text == '\n';
        if (status != GEO_OK)
            return status;
        if (*text == '-')
            status = geo_bytes_append(context, bytes, "\\-", 2);
        else if (*text == '\\')
            status = geo_bytes_append(context, bytes, "\\e", 2);
        else if (*text == '\'')
            status = geo_bytes_append(context, bytes, "\\(aq", 4);
        else if (text[0] == '\n' && text[1] == '\n')
            status = geo_bytes_append(context, bytes, "\n.PP", 4);
        else
            status = geo_bytes_append(context, bytes, text, 1);
    }
    return status;
}

/* `before`, the text for roff, `after`. */
static geo_status append_between(geo_context *context, geo_bytes *bytes, const char *before,
                                 const char *text, const char *after)
{
    geo_status status = geo_bytes_print(context, bytes, "%s", before);
    if (status == GEO_OK)
        status = append_roff(context, bytes, text);
    if (status == GEO_OK)
        status = geo_bytes_print(context, bytes, "%s", after);
    return status;
}

static geo_status append_manual_option(geo_context *context, geo_bytes *bytes,
                                       const cli_option *option)
{
    geo_bytes name = GEO_BYTES_INIT;
    geo_status status = append_option_name(context, &name, option);
    if (status == GEO_OK)
        status = end_text(context, &name);
    if (status == GEO_OK)
        status = append_between(context, bytes, ".TP\n.B ", name.data, "\n");
    if (status == GEO_OK)
        status = append_between(context, bytes, "", option->help, "\n");
    geo_bytes_clear(&name);
    return status;
}

/* Whether an earlier command has the group: it is then explained once, under common options. */
static bool is_common(const option_group *group)
{
    const cli_command *command;
    size_t users = 0;
    for (size_t c = 0; (command = command_at(c)) != NULL; c++)
        for (size_t g = 0; command->groups[g]; g++)
            users += command->groups[g] == group;
    return users > 1;
}

static geo_status append_group(geo_context *context, geo_bytes *bytes, const option_group *group)
{
    geo_status status = append_between(context, bytes, ".SS ", group->heading, "\n");
    for (size_t i = 0; i < group->count && status == GEO_OK; i++)
        status = append_manual_option(context, bytes, &group->option[i]);
    return status;
}

static geo_status append_manual_command(geo_context *context, geo_bytes *bytes,
                                        const cli_command *command)
{
    geo_bytes synopsis = GEO_BYTES_INIT;
    geo_status status = append_synopsis(context, &synopsis, command);
    if (status == GEO_OK)
        status = end_text(context, &synopsis);
    if (status == GEO_OK)
        status = append_between(context, bytes, ".SS ", synopsis.data, "\n");
    if (status == GEO_OK)
        status = append_between(context, bytes, "", command->description, "\n");
    for (size_t i = 0; command->formats && command->formats[i]; i++)
        if (status == GEO_OK)
            status = append_between(context, bytes, i == 0 ? ".PP\nWrites ." : ", .",
                                    command->formats[i], command->formats[i + 1] ? "" : ".\n");
    for (size_t g = 0; command->groups[g] && status == GEO_OK; g++)
        for (size_t i = 0; i < command->groups[g]->count && status == GEO_OK; i++)
            if (!is_common(command->groups[g]))
                status = append_manual_option(context, bytes, &command->groups[g]->option[i]);
    geo_bytes_clear(&synopsis);
    return status;
}

/* The groups in the order in which the first command that has them lists them. */
static geo_status append_common_groups(geo_context *context, geo_bytes *bytes)
{
    const option_group *done[4 * COMMAND_GROUPS];
    size_t done_count = 0;
    const cli_command *command;
    geo_status status = GEO_OK;
    for (size_t c = 0; (command = command_at(c)) != NULL; c++) {
        for (size_t g = 0; command->groups[g] && status == GEO_OK; g++) {
            bool known = !is_common(command->groups[g]);
            for (size_t i = 0; i < done_count; i++)
                known = known || done[i] == command->groups[g];
            if (known || done_count == sizeof done / sizeof *done)
                continue;
            done[done_count++] = command->groups[g];
            status = append_group(context, bytes, command->groups[g]);
        }
    }
    return status;
}

static geo_status append_manual_example(geo_context *context, geo_bytes *bytes, const char *before,
                                        const command_example *example)
{
    geo_bytes line = GEO_BYTES_INIT;
    geo_status status = append_command_line(context, &line, example->line);
    if (status == GEO_OK)
        status = end_text(context, &line);
    if (status == GEO_OK)
        status = append_between(context, bytes, before, example->purpose, ":\n");
    if (status == GEO_OK)
        status = append_between(context, bytes, ".PP\n.nf\n.RS\n", line.data, "\n.RE\n.fi\n");
    geo_bytes_clear(&line);
    return status;
}

static geo_status append_manual_examples(geo_context *context, geo_bytes *bytes)
{
    const cli_command *command;
    geo_status status = geo_bytes_print(context, bytes, ".SH EXAMPLES\n");
    for (size_t c = 0; (command = command_at(c)) != NULL; c++)
        for (size_t i = 0; command->examples[i].line && status == GEO_OK; i++)
            status = append_manual_example(context, bytes, c + i > 0 ? ".PP\n" : "",
                                           &command->examples[i]);
    return status;
}

static geo_status append_meanings(geo_context *context, geo_bytes *bytes)
{
    geo_status status = geo_bytes_print(context, bytes, ".SH EXIT STATUS\n");
    for (size_t i = 0; exit_meanings[i].code && status == GEO_OK; i++) {
        status = append_between(context, bytes, ".TP\n.B ", exit_meanings[i].code, "\n");
        if (status == GEO_OK)
            status = append_between(context, bytes, "", exit_meanings[i].meaning, "\n");
    }
    if (status == GEO_OK)
        status = geo_bytes_print(context, bytes, ".SH ENVIRONMENT\n");
    for (size_t i = 0; variable_meanings[i].name && status == GEO_OK; i++) {
        status = append_between(context, bytes, ".TP\n.B ", variable_meanings[i].name, "\n");
        if (status == GEO_OK)
            status = append_between(context, bytes, "", variable_meanings[i].meaning, "\n");
    }
    return status;
}

static geo_status append_front(geo_context *context, geo_bytes *bytes)
{
    return geo_bytes_print(
        context, bytes,
        ".\\\" Made by 'wardmap help --man' from the tables that parse the command line.\n"
        ".TH WARDMAP 1 \"\" \"wardmap %s\" \"User Commands\"\n.SH NAME\n"
        "wardmap \\- ward tables and heat maps from geocoded incidents\n.SH SYNOPSIS\n"
        ".B wardmap\n.I COMMAND FILE...\n[options]\n"
        "[\\fB\\-o\\fR \\fIOUT\\fR]...\n.SH DESCRIPTION\n"
        "From geocoded incidents and boundary polygons\n.B wardmap\nmakes ranked ward tables, "
        "kernel density heat maps and incidents with the codes of the areas that they are in. "
        "Incidents come from CSV files, gzipped or not, GeoPackage, GeoJSON, Shapefile or "
        "FlatGeobuf; \\- stands for standard input, and a quoted pattern for the files that match "
        "it.\n.PP\nEvery row read is accounted for, one line per input: read = placed + outside + "
        "no coordinates + rejected + filtered. The same input gives the same bytes. Nothing "
        "leaves the machine.\n.SH COMMANDS\n",
        GEO_VERSION);
}

geo_status make_manual(cli_job *job, geo_bytes *bytes)
{
    geo_context *context = job->context;
    const cli_command *command;
    geo_status status = append_front(context, bytes);
    for (size_t c = 0; (command = command_at(c)) != NULL && status == GEO_OK; c++)
        status = append_manual_command(context, bytes, command);
    if (status == GEO_OK)
        status = geo_bytes_print(context, bytes, ".SH COMMON OPTIONS\n");
    if (status == GEO_OK)
        status = append_common_groups(context, bytes);
    if (status == GEO_OK)
        status = append_meanings(context, bytes);
    if (status == GEO_OK)
        status = append_manual_examples(context, bytes);
    return status;
}
