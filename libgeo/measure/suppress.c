/* Small counts kept back, and what else must be so that they cannot be found by subtraction. */
#include <stdlib.h>

#include <geo/measure.h>

#include "core/context.h"
#include "core/memory.h"
#include "measure/suppress_flow.h"

static const int64_t below_limit = INT64_C(1) << 53;

/* A large table is searched some rows at a time, each small count among its neighbours: what they
 * prove about it holds in the whole table. */
enum { CELLS_WHOLE = 10000, CELLS_AT_ONCE = 1500, ROWS_AT_ONCE_MIN = 16 };

/* A small count that relies on a cell that is hidden for others' sake. */
struct use {
    int32_t small;
    size_t next; /* of the same cell; 0: none */
};

struct suppression {
    const geo_suppress_options *options;
    bool has_total_row;
    suppress_network network;
    suppress_flow flow;
    bool *hidden;   /* by cell */
    bool *is_small; /* by cell: to be protected */
    int32_t *proof; /* cells that moved while one small count was moved up and down */
    size_t proof_count;
    size_t proof_capacity;
    size_t *first_use; /* by cell */
    struct use *use;   /* from 1 */
    size_t use_count;
    size_t use_capacity;
};

static bool is_printed(const struct suppression *work, size_t cell)
{
    return cell % work->network.width < work->network.column_count;
}

/* ---- one small count ------------------------------------------------------------------------ */

/* Without a row of totals the rows have nothing to do with each other; a total, of which few are
 * small, may need any of them. */
static void choose_rows(struct suppression *work, int32_t cell)
{
    const suppress_network *network = &work->network;
    size_t row = (size_t)cell / network->width;
    size_t most = network->row_count;
    if (network->cell_count > CELLS_WHOLE)
        most = CELLS_AT_ONCE / network->width;
    if (most < ROWS_AT_ONCE_MIN)
        most = ROWS_AT_ONCE_MIN;
    if (!work->has_total_row)
        most = 1;
    if (row == network->row_count)
        most = network->row_count;
    size_t first = row > most / 2 ? row - most / 2 : 0;
    if (first + most > network->row_count)
        first = network->row_count > most ? network->row_count - most : 0;
    work->flow.first_row = first;
    work->flow.end_row = first + most < network->row_count ? first + most : network->row_count;
}

static geo_status keep_proof(geo_context *context, struct suppression *work)
{
    const suppress_flow *flow = &work->flow;
    geo_status status =
        geo_grow_array(context, &work->proof, &work->proof_capacity,
                       work->proof_count + flow->changed_count + 1, sizeof *work->proof);
    for (size_t i = 0; status == GEO_OK && i < flow->changed_count; i++)
        work->proof[work->proof_count++] = flow->changed[i];
    return status;
}

/* By how much the values differ that the cell may have, as far as it matters. Moves up most often
 * do; then there is no need to look down. */
static geo_status find_reach(geo_context *context, struct suppression *work, int32_t cell,
                             int64_t *reach)
{
    int64_t wanted = work->options->below;
    choose_rows(work, cell);
    work->proof_count = 0;
    geo_suppress_flow_reset(&work->flow);
    *reach = geo_suppress_raise(&work->flow, cell, wanted);
    geo_status status = keep_proof(context, work);
    if (status != GEO_OK || *reach >= wanted)
        return status;
    geo_suppress_flow_reset(&work->flow);
    *reach += geo_suppress_lower(&work->flow, cell, wanted - *reach);
    return keep_proof(context, work);
}

/* Remembers which cells must stay hidden for this one's sake. */
static geo_status record_proof(geo_context *context, struct suppression *work, int32_t cell)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; status == GEO_OK && i < work->proof_count; i++) {
        size_t used = (size_t)work->proof[i];
        if (work->is_small[used] || !is_printed(work, used))
            continue;
        status = geo_grow_array(context, &work->use, &work->use_capacity, work->use_count + 2,
                                sizeof *work->use);
        if (status != GEO_OK)
            break;
        work->use[++work->use_count] = (struct use){cell, work->first_use[used]};
        work->first_use[used] = work->use_count;
    }
    return status;
}

