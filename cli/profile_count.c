/* Incidents counted by two fields. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "profile.h"

geo_status profile_reach(cli_job *job, profile_cells *cells, size_t row)
{
    size_t capacity = cells->capacity > 0 ? cells->capacity : 16;
    if (row < cells->capacity)
        return GEO_OK;
    while (capacity <= row)
        capacity *= 2;
    size_t size = capacity * PROFILE_COLUMNS_MOST;
    int64_t *count = realloc(cells->count, size * sizeof *count);
    if (count)
        cells->count = count;
    double *population = realloc(cells->population, size * sizeof *population);
    if (population)
        cells->population = population;
    if (!count || !population)
        return job_out_of_memory(job);
    for (size_t cell = cells->capacity * PROFILE_COLUMNS_MOST; cell < size; cell++) {
        count[cell] = 0;
        population[cell] = (double)NAN;
    }
    cells->capacity = capacity;
    return GEO_OK;
}

/* ---- rows ----------------------------------------------------------------------------------- */

enum { ROW, COLUMN, FIELDS };

typedef struct profile_reading {
    cli_job *job;
    profile_result *result;
} profile_reading;

static geo_status take_row(geo_context *context, void *user, const cli_row *row)
{
    const profile_reading *reading = user;
    profile_result *result = reading->result;
    int32_t at = 0;
    int32_t across = 0;
    (void)context;
    if (result->shown && !result->shown[row->area])
        return GEO_OK;
    geo_status status = labels_code(reading->job, &result->rows, row, row->value[ROW], &at);
    if (status == GEO_OK)
        status = labels_code(reading->job, &result->columns, row, row->value[COLUMN], &across);
    if (status == GEO_OK)
        status = profile_reach(reading->job, &result->cells, (size_t)at);
    if (status == GEO_OK)
        result->cells.count[(size_t)at * PROFILE_COLUMNS_MOST + (size_t)across]++;
    return status;
}

geo_status profile_count(cli_job *job, profile_result *result)
{
    profile_reading reading = {job, result};
    const char *field[FIELDS] = {NULL, NULL};
    const cli_row_taker taker = {
        .field = field, .field_count = FIELDS, .user = &reading, .take = take_row};
    geo_status status = labels_begin(job, &result->load, &result->rows);
    if (status == GEO_OK)
        status = labels_begin(job, &result->load, &result->columns);
    field[ROW] = labels_incident_field(&result->rows);
    field[COLUMN] = labels_incident_field(&result->columns);
    if (status == GEO_OK)
        status = load_rows(job, &result->load, &taker);
    if (status == GEO_OK && result->rows.not_numbers > 0) {
        char count[COUNT_TEXT_SIZE];
        job_warn(job, "%s value%s of '%s' %s no number from %g on and %s as not known",
                 count_text((int64_t)result->rows.not_numbers, count),
                 result->rows.not_numbers == 1 ? "" : "s", result->settings->rows,
                 result->rows.not_numbers == 1 ? "is" : "are", result->rows.band[0],
                 result->rows.not_numbers == 1 ? "counts" : "count");
    }
    return status;
}

/* ---- order ---------------------------------------------------------------------------------- */

typedef struct profile_axis {
    size_t *order; /* codes; those that are left out are not among the first `count` */
    size_t count;
    int64_t *sum; /* by code */
} profile_axis;

static bool has_anything(const profile_cells *cells, size_t row, size_t column)
{
    size_t cell = row * PROFILE_COLUMNS_MOST + column;
    return row < cells->capacity && (cells->count[cell] > 0 || !isnan(cells->population[cell]));
}

/* In the order of their labels; of those codes that have rows or a population. */
static geo_status make_axis(cli_job *job, cli_labels *labels, const bool *is_used,
                            profile_axis *out)
{
    size_t count = labels->field ? geo_dictionary_count(labels->values) : 1;
    out->order = calloc(count + 1, sizeof *out->order);
    if (!out->order)
        return job_out_of_memory(job);
    geo_status status = labels_name(job, labels);
    if (status == GEO_OK)
        status = geo_order_labels(job->context, labels->name, count, out->order);
    for (size_t i = 0; status == GEO_OK && i < count; i++)
        if (is_used[out->order[i]])
            out->order[out->count++] = out->order[i];
    return status;
}

