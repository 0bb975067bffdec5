/* How the library's own code reports through the context. */
#ifndef GEO_CORE_CONTEXT_H
#define GEO_CORE_CONTEXT_H

#include <geo/core.h>

/* Sets the message and returns `status`: `return geo_fail(context, GEO_ERROR_INPUT, "%s: ...",
 * path);` */
geo_status geo_fail(geo_context *context, geo_status status, const char *format, ...)
    GEO_PRINTF(3, 4);

/* Puts "text: " before the message that is already set, and returns `status`. */
geo_status geo_fail_in(geo_context *context, geo_status status, const char *format, ...)
    GEO_PRINTF(3, 4);

/* One sentence each, without a full stop. A text that stands already is not added again. */
void geo_add_warning(geo_context *context, const char *format, ...) GEO_PRINTF(2, 3);
void geo_add_note(geo_context *context, const char *format, ...) GEO_PRINTF(2, 3);

/* GEO_ERROR_CANCELLED when the caller's callback asks to stop, else GEO_OK. Cheap enough for every
 * few thousand rows. */
geo_status geo_report_progress(geo_context *context, const char *stage, double fraction);

/* What a stage wants to find again while the context lives, such as an open database: one thing,
 * freed with the context. NULL: nothing is kept yet. */
void *geo_context_kept(const geo_context *context);
void geo_context_keep(geo_context *context, void *kept, void (*free_kept)(void *kept));

/* Threads to use, at least 1. */
int geo_threads(const geo_context *context);

/* Bytes that what grows with the input may take; 0: no limit. */
int64_t geo_memory_budget(const geo_context *context);

/* GEO_ERROR_LIMIT when `bytes` are more than the budget: "WHAT would take 1.2 GB of memory, ...".
 */
geo_status geo_check_budget(geo_context *context, size_t bytes, const char *what);

/* The field names of a file for a message, "a, b, c" cut with "... (n in all)" after 40 names; into
 * `text`. */
void geo_list_names(const char *const *names, size_t count, char *text, size_t size);

#endif
