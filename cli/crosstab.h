/* What the parts of the crosstab command share. */
#ifndef WARDMAP_CROSSTAB_H
#define WARDMAP_CROSSTAB_H

#include "crossing.h"
#include "figure.h"
#include "indices.h"
#include "offences.h"

typedef enum crosstab_order { CROSSTAB_BY_LABEL, CROSSTAB_BY_COUNT } crosstab_order;

/* What a cell holds; the first: all that there is, as groups of columns. */
typedef enum crosstab_cells {
    CROSSTAB_CELLS_ALL,
    CROSSTAB_CELLS_COUNT,
    CROSSTAB_CELLS_RATE,
    CROSSTAB_CELLS_ROW_SHARE,
    CROSSTAB_CELLS_COLUMN_SHARE,
    CROSSTAB_CELLS_SHARE
} crosstab_cells;

/* The settings of a command with offence_options begin with these, and so do these. */
typedef struct crosstab_settings {
    cli_settings common;
    figure_settings figure;
    offence_settings offences;
    const char *rows;
    const char *columns;
    const char *bands;
    const char *column_bands;
    const char *show;
    const char *population_table;
    const char *population_rows;
    const char *population_columns;
    const char *population_count;
    const char *age_population;
    const char *age_population_code;
    int cells;  /* crosstab_cells */
    int shares; /* geo_share_base */
    int sort;   /* crosstab_order */
    bool whole_population;
    bool per_year;
    int64_t round_to;
    int64_t suppress_below;
    int64_t decimals;
} crosstab_settings;

/* Where the people of a cell come from. */
typedef enum crosstab_people {
    CROSSTAB_NOBODY, /* there are no rates */
    CROSSTAB_OF_TABLE,
    CROSSTAB_OF_AGES,
    CROSSTAB_OF_AREAS
} crosstab_people;

typedef struct crosstab_result {
    const crosstab_settings *settings;
    cli_load load;
    geo_filter *show;
    bool *shown; /* by area; NULL: all */
    double *band;
    double *column_band;
    cli_offences offences; /* its tree, where --categories names one */
    bool has_groups;       /* of deprivation, as the rows or the columns */
    bool rows_are_groups;
    cli_indices indices;
    int64_t *by_area; /* incidents, where some areas are in several groups */
    cli_crossing crossing;
    crosstab_people people;
    geo_crosstab_table *table;
    geo_table *cells; /* the same with one number a cell; NULL: not asked for */
    crosstab_cells cells_kind;
    double years;
    geo_style *style; /* NULL unless a picture is asked for */
} crosstab_result;

/* What goes down and across; settings->common takes the groups of deprivation that the fields ask
 * for. */
geo_status crosstab_name_fields(cli_job *job, crosstab_settings *settings, crosstab_result *result);
/* All that can be checked before a byte is read. */
geo_status crosstab_plan(cli_job *job, crosstab_result *result);

/* Whether rates are to be shown where they can be. */
bool crosstab_wants_rates(const crosstab_settings *settings);
geo_share_base crosstab_shares(const crosstab_settings *settings);

/* Before the incidents are read: who rates are divided by. GEO_ERROR_USAGE where rates are asked
 * for that there cannot be. */
geo_status crosstab_plan_people(cli_job *job, crosstab_result *result);
/* Once the incidents are counted. */
geo_status crosstab_find_people(cli_job *job, crosstab_result *result);

geo_status crosstab_append_subject(cli_job *job, const crosstab_result *result, geo_bytes *bytes);
/* What a cell holds: "Incidents per 1,000 residents a year", "Per cent of the row". */
geo_status crosstab_append_unit(cli_job *job, const crosstab_result *result, geo_bytes *unit);
geo_status crosstab_set_words(cli_job *job, const crosstab_result *result);

/* Before a byte is read. */
geo_status crosstab_check_figure(cli_job *job, crosstab_result *result);
/* Cells for the table or, with none asked for, the picture: rates, else shares, else counts. */
geo_status crosstab_pick_cells(cli_job *job, crosstab_result *result);
/* The picture in the format of the path's extension; without a path its alternative text. */
geo_status crosstab_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
