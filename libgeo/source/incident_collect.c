/* Judged rows become columns of the frame, counts of months and lines of the ledger. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "source/incident.h"

/* ---- opening and closing -------------------------------------------------------------------- */

static geo_status alloc_all(geo_context *context, geo_collector *collector)
{
    geo_status status = geo_alloc_array(context, 1, sizeof *collector->frame, &collector->frame);
    if (status == GEO_OK)
        status = geo_dictionary_new(context, &collector->frame->categories);
    if (status == GEO_OK)
        status = geo_ledger_new(context, &collector->ledger);
    if (status == GEO_OK)
        status = geo_transform_cache_new(context, &collector->transformed);
    if (status == GEO_OK)
        status = geo_alloc_array(context, GEO_BLOCK_ROWS, sizeof *collector->waiting,
                                 &collector->waiting);
    if (status == GEO_OK)
        status = geo_alloc_array(context, GEO_BLOCK_ROWS, sizeof *collector->waiting_category,
                                 &collector->waiting_category);
    if (status == GEO_OK)
        status = geo_alloc_array(context, GEO_BLOCK_ROWS, sizeof *collector->waiting_x,
                                 &collector->waiting_x);
    if (status == GEO_OK)
        status = geo_alloc_array(context, GEO_BLOCK_ROWS, sizeof *collector->waiting_y,
                                 &collector->waiting_y);
    return status;
}

geo_status geo_collector_open(geo_context *context, const geo_crs *working,
                              geo_collector *collector)
{
    *collector = (geo_collector){0};
    geo_status status = alloc_all(context, collector);
    if (status == GEO_OK && working)
        status = geo_crs_copy(context, working, &collector->working);
    if (status != GEO_OK)
        geo_collector_close(collector);
    return status;
}

void geo_collector_close(geo_collector *collector)
{
    geo_frame_free(collector->frame);
    geo_ledger_free(collector->ledger);
    geo_crs_clear(&collector->working);
    geo_transform_free(collector->transform);
    free(collector->transform_from);
    geo_transform_cache_free(collector->transformed);
    free(collector->waiting);
    free(collector->waiting_category);
    free(collector->waiting_x);
    free(collector->waiting_y);
    *collector = (geo_collector){0};
}

geo_status geo_collector_add_input(geo_context *context, geo_collector *collector, const char *path)
{
    geo_frame *frame = collector->frame;
    size_t capacity = frame->input_count;
    geo_status status = geo_grow_array(context, &frame->input, &capacity, frame->input_count + 1,
                                       sizeof *frame->input);
    if (status != GEO_OK)
        return status;
    geo_frame_input *input = &frame->input[frame->input_count];
    *input = (geo_frame_input){.first = frame->count};
    status = geo_copy_text(context, path, &input->path);
    if (status != GEO_OK)
        return status;
    frame->input_count++;
    collector->fate_capacity = 0;
    return geo_ledger_add_input(context, collector->ledger, path);
}

/* ---- months --------------------------------------------------------------------------------- */

