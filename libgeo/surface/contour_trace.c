/*
 * Marching squares between the centres of cells (Lorensen and Cline 1987 in two dimensions), told
 * from the ring's point of view: one step from each pair of neighbours, one in and one out, to the
 * next, with what is in on the left.
 *
 * Around the centres stand two more rows and columns of nodes on each side: on the grid's edge with
 * the values of the cells there, and at the same place once more as what is out. So rings close
 * along the edge without a case of their own.
 */
#include "surface/contour_trace.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"

/* Nodes on each side that are no cells. */
#define MARGIN 2

/* A ring crosses between two nodes this part of the way from either at least. Where values equal
 * the level, rings would else touch at nodes. */
static const double least_way = 1e-4;

typedef struct tracer {
    geo_context *context;
    const geo_grid *grid;
    double level;
    geo_contour_rings *rings;
} tracer;

typedef struct node {
    ptrdiff_t row; /* 0 is a margin's */
    ptrdiff_t column;
} node;

/* ---- nodes ---------------------------------------------------------------------------------- */

static ptrdiff_t within(ptrdiff_t index, size_t count)
{
    ptrdiff_t cell = index - MARGIN;
    return cell < 0 ? 0 : cell < (ptrdiff_t)count ? cell : (ptrdiff_t)count - 1;
}

static double value_at(const tracer *work, node at)
{
    const geo_grid *grid = work->grid;
    return grid->value[(size_t)within(at.row, grid->rows) * grid->columns +
                       (size_t)within(at.column, grid->columns)];
}

static bool is_beyond(const tracer *work, node at)
{
    return at.row == 0 || at.column == 0 || at.row == (ptrdiff_t)work->grid->rows + 3 ||
           at.column == (ptrdiff_t)work->grid->columns + 3;
}

/* False for a cell without a value. */
static bool is_in(const tracer *work, node at)
{
    return !is_beyond(work, at) && value_at(work, at) >= work->level;
}

/* Distance of a row or column from the grid's edge, in cells. */
static double cells_from_edge(ptrdiff_t index, size_t count)
{
    return fmin(fmax((double)index - 1.5, 0), (double)count);
}

static double x_of(const geo_grid *grid, ptrdiff_t column)
{
    return grid->x_min + grid->cell_m * cells_from_edge(column, grid->columns);
}

static double y_of(const geo_grid *grid, ptrdiff_t row)
{
    return grid->y_max - grid->cell_m * cells_from_edge(row, grid->rows);
}

/* ---- points --------------------------------------------------------------------------------- */

/* How far from the node that is in the level is met; half way where the other has no value. */
static double way_between(const tracer *work, node in, node out)
{
    double inside = value_at(work, in);
    double way = (inside - work->level) / (inside - value_at(work, out));
    return way >= 0 ? fmin(fmax(way, least_way), 1 - least_way) : 0.5;
}

/* Whether b lies between a and c on a line along an axis, as it does along the grid's edge. */
static bool is_needless(double ax, double ay, double bx, double by, double cx, double cy)
{
    return (ax == bx && bx == cx) || (ay == by && by == cy);
}

static geo_status add_point(tracer *work, size_t first, double x, double y)
{
    geo_contour_rings *rings = work->rings;
    size_t count = rings->point_count;
    size_t capacity = rings->point_capacity;
    if (count > first && rings->x[count - 1] == x && rings->y[count - 1] == y)
        return GEO_OK;
    if (count > first + 1 && is_needless(rings->x[count - 2], rings->y[count - 2],
                                         rings->x[count - 1], rings->y[count - 1], x, y))
        count--;
    geo_status status =
        geo_grow_array(work->context, &rings->x, &capacity, count + 1, sizeof *rings->x);
    if (status == GEO_OK)
        status = geo_grow_array(work->context, &rings->y, &rings->point_capacity, count + 1,
                                sizeof *rings->y);
    if (status != GEO_OK)
        return status;
    rings->x[count] = x;
    rings->y[count] = y;
    rings->point_count = count + 1;
    return GEO_OK;
}

static geo_status add_crossing(tracer *work, size_t first, node in, node out)
{
    const geo_grid *grid = work->grid;
    double way = way_between(work, in, out);
    double x = x_of(grid, in.column), y = y_of(grid, in.row);
    return add_point(work, first, x + way * (x_of(grid, out.column) - x),
                     y + way * (y_of(grid, out.row) - y));
}

/* ---- steps ---------------------------------------------------------------------------------- */

/* Of four nodes of which two are in, across from each other: whether these hang together, which
 * they do when the middle, where all four weigh the same, is in. */
