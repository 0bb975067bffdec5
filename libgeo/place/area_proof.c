#include "place/area_proof.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "place/edge.h"

/* Per point of an area: cells, entries in them, and comparisons after which to give up. */
enum { MOST_CELLS = 2, MOST_ENTRIES = 16, MOST_COMPARISONS = 256, LEAST_RING_POINTS = 4 };

geo_status geo_area_prover_start(geo_context *context, const geo_areas *areas,
                                 geo_area_prover *prover)
{
    size_t most = 0;
    for (size_t a = 0; a < areas->count; a++) {
        size_t points =
            areas->ring_point[areas->area_ring[a + 1]] - areas->ring_point[areas->area_ring[a]];
        most = points > most ? points : most;
    }
    prover->areas = areas;
    geo_status status = geo_alloc_array(context, most, sizeof *prover->box, &prover->box);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, MOST_CELLS * most + 2, sizeof *prover->first, &prover->first);
    return status != GEO_OK ? status
                            : geo_alloc_array(context, MOST_ENTRIES * most, sizeof *prover->entry,
                                              &prover->entry);
}

void geo_area_prover_clear(geo_area_prover *prover)
{
    free(prover->box);
    free(prover->first);
    free(prover->entry);
    *prover = (geo_area_prover){0};
}

/* ---- one edge, two edges -------------------------------------------------------------------- */

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static bool boxes_meet(const geo_edge_box *a, const geo_edge_box *b)
{
    return (a->x_min <= b->x_max) & (b->x_min <= a->x_max) & (a->y_min <= b->y_max) &
           (b->y_min <= a->y_max);
}

/* Whether edges whose boxes meet have a point in common; x and y of their first ends. */
static bool edges_meet(const double *ax, const double *ay, const double *bx, const double *by)
{
    int start = geo_orientation(ax[0], ay[0], ax[1], ay[1], bx[0], by[0]);
    int end = geo_orientation(ax[0], ay[0], ax[1], ay[1], bx[1], by[1]);
    if (start * end > 0)
        return false;
    start = geo_orientation(bx[0], by[0], bx[1], by[1], ax[0], ay[0]);
    end = geo_orientation(bx[0], by[0], bx[1], by[1], ax[1], ay[1]);
    return start * end <= 0;
}

/* Whether the way from p to q goes straight back from q to r. */
static bool turns_back(double px, double py, double qx, double qy, double rx, double ry)
{
    bool may = (px < qx) == (rx < qx) && (px > qx) == (rx > qx) && (py < qy) == (ry < qy) &&
               (py > qy) == (ry > qy);
    return may && geo_orientation(px, py, qx, qy, rx, ry) == 0;
}

/* Sizes for which geo_orientation() is exact. */
static bool is_usable(double coordinate)
{
    double size = fabs(coordinate);
    return size == 0 || (size >= 1e-140 && size <= 1e150);
}

/* ---- a ring by itself ----------------------------------------------------------------------- */

static bool points_are_usable(const double *x, const double *y, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_usable(x[i]) || !is_usable(y[i]))
            return false;
    }
    return true;
}

/* Fills box[0 .. count - 2]. False when the ring is not closed, too short, or has an edge of no
 * length or one that goes back on the edge before. */
static bool ring_is_regular(const double *x, const double *y, size_t count, geo_edge_box *box)
{
    if (count < LEAST_RING_POINTS || x[0] != x[count - 1] || y[0] != y[count - 1] ||
        !points_are_usable(x, y, count))
        return false;
    for (size_t i = 0; i + 1 < count; i++) {
        size_t before = i > 0 ? i - 1 : count - 2;
        if ((x[i] == x[i + 1] && y[i] == y[i + 1]) ||
            turns_back(x[before], y[before], x[i], y[i], x[i + 1], y[i + 1]))
            return false;
        box[i] = (geo_edge_box){smaller(x[i], x[i + 1]), larger(x[i], x[i + 1]),
                                smaller(y[i], y[i + 1]), larger(y[i], y[i + 1])};
    }
    return true;
}

/* ---- all edges of an area ------------------------------------------------------------------- */

