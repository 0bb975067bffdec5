#include "source/deprivation_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/population.h"

typedef struct row_reading {
    const geo_index_fields *fields;
    const char *const *field_name;
    geo_deprivation *out;
    double *figure[GEO_INDEX_FIGURE_COUNT]; /* of the fields that there are; NaN where blank */
    size_t capacity;
    size_t broken;
    size_t wrong; /* figures that are no numbers */
} row_reading;

/* ---- room ----------------------------------------------------------------------------------- */

static geo_status grow(geo_context *context, void *array, size_t capacity, size_t needed,
                       size_t size, size_t field)
{
    return field != GEO_NO_FIELD ? geo_grow_array(context, array, &capacity, needed, size) : GEO_OK;
}

/* All arrays grow in step, and only when all have is there more room. */
static geo_status make_room(geo_context *context, row_reading *work)
{
    geo_deprivation *out = work->out;
    const geo_index_fields *fields = work->fields;
    size_t before = work->capacity;
    size_t after = before;
    size_t needed = out->count + 1;
    geo_status status = geo_grow_array(context, &out->decile, &after, needed, sizeof *out->decile);
    for (size_t i = 0; i < GEO_INDEX_FIGURE_COUNT && status == GEO_OK; i++)
        status = grow(context, &work->figure[i], before, needed, sizeof *work->figure[i],
                      fields->figure[i]);
    if (status == GEO_OK)
        status = grow(context, &out->population, before, needed, sizeof *out->population,
                      fields->population);
    if (status == GEO_OK)
        status = grow(context, &out->name, before, needed, sizeof *out->name, fields->name);
    if (status == GEO_OK)
        status =
            grow(context, &out->district, before, needed, sizeof *out->district, fields->district);
    if (status == GEO_OK)
        work->capacity = after;
    return status;
}

/* ---- a row ---------------------------------------------------------------------------------- */

static bool is_blank(const geo_record *record, size_t field)
{
    return field == GEO_NO_FIELD || geo_trim(record->field[field]).length == 0;
}

static bool has_figures(const row_reading *work, const geo_record *record)
{
    for (size_t i = 0; i < GEO_INDEX_FIGURE_COUNT; i++)
        if (!is_blank(record, work->fields->figure[i]))
            return true;
    return false;
}

static geo_status fail_at(geo_context *context, const row_reading *work, const geo_record *record,
                          geo_index_figure figure, const char *why)
{
    geo_text text = geo_trim(record->field[work->fields->figure[figure]]);
    return geo_fail(context, GEO_ERROR_DATA, "%s, row %lld: '%.*s' in field %s is no %s",
                    work->out->path, (long long)record->row,
                    text.length < 40 ? (int)text.length : 40, text.data,
                    work->field_name[work->fields->figure[figure]], why);
}

static geo_status take_figures(geo_context *context, row_reading *work, const geo_record *record,
                               size_t row)
{
    for (size_t i = 0; i < GEO_INDEX_FIGURE_COUNT; i++) {
        size_t field = work->fields->figure[i];
        if (field == GEO_NO_FIELD)
            continue;
        double number;
        work->wrong += !geo_figure_parse(record->field[field], &number);
        if (i == GEO_INDEX_DECILE && !isnan(number) &&
            !(number >= 1 && number <= 10 && number == floor(number)))
            return fail_at(context, work, record, GEO_INDEX_DECILE,
                           "decile: they are 1 (most deprived) to 10");
        if (i == GEO_INDEX_RANK && number < 1)
            return fail_at(context, work, record, GEO_INDEX_RANK,
                           "rank: they are 1 (most deprived) and more");
        work->figure[i][row] = number;
    }
    return GEO_OK;
}

static geo_status copy_field(geo_context *context, const geo_record *record, size_t field,
                             char **out)
{
    geo_text text = geo_trim(record->field[field]);
    return text.length > 0 ? geo_copy_bytes(context, text.data, text.length, out) : GEO_OK;
}

/* Of a row whose code is there and new. */
static geo_status take_row(geo_context *context, row_reading *work, const geo_record *record)
{
    geo_deprivation *out = work->out;
    const geo_index_fields *fields = work->fields;
    geo_status status = make_room(context, work);
    if (status != GEO_OK)
        return status;
    size_t row = out->count++;
    out->decile[row] = 0;
    if (out->name)
        out->name[row] = NULL;
    if (out->district)
        out->district[row] = NULL;
    if (out->population)
        work->wrong +=
            !geo_population_parse(record->field[fields->population], &out->population[row]);
    status = take_figures(context, work, record, row);
    if (status == GEO_OK && out->name)
        status = copy_field(context, record, fields->name, &out->name[row]);
    if (status == GEO_OK && out->district)
        status = copy_field(context, record, fields->district, &out->district[row]);
    return status;
}

