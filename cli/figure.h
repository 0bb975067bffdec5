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
/* "2024-05-31T12:00:00Z" of SOURCE_DATE_EPOCH, for the metadata of a picture; NULL without it. */
#define FIGURE_DATE_SIZE 40
const char *figure_date(char text[FIGURE_DATE_SIZE]);
/* By the file's extension. */
geo_picture figure_format(const char *path);
/* Whether there is an output that is a picture. */
bool figure_is_picture(const char *path);
/* The alternative text on standard output, where it is asked for. */
geo_status figure_print_alt_text(cli_job *job, const figure_settings *settings,
                                 const char *description);

#endif
