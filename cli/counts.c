#include "counts.h"

#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "own_codes.h"
#include "period.h"
#include "sources.h"

typedef enum time_kind { ALL_TIMES, BY_MONTH, BY_PERIOD } time_kind;

typedef struct counting {
    cli_job *job;
    const cli_load *load;
    cli_offences *offences;
    size_t *field; /* of the present input: where those are that decide the category */
    int32_t *key;  /* [key_capacity] of the present rows, where several fields decide */
    size_t key_capacity;
    time_kind kind;
    const geo_period *period;
    cli_counts counts;
} counting;

void counts_clear(cli_counts *counts)
{
    for (size_t i = 0; counts->tally && i < counts->count; i++)
        geo_tally_free(counts->tally[i]);
    free(counts->tally);
    free(counts->month);
    *counts = (cli_counts){.count = 0};
}

int64_t counts_at(const geo_tally *tally, size_t area, size_t category)
{
    return category < tally->category_count ? tally->count[area * tally->category_count + category]
                                            : 0;
}

/* ---- times ---------------------------------------------------------------------------------- */

/* Opens a tally at that place, moving those behind it. */
static geo_status add_time(geo_context *context, counting *work, size_t at, int32_t month)
{
    cli_counts *counts = &work->counts;
    size_t size = counts->count + 1;
    int32_t *months = realloc(counts->month, size * sizeof *months);
    if (!months)
        return job_out_of_memory(work->job);
    counts->month = months;
    geo_tally **tallies = realloc(counts->tally, size * sizeof *tallies);
    if (!tallies)
        return job_out_of_memory(work->job);
    counts->tally = tallies;
    geo_tally *tally = NULL;
    geo_status status = geo_tally_new(context, counts->area_count, &tally);
    if (status != GEO_OK)
        return status;
    memmove(months + at + 1, months + at, (counts->count - at) * sizeof *months);
    memmove(tallies + at + 1, tallies + at, (counts->count - at) * sizeof *tallies);
    months[at] = month;
    tallies[at] = tally;
    counts->count++;
    return GEO_OK;
}

static geo_status find_month(geo_context *context, counting *work, int32_t day, size_t *time)
{
    const cli_counts *counts = &work->counts;
    int32_t month = geo_month_of_day(day);
    size_t low = 0, high = counts->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (counts->month[middle] < month)
            low = middle + 1;
        else
            high = middle;
    }
    *time = low;
    if (low < counts->count && counts->month[low] == month)
        return GEO_OK;
    return add_time(context, work, low, month);
}

static size_t find_period(const counting *work, int32_t day)
{
    for (size_t i = 0; i < work->counts.count; i++)
        if (geo_period_contains(&work->period[i], day, false))
            return i;
    return SIZE_MAX;
}

/* SIZE_MAX for none. */
static geo_status find_time(geo_context *context, counting *work, const geo_frame *rows, size_t row,
                            size_t *time)
{
    int32_t day = rows->day ? rows->day[row] : GEO_NO_DATE;
    *time = SIZE_MAX;
    if (work->kind == ALL_TIMES)
        *time = 0;
    else if (work->kind == BY_PERIOD)
        *time = day == GEO_NO_DATE ? SIZE_MAX : find_period(work, day);
    else if (day != GEO_NO_DATE)
        return find_month(context, work, day, time);
    return GEO_OK;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const counting *work = user;
    if (work->load->area_count > 0)
        return geo_locate(context, work->load->locator[0], x, y, count, area);
    memset(area, 0, count * sizeof *area);
    return GEO_OK;
}

static geo_status begin_input(geo_context *context, void *user, size_t input,
                              const geo_reader *reader)
{
    counting *work = user;
    const geo_categories *tree = work->offences ? work->offences->tree : NULL;
    (void)context;
    if (work->load->sources)
        sources_begin(work->load->sources, reader);
    if (work->load->codes) {
        geo_status status =
            own_codes_begin_input(work->job, work->load, input, reader, work->load->codes);
        if (status != GEO_OK)
            return status;
    }
    if (!work->offences || !offences_ask_fields(work->offences))
        return GEO_OK;
    free(work->field);
    work->field = calloc(tree->field_count, sizeof *work->field);
    if (!work->field)
        return job_out_of_memory(work->job);
    return find_fields(work->job, work->load->inputs.path.item[input], reader,
                       (const char *const *)tree->field, tree->field_count, work->field);
}