/* Where `month` is among the months, or belongs. */
static size_t find_month(const geo_frame *frame, int32_t month)
{
    size_t low = 0;
    size_t high = frame->month_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (frame->month[middle].month < month)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static geo_status count_month(geo_context *context, geo_collector *collector, int32_t month)
{
    geo_frame *frame = collector->frame;
    size_t at = collector->last_month;
    if (at >= frame->month_count || frame->month[at].month != month)
        at = find_month(frame, month);
    if (at == frame->month_count || frame->month[at].month != month) {
        geo_status status = geo_grow_array(context, &frame->month, &collector->month_capacity,
                                           frame->month_count + 1, sizeof *frame->month);
        if (status != GEO_OK)
            return status;
        memmove(&frame->month[at + 1], &frame->month[at],
                (frame->month_count - at) * sizeof *frame->month);
        frame->month[at] = (geo_month_count){month, 0};
        frame->month_count++;
    }
    frame->month[at].rows++;
    collector->last_month = at;
    return GEO_OK;
}

/* ---- rows that wait ------------------------------------------------------------------------- */

geo_status geo_collector_add(geo_context *context, geo_collector *collector,
                             const geo_incident_input *input, const geo_incident_row *row)
{
    size_t at = collector->waiting_count;
    collector->frame->input[collector->frame->input_count - 1].read++;
    collector->waiting[at] = *row;
    collector->waiting_category[at] = GEO_NO_CODE;
    collector->cut_count += row->is_cut_by_period;
    geo_status status = GEO_OK;
    if (row->is_dated_in_period) {
        collector->has_day = collector->has_day || !row->is_month_only;
        status = count_month(context, collector, geo_month_of_day(row->day));
    }
    if (status == GEO_OK && row->fate == GEO_PLACED && row->category.data)
        status = geo_dictionary_code(context, collector->frame->categories, row->category,
                                     &collector->waiting_category[at]);
    if (status != GEO_OK)
        return status;
    collector->waiting_count++;
    return collector->waiting_count < GEO_BLOCK_ROWS
               ? GEO_OK
               : geo_collector_flush(context, collector, input);
}

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

/* The range of the middle nine tenths, so that one far-off point doesn't choose the zone. */
static geo_status find_middle(geo_context *context, const double *value, size_t count, double *low,
                              double *high)
{
    double *sorted = NULL;
    geo_status status = geo_alloc_array(context, count, sizeof *sorted, &sorted);
    if (status != GEO_OK)
        return status;
    memcpy(sorted, value, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_numbers);
    *low = sorted[count / 20];
    *high = sorted[count - 1 - count / 20];
    free(sorted);
    return GEO_OK;
}

static geo_status choose_working(geo_context *context, geo_collector *collector,
                                 const geo_incident_input *input, size_t count)
{
    geo_extent middle;
    geo_status status =
        find_middle(context, collector->waiting_x, count, &middle.x_min, &middle.x_max);
    if (status == GEO_OK)
        status = find_middle(context, collector->waiting_y, count, &middle.y_min, &middle.y_max);
    if (status == GEO_OK)
        status = geo_choose_working_crs(context, &input->crs, &middle, &collector->working);
    return status;
}

static geo_status prepare_transform(geo_context *context, geo_collector *collector,
                                    const geo_incident_input *input)
{
    if (collector->transform && strcmp(collector->transform_from, input->crs.wkt) == 0)
        return GEO_OK;
    geo_transform *transform = NULL;
    char *from = NULL;
    geo_status status = geo_copy_text(context, input->crs.wkt, &from);
    if (status == GEO_OK)
        status = geo_transform_create(context, &input->crs, &collector->working, false, &transform);
    if (status != GEO_OK) {
        free(from);
        return status;
    }
    geo_transform_free(collector->transform);
    free(collector->transform_from);
    collector->transform = transform;
    collector->transform_from = from;
    geo_transform_cache_forget(collector->transformed);
    return GEO_OK;
}

/* Transforms the waiting rows that have coordinates. */
static geo_status transform_waiting(geo_context *context, geo_collector *collector,
                                    const geo_incident_input *input)
{
    size_t count = 0;
    for (size_t i = 0; i < collector->waiting_count; i++) {
        if (collector->waiting[i].fate != GEO_PLACED)
            continue;
        collector->waiting_x[count] = collector->waiting[i].x;
        collector->waiting_y[count++] = collector->waiting[i].y;
    }
    if (count == 0)
        return GEO_OK;
    geo_status status = GEO_OK;
    if (!collector->working.wkt)
        status = choose_working(context, collector, input, count);
    if (status == GEO_OK)
        status = prepare_transform(context, collector, input);
    if (status != GEO_OK)
        return geo_fail_in(context, status, "%s", input->path);
    geo_transform_cache_apply(collector->transformed, collector->transform, collector->waiting_x,
                              collector->waiting_y, count);
    return GEO_OK;
}

/* ---- into frame and ledger ------------------------------------------------------------------ */

static geo_status make_room(geo_context *context, geo_collector *collector, size_t rows)
{
    geo_frame *frame = collector->frame;
    size_t needed = frame->count + rows;
    geo_status status =
        geo_grow_array(context, &frame->x, &collector->x_capacity, needed, sizeof *frame->x);
    if (status == GEO_OK)
        status =
            geo_grow_array(context, &frame->y, &collector->y_capacity, needed, sizeof *frame->y);
    if (status == GEO_OK)
        status = geo_grow_array(context, &frame->row, &collector->row_capacity, needed,
                                sizeof *frame->row);
    if (status == GEO_OK)
        status = geo_grow_array(context, &frame->category, &collector->category_capacity, needed,
                                sizeof *frame->category);
    if (status == GEO_OK)
        status = geo_grow_array(context, &frame->day, &collector->day_capacity, needed,
                                sizeof *frame->day);
    if (status == GEO_OK && collector->has_weight)
        status = geo_grow_array(context, &frame->weight, &collector->weight_capacity, needed,
                                sizeof *frame->weight);
    return status;
}

static void add_to_frame(geo_frame *frame, const geo_incident_row *row, int32_t category, double x,
                         double y)
{
    frame->x[frame->count] = x;
    frame->y[frame->count] = y;
    frame->row[frame->count] = row->row;
    frame->category[frame->count] = category;
    frame->day[frame->count] = row->day;
    if (frame->weight)
        frame->weight[frame->count] = row->weight;
    frame->count++;
    frame->input[frame->input_count - 1].count++;
}

static void add_to_ledger(geo_collector *collector, const geo_incident_input *input,
                          const geo_incident_row *row)
{
    char fields[64];
    const char *field = row->field;
    if (row->fields_found > 0) {
        snprintf(fields, sizeof fields, "%zu fields where the header has %zu", row->fields_found,
                 input->name_count);
        field = fields;
    }
    geo_ledger_count(collector->ledger, collector->frame->input_count - 1, row->fate, row->row,
                     field, row->why);
}

static geo_status keep_fate(geo_context *context, geo_collector *collector,
                            const geo_incident_row *row)
{
    geo_frame_input *input = &collector->frame->input[collector->frame->input_count - 1];
    geo_status status = geo_grow_array(context, &input->fate, &collector->fate_capacity,
                                       (size_t)row->row, sizeof *input->fate);
    if (status == GEO_OK)
        input->fate[row->row - 1] = (uint8_t)row->fate;
    return status;
}

geo_status geo_collector_flush(geo_context *context, geo_collector *collector,
                               const geo_incident_input *input)
{
    geo_status status = transform_waiting(context, collector, input);
    if (status == GEO_OK)
        status = make_room(context, collector, collector->waiting_count);
    size_t point = 0;
    for (size_t i = 0; status == GEO_OK && i < collector->waiting_count; i++) {
        geo_incident_row *row = &collector->waiting[i];
        if (row->fate == GEO_PLACED) {
            double x = collector->waiting_x[point];
            double y = collector->waiting_y[point++];
            if (isfinite(x) && isfinite(y)) {
                add_to_frame(collector->frame, row, collector->waiting_category[i], x, y);
            } else {
                row->fate = GEO_REJECTED;
                row->why = "cannot be transformed to the working CRS";
            }
        }
        /* Rows in the frame are counted by geo_ledger_place(), which knows where they lie. */
        if (row->fate != GEO_PLACED)
            add_to_ledger(collector, input, row);
        if (input->options->keep_fates)
            status = keep_fate(context, collector, row);
    }
    collector->waiting_count = 0;
    return status;
}

/* ---- finishing ------------------------------------------------------------------------------ */

/* What the reader handed out must be what the ledger and the frame hold. */
static geo_status check_rows(geo_context *context, const geo_collector *collector)
{
    for (size_t i = 0; i < collector->frame->input_count; i++) {
        const geo_frame_input *input = &collector->frame->input[i];
        geo_ledger_line *line = &collector->ledger->line[i];
        int64_t rest =
            line->count[GEO_NO_COORDINATES] + line->count[GEO_REJECTED] + line->count[GEO_FILTERED];
        if (input->read != line->read || (int64_t)input->count + rest != line->read)
            return geo_fail(context, GEO_ERROR_INTERNAL,
                            "%s: the rows don't add up; please report this", input->path);
    }
    return GEO_OK;
}

static void drop_unused_columns(geo_collector *collector)
{
    geo_frame *frame = collector->frame;
    if (!collector->has_category) {
        free(frame->category);
        frame->category = NULL;
    }
    if (!collector->has_date) {
        free(frame->day);
        frame->day = NULL;
    }
    frame->is_monthly = collector->has_date && !collector->has_day;
}

geo_status geo_collector_finish(geo_context *context, geo_collector *collector,
                                const geo_crs *fallback, geo_frame **frame, geo_ledger **ledger)
{
    geo_status status = check_rows(context, collector);
    if (status == GEO_OK && collector->working.wkt)
        status = geo_crs_copy(context, &collector->working, &collector->frame->crs);
    else if (status == GEO_OK && fallback->is_metric)
        status = geo_crs_copy(context, fallback, &collector->frame->crs);
    else if (status == GEO_OK)
        status = geo_crs_from_text(context, "EPSG:27700", &collector->frame->crs);
    if (status != GEO_OK)
        return status;
    drop_unused_columns(collector);
    *frame = collector->frame;
    *ledger = collector->ledger;
    collector->frame = NULL;
    collector->ledger = NULL;
    return GEO_OK;
}
