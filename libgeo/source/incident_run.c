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
static bool read_date(const geo_csv_run *run, size_t row, size_t field, geo_date_memo *memo,
                      geo_date *date)
{
    geo_text text;
    return geo_csv_run_field(run, row, field, &text) && geo_date_memo_parse(memo, text, date) &&
           date->month >= 0 && date->month < GEO_BLOCK_MONTHS;
}

static void read_dates(const geo_incident_input *input, geo_date_memo *memo, run_rows *rows)
{
    size_t field = input->roles.field[GEO_ROLE_DATE];
    size_t count = rows->count;
    size_t i = 0;
    if (field == GEO_NO_FIELD)
        for (; i < count; i++)
            rows->date[i] = (geo_date){GEO_NO_DATE, 0, true};
    while (i < count && read_date(rows->run, i, field, memo, &rows->date[i]))
        i++;
    rows->count = i;
}

static bool is_in_period(const geo_period *period, const geo_date *date)
{
    return !period || geo_period_contains(period, date->day, date->is_month_only);
}

/* Whether --where lets a row through; *found is false when a field it takes needs more thought. */
static inline bool is_where(const geo_incident_input *input, const geo_csv_run *run, size_t row,
                            geo_text *field, bool *found)
{
    const geo_filter *where = input->options->where;
    size_t field_count = where ? geo_filter_field_count(where) : 0;
    *found = true;
    for (size_t i = 0; i < field_count && *found; i++) {
        size_t at = input->where_field[i];
        *found = geo_csv_run_field(run, row, at, &field[at]);
    }
    return *found && (!where || geo_filter_match(where, field, input->where_field));
}

/* The code of a row's category, GEO_NO_CODE when it is not wanted; *found as above. */
static inline geo_status code_category(geo_context *context, const geo_incident_input *input,
                                       geo_incident_block *block, const geo_csv_run *run,
                                       size_t row, bool *found, int32_t *code)
{
    geo_text name;
    *code = GEO_NO_CODE;
    *found = geo_csv_run_field(run, row, input->category_field, &name);
    if (!*found)
        return GEO_OK;
    name = geo_trim(name);
    const struct geo_wanted_slot *known = geo_wanted_memo_recall(&block->wanted, name);
    if (known) {
        *code = known->code;
        return GEO_OK;
    }
    return geo_wanted_memo_learn(context, &block->wanted, input->wanted,
                                 input->options->category_count, block->rows.categories, name,
                                 code);
}

/* Those of the rows kept so far that --where lets through. */
static void select_where(const geo_incident_input *input, geo_text *field, run_rows *rows)
{
    size_t kept = 0;
    bool found = true;
    for (size_t k = 0; k < rows->kept_count; k++) {
        size_t i = rows->kept[k];
        bool is_kept = is_where(input, rows->run, i, field, &found);
        if (!found) {
            rows->count = i;
            break;
        }
        rows->kept[kept] = (uint8_t)i;
        kept += is_kept;
    }
    rows->kept_count = kept;
}

static geo_status select_categories(geo_context *context, const geo_incident_input *input,
                                    geo_incident_block *block, run_rows *rows)
{
    size_t kept = 0;
    bool found = true;
    geo_status status = GEO_OK;
    for (size_t k = 0; k < rows->kept_count && status == GEO_OK; k++) {
        size_t i = rows->kept[k];
        int32_t code = GEO_NO_CODE;
        status = code_category(context, input, block, rows->run, i, &found, &code);
        if (!found) {
            rows->count = i;
            break;
        }
        rows->kept[kept] = (uint8_t)i;
        rows->category[kept] = code;
        kept += code != GEO_NO_CODE;
    }
    rows->kept_count = kept;
    return status;
}

static void select_dates(const geo_period *period, bool has_categories, run_rows *rows)
{
    size_t kept = 0;
    for (size_t k = 0; k < rows->kept_count; k++) {
        rows->kept[kept] = rows->kept[k];
        if (has_categories)
            rows->category[kept] = rows->category[k];
        kept += geo_period_contains(period, rows->date[rows->kept[k]].day,
                                    rows->date[rows->kept[k]].is_month_only);
    }
    rows->kept_count = kept;
}

static geo_status select_rows(geo_context *context, const geo_incident_input *input,
                              geo_incident_block *block, run_rows *rows)
{
    const geo_incident_options *options = input->options;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < rows->count; i++)
        rows->kept[i] = (uint8_t)i;
    rows->kept_count = rows->count;
    if (options->where) {
        status = geo_grow_array(context, &block->looked_at, &block->looked_at_capacity,
                                input->name_count, sizeof *block->looked_at);
        if (status == GEO_OK)
            select_where(input, block->looked_at, rows);
    }
    if (status == GEO_OK && options->category_count > 0)
        status = select_categories(context, input, block, rows);
    /* The last, so that what the others take of rows that it leaves out has been looked at. */
    if (status == GEO_OK && options->period)
        select_dates(options->period, options->category_count > 0, rows);
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

