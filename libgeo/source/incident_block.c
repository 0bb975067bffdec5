/* Judged rows become columns, counts of months and a line of the ledger. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "source/incident.h"
#include "source/months.h"

/* ---- opening, clearing, closing ------------------------------------------------------------- */

geo_status geo_incident_block_open(geo_context *context, geo_incident_block *block)
{
    *block = (geo_incident_block){.area = NULL};
    geo_status status = geo_dictionary_new(context, &block->rows.categories);
    if (status == GEO_OK)
        status = geo_ledger_new(context, &block->ledger);
    if (status == GEO_OK)
        status = geo_ledger_add_input(context, block->ledger, "");
    if (status != GEO_OK)
        geo_incident_block_close(block);
    return status;
}

void geo_incident_block_close(geo_incident_block *block)
{
    geo_frame *rows = &block->rows;
    geo_incident_columns_free(rows);
    free(rows->month);
    geo_dictionary_free(rows->categories);
    geo_ledger_free(block->ledger);
    free(block->area);
    free(block->record);
    free(block->field);
    geo_bytes_clear(&block->text);
    free(block->category_code);
    free(block->looked_at);
    *block = (geo_incident_block){.area = NULL};
}

void geo_incident_block_clear(geo_incident_block *block)
{
    block->rows.count = 0;
    block->rows.month_count = 0;
    memset(block->month_rows, 0, sizeof block->month_rows);
    block->read = 0;
    block->record_count = 0;
    block->field_count = 0;
    block->text.length = 0;
    block->day_count = 0;
    block->month_only_count = 0;
    block->located_count = 0;
    block->swapped_count = 0;
    block->cut_count = 0;
    block->has_day = false;
    memset(block->ledger->line[0].count, 0, sizeof block->ledger->line[0].count);
}

/* ---- adding --------------------------------------------------------------------------------- */

static geo_status add_columns(geo_context *context, geo_incident_block *block,
                              const geo_incident_row *row)
{
    geo_frame *rows = &block->rows;
    geo_status status = GEO_OK;
    int32_t category = GEO_NO_CODE;
    if (rows->count == block->capacity)
        status = geo_incident_columns_grow(context, rows, &block->capacity, rows->count + 1);
    if (status == GEO_OK && row->category.length > 0)
        status = geo_dictionary_code(context, rows->categories, row->category, &category);
    if (status != GEO_OK)
        return status;
    size_t at = rows->count++;
    rows->x[at] = row->x;
    rows->y[at] = row->y;
    rows->row[at] = row->row;
    rows->category[at] = category;
    rows->day[at] = row->day;
    rows->weight[at] = row->weight;
    if (row->day != GEO_NO_DATE && row->is_month_only)
        block->month_only_count++;
    else
        block->day_count += row->day != GEO_NO_DATE;
    return GEO_OK;
}

static void add_to_ledger(geo_incident_block *block, const geo_incident_input *input,
                          const geo_incident_row *row)
{
    char fields[64];
    const char *field = row->field;
    if (row->fields_found > 0) {
        snprintf(fields, sizeof fields, "%zu fields where the header has %zu", row->fields_found,
                 input->name_count);
        field = fields;
    }
    geo_ledger_count(block->ledger, 0, row->fate, row->row, field, row->why);
}

static geo_status count_day(geo_context *context, geo_incident_block *block,
                            const geo_incident_row *row)
{
    int32_t month = row->month;
    size_t at = 0;
    block->has_day = block->has_day || !row->is_month_only;
    if (month >= 0 && month < GEO_BLOCK_MONTHS) {
        block->month_rows[month]++;
        return GEO_OK;
    }
    return geo_count_month(context, &block->rows, &block->month_capacity, month, 1, &at);
}

geo_status geo_incident_block_add(geo_context *context, geo_incident_block *block,
                                  const geo_incident_input *input, const geo_incident_row *row)
{
    geo_status status = GEO_OK;
    block->read++;
    block->located_count += row->is_located;
    block->swapped_count += row->is_swapped;
    block->cut_count += row->is_cut_by_period;
    if (row->is_dated_in_period)
        status = count_day(context, block, row);
    if (status != GEO_OK)
        return status;
    if (row->fate == GEO_PLACED)
        return add_columns(context, block, row);
    add_to_ledger(block, input, row);
    return GEO_OK;
}

/* Copies the texts, which are the reader's until it reads on. */
static geo_status keep_fields(geo_context *context, geo_incident_block *block,
                              const geo_text *field, size_t count)
{
    geo_status status = geo_grow_array(context, &block->field, &block->field_capacity,
                                       block->field_count + count, sizeof *block->field);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        block->field[block->field_count++] = field[i];
        status = geo_bytes_append(context, &block->text, field[i].data, field[i].length);
    }
    return status;
}

