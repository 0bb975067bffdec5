#include "measure/suppress_flow.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"

geo_status geo_suppress_flow_make(geo_context *context, const suppress_network *network,
                                  const bool *hidden, bool zeros_are_shown, suppress_flow *flow)
{
    size_t cells = network->cell_count;
    size_t nodes = network->node_count;
    *flow = (suppress_flow){.network = network,
                            .hidden = hidden,
                            .zeros_are_shown = zeros_are_shown,
                            .end_row = network->row_count};
    geo_status status = geo_alloc_array(context, cells, sizeof *flow->change, &flow->change);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *flow->changed, &flow->changed);
    if (status == GEO_OK)
        status = geo_alloc_array(context, cells, sizeof *flow->is_changed, &flow->is_changed);
    if (status == GEO_OK)
        status = geo_alloc_array(context, nodes, sizeof *flow->came_by, &flow->came_by);
    if (status == GEO_OK)
        status = geo_alloc_array(context, nodes, sizeof *flow->cost, &flow->cost);
    if (status == GEO_OK)
        status = geo_alloc_array(context, nodes, sizeof *flow->seen, &flow->seen);
    if (status == GEO_OK)
        status = geo_alloc_array(context, nodes, sizeof *flow->queue, &flow->queue);
    return status;
}

void geo_suppress_flow_clear(suppress_flow *flow)
{
    free(flow->change);
    free(flow->changed);
    free(flow->is_changed);
    free(flow->came_by);
    free(flow->cost);
    free(flow->seen);
    free(flow->queue);
    free(flow->heap);
}

void geo_suppress_flow_reset(suppress_flow *flow)
{
    for (size_t i = 0; i < flow->changed_count; i++) {
        flow->change[flow->changed[i]] = 0;
        flow->is_changed[flow->changed[i]] = false;
    }
    flow->changed_count = 0;
}

static void begin_search(suppress_flow *flow)
{
    if (++flow->search == 0) {
        memset(flow->seen, 0, flow->network->node_count * sizeof *flow->seen);
        flow->search = 1;
    }
}

/* ---- arcs ----------------------------------------------------------------------------------- */

/* The arcs at a node: those of the rows, then those of the row of totals. */
struct arcs {
    size_t next;
    size_t end;
    size_t totals;
    size_t totals_end;
};

static struct arcs arcs_at(const suppress_flow *flow, int32_t node)
{
    const suppress_network *network = flow->network;
    size_t first = network->first_arc[node];
    size_t end = network->first_arc[node + 1];
    if ((size_t)node < network->first_hub)
        return (struct arcs){first, end, end, end};
    size_t per_line = (end - first) / network->line_count;
    return (struct arcs){first + flow->first_row * per_line, first + flow->end_row * per_line,
                         first + network->row_count * per_line, end};
}

static bool next_arc(const suppress_flow *flow, struct arcs *arcs, int32_t *cell)
{
    if (arcs->next == arcs->end) {
        arcs->next = arcs->totals;
        arcs->end = arcs->totals = arcs->totals_end;
    }
    if (arcs->next == arcs->end)
        return false;
    *cell = flow->network->arc[arcs->next++];
    return true;
}

/* The least that anybody must take a hidden cell for. What a group has beyond its parts may be 0.
 */
static int64_t least_of(const suppress_flow *flow, int32_t cell)
{
    const suppress_network *network = flow->network;
    return flow->zeros_are_shown && (size_t)cell % network->width < network->column_count;
}

/* How much more can go over a cell from a node to its other end: counts can grow without bounds,
 * and fall to the least. */
static int64_t room(const suppress_flow *flow, int32_t cell, int32_t from, int32_t *to)
{
    const suppress_network *network = flow->network;
    if (network->tail[cell] == from) {
        *to = network->head[cell];
        return SUPPRESS_UNBOUNDED;
    }
    *to = network->tail[cell];
    return network->value[cell] + flow->change[cell] - least_of(flow, cell);
}

