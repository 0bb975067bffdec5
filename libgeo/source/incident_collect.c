/* Blocks of rows, in their order, become facts, lines of the ledger, and what the sink makes of
 * them. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/ledger.h"
#include "core/memory.h"
#include "source/incident.h"
#include "source/months.h"

/* ---- opening and closing -------------------------------------------------------------------- */

geo_status geo_collector_open(geo_context *context, const geo_incident_options *options,
                              const geo_incident_sink *sink, geo_collector *collector)
{
    *collector = (geo_collector){.options = options, .sink = sink, .own.context = context};
    geo_status status = geo_alloc_array(context, 1, sizeof *collector->facts, &collector->facts);
    if (status == GEO_OK)
        status = geo_dictionary_new(context, &collector->facts->categories);
    if (status == GEO_OK)
        status = geo_ledger_new(context, &collector->ledger);
    if (status == GEO_OK && options->working)
        status = geo_crs_copy(context, options->working, &collector->working);
    if (status == GEO_OK)
        status = geo_collector_hire(context, collector, 0);
    if (status != GEO_OK)
        geo_collector_close(collector);
    return status;
}

static void dismiss(geo_collector *collector)
{
    for (size_t i = 0; i < collector->helper_count; i++) {
        geo_incident_hand_clear(&collector->helper[i]);
        geo_context_free(collector->helper[i].context);
    }
    free(collector->helper);
    collector->helper = NULL;
    collector->helper_count = 0;
}

void geo_collector_close(geo_collector *collector)
{
    geo_frame_free(collector->facts);
    geo_ledger_free(collector->ledger);
    geo_crs_clear(&collector->working);
    geo_incident_hand_clear(&collector->own);
    free(collector->transform_from);
    dismiss(collector);
    for (size_t i = 0; i < collector->block_count; i++)
        geo_incident_block_close(&collector->block[i]);
    free(collector->block);
    *collector = (geo_collector){.facts = NULL};
}

geo_status geo_collector_add_input(geo_context *context, geo_collector *collector,
                                   const geo_incident_input *input)
{
    geo_frame *facts = collector->facts;
    size_t capacity = facts->input_count;
    const size_t *field = input->roles.field;
    facts->is_categorised = facts->is_categorised || field[GEO_ROLE_CATEGORY] != GEO_NO_FIELD;
    facts->is_dated = facts->is_dated || field[GEO_ROLE_DATE] != GEO_NO_FIELD;
    collector->located_count = 0;
    collector->swapped_count = 0;
    geo_status status = geo_grow_array(context, &facts->input, &capacity, facts->input_count + 1,
                                       sizeof *facts->input);
    if (status != GEO_OK)
        return status;
    geo_frame_input *added = &facts->input[facts->input_count];
    *added = (geo_frame_input){.first = facts->count};
    status = geo_copy_text(context, input->path, &added->path);
    if (status == GEO_OK && field[GEO_ROLE_DATE] != GEO_NO_FIELD)
        status = geo_copy_text(context, input->names[field[GEO_ROLE_DATE]], &added->date_field);
    if (status != GEO_OK) {
        free(added->path);
        return status;
    }
    facts->input_count++;
    return geo_ledger_add_input(context, collector->ledger, input->path);
}

/* ---- hands and blocks ----------------------------------------------------------------------- */

static geo_status add_helpers(geo_context *context, geo_collector *collector, size_t count)
{
    size_t capacity = collector->helper_count;
    if (count <= collector->helper_count)
        return GEO_OK;
    geo_status status =
        geo_grow_array(context, &collector->helper, &capacity, count, sizeof *collector->helper);
    while (status == GEO_OK && collector->helper_count < count) {
        geo_incident_hand *hand = &collector->helper[collector->helper_count];
        *hand = (geo_incident_hand){.context = geo_context_new()};
        if (!hand->context)
            return geo_fail(context, GEO_ERROR_MEMORY, "out of memory for another thread");
        geo_context_set_threads(hand->context, 1);
        geo_context_set_memory(hand->context, geo_memory_budget(context));
        collector->helper_count++;
    }
    return status;
}

/* Two blocks a thread: one in work, one that waits for its turn to be taken. */
geo_status geo_collector_hire(geo_context *context, geo_collector *collector, size_t count)
{
    size_t capacity = collector->block_count;
    size_t blocks = count > 0 ? 2 * count : 1;
    geo_status status = add_helpers(context, collector, count);
    if (status == GEO_OK && collector->block_count < blocks)
        status =
            geo_grow_array(context, &collector->block, &capacity, blocks, sizeof *collector->block);
    while (status == GEO_OK && collector->block_count < blocks) {
        status = geo_incident_block_open(context, &collector->block[collector->block_count]);
        collector->block_count += status == GEO_OK;
    }
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        if (collector->own.transform && !collector->helper[i].transform)
            status = geo_transform_clone(context, collector->own.transform,
                                         &collector->helper[i].transform);
    return status;
}

