/*
 * Which cells no place reaches, for a method that leaves a rest of rounding there. Places are
 * marked in bins an eighth of a bandwidth wide. A cell that does not reach all of some marked bin
 * is taken as out of reach: it may reach a place by less than the bin's diagonal, 0.18 bandwidths,
 * where a Gaussian is below 2e-17 of its peak.
 */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "surface/spread_state.h"

enum { WORD_BITS = 64 };

static const double bin_bandwidths = 0.125;

static void measure(const geo_spread *spread, geo_cover *cover)
{
    const geo_grid *grid = spread->grid;
    double edge_m = spread->reach_m + spread->margin * grid->cell_m;
    cover->side_m = bin_bandwidths * spread->bandwidth_m;
    cover->west = grid->x_min - edge_m;
    cover->north = grid->y_max + edge_m;
    cover->columns =
        (size_t)(((double)grid->columns * grid->cell_m + 2 * edge_m) / cover->side_m) + 1;
    cover->rows = (size_t)(((double)grid->rows * grid->cell_m + 2 * edge_m) / cover->side_m) + 1;
    cover->words = cover->columns / WORD_BITS + 1;
}

geo_status geo_cover_fill(geo_context *context, geo_spread *spread)
{
    geo_cover *cover = &spread->cover;
    measure(spread, cover);
    geo_status status =
        geo_alloc_array(context, cover->rows * cover->words, sizeof *cover->bits, &cover->bits);
    for (size_t i = 0; i < spread->count && status == GEO_OK; i++) {
        size_t column =
            geo_clamp_index((spread->x[i] - cover->west) / cover->side_m, cover->columns - 1);
        size_t row =
            geo_clamp_index((cover->north - spread->y[i]) / cover->side_m, cover->rows - 1);
        cover->bits[row * cover->words + column / WORD_BITS] |= UINT64_C(1) << column % WORD_BITS;
    }
    return status;
}

/* Marks columns first .. end - 1; returns how many were not marked before. */
static size_t mark(unsigned char *is_reached, size_t first, size_t end)
{
    size_t marked = 0;
    for (size_t i = first; i < end; i++) {
        marked += !is_reached[i];
        is_reached[i] = 1;
    }
    return marked;
}

/* Columns that reach all of a marked bin of the row of bins: so far along x from its far side. */
static size_t mark_bins(const geo_spread *spread, size_t bin_row, double half_m,
                        unsigned char *is_reached)
{
    const geo_cover *cover = &spread->cover;
    const uint64_t *bits = cover->bits + bin_row * cover->words;
    double cell_m = spread->grid->cell_m;
    size_t columns = spread->grid->columns;
    size_t done = 0; /* columns before are marked or cannot be reached by bins to come */
    size_t marked = 0;
    for (size_t word = 0; word < cover->words && done < columns; word++)
        for (uint64_t rest = bits[word]; rest != 0; rest &= rest - 1) {
            size_t bin = word * WORD_BITS + (size_t)__builtin_ctzll(rest);
            double west = cover->west + (double)bin * cover->side_m - spread->grid->x_min;
            double first = (west + cover->side_m - half_m) / cell_m + 0.5;
            double end = (west + half_m) / cell_m - 0.5;
            size_t from = geo_clamp_index(first, columns);
            size_t to = geo_clamp_index(end + 1, columns);
            from = from > done ? from : done;
            if (from < to) {
                marked += mark(is_reached, from, to);
                done = to;
            }
        }
    return marked;
}

/* The nearest bins first: where there are many places these reach all columns. */
void geo_cover_clear(const geo_spread *spread, size_t row, unsigned char *is_reached,
                     double *values)
{
    const geo_cover *cover = &spread->cover;
    size_t columns = spread->grid->columns;
    double at = (cover->north - spread->centre_y[row]) / cover->side_m; /* in bins */
    size_t middle = geo_clamp_index(at, cover->rows - 1);
    size_t reach = (size_t)(spread->reach_m / cover->side_m) + 1;
    size_t left = columns;
    memset(is_reached, 0, columns);
    for (size_t step = 0; step <= 2 * reach && left > 0; step++) {
        size_t away = (step + 1) / 2;
        bool is_north = step % 2 == 1;
        if (is_north ? away > middle : middle + away >= cover->rows)
            continue;
        size_t bin_row = is_north ? middle - away : middle + away;
        double far = fmax(fabs(at - (double)bin_row), fabs((double)bin_row + 1 - at));
        double half2 = spread->reach2 - far * far * cover->side_m * cover->side_m;
        if (half2 > 0)
            left -= mark_bins(spread, bin_row, sqrt(half2) * (1 - 1e-9), is_reached);
    }
    for (size_t column = 0; column < columns && left > 0; column++)
        if (!is_reached[column])
            values[column] = 0;
}