static int32_t other_end(const suppress_network *network, int32_t cell, int32_t node)
{
    return network->head[cell] == node ? network->tail[cell] : network->head[cell];
}

static void change_cell(suppress_flow *flow, int32_t cell, int64_t amount)
{
    flow->change[cell] += amount;
    if (!flow->is_changed[cell])
        flow->changed[flow->changed_count++] = cell;
    flow->is_changed[cell] = true;
}

/* ---- hidden cells --------------------------------------------------------------------------- */

/* Breadth first over hidden cells other than `except`. */
static bool find_way(suppress_flow *flow, int32_t from, int32_t to, int32_t except)
{
    size_t first = 0;
    size_t end = 0;
    begin_search(flow);
    flow->seen[from] = flow->search;
    flow->queue[end++] = from;
    while (first < end) {
        int32_t node = flow->queue[first++];
        struct arcs arcs = arcs_at(flow, node);
        for (int32_t cell = 0; next_arc(flow, &arcs, &cell);) {
            int32_t next = 0;
            if (!flow->hidden[cell] || cell == except || room(flow, cell, node, &next) == 0 ||
                flow->seen[next] == flow->search)
                continue;
            flow->seen[next] = flow->search;
            flow->came_by[next] = cell;
            if (next == to)
                return true;
            flow->queue[end++] = next;
        }
    }
    return false;
}

static int64_t narrowest(const suppress_flow *flow, int32_t from, int32_t to)
{
    int64_t least = SUPPRESS_UNBOUNDED;
    for (int32_t node = to; node != from;) {
        int32_t cell = flow->came_by[node];
        int32_t before = other_end(flow->network, cell, node);
        int32_t unused = 0;
        int64_t free_room = room(flow, cell, before, &unused);
        least = free_room < least ? free_room : least;
        node = before;
    }
    return least;
}

static void push(suppress_flow *flow, int32_t from, int32_t to, int64_t amount)
{
    for (int32_t node = to; node != from;) {
        int32_t cell = flow->came_by[node];
        change_cell(flow, cell, flow->network->head[cell] == node ? amount : -amount);
        node = other_end(flow->network, cell, node);
    }
}

/* Along shortest ways, which bounds their number (Edmonds and Karp 1972, Theoretical improvements
 * in algorithmic efficiency for network flow problems, Journal of the ACM 19). */
static int64_t send(suppress_flow *flow, int32_t from, int32_t to, int32_t except, int64_t wanted)
{
    int64_t sent = 0;
    while (sent < wanted && find_way(flow, from, to, except)) {
        int64_t amount = narrowest(flow, from, to);
        if (amount == SUPPRESS_UNBOUNDED && wanted == SUPPRESS_UNBOUNDED)
            return SUPPRESS_UNBOUNDED;
        amount = amount < wanted - sent ? amount : wanted - sent;
        push(flow, from, to, amount);
        sent += amount;
    }
    return sent;
}

int64_t geo_suppress_raise(suppress_flow *flow, int32_t cell, int64_t wanted)
{
    const suppress_network *network = flow->network;
    if (network->tail[cell] == network->head[cell])
        return wanted;
    return send(flow, network->head[cell], network->tail[cell], cell, wanted);
}

int64_t geo_suppress_lower(suppress_flow *flow, int32_t cell, int64_t wanted)
{
    const suppress_network *network = flow->network;
    int64_t most = network->value[cell] - least_of(flow, cell);
    if (most > wanted)
        most = wanted;
    if (network->tail[cell] == network->head[cell])
        return most;
    return send(flow, network->tail[cell], network->head[cell], cell, most);
}

/* ---- cells to hide -------------------------------------------------------------------------- */

/* A large count tells more than a small one, a sum more than its parts, and the totals of all areas
 * most. */
