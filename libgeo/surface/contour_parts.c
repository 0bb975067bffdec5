#include "surface/contour_parts.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"
#include "surface/contour_peaks.h"
#include "surface/contour_split.h"

static geo_status make_pieces(geo_context *context, const geo_grid *grid, const int32_t *label,
                              const size_t *shell, geo_contour_level *made)
{
    geo_status status =
        geo_alloc_array(context, made->piece_count, sizeof *made->piece, &made->piece);
    for (size_t i = 0; i < made->piece_count && status == GEO_OK; i++)
        made->piece[i] = (geo_contour_piece){.shell = shell[i], .peak = -INFINITY};
    for (size_t row = 0; row < grid->rows && status == GEO_OK; row++)
        for (size_t column = 0; column < grid->columns; column++) {
            int32_t part = label[row * grid->columns + column];
            if (part != GEO_NO_CODE)
                geo_contour_piece_add(grid, row, column, &made->piece[part]);
        }
    return status;
}

/* Which part a ring is of, by its shell's. */
static geo_status order_parts(geo_context *context, geo_contour_level *made)
{
    size_t *owner = NULL;
    geo_status status = geo_alloc_array(context, made->rings.count, sizeof *owner, &owner);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < made->piece_count; i++)
        owner[made->piece[i].shell] = i;
    for (size_t i = 0; i < made->rings.count; i++) {
        const geo_contour_ring *ring = &made->rings.ring[i];
        if (ring->is_hole)
            owner[i] = owner[ring->around];
        made->piece[owner[i]].area_m2 += ring->is_hole ? -ring->area_m2 : ring->area_m2;
    }
    status = geo_contour_level_order(context, made, owner);
    free(owner);
    return status;
}

geo_status geo_contour_parts_make(geo_context *context, const geo_grid *grid, double level,
                                  double ratio, int32_t *label, geo_contour_level *made)
{
    int32_t count = 0;
    size_t *shell = NULL;
    geo_status status = geo_contour_divide(context, grid, level, ratio, label, &count);
    if (status == GEO_OK)
        status = geo_alloc_array(context, (size_t)count, sizeof *shell, &shell);
    if (status == GEO_OK)
        status = geo_contour_split(context, grid, level, label, count, shell, &made->rings);
    if (status == GEO_OK) {
        made->piece_count = (size_t)count;
        status = make_pieces(context, grid, label, shell, made);
    }
    if (status == GEO_OK)
        status = order_parts(context, made);
    free(shell);
    return status;
}
