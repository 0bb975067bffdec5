/*
 * What most rows are where nothing is weighed: a date and two numbers that lie where they should. A
 * run of them goes straight into the columns, one column after the other, as geo_incident_judge()
 * and geo_incident_block_add() would have put them there. Each column is read up to the first row
 * that needs more thought; that one is left to those.
 */
#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/csv_chunk.h"
#include "source/incident.h"

typedef struct run_rows {
    const geo_csv_run *run;
    size_t count;      /* those that need no more thought, from the first on */
    size_t kept_count; /* those of them that no filter leaves out: */
    uint8_t kept[GEO_RUN_ROWS];
    geo_date date[GEO_RUN_ROWS];    /* of all */
    int32_t category[GEO_RUN_ROWS]; /* of those that are kept, where one is asked for */
    geo_text text[GEO_RUN_ROWS];    /* of a field of those that are kept */
} run_rows;

/* ---- columns of all rows -------------------------------------------------------------------- */

/* A date with blanks around it needs more thought. */
static void read_dates(const geo_incident_input *input, geo_date_memo *memo, run_rows *rows)
{
    size_t field = input->roles.field[GEO_ROLE_DATE];
    geo_text text;
    for (size_t i = 0; i < rows->count; i++) {
        geo_date *date = &rows->date[i];
        if (field == GEO_NO_FIELD) {
            *date = (geo_date){GEO_NO_DATE, 0, true};
        } else if (!geo_csv_run_field(rows->run, i, field, &text) ||
                   !geo_date_memo_parse(memo, text, date) || date->month < 0 ||
                   date->month >= GEO_BLOCK_MONTHS) {
            rows->count = i;
        }
    }
}

static bool is_in_period(const geo_period *period, const geo_date *date)
{
    return !period || geo_period_contains(period, date->day, date->is_month_only);
}

/* What becomes of a row. */
typedef struct judgement {
    bool is_plain; /* else a field that filters take needs more thought */
    bool is_wanted;
    int32_t category; /* its code, where one is asked for */
} judgement;

/* Whether --where and --category let a row through. */
static geo_status judge_row(geo_context *context, const geo_incident_input *input,
                            geo_incident_block *block, const geo_csv_run *run, size_t row,
                            judgement *out)
{
    const geo_incident_options *options = input->options;
    const geo_filter *where = options->where;
    geo_text *field = block->looked_at;
    geo_text category = {NULL, 0};
    size_t field_count = where ? geo_filter_field_count(where) : 0;
    *out = (judgement){true, true, GEO_NO_CODE};
    for (size_t i = 0; i < field_count && out->is_plain; i++) {
        size_t at = input->where_field[i];
        out->is_plain = geo_csv_run_field(run, row, at, &field[at]);
    }
    if (out->is_plain && where)
        out->is_wanted = geo_filter_match(where, field, input->where_field);
    if (out->is_plain && out->is_wanted && options->category_count > 0)
        out->is_plain = geo_csv_run_field(run, row, input->category_field, &category);
    if (!out->is_plain || !out->is_wanted || options->category_count == 0)
        return GEO_OK;
    geo_status status =
        geo_wanted_memo_code(context, &block->wanted, input->wanted, options->category_count,
                             block->rows.categories, geo_trim(category), &out->category);
    out->is_wanted = out->category != GEO_NO_CODE;
    return status;
}

static geo_status select_rows(geo_context *context, const geo_incident_input *input,
                              geo_incident_block *block, run_rows *rows)
{
    const geo_incident_options *options = input->options;
    bool is_filtered = options->where || options->category_count > 0;
    judgement row = {true, true, GEO_NO_CODE};
    geo_status status = GEO_OK;
    if (is_filtered)
        status = geo_grow_array(context, &block->looked_at, &block->looked_at_capacity,
                                input->name_count, sizeof *block->looked_at);
    rows->kept_count = 0;
    for (size_t i = 0; i < rows->count && status == GEO_OK; i++) {
        if (is_filtered)
            status = judge_row(context, input, block, rows->run, i, &row);
        if (!row.is_plain)
            rows->count = i;
        rows->kept[rows->kept_count] = (uint8_t)i;
        rows->category[rows->kept_count] = row.category;
        rows->kept_count +=
            row.is_plain && row.is_wanted && is_in_period(options->period, &rows->date[i]);
    }
    return status;
}

/* ---- columns of those that are kept --------------------------------------------------------- */

/* No more than the first `kept` are without need of more thought. */
static void cut(run_rows *rows, size_t kept)
{
    if (kept < rows->kept_count) {
        rows->count = rows->kept[kept];
        rows->kept_count = kept;
    }
}

