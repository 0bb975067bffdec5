/* A table in the format that a path asks for. */
#ifndef WARDMAP_TABLE_H
#define WARDMAP_TABLE_H

#include "job.h"

/* The extensions that table_make() knows, for a command's list of formats. */
#define TABLE_FORMATS "csv", "md", "txt", "html", "tex", "xlsx"

/* By the path's extension; as text for any other. A .html is a whole document, so that it opens by
 * itself. */
geo_status table_make(cli_job *job, const geo_table *table, const char *path, geo_bytes *bytes);

#endif
