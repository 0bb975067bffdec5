#include "surface/contour_nodes.h"

#include <math.h>

#include "core/memory.h"

enum { MARGIN = GEO_CONTOUR_MARGIN };

/* A ring crosses between two nodes this part of the way from either at least. Where values equal
 * the level, rings would else touch at nodes. */
static const double least_way = 1e-4;

/* ---- nodes ---------------------------------------------------------------------------------- */

static ptrdiff_t within(ptrdiff_t index, size_t count)
{
    ptrdiff_t cell = index - MARGIN;
    return cell < 0 ? 0 : cell < (ptrdiff_t)count ? cell : (ptrdiff_t)count - 1;
}

size_t geo_contour_cell(const geo_grid *grid, geo_contour_node at)
{
    return (size_t)within(at.row, grid->rows) * grid->columns +
           (size_t)within(at.column, grid->columns);
}

bool geo_contour_is_beyond(const geo_grid *grid, geo_contour_node at)
{
    return at.row == 0 || at.column == 0 || at.row == (ptrdiff_t)grid->rows + 3 ||
           at.column == (ptrdiff_t)grid->columns + 3;
}

/* Distance of a row or column from the grid's edge, in cells. */
static double cells_from_edge(ptrdiff_t index, size_t count)
{
    return fmin(fmax((double)index - 1.5, 0), (double)count);
}

double geo_contour_x(const geo_grid *grid, ptrdiff_t column)
{
    return grid->x_min + grid->cell_m * cells_from_edge(column, grid->columns);
}

double geo_contour_y(const geo_grid *grid, ptrdiff_t row)
{
    return grid->y_max - grid->cell_m * cells_from_edge(row, grid->rows);
}

/* ---- lines ---------------------------------------------------------------------------------- */

geo_contour_square geo_contour_square_at(const geo_contour_line *line, int direction)
{
    const geo_contour_node in = line->in, out = line->out;
    ptrdiff_t down = direction * (out.row - in.row), right = direction * (out.column - in.column);
    return (geo_contour_square){
        in, out, {in.row - right, in.column + down}, {out.row - right, out.column + down}};
}

static bool is_one(geo_contour_node one, geo_contour_node other)
{
    return one.row == other.row && one.column == other.column;
}

bool geo_contour_is_same(const geo_contour_line *one, const geo_contour_line *other)
{
    return is_one(one->in, other->in) && is_one(one->out, other->out);
}

/* Nodes on the edge are like the cells there, so that there the ring runs beyond them. */
size_t geo_contour_met_index(const geo_grid *grid, const geo_contour_line *line)
{
    ptrdiff_t row = line->in.row - MARGIN, last = (ptrdiff_t)grid->columns + MARGIN;
    ptrdiff_t east = line->in.column > line->out.column ? line->in.column : line->out.column;
    if (line->in.row != line->out.row || row < 0 || row >= (ptrdiff_t)grid->rows)
        return SIZE_MAX;
    east = east < MARGIN ? MARGIN : east > last ? last : east;
    return (size_t)row * (grid->columns + 1) + (size_t)(east - MARGIN);
}

/* Beside the grid's edge the ring runs a node further out. */
geo_contour_line geo_contour_line_west(const geo_grid *grid, size_t row, size_t column)
{
    ptrdiff_t edge = column == 0 ? -1 : column == grid->columns ? 1 : 0;
    ptrdiff_t east = (ptrdiff_t)column + MARGIN + edge, at = (ptrdiff_t)row + MARGIN;
    return (geo_contour_line){{at, east}, {at, east - 1}};
}

/* How far from the node that is in the level is met; half way where the other has no value. */
static double way_between(const geo_grid *grid, double level, const geo_contour_line *line)
{
    double inside = grid->value[geo_contour_cell(grid, line->in)];
    double way = (inside - level) / (inside - grid->value[geo_contour_cell(grid, line->out)]);
    return way >= 0 ? fmin(fmax(way, least_way), 1 - least_way) : 0.5;
}

void geo_contour_crossing(const geo_grid *grid, double level, const geo_contour_line *line,
                          double *x, double *y)
{
    double way = way_between(grid, level, line);
    double in_x = geo_contour_x(grid, line->in.column), in_y = geo_contour_y(grid, line->in.row);
    *x = in_x + way * (geo_contour_x(grid, line->out.column) - in_x);
    *y = in_y + way * (geo_contour_y(grid, line->out.row) - in_y);
}

static double value_at(const geo_grid *grid, geo_contour_node at)
{
    return grid->value[geo_contour_cell(grid, at)];
}

/* By diagonals, so that the sum has the same bits from wherever a ring comes. */
bool geo_contour_hang_together(const geo_grid *grid, double level, const geo_contour_square *square)
{
    double one = value_at(grid, square->in) / 4 + value_at(grid, square->next_out) / 4;
    double other = value_at(grid, square->out) / 4 + value_at(grid, square->next_in) / 4;
    return one + other >= level;
}

/* ---- points --------------------------------------------------------------------------------- */

/* Whether b lies between a and c on a line along an axis. */
static bool is_needless(double ax, double ay, double bx, double by, double cx, double cy)
{
    return (ax == bx && bx == cx) || (ay == by && by == cy);
}

geo_status geo_contour_add_point(geo_context *context, geo_contour_rings *rings, size_t first,
                                 double x, double y)
{
    size_t count = rings->point_count;
    size_t capacity = rings->point_capacity;
    if (count > first && rings->x[count - 1] == x && rings->y[count - 1] == y)
        return GEO_OK;
    if (count > first + 1 && is_needless(rings->x[count - 2], rings->y[count - 2],
                                         rings->x[count - 1], rings->y[count - 1], x, y))
        count--;
    geo_status status = geo_grow_array(context, &rings->x, &capacity, count + 1, sizeof *rings->x);
    if (status == GEO_OK)
        status =
            geo_grow_array(context, &rings->y, &rings->point_capacity, count + 1, sizeof *rings->y);
    if (status != GEO_OK)
        return status;
    rings->x[count] = x;
    rings->y[count] = y;
    rings->point_count = count + 1;
    return GEO_OK;
}

static double ring_area(const geo_contour_rings *rings, size_t first, size_t end)
{
    double twice = 0;
    for (size_t i = first; i + 1 < end; i++)
        twice += (rings->x[i] - rings->x[first]) * (rings->y[i + 1] - rings->y[first]) -
                 (rings->x[i + 1] - rings->x[first]) * (rings->y[i] - rings->y[first]);
    return fabs(twice) / 2;
}

geo_status geo_contour_close(geo_context *context, geo_contour_rings *rings, size_t first,
                             geo_contour_ring *ring)
{
    geo_status status =
        geo_contour_add_point(context, rings, first, rings->x[first], rings->y[first]);
    if (status != GEO_OK)
        return status;
    size_t last = rings->point_count - 1;
    if (is_needless(rings->x[last - 1], rings->y[last - 1], rings->x[last], rings->y[last],
                    rings->x[first + 1], rings->y[first + 1])) {
        rings->x[first] = rings->x[last - 1];
        rings->y[first] = rings->y[last - 1];
        rings->point_count--;
    }
    ring->first = first;
    ring->end = rings->point_count;
    ring->area_m2 = ring_area(rings, first, ring->end);
    return GEO_OK;
}
