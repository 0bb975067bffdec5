/* Building a locator. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "place/code_list.h"
#include "place/locator_band.h"

enum {
    LEAST_EDGES = 1024, /* fewer get as fine a grid, so that overlapping areas are noticed */
    COARSE = 8, /* sides of the cells that geo_choose_grid() makes in one of the root grid */
    MOST_BANDS = 64,
    SMALL_MAP_EDGES = 1 << 18,
    VERTEX_BLOCK = 1 << 16,
};

typedef struct locator_build {
    geo_context *context;
    geo_locator *locator;
    geo_locator_plan plan;
    geo_vertex *vertex;
    int32_t *area_of_rank;
    geo_cell_edge *edge;
    size_t edge_count;
    geo_locator_maker *maker; /* by worker; the first has the caller's context */
    size_t maker_count;
    geo_status *status; /* by band */
} locator_build;

/* ---- areas ---------------------------------------------------------------------------------- */

typedef struct coded_area {
    const char *code;
    int32_t area;
} coded_area;

static int compare_codes(const void *a, const void *b)
{
    const coded_area *left = a;
    const coded_area *right = b;
    int order = strcmp(left->code, right->code); /* compares as unsigned bytes */
    return order != 0 ? order : (left->area > right->area) - (left->area < right->area);
}

static geo_status rank_areas(locator_build *build, const geo_areas *areas)
{
    coded_area *coded = NULL;
    geo_status status = geo_alloc_array(build->context, areas->count, sizeof *coded, &coded);
    if (status == GEO_OK)
        status = geo_alloc_array(build->context, areas->count, sizeof *build->area_of_rank,
                                 &build->area_of_rank);
    if (status == GEO_OK) {
        for (size_t i = 0; i < areas->count; i++)
            coded[i] = (coded_area){areas->code[i], (int32_t)i};
        qsort(coded, areas->count, sizeof *coded, compare_codes);
        for (size_t i = 0; i < areas->count; i++)
            build->area_of_rank[i] = coded[i].area;
    }
    free(coded);
    return status;
}

/* Beyond this the exact predicates would overflow. */
static const double largest_coordinate = 1e150;

struct copying {
    const geo_areas *areas;
    geo_vertex *vertex;
    atomic_bool is_beyond;
};

static void copy_block(void *user, size_t worker, size_t first, size_t last)
{
    struct copying *copying = user;
    const double *x = copying->areas->x;
    const double *y = copying->areas->y;
    bool are_good = true;
    (void)worker;
    for (size_t i = first; i < last; i++) {
        copying->vertex[i] = (geo_vertex){x[i], y[i]};
        are_good &= fabs(x[i]) <= largest_coordinate && fabs(y[i]) <= largest_coordinate;
    }
    if (!are_good)
        atomic_store(&copying->is_beyond, true);
}

static geo_status copy_vertices(locator_build *build, const geo_areas *areas)
{
    struct copying copying = {areas, NULL, false};
    if (areas->count > INT32_MAX || areas->point_count > UINT32_MAX - 1)
        return geo_fail(build->context, GEO_ERROR_LIMIT,
                        "%s: %zu areas with %zu points are more than can be indexed",
                        areas->path ? areas->path : "areas", areas->count, areas->point_count);
    geo_status status =
        geo_alloc_array(build->context, areas->point_count, sizeof *build->vertex, &build->vertex);
    if (status != GEO_OK)
        return status;
    copying.vertex = build->vertex;
    geo_share_work(build->context, areas->point_count, VERTEX_BLOCK, copy_block, &copying);
    if (!atomic_load(&copying.is_beyond))
        return GEO_OK;
    return geo_fail(build->context, GEO_ERROR_DATA,
                    "%s: a boundary has a coordinate that is not a finite number, or is beyond "
                    "1e150; correct the file",
                    areas->path ? areas->path : "areas");
}

/* All edges, those of the area whose code sorts first first. */
static geo_status list_edges(locator_build *build, const geo_areas *areas)
{
    geo_status status =
        geo_alloc_array(build->context, areas->point_count, sizeof *build->edge, &build->edge);
    if (status != GEO_OK)
        return status;
    for (size_t rank = 0; rank < areas->count; rank++) {
        size_t area = (size_t)build->area_of_rank[rank];
        for (size_t ring = areas->area_ring[area]; ring < areas->area_ring[area + 1]; ring++) {
            for (size_t i = areas->ring_point[ring]; i + 1 < areas->ring_point[ring + 1]; i++)
                build->edge[build->edge_count++] = (geo_cell_edge){(uint32_t)rank, (uint32_t)i};
        }
    }
    return GEO_OK;
}