/* Its points and rings, and a grid of cells over it. An edge is entered in the cells that its box
 * meets. As a cell's number does not fall while the coordinate rises, whatever the rounding, two
 * edges with a point in common have a cell in common. */
typedef struct area_edges {
    const geo_areas *areas;
    size_t first_ring, last_ring; /* the rings are first_ring .. last_ring - 1 */
    size_t first_point, points;
    geo_edge_box extent;
    double columns_per_unit, rows_per_unit;
    uint32_t columns, rows;
} area_edges;

static uint32_t cell_of(double distance, double cells_per_unit, uint32_t count)
{
    double cell = distance * cells_per_unit;
    return cell < count ? (uint32_t)cell : count - 1;
}

static void choose_cells(area_edges *edges)
{
    double width = edges->extent.x_max - edges->extent.x_min;
    double height = edges->extent.y_max - edges->extent.y_min;
    double columns = width > 0 && height > 0 ? sqrt((double)edges->points * (width / height)) : 1;
    columns = larger(1, smaller(columns, (double)edges->points));
    edges->columns = (uint32_t)columns;
    edges->rows = (uint32_t)larger(1, (double)edges->points / columns);
    edges->columns_per_unit = width > 0 ? edges->columns / width : 0;
    edges->rows_per_unit = height > 0 ? edges->rows / height : 0;
}

typedef struct cell_range {
    uint32_t column, last_column, row, last_row;
} cell_range;

static cell_range cells_of_box(const area_edges *edges, const geo_edge_box *box)
{
    const geo_edge_box *all = &edges->extent;
    return (cell_range){
        cell_of(box->x_min - all->x_min, edges->columns_per_unit, edges->columns),
        cell_of(box->x_max - all->x_min, edges->columns_per_unit, edges->columns),
        cell_of(box->y_min - all->y_min, edges->rows_per_unit, edges->rows),
        cell_of(box->y_max - all->y_min, edges->rows_per_unit, edges->rows),
    };
}

/* Counts, then enters, the edges of all rings; false when there are too many entries. */
static bool enter_edges(const area_edges *edges, geo_area_prover *prover)
{
    const size_t *ring_point = edges->areas->ring_point;
    size_t cells = (size_t)edges->columns * edges->rows;
    size_t entries = 0;
    memset(prover->first, 0, (cells + 2) * sizeof *prover->first);
    for (int pass = 0; pass < 2; pass++) {
        /* Counted two places on, summed, then filled one place on. */
        uint32_t *slot = prover->first + (pass == 0 ? 2 : 1);
        for (size_t r = edges->first_ring; r < edges->last_ring; r++) {
            for (size_t i = ring_point[r]; i + 1 < ring_point[r + 1]; i++) {
                size_t edge = i - edges->first_point;
                cell_range range = cells_of_box(edges, &prover->box[edge]);
                for (uint32_t row = range.row; row <= range.last_row; row++) {
                    uint32_t *in_row = &slot[(size_t)row * edges->columns];
                    for (uint32_t c = range.column; c <= range.last_column; c++, entries++) {
                        if (pass == 1)
                            prover->entry[in_row[c]] = (uint32_t)edge;
                        in_row[c]++;
                    }
                }
            }
            if (entries > 2 * MOST_ENTRIES * edges->points)
                return false;
        }
        if (pass == 0 && entries > MOST_ENTRIES * edges->points)
            return false;
        for (size_t i = 0; pass == 0 && i < cells; i++)
            prover->first[i + 2] += prover->first[i + 1];
    }
    return true;
}

/* Whether edges i < j, by points of the area, are neighbours in a ring. */
static bool are_neighbours(const area_edges *edges, size_t i, size_t j)
{
    if (j == i + 1)
        return true; /* the last point of a ring begins no edge */
    const size_t *ring_point = edges->areas->ring_point;
    for (size_t r = edges->first_ring; r < edges->last_ring; r++) {
        if (ring_point[r] - edges->first_point == i)
            return ring_point[r + 1] - edges->first_point == j + 2;
    }
    return false;
}

