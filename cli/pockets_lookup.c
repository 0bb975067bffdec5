/* Wards of LSOAs by a look-up: a table with an LSOA's code and a ward's code or name. */
#include <stdlib.h>
#include <string.h>

#include "pockets.h"

enum { NO_FIELD = -1 };

/* Of these a share must be in the look-up. */
#define LEAST_MATCH 0.95

typedef struct lookup {
    cli_job *job;
    const char *path;
    const geo_areas *areas;
    geo_reader *reader;
    geo_dictionary *lsoas; /* codes of the areas, whose places they are */
    geo_dictionary *wards;
    text_list name; /* [wards] owned */
    int lsoa;       /* fields */
    int ward;
    int ward_name; /* NO_FIELD: the wards' codes are all that there is */
    int32_t *from;
    int32_t *to;
    size_t count;
    size_t capacity;
} lookup;

static void clear(lookup *work)
{
    geo_reader_free(work->reader);
    geo_dictionary_free(work->lsoas);
    geo_dictionary_free(work->wards);
    text_list_clear_owned(&work->name);
    free(work->from);
    free(work->to);
}

/* ---- fields --------------------------------------------------------------------------------- */

static geo_status find_named(const lookup *work, const char *name, const char *option, int *field)
{
    const char *const *fields = geo_reader_field_names(work->reader);
    geo_bytes list = GEO_BYTES_INIT;
    size_t count = geo_reader_field_count(work->reader);
    for (size_t i = 0; i < count; i++)
        if (same_text(fields[i], name)) {
            *field = (int)i;
            return GEO_OK;
        }
    geo_status status = append_list(work->job->context, &list, fields, count);
    if (status == GEO_OK)
        status = end_text(work->job->context, &list);
    if (status == GEO_OK)
        status = job_fail(work->job, GEO_ERROR_USAGE,
                          "%s: there is no field '%s' (--%s); its fields: %s", work->path, name,
                          option, list.data);
    geo_bytes_clear(&list);
    return status;
}

/* Of several years that of the areas. */
static int find_lsoa(const lookup *work, int year)
{
    const char *const *fields = geo_reader_field_names(work->reader);
    int found = NO_FIELD;
    for (size_t i = 0; i < geo_reader_field_count(work->reader); i++) {
        if (geo_find_unit_field(&fields[i], 1, GEO_UNIT_LSOA, true) != 0)
            continue;
        if (found == NO_FIELD || (year > 0 && geo_lsoa_year(fields[i], NULL, 0) == year))
            found = (int)i;
    }
    return found;
}

static int find_ward(const lookup *work, bool is_code)
{
    size_t field =
        geo_find_unit_field(geo_reader_field_names(work->reader),
                            geo_reader_field_count(work->reader), GEO_UNIT_WARD, is_code);
    return field == SIZE_MAX ? NO_FIELD : (int)field;
}

