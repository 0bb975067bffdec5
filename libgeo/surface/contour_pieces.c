#include "surface/contour_pieces.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "surface/contour_parts.h"

/* Small pieces go and small holes are filled with all that stands in them; a piece in a hole whose
 * shell went stays. */
typedef enum ring_fate { RING_KEPT, RING_GONE, RING_FILLED } ring_fate;

typedef struct ring_state {
    ring_fate fate;
    size_t inside;  /* the piece that has the ground within a shell, or between a hole and its
                       shell; GEO_NO_PIECE */
    size_t outside; /* the piece that has the ground around a shell, or within a hole */
} ring_state;

typedef struct pieces_work {
    geo_context *context;
    const geo_grid *grid;
    double level;
    double peak_ratio;
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
    size_t outside = around ? around->outside : GEO_NO_PIECE;
    if (around && around->fate == RING_FILLED)
        return (ring_state){RING_FILLED, outside, outside};
    if (work->net_m2[which] < work->min_area_m2)
        return (ring_state){RING_GONE, GEO_NO_PIECE, outside};
    return (ring_state){RING_KEPT, work->made->piece_count++, outside};
}

static ring_state settle_hole(const pieces_work *work, const geo_contour_ring *ring)
{
    const ring_state *shell = &work->state[ring->around];
    if (shell->fate == RING_GONE)
        return (ring_state){RING_GONE, GEO_NO_PIECE, GEO_NO_PIECE};
    if (shell->fate == RING_FILLED || is_small_hole(work, ring))
        return (ring_state){RING_FILLED, shell->inside, shell->inside};
    return (ring_state){RING_KEPT, shell->inside, GEO_NO_PIECE};
}

/* What is around a ring comes before it. */
static void settle_rings(pieces_work *work)
{
    const geo_contour_rings *rings = &work->made->rings;
    for (size_t i = 0; i < rings->count; i++)
        work->state[i] =
            rings->ring[i].is_hole ? settle_hole(work, &rings->ring[i]) : settle_shell(work, i);
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

void geo_contour_piece_add(const geo_grid *grid, size_t row, size_t column,
                           geo_contour_piece *piece)
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

/* The piece that each cell's centre is in, row by row from the west. */
static size_t next_piece(const pieces_work *work, size_t row, size_t column, size_t piece)
{
    size_t columns = work->grid->columns;
    int32_t met = work->made->rings.met[row * (columns + 1) + column];
    if (met == GEO_NO_CODE)
        return piece;
    bool is_in = work->grid->value[row * columns + column] >= work->level;
    return is_in ? work->state[met].inside : work->state[met].outside;
}

static void add_row(pieces_work *work, size_t row)
{
    size_t piece = GEO_NO_PIECE;
    for (size_t column = 0; column < work->grid->columns; column++) {
        piece = next_piece(work, row, column, piece);
        if (piece != GEO_NO_PIECE)
            geo_contour_piece_add(work->grid, row, column, &work->made->piece[piece]);
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

static void count_rings(geo_contour_level *made, const size_t *owner, const size_t *place)
{
    for (size_t i = 0; i < made->rings.count; i++)
        if (owner[i] != GEO_NO_PIECE)
            made->piece[place[owner[i]]].ring_count++;
    for (size_t i = 1; i < made->piece_count; i++)
        made->piece[i].first_ring = made->piece[i - 1].first_ring + made->piece[i - 1].ring_count;
}

/* `place` and `filled` have room for all pieces. */
static void put_in_order(geo_contour_level *made, const size_t *owner, size_t *place,
                         size_t *filled)
{
    if (made->piece_count > 0)
        qsort(made->piece, made->piece_count, sizeof *made->piece, compare_pieces);
    for (size_t i = 0; i < made->piece_count; i++)
        place[owner[made->piece[i].shell]] = i;
    count_rings(made, owner, place);
    for (size_t i = 0; i < made->rings.count; i++) {
        if (owner[i] == GEO_NO_PIECE)
            continue;
        size_t piece = place[owner[i]];
        made->kept[made->piece[piece].first_ring + filled[piece]++] = i;
    }
}

geo_status geo_contour_level_order(geo_context *context, geo_contour_level *made,
                                   const size_t *owner)
{
    size_t *place = NULL, *filled = NULL;
    for (size_t i = 0; i < made->rings.count; i++)
        made->kept_count += owner[i] != GEO_NO_PIECE;
    geo_status status = geo_alloc_array(context, made->piece_count, sizeof *place, &place);
    if (status == GEO_OK)
        status = geo_alloc_array(context, made->piece_count, sizeof *filled, &filled);
    if (status == GEO_OK)
        status = geo_alloc_array(context, made->kept_count, sizeof *made->kept, &made->kept);
    if (status == GEO_OK)
        put_in_order(made, owner, place, filled);
    free(place);
    free(filled);
    return status;
}

/* ---- a level -------------------------------------------------------------------------------- */

static geo_status order_pieces(pieces_work *work)
{
    size_t *owner = NULL, count = work->made->rings.count;
    geo_status status = geo_alloc_array(work->context, count, sizeof *owner, &owner);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        owner[i] = work->state[i].fate == RING_KEPT ? work->state[i].inside : GEO_NO_PIECE;
    if (status == GEO_OK)
        status = geo_contour_level_order(work->context, work->made, owner);
    free(owner);
    return status;
}

static geo_status keep_pieces(pieces_work *work)
{
    geo_status status = make_pieces(work);
    for (size_t row = 0; row < work->grid->rows && status == GEO_OK; row++)
        add_row(work, row);
    return status == GEO_OK ? order_pieces(work) : status;
}

static void label_row(const pieces_work *work, size_t row, int32_t *label)
{
    size_t piece = GEO_NO_PIECE;
    for (size_t column = 0; column < work->grid->columns; column++) {
        piece = next_piece(work, row, column, piece);
        label[column] = piece == GEO_NO_PIECE ? GEO_NO_CODE : (int32_t)piece;
    }
}

/* The pieces' cells are all that their parts are made from. */
static geo_status divide_pieces(pieces_work *work)
{
    const geo_grid *grid = work->grid;
    int32_t *label = NULL;
    size_t cells = grid->rows * grid->columns;
    geo_status status = geo_check_budget(work->context, 2 * cells * sizeof *label, "contours");
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, cells, sizeof *label, &label);
    for (size_t row = 0; row < grid->rows && status == GEO_OK; row++)
        label_row(work, row, label + row * grid->columns);
    geo_contour_level_clear(work->made);
    if (status == GEO_OK)
        status = geo_contour_parts_make(work->context, grid, work->level, work->peak_ratio, label,
                                        work->made);
    free(label);
    return status;
}

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
    return work->peak_ratio > 0 ? divide_pieces(work) : keep_pieces(work);
}

geo_status geo_contour_level_make(geo_context *context, const geo_grid *grid,
                                  const geo_contour_options *options, size_t which,
                                  double peak_ratio, geo_contour_level *out)
{
    pieces_work work = {.context = context,
                        .grid = grid,
                        .level = options->level[which],
                        .peak_ratio = peak_ratio,
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