static geo_status widen_keys(counting *work, size_t count)
{
    if (count <= work->key_capacity)
        return GEO_OK;
    int32_t *key = realloc(work->key, count * sizeof *key);
    if (!key)
        return job_out_of_memory(work->job);
    work->key = key;
    work->key_capacity = count;
    return GEO_OK;
}

/* Of a field that decides; the one without a name is that with the category. */
static geo_text value_of(const counting *work, const geo_frame *rows, const geo_record *record,
                         size_t field, size_t row)
{
    if (work->field[field] != SIZE_MAX)
        return record->field[work->field[field]];
    int32_t code = rows->category ? rows->category[row] : GEO_NO_CODE;
    const char *text = code == GEO_NO_CODE ? NULL : geo_dictionary_text(rows->categories, code);
    return (geo_text){text, text ? strlen(text) : 0};
}

/* The records of the frame's rows stand among others, in the same order. */
static geo_status code_rows(geo_context *context, counting *work, const geo_incident_rows *rows)
{
    geo_text value[GEO_CATEGORY_FIELDS_MOST];
    size_t fields = work->offences->tree->field_count;
    size_t next = 0;
    geo_status status = widen_keys(work, rows->frame->count);
    for (size_t i = 0; i < rows->record_count && next < rows->frame->count && status == GEO_OK;
         i++) {
        const geo_record *record = &rows->record[i];
        if (record->row != rows->frame->row[next])
            continue;
        for (size_t f = 0; f < fields; f++)
            value[f] = value_of(work, rows->frame, record, f, next);
        status = offences_key(context, work->offences, value, &work->key[next++]);
    }
    return status;
}

static bool is_same_day(const geo_frame *rows, size_t one, size_t other)
{
    return !rows->day || rows->day[one] == rows->day[other];
}

/* Rows of one day that follow each other are counted together: those of a month's file are one run.
 */
static geo_status count_run(geo_context *context, counting *work, const geo_incident_rows *rows,
                            size_t from, size_t to)
{
    geo_frame run = *rows->frame;
    size_t time;
    geo_status status = find_time(context, work, rows->frame, from, &time);
    if (status != GEO_OK)
        return status;
    for (size_t i = from; time == SIZE_MAX && i < to; i++)
        work->counts.outside_it += rows->area[i] != GEO_NO_CODE;
    if (time == SIZE_MAX)
        return GEO_OK;
    run.count = to - from;
    if (run.category)
        run.category += from;
    return geo_tally_add(context, work->counts.tally[time], &run, rows->area + from);
}

/* Of incidents that are counted by their own codes: room for those that are new. */
static geo_status take_codes(geo_context *context, counting *work, const geo_incident_rows *rows,
                             geo_incident_rows *taken)
{
    cli_own_codes *codes = work->load->codes;
    if (!codes)
        return GEO_OK;
    geo_status status = own_codes_take(work->job, context, codes, rows, &taken->area);
    size_t needed = geo_dictionary_count(codes->code);
    if (status != GEO_OK || needed <= work->counts.area_count)
        return status;
    work->counts.area_count = 2 * needed;
    for (size_t i = 0; i < work->counts.count && status == GEO_OK; i++)
        status = geo_tally_grow(context, work->counts.tally[i], work->counts.area_count);
    return status;
}

