/* Which area LSOAs are in, by a table of codes. */
#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "residents.h"

enum { LSOA, AREA, FIELDS };

typedef struct lookup {
    residents_lsoas *lsoas;
    geo_dictionary *areas; /* codes of the areas, whose places they are */
    const char *path;
    geo_reader *reader;
    size_t place[FIELDS];
    int32_t *from; /* by row: LSOA and area */
    int32_t *to;
    double *weight;
    size_t count, capacity;
    size_t elsewhere; /* rows whose area is none of the areas */
} lookup;

static void clear(lookup *work)
{
    geo_reader_free(work->reader);
    geo_dictionary_free(work->areas);
    free(work->from);
    free(work->to);
    free(work->weight);
}

/* ---- fields --------------------------------------------------------------------------------- */

/* Where nobody names it: the only field with such codes, "LSOA11CD" or "ward17_code". */
static const char *find_field(const geo_reader *reader, int which)
{
    const geo_unit unit = which == LSOA ? GEO_UNIT_LSOA : GEO_UNIT_WARD;
    const char *found = NULL;
    for (size_t i = 0; i < geo_reader_field_count(reader); i++) {
        const char *name = geo_reader_field_names(reader)[i];
        if (geo_find_unit_field(&name, 1, unit, true) != 0)
            continue;
        if (found)
            return NULL;
        found = name;
    }
    return found;
}

static geo_status find_places(cli_job *job, lookup *work)
{
    const residents_settings *settings = work->lsoas->settings;
    const char *names[FIELDS] = {settings->lookup_code, settings->lookup_area};
    for (int i = 0; i < FIELDS; i++) {
        if (!names[i])
            names[i] = find_field(work->reader, i);
        if (!names[i])
            return job_fail(job, GEO_ERROR_USAGE,
                            "%s: which field has the code of the %s? Name it with %s", work->path,
                            i == LSOA ? "LSOA" : "area it is in",
                            i == LSOA ? "--lookup-lsoa" : "--lookup-area");
    }
    return find_fields(job, work->path, work->reader, names, FIELDS, work->place);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static geo_status code_areas(cli_job *job, const geo_areas *areas, lookup *work)
{
    int32_t code;
    geo_status status = geo_dictionary_new(job->context, &work->areas);
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++)
        status = geo_dictionary_code(job->context, work->areas,
                                     (geo_text){areas->code[i], strlen(areas->code[i])}, &code);
    return status;
}

static geo_status make_room(cli_job *job, lookup *work)
{
    if (work->count < work->capacity)
        return GEO_OK;
    size_t capacity = 2 * work->capacity + 1024;
    int32_t *from = realloc(work->from, capacity * sizeof *from);
    work->from = from ? from : work->from;
    int32_t *to = realloc(work->to, capacity * sizeof *to);
    work->to = to ? to : work->to;
    double *weight = realloc(work->weight, capacity * sizeof *weight);
    work->weight = weight ? weight : work->weight;
    if (!from || !to || !weight)
        return job_out_of_memory(job);
    work->capacity = capacity;
    return GEO_OK;
}

/* An area that is none of the areas gets a code beyond theirs. */
static geo_status add_row(cli_job *job, const geo_areas *areas, lookup *work,
                          const geo_record *record)
{
    int32_t lsoa, area;
    geo_text texts[FIELDS] = {record->field[work->place[LSOA]], record->field[work->place[AREA]]};
    if (record->broken || texts[LSOA].length == 0 || texts[AREA].length == 0)
        return GEO_OK;
    geo_status status = geo_dictionary_code(job->context, work->areas, texts[AREA], &area);
    if (status != GEO_OK)
        return status;
    if ((size_t)area >= areas->count) {
        work->elsewhere++;
        return GEO_OK;
    }
    status = geo_dictionary_code(job->context, work->lsoas->codes, texts[LSOA], &lsoa);
    if (status == GEO_OK)
        status = make_room(job, work);
    if (status != GEO_OK)
        return status;
    work->from[work->count] = lsoa;
    work->to[work->count] = area;
    work->weight[work->count++] = 1;
    return GEO_OK;
}