static geo_status protect(geo_context *context, struct suppression *work, int32_t cell)
{
    int64_t reach = 0;
    int64_t wanted = work->options->below;
    geo_status status = find_reach(context, work, cell, &reach);
    if (status == GEO_OK && reach < wanted) {
        geo_suppress_flow_reset(&work->flow);
        geo_suppress_raise(&work->flow, cell, wanted);
        status = geo_suppress_raise_hiding(context, &work->flow, cell, wanted - reach);
        if (status == GEO_OK)
            status = keep_proof(context, work);
    }
    for (size_t i = 0; status == GEO_OK && i < work->proof_count; i++)
        work->hidden[work->proof[i]] = true;
    return status == GEO_OK ? record_proof(context, work, cell) : status;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static void find_small(struct suppression *work)
{
    const suppress_network *network = &work->network;
    for (size_t cell = 0; cell < network->cell_count; cell++) {
        int64_t value = network->value[cell];
        bool tells = value > 0 || (work->options->hides_zero && is_printed(work, cell));
        work->is_small[cell] = tells && value < work->options->below;
        work->hidden[cell] = work->is_small[cell] || !is_printed(work, cell);
    }
}

static geo_status report_cell(geo_context *context, const struct suppression *work, int part,
                              size_t cell)
{
    enum { PARTS = 3, OFTEN = 1 << 14 };
    if (cell % OFTEN != 0)
        return GEO_OK;
    double share = (double)cell / (double)work->network.cell_count;
    return geo_report_progress(context, "hiding small counts", (part + share) / PARTS);
}

static geo_status protect_each(geo_context *context, struct suppression *work)
{
    geo_status status = GEO_OK;
    for (size_t cell = 0; status == GEO_OK && cell < work->network.cell_count; cell++) {
        status = report_cell(context, work, 0, cell);
        if (status == GEO_OK && work->is_small[cell])
            status = protect(context, work, (int32_t)cell);
    }
    return status;
}

/* Dearest first. */
static int compare_visits(const void *left, const void *right)
{
    const struct suppress_visit *one = left;
    const struct suppress_visit *other = right;
    if (one->cost != other->cost)
        return one->cost > other->cost ? -1 : 1;
    return (one->node > other->node) - (one->node < other->node);
}

/* Whether all that relied on a cell can do without it. */
static geo_status is_spare(geo_context *context, struct suppression *work, size_t cell, bool *spare)
{
    geo_status status = GEO_OK;
    int32_t last = -1;
    *spare = true;
    for (size_t use = work->first_use[cell]; status == GEO_OK && *spare && use > 0;
         use = work->use[use].next) {
        int32_t small = work->use[use].small;
        int64_t reach = 0;
        if (small == last)
            continue;
        last = small;
        status = find_reach(context, work, small, &reach);
        *spare = reach >= work->options->below;
        if (status == GEO_OK && *spare)
            status = record_proof(context, work, small);
    }
    return status;
}

/* Cells that were hidden early may be needed no more after later ones. */
static geo_status show_spare(geo_context *context, struct suppression *work)
{
    struct suppress_visit *list = NULL;
    size_t count = 0;
    size_t cells = work->network.cell_count;
    geo_status status = geo_alloc_array(context, cells, sizeof *list, &list);
    for (size_t cell = 0; status == GEO_OK && cell < cells; cell++)
        if (work->hidden[cell] && !work->is_small[cell] && is_printed(work, cell))
            list[count++] =
                (struct suppress_visit){geo_suppress_cost(&work->network, cell), (int32_t)cell};
    if (count > 1)
        qsort(list, count, sizeof *list, compare_visits);
    for (size_t i = 0; status == GEO_OK && i < count; i++) {
        bool spare = false;
        work->hidden[list[i].node] = false;
        status = report_cell(context, work, 1, i * (cells / count));
        if (status == GEO_OK)
            status = is_spare(context, work, (size_t)list[i].node, &spare);
        work->hidden[list[i].node] = !spare;
    }
    free(list);
    return status;
}

/* Nothing is published on trust: each small count is moved once more among what is hidden in the
 * end. */
static geo_status verify(geo_context *context, struct suppression *work)
{
    geo_status status = GEO_OK;
    for (size_t cell = 0; status == GEO_OK && cell < work->network.cell_count; cell++) {
        int64_t reach = work->options->below;
        status = report_cell(context, work, 2, cell);
        if (status == GEO_OK && work->is_small[cell])
            status = find_reach(context, work, (int32_t)cell, &reach);
        if (status == GEO_OK && reach < work->options->below)
            status = geo_fail(context, GEO_ERROR_INTERNAL,
                              "a small count in row %zu, column %zu would not be protected",
                              cell / work->network.width + 1, cell % work->network.width + 1);
    }
    return status;
}

/* ---- suppression ---------------------------------------------------------------------------- */

static geo_status allocate(geo_context *context, struct suppression *work)
{
    size_t cells = work->network.cell_count;
    geo_status status = geo_alloc_array(context, cells, sizeof *work->hidden, &work->hidden);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *work->is_small, &work->is_small);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *work->first_use, &work->first_use);
    if (status == GEO_OK)
        status = geo_suppress_flow_make(context, &work->network, work->hidden,
                                        !work->options->hides_zero, &work->flow);
    return status;
}

