/* Incidents counted by two fields. */
#include "crossing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Room for the row. */
static geo_status reach(cli_job *job, crossing_cells *cells, size_t row)
{
    size_t capacity = cells->capacity > 0 ? cells->capacity : 16;
    if (row < cells->capacity)
        return GEO_OK;
    while (capacity <= row)
        capacity *= 2;
    size_t size = capacity * CROSSING_COLUMNS_MOST;
    int64_t *count = realloc(cells->count, size * sizeof *count);
    if (count)
        cells->count = count;
    double *population = realloc(cells->population, size * sizeof *population);
    if (population)
        cells->population = population;
    if (!count || !population)
        return job_out_of_memory(job);
    for (size_t cell = cells->capacity * CROSSING_COLUMNS_MOST; cell < size; cell++) {
        count[cell] = 0;
        population[cell] = (double)NAN;
    }
    cells->capacity = capacity;
    return GEO_OK;
}

geo_status crossing_add_people(cli_job *job, cli_crossing *crossing, int32_t row, int32_t column,
                               double people)
{
    geo_status status = reach(job, &crossing->cells, (size_t)row);
    if (status != GEO_OK)
        return status;
    double *sum = &crossing->cells.population[(size_t)row * CROSSING_COLUMNS_MOST + (size_t)column];
    *sum = isnan(*sum) ? people : *sum + people;
    return GEO_OK;
}

/* ---- rows ----------------------------------------------------------------------------------- */

typedef struct crossing_reading {
    cli_job *job;
    cli_crossing *crossing;
} crossing_reading;

static geo_status take_row(geo_context *context, void *user, const cli_row *row)
{
    const crossing_reading *reading = user;
    cli_crossing *crossing = reading->crossing;
    int32_t at = 0;
    int32_t across = 0;
    (void)context;
    if (crossing->shown && !crossing->shown[row->area])
        return GEO_OK;
    geo_status status = labels_code(reading->job, &crossing->rows, row, &at);
    if (status == GEO_OK)
        status = labels_code(reading->job, &crossing->columns, row, &across);
    if (status == GEO_OK)
        status = reach(reading->job, &crossing->cells, (size_t)at);
    if (status != GEO_OK)
        return status;
    crossing->cells.count[(size_t)at * CROSSING_COLUMNS_MOST + (size_t)across]++;
    if (crossing->by_area)
        crossing->by_area[row->area]++;
    return GEO_OK;
}

static void warn_of_bands(cli_job *job, const cli_labels *labels)
{
    char count[COUNT_TEXT_SIZE];
    bool is_one = labels->not_numbers == 1;
    if (labels->not_numbers > 0)
        job_warn(job, "%s value%s of '%s' %s no number from %g on and %s as not known",
                 count_text((int64_t)labels->not_numbers, count), is_one ? "" : "s", labels->field,
                 is_one ? "is" : "are", labels->band[0], is_one ? "counts" : "count");
}

geo_status crossing_count(cli_job *job, cli_load *load, cli_crossing *crossing)
{
    crossing_reading reading = {job, crossing};
    const char *field[ROW_FIELDS_MOST];
    cli_row_taker taker = {.field = field, .user = &reading, .take = take_row};
    labels_ask(&crossing->rows, field, &taker.field_count);
    labels_ask(&crossing->columns, field, &taker.field_count);
    geo_status status = load_rows(job, load, &taker);
    if (status != GEO_OK)
        return status;
    warn_of_bands(job, &crossing->rows);
    warn_of_bands(job, &crossing->columns);
    return GEO_OK;
}

/* ---- order ---------------------------------------------------------------------------------- */

typedef struct crossing_axis {
    size_t *order; /* codes; those that are left out are not among the first `count` */
    size_t count;
    int64_t *sum; /* by code */
} crossing_axis;

static bool has_anything(const crossing_cells *cells, size_t row, size_t column)
{
    size_t cell = row * CROSSING_COLUMNS_MOST + column;
    return row < cells->capacity && (cells->count[cell] > 0 || !isnan(cells->population[cell]));
}

/* In the order of their labels; of those codes that have rows or a population. */
static geo_status make_axis(cli_job *job, cli_labels *labels, const bool *is_used,
                            crossing_axis *out)
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
static void sort_by_count(const cli_labels *labels, crossing_axis *axis)
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

static const char *title_of(const cli_labels *labels)
{
    return labels->title ? labels->title : labels->field;
}

