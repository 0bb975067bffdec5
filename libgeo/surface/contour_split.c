/*
 * Marching squares with several kinds of ground. In a square of four nodes the ground is convex.
 * The lines that divide it begin half way between nodes of different parts, and end half way along
 * the contour where that cuts the square; three parts or four meet in the middle. Two parts that
 * each have two nodes across from each other don't: the higher hangs together. So each part sees
 * the same points as its neighbour, and none of its rings touches itself.
 */
#include "surface/contour_split.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "surface/contour_nodes.h"

/* Instead of a part: any. */
#define ANY_PART (-2)

/* Whose ring was met between a cell and its western neighbour. */
enum { MET_EAST = 1, MET_WEST = 2 };

typedef struct splitter {
    geo_context *context;
    const geo_grid *grid;
    double level;
    const int32_t *label;
    unsigned char *met; /* [rows * (columns + 1)] */
    geo_contour_rings *rings;
} splitter;

typedef struct place {
    double x, y;
} place;

/* ---- nodes ---------------------------------------------------------------------------------- */

static int32_t part_at(const splitter *work, geo_contour_node at)
{
    return geo_contour_is_beyond(work->grid, at) ? GEO_NO_CODE
                                                 : work->label[geo_contour_cell(work->grid, at)];
}

static bool is_of(const splitter *work, geo_contour_node at, int32_t part)
{
    int32_t own = part_at(work, at);
    return part == ANY_PART ? own != GEO_NO_CODE : own == part;
}

static double sum_of(const splitter *work, geo_contour_node one, geo_contour_node other)
{
    return work->grid->value[geo_contour_cell(work->grid, one)] +
           work->grid->value[geo_contour_cell(work->grid, other)];
}

/* Whether a part that has `in` and `next_out` but neither of the other two nodes hangs together
 * between them. */
static bool hangs_together(const splitter *work, const geo_contour_square *square)
{
    int32_t own = part_at(work, square->in), one = part_at(work, square->out);
    int32_t other = part_at(work, square->next_in);
    if (one != other)
        return true;
    if (one == GEO_NO_CODE)
        return geo_contour_hang_together(work->grid, work->level, square);
    double sum = sum_of(work, square->in, square->next_out);
    double other_sum = sum_of(work, square->out, square->next_in);
    return sum > other_sum || (!(sum < other_sum) && own < one);
}

/* The line that comes next, or came before, on the ring around a part, or around all ground. */
static geo_contour_line line_after(const splitter *work, const geo_contour_line *line, int32_t part,
                                   int direction)
{
    const geo_contour_square square = geo_contour_square_at(line, direction);
    bool goes_on = is_of(work, square.next_in, part);
    bool turns = is_of(work, square.next_out, part);
    if (goes_on && !turns)
        return (geo_contour_line){square.next_in, square.next_out};
    if (turns && (goes_on || hangs_together(work, &square)))
        return (geo_contour_line){square.next_out, square.out};
    return (geo_contour_line){square.in, square.next_in};
}

/* Whether three parts or four meet in a square. */
static bool is_meeting(const splitter *work, const geo_contour_square *square)
{
    const int32_t part[4] = {part_at(work, square->in), part_at(work, square->out),
                             part_at(work, square->next_out), part_at(work, square->next_in)};
    size_t changes = 0, none = 0;
    for (size_t i = 0; i < 4; i++) {
        none += part[i] == GEO_NO_CODE;
        changes += part[i] != part[(i + 1) % 4];
    }
    bool is_across = part[0] == part[2] || part[1] == part[3];
    return none <= 1 && changes >= 3 + none && !is_across;
}

/* ---- points --------------------------------------------------------------------------------- */

static place halfway(place one, place other)
{
    return (place){(one.x + other.x) / 2, (one.y + other.y) / 2};
}

static place place_of(const splitter *work, geo_contour_node at)
{
    return (place){geo_contour_x(work->grid, at.column), geo_contour_y(work->grid, at.row)};
}

/* Where a ring crosses a line. */
static place crossing_of(const splitter *work, const geo_contour_line *line)
{
    place at;
    if (part_at(work, line->out) != GEO_NO_CODE)
        return halfway(place_of(work, line->in), place_of(work, line->out));
    geo_contour_crossing(work->grid, work->level, line, &at.x, &at.y);
    return at;
}

static geo_status add_place(splitter *work, size_t first, place at)
{
    return geo_contour_add_point(work->context, work->rings, first, at.x, at.y);
}

