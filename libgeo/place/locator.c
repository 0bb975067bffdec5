/* Looking points up in a locator. */
#include "place/locator.h"

#include <stdlib.h>

#include "core/context.h"
#include "core/pool.h"

enum { GROUP_POINTS = 128, BLOCK_POINTS = 32 * GROUP_POINTS, POINTS_BETWEEN_REPORTS = 1 << 20 };

#if defined(__GNUC__)
#define FETCH(address) __builtin_prefetch(address)
#else
#define FETCH(address) ((void)(address))
#endif

void geo_locator_free(geo_locator *locator)
{
    if (!locator)
        return;
    for (size_t i = 0; i < locator->band_count; i++) {
        free(locator->band[i].cell);
        free(locator->band[i].slot);
    }
    free(locator->band);
    free(locator->root);
    free(locator);
}

/* ---- points in a cell with a record --------------------------------------------------------- */

static bool is_at_west_end(const geo_locator_piece *piece, const geo_vertex *vertex, double y)
{
    bool first = (piece->bits & GEO_FIRST_WEST) && vertex[0].y <= y;
    bool last = (piece->bits & GEO_LAST_WEST) && vertex[piece->edge_count].y <= y;
    return first != last;
}

/* By exact predicates. */
static int32_t area_exactly(const geo_locator_slot *slot, double x, double y)
{
    int32_t cover = slot->piece.cover;
    for (;;) {
        int32_t area = slot->piece.area;
        bool inside = false;
        bool follows;
        do {
            const geo_locator_piece *piece = &slot->piece;
            const geo_vertex *vertex = &slot[1].vertex;
            inside ^= (piece->bits & GEO_CORNER_INSIDE) != 0;
            inside ^= is_at_west_end(piece, vertex, y);
            for (uint32_t i = 0; i < piece->edge_count; i++) {
                if (geo_edge_cross(&vertex[i], &vertex[i + 1], x, y, &inside))
                    return area;
            }
            follows = (piece->bits & GEO_IS_FOLLOWED) != 0;
            slot += piece->edge_count + 2;
        } while (follows && slot->piece.area == area);
        if (inside)
            return area;
        if (!follows)
            return cover;
    }
}

/* How many of a piece's edges the ray west from the point crosses, odd or even, in the lowest bit;
 * *unsure is not 0 where rounding might have decided. No branches: what they would depend on is as
 * good as random. */
static unsigned int cross_piece(const geo_vertex *vertex, uint32_t edge_count, double x, double y,
                                unsigned int *unsure)
{
    double unit = DBL_EPSILON / 2;
    double dx = vertex[0].x - x;
    double dy = vertex[0].y - y;
    unsigned int is_low = dy <= 0;
    unsigned int crossed = 0;
    unsigned int doubt = dy == 0;
    for (uint32_t i = 1; i <= edge_count; i++) {
        double next_dx = vertex[i].x - x;
        double next_dy = vertex[i].y - y;
        unsigned int next_is_low = next_dy <= 0;
        /* As in geo_orientation(). */
        double left = dx * next_dy;
        double right = dy * next_dx;
        double determinant = left - right;
        double bound = (3 + 16 * unit) * unit * (fabs(left) + fabs(right));
        unsigned int spans = is_low ^ next_is_low;
        unsigned int is_right = determinant < 0;
        crossed ^= spans & (is_right ^ next_is_low);
        doubt |= (spans & !(fabs(determinant) > bound)) | (next_dy == 0);
        dx = next_dx;
        dy = next_dy;
        is_low = next_is_low;
    }
    *unsure |= doubt;
    return crossed;
}

static int32_t area_in_record(const geo_locator_slot *record, double x, double y)
{
    const geo_locator_slot *slot = record;
    for (;;) {
        int32_t area = slot->piece.area;
        unsigned int inside = 0;
        unsigned int unsure = 0;
        bool follows;
        do {
            const geo_locator_piece *piece = &slot->piece;
            const geo_vertex *vertex = &slot[1].vertex;
            uint32_t count = piece->edge_count;
            uint32_t bits = piece->bits;
            inside ^= bits & GEO_CORNER_INSIDE;
            inside ^= (bits >> 1 & 1) & (vertex[0].y <= y);
            inside ^= (bits >> 2 & 1) & (vertex[count].y <= y);
            inside ^= cross_piece(vertex, count, x, y, &unsure);
            follows = (bits & GEO_IS_FOLLOWED) != 0;
            slot += count + 2;
        } while (follows && slot->piece.area == area);
        if (unsure)
            return area_exactly(record, x, y);
        if (inside)
            return area;
        if (!follows)
            return record->piece.cover;
    }
}

/* The cell of a position in cells from the grid's edge; what rounding puts just outside a dividing
 * grid is in its border cells. */
static uint32_t cell_of(double position, uint32_t count)
{
    if (position <= 0)
        return 0;
    return position < count ? (uint32_t)position : count - 1;
}

