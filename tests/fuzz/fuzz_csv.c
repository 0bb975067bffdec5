/* Any bytes are read as CSV to the last one, row by row, or refused with a message. */
#include <stdlib.h>

#include <geo/source.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    geo_context *context = geo_context_new();
    if (!context)
        abort();
    geo_input input = {"fuzz.csv", {(const char *)data, size}};
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    options.limits.rows = 1000;
    options.limits.field_bytes = 4096;
    geo_reader *reader = NULL;
    geo_status status = geo_reader_open(context, &input, &options, &reader);
    geo_record record;
    bool more = status == GEO_OK;
    int64_t row = 0;
    while (more) {
        status = geo_reader_next(context, reader, &record, &more);
        if (status != GEO_OK)
            break;
        if (more && record.row != ++row)
            abort();
    }
    if (status != GEO_OK && geo_message(context)[0] == '\0')
        abort();
    geo_reader_free(reader);
    geo_context_free(context);
    return 0;
}
