/* Bytes that grow. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

geo_status geo_bytes_append(geo_context *context, geo_bytes *bytes, const void *data, size_t length)
{
    if (length == 0)
        return GEO_OK;
    if (length > SIZE_MAX - bytes->length)
        return geo_fail(context, GEO_ERROR_MEMORY, "out of memory: %zu bytes wanted", length);
    geo_status status =
        geo_grow_array(context, &bytes->data, &bytes->capacity, bytes->length + length, 1);
    if (status != GEO_OK)
        return status;
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    return GEO_OK;
}

geo_status geo_bytes_print(geo_context *context, geo_bytes *bytes, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    geo_status status = GEO_OK;
    if (length < 0)
        status = geo_fail(context, GEO_ERROR_INTERNAL, "text could not be formatted");
    /* One more byte for vsnprintf's NUL, which is then not counted. */
    if (status == GEO_OK)
        status = geo_grow_array(context, &bytes->data, &bytes->capacity,
                                bytes->length + (size_t)length + 1, 1);
    if (status == GEO_OK) {
        vsnprintf(bytes->data + bytes->length, (size_t)length + 1, format, again);
        bytes->length += (size_t)length;
    }
    va_end(again);
    return status;
}

void geo_bytes_clear(geo_bytes *bytes)
{
    free(bytes->data);
    *bytes = (geo_bytes)GEO_BYTES_INIT;
}
