/*
 * What most rows are where nothing is filtered or weighed: a date and two numbers that lie where
 * they should. A run of them goes straight into the columns, one column after the other, as
 * geo_incident_judge() and geo_incident_block_add() would have put them there. Each column is read
 * up to the first row that needs more thought; that one is left to those.
 */
#include "core/memory.h"
#include "core/text.h"
#include "source/csv_chunk.h"
#include "source/incident.h"

static size_t read_numbers(const geo_csv_run *run, size_t field, size_t count, double *out)
{
    geo_text text;
    for (size_t i = 0; i < count; i++)
        if (!geo_csv_run_field(run, i, field, &text) || !geo_number_parse(text, &out[i]))
            return i;
    return count;
}

static size_t check_places(const geo_extent *usual, const double *x, const double *y, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(x[i] >= usual->x_min && x[i] <= usual->x_max && y[i] >= usual->y_min &&
              y[i] <= usual->y_max) ||
            (x[i] == 0 && y[i] == 0))
            return i;
    return count;
}

/* A date with blanks around it needs more thought. */
static size_t read_dates(const geo_incident_input *input, geo_date_memo *memo,
                         const geo_csv_run *run, size_t count, geo_date *out)
{
    const geo_period *period = input->options->period;
    size_t field = input->roles.field[GEO_ROLE_DATE];
    geo_text text;
    for (size_t i = 0; i < count; i++)
        if (!geo_csv_run_field(run, i, field, &text) || !geo_date_memo_parse(memo, text, &out[i]) ||
            out[i].month < 0 || out[i].month >= GEO_BLOCK_MONTHS ||
            (period && !geo_period_contains(period, out[i].day, out[i].is_month_only)))
            return i;
    return count;
}

static geo_status read_categories(geo_context *context, geo_dictionary *known, size_t field,
                                  const geo_csv_run *run, size_t *count, int32_t *out)
{
    geo_text text = {NULL, 0};
    for (size_t i = 0; i < *count; i++) {
        out[i] = GEO_NO_CODE;
        if (field != GEO_NO_FIELD && !geo_csv_run_field(run, i, field, &text)) {
            *count = i;
            return GEO_OK;
        }
        text = geo_trim(text);
        geo_status status =
            text.length > 0 ? geo_dictionary_code(context, known, text, &out[i]) : GEO_OK;
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

static void count_dates(geo_incident_block *block, const geo_date *date, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        block->month_rows[date[i].month]++;
        block->has_day = block->has_day || !date[i].is_month_only;
        block->rows.day[block->rows.count + i] = date[i].day;
    }
}

/* Of the `count` rows that were added last. */
static geo_status keep_records(geo_context *context, geo_incident_block *block,
                               const geo_csv_run *run, size_t count)
{
    geo_status status = geo_grow_array(context, &block->record, &block->record_capacity,
                                       block->record_count + count, sizeof *block->record);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        geo_record *record = &block->record[block->record_count++];
        *record = geo_csv_run_record(run, i);
        record->row = block->read - (int64_t)(count - i) + 1;
    }
    return status;
}

geo_status geo_incident_block_add_run(geo_context *context, geo_incident_block *block,
                                      const geo_incident_input *input, const geo_csv_run *run,
                                      size_t *added)
{
    geo_frame *rows = &block->rows;
    geo_date date[GEO_CSV_RUN_ROWS];
    size_t at = rows->count;
    size_t room = block->capacity - at;
    size_t count = run->count < room ? run->count : room;
    bool is_dated = input->roles.field[GEO_ROLE_DATE] != GEO_NO_FIELD;
    count = read_numbers(run, input->x_field, count, rows->x + at);
    count = read_numbers(run, input->y_field, count, rows->y + at);
    count = check_places(&input->usual, rows->x + at, rows->y + at, count);
    if (is_dated)
        count = read_dates(input, &block->dates, run, count, date);
    geo_status status =
        read_categories(context, rows->categories, input->roles.field[GEO_ROLE_CATEGORY], run,
                        &count, rows->category + at);
    if (status != GEO_OK)
        return status;
    if (is_dated)
        count_dates(block, date, count);
    for (size_t i = at; i < at + count; i++) {
        rows->row[i] = ++block->read;
        rows->weight[i] = 1;
        if (!is_dated)
            rows->day[i] = GEO_NO_DATE;
    }
    block->located_count += (int64_t)count;
    rows->count += count;
    *added = count;
    return input->options->records == GEO_RAW_RECORDS ? keep_records(context, block, run, count)
                                                      : GEO_OK;
}
