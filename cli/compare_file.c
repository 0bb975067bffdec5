#include "compare_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/source.h>

/* A column of the file while it is read. */
typedef struct file_column {
    bool has_rates;
    int64_t bad_row; /* the first with something else; 0: none */
    char *bad_text;
} file_column;

typedef struct reading {
    cli_job *job;
    const char *path;
    geo_reader *reader;
    size_t offence; /* the field with the names */
    size_t field_count;
    file_column *column; /* [field_count] */
    text_list name;      /* owned */
    double *rate;        /* [name.count * field_count] */
    size_t capacity;
} reading;

void comparators_clear(cli_comparators *comparators)
{
    for (size_t i = 0; comparators->rate && i < comparators->name.count; i++)
        free(comparators->rate[i]);
    free(comparators->rate);
    free(comparators->read);
    free(comparators->comparator);
    text_list_clear_owned(&comparators->offence);
    text_list_clear_owned(&comparators->name);
    *comparators = (cli_comparators){.path = NULL};
}

static void reading_clear(reading *work)
{
    for (size_t i = 0; work->column && i < work->field_count; i++)
        free(work->column[i].bad_text);
    free(work->column);
    free(work->rate);
    text_list_clear_owned(&work->name);
    geo_reader_free(work->reader);
}

/* ---- fields --------------------------------------------------------------------------------- */

static geo_status find_offences(reading *work)
{
    static const char *const names[] = {"offence", "category"};
    const char *const *field = geo_reader_field_names(work->reader);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t f = 0; f < work->field_count; f++)
            if (same_text(field[f], names[i])) {
                work->offence = f;
                return GEO_OK;
            }
    return job_fail(work->job, GEO_ERROR_INPUT,
                    "%s: no column is called 'offence' or 'category'; comparators are a row for "
                    "each offence and a column of rates per 1,000 for each place",
                    work->path);
}

/* Numbers, but no rates. */
static bool is_about_rows(const char *field)
{
    return same_text(field, "level") || same_text(field, "order");
}

/* ---- rows ----------------------------------------------------------------------------------- */

static bool is_empty(geo_text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] != ' ' && text.data[i] != '\t')
            return false;
    return true;
}

static geo_status take_rate(reading *work, const geo_record *record, size_t field, double *rate)
{
    geo_text text = record->field[field];
    file_column *column = &work->column[field];
    *rate = (double)NAN;
    if (is_empty(text))
        return GEO_OK;
    if (geo_number_parse(text, rate) && isfinite(*rate) && *rate >= 0) {
        column->has_rates = true;
        return GEO_OK;
    }
    *rate = (double)NAN;
    if (column->bad_row > 0)
        return GEO_OK;
    column->bad_row = record->row;
    column->bad_text = strndup(text.data, text.length);
    return column->bad_text ? GEO_OK : job_out_of_memory(work->job);
}

static geo_status keep_name(reading *work, geo_text text)
{
    while (text.length > 0 && text.data[0] == ' ') {
        text.data++;
        text.length--;
    }
    while (text.length > 0 && text.data[text.length - 1] == ' ')
        text.length--;
    char *name = strndup(text.data, text.length);
    bool is_kept = name && text_list_add_copy(&work->name, name);
    free(name);
    return is_kept ? GEO_OK : job_out_of_memory(work->job);
}

static geo_status make_room(reading *work)
{
    size_t needed = (work->name.count + 1) * work->field_count;
    if (needed <= work->capacity)
        return GEO_OK;
    double *rate = realloc(work->rate, 2 * needed * sizeof *rate);
    if (!rate)
        return job_out_of_memory(work->job);
    work->rate = rate;
    work->capacity = 2 * needed;
    return GEO_OK;
}

static geo_status take_row(reading *work, const geo_record *record)
{
    if (record->broken)
        return job_fail(work->job, GEO_ERROR_DATA, "%s: row %lld: %s", work->path,
                        (long long)record->row, record->broken);
    if (is_empty(record->field[work->offence]))
        return GEO_OK;
    geo_status status = make_room(work);
    double *rate = work->rate + work->name.count * work->field_count;
    for (size_t field = 0; field < work->field_count && status == GEO_OK; field++)
        if (field != work->offence)
            status = take_rate(work, record, field, &rate[field]);
    return status == GEO_OK ? keep_name(work, record->field[work->offence]) : status;
}

