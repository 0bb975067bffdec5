#include "own_codes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fields.h"

void own_codes_clear(cli_own_codes *codes)
{
    geo_dictionary_free(codes->code);
    geo_dictionary_free(codes->strange);
    free(codes->met);
    geo_bytes_clear(&codes->field_name);
    free(codes->area);
    free(codes->input);
    *codes = (cli_own_codes){.field = NULL};
}

geo_status own_codes_begin(cli_job *job, const geo_areas *areas, cli_own_codes *codes)
{
    geo_status status = geo_dictionary_new(job->context, &codes->code);
    if (status == GEO_OK)
        status = geo_dictionary_new(job->context, &codes->strange);
    codes->place = SIZE_MAX;
    codes->area_count = areas ? areas->count : 0;
    codes->met = calloc(codes->area_count + 1, sizeof *codes->met);
    if (!codes->met)
        return job_out_of_memory(job);
    for (size_t i = 0; i < codes->area_count && status == GEO_OK; i++) {
        int32_t code;
        status = geo_dictionary_code(job->context, codes->code, text_of(areas->code[i]), &code);
    }
    return status;
}

/* ---- fields --------------------------------------------------------------------------------- */

/* "LSOA code", "lsoa11cd", "LSOA code (2021)" */
static bool is_code_field(const char *name)
{
    size_t length = strlen(name);
    if (strncasecmp(name, "lsoa", 4) != 0)
        return false;
    for (size_t i = 4; i < length; i++)
        if (strncasecmp(name + i, "code", 4) == 0)
            return true;
    return length > 5 && strcasecmp(name + length - 2, "cd") == 0;
}

static const char *find_name(const cli_own_codes *codes, const geo_reader *reader)
{
    const char *const *names = geo_reader_field_names(reader);
    if (codes->field)
        return codes->field;
    for (size_t i = 0; i < geo_reader_field_count(reader); i++)
        if (is_code_field(names[i]))
            return names[i];
    return codes->decides ? "LSOA code" : NULL;
}

static geo_status add_input(cli_job *job, cli_own_codes *codes)
{
    own_code_input *input = realloc(codes->input, (codes->input_count + 1) * sizeof *codes->input);
    if (!input)
        return job_out_of_memory(job);
    codes->input = input;
    codes->input[codes->input_count++] = (own_code_input){.count = {0, 0}};
    return GEO_OK;
}

