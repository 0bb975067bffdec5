/*
 * The command line. One table of options per command, made of groups that commands share, drives
 * parsing, --help, the man page and the shell completion.
 */
#ifndef WARDMAP_OPT_H
#define WARDMAP_OPT_H

#include "text.h"

typedef enum option_kind {
    OPTION_FLAG,     /* bool */
    OPTION_TEXT,     /* const char *, once */
    OPTION_TEXTS,    /* text_list: may be given several times */
    OPTION_NUMBER,   /* double, finite, once */
    OPTION_COUNT,    /* int64_t, 0 or more, once */
    OPTION_BYTES,    /* int64_t, 0 or more, with k, M or G behind it for the powers of 1024, once */
    OPTION_CHOICE,   /* int: the place of the word in `choices`, once */
    OPTION_AREAS,    /* opens a new entry of an area_list */
    OPTION_AREA_TEXT /* const char * of the entry that the last --areas opened */
} option_kind;

typedef struct cli_option {
    const char *name; /* without the dashes */
    char letter;      /* 0: none */
    option_kind kind;
    size_t offset;       /* of its value in the settings; of an AREA_TEXT in area_choice */
    const char *value;   /* what stands for the value in help: "FILE", "METRES" */
    const char *choices; /* "population|sample" */
    const char *help;
} cli_option;

typedef struct option_group {
    const char *heading;
    const cli_option *option;
    size_t count;
} option_group;

#define OPTION_GROUP(heading, options)                                                             \
    {                                                                                              \
        heading, options, sizeof(options) / sizeof *(options)                                      \
    }

/* Boundaries as asked for: --areas with the options that follow it. */
typedef struct area_choice {
    const char *path;
    const char *layer;
    const char *code;
    const char *name;
    const char *parent;
    const char *population;
    const char *crs;
} area_choice;

typedef struct area_list {
    area_choice *item;
    size_t count;
} area_list;

#define COMMAND_GROUPS 14

struct cli_job;

typedef struct command_example {
    const char *purpose;
    const char *line;
} command_example;

typedef struct cli_command {
    const char *name;
    const char *operands; /* "INCIDENTS..." */
    const char *summary;
    const char *description;                    /* paragraphs, parted by blank lines */
    const option_group *groups[COMMAND_GROUPS]; /* ends with NULL */
    const char *const *formats;                 /* extensions that -o takes, ends with NULL */
    const command_example *examples;            /* ends with a NULL line */
    bool hidden;                                /* left out of lists of commands */
    bool may_print;                             /* -o - is standard output */
    bool several_areas;                         /* --areas may be given again */
    size_t settings_size;                       /* of a struct that begins with cli_settings */
    const void *defaults;                       /* what the settings are before parsing */
    geo_status (*run)(struct cli_job *job, const void *settings);
} cli_command;

/* The option of that long name; NULL when the command has none. */
const cli_option *find_option(const cli_command *command, const char *name);
/* The i-th option over all groups; NULL after the last. */
const cli_option *option_at(const cli_command *command, size_t index);

/*
 * Reads the arguments after the command's name into `target`, which holds the command's settings
 * with their defaults. Operands go to `operands`. GEO_ERROR_USAGE with the job's failure text.
 */
geo_status parse_options(struct cli_job *job, const cli_command *command, int argc, char **argv,
                         void *target, text_list *operands, area_list *areas);

#endif
