#include "sources.h"

#include <stdlib.h>
#include <string.h>

/* No country has as many forces. */
#define SOURCES_MOST 1000

/* A month is low with fewer rows than two thirds of the median month's: for a whole force no season
 * and no lockdown did as much. */
#define LOW_NUMERATOR   2
#define LOW_DENOMINATOR 3
/* Of fewer rows a month chance may leave that few, or none. */
#define LOW_FROM  100
#define NONE_FROM 20
/* The median of fewer months says little. */
#define MONTHS_NEEDED 3

void sources_clear(cli_sources *sources)
{
    geo_dictionary_free(sources->names);
    free(sources->cell);
    *sources = (cli_sources){.names = NULL};
}

geo_status sources_plan(cli_job *job, const char *field_name, cli_load *load, cli_sources *sources)
{
    sources->field_name = field_name;
    load->sources = sources;
    load->records = GEO_WHOLE_RECORDS;
    return geo_dictionary_new(job->context, &sources->names);
}

/* ---- counting ------------------------------------------------------------------------------- */

static size_t find_field(const geo_reader *reader, const char *name)
{
    const char *const *names = geo_reader_field_names(reader);
    for (size_t i = 0; i < geo_reader_field_count(reader); i++)
        if (same_text(names[i], name))
            return i;
    return SIZE_MAX;
}

void sources_begin(cli_sources *sources, const geo_reader *reader)
{
    static const char *const known[] = {"Falls within", "Reported by", "Force"};
    sources->field = sources->field_name ? find_field(reader, sources->field_name)
                                         : find_field(reader, known[0]);
    for (size_t i = 1; i < sizeof known / sizeof *known; i++)
        if (!sources->field_name && sources->field == SIZE_MAX)
            sources->field = find_field(reader, known[i]);
    sources->is_found = sources->is_found || sources->field != SIZE_MAX;
}