static geo_status take_rows(reading *work)
{
    geo_record record;
    bool more = true;
    geo_status status = GEO_OK;
    while (status == GEO_OK) {
        status = geo_reader_next(work->job->context, work->reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        status = take_row(work, &record);
    }
    return status;
}

/* ---- columns -------------------------------------------------------------------------------- */

static geo_status check_column(reading *work, size_t field, bool is_named)
{
    const file_column *column = &work->column[field];
    const char *name = geo_reader_field_names(work->reader)[field];
    if (column->bad_row > 0)
        return job_fail(work->job, GEO_ERROR_DATA,
                        "%s: row %lld, field '%s': '%s' is no rate of 0 or more; leave it empty "
                        "where there is none",
                        work->path, (long long)column->bad_row, name, column->bad_text);
    if (is_named && !column->has_rates)
        return job_fail(work->job, GEO_ERROR_DATA, "%s: the column '%s' has no rates", work->path,
                        name);
    return GEO_OK;
}

/* Columns of text alone say something else of the rows. */
static geo_status choose_all(reading *work, size_t *chosen, size_t *count)
{
    const char *const *field = geo_reader_field_names(work->reader);
    geo_status status = GEO_OK;
    for (size_t f = 0; f < work->field_count && status == GEO_OK; f++) {
        if (f == work->offence || is_about_rows(field[f]) || !work->column[f].has_rates)
            continue;
        status = check_column(work, f, false);
        chosen[(*count)++] = f;
    }
    if (status == GEO_OK && *count == 0)
        return job_fail(work->job, GEO_ERROR_INPUT, "%s: no column has rates beside the offences",
                        work->path);
    return status;
}

static geo_status fail_no_column(reading *work, const char *name)
{
    geo_bytes list = GEO_BYTES_INIT;
    geo_context *context = work->job->context;
    geo_status status =
        append_list(context, &list, geo_reader_field_names(work->reader), work->field_count);
    if (status == GEO_OK)
        status = end_text(context, &list);
    if (status == GEO_OK)
        status = job_fail(work->job, GEO_ERROR_USAGE,
                          "--comparator %s: %s has no such column; its columns are: %s", name,
                          work->path, list.data);
    geo_bytes_clear(&list);
    return status;
}

static bool is_field(const char *field, const char *wanted)
{
    for (; *field != '\0' && *wanted != '\0'; field++, wanted++) {
        const char one[] = {*field == '_' ? ' ' : *field, '\0'};
        const char other[] = {*wanted == '_' ? ' ' : *wanted, '\0'};
        if (!same_text(one, other))
            return false;
    }
    return *field == *wanted;
}

static geo_status choose_named(reading *work, const text_list *wanted, size_t *chosen,
                               size_t *count)
{
    const char *const *field = geo_reader_field_names(work->reader);
    for (size_t i = 0; i < wanted->count; i++) {
        size_t found = work->field_count;
        for (size_t f = 0; f < work->field_count && found == work->field_count; f++)
            if (f != work->offence && is_field(field[f], wanted->item[i]))
                found = f;
        if (found == work->field_count)
            return fail_no_column(work, wanted->item[i]);
        for (size_t earlier = 0; earlier < *count; earlier++)
            if (chosen[earlier] == found)
                return job_fail(work->job, GEO_ERROR_USAGE, "--comparator %s is given twice",
                                wanted->item[i]);
        geo_status status = check_column(work, found, true);
        if (status != GEO_OK)
            return status;
        chosen[(*count)++] = found;
    }
    return GEO_OK;
}

/* Columns of files are often written with underscores where people read blanks. */
static char *words_of(const char *field)
{
    char *words = strdup(field);
    for (char *at = words; at && *at != '\0'; at++)
        *at = *at == '_' ? ' ' : *at;
    return words;
}

static geo_status keep_column_name(reading *work, const char *field, cli_comparators *out)
{
    char *words = words_of(field);
    bool is_kept = words && text_list_add_copy(&out->name, words);
    free(words);
    return is_kept ? GEO_OK : job_out_of_memory(work->job);
}

/* Hands over what was read of the columns chosen. */
static geo_status keep_columns(reading *work, const size_t *chosen, size_t count,
                               cli_comparators *out)
{
    const char *const *field = geo_reader_field_names(work->reader);
    size_t rows = work->name.count;
    out->read = calloc(rows * count + 1, sizeof *out->read);
    if (!out->read)
        return job_out_of_memory(work->job);
    for (size_t i = 0; i < count; i++) {
        geo_status status = keep_column_name(work, field[chosen[i]], out);
        if (status != GEO_OK)
            return status;
        for (size_t row = 0; row < rows; row++)
            out->read[row * count + i] = work->rate[row * work->field_count + chosen[i]];
    }
    out->offence = work->name;
    work->name = (text_list){.item = NULL};
    return GEO_OK;
}

static geo_status choose(reading *work, const text_list *wanted, cli_comparators *out)
{
    size_t count = 0;
    size_t *chosen = calloc(work->field_count + 1, sizeof *chosen);
    if (!chosen)
        return job_out_of_memory(work->job);
    geo_status status = wanted->count > 0 ? choose_named(work, wanted, chosen, &count)
                                          : choose_all(work, chosen, &count);
    if (status == GEO_OK)
        status = keep_columns(work, chosen, count, out);
    free(chosen);
    return status;
}

/* ---- file ----------------------------------------------------------------------------------- */

static geo_status open_file(reading *work)
{
    geo_input input = {work->path, {NULL, 0}};
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    options.encoding = work->job->settings->encoding;
    options.limits = limits_of(work->job->settings);
    geo_status status = geo_reader_open(work->job->context, &input, &options, &work->reader);
    if (status != GEO_OK)
        return status;
    work->field_count = geo_reader_field_count(work->reader);
    work->column = calloc(work->field_count + 1, sizeof *work->column);
    return work->column ? find_offences(work) : job_out_of_memory(work->job);
}

geo_status comparators_read(cli_job *job, const char *path, const text_list *wanted,
                            cli_comparators *out)
{
    reading work = {.job = job, .path = path};
    cli_comparators read = {.path = path};
    geo_status status = open_file(&work);
    if (status == GEO_OK)
        status = take_rows(&work);
    if (status == GEO_OK)
        status = choose(&work, wanted, &read);
    reading_clear(&work);
    if (status == GEO_OK) {
        *out = read;
        return GEO_OK;
    }
    comparators_clear(&read);
    return status;
}
