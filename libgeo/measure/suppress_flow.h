/* How far a cell of a network can move when only hidden cells may change, and what else to hide so
 * that it can move further. */
#ifndef GEO_MEASURE_SUPPRESS_FLOW_H
#define GEO_MEASURE_SUPPRESS_FLOW_H

#include "measure/suppress_network.h"

#define SUPPRESS_UNBOUNDED INT64_MAX

struct suppress_visit {
    int64_t cost;
    int32_t node;
};

/* Another table with the same cells shown: what each cell has more or less than the true one. */
typedef struct suppress_flow {
    const suppress_network *network;
    const bool *hidden;   /* [cell_count] remainders included: they are never printed */
    bool zeros_are_shown; /* so a hidden cell is known to have 1 at least */
    size_t first_row;     /* cells of other rows are held as they are; */
    size_t end_row;       /* those of the row of totals are not */
    int64_t *change;      /* [cell_count] */
    int32_t *changed;     /* [cell_count] cells that were changed, each once */
    bool *is_changed;     /* [cell_count] */
    size_t changed_count;
    int32_t *came_by; /* [node_count] the cell over which a search came */
    int64_t *cost;    /* [node_count] */
    uint32_t *seen;   /* [node_count] the last search that came there */
    uint32_t search;
    int32_t *queue;              /* [node_count] */
    struct suppress_visit *heap; /* grown */
    size_t heap_capacity;
} suppress_flow;

/* Clear it in any case. */
geo_status geo_suppress_flow_make(geo_context *context, const suppress_network *network,
                                  const bool *hidden, bool zeros_are_shown, suppress_flow *flow);
void geo_suppress_flow_clear(suppress_flow *flow);

/* Back to the true table. */
void geo_suppress_flow_reset(suppress_flow *flow);

/* Moves a hidden cell up, or down, by at most `wanted`, the sums following; returns by how much it
 * could. SUPPRESS_UNBOUNDED when there is no end to it. */
int64_t geo_suppress_raise(suppress_flow *flow, int32_t cell, int64_t wanted);
int64_t geo_suppress_lower(suppress_flow *flow, int32_t cell, int64_t wanted);

/* What it costs the reader when a cell is hidden. */
int64_t geo_suppress_cost(const suppress_network *network, size_t cell);

/* Raises the cell by exactly `wanted` along the way on which the least must be hidden; the cells
 * changed may then be ones that are not hidden yet. GEO_ERROR_INTERNAL when there is none: raising
 * every sum that the cell is in is always one. */
geo_status geo_suppress_raise_hiding(geo_context *context, suppress_flow *flow, int32_t cell,
                                     int64_t wanted);

#endif
