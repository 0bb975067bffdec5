/* Where results go: what -o may name, standard output, the terminal. */
#ifndef WARDMAP_OUTPUTS_H
#define WARDMAP_OUTPUTS_H

#include <geo/output.h>

#include "inputs.h"

#define STANDARD_OUTPUT "-"
/* Those that hold areas with a table's columns, for a command's list of formats. */
#define LAYER_FORMATS "gpkg", "geojson", "kml"

/* Each -o has an extension that the command knows, is named once and is no input. Before any work.
 */
geo_status outputs_check(cli_job *job, const cli_inputs *inputs);
/* The same of a command that reads further files, and may write one beside its outputs (else NULL).
 */
geo_status outputs_check_further(cli_job *job, const cli_inputs *inputs, const text_list *read,
                                 const char *written);
/* Whether the output at that path is of the format. */
bool output_is(const char *path, const char *extension);
/* Whether it is of a format that holds areas with a table's columns. */
bool output_is_layer(const char *path);

/* Text of one output, or bytes of a picture. */
typedef geo_status (*output_maker)(cli_job *job, const void *result, const char *path,
                                   geo_bytes *bytes);
/* Makes the bytes of every output (NULL from a maker: it isn't made of bytes), and only then writes
 * the files one by one, each whole or not at all. */
geo_status outputs_save(cli_job *job, const void *result, output_maker make);

/* Writes and flushes. */
geo_status print_bytes(cli_job *job, const geo_bytes *bytes);

/* How a table looks on standard output. */
geo_text_style terminal_style(void);
/* Colour on that stream: a terminal, and NO_COLOR unset. */
bool may_colour(int descriptor);

#endif
