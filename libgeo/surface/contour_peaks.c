/*
 * Basins of the steepest way up (in hydrology, turned over, those of O'Callaghan and Mark 1984, The
 * extraction of drainage networks from digital elevation data), merged at their saddles from the
 * highest on where one of two peaks is too low (the persistence of Edelsbrunner, Letscher and
 * Zomorodian 2002, Topological persistence and simplification, as a ratio).
 */
#include "surface/contour_peaks.h"

#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"

/* Where two basins meet: the lower of two cells, or what is between them across a corner. */
typedef struct saddle {
    float height;
    int32_t one, other;
} saddle;

typedef struct divider {
    geo_context *context;
    const geo_grid *grid;
    double level;
    double ratio;
    int32_t *label;
    int32_t *basin; /* by cell: a higher one, then the highest, then the number of the basin */
    int32_t basin_count;
    float *peak;   /* by basin */
    int32_t *top;  /* by basin: one that it hangs together with, of those the one with the highest
                      peak itself */
    int32_t *part; /* by basin: another of the same part */
    saddle *saddle;
    size_t saddle_count, saddle_capacity;
} divider;

/* ---- cells ---------------------------------------------------------------------------------- */

/* Rounded, so that cells whose values differ by errors alone are as high as each other. */
static float height_of(double value)
{
    return isnan(value) ? -INFINITY : (float)value;
}

static float height_at(const divider *work, size_t cell)
{
    return height_of(work->grid->value[cell]);
}

/* Of equally high ones the first counts as higher. */
static bool is_higher(const divider *work, size_t one, size_t other)
{
    float height = height_at(work, one), other_height = height_at(work, other);
    return height != other_height ? height > other_height : one < other;
}

/* Whether two cells of one piece that touch, `down` and `right` being -1 to 1, are beside each
 * other on it, and how high the way between them is. */
static bool is_way(const divider *work, size_t cell, ptrdiff_t down, ptrdiff_t right, size_t *to,
                   float *height)
{
    const double *value = work->grid->value;
    const int32_t *label = work->label;
    ptrdiff_t columns = (ptrdiff_t)work->grid->columns;
    *to = (size_t)((ptrdiff_t)cell + down * columns + right);
    if (label[*to] != label[cell])
        return false;
    *height = fminf(height_at(work, cell), height_at(work, *to));
    if (down == 0 || right == 0)
        return true;
    size_t beside = (size_t)((ptrdiff_t)cell + right);
    size_t below = (size_t)((ptrdiff_t)cell + down * columns);
    double middle = (value[cell] / 4 + value[*to] / 4) + (value[beside] / 4 + value[below] / 4);
    if (label[beside] != GEO_NO_CODE || label[below] != GEO_NO_CODE || !(middle >= work->level))
        return false;
    *height = fminf(*height, height_of(middle));
    return true;
}

/* ---- basins --------------------------------------------------------------------------------- */

/* Of those that the way to does not first lead down. */
static int32_t highest_near(const divider *work, size_t row, size_t column)
{
    const geo_grid *grid = work->grid;
    size_t cell = row * grid->columns + column, highest = cell, to;
    float height;
    for (ptrdiff_t down = row > 0 ? -1 : 0; down <= (row + 1 < grid->rows ? 1 : 0); down++)
        for (ptrdiff_t right = column > 0 ? -1 : 0; right <= (column + 1 < grid->columns ? 1 : 0);
             right++)
            if (is_way(work, cell, down, right, &to, &height) && height >= height_at(work, cell) &&
                is_higher(work, to, highest))
                highest = to;
    return (int32_t)highest;
}

static int32_t root_of(int32_t *of, int32_t item)
{
    while (of[item] != item)
        item = of[item] = of[of[item]];
    return item;
}

static bool is_labelled(const divider *work, size_t cell)
{
    return work->label[cell] != GEO_NO_CODE;
}

/* Numbers as their complements, until all cells have one, to be told from cells. */
static void number_basins(divider *work)
{
    size_t cells = work->grid->rows * work->grid->columns;
    for (size_t c = 0; c < cells; c++)
        if (is_labelled(work, c))
            work->basin[c] = root_of(work->basin, (int32_t)c);
    for (size_t c = 0; c < cells; c++)
        if (is_labelled(work, c) && work->basin[c] == (int32_t)c)
            work->basin[c] = ~work->basin_count++;
    for (size_t c = 0; c < cells; c++)
        if (is_labelled(work, c) && work->basin[c] >= 0)
            work->basin[c] = work->basin[work->basin[c]];
    for (size_t c = 0; c < cells; c++)
        work->basin[c] = is_labelled(work, c) ? ~work->basin[c] : GEO_NO_CODE;
}

static geo_status find_basins(divider *work)
{
    const geo_grid *grid = work->grid;
    size_t cells = grid->rows * grid->columns;
    if (cells > INT32_MAX)
        return geo_fail(work->context, GEO_ERROR_LIMIT,
                        "%zu cells are too many to divide contours by peaks", cells);
    geo_status status = geo_alloc_array(work->context, cells, sizeof *work->basin, &work->basin);
    if (status != GEO_OK)
        return status;
    for (size_t row = 0; row < grid->rows; row++)
        for (size_t column = 0; column < grid->columns; column++)
            if (is_labelled(work, row * grid->columns + column))
                work->basin[row * grid->columns + column] = highest_near(work, row, column);
    number_basins(work);
    return GEO_OK;
}

