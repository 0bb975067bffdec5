/* Compressed files, inflated block by block: gzip by zlib, members of a zip by GDAL. */
#ifndef GEO_SOURCE_INFLATE_H
#define GEO_SOURCE_INFLATE_H

#include <geo/source.h>

typedef struct geo_inflate geo_inflate;

/* `member` NULL: a gzip file; else that file of a zip. `size`: bytes of the compressed file. */
geo_status geo_inflate_open(geo_context *context, const char *path, const char *member,
                            int64_t size, int64_t ratio_limit, geo_inflate **out);
void geo_inflate_free(geo_inflate *inflate);

/* *got is 0 at the end only. GEO_ERROR_INPUT for damaged or truncated data, GEO_ERROR_LIMIT as soon
 * as more came out than ratio_limit times the compressed size (and more than a megabyte). */
geo_status geo_inflate_read(geo_context *context, geo_inflate *inflate, char *buffer, size_t size,
                            size_t *got);

#endif
