/* Work shared out over threads, with results that don't depend on how many there are. */
#ifndef GEO_CORE_POOL_H
#define GEO_CORE_POOL_H

#include <geo/core.h>

/* Works on items first .. last - 1; may write only what belongs to them or to `worker`, which is 0
 * .. threads - 1. */
typedef void (*geo_work)(void *user, size_t worker, size_t first, size_t last);

/* Cuts 0 .. count - 1 into blocks of `block` items (the cut does not depend on the number of
 * threads), which the caller's thread and up to geo_threads(context) - 1 others take in turn.
 * Returns when all is done; cannot fail. */
void geo_share_work(const geo_context *context, size_t count, size_t block, geo_work work,
                    void *user);

#endif
