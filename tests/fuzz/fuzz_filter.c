/* Any text is a filter, a usage error or nested too deep; a filter answers for any fields. */
#include <stdlib.h>
#include <string.h>

#include <geo/core.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *expression = malloc(size + 1);
    geo_context *context = geo_context_new();
    if (!expression || !context)
        abort();
    memcpy(expression, data, size);
    expression[size] = '\0';
    geo_filter *filter = NULL;
    geo_status status = geo_filter_parse(context, expression, &filter);
    if (status == GEO_OK) {
        size_t count = geo_filter_field_count(filter);
        const geo_text values[] = {{NULL, 0}, {"", 0}, {"12.5", 4}, {"text", 4}};
        geo_text field[4];
        size_t *index = calloc(count + 1, sizeof *index);
        for (size_t i = 0; i < count; i++)
            index[i] = i % 4;
        for (size_t value = 0; value < 4; value++) {
            for (size_t i = 0; i < 4; i++)
                field[i] = values[value];
            geo_filter_match(filter, field, index);
        }
        free(index);
    } else if ((status != GEO_ERROR_USAGE && status != GEO_ERROR_LIMIT) ||
               geo_message(context)[0] == '\0') {
        abort();
    }
    geo_filter_free(filter);
    geo_context_free(context);
    free(expression);
    return 0;
}
