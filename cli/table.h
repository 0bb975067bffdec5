/* Tables in the format that a path asks for. */
#ifndef WARDMAP_TABLE_H
#define WARDMAP_TABLE_H

#include <geo/output.h>

#include "job.h"

/* The extensions that table_make() knows, for a command's list of formats. */
#define TABLE_FORMATS "csv", "md", "txt", "html", "tex", "xlsx"

/* By the path's extension; as text for any other. A .html is a whole document, so that it opens by
 * itself. A .csv holds the first table alone: what reads it could not tell another from its rows.
 */
geo_status table_make(cli_job *job, const geo_table *const *table, size_t count, const char *path,
                      geo_bytes *bytes);
/* As text, one below the other. `style` as for geo_table_to_text(). */
geo_status table_make_text(cli_job *job, const geo_table *const *table, size_t count,
                           const geo_text_style *style, geo_bytes *bytes);

#endif
