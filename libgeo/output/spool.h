/* Bytes that wait on the disk until it is known where they go, or whether. */
#ifndef GEO_OUTPUT_SPOOL_H
#define GEO_OUTPUT_SPOOL_H

#include <stdatomic.h>

#include <geo/core.h>

/* A file without a name: it vanishes with the process, whatever ends it. */
typedef struct geo_spool {
    int descriptor;
    _Atomic uint64_t length;
} geo_spool;

/* Beside `path`, which for a result is on the disk that must hold it anyway. Failures are 0 or an
 * errno in *error, with GEO_ERROR_OUTPUT. */
geo_status geo_spool_open(geo_context *context, const char *path, geo_spool *spool, int *error);
void geo_spool_close(geo_spool *spool);
/* Puts bytes somewhere in it; from any thread. 0 or an errno. */
int geo_spool_add(geo_spool *spool, const void *data, size_t length, uint64_t *offset);
int geo_spool_read(const geo_spool *spool, uint64_t offset, void *data, size_t length);
/* Gives the bytes before `offset` back to the disk, where the system can. */
void geo_spool_forget(geo_spool *spool, uint64_t offset);

#endif
