#include "source/lattice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/lanes.h"
#include "core/memory.h"

enum {
    DEGREE = 5,
    NODES = DEGREE + 1, /* along one side of a cell */
    TERMS = (DEGREE + 1) * (DEGREE + 2) / 2,
    CHECKS = 16,     /* points of comparison inside; as many again on the border */
    DIVISIONS = 2,   /* how often a cell is halved both ways */
    CELLS = 1 << 16, /* in memory at once */
    COLUMN_BITS = 8, /* 256 columns of 2 degrees hold all longitudes, 128 rows all latitudes */
    ROW_BITS = 7,
    SLOTS = 1 << (COLUMN_BITS + ROW_BITS),
    FARTHEST = 1 << 20, /* cells from the origin; beyond it, the map itself */
    BLOCK = 512,
};

typedef enum cell_kind { UNKNOWN, SMOOTH, DIVIDED, EXACT } cell_kind;

/* Both coordinates of an image in one register: GCC and Clang do two sums at once. */
typedef double pair __attribute__((vector_size(2 * sizeof(double))));

typedef struct lattice_cell {
    int32_t column; /* of a cell of the lattice; those of divided ones have none */
    int32_t row;
    int32_t quarter; /* of a divided one: the first of four */
    cell_kind kind;
    pair term[TERMS]; /* see evaluate() */
} lattice_cell;

struct geo_lattice {
    double cells_per_unit;
    double tolerance;
    geo_lattice_map map;
    void *user;
    int32_t cell_count;
    size_t waiting_count;
    size_t waiting[BLOCK]; /* points that the map itself must transform */
    double waiting_x[BLOCK];
    double waiting_y[BLOCK];
    uint16_t slot[SLOTS];     /* indices into `cell`; column and row tell whether it is the one */
    lattice_cell cell[CELLS]; /* the first is nobody's */
};

static void forget_cells(geo_lattice *lattice)
{
    memset(lattice->slot, 0, sizeof lattice->slot);
    lattice->cell_count = 1;
}

geo_status geo_lattice_new(geo_context *context, double cell_size, double tolerance,
                           geo_lattice **out)
{
    geo_lattice *lattice = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *lattice, &lattice);
    if (status != GEO_OK)
        return status;
    lattice->cells_per_unit = 1 / cell_size;
    lattice->tolerance = tolerance;
    lattice->cell_count = 1;
    lattice->cell[0].column = INT32_MAX;
    *out = lattice;
    return GEO_OK;
}

void geo_lattice_free(geo_lattice *lattice)
{
    free(lattice);
}

/* The sum of term * u^p * v^q over p + q <= DEGREE, `term` by falling p, then falling q; u and v
 * are -1 to 1 across the cell. Horner's rule. */
static inline pair evaluate(const pair *term, double u, double v)
{
    const pair all_u = {u, u};
    const pair all_v = {v, v};
    pair sum = {0, 0};
    for (int p = DEGREE; p >= 0; p--) {
        pair row = *term++;
        for (int q = DEGREE - p; q > 0; q--)
            row = row * all_v + *term++;
        sum = sum * all_u + row;
    }
    return sum;
}

/* ---- a cell's polynomial -------------------------------------------------------------------- */

/* cos(k * pi / DEGREE): written out, so that no mathematical library decides the last bit. */
#define COSINE_1 0.80901699437494742410
#define COSINE_2 0.30901699437494742410
static const double cosine[2 * DEGREE] = {1,  COSINE_1,  COSINE_2,  -COSINE_2, -COSINE_1,
                                          -1, -COSINE_1, -COSINE_2, COSINE_2,  COSINE_1};
/* T_k by rising power. */
static const double chebyshev[NODES][NODES] = {
    {1}, {0, 1}, {-1, 0, 2}, {0, -3, 0, 4}, {1, 0, -8, 0, 8}, {0, 5, 0, -20, 0, 16},
};

/* The coefficients of T_0 to T_DEGREE from the values at the nodes cos(k * pi / DEGREE): a discrete
 * cosine transform (Trefethen, Approximation Theory and Approximation Practice, chapter 3). */
