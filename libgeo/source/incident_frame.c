/* The sink that keeps all rows: a frame. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "source/incident.h"

typedef struct frame_builder {
    geo_frame rows;
    size_t capacity;
} frame_builder;

/* What a row takes. */
#define ROW_BYTES (3 * sizeof(double) + sizeof(int64_t) + 2 * sizeof(int32_t))

static geo_status grow(geo_context *context, frame_builder *builder, size_t needed)
{
    if (needed <= builder->capacity)
        return GEO_OK;
    geo_status status = geo_check_budget(context, needed * ROW_BYTES, "keeping all rows");
    return status == GEO_OK
               ? geo_incident_columns_grow(context, &builder->rows, &builder->capacity, needed)
               : status;
}

/* What an input lacks is filled, since another may have it. */
static geo_status take(geo_context *context, void *user, const geo_incident_rows *taken)
{
    frame_builder *builder = user;
    const geo_frame *rows = taken->frame;
    geo_frame *kept = &builder->rows;
    size_t at = kept->count;
    if (rows->count == 0)
        return GEO_OK;
    geo_status status = grow(context, builder, at + rows->count);
    if (status != GEO_OK)
        return status;
    memcpy(kept->x + at, rows->x, rows->count * sizeof *rows->x);
    memcpy(kept->y + at, rows->y, rows->count * sizeof *rows->y);
    memcpy(kept->row + at, rows->row, rows->count * sizeof *rows->row);
    for (size_t i = 0; i < rows->count; i++) {
        kept->category[at + i] = rows->category ? rows->category[i] : GEO_NO_CODE;
        kept->day[at + i] = rows->day ? rows->day[i] : GEO_NO_DATE;
        kept->weight[at + i] = rows->weight ? rows->weight[i] : 1;
    }
    kept->count += rows->count;
    return GEO_OK;
}

/* Moves the columns that some input has into `frame`. */
static geo_status give_columns(geo_context *context, frame_builder *builder, bool has_category,
                               bool has_weight, geo_frame *frame)
{
    geo_status status = grow(context, builder, 1); /* an empty frame has columns too */
    if (status != GEO_OK)
        return status;
    frame->x = builder->rows.x;
    frame->y = builder->rows.y;
    frame->row = builder->rows.row;
    frame->category = has_category ? builder->rows.category : NULL;
    frame->day = frame->is_dated ? builder->rows.day : NULL;
    frame->weight = has_weight ? builder->rows.weight : NULL;
    builder->rows = (geo_frame){
        .category = has_category ? NULL : builder->rows.category,
        .day = frame->is_dated ? NULL : builder->rows.day,
        .weight = has_weight ? NULL : builder->rows.weight,
    };
    return GEO_OK;
}

geo_status geo_incidents_read(geo_context *context, const geo_input *inputs, size_t input_count,
                              const geo_incident_options *options, geo_frame **out_frame,
                              geo_ledger **out_ledger)
{
    frame_builder builder = {.capacity = 0};
    geo_incident_sink sink = {.user = &builder, .take = take, .wants_categories = true};
    geo_frame *frame = NULL;
    geo_ledger *ledger = NULL;
    geo_status status =
        geo_incidents_stream(context, inputs, input_count, options, &sink, &frame, &ledger);
    if (status == GEO_OK)
        status = give_columns(context, &builder, frame->is_categorised,
                              options && options->roles.weight, frame);
    if (status == GEO_OK) {
        *out_frame = frame;
        *out_ledger = ledger;
        frame = NULL;
        ledger = NULL;
    }
    geo_incident_columns_free(&builder.rows);
    geo_frame_free(frame);
    geo_ledger_free(ledger);
    return status;
}
