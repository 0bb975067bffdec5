/* Wards of LSOAs by a look-up: a table with an LSOA's code and a ward's code or name. */
#include <stdlib.h>
#include <string.h>

#include "lookup.h"
#include "pockets.h"

/* Of LSOAs this share must be in the look-up. */
#define LEAST_MATCH 0.95

static geo_status make_parts(cli_job *job, const cli_lookup *lookup, pockets_places *out)
{
    size_t matched = 0, several = 0;
    geo_status status = lookup_correspondence(job, lookup, &out->parts);
    if (status != GEO_OK)
        return status;
    size_t count = out->parts->from_count;
    for (size_t i = 0; i < count; i++) {
        size_t parts = out->parts->first[i + 1] - out->parts->first[i];
        matched += parts > 0;
        several += parts > 1;
    }
    if ((double)matched < LEAST_MATCH * (double)count)
        return job_fail(job, GEO_ERROR_DATA,
                        "%s: only %zu of %zu LSOAs find their code there (field %s); at least "
                        "95%% must: are both of the same year?",
                        lookup->path, matched, count, lookup->lsoa_field);
    if (matched < count)
        job_warn(job, "%s: %zu of %zu LSOAs have no ward there", lookup->path, count - matched,
                 count);
    if (several > 0)
        job_note(job,
                 "%s: %zu LSOA%s several wards there, in each of which an equal part is taken to "
                 "lie",
                 lookup->path, several, several == 1 ? " has" : "s have");
    return GEO_OK;
}

/* The names are the look-up's own or, of codes alone, those of the areas with these codes. */
static geo_status take_names(cli_job *job, const cli_lookup *lookup, const geo_areas *named,
                             pockets_places *out)
{
    for (size_t i = 0; i < geo_dictionary_count(lookup->areas); i++) {
        const char *code = geo_dictionary_text(lookup->areas, (int32_t)i);
        const char *name = lookup->name_field ? lookup->name.item[i] : code;
        for (size_t j = 0; named && j < named->count; j++)
            if (strcmp(named->code[j], code) == 0)
                name = area_name(named, j);
        if (!text_list_add_copy(&out->name, name[0] ? name : code))
            return job_out_of_memory(job);
    }
    return GEO_OK;
}

/* "field ward17_code of lookup.csv, named as in wards.gpkg" */
static geo_status say_how(cli_job *job, const cli_lookup *lookup, const geo_areas *named,
                          pockets_places *out)
{
    geo_status status = geo_bytes_print(
        job->context, &out->how, "field %s of %s",
        lookup->name_field ? lookup->name_field : lookup->area_field, base_name(lookup->path));
    if (status == GEO_OK && named)
        status =
            geo_bytes_print(job->context, &out->how, ", named as in %s", base_name(named->path));
    return status == GEO_OK ? end_text(job->context, &out->how) : status;
}

geo_status pockets_read_lookup(cli_job *job, const pockets_result *result, const geo_areas *named,
                               pockets_places *out)
{
    const geo_areas *areas = result->areas;
    const lookup_asked asked = {.path = result->settings->ward_lookup,
                                .lsoa = result->settings->ward_lookup_code,
                                .area = result->settings->ward_field,
                                .lsoa_option = "ward-lookup-code",
                                .area_option = "ward-field",
                                .year = geo_lsoa_year(areas->code_field, areas->code, areas->count),
                                .lsoas = areas};
    cli_lookup lookup;
    geo_status status = lookup_read(job, &asked, &lookup);
    if (status == GEO_OK)
        status = make_parts(job, &lookup, out);
    if (status == GEO_OK)
        status = take_names(job, &lookup, named, out);
    if (status == GEO_OK)
        status = say_how(job, &lookup, named, out);
    lookup_clear(&lookup);
    return status;
}