static geo_status keep_record(geo_context *context, geo_incident_block *block,
                              const geo_incident_input *input, const geo_record *record)
{
    geo_status status = geo_grow_array(context, &block->record, &block->record_capacity,
                                       block->record_count + 1, sizeof *block->record);
    if (status == GEO_OK && input->keeps_fields)
        status = keep_fields(context, block, record->field, input->name_count);
    if (status != GEO_OK)
        return status;
    geo_record *kept = &block->record[block->record_count++];
    *kept = *record;
    kept->row = block->read;
    kept->field = NULL;
    return GEO_OK;
}

geo_status geo_incident_block_add_record(geo_context *context, geo_incident_block *block,
                                         const geo_incident_input *input, const geo_record *record)
{
    geo_incident_row row;
    geo_status status = geo_incident_judge(context, input, &block->dates, record, &row);
    row.row = block->read + 1;
    if (status == GEO_OK)
        status = geo_incident_block_add(context, block, input, &row);
    if (input->options->records == GEO_NO_RECORDS || row.fate == GEO_FILTERED || status != GEO_OK)
        return status;
    return keep_record(context, block, input, record);
}

/* ---- finishing ------------------------------------------------------------------------------ */

void geo_incident_hand_clear(geo_incident_hand *hand)
{
    geo_transform_free(hand->transform);
    geo_transform_cache_free(hand->remembered);
    hand->transform = NULL;
    hand->remembered = NULL;
}

static geo_status transform_rows(geo_incident_hand *hand, geo_frame *rows)
{
    geo_status status = GEO_OK;
    if (!geo_transform_is_exact(hand->transform)) {
        status = geo_transform_check(hand->context, hand->transform, rows->x, rows->y, rows->count);
        if (status == GEO_OK)
            geo_transform_apply(hand->transform, rows->x, rows->y, rows->count);
        return status;
    }
    if (!hand->remembered)
        status = geo_transform_cache_new(hand->context, &hand->remembered);
    if (status == GEO_OK)
        geo_transform_cache_apply(hand->remembered, hand->transform, rows->x, rows->y, rows->count);
    return status;
}

static void move_row(geo_frame *rows, size_t from, size_t to)
{
    rows->x[to] = rows->x[from];
    rows->y[to] = rows->y[from];
    rows->row[to] = rows->row[from];
    rows->category[to] = rows->category[from];
    rows->day[to] = rows->day[from];
    rows->weight[to] = rows->weight[from];
}

/* Rows that have no place in the working CRS leave the columns for the ledger. */
static void reject_unplaced(geo_incident_block *block)
{
    geo_frame *rows = &block->rows;
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (isfinite(rows->x[i]) && isfinite(rows->y[i])) {
            if (kept < i)
                move_row(rows, i, kept);
            kept++;
            continue;
        }
        geo_ledger_count(block->ledger, 0, GEO_REJECTED, rows->row[i], NULL,
                         "cannot be transformed to the working CRS");
    }
    rows->count = kept;
}

geo_status geo_incident_block_finish(geo_incident_hand *hand, geo_incident_block *block,
                                     const geo_incident_sink *sink)
{
    geo_frame *rows = &block->rows;
    if (rows->count == 0)
        return GEO_OK;
    geo_status status = hand->transform ? transform_rows(hand, rows) : GEO_OK;
    if (status == GEO_OK)
        reject_unplaced(block);
    if (status != GEO_OK || !sink->place || rows->count == 0)
        return status;
    status = geo_grow_array(hand->context, &block->area, &block->area_capacity,
                            rows->count * (1 + sink->further_codes), sizeof *block->area);
    if (status != GEO_OK)
        return status;
    return sink->place(hand->context, sink->user, rows->x, rows->y, rows->count, block->area);
}

/* ---- numbering ------------------------------------------------------------------------------ */

/* The texts no longer move. */
static void point_to_texts(geo_incident_block *block)
{
    const char *text = block->text.length > 0 ? block->text.data : "";
    for (size_t i = 0; i < block->field_count; i++) {
        geo_text *field = &block->field[i];
        if (!field->data)
            continue;
        field->data = text;
        text += field->length;
    }
}

void geo_incident_block_number(geo_incident_block *block, int64_t rows_before)
{
    point_to_texts(block);
    for (size_t i = 0; i < block->rows.count; i++)
        block->rows.row[i] += rows_before;
    for (size_t i = 0; i < block->record_count; i++) {
        block->record[i].row += rows_before;
        if (block->field_count > 0)
            block->record[i].field = block->field + i * (block->field_count / block->record_count);
    }
}