/* Half way along the contour, where it goes on to the line of another part. */
static geo_status add_end(splitter *work, size_t first, const geo_contour_line *line,
                          const geo_contour_line *own, int direction)
{
    if (part_at(work, line->out) != GEO_NO_CODE)
        return GEO_OK;
    const geo_contour_line along = line_after(work, line, ANY_PART, direction);
    if (geo_contour_is_same(&along, own))
        return GEO_OK;
    return add_place(work, first, halfway(crossing_of(work, line), crossing_of(work, &along)));
}

/* The points from one line of a ring to the next: that on the first line, and those within the
 * square. */
static geo_status add_points(splitter *work, size_t first, const geo_contour_line *from,
                             const geo_contour_line *to)
{
    const geo_contour_square square = geo_contour_square_at(from, 1);
    geo_status status = add_place(work, first, crossing_of(work, from));
    if (status == GEO_OK)
        status = add_end(work, first, from, to, 1);
    if (status == GEO_OK && is_meeting(work, &square))
        status = add_place(work, first,
                           halfway(place_of(work, square.in), place_of(work, square.next_out)));
    if (status == GEO_OK)
        status = add_end(work, first, to, from, -1);
    return status;
}

/* ---- rings ---------------------------------------------------------------------------------- */

static void note_met(splitter *work, const geo_contour_line *line)
{
    size_t index = geo_contour_met_index(work->grid, line);
    if (index != SIZE_MAX)
        work->met[index] |= line->in.column > line->out.column ? MET_EAST : MET_WEST;
}

/* The first ring of a part is its shell. */
static geo_status trace_ring(splitter *work, const geo_contour_line *from, size_t *shell)
{
    geo_contour_rings *rings = work->rings;
    geo_contour_line line = *from;
    int32_t part = part_at(work, from->in);
    geo_contour_ring ring = {.around = shell[part], .is_hole = shell[part] != GEO_NO_RING};
    size_t first = rings->point_count;
    geo_status status = geo_grow_array(work->context, &rings->ring, &rings->capacity,
                                       rings->count + 1, sizeof *rings->ring);
    while (status == GEO_OK) {
        const geo_contour_line next = line_after(work, &line, part, 1);
        note_met(work, &line);
        status = add_points(work, first, &line, &next);
        line = next;
        if (geo_contour_is_same(&line, from))
            break;
    }
    if (status == GEO_OK)
        status = geo_contour_close(work->context, rings, first, &ring);
    if (status != GEO_OK)
        return status;
    if (!ring.is_hole)
        shell[part] = rings->count;
    rings->ring[rings->count++] = ring;
    return GEO_OK;
}

static geo_status trace_row(splitter *work, size_t row, size_t *shell)
{
    const geo_grid *grid = work->grid;
    const int32_t *label = work->label + row * grid->columns;
    const unsigned char *met = work->met + row * (grid->columns + 1);
    geo_status status = GEO_OK;
    for (size_t column = 0; column <= grid->columns && status == GEO_OK; column++) {
        int32_t west = column > 0 ? label[column - 1] : GEO_NO_CODE;
        int32_t east = column < grid->columns ? label[column] : GEO_NO_CODE;
        if (west == east)
            continue;
        const geo_contour_line line = geo_contour_line_west(grid, row, column);
        const geo_contour_line back = {line.out, line.in};
        if (east != GEO_NO_CODE && !(met[column] & MET_EAST))
            status = trace_ring(work, &line, shell);
        if (west != GEO_NO_CODE && !(met[column] & MET_WEST) && status == GEO_OK)
            status = trace_ring(work, &back, shell);
    }
    return status;
}

geo_status geo_contour_split(geo_context *context, const geo_grid *grid, double level,
                             const int32_t *label, int32_t part_count, size_t *shell,
                             geo_contour_rings *out)
{
    splitter work = {
        .context = context, .grid = grid, .level = level, .label = label, .rings = out};
    *out = (geo_contour_rings){0};
    for (int32_t i = 0; i < part_count; i++)
        shell[i] = GEO_NO_RING;
    geo_status status =
        geo_alloc_array(context, grid->rows * (grid->columns + 1), sizeof *work.met, &work.met);
    for (size_t row = 0; row < grid->rows && status == GEO_OK; row++)
        status = trace_row(&work, row, shell);
    free(work.met);
    if (status != GEO_OK)
        geo_contour_rings_clear(out);
    return status;
}
