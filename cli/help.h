/* What the option tables say, as text, as a man page and as a shell completion. */
#ifndef WARDMAP_HELP_H
#define WARDMAP_HELP_H

#include "job.h"

void print_short_help(void); /* on standard error */
geo_status print_command_help(cli_job *job, const cli_command *command);

/* "INCIDENTS... --areas FILE [options] [-o OUT]" */
geo_status append_synopsis(geo_context *context, geo_bytes *bytes, const cli_command *command);
/* "--sd population|sample", "-o, --output FILE" */
geo_status append_option_name(geo_context *context, geo_bytes *bytes, const cli_option *option);

/* A command line, broken between options with a backslash where it is long. */
geo_status append_command_line(geo_context *context, geo_bytes *bytes, const char *line);

geo_status make_manual(cli_job *job, geo_bytes *bytes);
geo_status make_bash_completion(cli_job *job, geo_bytes *bytes);

typedef struct exit_meaning {
    const char *code;
    const char *meaning;
} exit_meaning;

extern const exit_meaning exit_meanings[]; /* ends with NULL */

typedef struct variable_meaning {
    const char *name;
    const char *meaning;
} variable_meaning;

extern const variable_meaning variable_meanings[]; /* ends with NULL */

#endif
