/* Incidents counted as they are read, and those of them that meet the condition. */
#include <stdlib.h>
#include <string.h>

#include "rows.h"
#include "share.h"

enum { FROM, TO, FIRST_CATEGORY };

typedef struct share_work {
    cli_job *job;
    share_result *result;
    const char *field[FIRST_CATEGORY + GEO_CATEGORY_FIELDS_MOST];
    size_t field_count;
} share_work;

static bool asks_time(const share_result *result)
{
    return result->has_window || result->kind == SHARE_HOURS;
}

static geo_status begin_input(cli_job *job, void *user, const char *path, const geo_reader *reader)
{
    share_work *work = user;
    if (!asks_time(work->result))
        return GEO_OK;
    return share_find_times(job, work->result, path, reader, work->field);
}

static geo_status make_room(share_work *work, size_t count)
{
    share_result *result = work->result;
    if (count <= result->count)
        return GEO_OK;
    size_t room = count < 64 ? 64 : 2 * count;
    int64_t *total = realloc(result->total, room * sizeof *total);
    if (!total)
        return job_out_of_memory(work->job);
    result->total = total;
    double *part = realloc(result->part, room * sizeof *part);
    if (!part)
        return job_out_of_memory(work->job);
    result->part = part;
    for (size_t i = result->count; i < room; i++) {
        total[i] = 0;
        part[i] = 0;
    }
    result->count = room;
    return GEO_OK;
}

/* Where the incident is counted. */
static geo_status find_place(geo_context *context, share_work *work, const cli_row *row,
                             size_t *place)
{
    cli_offences *offences = &work->result->offences;
    int32_t key = row->category;
    geo_status status = GEO_OK;
    *place = (size_t)row->area;
    if (work->result->kind != SHARE_BY_CATEGORY)
        return GEO_OK;
    if (offences_ask_fields(offences))
        status = offences_key(context, offences, row->value + FIRST_CATEGORY, &key);
    *place = key == GEO_NO_CODE ? 0 : (size_t)key + 1;
    return status == GEO_OK ? make_room(work, *place + 1) : status;
}

static geo_status take_row(geo_context *context, void *user, const cli_row *row)
{
    share_work *work = user;
    share_result *result = work->result;
    double from = 0, to = 0, weight = 1;
    size_t place = 0;
    bool is_met = (!result->of || row->is_met) && (!result->is_in || result->is_in[row->area]);
    if (result->kind == SHARE_HOURS) {
        if (is_met && share_read_time(&result->times, row->value, &from, &to))
            geo_hours_add(result->hours, from, to);
        return GEO_OK;
    }
    if (result->has_window) {
        if (!share_read_time(&result->times, row->value, &from, &to))
            return GEO_OK;
        weight = geo_aoristic_share(from, to, result->window_from, result->window_to);
    }
    geo_status status = find_place(context, work, row, &place);
    if (status != GEO_OK)
        return status;
    result->total[place]++;
    result->all_total++;
    if (is_met) {
        result->part[place] += weight;
        result->all_part += weight;
    }
    return GEO_OK;
}

static void list_category_fields(share_work *work)
{
    const cli_offences *offences = &work->result->offences;
    work->field_count = FIRST_CATEGORY;
    if (!offences_ask_fields(offences))
        return;
    for (size_t i = 0; i < offences->tree->field_count; i++)
        work->field[work->field_count++] = offences->tree->field[i];
}

/* Sums of weights may pass what they are part of by a rounding. */
static void trim_parts(share_result *result)
{
    for (size_t i = 0; i < result->count; i++)
        if (result->part[i] > (double)result->total[i])
            result->part[i] = (double)result->total[i];
    if (result->all_part > (double)result->all_total)
        result->all_part = (double)result->all_total;
}

geo_status share_count(cli_job *job, share_result *result)
{
    share_work work = {.job = job, .result = result};
    const cli_load *load = &result->load;
    size_t places = load->area_count > 0 ? load->areas[0]->count : 1;
    list_category_fields(&work);
    const cli_row_taker taker = {.field = work.field,
                                 .field_count = work.field_count,
                                 .condition = result->of,
                                 .user = &work,
                                 .begin = begin_input,
                                 .take = take_row};
    geo_status status = make_room(&work, places);
    if (status == GEO_OK && result->kind == SHARE_HOURS)
        status = geo_hours_new(job->context, &result->hours);
    if (status == GEO_OK)
        status = load_rows(job, &result->load, &taker);
    trim_parts(result);
    if (status == GEO_OK && asks_time(result))
        status = share_judge_times(job, &result->times);
    return status;
}
