/*
 * Copies of a county side by side, to any number of areas. Vertices are taken away first so that
 * the copies have about as many edges as asked for: least triangles first (Visvalingam and Whyatt
 * 1993), from both neighbours of a border at once, and only where no other vertex lies in the
 * triangle, so that areas go on sharing their borders without gaps or overlaps.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "areas.h"

enum { MANY = 3, SHORTEST_RING = 6, TILE_COLUMNS = 9, CELL_M = 250 };

typedef struct bench_vertex {
    int32_t x, y;
    int32_t beside[2]; /* neighbours along the border */
    int32_t ring[2];   /* that it is in; -1 */
    int neighbours;    /* MANY: a node, where borders meet, which stays */
    int32_t next;      /* in its cell of the index */
    bool is_gone;
} bench_vertex;

typedef struct bench_ring {
    size_t area, first, count; /* in county.corner */
    size_t left;               /* corners that are not gone */
    bool is_shell;
} bench_ring;

typedef struct bench_county {
    bench_vertex *vertex;
    size_t vertex_count;
    int32_t *corner; /* vertices of the rings in turn, the first not repeated */
    size_t corner_count, corner_room;
    bench_ring *ring;
    size_t ring_count, ring_room;
    char (*code)[16];
    char (*name)[64];
    size_t area_count;
    int32_t *cell; /* first vertex of each */
    int32_t x_min, y_min, x_max, y_max;
    int32_t columns, rows;
} bench_county;

/* ---- reading -------------------------------------------------------------------------------- */

typedef struct bench_coordinate {
    int32_t x, y;
} bench_coordinate;

static int by_coordinate(const void *a, const void *b)
{
    const bench_coordinate *left = a, *right = b;
    if (left->x != right->x)
        return left->x < right->x ? -1 : 1;
    return (left->y > right->y) - (left->y < right->y);
}

static void *grown(void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return array;
    *room = *room * 2 + 1024;
    array = realloc(array, *room * size);
    if (!array)
        stop("out of memory", "");
    return array;
}

static void read_ring(bench_county *county, bench_coordinate **all, OGRGeometryH shape,
                      bool is_shell)
{
    size_t count = (size_t)OGR_G_GetPointCount(shape) - 1, first = county->corner_count;
    for (size_t i = 0; i < count; i++) {
        *all = grown(*all, county->corner_count, &county->corner_room, sizeof **all);
        (*all)[county->corner_count++] =
            (bench_coordinate){.x = (int32_t)lrint(OGR_G_GetX(shape, (int)i)),
                               .y = (int32_t)lrint(OGR_G_GetY(shape, (int)i))};
    }
    county->ring = grown(county->ring, county->ring_count, &county->ring_room, sizeof(bench_ring));
    county->ring[county->ring_count++] = (bench_ring){.area = county->area_count,
                                                      .first = first,
                                                      .count = count,
                                                      .left = count,
                                                      .is_shell = is_shell};
}

static void read_polygons(bench_county *county, bench_coordinate **all, OGRGeometryH shape)
{
    if (wkbFlatten(OGR_G_GetGeometryType(shape)) == wkbPolygon) {
        for (int i = 0; i < OGR_G_GetGeometryCount(shape); i++)
            read_ring(county, all, OGR_G_GetGeometryRef(shape, i), i == 0);
        return;
    }
    for (int i = 0; i < OGR_G_GetGeometryCount(shape); i++)
        read_polygons(county, all, OGR_G_GetGeometryRef(shape, i));
}

/* Corners become numbers of vertices: neighbours share them, whole metres being exact. */
static void number_vertices(bench_county *county, const bench_coordinate *all)
{
    bench_coordinate *sorted = room_for(county->corner_count, sizeof *sorted);
    memcpy(sorted, all, county->corner_count * sizeof *sorted);
    qsort(sorted, county->corner_count, sizeof *sorted, by_coordinate);
    size_t count = 0;
    for (size_t i = 0; i < county->corner_count; i++)
        if (i == 0 || by_coordinate(&sorted[i], &sorted[count - 1]) != 0)
            sorted[count++] = sorted[i];
    county->vertex = room_for(count, sizeof *county->vertex);
    county->vertex_count = count;
    for (size_t i = 0; i < count; i++)
        county->vertex[i] = (bench_vertex){.x = sorted[i].x, .y = sorted[i].y, .ring = {-1, -1}};
    county->corner = room_for(county->corner_count, sizeof *county->corner);
    for (size_t i = 0; i < county->corner_count; i++) {
        bench_coordinate *found = bsearch(&all[i], sorted, count, sizeof *sorted, by_coordinate);
        county->corner[i] = (int32_t)(found - sorted);
    }
    free(sorted);
}