static void transform_values(const double *value, size_t stride, double out[NODES])
{
    for (int j = 0; j < NODES; j++) {
        double sum = 0;
        for (int k = 0; k < NODES; k++) {
            double weight = k == 0 || k == DEGREE ? 0.5 : 1;
            sum += weight * cosine[j * k % (2 * DEGREE)] * value[(size_t)k * stride];
        }
        out[j] = sum * (j == 0 || j == DEGREE ? 1.0 : 2.0) / DEGREE;
    }
}

/* From values at the nodes (u changes slower) to the terms that evaluate() takes: those of higher
 * total degree are left out, which costs no more accuracy than the degree does. */
static void fit_terms(const double value[NODES * NODES], int coordinate, pair *term)
{
    double along[NODES][NODES];
    double both[NODES][NODES];
    for (int i = 0; i < NODES; i++)
        transform_values(value + i * NODES, 1, along[i]);
    for (int j = 0; j < NODES; j++) {
        double column[NODES];
        transform_values(&along[0][j], NODES, column);
        for (int i = 0; i < NODES; i++)
            both[i][j] = i + j <= DEGREE ? column[i] : 0;
    }
    for (int p = DEGREE; p >= 0; p--)
        for (int q = DEGREE - p; q >= 0; q--, term++) {
            double sum = 0;
            for (int i = p; i < NODES; i++)
                for (int j = q; j < NODES; j++)
                    sum += both[i][j] * chebyshev[i][p] * chebyshev[j][q];
            (*term)[coordinate] = sum;
        }
}

/* Where the map is asked, as places -1 to 1 in the cell: at the nodes, at points spread evenly (the
 * R2 sequence of Roberts, 2018) and at some on each side. */
enum { FITTED = NODES * NODES, ASKED = FITTED + 2 * CHECKS };

static void place_points(double u[ASKED], double v[ASKED])
{
    for (int k = 0; k < FITTED; k++) {
        u[k] = cosine[k / NODES];
        v[k] = cosine[k % NODES];
    }
    for (int k = 0; k < CHECKS; k++) {
        double across = (k + 1) * 0.7548776662466927;
        double along = (k + 1) * 0.5698402909980532;
        double side = k % 2 == 0 ? -1 : 1;
        bool is_on_u = k % 4 < 2;
        int inside = FITTED + k;
        int border = FITTED + CHECKS + k;
        u[inside] = 2 * (across - floor(across)) - 1;
        v[inside] = 2 * (along - floor(along)) - 1;
        u[border] = is_on_u ? side : u[inside];
        v[border] = is_on_u ? v[inside] : side;
    }
}

static bool is_near(const lattice_cell *cell, const double *u, const double *v, const double *x,
                    const double *y, double tolerance)
{
    for (int k = 0; k < ASKED; k++) {
        pair image = evaluate(cell->term, u[k], v[k]);
        double off_x = image[0] - x[k];
        double off_y = image[1] - y[k];
        if (!(off_x * off_x + off_y * off_y <= tolerance * tolerance))
            return false;
    }
    return true;
}

/* Fits the cell and compares it with the map. `can_divide`: it is not one of the smallest. */
static void learn_cell(geo_lattice *lattice, lattice_cell *cell, const double middle[2],
                       double half, bool can_divide)
{
    double u[ASKED], v[ASKED], x[ASKED], y[ASKED];
    place_points(u, v);
    for (int k = 0; k < ASKED; k++) {
        x[k] = middle[0] + half * u[k];
        y[k] = middle[1] + half * v[k];
    }
    size_t failed = lattice->map(lattice->user, x, y, ASKED);
    cell->kind = can_divide && failed < ASKED ? DIVIDED : EXACT;
    cell->quarter = 0;
    if (failed > 0)
        return;
    fit_terms(x, 0, cell->term);
    fit_terms(y, 1, cell->term);
    if (is_near(cell, u, v, x, y, lattice->tolerance))
        cell->kind = SMOOTH;
}