int64_t geo_suppress_cost(const suppress_network *network, size_t cell)
{
    enum { ANY_CELL = 8, SUM = 4 };
    size_t column = cell % network->width;
    int64_t cost = ANY_CELL;
    if (column >= network->column_count)
        return 0;
    for (int64_t rest = network->value[cell]; rest > 0; rest /= 2)
        cost++;
    if (network->has_parts[column])
        cost *= network->parent[column] == GEO_NO_CODE ? SUM * SUM : SUM;
    return cell / network->width == network->row_count ? cost * SUM : cost;
}

static bool is_before(const struct suppress_visit *one, const struct suppress_visit *other)
{
    return one->cost != other->cost ? one->cost < other->cost : one->node < other->node;
}

static geo_status heap_add(geo_context *context, suppress_flow *flow, size_t *count,
                           struct suppress_visit visit)
{
    geo_status status =
        geo_grow_array(context, &flow->heap, &flow->heap_capacity, *count + 1, sizeof *flow->heap);
    if (status != GEO_OK)
        return status;
    size_t place = (*count)++;
    while (place > 0 && is_before(&visit, &flow->heap[(place - 1) / 2])) {
        flow->heap[place] = flow->heap[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    flow->heap[place] = visit;
    return GEO_OK;
}

static struct suppress_visit heap_take(suppress_flow *flow, size_t *count)
{
    struct suppress_visit *heap = flow->heap;
    struct suppress_visit first = heap[0];
    struct suppress_visit last = heap[--*count];
    size_t place = 0;
    for (size_t child = 1; child < *count; child = 2 * place + 1) {
        child += child + 1 < *count && is_before(&heap[child + 1], &heap[child]);
        if (!is_before(&heap[child], &last))
            break;
        heap[place] = heap[child];
        place = child;
    }
    heap[place] = last;
    return first;
}

/* Enters the nodes behind one that the search has come to. Zeros are hidden all or none. */
static geo_status enter_neighbours(geo_context *context, suppress_flow *flow,
                                   struct suppress_visit visit, int32_t except, int64_t wanted,
                                   size_t *heap_count)
{
    struct arcs arcs = arcs_at(flow, visit.node);
    geo_status status = GEO_OK;
    for (int32_t cell = 0; status == GEO_OK && next_arc(flow, &arcs, &cell);) {
        int32_t next = 0;
        bool stays = !flow->hidden[cell] && flow->network->value[cell] == 0;
        if (stays || cell == except || room(flow, cell, visit.node, &next) < wanted)
            continue;
        int64_t cost =
            visit.cost + (flow->hidden[cell] ? 0 : geo_suppress_cost(flow->network, (size_t)cell));
        if (flow->seen[next] == flow->search && flow->cost[next] <= cost)
            continue;
        flow->seen[next] = flow->search;
        flow->cost[next] = cost;
        flow->came_by[next] = cell;
        status = heap_add(context, flow, heap_count, (struct suppress_visit){cost, next});
    }
    return status;
}

geo_status geo_suppress_raise_hiding(geo_context *context, suppress_flow *flow, int32_t cell,
                                     int64_t wanted)
{
    int32_t from = flow->network->head[cell];
    int32_t to = flow->network->tail[cell];
    size_t heap_count = 0;
    begin_search(flow);
    flow->seen[from] = flow->search;
    flow->cost[from] = 0;
    geo_status status = heap_add(context, flow, &heap_count, (struct suppress_visit){0, from});
    while (status == GEO_OK && heap_count > 0) {
        struct suppress_visit visit = heap_take(flow, &heap_count);
        if (visit.node == to) {
            push(flow, from, to, wanted);
            return GEO_OK;
        }
        if (visit.cost == flow->cost[visit.node])
            status = enter_neighbours(context, flow, visit, cell, wanted, &heap_count);
    }
    return status != GEO_OK ? status
                            : geo_fail(context, GEO_ERROR_INTERNAL,
                                       "no cells are left that could protect a small count");
}
