/* Populations by two fields, in long form: one line for each pair. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crossing.h"
#include "fields.h"

enum { ROW, COLUMN, PEOPLE, FIELDS };

typedef struct population_reading {
    cli_crossing *crossing;
    const crossing_population *asked;
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

static geo_status add_line(cli_job *job, population_reading *reading, const geo_record *record)
{
    cli_crossing *crossing = reading->crossing;
    const char *path = reading->asked->path;
    bool has_columns = crossing->columns.field != NULL;
    geo_text row = text_trim(record->field[reading->place[ROW]]);
    geo_text column =
        has_columns ? text_trim(record->field[reading->place[COLUMN]]) : (geo_text){NULL, 0};
    double people = 0;
    int32_t at = 0;
    int32_t across = 0;
    if (is_sum(row) || (has_columns && is_sum(column))) {
        reading->sums++;
        return GEO_OK;
    }
    if (!parse_people(record->field[reading->place[PEOPLE]], &people))
        return job_fail(job, GEO_ERROR_DATA, "%s: row %lld: '%s' is no number of people", path,
                        (long long)record->row, reading->asked->count);
    geo_status status = labels_code_of(job, &crossing->rows, row, &at);
    if (status == GEO_OK && geo_dictionary_text(crossing->rows.values, at)[0] == '\0')
        status = job_fail(job, GEO_ERROR_DATA,
                          "%s: row %lld: '%.*s' is none of the profile's rows; with --bands the "
                          "table has ages, or the same bands",
                          path, (long long)record->row, (int)row.length, row.data ? row.data : "");
    if (status == GEO_OK && has_columns)
        status = labels_code_of(job, &crossing->columns, column, &across);
    crossing->people += people;
    return status == GEO_OK ? crossing_add_people(job, crossing, at, across, people) : status;
}

static geo_status add_lines(cli_job *job, geo_reader *reader, population_reading *reading)
{
    const crossing_population *asked = reading->asked;
    const cli_crossing *crossing = reading->crossing;
    const char *columns = asked->columns ? asked->columns : crossing->columns.field;
    const char *const name[FIELDS] = {
        [ROW] = asked->rows ? asked->rows : crossing->rows.field,
        [COLUMN] = crossing->columns.field ? columns : NULL,
        [PEOPLE] = asked->count,
    };
    geo_record record;
    bool more = true;
    geo_status status = find_fields(job, asked->path, reader, name, FIELDS, reading->place);
    while (status == GEO_OK) {
        status = geo_reader_next(job->context, reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        status = record.broken ? job_fail(job, GEO_ERROR_DATA, "%s: row %lld: %s", asked->path,
                                          (long long)record.row, record.broken)
                               : add_line(job, reading, &record);
    }
    return status;
}

/* Labels of incidents for which the table has nobody are rather spelt differently. */
static void warn_of_labels(cli_job *job, const char *path, const cli_crossing *crossing)
{
    const crossing_cells *cells = &crossing->cells;
    bool has_columns = crossing->columns.field != NULL;
    size_t rows = geo_dictionary_count(crossing->rows.values);
    size_t columns = has_columns ? geo_dictionary_count(crossing->columns.values) : 1;
    for (size_t row = 0; row < rows && row < cells->capacity; row++)
        for (size_t column = 0; column < columns; column++) {
            size_t cell = row * CROSSING_COLUMNS_MOST + column;
            const char *label = geo_dictionary_text(crossing->rows.values, (int32_t)row);
            const char *other =
                has_columns ? geo_dictionary_text(crossing->columns.values, (int32_t)column) : NULL;
            if (!label[0] || (other && !other[0]) || cells->count[cell] == 0 ||
                !isnan(cells->population[cell]))
                continue;
            job_warn(job,
                     "%s has no population of '%s'%s%s%s, which incidents have: without a rate; "
                     "are the labels spelt the same?",
                     path, label, other ? ", '" : "", other ? other : "", other ? "'" : "");
            return;
        }
}

geo_status crossing_read_population(cli_job *job, const crossing_population *asked,
                                    cli_crossing *crossing)
{
    population_reading reading = {.crossing = crossing, .asked = asked};
    const geo_input input = {asked->path, {NULL, 0}};
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_reader *reader = NULL;
    options.encoding = job->settings->encoding;
    options.limits = limits_of(job->settings);
    crossing->has_population = true;
    geo_status status = geo_reader_open(job->context, &input, &options, &reader);
    if (status == GEO_OK)
        status = add_lines(job, reader, &reading);
    geo_reader_free(reader);
    if (status != GEO_OK)
        return status;
    if (reading.sums > 0)
        job_note(job,
                 "left out of %s: %lld row%s of 'all' or 'total', which would count people twice",
                 asked->path, (long long)reading.sums, reading.sums == 1 ? "" : "s");
    warn_of_labels(job, asked->path, crossing);
    return GEO_OK;
}
