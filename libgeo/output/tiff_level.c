#include "output/tiff_level.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/pool.h"
#include "output/tiff_tile.h"

static size_t halved(size_t count)
{
    return count / 2 + count % 2;
}

static size_t tiles_over(size_t count)
{
    return (count - 1) / GEO_TIFF_SIDE + 1;
}

static size_t count_levels(size_t columns, size_t rows)
{
    size_t count = 1;
    for (; columns > GEO_TIFF_SIDE || rows > GEO_TIFF_SIDE; count++) {
        columns = halved(columns);
        rows = halved(rows);
    }
    return count;
}

static geo_status make_level(geo_context *context, size_t columns, size_t rows,
                             geo_tiff_level *level)
{
    *level = (geo_tiff_level){.columns = columns,
                              .rows = rows,
                              .tiles_across = tiles_over(columns),
                              .tiles_down = tiles_over(rows)};
    geo_status status = geo_alloc_array(context, level->tiles_across * level->tiles_down,
                                        sizeof *level->tile, &level->tile);
    if (status != GEO_OK)
        return status;
    return geo_alloc_array(context, columns * (rows < GEO_TIFF_SIDE ? rows + 1 : GEO_TIFF_SIDE + 1),
                           sizeof *level->band, &level->band);
}

geo_status geo_tiff_levels_new(geo_context *context, size_t columns, size_t rows,
                               geo_tiff_level **out, size_t *count)
{
    size_t needed = count_levels(columns, rows);
    geo_tiff_level *level = NULL;
    geo_status status = geo_alloc_array(context, needed, sizeof *level, &level);
    for (size_t i = 0; i < needed && status == GEO_OK; i++) {
        status = make_level(context, columns, rows, &level[i]);
        columns = halved(columns);
        rows = halved(rows);
    }
    if (status != GEO_OK) {
        geo_tiff_levels_free(level, needed);
        return status;
    }
    *out = level;
    *count = needed;
    return GEO_OK;
}

void geo_tiff_levels_free(geo_tiff_level *level, size_t count)
{
    for (size_t i = 0; level && i < count; i++) {
        free(level[i].tile);
        free(level[i].band);
    }
    free(level);
}

/* ---- half the cells ---------------------------------------------------------------------------
 */

/* How much of cells 2 i - 1, 2 i and 2 i + 1 there is in cell i of the half as many. */
struct shares {
    double before;
    double own;
    double after;
};

static struct shares shares_of(size_t index, size_t fine_count)
{
    if (fine_count % 2 == 0)
        return (struct shares){0, 0.5, 0.5};
    double whole = (double)fine_count;
    double half = (double)halved(fine_count);
    double i = (double)index;
    return (struct shares){i / whole, half / whole, (half - 1 - i) / whole};
}

struct halving {
    const geo_tiff_level *level;
    const double *fine;
    size_t row_count;
    geo_tiff_level *coarser;
};

static void halve_even(const double *restrict fine, size_t count, double *restrict out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = 0.5 * fine[2 * i] + 0.5 * fine[2 * i + 1];
}

/* A cell that has no share is not asked: it may not be there, or be infinite. */
static void halve_odd(const double *row, size_t columns, size_t first, size_t count, double *out)
{
    for (size_t i = 0; i < count; i++) {
        const double *fine = row + 2 * (first + i);
        struct shares share = shares_of(first + i, columns);
        out[i] = share.own * fine[0];
        if (share.before > 0)
            out[i] += share.before * fine[-1];
        if (share.after > 0)
            out[i] += share.after * fine[1];
    }
}

static void add_to_row(const struct halving *halving, size_t row, size_t first, size_t count,
                       double share, const double *restrict line)
{
    const geo_tiff_level *coarser = halving->coarser;
    if (!(share > 0))
        return;
    double *restrict cell =
        coarser->band + (row - coarser->rows_written) * coarser->columns + first;
    for (size_t i = 0; i < count; i++)
        cell[i] += share * line[i];
}

/* Some of the coarser level's columns, for all the rows. */
static void halve_columns(void *user, size_t worker, size_t first, size_t last)
{
    (void)worker;
    const struct halving *halving = user;
    const geo_tiff_level *level = halving->level;
    double line[GEO_TIFF_SIDE];
    size_t count = last - first;
    for (size_t i = 0; i < halving->row_count; i++) {
        const double *fine = halving->fine + i * level->columns;
        size_t row = level->rows_written + i;
        if (level->columns % 2 == 0)
            halve_even(fine + 2 * first, count, line);
        else
            halve_odd(fine, level->columns, first, count, line);
        struct shares share = shares_of(row / 2, level->rows);
        add_to_row(halving, row / 2, first, count, row % 2 == 0 ? share.own : share.after, line);
        if (row % 2 == 1)
            add_to_row(halving, row / 2 + 1, first, count,
                       shares_of(row / 2 + 1, level->rows).before, line);
    }
}

void geo_tiff_halve(const geo_context *context, const geo_tiff_level *level, const double *fine,
                    size_t row_count, geo_tiff_level *coarser)
{
    struct halving halving = {level, fine, row_count, coarser};
    size_t end = level->rows_written + row_count;
    geo_share_work(context, coarser->columns, GEO_TIFF_SIDE, halve_columns, &halving);
    coarser->rows_waiting = (end == level->rows ? coarser->rows : end / 2) - coarser->rows_written;
}

void geo_tiff_next_band(geo_tiff_level *level)
{
    size_t columns = level->columns;
    size_t rows = level->rows_waiting;
    level->rows_written += rows;
    level->rows_waiting = 0;
    memmove(level->band, level->band + rows * columns, columns * sizeof *level->band);
    memset(level->band + columns, 0, rows * columns * sizeof *level->band);
}
