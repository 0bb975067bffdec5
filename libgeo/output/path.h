/* Paths taken apart and put together. New texts are freed with free(). */
#ifndef GEO_OUTPUT_PATH_H
#define GEO_OUTPUT_PATH_H

#include <geo/core.h>

/* The part before the last slash, "." when there is none. */
geo_status geo_path_folder(geo_context *context, const char *path, char **out);

geo_status geo_path_join(geo_context *context, const char *folder, const char *name, char **out);

/* A template for mkstemp() and mkdtemp(): hidden, in the same folder, not too long for a name. */
geo_status geo_path_temporary(geo_context *context, const char *path, char **out);

/* Where files without a name of their own wait: TMPDIR, else /var/tmp. Borrowed. */
const char *geo_path_waiting_folder(void);

/* What is there, or would be made, when `path` is opened: links are followed, also one that leads
 * to nothing yet, which realpath() can't. On failure *error is an errno, or 0 for want of memory.
 */
geo_status geo_path_follow_links(geo_context *context, const char *path, char **out, int *error);

#endif
