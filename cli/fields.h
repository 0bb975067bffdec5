/* Fields of an input that a command asks for by name. */
#ifndef WARDMAP_FIELDS_H
#define WARDMAP_FIELDS_H

#include <geo/source.h>

#include "job.h"

/* Where each is, ASCII case ignored; a NULL name is nowhere: SIZE_MAX. GEO_ERROR_USAGE when there
 * is none of that name; the message lists those that there are. */
geo_status find_fields(cli_job *job, const char *path, const geo_reader *reader,
                       const char *const *name, size_t count, size_t *place);

#endif