static geo_status judge_row(geo_context *context, row_reading *work, const geo_record *record)
{
    const geo_index_fields *fields = work->fields;
    geo_text code = geo_trim(record->field[fields->code]);
    bool is_text = code.length == 0 || memchr(code.data, ' ', code.length);
    int32_t number = 0;
    if (is_text && !has_figures(work, record))
        return GEO_OK;
    if (code.length == 0)
        return geo_fail(context, GEO_ERROR_DATA, "%s, row %lld: there is no code in field %s",
                        work->out->path, (long long)record->row, work->field_name[fields->code]);
    geo_status status = geo_dictionary_code(context, work->out->codes, code, &number);
    if (status != GEO_OK)
        return status;
    if ((size_t)number < work->out->count)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: the code '%.*s' in field %s is there twice, the second time in row "
                        "%lld",
                        work->out->path, code.length < 80 ? (int)code.length : 80, code.data,
                        work->field_name[fields->code], (long long)record->row);
    return take_row(context, work, record);
}

/* ---- all of them ---------------------------------------------------------------------------- */

/* What the numbers of a field are whose name doesn't tell: ranks and deciles are whole. */
static geo_index_figure figure_of(const double *number, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        if (isnan(number[i]))
            continue;
        if (number[i] < 1 || number[i] != floor(number[i]))
            return GEO_INDEX_SCORE;
        most = number[i] > most ? number[i] : most;
    }
    return most <= 10 && count > 10 ? GEO_INDEX_DECILE : GEO_INDEX_RANK;
}

/* Hands the figures on; returns how many rows have any. */
static size_t hand_on(row_reading *work)
{
    geo_deprivation *out = work->out;
    double **figure = work->figure;
    size_t known = 0;
    if (figure[GEO_INDEX_UNTOLD]) {
        double **told = &figure[figure_of(figure[GEO_INDEX_UNTOLD], out->count)];
        *told = figure[GEO_INDEX_UNTOLD];
        figure[GEO_INDEX_UNTOLD] = NULL;
    }
    for (size_t row = 0; row < out->count; row++) {
        bool has_any = false;
        for (size_t i = 0; i < GEO_INDEX_UNTOLD; i++)
            has_any = has_any || (figure[i] && !isnan(figure[i][row]));
        known += has_any;
        if (figure[GEO_INDEX_DECILE] && !isnan(figure[GEO_INDEX_DECILE][row]))
            out->decile[row] = (int32_t)figure[GEO_INDEX_DECILE][row];
    }
    out->is_from_rank = !figure[GEO_INDEX_DECILE];
    out->is_from_score = out->is_from_rank && !figure[GEO_INDEX_RANK];
    out->rank = figure[GEO_INDEX_RANK];
    out->score = figure[GEO_INDEX_SCORE];
    figure[GEO_INDEX_RANK] = NULL;
    figure[GEO_INDEX_SCORE] = NULL;
    return known;
}

static geo_status judge_rows(geo_context *context, const row_reading *work, size_t known)
{
    const geo_deprivation *out = work->out;
    if (known == 0)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: none of its %zu rows has a number in field %s; is that the right "
                        "table?",
                        out->path, out->count, out->value_field);
    if (work->broken > 0)
        geo_add_warning(context, "%s: %zu row%s cannot be read", out->path, work->broken,
                        work->broken == 1 ? "" : "s");
    if (work->wrong > 0)
        geo_add_warning(context, "%s: %zu value%s no number where one is needed", out->path,
                        work->wrong, work->wrong == 1 ? " is" : "s are");
    if (known < out->count)
        geo_add_warning(context, "%s: %zu of %zu rows have no number in field %s", out->path,
                        out->count - known, out->count, out->value_field);
    return GEO_OK;
}

static geo_status read_rows(geo_context *context, geo_reader *reader, row_reading *work)
{
    geo_record record;
    bool more = true;
    geo_status status = geo_dictionary_new(context, &work->out->codes);
    while (status == GEO_OK) {
        status = geo_reader_next(context, reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        if (record.broken)
            work->broken++;
        else
            status = judge_row(context, work, &record);
    }
    return status;
}

geo_status geo_read_index_rows(geo_context *context, geo_reader *reader,
                               const geo_index_fields *fields, geo_deprivation *out)
{
    row_reading work = {
        .fields = fields, .field_name = geo_reader_field_names(reader), .out = out, .capacity = 0};
    geo_status status = read_rows(context, reader, &work);
    if (status == GEO_OK)
        status = judge_rows(context, &work, hand_on(&work));
    for (size_t i = 0; i < GEO_INDEX_FIGURE_COUNT; i++)
        free(work.figure[i]);
    return status;
}