/* A grid over all edges with some room around them, so that nothing contains its corners in the
 * west and south. */
static geo_locator_grid root_grid(const geo_vertex *vertex, const geo_cell_edge *edge, size_t count)
{
    geo_vertex low = count > 0 ? vertex[edge[0].vertex] : (geo_vertex){0, 0};
    geo_vertex high = low;
    for (size_t i = 0; i < count; i++) {
        for (uint32_t end = 0; end < 2; end++) {
            const geo_vertex *v = &vertex[edge[i].vertex + end];
            low.x = v->x < low.x ? v->x : low.x;
            low.y = v->y < low.y ? v->y : low.y;
            high.x = v->x > high.x ? v->x : high.x;
            high.y = v->y > high.y ? v->y : high.y;
        }
    }
    geo_locator_grid grid = geo_choose_grid(vertex, edge, count, LEAST_EDGES, low.x, low.y,
                                            high.x - low.x, high.y - low.y);
    grid.cell *= COARSE;
    grid.cells_per_unit = 1 / grid.cell;
    grid.columns = grid.columns / COARSE + 2;
    grid.rows = grid.rows / COARSE + 2;
    grid.x_min -= grid.cell / 4;
    grid.y_min -= grid.cell / 4;
    return grid;
}

/* ---- rows by several threads ---------------------------------------------------------------- */

static uint32_t rows_of_band(const geo_locator_grid *grid)
{
    return (grid->rows + MOST_BANDS - 1) / MOST_BANDS;
}

static geo_status make_band(locator_build *build, geo_locator_maker *maker, size_t band)
{
    const geo_locator_grid *grid = &build->plan.grid;
    uint32_t rows = rows_of_band(grid);
    uint32_t row = (uint32_t)band * rows;
    uint32_t end = grid->rows - row < rows ? grid->rows : row + rows;
    maker->band = &build->locator->band[band];
    geo_status status = GEO_OK;
    for (; row < end && status == GEO_OK; row++)
        status = geo_locator_make_row(maker, row, (uint16_t)band,
                                      &build->locator->root[(size_t)row * grid->columns]);
    return status;
}

static void make_bands(void *user, size_t worker, size_t first, size_t last)
{
    locator_build *build = user;
    for (size_t band = first; band < last; band++)
        build->status[band] = make_band(build, &build->maker[worker], band);
}

/* One for each thread that may come. */
static geo_status start_makers(locator_build *build, size_t areas)
{
    size_t threads = (size_t)geo_threads(build->context);
    size_t wanted = threads < build->locator->band_count ? threads : build->locator->band_count;
    geo_status status =
        geo_alloc_array(build->context, wanted, sizeof *build->maker, &build->maker);
    for (; build->maker_count < wanted && status == GEO_OK;) {
        geo_locator_maker *maker = &build->maker[build->maker_count];
        maker->plan = &build->plan;
        maker->context = build->maker_count == 0 ? build->context : geo_context_new();
        if (!maker->context)
            return geo_fail(build->context, GEO_ERROR_MEMORY, "out of memory");
        build->maker_count++;
        status = geo_locator_maker_start(maker, areas);
        if (status != GEO_OK && maker->context != build->context)
            geo_fail(build->context, status, "%s", geo_message(maker->context));
    }
    return status;
}

static void end_makers(locator_build *build)
{
    for (size_t i = 0; i < build->maker_count; i++) {
        geo_locator_maker_clear(&build->maker[i]);
        if (i > 0)
            geo_context_free(build->maker[i].context);
    }
    free(build->maker);
}

/* The status of the first band that failed; the message is that of some band with it. */
static geo_status band_status(locator_build *build)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < build->locator->band_count && status == GEO_OK; i++)
        status = build->status[i];
    for (size_t i = 0; i < build->maker_count && status != GEO_OK; i++) {
        const geo_context *context = build->maker[i].context;
        if (context != build->context && geo_message(context)[0] != '\0')
            return geo_fail(build->context, status, "%s", geo_message(context));
    }
    return status;
}

