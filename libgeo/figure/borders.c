/* The lines between areas: edges are matched in a hash table of their ends. */
#include "figure/borders.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "figure/outline.h"

/* neighbour[] of an edge: an area, or one of these. */
#define NOTHING_BEYOND GEO_NO_CODE
#define DRAWN_ALREADY  (-2) /* the other area's edge stands for this one */
#define NO_EDGE        (-3) /* the last point of a ring, or an edge without length */

/* The ends of an edge in whole millimetres, the lesser first. */
typedef struct edge_key {
    int64_t end[4];
} edge_key;

/* Edge e runs from point e to point e + 1. */
typedef struct edge_table {
    const geo_areas *areas;
    int32_t *owner;     /* [point_count] */
    int32_t *neighbour; /* [point_count] */
    size_t slots;       /* a power of two */
    size_t *slot;       /* edge + 1, or 0 */
} edge_table;

static edge_key key_of(const geo_areas *areas, size_t edge)
{
    int64_t x0 = llround(areas->x[edge] * 1000), y0 = llround(areas->y[edge] * 1000);
    int64_t x1 = llround(areas->x[edge + 1] * 1000), y1 = llround(areas->y[edge + 1] * 1000);
    if (x0 < x1 || (x0 == x1 && y0 < y1))
        return (edge_key){{x0, y0, x1, y1}};
    return (edge_key){{x1, y1, x0, y0}};
}

static size_t hash_of(const edge_key *key)
{
    uint64_t hash = 0;
    for (int i = 0; i < 4; i++) {
        hash = (hash ^ (uint64_t)key->end[i]) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    return (size_t)hash;
}

/* Enters an edge, or marks it as the other side of one that is there. */
static void enter_edge(edge_table *table, size_t edge)
{
    edge_key key = key_of(table->areas, edge);
    if (key.end[0] == key.end[2] && key.end[1] == key.end[3])
        return;
    size_t place = hash_of(&key) & (table->slots - 1);
    for (; table->slot[place]; place = (place + 1) & (table->slots - 1)) {
        size_t first = table->slot[place] - 1;
        edge_key other = key_of(table->areas, first);
        if (memcmp(&key, &other, sizeof key) != 0)
            continue;
        if (table->owner[first] == table->owner[edge]) /* a cut into the area, not its border */
            table->neighbour[first] = DRAWN_ALREADY;
        else if (table->neighbour[first] == NOTHING_BEYOND)
            table->neighbour[first] = table->owner[edge];
        table->neighbour[edge] = DRAWN_ALREADY;
        return;
    }
    table->slot[place] = edge + 1;
    table->neighbour[edge] = NOTHING_BEYOND;
}

static void enter_areas(edge_table *table)
{
    const geo_areas *areas = table->areas;
    for (size_t area = 0; area < areas->count; area++)
        for (size_t ring = areas->area_ring[area]; ring < areas->area_ring[area + 1]; ring++)
            for (size_t p = areas->ring_point[ring]; p < areas->ring_point[ring + 1]; p++) {
                table->owner[p] = (int32_t)area;
                table->neighbour[p] = NO_EDGE;
                if (p + 1 < areas->ring_point[ring + 1])
                    enter_edge(table, p);
            }
}

static geo_status make_table(geo_context *context, edge_table *table)
{
    size_t points = table->areas->point_count;
    table->slots = 16;
    while (table->slots < 2 * points)
        table->slots *= 2;
    geo_status status = geo_alloc_array(context, points, sizeof *table->owner, &table->owner);
    if (status == GEO_OK)
        status = geo_alloc_array(context, points, sizeof *table->neighbour, &table->neighbour);
    if (status == GEO_OK)
        status = geo_alloc_array(context, table->slots, sizeof *table->slot, &table->slot);
    if (status == GEO_OK)
        enter_areas(table);
    return status;
}

static void clear_table(edge_table *table)
{
    free(table->owner);
    free(table->neighbour);
    free(table->slot);
}

static geo_border_kind kind_of(const geo_areas *areas, int32_t area, int32_t neighbour)
{
    if (neighbour == NOTHING_BEYOND)
        return GEO_BORDER_OUTLINE;
    const char *here = areas->parent ? areas->parent[area] : NULL;
    const char *there = areas->parent ? areas->parent[neighbour] : NULL;
    if (here == there || (here && there && strcmp(here, there) == 0))
        return GEO_BORDER_AREA;
    return GEO_BORDER_PARENT;
}

/* Twice the area inside, more than 0 where the ring runs anticlockwise; by differences from its
 * first point, since coordinates are large. */
static double turning(const double *x, const double *y, size_t count)
{
    double sum = 0;
    for (size_t p = 1; p + 1 < count; p++)
        sum += (x[p] - x[0]) * (y[p + 1] - y[0]) - (x[p + 1] - x[0]) * (y[p] - y[0]);
    return sum;
}

bool geo_ring_is_backwards(const geo_areas *areas, size_t ring)
{
    size_t first = areas->ring_point[ring];
    size_t count = areas->ring_point[ring + 1] - first;
    return (turning(areas->x + first, areas->y + first, count) > 0) == areas->ring_is_hole[ring];
}

/* One ring's edges, neighbours alike taken together. */
static geo_status cut_ring(geo_context *context, const edge_table *table, size_t ring,
                           geo_borders *borders, size_t *capacity)
{
    const geo_areas *areas = table->areas;
    size_t point = areas->ring_point[ring], end = areas->ring_point[ring + 1];
    bool is_backwards = geo_ring_is_backwards(areas, ring);
    while (point < end) {
        size_t first = point;
        int32_t neighbour = table->neighbour[point];
        while (point < end && table->neighbour[point] == neighbour)
            point++;
        if (neighbour == NO_EDGE || neighbour == DRAWN_ALREADY)
            continue;
        geo_status status = geo_grow_array(context, &borders->border, capacity, borders->count + 1,
                                           sizeof *borders->border);
        if (status != GEO_OK)
            return status;
        int32_t area = table->owner[first];
        borders->border[borders->count++] = (geo_border){
            kind_of(areas, area, neighbour), area, neighbour, first, point, is_backwards};
    }
    return GEO_OK;
}

geo_status geo_borders_find(geo_context *context, const geo_areas *areas, geo_borders **out)
{
    edge_table table = {.areas = areas};
    geo_borders *borders = NULL;
    size_t capacity = 0;
    geo_status status = geo_alloc_array(context, 1, sizeof *borders, &borders);
    if (status == GEO_OK)
        status = make_table(context, &table);
    for (size_t ring = 0; status == GEO_OK && ring < areas->ring_count; ring++)
        status = cut_ring(context, &table, ring, borders, &capacity);
    if (status == GEO_OK)
        status = geo_outline_join(context, areas, borders, NULL, 0, &borders->outline);
    clear_table(&table);
    if (status != GEO_OK) {
        geo_borders_free(borders);
        return status;
    }
    *out = borders;
    return GEO_OK;
}

void geo_borders_free(geo_borders *borders)
{
    if (!borders)
        return;
    free(borders->border);
    geo_outline_clear(&borders->outline);
    free(borders);
}