static int32_t area_of_entry(const geo_locator_band *band, int32_t entry, double x, double y)
{
    while (entry < GEO_NO_CODE) {
        const geo_locator_slot *slot = &band->slot[-2 - entry];
        if (!(slot->piece.bits & GEO_IS_DIVIDED))
            return area_in_record(slot, x, y);
        const geo_locator_inner *inner = &slot->inner;
        geo_vertex low = slot[1].vertex, scale = slot[2].vertex;
        uint32_t column = cell_of((x - low.x) * scale.x, inner->divisions);
        uint32_t row = cell_of((y - low.y) * scale.y, inner->divisions);
        entry = band->cell[inner->first_cell + (size_t)row * inner->divisions + column];
    }
    return entry;
}

/* ---- many points ---------------------------------------------------------------------------- */

typedef struct point_group {
    double column[GROUP_POINTS]; /* position in cells of the root grid */
    double row[GROUP_POINTS];
    const geo_locator_root *root[GROUP_POINTS];
    const geo_locator_band *band[GROUP_POINTS];
    const int32_t *cell[GROUP_POINTS];
    uint32_t mixed[GROUP_POINTS]; /* points in cells with a record */
} point_group;

static void find_roots(const geo_locator *locator, const double *x, const double *y, size_t count,
                       point_group *group)
{
    const geo_locator_grid *grid = &locator->grid;
    size_t outside = (size_t)grid->columns * grid->rows;
    for (size_t i = 0; i < count; i++) {
        double column = (x[i] - grid->x_min) * grid->cells_per_unit;
        double row = (y[i] - grid->y_min) * grid->cells_per_unit;
        bool is_in = (column >= 0) & (column < grid->columns) & (row >= 0) & (row < grid->rows);
        column = is_in ? column : 0;
        row = is_in ? row : 0;
        size_t root = (size_t)(uint32_t)row * grid->columns + (uint32_t)column;
        group->root[i] = &locator->root[is_in ? root : outside];
        group->column[i] = column;
        group->row[i] = row;
        FETCH(group->root[i]);
    }
}

static void find_cells(const geo_locator *locator, size_t count, point_group *group)
{
    for (size_t i = 0; i < count; i++) {
        const geo_locator_root *root = group->root[i];
        double column = group->column[i], row = group->row[i];
        /* Both differences are exact, below 1, and a power of two does not round. */
        uint32_t inner_column = (uint32_t)((column - (uint32_t)column) * root->divisions);
        uint32_t inner_row = (uint32_t)((row - (uint32_t)row) * root->divisions);
        group->band[i] = &locator->band[root->band];
        group->cell[i] =
            &group->band[i]->cell[root->first_cell + inner_row * root->divisions + inner_column];
        FETCH(group->cell[i]);
    }
}

/* A point takes up to three reads that no cache has. Each step asks for what the next one reads,
 * for all points of the group, so that memory is not waited for one point at a time. */
static void locate_group(const geo_locator *locator, const double *x, const double *y, size_t count,
                         int32_t *area)
{
    point_group group;
    size_t mixed_count = 0;
    find_roots(locator, x, y, count, &group);
    find_cells(locator, count, &group);
    for (size_t i = 0; i < count; i++) {
        int32_t entry = *group.cell[i];
        bool is_mixed = entry < GEO_NO_CODE;
        /* As a number: a band without edges has no slots, and nothing may be added to no address.
         */
        uintptr_t slot = (uintptr_t)group.band[i]->slot +
                         (is_mixed ? (size_t)(-2 - entry) * sizeof(geo_locator_slot) : 0);
        FETCH((const void *)slot);
        FETCH((const void *)(slot + 3 * sizeof(geo_locator_slot)));
        group.mixed[mixed_count] = (uint32_t)i;
        mixed_count += is_mixed;
        area[i] = entry;
    }
    for (size_t k = 0; k < mixed_count; k++) {
        size_t i = group.mixed[k];
        area[i] = area_of_entry(group.band[i], area[i], x[i], y[i]);
    }
}

typedef struct location_job {
    const geo_locator *locator;
    const double *x;
    const double *y;
    int32_t *area;
} location_job;

static void locate_block(void *user, size_t worker, size_t first, size_t last)
{
    const location_job *job = user;
    (void)worker;
    for (; first < last; first += GROUP_POINTS) {
        size_t count = last - first < GROUP_POINTS ? last - first : GROUP_POINTS;
        locate_group(job->locator, job->x + first, job->y + first, count, job->area + first);
    }
}

geo_status geo_locate(geo_context *context, const geo_locator *locator, const double *x,
                      const double *y, size_t count, int32_t *area)
{
    for (size_t first = 0; first < count; first += POINTS_BETWEEN_REPORTS) {
        size_t rest = count - first;
        size_t part = rest < POINTS_BETWEEN_REPORTS ? rest : POINTS_BETWEEN_REPORTS;
        location_job job = {locator, x + first, y + first, area + first};
        geo_share_work(context, part, BLOCK_POINTS, locate_block, &job);
        geo_status status =
            geo_report_progress(context, "locate", (double)(first + part) / (double)count);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}