static geo_status find_fields(lookup *work, const pockets_settings *settings)
{
    const geo_areas *areas = work->areas;
    geo_status status = GEO_OK;
    work->lsoa = find_lsoa(work, geo_lsoa_year(areas->code_field, areas->code, areas->count));
    work->ward = find_ward(work, true);
    work->ward_name = find_ward(work, false);
    if (settings->ward_lookup_code)
        status = find_named(work, settings->ward_lookup_code, "ward-lookup-code", &work->lsoa);
    if (status == GEO_OK && settings->ward_field) {
        status = find_named(work, settings->ward_field, "ward-field", &work->ward);
        work->ward_name = NO_FIELD;
    }
    if (status != GEO_OK)
        return status;
    if (work->ward == NO_FIELD)
        work->ward = work->ward_name;
    if (work->lsoa == NO_FIELD)
        return job_fail(work->job, GEO_ERROR_USAGE,
                        "%s: no field is known to have the codes of LSOAs; name it with "
                        "--ward-lookup-code FIELD",
                        work->path);
    if (work->ward == NO_FIELD)
        return job_fail(work->job, GEO_ERROR_USAGE,
                        "%s: no field is known to have wards; name it with --ward-field FIELD",
                        work->path);
    return GEO_OK;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static geo_text trim(geo_text text)
{
    while (text.length > 0 && text.data[0] == ' ') {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && text.data[text.length - 1] == ' ')
        text.length--;
    return text;
}

static geo_status code_areas(lookup *work)
{
    int32_t code;
    geo_status status = geo_dictionary_new(work->job->context, &work->lsoas);
    for (size_t i = 0; i < work->areas->count && status == GEO_OK; i++) {
        const char *text = work->areas->code[i];
        status = geo_dictionary_code(work->job->context, work->lsoas,
                                     (geo_text){text, strlen(text)}, &code);
    }
    return status;
}

static geo_status make_room(lookup *work)
{
    if (work->count < work->capacity)
        return GEO_OK;
    size_t capacity = 2 * work->capacity + 64;
    int32_t *from = realloc(work->from, capacity * sizeof *from);
    work->from = from ? from : work->from;
    int32_t *to = realloc(work->to, capacity * sizeof *to);
    work->to = to ? to : work->to;
    if (!from || !to)
        return job_out_of_memory(work->job);
    work->capacity = capacity;
    return GEO_OK;
}

/* A ward is called as its first row has it. */
static geo_status name_ward(lookup *work, const geo_record *record, geo_text ward)
{
    geo_text name = work->ward_name == NO_FIELD ? ward : trim(record->field[work->ward_name]);
    char *text = strndup(name.length > 0 ? name.data : ward.data,
                         name.length > 0 ? name.length : ward.length);
    bool is_kept = text && text_list_add_copy(&work->name, text);
    free(text);
    return is_kept ? GEO_OK : job_out_of_memory(work->job);
}

static geo_status take_row(lookup *work, const geo_record *record)
{
    if (record->broken)
        return job_fail(work->job, GEO_ERROR_DATA, "%s: row %lld: %s", work->path,
                        (long long)record->row, record->broken);
    geo_text code = trim(record->field[work->lsoa]);
    geo_text ward = trim(record->field[work->ward]);
    int32_t area = code.length > 0 ? geo_dictionary_find(work->lsoas, code) : GEO_NO_CODE;
    if (area == GEO_NO_CODE || ward.length == 0)
        return GEO_OK;
    geo_status status = make_room(work);
    if (status != GEO_OK)
        return status;
    work->from[work->count] = area;
    status = geo_dictionary_code(work->job->context, work->wards, ward, &work->to[work->count]);
    if (status == GEO_OK && (size_t)work->to[work->count] == work->name.count)
        status = name_ward(work, record, ward);
    work->count++;
    return status;
}

static geo_status take_rows(lookup *work)
{
    geo_record record;
    bool more = true;
    geo_status status = geo_dictionary_new(work->job->context, &work->wards);
    while (status == GEO_OK) {
        status = geo_reader_next(work->job->context, work->reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        status = take_row(work, &record);
    }
    return status;
}

/* ---- what it says --------------------------------------------------------------------------- */

/* An LSOA with several wards lies in each of them in equal parts: the look-up tells no more. */
static geo_status make_parts(lookup *work, pockets_places *out)
{
    size_t matched = 0, several = 0, count = work->areas->count;
    double *weight = malloc((work->count + 1) * sizeof *weight);
    if (!weight)
        return job_out_of_memory(work->job);
    for (size_t i = 0; i < work->count; i++)
        weight[i] = 1;
    geo_status status =
        geo_correspondence_make(work->job->context, count, work->name.count, work->from, work->to,
                                weight, work->count, NULL, &out->parts);
    free(weight);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        size_t parts = out->parts->first[i + 1] - out->parts->first[i];
        matched += parts > 0;
        several += parts > 1;
    }
    if ((double)matched < LEAST_MATCH * (double)count)
        return job_fail(work->job, GEO_ERROR_DATA,
                        "%s: only %zu of %zu LSOAs find their code there (field %s); at least "
                        "95%% must: are both of the same year?",
                        work->path, matched, count,
                        geo_reader_field_names(work->reader)[work->lsoa]);
    if (matched < count)
        job_warn(work->job, "%s: %zu of %zu LSOAs have no ward there", work->path, count - matched,
                 count);
    if (several > 0)
        job_note(work->job,
                 "%s: %zu LSOA%s several wards there, in each of which an equal part is taken to "
                 "lie",
                 work->path, several, several == 1 ? " has" : "s have");
    return GEO_OK;
}

/* The names are the look-up's own or, of codes alone, those of the areas with these codes. */
static geo_status take_names(const lookup *work, const geo_areas *named, pockets_places *out)
{
    for (size_t i = 0; i < work->name.count; i++) {
        const char *name = work->name.item[i];
        for (size_t j = 0; named && j < named->count; j++)
            if (strcmp(named->code[j], geo_dictionary_text(work->wards, (int32_t)i)) == 0)
                name = area_name(named, j);
        if (!text_list_add_copy(&out->name, name))
            return job_out_of_memory(work->job);
    }
    return GEO_OK;
}

/* "field ward17_code of lookup.csv, named as in wards.gpkg" */
static geo_status say_how(const lookup *work, const geo_areas *named, pockets_places *out)
{
    geo_context *context = work->job->context;
    int field = work->ward_name == NO_FIELD ? work->ward : work->ward_name;
    geo_status status =
        geo_bytes_print(context, &out->how, "field %s of %s",
                        geo_reader_field_names(work->reader)[field], base_name(work->path));
    if (status == GEO_OK && named)
        status = geo_bytes_print(context, &out->how, ", named as in %s", base_name(named->path));
    return status == GEO_OK ? end_text(context, &out->how) : status;
}

static geo_status read_all(lookup *work, const pockets_result *result, const geo_areas *named,
                           pockets_places *out)
{
    const geo_input input = {work->path, {NULL, 0}};
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    options.encoding = work->job->settings->encoding;
    options.code_field = result->settings->ward_lookup_code;
    options.find_header = true;
    options.limits = limits_of(work->job->settings);
    geo_status status = geo_reader_open(work->job->context, &input, &options, &work->reader);
    if (status == GEO_OK)
        status = find_fields(work, result->settings);
    if (status == GEO_OK)
        status = code_areas(work);
    if (status == GEO_OK)
        status = take_rows(work);
    if (status == GEO_OK)
        status = make_parts(work, out);
    if (status == GEO_OK)
        status = take_names(work, named, out);
    return status == GEO_OK ? say_how(work, named, out) : status;
}

geo_status pockets_read_lookup(cli_job *job, const pockets_result *result, const geo_areas *named,
                               pockets_places *out)
{
    lookup work = {.job = job, .path = result->settings->ward_lookup, .areas = result->areas};
    geo_status status = read_all(&work, result, named, out);
    clear(&work);
    return status;
}
