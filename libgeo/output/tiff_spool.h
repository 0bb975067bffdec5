/* Tiles that wait on the disk until it is known where in the file they go. */
#ifndef GEO_OUTPUT_TIFF_SPOOL_H
#define GEO_OUTPUT_TIFF_SPOOL_H

#include <stdatomic.h>

#include <geo/core.h>

/* A file without a name: it vanishes with the process, whatever ends it. */
typedef struct geo_tiff_spool {
    int descriptor;
    _Atomic uint64_t length;
} geo_tiff_spool;

/* Beside `path`, on the disk that must hold the result anyway. Failures are 0 or an errno in
 * *error, with GEO_ERROR_OUTPUT. */
geo_status geo_tiff_spool_open(geo_context *context, const char *path, geo_tiff_spool *spool,
                               int *error);
void geo_tiff_spool_close(geo_tiff_spool *spool);
/* Puts bytes somewhere in it; from any thread. 0 or an errno. */
int geo_tiff_spool_add(geo_tiff_spool *spool, const void *data, size_t length, uint64_t *offset);
int geo_tiff_spool_read(const geo_tiff_spool *spool, uint64_t offset, void *data, size_t length);
/* Gives the bytes before `offset` back to the disk, where the system can. */
void geo_tiff_spool_forget(geo_tiff_spool *spool, uint64_t offset);

#endif
