#include "surface/contour_pieces.h"

#include <math.h>
#include <stdlib.h>

#include "core/memory.h"

#define NO_PIECE SIZE_MAX

/* Small pieces go and small holes are filled with all that stands in them; a piece in a hole whose
 * shell went stays. */
typedef enum ring_fate { RING_KEPT, RING_GONE, RING_FILLED } ring_fate;

typedef struct ring_state {
    ring_fate fate;
    size_t inside;  /* the piece that has the ground within a shell, or between a hole and its
                       shell; NO_PIECE */
    size_t outside; /* the piece that has the ground around a shell, or within a hole */
} ring_state;

typedef struct pieces_work {
    geo_context *context;
    const geo_grid *grid;
    double level;
    double min_area_m2;
    double min_hole_m2;
    geo_contour_level *made;
    ring_state *state; /* [rings.count] */
    double *net_m2;    /* [rings.count] of shells: without the holes that stay */
} pieces_work;

/* ---- which are kept ------------------------------------------------------------------------- */

static bool is_small_hole(const pieces_work *work, const geo_contour_ring *ring)
{
    return ring->is_hole && ring->area_m2 < work->min_hole_m2;
}

static void find_net_areas(pieces_work *work)
{
    const geo_contour_rings *rings = &work->made->rings;
    for (size_t i = 0; i < rings->count; i++) {
        const geo_contour_ring *ring = &rings->ring[i];
        if (!ring->is_hole)
            work->net_m2[i] = ring->area_m2;
        else if (!is_small_hole(work, ring))
            work->net_m2[ring->around] -= ring->area_m2;
    }
}

static ring_state settle_shell(pieces_work *work, size_t which)
{
    const geo_contour_ring *ring = &work->made->rings.ring[which];
    const ring_state *around = ring->around == GEO_NO_RING ? NULL : &work->state[ring->around];
    size_t outside = around ? around->outside : NO_PIECE;
    if (around && around->fate == RING_FILLED)
        return (ring_state){RING_FILLED, outside, outside};
    if (work->net_m2[which] < work->min_area_m2)
        return (ring_state){RING_GONE, NO_PIECE, outside};
    return (ring_state){RING_KEPT, work->made->piece_count++, outside};
}

static ring_state settle_hole(const pieces_work *work, const geo_contour_ring *ring)
{
    const ring_state *shell = &work->state[ring->around];
    if (shell->fate == RING_GONE)
        return (ring_state){RING_GONE, NO_PIECE, NO_PIECE};
    if (shell->fate == RING_FILLED || is_small_hole(work, ring))
        return (ring_state){RING_FILLED, shell->inside, shell->inside};
    return (ring_state){RING_KEPT, shell->inside, NO_PIECE};
}

/* What is around a ring comes before it. */
static void settle_rings(pieces_work *work)
{
    const geo_contour_rings *rings = &work->made->rings;
    for (size_t i = 0; i < rings->count; i++) {
        const geo_contour_ring *ring = &rings->ring[i];
        work->state[i] = ring->is_hole ? settle_hole(work, ring) : settle_shell(work, i);
        work->made->kept_count += work->state[i].fate == RING_KEPT;
    }
}

/* ---- what is in them ------------------------------------------------------------------------ */

static geo_status make_pieces(pieces_work *work)
{
    geo_contour_level *made = work->made;
    geo_status status =
        geo_alloc_array(work->context, made->piece_count, sizeof *made->piece, &made->piece);
    for (size_t i = 0; i < made->rings.count && status == GEO_OK; i++) {
        if (work->state[i].fate != RING_KEPT || made->rings.ring[i].is_hole)
            continue;
        made->piece[work->state[i].inside] =
            (geo_contour_piece){.shell = i, .area_m2 = work->net_m2[i], .peak = -INFINITY};
    }
    return status;
}

static void add_cell(const geo_grid *grid, size_t row, size_t column, geo_contour_piece *piece)
{
    double value = grid->value[row * grid->columns + column];
    if (isnan(value))
        return;
    piece->incidents += value * grid->cell_m * grid->cell_m / 1e6;
    if (value <= piece->peak)
        return;
    piece->peak = value;
    piece->peak_x = grid->x_min + grid->cell_m * ((double)column + 0.5);
    piece->peak_y = grid->y_max - grid->cell_m * ((double)row + 0.5);
}

