#include "lookup.h"

#include <stdlib.h>
#include <string.h>

#include "fields.h"

void lookup_clear(cli_lookup *lookup)
{
    free(lookup->path);
    free(lookup->lsoa_field);
    free(lookup->area_field);
    free(lookup->name_field);
    geo_dictionary_free(lookup->lsoas);
    geo_dictionary_free(lookup->areas);
    text_list_clear_owned(&lookup->name);
    free(lookup->from);
    free(lookup->to);
    *lookup = (cli_lookup){.path = NULL};
}

/* What is read, and by whom. */
typedef struct reading {
    cli_job *job;
    const lookup_asked *asked;
    geo_reader *reader;
    size_t place[3]; /* of LSOA, area and name; SIZE_MAX: nowhere */
    cli_lookup *made;
} reading;

enum { LSOA, AREA, NAME, FIELDS };

/* ---- fields --------------------------------------------------------------------------------- */

/* The only field that has what is looked for or, of several, the only one of that year; NULL when
 * there is no such one. */
static const char *find_field(const reading *work, geo_unit unit, bool is_code, int year)
{
    const char *found = NULL, *of_year = NULL;
    size_t count = 0, count_of_year = 0;
    for (size_t i = 0; i < geo_reader_field_count(work->reader); i++) {
        const char *name = geo_reader_field_names(work->reader)[i];
        if (geo_find_unit_field(&name, 1, unit, is_code) != 0)
            continue;
        found = name;
        count++;
        if (year > 0 && geo_lsoa_year(name, NULL, 0) == year) {
            of_year = name;
            count_of_year++;
        }
    }
    return count == 1 ? found : count_of_year == 1 ? of_year : NULL;
}

static geo_status keep_name(const reading *work, size_t field, char **out)
{
    if (work->place[field] == SIZE_MAX)
        return GEO_OK;
    *out = strdup(geo_reader_field_names(work->reader)[work->place[field]]);
    return *out ? GEO_OK : job_out_of_memory(work->job);
}

