/* The values by which a command tells rows apart: of a field of the incidents, or of the areas that
 * they are in. */
#ifndef WARDMAP_LABELS_H
#define WARDMAP_LABELS_H

#include <geo/deprivation.h>

#include "rows.h"

typedef enum label_kind {
    LABELS_OF_FIELD,
    LABELS_OF_CATEGORY,
    LABELS_OF_MONTH,  /* "2018-10" */
    LABELS_OF_WEEKDAY /* "Monday" */
} label_kind;

typedef struct cli_labels {
    const char *option; /* by which the field is named, for messages */
    const char *field;  /* NULL: none, and every row is the same */
    const char *title;  /* what it is for people; NULL: as the field */
    label_kind kind;
    const geo_categories *tree; /* of categories: by the branches of the tree; NULL: one by one */
    int32_t *area_code;         /* by area; NULL: it is a field of the incidents */
    const char *area_path;      /* whose field it is then */
    size_t band_count;          /* of numbers, each from band[i] up to but not including the next;
                                   0: texts are taken as they are */
    const double *band;
    size_t not_numbers; /* values that belong to no band, other than blanks */
    size_t not_in_tree; /* rows whose category is in no branch, other than those without one */
    geo_dictionary *values;
    const char **name;    /* [geo_dictionary_count(values)] by labels_name() */
    size_t most;          /* values that there may be */
    const cli_load *load; /* set by labels_begin() */
    size_t first;         /* of its fields among those of a row, set by labels_ask() */
} cli_labels;

/* With areas, "code", "name" and "parent" and the areas' own fields come before the incidents'.
 * `option`, `field`, `kind`, `tree`, `band` and `most` are set. */
geo_status labels_begin(cli_job *job, const cli_load *load, cli_labels *labels);
/* After that: labels of each area's group, instead of a field; GEO_NO_CODE: not known. */
geo_status labels_of_groups(cli_job *job, cli_labels *labels, const geo_area_deprivation *groups);
/* For the taker: adds the incidents' fields that the labels are made from. */
void labels_ask(cli_labels *labels, const char **field, size_t *count);
/* The code of a row's value. GEO_ERROR_LIMIT when there are more than `most`. */
geo_status labels_code(cli_job *job, cli_labels *labels, const cli_row *row, int32_t *code);
/* The code of a text, which is no row's. */
geo_status labels_code_of(cli_job *job, cli_labels *labels, geo_text text, int32_t *code);
/* Once all rows are read: name[], NULL for what is not known. */
geo_status labels_name(cli_job *job, cli_labels *labels);
void labels_clear(cli_labels *labels);

/* "0,10,18" -> numbers, rising; *count is how many. GEO_ERROR_USAGE otherwise. */
geo_status labels_bands(cli_job *job, const char *option, const char *text, double **band,
                        size_t *count);

#endif
