/* Jobs whose memory runs out, at each allocation in turn. */
#ifndef TESTS_ALLOCATIONS_H
#define TESTS_ALLOCATIONS_H

#include "core/context_state.h"
#include "core/memory.h"
#include "unit.h"

/* Does something small, frees all that it made, and returns the first status that is not GEO_OK. */
typedef geo_status (*allocating_job)(geo_context *context, void *data);

/* Runs the job until it gets by without a failure, letting one allocation more succeed each time.
 * Each failure must be GEO_ERROR_MEMORY, or be a note or warning that is dropped; sanitizers see
 * what is lost. Returns how many were the former. */
static inline int fail_each_allocation(allocating_job job, void *data)
{
    int failures = 0;
    bool is_reached = true;
    for (int64_t n = 1; is_reached; n++) {
        geo_context *context = geo_context_new();
        assert_non_null(context);
        geo_fail_allocation(context, n);
        geo_status status = job(context, data);
        is_reached = context->fail_allocation == 0;
        if (status != GEO_OK && (status != GEO_ERROR_MEMORY || !is_reached))
            fail_msg("allocation %d: %s: %s", (int)n, geo_status_text(status),
                     geo_message(context));
        failures += status == GEO_ERROR_MEMORY;
        geo_context_free(context);
    }
    return failures;
}

#endif
