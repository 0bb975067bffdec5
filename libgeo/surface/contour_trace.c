/*
 * Marching squares between the centres of cells (Lorensen and Cline 1987 in two dimensions), told
 * from the ring's point of view: one step from each pair of neighbours, one in and one out, to the
 * next, with what is in on the left.
 */
#include "surface/contour_trace.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "surface/contour_nodes.h"

typedef struct tracer {
    geo_context *context;
    const geo_grid *grid;
    double level;
    geo_contour_rings *rings;
} tracer;

/* ---- rings ---------------------------------------------------------------------------------- */

/* False for a cell without a value. */
static bool is_in(const tracer *work, geo_contour_node at)
{
    return !geo_contour_is_beyond(work->grid, at) &&
           work->grid->value[geo_contour_cell(work->grid, at)] >= work->level;
}

static void step(const tracer *work, geo_contour_line *line)
{
    const geo_contour_square square = geo_contour_square_at(line, 1);
    bool goes_on = is_in(work, square.next_in), turns = is_in(work, square.next_out);
    if (goes_on && !turns)
        *line = (geo_contour_line){square.next_in, square.next_out};
    else if (turns && (goes_on || geo_contour_hang_together(work->grid, work->level, &square)))
        line->in = square.next_out;
    else
        line->out = square.next_in;
}

static geo_status add_crossing(tracer *work, size_t first, const geo_contour_line *line)
{
    double x, y;
    geo_contour_crossing(work->grid, work->level, line, &x, &y);
    return geo_contour_add_point(work->context, work->rings, first, x, y);
}

/* Which ring it is that runs between two neighbours of a row of cells. */
static void note_met(tracer *work, const geo_contour_line *line)
{
    size_t index = geo_contour_met_index(work->grid, line);
    if (index != SIZE_MAX)
        work->rings->met[index] = (int32_t)work->rings->count;
}

static geo_status trace_ring(tracer *work, const geo_contour_line *from, bool is_hole,
                             size_t around)
{
    geo_contour_rings *rings = work->rings;
    geo_contour_line line = *from;
    geo_contour_ring ring = {.around = around, .is_hole = is_hole};
    size_t first = rings->point_count;
    geo_status status = geo_grow_array(work->context, &rings->ring, &rings->capacity,
                                       rings->count + 1, sizeof *rings->ring);
    while (status == GEO_OK) {
        note_met(work, &line);
        status = add_crossing(work, first, &line);
        step(work, &line);
        if (geo_contour_is_same(&line, from))
            break;
    }
    if (status == GEO_OK)
        status = geo_contour_close(work->context, rings, first, &ring);
    if (status == GEO_OK)
        rings->ring[rings->count++] = ring;
    return status;
}

/* ---- rows ----------------------------------------------------------------------------------- */

/* What is around a ring that is met first here, by the one that was met last in the row. The
 * leftmost ring of all has nothing around it and is no hole. */
static size_t ring_around(const geo_contour_rings *rings, int32_t before, bool is_hole)
{
    if (before == GEO_NO_CODE)
        return GEO_NO_RING;
    const geo_contour_ring *ring = &rings->ring[before];
    return ring->is_hole == is_hole ? ring->around : (size_t)before;
}

static geo_status trace_row(tracer *work, size_t row)
{
    const geo_grid *grid = work->grid;
    int32_t *met = &work->rings->met[row * (grid->columns + 1)];
    int32_t before = GEO_NO_CODE;
    geo_status status = GEO_OK;
    bool was_in = false;
    for (size_t column = 0; column <= grid->columns && status == GEO_OK; column++) {
        bool is_now_in =
            column < grid->columns && grid->value[row * grid->columns + column] >= work->level;
        if (is_now_in == was_in)
            continue;
        geo_contour_line line = geo_contour_line_west(grid, row, column);
        if (was_in)
            line = (geo_contour_line){line.out, line.in};
        if (met[column] == GEO_NO_CODE)
            status = trace_ring(work, &line, was_in, ring_around(work->rings, before, was_in));
        before = met[column];
        was_in = is_now_in;
    }
    return status;
}

geo_status geo_contour_trace(geo_context *context, const geo_grid *grid, double level,
                             geo_contour_rings *out)
{
    tracer work = {context, grid, level, out};
    size_t crossings = grid->rows * (grid->columns + 1);
    *out = (geo_contour_rings){0};
    geo_status status = geo_check_budget(context, crossings * sizeof *out->met, "contours");
    if (status == GEO_OK)
        status = geo_alloc_array(context, crossings, sizeof *out->met, &out->met);
    for (size_t i = 0; i < crossings && status == GEO_OK; i++)
        out->met[i] = GEO_NO_CODE;
    for (size_t row = 0; row < grid->rows && status == GEO_OK; row++)
        status = trace_row(&work, row);
    if (status != GEO_OK)
        geo_contour_rings_clear(out);
    return status;
}

void geo_contour_rings_clear(geo_contour_rings *rings)
{
    free(rings->ring);
    free(rings->x);
    free(rings->y);
    free(rings->met);
    *rings = (geo_contour_rings){0};
}