static void describe(cli_crossing *crossing, size_t row_count, size_t column_count)
{
    const crossing_ordered *ordered = &crossing->ordered;
    crossing->crosstab.row_name = title_of(&crossing->rows);
    crossing->crosstab.row_count = row_count;
    crossing->crosstab.row = ordered->row;
    crossing->crosstab.column_name = title_of(&crossing->columns);
    crossing->crosstab.column_count = column_count;
    crossing->crosstab.column = ordered->column;
    crossing->crosstab.count = ordered->count;
    crossing->crosstab.population = crossing->has_population ? ordered->population : NULL;
}

static geo_status fill_ordered(cli_job *job, cli_crossing *crossing, const crossing_axis *rows,
                               const crossing_axis *columns)
{
    crossing_ordered *out = &crossing->ordered;
    size_t cells = rows->count * columns->count;
    out->row = calloc(rows->count + 1, sizeof *out->row);
    out->column = calloc(columns->count + 1, sizeof *out->column);
    out->count = calloc(cells + 1, sizeof *out->count);
    out->population = calloc(cells + 1, sizeof *out->population);
    if (!out->row || !out->column || !out->count || !out->population)
        return job_out_of_memory(job);
    for (size_t row = 0; row < rows->count; row++)
        out->row[row] = crossing->rows.name[rows->order[row]];
    for (size_t column = 0; column < columns->count; column++)
        out->column[column] = crossing->columns.name[columns->order[column]];
    for (size_t cell = 0; cell < cells; cell++) {
        size_t from = rows->order[cell / columns->count] * CROSSING_COLUMNS_MOST +
                      columns->order[cell % columns->count];
        out->count[cell] = crossing->cells.count[from];
        out->population[cell] = crossing->cells.population[from];
    }
    describe(crossing, rows->count, columns->count);
    return GEO_OK;
}

/* Labels of areas that are shown. */
static void use_areas(const cli_crossing *crossing, const cli_labels *labels, bool *is_used)
{
    if (!crossing->keeps_areas || !labels->area_code)
        return;
    for (size_t area = 0; area < labels->load->areas[0]->count; area++)
        if (!crossing->shown || crossing->shown[area])
            is_used[labels->area_code[area]] = true;
}

static void find_used(const cli_crossing *crossing, bool *row_used, bool *column_used,
                      int64_t *row_sum)
{
    size_t rows = geo_dictionary_count(crossing->rows.values);
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < CROSSING_COLUMNS_MOST; column++) {
            if (!has_anything(&crossing->cells, row, column))
                continue;
            row_used[row] = true;
            column_used[column] = true;
            row_sum[row] += crossing->cells.count[row * CROSSING_COLUMNS_MOST + column];
        }
    use_areas(crossing, &crossing->rows, row_used);
    use_areas(crossing, &crossing->columns, column_used);
    column_used[0] |= !crossing->columns.field;
}

geo_status crossing_put_in_order(cli_job *job, cli_crossing *crossing, bool by_count)
{
    crossing_axis rows = {.order = NULL};
    crossing_axis columns = {.order = NULL};
    size_t row_count = geo_dictionary_count(crossing->rows.values);
    bool column_used[CROSSING_COLUMNS_MOST] = {false};
    bool *row_used = calloc(row_count + 1, sizeof *row_used);
    rows.sum = calloc(row_count + 1, sizeof *rows.sum);
    geo_status status = row_used && rows.sum ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK) {
        find_used(crossing, row_used, column_used, rows.sum);
        status = make_axis(job, &crossing->rows, row_used, &rows);
    }
    if (status == GEO_OK)
        status = make_axis(job, &crossing->columns, column_used, &columns);
    if (status == GEO_OK && by_count)
        sort_by_count(&crossing->rows, &rows);
    if (status == GEO_OK && columns.count == 0)
        status = job_fail(job, GEO_ERROR_DATA,
                          "no row is left to count; look at --where, --period "
                          "and --category");
    if (status == GEO_OK)
        status = reach(job, &crossing->cells, row_count);
    if (status == GEO_OK)
        status = fill_ordered(job, crossing, &rows, &columns);
    free(row_used);
    free(rows.sum);
    free(rows.order);
    free(columns.order);
    return status;
}

void crossing_clear(cli_crossing *crossing)
{
    free(crossing->cells.count);
    free(crossing->cells.population);
    free((void *)crossing->ordered.row);
    free((void *)crossing->ordered.column);
    free(crossing->ordered.count);
    free(crossing->ordered.population);
    labels_clear(&crossing->rows);
    labels_clear(&crossing->columns);
}