static geo_status count_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    counting *work = user;
    geo_frame coded = *rows->frame;
    geo_incident_rows taken = {.frame = &coded, .area = rows->area};
    const geo_frame *frame = &coded;
    geo_status status = take_codes(context, work, rows, &taken);
    size_t from = 0;
    if (status == GEO_OK && work->load->sources)
        status = sources_count(work->job, work->load->sources, rows);
    if (status == GEO_OK && work->offences && offences_ask_fields(work->offences)) {
        status = code_rows(context, work, rows);
        coded.category = work->key;
        coded.categories = work->offences->keys;
    }
    while (from < frame->count && status == GEO_OK) {
        size_t to = from + 1;
        while (to < frame->count && (work->kind == ALL_TIMES || is_same_day(frame, from, to)))
            to++;
        status = count_run(context, work, &taken, from, to);
        from = to;
    }
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

static geo_status check_months(cli_job *job, const counting *work)
{
    for (size_t i = 0; work->kind == BY_PERIOD && i < work->counts.count; i++)
        if (work->load->frame->is_monthly && period_cuts_month(&work->period[i]))
            return job_fail(job, GEO_ERROR_USAGE,
                            "the incidents are dated by month alone, and a period begins or ends "
                            "within one; give whole months, such as 2018-04..2019-03");
    return GEO_OK;
}

/* Where codes decide nobody asks in which area a point is, and the ledger is completed here. */
static geo_status read_rows(cli_job *job, cli_load *load, counting *work)
{
    bool codes_decide = load->codes && load->codes->decides;
    geo_incident_sink sink = {.user = work,
                              .begin = begin_input,
                              .place = codes_decide ? NULL : place_rows,
                              .take = count_rows,
                              .wants_categories = work->offences != NULL};
    geo_status status = GEO_OK;
    load->no_places = load->area_count == 0 || codes_decide;
    if (!load->no_places)
        status = load_locators(job, load);
    if (status == GEO_OK)
        status = load_stream(job, load, &sink);
    return status == GEO_OK && codes_decide ? own_codes_finish(job, load->codes, load) : status;
}

static geo_status count(cli_job *job, cli_load *load, counting *work, size_t time_count)
{
    geo_status status = GEO_OK;
    work->job = job;
    work->load = load;
    work->counts.area_count = load->area_count > 0 ? load->areas[0]->count : 1;
    for (size_t i = 0; i < time_count && status == GEO_OK; i++)
        status = add_time(job->context, work, i, 0);
    if (status == GEO_OK)
        status = read_rows(job, load, work);
    if (status == GEO_OK)
        status = check_months(job, work);
    for (size_t i = 0; i < work->counts.count && status == GEO_OK; i++)
        status = geo_tally_check(job->context, work->counts.tally[i]);
    if (status == GEO_OK)
        load_warn(job, load);
    if (status == GEO_OK && work->offences)
        status = offences_settle(job, load, work->offences);
    if (status == GEO_OK && work->offences)
        status = offences_warn(job, load, work->offences,
                               (const geo_tally *const *)work->counts.tally, work->counts.count);
    return status;
}

static geo_status count_into(cli_job *job, cli_load *load, counting *work, size_t time_count,
                             cli_counts *out)
{
    geo_status status = count(job, load, work, time_count);
    free(work->field);
    free(work->key);
    if (status == GEO_OK) {
        *out = work->counts;
        return GEO_OK;
    }
    counts_clear(&work->counts);
    return status;
}

geo_status counts_by_month(cli_job *job, cli_load *load, cli_offences *offences, cli_counts *out)
{
    counting work = {.kind = BY_MONTH, .offences = offences};
    return count_into(job, load, &work, 0, out);
}

geo_status counts_by_period(cli_job *job, cli_load *load, cli_offences *offences,
                            const geo_period *period, size_t period_count, cli_counts *out)
{
    counting work = {.kind = BY_PERIOD, .offences = offences, .period = period};
    geo_status status = count_into(job, load, &work, period_count, out);
    if (status == GEO_OK) {
        free(out->month);
        out->month = NULL;
    }
    return status;
}

geo_status counts_of_all(cli_job *job, cli_load *load, cli_offences *offences, cli_counts *out)
{
    counting work = {.kind = ALL_TIMES, .offences = offences};
    return count_into(job, load, &work, 1, out);
}