/* The first cell that doesn't stand before that one. */
static size_t find_cell(const cli_sources *sources, int32_t source, int32_t month)
{
    size_t low = 0, high = sources->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const source_month *cell = &sources->cell[middle];
        if (cell->source < source || (cell->source == source && cell->month < month))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_cell(const cli_sources *sources, size_t at, int32_t source, int32_t month)
{
    return at < sources->count && sources->cell[at].source == source &&
           sources->cell[at].month == month;
}

static geo_status add_cell(cli_job *job, cli_sources *sources, size_t at, int32_t source,
                           int32_t month)
{
    if (sources->count == sources->capacity) {
        size_t capacity = sources->capacity == 0 ? 64 : 2 * sources->capacity;
        source_month *cell = realloc(sources->cell, capacity * sizeof *cell);
        if (!cell)
            return job_out_of_memory(job);
        sources->cell = cell;
        sources->capacity = capacity;
    }
    memmove(sources->cell + at + 1, sources->cell + at,
            (sources->count - at) * sizeof *sources->cell);
    sources->cell[at] = (source_month){source, month, 0};
    sources->count++;
    return GEO_OK;
}

/* Rows of a force follow each other, and so do those of a month. */
static geo_status find_source(cli_job *job, cli_sources *sources, geo_text text, int32_t *source)
{
    int32_t last =
        sources->last < sources->count ? sources->cell[sources->last].source : GEO_NO_CODE;
    const char *name = last == GEO_NO_CODE ? NULL : geo_dictionary_text(sources->names, last);
    *source = last;
    if (name && strncmp(name, text.data, text.length) == 0 && name[text.length] == '\0')
        return GEO_OK;
    return geo_dictionary_code(job->context, sources->names, text, source);
}

static geo_status count_row(cli_job *job, cli_sources *sources, geo_text text, int32_t day)
{
    int32_t source, month = geo_month_of_day(day);
    geo_status status = find_source(job, sources, text, &source);
    if (status == GEO_OK && !is_cell(sources, sources->last, source, month)) {
        sources->last = find_cell(sources, source, month);
        if (!is_cell(sources, sources->last, source, month))
            status = add_cell(job, sources, sources->last, source, month);
    }
    if (status == GEO_OK)
        sources->cell[sources->last].rows++;
    return status;
}

/* The records of the frame's rows stand among others, in the same order. */
geo_status sources_count(cli_job *job, cli_sources *sources, const geo_incident_rows *rows)
{
    const geo_frame *frame = rows->frame;
    geo_status status = GEO_OK;
    size_t next = 0;
    if (sources->field == SIZE_MAX || !frame->day || sources->is_given_up)
        return GEO_OK;
    for (size_t i = 0; i < rows->record_count && next < frame->count && status == GEO_OK; i++) {
        const geo_record *record = &rows->record[i];
        if (record->row != frame->row[next])
            continue;
        geo_text text = record->field[sources->field];
        int32_t day = frame->day[next++];
        if (text.data && day != GEO_NO_DATE)
            status = count_row(job, sources, text, day);
    }
    sources->is_given_up = geo_dictionary_count(sources->names) > SOURCES_MOST;
    return status;
}

/* ---- what is missing ------------------------------------------------------------------------ */

typedef struct source_view {
    const cli_load *load;
    const char *name;
    int64_t *rows; /* [month_count] by the months that the incidents have */
    int64_t *order;
    int64_t usual; /* the median month */
} source_view;

static int compare_rows(const void *one, const void *other)
{
    const int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

/* Of the months that have rows; 0 when these are few. */
static int64_t usual_rows(source_view *view)
{
    size_t count = 0;
    for (size_t m = 0; m < view->load->frame->month_count; m++)
        if (view->rows[m] > 0)
            view->order[count++] = view->rows[m];
    if (count < MONTHS_NEEDED)
        return 0;
    qsort(view->order, count, sizeof *view->order, compare_rows);
    return view->order[count / 2];
}

/* A month that --period cuts has fewer rows by that. */
static bool is_whole(const cli_load *load, int32_t month)
{
    int32_t first = geo_month_first_day(month), last = geo_month_first_day(month + 1) - 1;
    const geo_period *period = load_period(load);
    return !period || ((period->first_day == GEO_NO_DATE || period->first_day <= first) &&
                       (period->last_day == GEO_NO_DATE || period->last_day >= last));
}

static bool is_low(const source_view *view, size_t m, bool wants_none)
{
    int64_t rows = view->rows[m];
    if (!is_whole(view->load, view->load->frame->month[m].month) || (rows == 0) != wants_none)
        return false;
    if (rows == 0)
        return view->usual >= NONE_FROM;
    return view->usual >= LOW_FROM && rows * LOW_DENOMINATOR < view->usual * LOW_NUMERATOR;
}

static geo_status append_low_months(cli_job *job, const source_view *view, bool wants_none,
                                    geo_bytes *bytes, size_t *found)
{
    enum { NAMED_MOST = 6 };
    char number[COUNT_TEXT_SIZE];
    geo_status status = GEO_OK;
    *found = 0;
    for (size_t m = 0; m < view->load->frame->month_count && status == GEO_OK; m++) {
        if (!is_low(view, m, wants_none) || ++*found > NAMED_MOST)
            continue;
        status = geo_bytes_print(job->context, bytes, "%s", *found > 1 ? ", " : "");
        if (status == GEO_OK)
            status = append_month(job->context, bytes, view->load->frame->month[m].month);
        if (status == GEO_OK && !wants_none)
            status =
                geo_bytes_print(job->context, bytes, " (%s)", count_text(view->rows[m], number));
    }
    if (status == GEO_OK && *found > NAMED_MOST)
        status = geo_bytes_print(job->context, bytes, " and %zu more months", *found - NAMED_MOST);
    return status == GEO_OK ? end_text(job->context, bytes) : status;
}

static geo_status warn_of_source(cli_job *job, source_view *view)
{
    geo_bytes none = GEO_BYTES_INIT, few = GEO_BYTES_INIT;
    char usual[COUNT_TEXT_SIZE];
    size_t none_count = 0, few_count = 0;
    view->usual = usual_rows(view);
    geo_status status = append_low_months(job, view, true, &none, &none_count);
    if (status == GEO_OK)
        status = append_low_months(job, view, false, &few, &few_count);
    count_text(view->usual, usual);
    if (status == GEO_OK && none_count > 0)
        job_warn(
            job,
            "%s has no rows in %s, where a usual month has %s: missing data, which counts here "
            "as an absence of incidents",
            view->name, none.data, usual);
    if (status == GEO_OK && few_count > 0)
        job_warn(job,
                 "%s has few rows in %s, where a usual month has %s: data that may be incomplete",
                 view->name, few.data, usual);
    geo_bytes_clear(&none);
    geo_bytes_clear(&few);
    return status;
}

static void view_source(const cli_sources *sources, int32_t source, source_view *view)
{
    const geo_frame *frame = view->load->frame;
    view->name = geo_dictionary_text(sources->names, source);
    for (size_t m = 0; m < frame->month_count; m++) {
        size_t at = find_cell(sources, source, frame->month[m].month);
        view->rows[m] =
            is_cell(sources, at, source, frame->month[m].month) ? sources->cell[at].rows : 0;
    }
}

static void view_all(source_view *view)
{
    view->name = "the data set";
    for (size_t m = 0; m < view->load->frame->month_count; m++)
        view->rows[m] = view->load->frame->month[m].rows;
}

static geo_status warn_of_each(cli_job *job, const cli_sources *sources, source_view *view)
{
    size_t count = sources->is_given_up ? 0 : geo_dictionary_count(sources->names);
    geo_status status = GEO_OK;
    if (count == 0) {
        view_all(view);
        return warn_of_source(job, view);
    }
    for (size_t source = 0; source < count && status == GEO_OK; source++) {
        view_source(sources, (int32_t)source, view);
        status = warn_of_source(job, view);
    }
    return status;
}

geo_status sources_warn(cli_job *job, const cli_load *load)
{
    const cli_sources *sources = load->sources;
    source_view view = {.load = load};
    if (sources->field_name && !sources->is_found)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--force-field: no input has a field '%s'; 'wardmap info FILE' lists those "
                        "that there are",
                        sources->field_name);
    view.rows = calloc(load->frame->month_count + 1, sizeof *view.rows);
    view.order = calloc(load->frame->month_count + 1, sizeof *view.order);
    geo_status status =
        view.rows && view.order ? warn_of_each(job, sources, &view) : job_out_of_memory(job);
    free(view.rows);
    free(view.order);
    return status;
}