static bool hang_together(const tracer *work, const node corner[4])
{
    double sum = 0;
    for (size_t i = 0; i < 4; i++)
        sum += value_at(work, corner[i]) / 4;
    return sum >= work->level;
}

static void step(const tracer *work, node *in, node *out)
{
    ptrdiff_t down = out->row - in->row, right = out->column - in->column;
    const node next_in = {in->row - right, in->column + down};
    const node next_out = {out->row - right, out->column + down};
    const node corner[4] = {*in, *out, next_in, next_out};
    bool goes_on = is_in(work, next_in), turns = is_in(work, next_out);
    if (goes_on && !turns) {
        *in = next_in;
        *out = next_out;
    } else if (turns && (goes_on || hang_together(work, corner))) {
        *in = next_out;
    } else {
        *out = next_in;
    }
}

static size_t west_of(const tracer *work, node at)
{
    return (size_t)(at.row - MARGIN) * (work->grid->columns + 1) + (size_t)(at.column - MARGIN);
}

/* Which ring it is that runs between two neighbours of a row, where that is a row of cells. Nodes
 * on the edge are like the cells there, so that there the ring runs beyond them. */
static void note_met(tracer *work, node in, node out, int32_t ring)
{
    ptrdiff_t last = (ptrdiff_t)work->grid->columns + MARGIN;
    node east = in.column > out.column ? in : out;
    if (in.row != out.row || in.row < MARGIN || in.row >= (ptrdiff_t)work->grid->rows + MARGIN)
        return;
    east.column = east.column < MARGIN ? MARGIN : east.column > last ? last : east.column;
    work->rings->met[west_of(work, east)] = ring;
}

static bool is_same(node one, node other)
{
    return one.row == other.row && one.column == other.column;
}

static double ring_area(const geo_contour_rings *rings, size_t first, size_t end)
{
    double twice = 0;
    for (size_t i = first; i + 1 < end; i++)
        twice += (rings->x[i] - rings->x[first]) * (rings->y[i + 1] - rings->y[first]) -
                 (rings->x[i + 1] - rings->x[first]) * (rings->y[i] - rings->y[first]);
    return fabs(twice) / 2;
}

/* The ring ends where it began, or a point earlier where that one lies on a line along an axis. */
static geo_status close_ring(tracer *work, size_t first)
{
    geo_contour_rings *rings = work->rings;
    geo_status status = add_point(work, first, rings->x[first], rings->y[first]);
    size_t last = rings->point_count - 1;
    if (status != GEO_OK || !is_needless(rings->x[last - 1], rings->y[last - 1], rings->x[last],
                                         rings->y[last], rings->x[first + 1], rings->y[first + 1]))
        return status;
    rings->x[first] = rings->x[last - 1];
    rings->y[first] = rings->y[last - 1];
    rings->point_count--;
    return GEO_OK;
}

static geo_status trace_ring(tracer *work, node in, node out, bool is_hole, size_t around)
{
    geo_contour_rings *rings = work->rings;
    const node first_in = in, first_out = out;
    size_t first = rings->point_count;
    geo_status status = geo_grow_array(work->context, &rings->ring, &rings->capacity,
                                       rings->count + 1, sizeof *rings->ring);
    while (status == GEO_OK) {
        note_met(work, in, out, (int32_t)rings->count);
        status = add_crossing(work, first, in, out);
        step(work, &in, &out);
        if (is_same(in, first_in) && is_same(out, first_out))
            break;
    }
    if (status == GEO_OK)
        status = close_ring(work, first);
    if (status != GEO_OK)
        return status;
    size_t end = rings->point_count;
    rings->ring[rings->count++] =
        (geo_contour_ring){first, end, around, ring_area(rings, first, end), is_hole};
    return GEO_OK;
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
    size_t columns = work->grid->columns;
    int32_t *met = &work->rings->met[row * (columns + 1)];
    int32_t before = GEO_NO_CODE;
    geo_status status = GEO_OK;
    bool was_in = false;
    for (size_t column = 0; column <= columns && status == GEO_OK; column++) {
        node east = {(ptrdiff_t)row + MARGIN, (ptrdiff_t)column + MARGIN};
        bool is_now_in = column < columns && is_in(work, east);
        if (is_now_in == was_in)
            continue;
        /* Beside the grid's edge the ring runs a node further out. */
        ptrdiff_t edge = column == 0 ? -1 : column == columns ? 1 : 0;
        node west = {east.row, east.column - 1 + edge};
        east.column += edge;
        if (met[column] == GEO_NO_CODE)
            status = trace_ring(work, was_in ? west : east, was_in ? east : west, was_in,
                                ring_around(work->rings, before, was_in));
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