/* What lies outside the grid: a root cell of its own, in the first band. */
static geo_status add_outside(locator_build *build)
{
    geo_locator_band *band = &build->locator->band[0];
    const geo_locator_grid *grid = &build->plan.grid;
    geo_status status = geo_grow_array(build->context, &band->cell, &band->cell_capacity,
                                       band->cell_count + 1, sizeof *band->cell);
    if (status != GEO_OK)
        return status;
    build->locator->root[(size_t)grid->columns * grid->rows] =
        (geo_locator_root){(uint32_t)band->cell_count, 0, 1};
    band->cell[band->cell_count++] = GEO_NO_CODE;
    return GEO_OK;
}

static geo_status make_rows(locator_build *build, const geo_areas *areas)
{
    geo_locator *locator = build->locator;
    const geo_locator_grid *grid = &build->plan.grid;
    geo_context *context = build->context;
    size_t cells = (size_t)grid->columns * grid->rows;
    size_t bands = (grid->rows - 1) / rows_of_band(grid) + 1;
    locator->grid = *grid;
    geo_status status = geo_alloc_array(context, cells + 1, sizeof *locator->root, &locator->root);
    if (status == GEO_OK)
        status = geo_alloc_array(context, bands, sizeof *locator->band, &locator->band);
    if (status == GEO_OK)
        locator->band_count = bands;
    if (status == GEO_OK)
        status = geo_alloc_array(context, bands, sizeof *build->status, &build->status);
    if (status == GEO_OK)
        status = start_makers(build, areas->count);
    if (status != GEO_OK)
        return status;
    geo_share_work(context, bands, 1, make_bands, build);
    status = band_status(build);
    return status == GEO_OK ? add_outside(build) : status;
}

/* ---- all together --------------------------------------------------------------------------- */

static bool overlaps(const locator_build *build, size_t rank)
{
    for (size_t i = 0; i < build->maker_count; i++) {
        if (build->maker[i].overlaps[rank])
            return true;
    }
    return false;
}

/* In code order: the warning does not depend on the order of the areas either. */
static void warn_of_overlaps(const locator_build *build, const geo_areas *areas)
{
    geo_code_list list = {0};
    for (size_t rank = 0; rank < areas->count; rank++) {
        if (overlaps(build, rank))
            geo_code_list_add(&list, areas->code[build->area_of_rank[rank]], NULL);
    }
    if (list.count > 0) {
        geo_add_warning(build->context,
                        "%zu areas overlap others: %s; a point in several of them counts for the "
                        "one whose code sorts first",
                        list.count, list.text);
    }
}

static geo_status build_locator(locator_build *build, const geo_areas *areas)
{
    geo_locator_plan *plan = &build->plan;
    geo_status status = copy_vertices(build, areas);
    if (status == GEO_OK)
        status = rank_areas(build, areas);
    if (status == GEO_OK)
        status = list_edges(build, areas);
    if (status != GEO_OK)
        return status;
    plan->vertex = build->vertex;
    plan->area_of_rank = build->area_of_rank;
    plan->grid = root_grid(build->vertex, build->edge, build->edge_count);
    /* With 8 a small map, which caches hold, locates a sixth more points in a second than with 4
     * and half as many again as with 2; beyond that it takes longer to build. A large one locates
     * no more, and takes more memory. */
    plan->cells_per_edge = build->edge_count < SMALL_MAP_EDGES ? 8 : 2;
    plan->least_cell = geo_least_cell(&plan->grid);
    plan->least_divisions = build->edge_count < LEAST_EDGES ? COARSE : 2;
    status = geo_cell_edges_share(build->context, &plan->grid, plan->vertex, build->edge,
                                  build->edge_count, &plan->near);
    if (status == GEO_OK)
        status = make_rows(build, areas);
    if (status == GEO_OK)
        warn_of_overlaps(build, areas);
    return status;
}

geo_status geo_locator_build(geo_context *context, const geo_areas *areas, geo_locator **out)
{
    locator_build build = {.context = context};
    geo_status status = geo_alloc_array(context, 1, sizeof *build.locator, &build.locator);
    if (status == GEO_OK)
        status = build_locator(&build, areas);
    if (status == GEO_OK) {
        *out = build.locator;
        build.locator = NULL;
    }
    end_makers(&build);
    geo_cell_edges_clear(&build.plan.near);
    free(build.status);
    free(build.edge);
    free(build.area_of_rank);
    free(build.vertex);
    geo_locator_free(build.locator);
    return status;
}