static geo_status find_all_fields(reading *work)
{
    const lookup_asked *asked = work->asked;
    const char *name[FIELDS] = {asked->lsoa, asked->area, NULL};
    if (!name[LSOA])
        name[LSOA] = find_field(work, GEO_UNIT_LSOA, true, asked->year);
    if (!name[AREA])
        name[AREA] = find_field(work, GEO_UNIT_WARD, true, 0);
    if (!asked->areas && !asked->area)
        name[NAME] = find_field(work, GEO_UNIT_WARD, false, 0);
    if (!name[AREA] && name[NAME]) {
        name[AREA] = name[NAME];
        name[NAME] = NULL;
    }
    for (int i = LSOA; i <= AREA; i++)
        if (!name[i])
            return job_fail(work->job, GEO_ERROR_USAGE,
                            "%s: which field has the code of the %s? Name it with --%s",
                            asked->path, i == LSOA ? "LSOA" : "area it is in",
                            i == LSOA ? asked->lsoa_option : asked->area_option);
    geo_status status =
        find_fields(work->job, asked->path, work->reader, name, FIELDS, work->place);
    if (status == GEO_OK)
        status = keep_name(work, LSOA, &work->made->lsoa_field);
    if (status == GEO_OK)
        status = keep_name(work, AREA, &work->made->area_field);
    return status == GEO_OK ? keep_name(work, NAME, &work->made->name_field) : status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static geo_status code_areas(const reading *work, const geo_areas *areas, geo_dictionary **out)
{
    int32_t code;
    geo_status status = geo_dictionary_new(work->job->context, out);
    for (size_t i = 0; areas && i < areas->count && status == GEO_OK; i++)
        status = geo_dictionary_code(work->job->context, *out, text_of(areas->code[i]), &code);
    return status;
}

static geo_status make_room(const reading *work)
{
    cli_lookup *made = work->made;
    if (made->count < made->capacity)
        return GEO_OK;
    size_t capacity = 2 * made->capacity + 1024;
    int32_t *from = realloc(made->from, capacity * sizeof *from);
    made->from = from ? from : made->from;
    int32_t *to = realloc(made->to, capacity * sizeof *to);
    made->to = to ? to : made->to;
    if (!from || !to)
        return job_out_of_memory(work->job);
    made->capacity = capacity;
    return GEO_OK;
}

/* The place of a code among those asked for, GEO_NO_CODE for none of them; a place of its own where
 * none were. */
static geo_status place_of(const reading *work, geo_dictionary *codes, const geo_areas *asked,
                           geo_text text, int32_t *place)
{
    if (!asked)
        return geo_dictionary_code(work->job->context, codes, text, place);
    *place = geo_dictionary_find(codes, text);
    return GEO_OK;
}

static geo_status name_area(const reading *work, const geo_record *record)
{
    geo_text name = text_trim(record->field[work->place[NAME]]);
    char *text = name.length > 0 ? strndup(name.data, name.length) : strdup("");
    bool is_kept = text && text_list_add_copy(&work->made->name, text);
    free(text);
    return is_kept ? GEO_OK : job_out_of_memory(work->job);
}

static geo_status add_pair(const reading *work, const geo_record *record, int32_t lsoa,
                           int32_t area)
{
    cli_lookup *made = work->made;
    geo_status status = make_room(work);
    if (status == GEO_OK && made->name_field && (size_t)area == made->name.count)
        status = name_area(work, record);
    if (status != GEO_OK)
        return status;
    made->from[made->count] = lsoa;
    made->to[made->count++] = area;
    return GEO_OK;
}

static geo_status take_row(const reading *work, const geo_record *record)
{
    cli_lookup *made = work->made;
    int32_t lsoa = GEO_NO_CODE, area = GEO_NO_CODE;
    if (record->broken)
        return job_fail(work->job, GEO_ERROR_DATA, "%s: row %lld: %s", made->path,
                        (long long)record->row, record->broken);
    geo_text lsoa_code = text_trim(record->field[work->place[LSOA]]);
    geo_text area_code = text_trim(record->field[work->place[AREA]]);
    if (lsoa_code.length == 0 || area_code.length == 0)
        return GEO_OK;
    if (work->asked->lsoas && geo_dictionary_find(made->lsoas, lsoa_code) == GEO_NO_CODE)
        return GEO_OK;
    geo_status status = place_of(work, made->areas, work->asked->areas, area_code, &area);
    if (status == GEO_OK && area == GEO_NO_CODE) {
        made->elsewhere++;
        return GEO_OK;
    }
    if (status == GEO_OK)
        status = place_of(work, made->lsoas, work->asked->lsoas, lsoa_code, &lsoa);
    return status == GEO_OK ? add_pair(work, record, lsoa, area) : status;
}

static geo_status take_rows(const reading *work)
{
    geo_record record;
    bool more = true;
    geo_status status = code_areas(work, work->asked->lsoas, &work->made->lsoas);
    if (status == GEO_OK)
        status = code_areas(work, work->asked->areas, &work->made->areas);
    while (status == GEO_OK) {
        status = geo_reader_next(work->job->context, work->reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        status = take_row(work, &record);
    }
    return status;
}

geo_status lookup_read(cli_job *job, const lookup_asked *asked, cli_lookup *out)
{
    const geo_input input = {asked->path, {NULL, 0}};
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    reading work = {.job = job, .asked = asked, .made = out};
    *out = (cli_lookup){.path = strdup(asked->path)};
    if (!out->path)
        return job_out_of_memory(job);
    options.encoding = job->settings->encoding;
    options.code_field = asked->lsoa;
    options.find_header = true;
    options.limits = limits_of(job->settings);
    geo_status status = geo_reader_open(job->context, &input, &options, &work.reader);
    if (status == GEO_OK)
        status = find_all_fields(&work);
    if (status == GEO_OK)
        status = take_rows(&work);
    geo_reader_free(work.reader);
    return status;
}

geo_status lookup_correspondence(cli_job *job, const cli_lookup *lookup, geo_correspondence **out)
{
    double *weight = malloc((lookup->count + 1) * sizeof *weight);
    if (!weight)
        return job_out_of_memory(job);
    for (size_t i = 0; i < lookup->count; i++)
        weight[i] = 1;
    geo_status status = geo_correspondence_make(job->context, geo_dictionary_count(lookup->lsoas),
                                                geo_dictionary_count(lookup->areas), lookup->from,
                                                lookup->to, weight, lookup->count, NULL, out);
    free(weight);
    return status;
}