static geo_status find_peaks(divider *work)
{
    size_t basins = (size_t)work->basin_count;
    geo_status status = geo_alloc_array(work->context, basins, sizeof *work->peak, &work->peak);
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, basins, sizeof *work->top, &work->top);
    if (status == GEO_OK)
        status = geo_alloc_array(work->context, basins, sizeof *work->part, &work->part);
    if (status != GEO_OK)
        return status;
    for (size_t b = 0; b < basins; b++) {
        work->peak[b] = -INFINITY;
        work->top[b] = work->part[b] = (int32_t)b;
    }
    for (size_t c = 0; c < work->grid->rows * work->grid->columns; c++)
        if (is_labelled(work, c))
            work->peak[work->basin[c]] = fmaxf(work->peak[work->basin[c]], height_at(work, c));
    return GEO_OK;
}

/* ---- saddles -------------------------------------------------------------------------------- */

static geo_status add_saddle(divider *work, size_t cell, ptrdiff_t down, ptrdiff_t right)
{
    size_t to;
    float height;
    if (!is_way(work, cell, down, right, &to, &height) || work->basin[cell] == work->basin[to])
        return GEO_OK;
    geo_status status = geo_grow_array(work->context, &work->saddle, &work->saddle_capacity,
                                       work->saddle_count + 1, sizeof *work->saddle);
    if (status == GEO_OK)
        work->saddle[work->saddle_count++] = (saddle){height, work->basin[cell], work->basin[to]};
    return status;
}

/* Each way once: to the cells that come after this one. */
static geo_status add_saddles_of(divider *work, size_t row, size_t column)
{
    const geo_grid *grid = work->grid;
    size_t cell = row * grid->columns + column;
    bool has_east = column + 1 < grid->columns, has_south = row + 1 < grid->rows;
    geo_status status = GEO_OK;
    if (has_east)
        status = add_saddle(work, cell, 0, 1);
    if (has_south && status == GEO_OK)
        status = add_saddle(work, cell, 1, 0);
    if (has_south && has_east && status == GEO_OK)
        status = add_saddle(work, cell, 1, 1);
    if (has_south && column > 0 && status == GEO_OK)
        status = add_saddle(work, cell, 1, -1);
    return status;
}

static int compare_saddles(const void *left, const void *right)
{
    const saddle *a = left, *b = right;
    if (a->height != b->height)
        return a->height > b->height ? -1 : 1;
    if (a->one != b->one)
        return a->one < b->one ? -1 : 1;
    return (a->other > b->other) - (a->other < b->other);
}

static geo_status find_saddles(divider *work)
{
    const geo_grid *grid = work->grid;
    geo_status status = GEO_OK;
    for (size_t row = 0; row < grid->rows && status == GEO_OK; row++)
        for (size_t column = 0; column < grid->columns && status == GEO_OK; column++)
            if (is_labelled(work, row * grid->columns + column))
                status = add_saddles_of(work, row, column);
    if (status == GEO_OK && work->saddle_count > 0)
        qsort(work->saddle, work->saddle_count, sizeof *work->saddle, compare_saddles);
    return status;
}

/* ---- parts ---------------------------------------------------------------------------------- */

static bool counts(const divider *work, int32_t basin, float saddle_height)
{
    return work->peak[basin] > saddle_height && work->peak[basin] >= work->ratio * saddle_height;
}

/* Where what has hung together from above meets. A top that does not count has no parts but its
 * own: one of them would have a lower peak and a higher saddle. */
static void meet(divider *work, const saddle *at)
{
    int32_t low = at->one, high = at->other;
    int32_t low_top = root_of(work->top, low), high_top = root_of(work->top, high);
    if (low_top == high_top)
        return;
    if (work->peak[low_top] > work->peak[high_top] ||
        (work->peak[low_top] == work->peak[high_top] && low_top < high_top)) {
        int32_t top = low_top;
        low_top = high_top;
        high_top = top;
        low = at->other;
        high = at->one;
    }
    work->top[low_top] = high_top;
    if (!counts(work, low_top, at->height))
        work->part[root_of(work->part, low)] = root_of(work->part, high);
}

static int32_t number_parts(divider *work)
{
    int32_t count = 0;
    for (int32_t b = 0; b < work->basin_count; b++)
        work->part[b] = root_of(work->part, b);
    for (int32_t b = 0; b < work->basin_count; b++)
        if (work->part[b] == b)
            work->part[b] = ~count++;
    for (int32_t b = 0; b < work->basin_count; b++)
        if (work->part[b] >= 0)
            work->part[b] = work->part[work->part[b]];
    for (size_t c = 0; c < work->grid->rows * work->grid->columns; c++)
        if (is_labelled(work, c))
            work->label[c] = ~work->part[work->basin[c]];
    return count;
}

geo_status geo_contour_divide(geo_context *context, const geo_grid *grid, double level,
                              double ratio, int32_t *label, int32_t *part_count)
{
    divider work = {
        .context = context, .grid = grid, .level = level, .ratio = ratio, .label = label};
    geo_status status = find_basins(&work);
    if (status == GEO_OK)
        status = find_peaks(&work);
    if (status == GEO_OK)
        status = find_saddles(&work);
    for (size_t i = 0; i < work.saddle_count && status == GEO_OK; i++)
        meet(&work, &work.saddle[i]);
    if (status == GEO_OK)
        *part_count = number_parts(&work);
    free(work.basin);
    free(work.peak);
    free(work.top);
    free(work.part);
    free(work.saddle);
    return status;
}