static geo_status begin(geo_context *context, const geo_count_table *table,
                        struct suppression *work)
{
    if (work->options->below < 0 || work->options->below > below_limit)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "counts are hidden below a whole number above 0, such as 5");
    geo_status status = geo_suppress_network_make(context, table, &work->network);
    return status == GEO_OK ? allocate(context, work) : status;
}

static void end(struct suppression *work)
{
    geo_suppress_flow_clear(&work->flow);
    geo_suppress_network_clear(&work->network);
    free(work->hidden);
    free(work->is_small);
    free(work->proof);
    free(work->first_use);
    free(work->use);
}

/* The cells of the table, without the remainders. */
static geo_suppression hand_out(const struct suppression *work, bool *hidden)
{
    const suppress_network *network = &work->network;
    geo_suppression counted = {0, 0};
    for (size_t line = 0; line < network->line_count; line++)
        for (size_t column = 0; column < network->column_count; column++) {
            size_t cell = line * network->width + column;
            hidden[line * network->column_count + column] = work->hidden[cell];
            counted.small += work->is_small[cell];
            counted.others += work->hidden[cell] && !work->is_small[cell];
        }
    return counted;
}

geo_status geo_suppress(geo_context *context, const geo_count_table *table,
                        const geo_suppress_options *options, bool *hidden,
                        geo_suppression *suppression)
{
    const geo_suppress_options unset = GEO_SUPPRESS_OPTIONS_INIT;
    struct suppression work = {.options = options ? options : &unset,
                               .has_total_row = table->has_total_row};
    geo_status status = begin(context, table, &work);
    /* The totals of no rows are 0, and everybody knows. */
    bool has_rows = table->row_count > 0;
    if (status == GEO_OK && has_rows)
        find_small(&work);
    if (status == GEO_OK && has_rows)
        status = protect_each(context, &work);
    if (status == GEO_OK && has_rows)
        status = show_spare(context, &work);
    if (status == GEO_OK && has_rows)
        status = verify(context, &work);
    if (status == GEO_OK) {
        geo_suppression counted = hand_out(&work, hidden);
        if (suppression)
            *suppression = counted;
    }
    end(&work);
    return status;
}

geo_status geo_suppression_range(geo_context *context, const geo_count_table *table,
                                 const geo_suppress_options *options, const bool *hidden,
                                 size_t row, size_t column, int64_t *lowest, int64_t *highest)
{
    const geo_suppress_options unset = GEO_SUPPRESS_OPTIONS_INIT;
    struct suppression work = {.options = options ? options : &unset,
                               .has_total_row = table->has_total_row};
    geo_status status = begin(context, table, &work);
    if (status == GEO_OK) {
        const suppress_network *network = &work.network;
        for (size_t cell = 0; cell < network->cell_count; cell++)
            work.hidden[cell] =
                !is_printed(&work, cell) ||
                hidden[cell / network->width * network->column_count + cell % network->width];
        int32_t cell = (int32_t)(row * network->width + column);
        bool moves = work.hidden[cell];
        *lowest = *highest = network->value[cell];
        if (moves)
            *lowest -= geo_suppress_lower(&work.flow, cell, *lowest);
        geo_suppress_flow_reset(&work.flow);
        int64_t up = moves ? geo_suppress_raise(&work.flow, cell, SUPPRESS_UNBOUNDED) : 0;
        *highest = up == SUPPRESS_UNBOUNDED ? GEO_NO_INTEGER : *highest + up;
    }
    end(&work);
    return status;
}