/* Most first; as many in the order of labels; what is not known last. */
static void sort_by_count(const cli_labels *labels, profile_axis *axis)
{
    for (size_t i = 1; i < axis->count; i++) {
        size_t code = axis->order[i];
        size_t at = i;
        if (!labels->name[code])
            break;
        for (; at > 0 && axis->sum[axis->order[at - 1]] < axis->sum[code]; at--)
            axis->order[at] = axis->order[at - 1];
        axis->order[at] = code;
    }
}

static geo_status fill_ordered(cli_job *job, profile_result *result, const profile_axis *rows,
                               const profile_axis *columns)
{
    profile_ordered *out = &result->ordered;
    size_t cells = rows->count * columns->count;
    bool has_population = result->settings->population_table != NULL;
    out->row = calloc(rows->count + 1, sizeof *out->row);
    out->column = calloc(columns->count + 1, sizeof *out->column);
    out->count = calloc(cells + 1, sizeof *out->count);
    out->population = calloc(cells + 1, sizeof *out->population);
    if (!out->row || !out->column || !out->count || !out->population)
        return job_out_of_memory(job);
    for (size_t row = 0; row < rows->count; row++)
        out->row[row] = result->rows.name[rows->order[row]];
    for (size_t column = 0; column < columns->count; column++)
        out->column[column] = result->columns.name[columns->order[column]];
    for (size_t cell = 0; cell < cells; cell++) {
        size_t from = rows->order[cell / columns->count] * PROFILE_COLUMNS_MOST +
                      columns->order[cell % columns->count];
        out->count[cell] = result->cells.count[from];
        out->population[cell] = result->cells.population[from];
    }
    out->crosstab = (geo_crosstab){.row_name = result->settings->rows,
                                   .row_count = rows->count,
                                   .row = out->row,
                                   .column_name = result->settings->columns,
                                   .column_count = columns->count,
                                   .column = out->column,
                                   .count = out->count,
                                   .population = has_population ? out->population : NULL};
    return GEO_OK;
}

static void find_used(const profile_result *result, bool *row_used, bool *column_used,
                      int64_t *row_sum)
{
    size_t rows = geo_dictionary_count(result->rows.values);
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < PROFILE_COLUMNS_MOST; column++) {
            if (!has_anything(&result->cells, row, column))
                continue;
            row_used[row] = true;
            column_used[column] = true;
            row_sum[row] += result->cells.count[row * PROFILE_COLUMNS_MOST + column];
        }
    column_used[0] |= !result->settings->columns;
}

geo_status profile_put_in_order(cli_job *job, profile_result *result)
{
    profile_axis rows = {.order = NULL};
    profile_axis columns = {.order = NULL};
    size_t row_count = geo_dictionary_count(result->rows.values);
    bool column_used[PROFILE_COLUMNS_MOST] = {false};
    bool *row_used = calloc(row_count + 1, sizeof *row_used);
    rows.sum = calloc(row_count + 1, sizeof *rows.sum);
    geo_status status = row_used && rows.sum ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK) {
        find_used(result, row_used, column_used, rows.sum);
        status = make_axis(job, &result->rows, row_used, &rows);
    }
    if (status == GEO_OK)
        status = make_axis(job, &result->columns, column_used, &columns);
    if (status == GEO_OK && result->settings->sort == PROFILE_BY_COUNT)
        sort_by_count(&result->rows, &rows);
    if (status == GEO_OK && columns.count == 0)
        status = job_fail(job, GEO_ERROR_DATA,
                          "no row is left to count; look at --where, --period "
                          "and --category");
    if (status == GEO_OK)
        status = fill_ordered(job, result, &rows, &columns);
    free(row_used);
    free(rows.sum);
    free(rows.order);
    free(columns.order);
    return status;
}

void profile_clear_cells(profile_result *result)
{
    free(result->cells.count);
    free(result->cells.population);
    free((void *)result->ordered.row);
    free((void *)result->ordered.column);
    free(result->ordered.count);
    free(result->ordered.population);
}