/* Each cell belongs to the piece that its centre is in. */
static void add_row(pieces_work *work, size_t row)
{
    const geo_grid *grid = work->grid;
    const geo_contour_rings *rings = &work->made->rings;
    size_t piece = NO_PIECE;
    for (size_t column = 0; column < grid->columns; column++) {
        int32_t met = rings->met[row * (grid->columns + 1) + column];
        bool is_in = grid->value[row * grid->columns + column] >= work->level;
        if (met != GEO_NO_CODE)
            piece = is_in ? work->state[met].inside : work->state[met].outside;
        if (piece != NO_PIECE)
            add_cell(grid, row, column, &work->made->piece[piece]);
    }
}

/* ---- order ---------------------------------------------------------------------------------- */

static int compare_pieces(const void *one, const void *other)
{
    const geo_contour_piece *a = one, *b = other;
    if (a->peak != b->peak)
        return a->peak > b->peak ? -1 : 1;
    if (a->incidents != b->incidents)
        return a->incidents > b->incidents ? -1 : 1;
    return (a->shell > b->shell) - (a->shell < b->shell);
}

static void count_rings(pieces_work *work, const size_t *place)
{
    geo_contour_level *made = work->made;
    for (size_t i = 0; i < made->rings.count; i++)
        if (work->state[i].fate == RING_KEPT)
            made->piece[place[work->state[i].inside]].ring_count++;
    for (size_t i = 1; i < made->piece_count; i++)
        made->piece[i].first_ring = made->piece[i - 1].first_ring + made->piece[i - 1].ring_count;
}

/* The highest peak first, and the rings of each piece beside each other: a shell before its holes.
 * `place` and `filled` have room for all pieces. */
static void put_in_order(pieces_work *work, size_t *place, size_t *filled)
{
    geo_contour_level *made = work->made;
    if (made->piece_count > 0)
        qsort(made->piece, made->piece_count, sizeof *made->piece, compare_pieces);
    for (size_t i = 0; i < made->piece_count; i++)
        place[work->state[made->piece[i].shell].inside] = i;
    count_rings(work, place);
    for (size_t i = 0; i < made->rings.count; i++) {
        if (work->state[i].fate != RING_KEPT)
            continue;
        size_t piece = place[work->state[i].inside];
        made->kept[made->piece[piece].first_ring + filled[piece]++] = i;
    }
}

static geo_status order_pieces(pieces_work *work)
{
    geo_contour_level *made = work->made;
    size_t *place = NULL, *filled = NULL;
    geo_status status = geo_alloc_array(work->context, made->piece_count, sizeof *place, &place);
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, made->piece_count, sizeof *filled, &filled);
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, made->kept_count, sizeof *made->kept, &made->kept);
    if (status == GEO_OK)
        put_in_order(work, place, filled);
    free(place);
    free(filled);
    return status;
}

/* ---- a level -------------------------------------------------------------------------------- */

static geo_status find_pieces(pieces_work *work)
{
    size_t count = work->made->rings.count;
    geo_status status = geo_alloc_array(work->context, count, sizeof *work->state, &work->state);
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, count, sizeof *work->net_m2, &work->net_m2);
    if (status != GEO_OK)
        return status;
    find_net_areas(work);
    settle_rings(work);
    status = make_pieces(work);
    for (size_t row = 0; row < work->grid->rows && status == GEO_OK; row++)
        add_row(work, row);
    return status == GEO_OK ? order_pieces(work) : status;
}

geo_status geo_contour_level_make(geo_context *context, const geo_grid *grid,
                                  const geo_contour_options *options, size_t which,
                                  geo_contour_level *out)
{
    pieces_work work = {.context = context,
                        .grid = grid,
                        .level = options->level[which],
                        .min_area_m2 = options->min_area_km2 * 1e6,
                        .min_hole_m2 = options->min_hole_km2 * 1e6,
                        .made = out};
    *out = (geo_contour_level){.piece_count = 0};
    geo_status status = geo_contour_trace(context, grid, work.level, &out->rings);
    if (status == GEO_OK)
        status = find_pieces(&work);
    free(work.state);
    free(work.net_m2);
    free(out->rings.met); /* the largest of all, and not asked for again */
    out->rings.met = NULL;
    if (status != GEO_OK)
        geo_contour_level_clear(out);
    return status;
}

void geo_contour_level_clear(geo_contour_level *level)
{
    geo_contour_rings_clear(&level->rings);
    free(level->piece);
    free(level->kept);
    *level = (geo_contour_level){.piece_count = 0};
}
