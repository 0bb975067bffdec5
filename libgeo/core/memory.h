/* Checked allocation: sizes that overflow and memory that runs out are a status with a message. */
#ifndef GEO_CORE_MEMORY_H
#define GEO_CORE_MEMORY_H

#include <geo/core.h>

/* An array of `count` zeroed elements in *out, freed with free(). A count of 0 gives a pointer that
 * may be freed. GEO_ERROR_MEMORY says how much was asked for. */
geo_status geo_alloc_array(geo_context *context, size_t count, size_t size, void *out);

/* Grows *array so that it holds at least `needed` elements, doubling *capacity; new elements are
 * not zeroed. On failure *array and *capacity are as before. */
geo_status geo_grow_array(geo_context *context, void *array, size_t *capacity, size_t needed,
                          size_t size);

/* Copies in *out, freed with free(). A NULL text gives NULL. */
geo_status geo_copy_text(geo_context *context, const char *text, char **out);
geo_status geo_copy_bytes(geo_context *context, const char *data, size_t length, char **out);

/* Test hook: makes the n-th allocation from now (1 is the next) fail, once; 0 turns it off. Per
 * context. */
void geo_fail_allocation(geo_context *context, int64_t n);

#endif