/* Whether no two edges in a cell have a point in common that they may not have. */
static bool cell_is_clear(const area_edges *edges, const geo_area_prover *prover,
                          const uint32_t *entry, size_t count)
{
    const double *x = edges->areas->x + edges->first_point;
    const double *y = edges->areas->y + edges->first_point;
    for (size_t i = 0; i + 1 < count; i++) {
        geo_edge_box box = prover->box[entry[i]];
        for (size_t j = i + 1; j < count; j++) {
            uint32_t a = entry[i], b = entry[j];
            if (boxes_meet(&box, &prover->box[b]) && !are_neighbours(edges, a, b) &&
                edges_meet(x + a, y + a, x + b, y + b))
                return false;
        }
    }
    return true;
}

static bool edges_are_clear(const area_edges *edges, geo_area_prover *prover)
{
    if (!enter_edges(edges, prover))
        return false;
    size_t cells = (size_t)edges->columns * edges->rows;
    double comparisons = 0;
    for (size_t i = 0; i < cells; i++) {
        double count = prover->first[i + 1] - prover->first[i];
        comparisons += count * count;
    }
    if (comparisons > MOST_COMPARISONS * (double)edges->points)
        return false;
    for (size_t i = 0; i < cells; i++) {
        uint32_t first = prover->first[i];
        if (!cell_is_clear(edges, prover, prover->entry + first, prover->first[i + 1] - first))
            return false;
    }
    return true;
}

/* ---- rings and rings ------------------------------------------------------------------------ */

/* Whether a ring whose edges meet none of another's lies within that other. */
static bool is_within(const geo_areas *areas, size_t inner, size_t outer)
{
    double x = areas->x[areas->ring_point[inner]], y = areas->y[areas->ring_point[inner]];
    bool inside = false;
    for (size_t i = areas->ring_point[outer]; i + 1 < areas->ring_point[outer + 1]; i++) {
        geo_vertex a = {areas->x[i], areas->y[i]};
        geo_vertex b = {areas->x[i + 1], areas->y[i + 1]};
        inside ^= geo_edge_is_west(&a, &b, x, y);
    }
    return inside;
}

/* No ring within another, but holes in their own shell. False, too, when that takes long. */
static bool rings_are_apart(const area_edges *edges)
{
    const geo_areas *areas = edges->areas;
    size_t rings = edges->last_ring - edges->first_ring;
    if (rings * 2 > MOST_COMPARISONS)
        return false;
    size_t shell = edges->first_ring;
    for (size_t inner = edges->first_ring; inner < edges->last_ring; inner++) {
        if (!areas->ring_is_hole[inner])
            shell = inner;
        for (size_t outer = edges->first_ring; outer < edges->last_ring; outer++) {
            bool is_own = areas->ring_is_hole[inner] && outer == shell;
            bool is_elsewhere =
                areas->ring_is_hole[inner] && !is_own && !areas->ring_is_hole[outer];
            if (inner != outer && !is_elsewhere && is_within(areas, inner, outer) != is_own)
                return false;
        }
    }
    return true;
}

bool geo_area_is_ordinary(geo_area_prover *prover, size_t area)
{
    const geo_areas *areas = prover->areas;
    area_edges edges = {.areas = areas,
                        .first_ring = areas->area_ring[area],
                        .last_ring = areas->area_ring[area + 1]};
    if (edges.first_ring == edges.last_ring || areas->ring_is_hole[edges.first_ring])
        return false;
    edges.first_point = areas->ring_point[edges.first_ring];
    edges.points = areas->ring_point[edges.last_ring] - edges.first_point;
    if (edges.points > UINT32_MAX / MOST_ENTRIES)
        return false;
    for (size_t r = edges.first_ring; r < edges.last_ring; r++) {
        size_t first = areas->ring_point[r];
        if (!ring_is_regular(areas->x + first, areas->y + first, areas->ring_point[r + 1] - first,
                             prover->box + (first - edges.first_point)))
            return false;
    }
    geo_extent extent =
        geo_extent_of(areas->x + edges.first_point, areas->y + edges.first_point, edges.points);
    edges.extent = (geo_edge_box){extent.x_min, extent.x_max, extent.y_min, extent.y_max};
    choose_cells(&edges);
    return edges_are_clear(&edges, prover) &&
           (edges.last_ring - edges.first_ring == 1 || rings_are_apart(&edges));
}
