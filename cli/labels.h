/* The values by which a command tells rows apart: of a field of the incidents, or of the areas that
 * they are in. */
#ifndef WARDMAP_LABELS_H
#define WARDMAP_LABELS_H

#include "rows.h"

typedef struct cli_labels {
    const char *option;    /* by which the field is named, for messages */
    const char *field;     /* NULL: none, and every row is the same */
    int32_t *area_code;    /* by area; NULL: it is a field of the incidents */
    const char *area_path; /* whose field it is then */
    size_t band_count;     /* of numbers, each from band[i] up to but not including the next; 0:
                              texts are taken as they are */
    const double *band;
    size_t not_numbers; /* values that belong to no band, other than blanks */
    geo_dictionary *values;
    const char **name; /* [geo_dictionary_count(values)] by labels_name() */
    size_t most;       /* values that there may be */
} cli_labels;

/* With areas, "code", "name" and "parent" and the areas' own fields come before the incidents'.
 * `option`, `field`, `band` and `most` are set. */
geo_status labels_begin(cli_job *job, const cli_load *load, cli_labels *labels);
/* For the taker: NULL when the incidents' fields aren't asked. */
const char *labels_incident_field(const cli_labels *labels);
/* The code of a row's value, of which `text` is the field. GEO_ERROR_LIMIT when there are more than
 * `most`. */
geo_status labels_code(cli_job *job, cli_labels *labels, const cli_row *row, geo_text text,
                       int32_t *code);
/* The code of a text, which is no row's. */
geo_status labels_code_of(cli_job *job, cli_labels *labels, geo_text text, int32_t *code);
/* Once all rows are read: name[], NULL for what is not known. */
geo_status labels_name(cli_job *job, cli_labels *labels);
void labels_clear(cli_labels *labels);

/* "0,10,18" -> numbers, rising; *count is how many. GEO_ERROR_USAGE otherwise. */
geo_status labels_bands(cli_job *job, const char *option, const char *text, double **band,
                        size_t *count);

#endif