geo_status own_codes_begin_input(cli_job *job, const cli_load *load, size_t input,
                                 const geo_reader *reader, cli_own_codes *codes)
{
    const char *name = find_name(codes, reader);
    geo_status status = GEO_OK;
    codes->place = SIZE_MAX;
    while (codes->input_count <= input && status == GEO_OK)
        status = add_input(job, codes);
    if (!name || status != GEO_OK)
        return status;
    codes->field_name.length = 0;
    status = geo_bytes_print(job->context, &codes->field_name, "%s", name);
    if (status == GEO_OK)
        status = end_text(job->context, &codes->field_name);
    return status == GEO_OK
               ? find_fields(job, load->inputs.path.item[input], reader, &name, 1, &codes->place)
               : status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void count_fate(cli_own_codes *codes, size_t input, bool is_placed, int64_t row)
{
    own_code_input *line = &codes->input[input];
    int64_t *count = &line->count[!is_placed];
    if (*count < GEO_LEDGER_ROWS)
        line->first[!is_placed][*count] = row;
    (*count)++;
}

/* More than any nation has: what comes in so many kinds is no LSOA. */
#define STRANGE_MOST 100000

/* The area that has the code, GEO_NO_CODE for none, which is counted as unknown. */
static geo_status look_up(geo_context *context, cli_own_codes *codes, geo_text code, int32_t *area)
{
    int32_t strange;
    *area = geo_dictionary_find(codes->code, code);
    codes->compared++;
    if (*area != GEO_NO_CODE) {
        codes->met[*area] = true;
        return GEO_OK;
    }
    codes->unknown++;
    return geo_dictionary_count(codes->strange) < STRANGE_MOST
               ? geo_dictionary_code(context, codes->strange, code, &strange)
               : GEO_OK;
}

/* By its code; of codes that are no area's there is a place for each where no areas were given. */
static geo_status decide(geo_context *context, cli_own_codes *codes, geo_text code, int32_t *area)
{
    *area = GEO_NO_CODE;
    if (code.length == 0)
        return GEO_OK;
    if (codes->area_count == 0)
        return geo_dictionary_code(context, codes->code, code, area);
    return look_up(context, codes, code, area);
}

static geo_status compare(geo_context *context, cli_own_codes *codes, geo_text code, int32_t area)
{
    int32_t own = GEO_NO_CODE;
    if (area == GEO_NO_CODE)
        return GEO_OK;
    if (code.length == 0) {
        codes->without++;
        return GEO_OK;
    }
    geo_status status = look_up(context, codes, code, &own);
    codes->agree += own == area;
    return status;
}

static geo_status take_row(geo_context *context, cli_own_codes *codes,
                           const geo_incident_rows *rows, geo_text code, size_t at)
{
    if (!codes->decides)
        return compare(context, codes, code, rows->area[at]);
    geo_status status = decide(context, codes, code, &codes->area[at]);
    count_fate(codes, rows->input, codes->area[at] != GEO_NO_CODE, rows->frame->row[at]);
    return status;
}

static geo_status widen(cli_job *job, cli_own_codes *codes, size_t count)
{
    if (count <= codes->capacity)
        return GEO_OK;
    int32_t *area = realloc(codes->area, count * sizeof *area);
    if (!area)
        return job_out_of_memory(job);
    codes->area = area;
    codes->capacity = count;
    return GEO_OK;
}

/* The records of the frame's rows stand among others, in the same order. */
geo_status own_codes_take(cli_job *job, geo_context *context, cli_own_codes *codes,
                          const geo_incident_rows *rows, const int32_t **area)
{
    size_t next = 0;
    geo_status status = widen(job, codes, rows->frame->count);
    for (size_t i = 0; i < rows->record_count && next < rows->frame->count && status == GEO_OK;
         i++) {
        const geo_record *record = &rows->record[i];
        if (record->row != rows->frame->row[next])
            continue;
        if (codes->place != SIZE_MAX)
            status = take_row(context, codes, rows, text_trim(record->field[codes->place]), next);
        next++;
    }
    if (codes->decides)
        *area = codes->area;
    return status;
}

/* ---- afterwards ----------------------------------------------------------------------------- */

geo_status own_codes_year(cli_job *job, const cli_own_codes *codes, int *year)
{
    size_t count = 0, strange = geo_dictionary_count(codes->strange);
    const char **met = malloc((codes->area_count + strange + 1) * sizeof *met);
    if (!met)
        return job_out_of_memory(job);
    for (size_t i = 0; i < codes->area_count; i++)
        if (codes->met[i])
            met[count++] = geo_dictionary_text(codes->code, (int32_t)i);
    for (size_t i = 0; i < strange; i++)
        met[count++] = geo_dictionary_text(codes->strange, (int32_t)i);
    *year = geo_lsoa_year(codes->field_name.data, met, count);
    free((void *)met);
    return GEO_OK;
}

/* Of another year a few in a hundred codes are others. */
static void warn_of_unknown(cli_job *job, const cli_own_codes *codes)
{
    char unknown[COUNT_TEXT_SIZE], compared[COUNT_TEXT_SIZE];
    if (codes->unknown * 100 > codes->compared)
        job_warn(job,
                 "the LSOA of %s of %s incidents with a code (%s) is not among the areas: are both "
                 "of the same year?",
                 count_text(codes->unknown, unknown), count_text(codes->compared, compared),
                 codes->field_name.data);
}

/* The rows behind the first ones matter by their number alone. */
geo_status own_codes_finish(cli_job *job, const cli_own_codes *codes, cli_load *load)
{
    static const geo_fate fate[] = {GEO_PLACED, GEO_OUTSIDE};
    static const char *const why[] = {NULL, "no LSOA code, or none of the areas'"};
    for (size_t input = 0; input < codes->input_count; input++)
        for (size_t i = 0; i < 2; i++) {
            const own_code_input *line = &codes->input[input];
            for (int64_t n = 0; n < line->count[i] && n < GEO_LEDGER_ROWS; n++)
                geo_ledger_count(load->ledger, input, fate[i], line->first[i][n],
                                 i == 0 ? NULL : codes->field_name.data, why[i]);
            for (int64_t n = GEO_LEDGER_ROWS; n < line->count[i]; n++)
                geo_ledger_count(load->ledger, input, fate[i], INT64_MAX, NULL, why[i]);
        }
    warn_of_unknown(job, codes);
    return geo_ledger_check(job->context, load->ledger);
}

static geo_status fill_codes(cli_job *job, const cli_own_codes *codes, geo_areas *areas)
{
    geo_column *column = NULL;
    geo_status status = geo_table_new(job->context, areas->count, &areas->attributes);
    if (status == GEO_OK)
        status = geo_table_add(job->context, areas->attributes, codes->field_name.data, GEO_TEXT, 0,
                               &column);
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++)
        status = geo_table_set_text(job->context, column, i,
                                    text_of(geo_dictionary_text(codes->code, (int32_t)i)));
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++)
        areas->code[i] = column->text[i];
    return status;
}

geo_status own_codes_areas(cli_job *job, const cli_own_codes *codes, const cli_load *load,
                           geo_areas **out)
{
    geo_areas *areas = calloc(1, sizeof *areas);
    if (!areas)
        return job_out_of_memory(job);
    areas->count = geo_dictionary_count(codes->code);
    areas->extent = (geo_extent){INFINITY, INFINITY, -INFINITY, -INFINITY};
    areas->path = strdup(load->inputs.path.item[0]);
    areas->layer = strdup("");
    areas->code_field = strdup(codes->field_name.data);
    areas->code = calloc(areas->count + 1, sizeof *areas->code);
    areas->area_ring = calloc(areas->count + 1, sizeof *areas->area_ring);
    areas->ring_point = calloc(1, sizeof *areas->ring_point);
    bool is_whole = areas->path && areas->layer && areas->code_field && areas->code &&
                    areas->area_ring && areas->ring_point;
    geo_status status = is_whole ? fill_codes(job, codes, areas) : job_out_of_memory(job);
    if (status == GEO_OK)
        *out = areas;
    else
        geo_areas_free(areas);
    return status;
}