/* ---- finding a point's cell ----------------------------------------------------------------- */

static lattice_cell *new_cells(geo_lattice *lattice, int32_t count)
{
    lattice_cell *first = &lattice->cell[lattice->cell_count];
    for (int32_t i = 0; i < count; i++) {
        first[i].column = INT32_MAX;
        first[i].kind = UNKNOWN;
    }
    lattice->cell_count += count;
    return first;
}

static lattice_cell *visit_cell(geo_lattice *lattice, int32_t column, int32_t row)
{
    uint32_t place = ((uint32_t)row & ((1 << ROW_BITS) - 1)) << COLUMN_BITS |
                     ((uint32_t)column & ((1 << COLUMN_BITS) - 1));
    lattice_cell *cell = &lattice->cell[lattice->slot[place]];
    if (cell->column == column && cell->row == row)
        return cell;
    cell = new_cells(lattice, 1);
    lattice->slot[place] = (uint16_t)(cell - lattice->cell);
    cell->column = column;
    cell->row = row;
    const double middle[2] = {(column + 0.5) / lattice->cells_per_unit,
                              (row + 0.5) / lattice->cells_per_unit};
    learn_cell(lattice, cell, middle, 0.5 / lattice->cells_per_unit, true);
    return cell;
}

/* The smallest cell around a point of a divided one; u and v become those in it. */
static lattice_cell *descend(geo_lattice *lattice, lattice_cell *cell, double *u, double *v)
{
    double half = 0.5 / lattice->cells_per_unit;
    double middle[2] = {(cell->column + 0.5) * 2 * half, (cell->row + 0.5) * 2 * half};
    for (int depth = 1; cell->kind == DIVIDED; depth++) {
        if (cell->quarter == 0)
            cell->quarter = (int32_t)(new_cells(lattice, 4) - lattice->cell);
        double to_x = *u < 0 ? -1 : 1;
        double to_y = *v < 0 ? -1 : 1;
        half /= 2;
        middle[0] += to_x * half;
        middle[1] += to_y * half;
        *u = 2 * *u - to_x;
        *v = 2 * *v - to_y;
        cell = &lattice->cell[cell->quarter + (to_x > 0) + 2 * (to_y > 0)];
        if (cell->kind == UNKNOWN)
            learn_cell(lattice, cell, middle, half, depth < DIVISIONS);
    }
    return cell;
}

/* ---- points --------------------------------------------------------------------------------- */

/* Points, in which cells of the lattice they are and where in them. */
typedef struct cell_places {
    double x[BLOCK];
    double y[BLOCK];
    double column[BLOCK]; /* whole numbers, or beyond FARTHEST whatever rounding makes them */
    double row[BLOCK];
    double u[BLOCK];
    double v[BLOCK];
} cell_places;

/* Whole numbers not above these, which are below 2^51. */
GEO_INLINE void floor_lanes(geo_lanes *lanes)
{
    const double shift = 0x1.8p52, one = 1; /* rounds to the nearest whole number */
    geo_lanes ones, near = (*lanes + shift) - shift;
    geo_lanes_set(&ones, one);
    *lanes = near - (geo_lanes)(GEO_LANES_LESS(*lanes, near) & (geo_lane_bits)ones);
}

/* In whole lanes: the last point stands behind all until these are full. */
GEO_CLONES static void find_places(double cells_per_unit, size_t count, cell_places *places)
{
    for (size_t k = 0; k < count; k += GEO_LANES) {
        geo_lanes across = *(geo_lanes *)(places->x + k) * cells_per_unit, column = across;
        geo_lanes along = *(geo_lanes *)(places->y + k) * cells_per_unit, row = along;
        floor_lanes(&column);
        floor_lanes(&row);
        *(geo_lanes *)(places->column + k) = column;
        *(geo_lanes *)(places->row + k) = row;
        *(geo_lanes *)(places->u + k) = 2 * (across - column) - 1;
        *(geo_lanes *)(places->v + k) = 2 * (along - row) - 1;
    }
}