static geo_status read_rows(cli_job *job, const geo_areas *areas, lookup *work)
{
    geo_record record;
    bool more = true;
    geo_status status = GEO_OK;
    while (status == GEO_OK) {
        status = geo_reader_next(job->context, work->reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        status = add_row(job, areas, work, &record);
    }
    if (status == GEO_OK && work->count == 0)
        return job_fail(job, GEO_ERROR_DATA,
                        "%s: none of its %zu areas is one of %s; the look-up is of another year or "
                        "of other areas",
                        work->path, work->elsewhere, areas->path);
    return status;
}

static geo_status open_lookup(cli_job *job, lookup *work)
{
    const geo_input input = {work->path, {NULL, 0}};
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    options.encoding = job->settings->encoding;
    options.find_header = true;
    options.limits = limits_of(job->settings);
    geo_status status = geo_reader_open(job->context, &input, &options, &work->reader);
    if (status == GEO_OK)
        status = geo_dictionary_new(job->context, &work->lsoas->codes);
    return status == GEO_OK ? find_places(job, work) : status;
}

/* ---- LSOAs without boundaries --------------------------------------------------------------- */

static geo_status copy(cli_job *job, const char *text, char **out)
{
    *out = strdup(text);
    return *out ? GEO_OK : job_out_of_memory(job);
}

/* The codes as areas, which is what populations are joined to. */
static geo_status make_areas(cli_job *job, const lookup *work)
{
    cli_load *load = &work->lsoas->load;
    size_t count = geo_dictionary_count(work->lsoas->codes);
    load->areas = calloc(1, sizeof *load->areas);
    geo_areas *areas = calloc(1, sizeof *areas);
    if (!load->areas || !areas) {
        free(areas);
        return job_out_of_memory(job);
    }
    load->areas[0] = areas;
    load->area_count = 1;
    areas->count = count;
    areas->code = calloc(count + 1, sizeof *areas->code);
    areas->area_ring = calloc(count + 1, sizeof *areas->area_ring);
    areas->ring_point = calloc(1, sizeof *areas->ring_point);
    if (!areas->code || !areas->area_ring || !areas->ring_point)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count; i++)
        areas->code[i] = geo_dictionary_text(work->lsoas->codes, (int32_t)i);
    geo_status status = copy(job, work->path, &areas->path);
    if (status == GEO_OK)
        status =
            copy(job, geo_reader_field_names(work->reader)[work->place[LSOA]], &areas->code_field);
    return status == GEO_OK ? geo_table_new(job->context, count, &areas->attributes) : status;
}

static geo_status join_population(cli_job *job, residents_lsoas *lsoas)
{
    const geo_input input = {lsoas->settings->lsoa_population, {NULL, 0}};
    geo_population_options options = {.encoding = job->settings->encoding,
                                      .roles.population = lsoas->settings->population_field,
                                      .limits = limits_of(job->settings)};
    if (!lsoas->settings->lsoa_population)
        return GEO_OK;
    return geo_areas_join_population(job->context, lsoas->load.areas[0], &input, &options);
}

static geo_status read_table(cli_job *job, const geo_areas *areas, lookup *work)
{
    residents_lsoas *lsoas = work->lsoas;
    geo_status status = code_areas(job, areas, work);
    if (status == GEO_OK)
        status = open_lookup(job, work);
    if (status == GEO_OK)
        status = read_rows(job, areas, work);
    if (status == GEO_OK)
        status = make_areas(job, work);
    if (status == GEO_OK)
        status = geo_correspondence_make(job->context, geo_dictionary_count(lsoas->codes),
                                         areas->count, work->from, work->to, work->weight,
                                         work->count, NULL, &lsoas->correspondence);
    if (status == GEO_OK)
        job_note(job, "%zu LSOAs are in the areas that %s puts them in",
                 lsoas->load.areas[0]->count, work->path);
    return status;
}

geo_status residents_read_lookup(cli_job *job, const geo_areas *areas, residents_lsoas *lsoas)
{
    lookup work = {.lsoas = lsoas, .path = lsoas->settings->lsoa_lookup};
    geo_status status = read_table(job, areas, &work);
    clear(&work);
    if (status == GEO_OK)
        status = join_population(job, lsoas);
    return status == GEO_OK
               ? indices_of_codes(job, lsoas->codes, NULL, "LSOAs of the look-up", &lsoas->indices)
               : status;
}
