/* Populations by two fields, in long form: one line for each pair. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "profile.h"

enum { ROW, COLUMN, PEOPLE, FIELDS };

typedef struct population_reading {
    profile_result *result;
    const char *path;
    size_t place[FIELDS];
    int64_t sums; /* lines that sum up others */
} population_reading;

/* "All ages" beside the ages: to add it would count everyone twice. */
static bool is_sum(geo_text text)
{
    static const char *const words[] = {"all",     "all ages",      "all persons", "both",
                                        "persons", "both sexes",    "total",       "all people",
                                        "people",  "all age groups"};
    char copy[32];
    if (text.length >= sizeof copy)
        return false;
    memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (same_text(copy, words[i]))
            return true;
    return false;
}

/* "38,746" too. */
static bool parse_people(geo_text text, double *people)
{
    char digits[64];
    size_t length = 0;
    for (size_t i = 0; i < text.length && length < sizeof digits; i++)
        if (text.data[i] != ',')
            digits[length++] = text.data[i];
    return geo_number_parse((geo_text){digits, length}, people) && isfinite(*people) &&
           *people >= 0;
}

static geo_text trimmed(geo_text text)
{
    while (text.length > 0 && strchr(" \t", text.data[text.length - 1]))
        text.length--;
    while (text.length > 0 && strchr(" \t", text.data[0])) {
        text.data++;
        text.length--;
    }
    return text;
}

static geo_status add_line(cli_job *job, population_reading *reading, const geo_record *record)
{
    profile_result *result = reading->result;
    bool has_columns = result->settings->columns != NULL;
    geo_text row = trimmed(record->field[reading->place[ROW]]);
    geo_text column =
        has_columns ? trimmed(record->field[reading->place[COLUMN]]) : (geo_text){NULL, 0};
    double people = 0;
    int32_t at = 0;
    int32_t across = 0;
    if (is_sum(row) || (has_columns && is_sum(column))) {
        reading->sums++;
        return GEO_OK;
    }
    if (!parse_people(record->field[reading->place[PEOPLE]], &people))
        return job_fail(job, GEO_ERROR_DATA, "%s: row %lld: '%s' is no number of people",
                        reading->path, (long long)record->row, result->settings->population_count);
    geo_status status = labels_code_of(job, &result->rows, row, &at);
    if (status == GEO_OK && geo_dictionary_text(result->rows.values, at)[0] == '\0')
        status = job_fail(job, GEO_ERROR_DATA,
                          "%s: row %lld: '%.*s' is none of the profile's rows; with --bands the "
                          "table has ages, or the same bands",
                          reading->path, (long long)record->row, (int)row.length,
                          row.data ? row.data : "");
    if (status == GEO_OK && has_columns)
        status = labels_code_of(job, &result->columns, column, &across);
    if (status == GEO_OK)
        status = profile_reach(job, &result->cells, (size_t)at);
    if (status != GEO_OK)
        return status;
    double *sum = &result->cells.population[(size_t)at * PROFILE_COLUMNS_MOST + (size_t)across];
    *sum = isnan(*sum) ? people : *sum + people;
    result->people += people;
    return GEO_OK;
}

static geo_status add_lines(cli_job *job, geo_reader *reader, population_reading *reading)
{
    const profile_settings *settings = reading->result->settings;
    const char *const name[FIELDS] = {
        [ROW] = settings->population_rows ? settings->population_rows : settings->rows,
        [COLUMN] = !settings->columns             ? NULL
                   : settings->population_columns ? settings->population_columns
                                                  : settings->columns,
        [PEOPLE] = settings->population_count,
    };
    geo_record record;
    bool more = true;
    geo_status status = find_fields(job, reading->path, reader, name, FIELDS, reading->place);
    while (status == GEO_OK) {
        status = geo_reader_next(job->context, reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        status = record.broken ? job_fail(job, GEO_ERROR_DATA, "%s: row %lld: %s", reading->path,
                                          (long long)record.row, record.broken)
                               : add_line(job, reading, &record);
    }
    return status;
}

/* Labels of incidents for which the table has nobody are rather spelt differently. */
static void warn_of_labels(cli_job *job, const profile_result *result)
{
    const profile_cells *cells = &result->cells;
    size_t rows = geo_dictionary_count(result->rows.values);
    size_t columns = result->columns.field ? geo_dictionary_count(result->columns.values) : 1;
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            size_t cell = row * PROFILE_COLUMNS_MOST + column;
            const char *label = geo_dictionary_text(result->rows.values, (int32_t)row);
            const char *other = result->columns.field
                                    ? geo_dictionary_text(result->columns.values, (int32_t)column)
                                    : NULL;
            if (!label[0] || (other && !other[0]) || cells->count[cell] == 0 ||
                !isnan(cells->population[cell]))
                continue;
            job_warn(job,
                     "%s has no population of '%s'%s%s%s, which incidents have: without a rate; "
                     "are the labels spelt the same?",
                     result->settings->population_table, label, other ? ", '" : "",
                     other ? other : "", other ? "'" : "");
            return;
        }
}

geo_status profile_read_population(cli_job *job, profile_result *result)
{
    population_reading reading = {.result = result, .path = result->settings->population_table};
    const geo_input input = {reading.path, {NULL, 0}};
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_reader *reader = NULL;
    options.encoding = job->settings->encoding;
    options.limits = limits_of(job->settings);
    geo_status status = geo_reader_open(job->context, &input, &options, &reader);
    if (status == GEO_OK)
        status = add_lines(job, reader, &reading);
    geo_reader_free(reader);
    if (status != GEO_OK)
        return status;
    if (reading.sums > 0)
        job_note(job,
                 "left out of %s: %lld row%s of 'all' or 'total', which would count people twice",
                 reading.path, (long long)reading.sums, reading.sums == 1 ? "" : "s");
    warn_of_labels(job, result);
    return GEO_OK;
}
