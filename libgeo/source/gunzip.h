/* Gzip files (RFC 1952): one compressed part or several, one behind the other. */
#ifndef GEO_SOURCE_GUNZIP_H
#define GEO_SOURCE_GUNZIP_H

#include <geo/source.h>

typedef struct geo_gunzip geo_gunzip;

/* What was found besides text. */
typedef enum geo_gunzip_finding {
    GEO_GUNZIP_SOUND,
    GEO_GUNZIP_DAMAGED, /* or truncated; checksums and lengths are compared */
    GEO_GUNZIP_OTHERS   /* behind a part there are bytes that begin no other */
} geo_gunzip_finding;

geo_status geo_gunzip_open(geo_context *context, const char *path, geo_gunzip **out);
void geo_gunzip_free(geo_gunzip *gunzip);

/* *got is less than `size` at the end or at what is not sound, of which nothing is said but that:
 * whoever reads knows how to name the file. */
geo_gunzip_finding geo_gunzip_read(geo_gunzip *gunzip, char *buffer, size_t size, size_t *got);

#endif
