/* The bash completion, from the tables that parse the command line. */
#include <string.h>

#include "commands.h"
#include "help.h"

static bool takes_file(const cli_option *option)
{
    return option->value && strcmp(option->value, "FILE") == 0;
}

static geo_status append_choices(geo_context *context, geo_bytes *bytes, const char *choices)
{
    geo_status status = GEO_OK;
    for (; *choices != '\0' && status == GEO_OK; choices++)
        status = geo_bytes_append(context, bytes, *choices == '|' ? " " : choices, 1);
    return status;
}

/* What may follow an option: words, files, or whatever the user types. */
static geo_status append_value_case(geo_context *context, geo_bytes *bytes,
                                    const cli_option *option)
{
    geo_status status = GEO_OK;
    if (option->kind == OPTION_FLAG)
        return GEO_OK;
    status = geo_bytes_print(context, bytes, "            ");
    if (status == GEO_OK && option->letter != 0)
        status = geo_bytes_print(context, bytes, "-%c | ", option->letter);
    if (status == GEO_OK)
        status = geo_bytes_print(context, bytes, "--%s) ", option->name);
    if (status != GEO_OK)
        return status;
    if (takes_file(option))
        return geo_bytes_print(context, bytes,
                               "compopt -o filenames; "
                               "mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return ;;\n");
    if (!option->choices)
        return geo_bytes_print(context, bytes, "COMPREPLY=(); return ;;\n");
    status = geo_bytes_print(context, bytes, "mapfile -t COMPREPLY < <(compgen -W \"");
    if (status == GEO_OK)
        status = append_choices(context, bytes, option->choices);
    if (status == GEO_OK)
        status = geo_bytes_print(context, bytes, "\" -- \"$word\"); return ;;\n");
    return status;
}

static geo_status append_command_case(geo_context *context, geo_bytes *bytes,
                                      const cli_command *command)
{
    const cli_option *option;
    geo_status status =
        geo_bytes_print(context, bytes, "    %s)\n        case \"$previous\" in\n", command->name);
    for (size_t i = 0; (option = option_at(command, i)) != NULL && status == GEO_OK; i++)
        status = append_value_case(context, bytes, option);
    if (status == GEO_OK)
        status = geo_bytes_print(context, bytes, "        esac\n        options=\"");
    for (size_t i = 0; (option = option_at(command, i)) != NULL && status == GEO_OK; i++)
        status = geo_bytes_print(context, bytes, "%s--%s", i == 0 ? "" : " ", option->name);
    if (status == GEO_OK)
        status = geo_bytes_print(context, bytes, "\"\n        ;;\n");
    return status;
}

static geo_status append_commands(geo_context *context, geo_bytes *bytes)
{
    const cli_command *command;
    geo_status status = geo_bytes_print(context, bytes, "    local commands=\"");
    for (size_t c = 0; (command = command_at(c)) != NULL && status == GEO_OK; c++)
        status = geo_bytes_print(context, bytes, "%s%s", c == 0 ? "" : " ", command->name);
    return status == GEO_OK ? geo_bytes_print(context, bytes, "\"\n") : status;
}

geo_status make_bash_completion(cli_job *job, geo_bytes *bytes)
{
    geo_context *context = job->context;
    const cli_command *command;
    geo_status status = geo_bytes_print(
        context, bytes,
        "# Made by 'wardmap help --completion bash' from the tables that parse the command line.\n"
        "_wardmap()\n{\n    local word=${COMP_WORDS[COMP_CWORD]}\n"
        "    local previous=${COMP_WORDS[COMP_CWORD - 1]}\n    local options=\"\"\n"
        "    if [ \"$word\" = = ]; then\n        word=\"\"\n"
        "    elif [ \"$previous\" = = ]; then\n"
        "        previous=${COMP_WORDS[COMP_CWORD - 2]}\n    fi\n");
    if (status == GEO_OK)
        status = append_commands(context, bytes);
    if (status == GEO_OK)
        status = geo_bytes_print(context, bytes,
                                 "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                                 "        mapfile -t COMPREPLY < <(compgen -W \"$commands --help "
                                 "--version\" -- \"$word\")\n"
                                 "        return\n    fi\n    case \"${COMP_WORDS[1]}\" in\n");
    for (size_t c = 0; (command = command_at(c)) != NULL && status == GEO_OK; c++)
        status = append_command_case(context, bytes, command);
    if (status == GEO_OK)
        status = geo_bytes_print(
            context, bytes,
            "    esac\n    case \"$word\" in\n"
            "    -*) mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\") ;;\n"
            "    *)\n        if [ \"${COMP_WORDS[1]}\" = help ]; then\n"
            "            mapfile -t COMPREPLY < <(compgen -W \"$commands\" -- \"$word\")\n"
            "        else\n            compopt -o filenames\n"
            "            mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n        fi\n        "
            ";;\n"
            "    esac\n}\ncomplete -F _wardmap wardmap\n");
    return status;
}
