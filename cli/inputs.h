/* The files named on the command line: patterns expanded, standard input read. */
#ifndef WARDMAP_INPUTS_H
#define WARDMAP_INPUTS_H

#include <geo/source.h>

#include "job.h"

typedef struct cli_inputs {
    text_list path;   /* owned */
    geo_input *input; /* as many as there are paths */
    geo_bytes standard_input;
} cli_inputs;

/*
 * A pattern that the shell left alone ("data/2019-*.csv") stands for the files that match it, "-"
 * for standard input. GEO_ERROR_INPUT for a pattern that matches nothing, GEO_ERROR_USAGE for a
 * file that is named twice, since its rows would count double.
 */
geo_status inputs_expand(cli_job *job, const text_list *operands, cli_inputs *out);
/* Reads standard input when it is one of them. After the checks that need no data. */
geo_status inputs_read_standard(cli_job *job, cli_inputs *inputs);
/* The same for one that is read as it comes, unless it is a layer, which must be there whole. */
geo_status inputs_begin_standard(cli_job *job, cli_inputs *inputs);
void inputs_clear(cli_inputs *inputs);

#endif