static void read_county(bench_county *county, const area_options *options)
{
    OGRLayerH layer;
    GDALDatasetH file = open_layer(options, &layer);
    int code = field_of(layer, options->code_field), name = field_of(layer, options->name_field);
    size_t areas = (size_t)OGR_L_GetFeatureCount(layer, 1);
    county->code = room_for(areas, sizeof *county->code);
    county->name = room_for(areas, sizeof *county->name);
    bench_coordinate *all = NULL;
    OGRFeatureH feature;
    while ((feature = OGR_L_GetNextFeature(layer))) {
        size_t a = county->area_count;
        snprintf(county->code[a], sizeof *county->code, "%s",
                 OGR_F_GetFieldAsString(feature, code));
        snprintf(county->name[a], sizeof *county->name, "%s",
                 OGR_F_GetFieldAsString(feature, name));
        read_polygons(county, &all, OGR_F_GetGeometryRef(feature));
        county->area_count++;
        OGR_F_Destroy(feature);
    }
    if (county->corner_count == 0)
        stop("no areas", options->from);
    number_vertices(county, all);
    free(all);
    GDALClose(file);
}

/* ---- borders -------------------------------------------------------------------------------- */

static void add_neighbour(bench_vertex *vertex, int32_t other)
{
    for (int i = 0; i < vertex->neighbours && i < 2; i++)
        if (vertex->beside[i] == other)
            return;
    if (vertex->neighbours < 2)
        vertex->beside[vertex->neighbours] = other;
    if (vertex->neighbours < MANY)
        vertex->neighbours++;
}

static void add_ring(bench_vertex *vertex, int32_t ring)
{
    if (vertex->ring[0] < 0)
        vertex->ring[0] = ring;
    else if (vertex->ring[1] < 0)
        vertex->ring[1] = ring;
    else
        vertex->neighbours = MANY;
}

static void find_borders(bench_county *county)
{
    for (size_t r = 0; r < county->ring_count; r++) {
        const bench_ring *ring = &county->ring[r];
        const int32_t *corner = county->corner + ring->first;
        for (size_t i = 0; i < ring->count; i++) {
            bench_vertex *here = &county->vertex[corner[i]];
            add_neighbour(here, corner[(i + 1) % ring->count]);
            add_neighbour(here, corner[(i + ring->count - 1) % ring->count]);
            add_ring(here, (int32_t)r);
        }
    }
}

static void index_vertices(bench_county *county)
{
    const bench_vertex *vertex = county->vertex;
    county->x_min = county->y_min = INT32_MAX;
    county->x_max = county->y_max = INT32_MIN;
    for (size_t i = 0; i < county->vertex_count; i++) {
        county->x_min = vertex[i].x < county->x_min ? vertex[i].x : county->x_min;
        county->y_min = vertex[i].y < county->y_min ? vertex[i].y : county->y_min;
        county->x_max = vertex[i].x > county->x_max ? vertex[i].x : county->x_max;
        county->y_max = vertex[i].y > county->y_max ? vertex[i].y : county->y_max;
    }
    county->columns = (county->x_max - county->x_min) / CELL_M + 1;
    county->rows = (county->y_max - county->y_min) / CELL_M + 1;
    size_t cells = (size_t)county->columns * (size_t)county->rows;
    county->cell = room_for(cells, sizeof *county->cell);
    for (size_t i = 0; i < cells; i++)
        county->cell[i] = -1;
    for (size_t i = 0; i < county->vertex_count; i++) {
        int32_t *cell = &county->cell[(vertex[i].y - county->y_min) / CELL_M * county->columns +
                                      (vertex[i].x - county->x_min) / CELL_M];
        county->vertex[i].next = *cell;
        *cell = (int32_t)i;
    }
}

static int64_t cross(const bench_vertex *a, const bench_vertex *b, const bench_vertex *c)
{
    return (int64_t)(b->x - a->x) * (c->y - a->y) - (int64_t)(b->y - a->y) * (c->x - a->x);
}

static bool is_in_triangle(const bench_vertex *p, const bench_vertex *a, const bench_vertex *b,
                           const bench_vertex *c)
{
    int64_t first = cross(a, b, p), second = cross(b, c, p), third = cross(c, a, p);
    return (first >= 0 && second >= 0 && third >= 0) || (first <= 0 && second <= 0 && third <= 0);
}

static int32_t least(int32_t a, int32_t b, int32_t c)
{
    int32_t low = a < b ? a : b;
    return low < c ? low : c;
}

static bool is_empty(const bench_county *county, const bench_vertex *a, const bench_vertex *b,
                     const bench_vertex *c)
{
    int32_t left = (least(a->x, b->x, c->x) - county->x_min) / CELL_M;
    int32_t low = (least(a->y, b->y, c->y) - county->y_min) / CELL_M;
    int32_t right = (-least(-a->x, -b->x, -c->x) - county->x_min) / CELL_M;
    int32_t high = (-least(-a->y, -b->y, -c->y) - county->y_min) / CELL_M;
    for (int32_t row = low; row <= high; row++)
        for (int32_t column = left; column <= right; column++)
            for (int32_t i = county->cell[row * county->columns + column]; i >= 0;
                 i = county->vertex[i].next) {
                const bench_vertex *p = &county->vertex[i];
                if (!p->is_gone && p != a && p != b && p != c && is_in_triangle(p, a, b, c))
                    return false;
            }
    return true;
}

