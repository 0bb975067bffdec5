/* What the writers of this folder need beyond the public geo_file. */
#ifndef GEO_OUTPUT_FILE_H
#define GEO_OUTPUT_FILE_H

#include <geo/output.h>

/* Like geo_file_create() for a writer that insists on making its file itself, or puts others beside
 * it: geo_file_temporary() names a file, not made yet, of the target's name in a temporary folder
 * of its own (0700). Commit takes that file and removes the folder. geo_file_write() is not for
 * this. */
geo_status geo_file_create_in_folder(geo_context *context, const char *path, geo_file **out);

/* What has been written is in the file: for one that is to be read before commit. */
geo_status geo_file_flush(geo_context *context, geo_file *file);

/* GEO_ERROR_OUTPUT, saying of an errno what to do about it. */
geo_status geo_file_fail(geo_context *context, const char *path, int error);

#endif