static void copy_points(const double *x, const double *y, size_t count, cell_places *places)
{
    memcpy(places->x, x, count * sizeof *x);
    memcpy(places->y, y, count * sizeof *y);
    for (size_t k = count; k % GEO_LANES != 0; k++) {
        places->x[k] = x[count - 1];
        places->y[k] = y[count - 1];
    }
}

static inline bool has_cell(double column, double row)
{
    return column >= -FARTHEST && column < FARTHEST && row >= -FARTHEST && row < FARTHEST;
}

/* The cell of a point, u and v becoming where in it; NULL when the map itself must transform it. */
static inline const lattice_cell *find_cell(geo_lattice *lattice, cell_places *places, size_t i)
{
    if (!has_cell(places->column[i], places->row[i]))
        return NULL;
    lattice_cell *cell = visit_cell(lattice, (int32_t)places->column[i], (int32_t)places->row[i]);
    if (cell->kind == DIVIDED)
        cell = descend(lattice, cell, &places->u[i], &places->v[i]);
    return cell->kind == EXACT ? NULL : cell;
}

/* ---- blocks of points ----------------------------------------------------------------------- */

/* Those that polynomials transform. */
typedef struct smooth_points {
    size_t count;
    uint16_t at[BLOCK]; /* in the block */
    const lattice_cell *cell[BLOCK];
} smooth_points;

/* Of the `count` points of the block at `wanted`. Counts are kept out of memory, where each would
 * wait for the one before. */
static void find_cells(geo_lattice *lattice, const uint16_t *wanted, size_t count,
                       cell_places *places, smooth_points *points)
{
    size_t smooth = 0;
    size_t waiting = 0;
    for (size_t k = 0; k < count; k++) {
        const lattice_cell *cell = find_cell(lattice, places, wanted[k]);
        points->at[smooth] = wanted[k];
        points->cell[smooth] = cell;
        lattice->waiting[waiting] = wanted[k];
        smooth += cell != NULL;
        waiting += cell == NULL;
    }
    points->count = smooth;
    lattice->waiting_count = waiting;
}

/* Moves the points of the first one's cell to `same`, which becomes their number; the others close
 * up. */
static size_t part_points(smooth_points *points, uint16_t same[BLOCK])
{
    const lattice_cell *cell = points->cell[0];
    size_t alike = 0;
    size_t others = 0;
    for (size_t k = 0; k < points->count; k++) {
        const lattice_cell *own = points->cell[k];
        uint16_t at = points->at[k];
        same[alike] = points->at[others] = at;
        points->cell[others] = own;
        alike += own == cell;
        others += own != cell;
    }
    points->count = others;
    return alike;
}

/* As evaluate() of each, in whole lanes: what is behind the count is evaluated too. */
GEO_CLONES static void evaluate_lanes(const pair *all_terms, size_t count, const double *u,
                                      const double *v, double *x, double *y)
{
    for (size_t k = 0; k < count; k += GEO_LANES) {
        const pair *term = all_terms;
        geo_lanes across = *(const geo_lanes *)(u + k), along = *(const geo_lanes *)(v + k);
        geo_lanes sum_x = 0 * across, sum_y = sum_x;
        for (int p = DEGREE; p >= 0; p--) {
            geo_lanes row_x = term[0][0] + 0 * along, row_y = term[0][1] + 0 * along;
            term++;
            for (int q = DEGREE - p; q > 0; q--, term++) {
                row_x = row_x * along + (*term)[0];
                row_y = row_y * along + (*term)[1];
            }
            sum_x = sum_x * across + row_x;
            sum_y = sum_y * across + row_y;
        }
        *(geo_lanes *)(x + k) = sum_x;
        *(geo_lanes *)(y + k) = sum_y;
    }
}

