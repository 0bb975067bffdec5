/* What can be known of an output before the work for it begins. */
#include <string.h>
#include <sys/stat.h>

#include <geo/output.h>

#include "core/context.h"

static bool is_same_file(const char *output, const char *input)
{
    struct stat one, other;
    return stat(output, &one) == 0 && stat(input, &other) == 0 && S_ISREG(one.st_mode) &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* Makes a temporary file and takes it away again, unless what is there is a device or a pipe. */
static geo_status try_to_write(geo_context *context, const char *output)
{
    struct stat there;
    geo_file *file = NULL;
    if (stat(output, &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode))
        return GEO_OK;
    geo_status status = geo_file_create(context, output, &file);
    geo_file_free(file);
    return status;
}

geo_status geo_check_output(geo_context *context, const char *output, const char *const *inputs,
                            size_t input_count)
{
    if (strcmp(output, "-") == 0)
        return GEO_OK;
    for (size_t i = 0; i < input_count; i++) {
        const char *input = inputs[i];
        if (!input || strcmp(input, "-") == 0)
            continue;
        if (strcmp(output, input) == 0 || is_same_file(output, input)) {
            return geo_fail(context, GEO_ERROR_USAGE,
                            "%s: the output is also an input (%s); write to another file", output,
                            input);
        }
    }
    return try_to_write(context, output);
}
