#include "source/population_bridge.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/population.h"
#include "source/roles.h"

/* Areas that must have a population at the end. */
static const double least_match = 0.95;

/* Rows of the table that have a number. */
typedef struct people_table {
    const char *path;
    char *code_field;
    char *field;
    geo_dictionary *codes;
    const char **code; /* [count], borrowed from the codes */
    double *people;    /* [count] */
    size_t count;
    size_t capacity;
    size_t wrong; /* values that are no population */
} people_table;

static void clear_table(people_table *table)
{
    geo_dictionary_free(table->codes);
    free(table->code_field);
    free(table->field);
    free((void *)table->code);
    free(table->people);
}

/* ---- reading -------------------------------------------------------------------------------- */

static geo_status take_row(geo_context *context, const geo_record *record, size_t code_field,
                           size_t field, people_table *table)
{
    geo_text code = geo_trim(record->field[code_field]);
    double people = (double)NAN;
    int32_t number = 0;
    if (record->broken || code.length == 0)
        return GEO_OK;
    table->wrong += !geo_population_parse(record->field[field], &people);
    if (isnan(people))
        return GEO_OK;
    geo_status status = geo_dictionary_code(context, table->codes, code, &number);
    if (status == GEO_OK && (size_t)number < table->count)
        status = geo_fail(context, GEO_ERROR_DATA,
                          "%s: the code '%.*s' in field %s is there twice, the second time in row "
                          "%lld",
                          table->path, code.length < 80 ? (int)code.length : 80, code.data,
                          table->code_field, (long long)record->row);
    if (status == GEO_OK)
        status = geo_grow_array(context, &table->people, &table->capacity, table->count + 1,
                                sizeof *table->people);
    if (status == GEO_OK)
        table->people[table->count++] = people;
    return status;
}

static geo_status read_rows(geo_context *context, geo_reader *reader, const geo_found_roles *roles,
                            people_table *table)
{
    const char *const *names = geo_reader_field_names(reader);
    size_t code = roles->field[GEO_ROLE_CODE];
    size_t field = roles->field[GEO_ROLE_POPULATION];
    geo_record record;
    bool more = true;
    geo_status status = geo_copy_text(context, names[code], &table->code_field);
    if (status == GEO_OK)
        status = geo_copy_text(context, names[field], &table->field);
    if (status == GEO_OK)
        status = geo_dictionary_new(context, &table->codes);
    while (status == GEO_OK) {
        status = geo_reader_next(context, reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        status = take_row(context, &record, code, field, table);
    }
    if (status == GEO_OK)
        status = geo_alloc_array(context, table->count, sizeof *table->code, &table->code);
    for (size_t i = 0; i < table->count && status == GEO_OK; i++)
        table->code[i] = geo_dictionary_text(table->codes, (int32_t)i);
    return status;
}

static geo_status read_table(geo_context *context, const geo_input *input,
                             const geo_population_options *options, people_table *table)
{
    static const geo_role needed[] = {GEO_ROLE_CODE, GEO_ROLE_POPULATION};
    geo_reader *reader = NULL;
    geo_found_roles roles;
    geo_status status = geo_open_population(context, input, options, &reader);
    if (status == GEO_OK)
        status =
            geo_find_roles(context, geo_reader_field_names(reader), geo_reader_field_count(reader),
                           input->path, &options->roles, GEO_INPUT_TABLE, &roles);
    for (size_t i = 0; i < 2 && status == GEO_OK; i++)
        status = geo_require_role(context, &roles, needed[i], geo_reader_field_names(reader),
                                  geo_reader_field_count(reader), input->path);
    if (status == GEO_OK)
        status = read_rows(context, reader, &roles, table);
    geo_reader_free(reader);
    return status;
}

/* ---- sharing out ---------------------------------------------------------------------------- */

/* The rows from which people come to the areas, and what they come to. */
typedef struct people_work {
    const geo_areas *areas;
    const geo_population_options *options;
    const people_table *table;
    int area_year;
    int table_year;
    geo_correspondence *back; /* from the areas to the rows of the table */
    const char **code;        /* [source_count] of the rows that areas come from */
    double *people;           /* [source_count] */
    size_t source_count;
    geo_bridge_report report; /* of these */
    double *shared;           /* [areas->count] */
    size_t complete;          /* areas all of whose predecessors have people */
    double lost; /* people in parts that are no area of the boundaries or lack others */
} people_work;

static void clear_work(people_work *work)
{
    geo_correspondence_free(work->back);
    geo_bridge_report_clear(&work->report);
    free((void *)work->code);
    free(work->people);
    free(work->shared);
}

static geo_bridge_options bridge_options(const people_work *work, bool is_back)
{
    return (geo_bridge_options){
        .encoding = work->options->encoding,
        .from_year = is_back ? work->area_year : work->table_year,
        .to_year = is_back ? work->table_year : work->area_year,
        .to_weight = is_back ? NULL : work->areas->population,
        .limits = work->options->limits,
    };
}

/* Of a table of the whole nation only the rows count that areas come from. */
static geo_status find_sources(geo_context *context, people_work *work)
{
    const people_table *table = work->table;
    bool *is_source = NULL;
    geo_bridge_options options = bridge_options(work, true);
    geo_status status = geo_bridge_read(context, work->options->bridge, &options,
                                        (const char *const *)work->areas->code, work->areas->count,
                                        table->code, table->count, &work->back, NULL);
    if (status == GEO_OK)
        status = geo_alloc_array(context, table->count, sizeof *is_source, &is_source);
    if (status == GEO_OK)
        status = geo_alloc_array(context, table->count, sizeof *work->code, &work->code);
    if (status == GEO_OK)
        status = geo_alloc_array(context, table->count, sizeof *work->people, &work->people);
    for (size_t i = 0; status == GEO_OK && i < work->back->part_count; i++)
        is_source[work->back->to[i]] = true;
    for (size_t i = 0; status == GEO_OK && i < table->count; i++)
        if (is_source[i]) {
            work->code[work->source_count] = table->code[i];
            work->people[work->source_count++] = table->people[i];
        }
    free(is_source);
    return status;
}

static geo_status share_out(geo_context *context, people_work *work)
{
    geo_correspondence *forth = NULL;
    geo_bridge_options options = bridge_options(work, false);
    geo_status status = geo_bridge_read(context, work->options->bridge, &options, work->code,
                                        work->source_count, (const char *const *)work->areas->code,
                                        work->areas->count, &forth, &work->report);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->areas->count, sizeof *work->shared, &work->shared);
    if (status == GEO_OK)
        geo_correspondence_apply(forth, work->people, work->shared, &work->lost);
    geo_correspondence_free(forth);
    return status;
}