/* ---- working CRS and transform -------------------------------------------------------------- */

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

/* By the first points alone: how many there are in a block must not matter. */
#define CHOOSING_POINTS 4096

static geo_status choose_working(geo_context *context, geo_collector *collector,
                                 const geo_incident_input *input, const geo_frame *rows)
{
    geo_extent middle;
    size_t count = rows->count < CHOOSING_POINTS ? rows->count : CHOOSING_POINTS;
    geo_status status = find_middle(context, rows->x, count, &middle.x_min, &middle.x_max);
    if (status == GEO_OK)
        status = find_middle(context, rows->y, count, &middle.y_min, &middle.y_max);
    if (status == GEO_OK)
        status = geo_choose_working_crs(context, &input->crs, &middle, &collector->working);
    return status;
}

static geo_status make_transform(geo_context *context, geo_collector *collector,
                                 const geo_incident_input *input)
{
    char *from = NULL;
    geo_transform *transform = NULL;
    geo_status status = geo_copy_text(context, input->crs.wkt, &from);
    if (status == GEO_OK)
        status = geo_transform_create(context, &input->crs, &collector->working,
                                      collector->options->exact_crs, &transform);
    if (status != GEO_OK) {
        free(from);
        return status;
    }
    geo_incident_hand_clear(&collector->own);
    for (size_t i = 0; i < collector->helper_count; i++)
        geo_incident_hand_clear(&collector->helper[i]);
    free(collector->transform_from);
    collector->transform_from = from;
    collector->own.transform = transform;
    return GEO_OK;
}

bool geo_collector_is_ready(const geo_collector *collector, const geo_incident_input *input)
{
    return collector->options->no_places ||
           (collector->own.transform && strcmp(collector->transform_from, input->crs.wkt) == 0);
}

geo_status geo_collector_prepare(geo_context *context, geo_collector *collector,
                                 const geo_incident_input *input, const geo_incident_block *block)
{
    geo_status status = GEO_OK;
    if (block->rows.count == 0 || geo_collector_is_ready(collector, input))
        return GEO_OK;
    if (!collector->working.wkt)
        status = choose_working(context, collector, input, &block->rows);
    if (status == GEO_OK)
        status = make_transform(context, collector, input);
    return status == GEO_OK ? GEO_OK : geo_fail_in(context, status, "%s", input->path);
}

/* ---- taking --------------------------------------------------------------------------------- */

static geo_status take_months(geo_context *context, geo_collector *collector,
                              const geo_incident_block *block)
{
    size_t at = 0;
    geo_status status = GEO_OK;
    for (int32_t month = 0; status == GEO_OK && month < GEO_BLOCK_MONTHS; month++)
        if (block->month_rows[month] > 0)
            status = geo_count_month(context, collector->facts, &collector->month_capacity, month,
                                     block->month_rows[month], &at);
    for (size_t i = 0; status == GEO_OK && i < block->rows.month_count; i++)
        status = geo_count_month(context, collector->facts, &collector->month_capacity,
                                 block->rows.month[i].month, block->rows.month[i].rows, &at);
    return status;
}

/* The collector's code for one of the block's. */
static geo_status translate(geo_context *context, geo_collector *collector,
                            geo_incident_block *block, int32_t code, int32_t *translated)
{
    const char *text = geo_dictionary_text(block->rows.categories, code);
    size_t known = block->category_capacity;
    geo_status status = GEO_OK;
    if ((size_t)code >= known) {
        status = geo_grow_array(context, &block->category_code, &block->category_capacity,
                                (size_t)code + 1, sizeof *block->category_code);
        for (size_t i = known; status == GEO_OK && i < block->category_capacity; i++)
            block->category_code[i] = GEO_NO_CODE;
    }
    if (status == GEO_OK && block->category_code[code] == GEO_NO_CODE)
        status = geo_dictionary_code(context, collector->facts->categories,
                                     (geo_text){text, strlen(text)}, &block->category_code[code]);
    if (status == GEO_OK)
        *translated = block->category_code[code];
    return status;
}

