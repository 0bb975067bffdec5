/* Work shared out over threads, with results that don't depend on how many there are. */
#ifndef GEO_CORE_POOL_H
#define GEO_CORE_POOL_H

#include <geo/core.h>

/* Works on items first .. last - 1; may write only what belongs to them. `worker` is 0 .. threads
 * - 1. */
typedef void (*geo_work)(void *user, size_t worker, size_t first, size_t last);

/* Cuts 0 .. count - 1 into blocks of `block` items (the cut does not depend on the number of
 * threads), which threads take in turn. Runs in the caller's thread when there is only one block or
 * one thread. Returns when all is done. GEO_ERROR_MEMORY or GEO_ERROR_INTERNAL when no thread can
 * be started is avoided: the caller's thread then does the work. */
void geo_share_work(const geo_context *context, size_t count, size_t block, geo_work work,
                    void *user);

#endif