/* Where categories are asked for, rows have been coded by them. */
static geo_status read_categories(geo_context *context, const geo_incident_input *input,
                                  geo_dictionary *known, run_rows *rows, int32_t *out)
{
    geo_status status = GEO_OK;
    if (input->options->category_count > 0) {
        for (size_t i = 0; i < rows->kept_count; i++)
            out[i] = rows->category[i];
        return GEO_OK;
    }
    if (input->category_field != GEO_NO_FIELD)
        find_texts(rows, input->category_field);
    for (size_t i = 0; i < rows->kept_count && status == GEO_OK; i++) {
        geo_text text =
            input->category_field != GEO_NO_FIELD ? geo_trim(rows->text[i]) : (geo_text){NULL, 0};
        out[i] = GEO_NO_CODE;
        if (text.length > 0)
            status = geo_dictionary_code(context, known, text, &out[i]);
    }
    return status;
}

/* ---- into the block ------------------------------------------------------------------------- */

static void count_dates(const geo_period *period, const run_rows *rows, geo_incident_block *block)
{
    bool has_day = false;
    for (size_t i = 0; i < rows->count; i++) {
        const geo_date *date = &rows->date[i];
        if (date->day == GEO_NO_DATE || !is_in_period(period, date))
            continue;
        block->month_rows[date->month]++;
        has_day = has_day || !date->is_month_only;
    }
    block->has_day = block->has_day || has_day;
}

/* Whether --where and --category let a row through. */
static geo_status is_wanted(geo_context *context, const geo_incident_input *input,
                            geo_incident_block *block, const geo_csv_run *run, size_t row,
                            bool *wanted)
{
    bool found = true;
    int32_t code = GEO_NO_CODE;
    geo_status status = GEO_OK;
    *wanted = is_where(input, run, row, block->looked_at, &found);
    if (!*wanted || input->options->category_count == 0)
        return GEO_OK;
    status = code_category(context, input, block, run, row, &found, &code);
    *wanted = code != GEO_NO_CODE;
    return status;
}

/* Rows left out by the period alone count where their month is cut. */
static geo_status leave_out(geo_context *context, const geo_incident_input *input,
                            const run_rows *rows, size_t row, geo_incident_block *block)
{
    const geo_period *period = input->options->period;
    const geo_date *date = &rows->date[row];
    bool wanted = false;
    geo_status status = GEO_OK;
    if (period && geo_incident_is_cut(period, date->day, date->is_month_only) &&
        !is_in_period(period, date))
        status = is_wanted(context, input, block, rows->run, row, &wanted);
    block->cut_count += wanted;
    geo_ledger_count(block->ledger, 0, GEO_FILTERED, block->read, NULL, NULL);
    return status;
}

static geo_status leave_out_others(geo_context *context, const geo_incident_input *input,
                                   const run_rows *rows, geo_incident_block *block)
{
    int64_t read = block->read;
    geo_status status = GEO_OK;
    for (size_t i = 0, kept = 0; i < rows->count && status == GEO_OK; i++) {
        if (kept < rows->kept_count && rows->kept[kept] == i) {
            kept++;
            continue;
        }
        block->read = read + 1 + (int64_t)i;
        status = leave_out(context, input, rows, i, block);
    }
    block->read = read;
    return status;
}

static geo_status add_rows(geo_context *context, const geo_incident_input *input,
                           const run_rows *rows, geo_incident_block *block)
{
    geo_frame *column = &block->rows;
    int64_t *row = column->row + column->count;
    int32_t *day = column->day + column->count;
    double *weight = column->weight + column->count;
    int64_t next = block->read + 1, has_month = 0, has_day = 0;
    geo_status status = GEO_OK;
    if (rows->kept_count < rows->count)
        status = leave_out_others(context, input, rows, block);
    for (size_t k = 0; k < rows->kept_count; k++) {
        size_t i = rows->kept[k];
        row[k] = next + (int64_t)i;
        day[k] = rows->date[i].day;
        weight[k] = 1;
        has_month += day[k] != GEO_NO_DATE && rows->date[i].is_month_only;
        has_day += day[k] != GEO_NO_DATE && !rows->date[i].is_month_only;
    }
    block->month_only_count += has_month;
    block->day_count += has_day;
    block->read += (int64_t)rows->count;
    column->count += rows->kept_count;
    block->located_count += (int64_t)rows->kept_count;
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
    *added = 0;
    if (rows.count == 0)
        return GEO_OK;
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
