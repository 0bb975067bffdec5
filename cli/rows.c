#include "rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fields.h"

typedef struct row_work {
    cli_job *job;
    cli_load *load;
    const cli_row_taker *taker;
    size_t place[ROW_FIELDS_MOST]; /* of the fields in the present input; SIZE_MAX: nowhere */
    size_t *condition_place;
    geo_text value[ROW_FIELDS_MOST];
} row_work;

/* ---- fields --------------------------------------------------------------------------------- */

static geo_status bind_condition(geo_context *context, row_work *work, size_t input,
                                 const geo_reader *reader)
{
    const geo_filter *condition = work->taker->condition;
    if (!condition)
        return GEO_OK;
    free(work->condition_place);
    work->condition_place =
        calloc(geo_filter_field_count(condition) + 1, sizeof *work->condition_place);
    if (!work->condition_place)
        return job_out_of_memory(work->job);
    return geo_filter_bind(context, condition, geo_reader_field_names(reader),
                           geo_reader_field_count(reader), work->load->inputs.path.item[input],
                           work->condition_place);
}

static geo_status begin_input(geo_context *context, void *user, size_t input,
                              const geo_reader *reader)
{
    row_work *work = user;
    const cli_row_taker *taker = work->taker;
    const char *path = work->load->inputs.path.item[input];
    geo_status status = taker->begin ? taker->begin(work->job, taker->user, path, reader) : GEO_OK;
    if (status == GEO_OK)
        status =
            find_fields(work->job, path, reader, taker->field, taker->field_count, work->place);
    return status == GEO_OK ? bind_condition(context, work, input, reader) : status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static double to_millimetre(double metres)
{
    return round(metres * 1000) / 1000;
}

/* A block at a time, since what is given may not be changed. */
static geo_status place_rounded(geo_context *context, const geo_locator *locator, const double *x,
                                const double *y, size_t count, int32_t *area)
{
    enum { BLOCK = 1024 };
    double rounded_x[BLOCK], rounded_y[BLOCK];
    geo_status status = GEO_OK;
    for (size_t first = 0; first < count && status == GEO_OK; first += BLOCK) {
        size_t block = count - first < BLOCK ? count - first : BLOCK;
        for (size_t i = 0; i < block; i++) {
            rounded_x[i] = to_millimetre(x[first + i]);
            rounded_y[i] = to_millimetre(y[first + i]);
        }
        status = geo_locate(context, locator, rounded_x, rounded_y, block, area + first);
    }
    return status;
}

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const row_work *work = user;
    const cli_load *load = work->load;
    if (load->area_count > 0 && work->taker->wants_places)
        return place_rounded(context, load->locator[0], x, y, count, area);
    if (load->area_count > 0)
        return geo_locate(context, load->locator[0], x, y, count, area);
    memset(area, 0, count * sizeof *area);
    return GEO_OK;
}

static geo_text category_text(const geo_frame *frame, size_t at)
{
    int32_t code = frame->category ? frame->category[at] : GEO_NO_CODE;
    const char *text = code == GEO_NO_CODE ? NULL : geo_dictionary_text(frame->categories, code);
    return (geo_text){text, text ? strlen(text) : 0};
}

static geo_status take_row(geo_context *context, row_work *work, const geo_incident_rows *rows,
                           const geo_record *record, size_t at)
{
    const cli_row_taker *taker = work->taker;
    const geo_frame *frame = rows->frame;
    for (size_t i = 0; i < taker->field_count; i++)
        work->value[i] = work->place[i] == SIZE_MAX ? (geo_text){NULL, 0}
                                                    : text_trim(record->field[work->place[i]]);
    const cli_row row = {
        .value = work->value,
        .is_met = taker->condition &&
                  geo_filter_match(taker->condition, record->field, work->condition_place),
        .input = rows->input,
        .x = taker->wants_places ? to_millimetre(frame->x[at]) : 0,
        .y = taker->wants_places ? to_millimetre(frame->y[at]) : 0,
        .area = rows->area[at],
        .day = frame->day ? frame->day[at] : GEO_NO_DATE,
        .category = frame->category ? frame->category[at] : GEO_NO_CODE,
        .category_text = category_text(frame, at),
    };
    return taker->take(context, taker->user, &row);
}

/* The records of the frame's rows stand among others, in the same order. */
static geo_status take_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    row_work *work = user;
    const geo_frame *frame = rows->frame;
    geo_status status = GEO_OK;
    size_t next = 0;
    for (size_t i = 0; i < rows->record_count && next < frame->count && status == GEO_OK; i++) {
        if (rows->record[i].row != frame->row[next])
            continue;
        if (rows->area[next] != GEO_NO_CODE)
            status = take_row(context, work, rows, &rows->record[i], next);
        next++;
    }
    return status;
}

geo_status load_rows(cli_job *job, cli_load *load, const cli_row_taker *taker)
{
    row_work work = {.job = job, .load = load, .taker = taker};
    geo_incident_sink sink = {.user = &work,
                              .begin = begin_input,
                              .place = place_rows,
                              .take = take_rows,
                              .wants_categories = true};
    geo_status status = GEO_OK;
    load->records = GEO_WHOLE_RECORDS;
    load->no_places = load->area_count == 0 && !taker->wants_places;
    if (load->area_count > 0)
        status = load_locators(job, load);
    if (status == GEO_OK)
        status = load_stream(job, load, &sink);
    if (status == GEO_OK)
        load_warn(job, load);
    free(work.condition_place);
    return status;
}