/* Codes are given in the order of the rows, whatever the blocks knew before. */
static geo_status take_categories(geo_context *context, geo_collector *collector,
                                  geo_incident_block *block)
{
    int32_t *category = block->rows.category;
    for (size_t i = 0; i < block->rows.count; i++) {
        int32_t code = category[i];
        if (code == GEO_NO_CODE)
            continue;
        if ((size_t)code < block->category_capacity && block->category_code[code] != GEO_NO_CODE) {
            category[i] = block->category_code[code];
            continue;
        }
        geo_status status = translate(context, collector, block, code, &category[i]);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

static geo_status hand_over(geo_context *context, geo_collector *collector,
                            const geo_incident_input *input, const geo_incident_block *block)
{
    const geo_incident_sink *sink = collector->sink;
    const size_t *field = input->roles.field;
    geo_frame frame = block->rows;
    frame.crs = collector->working;
    frame.categories = collector->facts->categories;
    if (!sink->wants_categories || input->category_field == GEO_NO_FIELD)
        frame.category = NULL;
    if (field[GEO_ROLE_DATE] == GEO_NO_FIELD)
        frame.day = NULL;
    if (field[GEO_ROLE_WEIGHT] == GEO_NO_FIELD)
        frame.weight = NULL;
    geo_incident_rows rows = {
        .input = collector->facts->input_count - 1,
        .frame = &frame,
        .area = sink->place ? block->area : NULL,
        .record = block->record,
        .record_count = block->record_count,
    };
    geo_status status = GEO_OK;
    if (sink->place)
        status = geo_ledger_place_rows(context, collector->ledger, rows.input, frame.row,
                                       block->area, frame.count);
    if (status == GEO_OK && sink->take)
        status = sink->take(context, sink->user, &rows);
    return status;
}

geo_status geo_collector_take(geo_context *context, geo_collector *collector,
                              const geo_incident_input *input, geo_incident_block *block)
{
    geo_frame *facts = collector->facts;
    geo_frame_input *line = &facts->input[facts->input_count - 1];
    int64_t rows_before = line->read;
    geo_incident_block_number(block, rows_before);
    geo_status status = take_months(context, collector, block);
    if (status == GEO_OK)
        status = take_categories(context, collector, block);
    if (status != GEO_OK)
        return status;
    geo_ledger_add_part(collector->ledger, facts->input_count - 1, &block->ledger->line[0],
                        rows_before);
    collector->ledger->line[facts->input_count - 1].read += block->read;
    line->read += block->read;
    line->count += block->rows.count;
    line->day_rows += block->day_count;
    line->month_rows += block->month_only_count;
    facts->count += block->rows.count;
    collector->has_day = collector->has_day || block->has_day;
    collector->cut_count += block->cut_count;
    collector->located_count += block->located_count;
    collector->swapped_count += block->swapped_count;
    bool is_empty = block->rows.count == 0 && block->record_count == 0;
    return is_empty ? GEO_OK : hand_over(context, collector, input, block);
}

/* ---- finishing ------------------------------------------------------------------------------ */

/* What was read must be what the ledger and the columns hold. */
static geo_status check_rows(geo_context *context, const geo_collector *collector)
{
    for (size_t i = 0; i < collector->facts->input_count; i++) {
        const geo_frame_input *input = &collector->facts->input[i];
        const geo_ledger_line *line = &collector->ledger->line[i];
        int64_t rest =
            line->count[GEO_NO_COORDINATES] + line->count[GEO_REJECTED] + line->count[GEO_FILTERED];
        if (input->read != line->read || (int64_t)input->count + rest != line->read)
            return geo_fail(context, GEO_ERROR_INTERNAL,
                            "%s: the rows don't add up; please report this", input->path);
    }
    return collector->sink->place ? geo_ledger_check(context, collector->ledger) : GEO_OK;
}

geo_status geo_collector_finish(geo_context *context, geo_collector *collector,
                                const geo_crs *fallback, geo_frame **facts, geo_ledger **ledger)
{
    geo_status status = check_rows(context, collector);
    if (status == GEO_OK && collector->working.wkt)
        status = geo_crs_copy(context, &collector->working, &collector->facts->crs);
    else if (status == GEO_OK && fallback->is_metric)
        status = geo_crs_copy(context, fallback, &collector->facts->crs);
    else if (status == GEO_OK)
        status = geo_crs_from_text(context, "EPSG:27700", &collector->facts->crs);
    if (status != GEO_OK)
        return status;
    collector->facts->is_monthly = collector->facts->is_dated && !collector->has_day;
    *facts = collector->facts;
    *ledger = collector->ledger;
    collector->facts = NULL;
    collector->ledger = NULL;
    return GEO_OK;
}