static void find_texts(run_rows *rows, size_t field)
{
    for (size_t i = 0; i < rows->kept_count; i++)
        if (!geo_csv_run_field(rows->run, rows->kept[i], field, &rows->text[i]))
            cut(rows, i);
}

static void read_numbers(run_rows *rows, size_t field, double *out)
{
    find_texts(rows, field);
    cut(rows, geo_numbers_parse(rows->text, rows->kept_count, out));
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

static geo_status read_categories(geo_context *context, const geo_incident_input *input,
                                  geo_dictionary *known, run_rows *rows, int32_t *out)
{
    geo_status status = GEO_OK;
    bool is_known = input->category_field == GEO_NO_FIELD || input->options->category_count > 0;
    if (!is_known)
        find_texts(rows, input->category_field);
    for (size_t i = 0; i < rows->kept_count && status == GEO_OK; i++) {
        geo_text text = is_known ? (geo_text){NULL, 0} : geo_trim(rows->text[i]);
        out[i] = rows->category[i];
        if (text.length > 0)
            status = geo_dictionary_code(context, known, text, &out[i]);
    }
    return status;
}

/* ---- into the block ------------------------------------------------------------------------- */

static void count_dates(const geo_period *period, const run_rows *rows, geo_incident_block *block)
{
    for (size_t i = 0; i < rows->count; i++) {
        const geo_date *date = &rows->date[i];
        if (date->day == GEO_NO_DATE || !is_in_period(period, date))
            continue;
        block->month_rows[date->month]++;
        block->has_day = block->has_day || !date->is_month_only;
    }
}

/* Rows left out by the period alone count where their month is cut. */
static geo_status leave_out(geo_context *context, const geo_incident_input *input,
                            const run_rows *rows, size_t row, geo_incident_block *block)
{
    const geo_period *period = input->options->period;
    const geo_date *date = &rows->date[row];
    geo_status status = GEO_OK;
    if (period && geo_incident_is_cut(period, date->day, date->is_month_only) &&
        !is_in_period(period, date)) {
        judgement left;
        status = judge_row(context, input, block, rows->run, row, &left);
        block->cut_count += left.is_wanted;
    }
    geo_ledger_count(block->ledger, 0, GEO_FILTERED, block->read, NULL, NULL);
    return status;
}

static geo_status add_rows(geo_context *context, const geo_incident_input *input,
                           const run_rows *rows, geo_incident_block *block)
{
    geo_frame *column = &block->rows;
    geo_status status = GEO_OK;
    size_t kept = 0;
    for (size_t i = 0; i < rows->count && status == GEO_OK; i++) {
        block->read++;
        if (kept == rows->kept_count || rows->kept[kept] != i) {
            status = leave_out(context, input, rows, i, block);
            continue;
        }
        size_t at = column->count + kept++;
        column->row[at] = block->read;
        column->day[at] = rows->date[i].day;
        column->weight[at] = 1;
    }
    column->count += kept;
    block->located_count += (int64_t)kept;
    return status;
}

static geo_status keep_records(geo_context *context, geo_incident_block *block,
                               const run_rows *rows)
{
    geo_status status =
        geo_grow_array(context, &block->record, &block->record_capacity,
                       block->record_count + rows->kept_count, sizeof *block->record);
    for (size_t i = 0; i < rows->kept_count && status == GEO_OK; i++) {
        geo_record *record = &block->record[block->record_count++];
        *record = geo_csv_run_record(rows->run, rows->kept[i]);
        record->row = block->rows.row[block->rows.count - rows->kept_count + i];
    }
    return status;
}

geo_status geo_incident_block_add_run(geo_context *context, geo_incident_block *block,
                                      const geo_incident_input *input, const geo_csv_run *run,
                                      size_t *added)
{
    geo_frame *column = &block->rows;
    run_rows rows;
    size_t at = column->count;
    size_t room = block->capacity - at;
    rows.run = run;
    rows.count = run->count < room ? run->count : room;
    read_dates(input, &block->dates, &rows);
    geo_status status = select_rows(context, input, block, &rows);
    if (status != GEO_OK)
        return status;
    read_numbers(&rows, input->x_field, column->x + at);
    read_numbers(&rows, input->y_field, column->y + at);
    cut(&rows, check_places(&input->usual, column->x + at, column->y + at, rows.kept_count));
    status = read_categories(context, input, column->categories, &rows, column->category + at);
    if (status != GEO_OK)
        return status;
    count_dates(input->options->period, &rows, block);
    status = add_rows(context, input, &rows, block);
    *added = rows.count;
    return status == GEO_OK && input->options->records == GEO_RAW_RECORDS
               ? keep_records(context, block, &rows)
               : status;
}