static size_t map_waiting(geo_lattice *lattice, const cell_places *places, double *x, double *y)
{
    for (size_t k = 0; k < lattice->waiting_count; k++) {
        lattice->waiting_x[k] = places->x[lattice->waiting[k]];
        lattice->waiting_y[k] = places->y[lattice->waiting[k]];
    }
    size_t failed =
        lattice->map(lattice->user, lattice->waiting_x, lattice->waiting_y, lattice->waiting_count);
    for (size_t k = 0; k < lattice->waiting_count; k++) {
        x[lattice->waiting[k]] = lattice->waiting_x[k];
        y[lattice->waiting[k]] = lattice->waiting_y[k];
    }
    return failed;
}

static void map_alike(const lattice_cell *cell, const cell_places *places,
                      const uint16_t same[BLOCK], size_t count, double *x, double *y)
{
    double u[BLOCK], v[BLOCK];
    for (size_t k = 0; k < count; k++) {
        u[k] = places->u[same[k]];
        v[k] = places->v[same[k]];
    }
    evaluate_lanes(cell->term, count, u, v, u, v);
    for (size_t k = 0; k < count; k++) {
        x[same[k]] = u[k];
        y[same[k]] = v[k];
    }
}

/* Points of few cells go by lanes, cell by cell; the rest one by one. */
static void map_smooth(smooth_points *points, const cell_places *places, double *x, double *y)
{
    enum { MOST_CELLS = 4 };
    uint16_t same[BLOCK];
    for (int cells = 0; cells < MOST_CELLS && points->count > 0; cells++) {
        const lattice_cell *cell = points->cell[0];
        map_alike(cell, places, same, part_points(points, same), x, y);
    }
    for (size_t k = 0; k < points->count; k++) {
        size_t at = points->at[k];
        pair image = evaluate(points->cell[k]->term, places->u[at], places->v[at]);
        x[at] = image[0];
        y[at] = image[1];
    }
}

/* All points by the polynomial of the first one's cell, where most points mostly are. The outcome
 * is how many are in others and have been listed. */
static size_t map_by_first(geo_lattice *lattice, const cell_places *places, size_t count, double *x,
                           double *y, uint16_t others[BLOCK])
{
    double image_x[BLOCK], image_y[BLOCK];
    double column = places->column[0], row = places->row[0];
    const lattice_cell *cell =
        has_cell(column, row) ? visit_cell(lattice, (int32_t)column, (int32_t)row) : NULL;
    bool is_smooth = cell && cell->kind == SMOOTH;
    size_t other_count = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_same = (places->column[i] == column) & (places->row[i] == row);
        others[other_count] = (uint16_t)i;
        other_count += !(is_smooth & is_same);
    }
    if (is_smooth) {
        evaluate_lanes(cell->term, count, places->u, places->v, image_x, image_y);
        memcpy(x, image_x, count * sizeof *x);
        memcpy(y, image_y, count * sizeof *y);
    }
    return other_count;
}

static size_t map_block(geo_lattice *lattice, double *x, double *y, size_t count)
{
    cell_places places;
    smooth_points points;
    uint16_t others[BLOCK];
    /* Here, where no cell is in use: room for one and its divisions, for each point. */
    if (lattice->cell_count > CELLS - BLOCK * (1 + 4 * DIVISIONS))
        forget_cells(lattice);
    copy_points(x, y, count, &places);
    find_places(lattice->cells_per_unit, count, &places);
    size_t other_count = map_by_first(lattice, &places, count, x, y, others);
    if (other_count == 0)
        return 0;
    find_cells(lattice, others, other_count, &places, &points);
    map_smooth(&points, &places, x, y);
    return lattice->waiting_count > 0 ? map_waiting(lattice, &places, x, y) : 0;
}

size_t geo_lattice_apply(geo_lattice *lattice, geo_lattice_map map, void *user, double *x,
                         double *y, size_t count)
{
    size_t failed = 0;
    lattice->map = map;
    lattice->user = user;
    for (size_t first = 0; first < count; first += BLOCK) {
        size_t left = count - first;
        failed += map_block(lattice, x + first, y + first, left < BLOCK ? left : BLOCK);
    }
    return failed;
}
