/* Checked allocation. */
#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/context_state.h"

static bool must_fail(geo_context *context)
{
    return context->fail_allocation > 0 && --context->fail_allocation == 0;
}

void geo_fail_allocation(geo_context *context, int64_t n)
{
    context->fail_allocation = n;
}

static geo_status out_of_memory(geo_context *context, size_t count, size_t size)
{
    return geo_fail(context, GEO_ERROR_MEMORY, "out of memory: %zu items of %zu bytes wanted",
                    count, size);
}

geo_status geo_alloc_array(geo_context *context, size_t count, size_t size, void *out)
{
    if (size > 0 && count > SIZE_MAX / size)
        return out_of_memory(context, count, size);
    /* One element at least, so that no array is a NULL pointer. */
    void *array = must_fail(context) ? NULL : calloc(count > 0 ? count : 1, size);
    if (!array)
        return out_of_memory(context, count, size);
    memcpy(out, &array, sizeof array);
    return GEO_OK;
}

geo_status geo_grow_array(geo_context *context, void *array, size_t *capacity, size_t needed,
                          size_t size)
{
    if (needed <= *capacity)
        return GEO_OK;
    size_t wanted = *capacity > 0 ? *capacity : 16;
    while (wanted < needed) {
        if (wanted > SIZE_MAX / 2)
            return out_of_memory(context, needed, size);
        wanted *= 2;
    }
    if (wanted > SIZE_MAX / size)
        return out_of_memory(context, wanted, size);
    void *old;
    memcpy(&old, array, sizeof old);
    void *grown = must_fail(context) ? NULL : realloc(old, wanted * size);
    if (!grown)
        return out_of_memory(context, wanted, size);
    memcpy(array, &grown, sizeof grown);
    *capacity = wanted;
    return GEO_OK;
}

geo_status geo_copy_bytes(geo_context *context, const char *data, size_t length, char **out)
{
    if (length == SIZE_MAX)
        return out_of_memory(context, length, 1);
    char *copy = NULL;
    geo_status status = geo_alloc_array(context, length + 1, 1, &copy);
    if (status != GEO_OK)
        return status;
    if (length > 0)
        memcpy(copy, data, length);
    *out = copy;
    return GEO_OK;
}

geo_status geo_copy_text(geo_context *context, const char *text, char **out)
{
    if (!text) {
        *out = NULL;
        return GEO_OK;
    }
    return geo_copy_bytes(context, text, strlen(text), out);
}