static void replace_neighbour(bench_vertex *vertex, int32_t old, int32_t new)
{
    for (int i = 0; i < 2; i++)
        if (vertex->beside[i] == old)
            vertex->beside[i] = new;
}

/* Takes a vertex away if its triangle is under the limit; returns how many ring corners went. */
static size_t take_away(bench_county *county, int32_t v, int64_t limit)
{
    bench_vertex *here = &county->vertex[v];
    if (here->is_gone || here->neighbours != 2)
        return 0;
    bench_vertex *before = &county->vertex[here->beside[0]],
                 *after = &county->vertex[here->beside[1]];
    if (llabs(cross(before, here, after)) > limit)
        return 0;
    for (int i = 0; i < 2; i++)
        if (here->ring[i] >= 0 && county->ring[here->ring[i]].left <= SHORTEST_RING)
            return 0;
    if (!is_empty(county, before, here, after))
        return 0;
    here->is_gone = true;
    replace_neighbour(before, v, here->beside[1]);
    replace_neighbour(after, v, here->beside[0]);
    size_t went = 0;
    for (int i = 0; i < 2; i++)
        if (here->ring[i] >= 0) {
            county->ring[here->ring[i]].left--;
            went++;
        }
    return went;
}

static void simplify(bench_county *county, double corners)
{
    size_t left = county->corner_count;
    for (double limit = 50; (double)left > corners && limit < 1e9; limit *= 1.25)
        for (size_t v = 0; v < county->vertex_count && (double)left > corners; v++)
            left -= take_away(county, (int32_t)v, (int64_t)limit);
}

/* ---- writing -------------------------------------------------------------------------------- */

static OGRGeometryH make_ring(const bench_county *county, const bench_ring *ring, int32_t dx,
                              int32_t dy)
{
    OGRGeometryH shape = OGR_G_CreateGeometry(wkbLinearRing);
    for (size_t i = 0; i < ring->count; i++) {
        const bench_vertex *vertex = &county->vertex[county->corner[ring->first + i]];
        if (!vertex->is_gone)
            OGR_G_AddPoint_2D(shape, vertex->x + dx, vertex->y + dy);
    }
    OGR_G_CloseRings(shape);
    return shape;
}

/* The area whose rings begin at ring *r, which moves on to the next area's. */
static OGRGeometryH make_shape(const bench_county *county, size_t *r, int32_t dx, int32_t dy)
{
    OGRGeometryH shape = OGR_G_CreateGeometry(wkbMultiPolygon), polygon = NULL;
    size_t area = county->ring[*r].area;
    for (; *r < county->ring_count && county->ring[*r].area == area; (*r)++) {
        if (county->ring[*r].is_shell) {
            if (polygon)
                OGR_G_AddGeometryDirectly(shape, polygon);
            polygon = OGR_G_CreateGeometry(wkbPolygon);
        }
        OGRGeometryH made = make_ring(county, &county->ring[*r], dx, dy);
        if (!polygon || OGR_G_AddGeometryDirectly(polygon, made) != OGRERR_NONE)
            stop("rings out of order in area", county->code[area]);
    }
    OGR_G_AddGeometryDirectly(shape, polygon);
    return shape;
}

static void write_tile(const bench_county *county, OGRLayerH layer, size_t tile, size_t count)
{
    int32_t width = (county->x_max - county->x_min) / 1000 * 1000 + 1000;
    int32_t height = (county->y_max - county->y_min) / 1000 * 1000 + 1000;
    int32_t dx = 20000 - county->x_min + (int32_t)(tile % TILE_COLUMNS) * width;
    int32_t dy = 20000 - county->y_min + (int32_t)(tile / TILE_COLUMNS) * height;
    size_t r = 0;
    for (size_t a = 0; a < count && r < county->ring_count; a++) {
        char code[32], name[80];
        size_t area = county->ring[r].area;
        snprintf(code, sizeof code, "X%08zu", tile * county->area_count + area);
        snprintf(name, sizeof name, "%s %zu", county->name[area], tile + 1);
        OGRGeometryH shape = make_shape(county, &r, dx, dy);
        if (tile == 0 && !OGR_G_IsValid(shape))
            stop("thinning its border broke area", county->code[area]);
        add_area(layer, code, name, shape);
    }
}

void write_tiles(const area_options *options)
{
    bench_county county = {0};
    OGRLayerH layer;
    read_county(&county, options);
    find_borders(&county);
    index_vertices(&county);
    double tiles = (double)options->count / (double)county.area_count;
    simplify(&county, (double)options->edges / tiles);
    GDALDatasetH file = create_areas(options->path, &layer);
    for (size_t done = 0, tile = 0; done < options->count; tile++) {
        size_t left = options->count - done;
        size_t count = left < county.area_count ? left : county.area_count;
        write_tile(&county, layer, tile, count);
        done += count;
    }
    close_areas(file, options->path);
    free(county.vertex);
    free(county.corner);
    free(county.ring);
    free(county.code);
    free(county.name);
    free(county.cell);
}
