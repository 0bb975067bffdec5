/* What GDAL or SQLite is given to open: the input itself, made safe to open without a trace. */
#ifndef GEO_SOURCE_STAGE_H
#define GEO_SOURCE_STAGE_H

#include <sys/stat.h>

#include "source/format.h"

#define GEO_WATCHED 3 /* a Shapefile's .shp, .shx and .dbf */

/* A file and what it looked like before it was read. */
typedef struct geo_watch {
    char *path;
    struct stat before;
} geo_watch;

typedef struct geo_stage {
    geo_format format; /* of the layer file: what is in the zip, not the zip */
    char *path;        /* to open; a regular file of this machine, memory or a member of a zip */
    char *folder;      /* a private folder with a copy or link, removed in the end; or NULL */
    char *memory;      /* a name in GDAL's memory file system, removed in the end; or NULL */
    bool is_immutable; /* SQLite may take the file as it is: no locks, no side files */
    size_t watch_count;
    geo_watch watch[GEO_WATCHED];
} geo_stage;

/*
 * Fills a zeroed *stage, which geo_stage_clear() empties whether this succeeds or not. Checks
 * the format and that the file is whole. A GeoPackage with a write-ahead log or journal beside it
 * is copied with them to a private folder, so that SQLite can finish what was begun there. GDAL is
 * called for archives and memory only, and then between geo_gdal_enter() and geo_gdal_leave().
 */
geo_status geo_stage_prepare(geo_context *context, const geo_input *input, const geo_limits *limits,
                             geo_stage *stage);
/* GEO_ERROR_INPUT when a file changed since geo_stage_prepare(). */
geo_status geo_stage_check_unchanged(geo_context *context, const geo_stage *stage);
void geo_stage_clear(geo_stage *stage);

/* Whether a file is all there, judged by what its header says of its size; GDAL reads truncated
 * files with fewer rows and no error. `path` may be one that only GDAL knows; `name` is for
 * messages. */
geo_status geo_check_whole(geo_context *context, geo_format format, const char *path,
                           const char *name);
/* The size of such a file; false when it cannot be opened. */
bool geo_size_of_file(const char *path, uint64_t *size);
/* `path` with its extension exchanged, in the case that the file really has: "a.SHP" to "a.DBF". In
 * *out, freed with free(); NULL when there is no such file. */
geo_status geo_sibling_file(geo_context *context, const char *path, const char *extension,
                            char **out);

/* A zip's only layer file as a path for GDAL, in *path, freed with free(), and its format.
 * GEO_ERROR_LIMIT when the archive unpacks to more than `ratio` times its size. */
geo_status geo_zip_member(geo_context *context, const char *zip, const char *name, int64_t ratio,
                          geo_format *format, char **path);
/* GEO_ERROR_LIMIT when an archive unpacks to more than `ratio` times its size, if that is over 0.
 */
geo_status geo_check_ratio(geo_context *context, const char *zip, const char *name, int64_t ratio);

#endif
