/* What every command can be told. A command's own settings begin with these. */
#ifndef WARDMAP_SETTINGS_H
#define WARDMAP_SETTINGS_H

#include <geo/source.h>

#include "opt.h"

typedef struct cli_settings {
    text_list operands; /* set by main: files, or topics of help */
    area_list areas;    /* set by main */
    text_list output;
    /* incidents */
    const char *incident_layer;
    const char *x, *y, *lon, *lat;
    const char *crs;
    const char *working_crs;
    const char *weight; /* of the commands that can weigh */
    const char *date;
    const char *category_field;
    const char *encoding;
    bool exact_crs;
    /* filter */
    const char *where;
    const char *period;
    text_list category;
    /* population */
    const char *population;
    const char *population_code;
    const char *population_layer;
    const char *denominator_name;
    /* deprivation: of the commands with indices_options */
    const char *deprivation;
    const char *deprivation_layer;
    const char *deprivation_code;
    const char *deprivation_field;
    int domain; /* geo_domain */
    int64_t national;
    int deprivation_groups; /* geo_deprivation_kind */
    bool local;
    const char *bridge;
    /* how */
    bool json;
    bool explain;
    bool quiet;
    bool strict;
    bool help;
    int64_t threads;
    int64_t memory; /* bytes */
    int64_t max_rows;
    int64_t max_field_bytes;
    int64_t max_ratio;
} cli_settings;

#define SETTINGS_INIT                                                                              \
    {                                                                                              \
        .max_rows = 100000000, .max_field_bytes = 1 << 20, .max_ratio = 100                        \
    }

/* Processors to use, in bounds. */
int threads_of(const cli_settings *settings);
/* What the limits of the settings are for the library. */
geo_limits limits_of(const cli_settings *settings);
/* Layer, encoding, CRS, roles and limits; no filters. */
geo_incident_options incident_options_of(const cli_settings *settings);

/* Groups of options that commands share. */
extern const option_group incident_options;
extern const option_group area_options;
extern const option_group population_options;
extern const option_group indices_options;
extern const option_group filter_options;
extern const option_group output_options;
extern const option_group run_options;
extern const option_group limit_options;

#endif
