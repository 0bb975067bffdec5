/* What the commands that draw share: options, style, what stands around the data. */
#ifndef WARDMAP_FIGURE_H
#define WARDMAP_FIGURE_H

#include <geo/figure.h>
#include <geo/source.h>

#include "job.h"

typedef struct figure_settings {
    const char *title;
    const char *subtitle;
    const char *attribution;
    const char *style;
    const char *page;
    const char *orientation;
    const char *ramp;
    double dpi;
    bool alt_text;
} figure_settings;

#define FIGURE_SETTINGS_INIT                                                                       \
    {                                                                                              \
        .dpi = 200                                                                                 \
    }

/* The settings of a command that draws begin with these. */
typedef struct draw_settings {
    cli_settings common;
    figure_settings figure;
} draw_settings;

extern const option_group figure_options;

/* Before anything is read: the style with what the options change of it. */
geo_status figure_style(cli_job *job, const figure_settings *settings, geo_style **out);
#define FIGURE_DATE_SIZE 40

/* The words on a figure, NUL-terminated, and those for people who can't see it. */
typedef struct figure_words {
    geo_bytes title;
    geo_bytes subtitle;
    geo_bytes period;
    geo_bytes method;
    geo_bytes description;
    char date[FIGURE_DATE_SIZE]; /* set by figure_text_of() */
} figure_words;

void figure_clear_words(figure_words *words);
/* The first `most` of a table's notes as sentences of the method, NUL-terminated. */
geo_status figure_write_method(cli_job *job, const geo_table *table, size_t most,
                               figure_words *words);
/* Borrows from both; with the date of SOURCE_DATE_EPOCH, if that is set. */
geo_figure_text figure_text_of(const figure_settings *settings, figure_words *words);
/* By the file's extension. */
geo_picture figure_format(const char *path);
/* Whether there is an output that is a picture. */
bool figure_is_picture(const char *path);
/* The alternative text on standard output, where it is asked for. */
geo_status figure_print_alt_text(cli_job *job, const figure_settings *settings,
                                 const char *description);

#endif
