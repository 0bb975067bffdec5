#include "fields.h"

static geo_status fail_missing(cli_job *job, const char *path, const geo_reader *reader,
                               const char *field)
{
    geo_bytes list = GEO_BYTES_INIT;
    geo_status status = append_list(job->context, &list, geo_reader_field_names(reader),
                                    geo_reader_field_count(reader));
    if (status == GEO_OK)
        status = end_text(job->context, &list);
    if (status == GEO_OK)
        status = job_fail(job, GEO_ERROR_USAGE, "%s: there is no field '%s'; the fields are: %s",
                          path, field, list.data);
    geo_bytes_clear(&list);
    return status;
}

geo_status find_fields(cli_job *job, const char *path, const geo_reader *reader,
                       const char *const *name, size_t count, size_t *place)
{
    const char *const *names = geo_reader_field_names(reader);
    for (size_t i = 0; i < count; i++) {
        place[i] = SIZE_MAX;
        for (size_t f = 0; name[i] && f < geo_reader_field_count(reader); f++)
            if (place[i] == SIZE_MAX && same_text(names[f], name[i]))
                place[i] = f;
        if (name[i] && place[i] == SIZE_MAX)
            return fail_missing(job, path, reader, name[i]);
    }
    return GEO_OK;
}