/* An area of which a part's people are not known has no population, rather than too small a one. */
static void drop_incomplete(people_work *work)
{
    const geo_correspondence *back = work->back;
    for (size_t i = 0; i < work->areas->count; i++) {
        double known = 0;
        for (size_t part = back->first[i]; part < back->first[i + 1]; part++)
            known += back->share[part];
        if (known > 1 - 1e-9) {
            work->complete++;
            continue;
        }
        work->lost += work->shared[i];
        work->shared[i] = (double)NAN;
    }
}

/* ---- what is said --------------------------------------------------------------------------- */

static geo_status judge(geo_context *context, const people_work *work)
{
    const people_table *table = work->table;
    size_t count = work->areas->count;
    if ((double)work->complete < least_match * (double)count)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: only %zu of the %zu areas (%s) can be made up of LSOAs of %d that "
                        "have a population there (%s); at least 95%% must",
                        table->path, work->complete, count, work->areas->path, work->table_year,
                        table->code_field);
    if (work->complete < count)
        geo_add_warning(context,
                        "%s: %zu of %zu areas have no population: one of the LSOAs of %d that they "
                        "come from has none there",
                        table->path, count - work->complete, count, work->table_year);
    if (table->wrong > 0)
        geo_add_warning(context, "%s: %zu value%s of the field %s %s no number of people",
                        table->path, table->wrong, table->wrong == 1 ? "" : "s", table->field,
                        table->wrong == 1 ? "is" : "are");
    if (work->lost >= 0.5)
        geo_add_warning(context,
                        "%s: %.0f people live in parts of its LSOAs that are none of the areas",
                        table->path, work->lost);
    return GEO_OK;
}

static void note_bridge(geo_context *context, const people_work *work)
{
    const geo_bridge_report *report = &work->report;
    const geo_areas *areas = work->areas;
    geo_add_note(context,
                 "population: field %s of %s, by LSOAs of %d (%s), shared out to the boundaries' "
                 "LSOAs of %d (%s) by %s: %zu are unchanged, %zu merged and added up, %zu split "
                 "and %zu irregularly changed, whose people are shared out %s%s",
                 work->table->field, work->table->path, work->table_year, work->table->code_field,
                 work->area_year, areas->code_field, report->path, report->unchanged,
                 report->merged, report->split, report->irregular,
                 areas->population ? "by the boundaries' own field "
                                   : "in equal parts, as LSOAs are made of similar numbers of "
                                     "people",
                 areas->population ? areas->population_field : "");
}

static geo_status bridge(geo_context *context, geo_areas *areas, people_work *work)
{
    geo_status status = find_sources(context, work);
    if (status == GEO_OK)
        status = share_out(context, work);
    if (status != GEO_OK)
        return status;
    drop_incomplete(work);
    status = judge(context, work);
    if (status != GEO_OK)
        return status;
    note_bridge(context, work);
    return geo_set_population(context, areas, &work->shared, work->table->field);
}

geo_status geo_bridge_population(geo_context *context, geo_areas *areas, const geo_input *input,
                                 const geo_population_options *options, bool *is_bridged)
{
    people_table table = {.path = input->path};
    people_work work = {.areas = areas, .options = options, .table = &table};
    geo_status status = read_table(context, input, options, &table);
    if (status == GEO_OK) {
        work.area_year =
            geo_lsoa_year(areas->code_field, (const char *const *)areas->code, areas->count);
        work.table_year = geo_lsoa_year(table.code_field, table.code, table.count);
        *is_bridged =
            work.area_year > 0 && work.table_year > 0 && work.area_year != work.table_year;
        if (*is_bridged)
            status = bridge(context, areas, &work);
    }
    clear_work(&work);
    clear_table(&table);
    return status;
}
