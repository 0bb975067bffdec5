/* Looking points up in a locator. */
#include "place/locator.h"

#include <stdlib.h>

#include "core/context.h"
#include "core/pool.h"

enum { BLOCK_POINTS = 4096, POINTS_BETWEEN_REPORTS = 1 << 20 };

void geo_locator_free(geo_locator *locator)
{
    if (!locator)
        return;
    free(locator->vertex);
    free(locator->grid);
    free(locator->cell);
    free(locator->mixed);
    free(locator->piece);
    free(locator);
}

/* The area of a point in a mixed cell that is not divided further. */
static int32_t area_among_pieces(const geo_locator *locator, const geo_locator_mixed *mixed,
                                 double corner_x, double corner_y, double x, double y)
{
    const geo_locator_piece *piece = &locator->piece[mixed->first_piece];
    const geo_locator_piece *end = piece + mixed->piece_count;
    while (piece < end) {
        int32_t area = piece->area;
        bool inside = piece->corner_inside;
        for (; piece < end && piece->area == area; piece++) {
            const geo_vertex *vertex = &locator->vertex[piece->first_vertex];
            for (uint32_t i = 0; i < piece->edge_count; i++) {
                if (geo_edge_cross(&vertex[i], &vertex[i + 1], corner_x, corner_y, x, y, &inside))
                    return area;
            }
        }
        if (inside)
            return area;
    }
    return mixed->cover;
}

/* The cell of a position in cells from the grid's edge; what rounding puts just outside a dividing
 * grid is in its border cells. */
static uint32_t cell_of(double position, uint32_t count)
{
    if (position <= 0)
        return 0;
    return position < count ? (uint32_t)position : count - 1;
}

static int32_t locate_point(const geo_locator *locator, double x, double y)
{
    const geo_locator_grid *grid = &locator->grid[0];
    double column_position = (x - grid->x_min) * grid->cells_per_unit;
    double row_position = (y - grid->y_min) * grid->cells_per_unit;
    if (!(column_position >= 0 && column_position < grid->columns && row_position >= 0 &&
          row_position < grid->rows))
        return GEO_NO_CODE;
    for (;;) {
        uint32_t column = cell_of(column_position, grid->columns);
        uint32_t row = cell_of(row_position, grid->rows);
        int32_t entry = locator->cell[grid->first_cell + (size_t)row * grid->columns + column];
        if (entry >= GEO_NO_CODE)
            return entry;
        const geo_locator_mixed *mixed = &locator->mixed[-2 - entry];
        if (mixed->grid == 0)
            return area_among_pieces(locator, mixed, geo_locator_column_x(grid, column),
                                     geo_locator_row_y(grid, row), x, y);
        grid = &locator->grid[mixed->grid];
        column_position = (x - grid->x_min) * grid->cells_per_unit;
        row_position = (y - grid->y_min) * grid->cells_per_unit;
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
    for (size_t i = first; i < last; i++)
        job->area[i] = locate_point(job->locator, job->x[i], job->y[i]);
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
