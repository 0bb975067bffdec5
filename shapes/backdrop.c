/* What stands on the maps of the county, around its settlements, rivers and coast. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "county.h"

/* ---- ways ----------------------------------------------------------------------------------- */

static Point town_called(const char *name, size_t length)
{
    for (size_t i = 0; i < town_count; i++)
        if (strlen(towns[i].name) == length && strncmp(towns[i].name, name, length) == 0)
            return (Point){towns[i].x, towns[i].y};
    fail("a way leads over %.*s, which is no town", (int)length, name);
}

/* A place between towns becomes the middle of a village that is no farther off than `reach`. */
static Point village_near(const County *county, Point p, double reach)
{
    Point nearest = p;
    for (size_t i = 0; i < county->village_count; i++) {
        double away = distance(p, county->villages[i].centre);
        if (away < reach) {
            reach = away;
            nearest = county->villages[i].centre;
        }
    }
    return (Point){round(nearest.x), round(nearest.y)};
}

static Line stops_of(const County *county, const char *stops, double reach)
{
    static const char arrow[] = " > ";
    Line line = {0};
    for (const char *stop = stops; stop;) {
        const char *next = strstr(stop, arrow);
        size_t length = next ? (size_t)(next - stop) : strlen(stop);
        Point p;
        if (sscanf(stop, "%lf %lf", &p.x, &p.y) == 2)
            p = village_near(county, (Point){1000.0 * p.x, 1000.0 * p.y}, reach);
        else
            p = town_called(stop, length);
        line_add(&line, p);
        stop = next ? next + sizeof arrow - 1 : NULL;
    }
    return line;
}

static Point between(Point a, Point b, double at_a, double at_b, double at)
{
    double t = (at - at_a) / (at_b - at_a);
    return (Point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/* A point of the centripetal Catmull-Rom curve through b and c (Barry and Goldman, 1988): no loops,
 * however far apart the four points are. */
static Point curve_point(Point a, Point b, Point c, Point d, double share)
{
    double at_b = sqrt(distance(a, b)), at_c = at_b + sqrt(distance(b, c));
    double at_d = at_c + sqrt(distance(c, d)), at = at_b + share * (at_c - at_b);
    Point first = between(a, b, 0.0, at_b, at), second = between(b, c, at_b, at_c, at),
          third = between(c, d, at_c, at_d, at);
    return between(between(first, second, 0.0, at_c, at), between(second, third, at_b, at_d, at),
                   at_b, at_c, at);
}

/* The curve through all points of a line, a point about each `step`. */
static Line curve_through(const Line *line, double step)
{
    Line curve = {0};
    size_t last = line->count - 1;
    line_add(&curve, line->at[0]);
    for (size_t i = 0; i < last; i++) {
        Point b = line->at[i], c = line->at[i + 1];
        Point a = i > 0 ? line->at[i - 1] : (Point){2.0 * b.x - c.x, 2.0 * b.y - c.y};
        Point d = i + 1 < last ? line->at[i + 2] : (Point){2.0 * c.x - b.x, 2.0 * c.y - b.y};
        int steps = (int)fmax(1.0, round(distance(b, c) / step));
        for (int k = 1; k <= steps; k++) {
            Point p = curve_point(a, b, c, d, (double)k / steps);
            line_add(&curve, (Point){round(p.x), round(p.y)});
        }
    }
    return curve;
}

typedef struct {
    double reach;     /* how far it goes aside for a village */
    double amplitude; /* how much it bends between its stops */
    double shortest;
    double step;
} Manner;

/* The more a way bends and the nearer its bends, the lesser it is. */
static const Manner motorway_manner = {0.0, 0.10, 5000.0, 400.0};
static const Manner main_road_manner = {1000.0, 0.17, 2400.0, 300.0};
static const Manner minor_road_manner = {2200.0, 0.26, 1500.0, 250.0};
static const Manner railway_manner = {0.0, 0.09, 4000.0, 400.0};
static const Manner beck_manner = {0.0, 0.40, 800.0, 170.0};

static GEOSGeometry *draw_way(const County *county, const char *stops, const Manner *manner)
{
    Line corners = stops_of(county, stops, manner->reach), bent = {0};
    line_add(&bent, corners.at[0]);
    for (size_t i = 1; i < corners.count; i++)
        wander(&bent, corners.at[i], manner->amplitude, manner->shortest);
    Line curve = curve_through(&bent, manner->step);
    GEOSGeometry *way = geos_line(&curve);
    line_free(&corners);
    line_free(&bent);
    line_free(&curve);
    return way;
}

/* ---- layers --------------------------------------------------------------------------------- */

static Landmark *add_landmark(Landmarks *layer, const char *name, GEOSGeometry *shape)
{
    if (layer->count == layer->room) {
        layer->room = layer->room ? 2 * layer->room : 16;
        layer->items = realloc(layer->items, layer->room * sizeof *layer->items);
        if (!layer->items)
            fail("out of memory");
    }
    if (!shape || GEOSisValid(shape) != 1)
        fail("%s has no sound shape", name);
    Landmark *added = &layer->items[layer->count++];
    *added = (Landmark){.shape = shape};
    snprintf(added->name, sizeof added->name, "%s", name);
    return added;
}

static void add_ways(const County *county, const Way *ways, size_t count, const char *class,
                     const Manner *manner, const GEOSGeometry *sea, Landmarks *layer)
{
    for (size_t i = 0; i < count; i++) {
        GEOSGeometry *way = draw_way(county, ways[i].stops, manner);
        if (GEOSIntersects(way, sea) != 0)
            fail("%s leads over the sea", ways[i].name);
        add_landmark(layer, ways[i].name, way)->class = class;
    }
}

static GEOSGeometry *subtract(GEOSGeometry *from, const GEOSGeometry *what)
{
    GEOSGeometry *rest = GEOSDifferencePrec(from, what, 1.0);
    GEOSGeom_destroy(from);
    if (!rest)
        fail("a shape cannot be cut");
    return rest;
}

/* ---- water ---------------------------------------------------------------------------------- */

static GEOSGeometry *box_around(void)
{
    Line ring = {0};
    line_add(&ring, (Point){FRAME_WEST, FRAME_SOUTH});
    line_add(&ring, (Point){FRAME_EAST, FRAME_SOUTH});
    line_add(&ring, (Point){FRAME_EAST, FRAME_NORTH});
    line_add(&ring, (Point){FRAME_WEST, FRAME_NORTH});
    line_add(&ring, (Point){FRAME_WEST, FRAME_SOUTH});
    GEOSGeometry *box = geos_polygon(&ring);
    line_free(&ring);
    return box;
}

/* All of the frame that is neither the county nor its neighbours. */
static GEOSGeometry *make_sea(const County *county)
{
    Line corners = stops_of(county, next_counties.stops, 0.0), coast = {0};
    line_add(&coast, corners.at[0]);
    for (size_t i = 1; i <= corners.count; i++) {
        Point from = corners.at[i - 1], to = corners.at[i % corners.count];
        bool is_coast = from.x > 600000.0 && to.x > 600000.0;
        wander(&coast, to, 0.36, is_coast ? 150.0 : INFINITY);
    }
    GEOSGeometry *abroad = geos_polygon(&coast);
    GEOSGeometry *sea = subtract(subtract(box_around(), county->land), abroad);
    GEOSGeom_destroy(abroad);
    line_free(&corners);
    line_free(&coast);
    return sea;
}

static GEOSGeometry *draw_lake(const Lake *lake, uint64_t seed)
{
    enum { CORNERS = 14 };
    Random random = {seed};
    Line shore = {0};
    for (int i = 0; i < CORNERS; i++) {
        double angle = 6.283185307179586 * i / CORNERS;
        double reach = lake->size * (0.72 + 0.5 * random_unit(&random));
        double along = reach * cos(angle), across = lake->slimness * reach * sin(angle);
        line_add(&shore, (Point){lake->x + along * cos(lake->turn) - across * sin(lake->turn),
                                 lake->y + along * sin(lake->turn) + across * cos(lake->turn)});
    }
    for (int i = 0; i < 3; i++) /* on round, so that the curve meets itself without a corner */
        line_add(&shore, shore.at[i]);
    Line curve = curve_through(&shore, 60.0), ring = {0};
    size_t first = 0;
    while (distance(curve.at[first], shore.at[1]) > 1.0)
        first++;
    for (size_t i = first; i < curve.count; i++) {
        line_add(&ring, curve.at[i]);
        if (i > first && distance(curve.at[i], curve.at[first]) < 1e-9)
            break;
    }
    GEOSGeometry *polygon = geos_polygon(&ring);
    line_free(&shore);
    line_free(&curve);
    line_free(&ring);
    return polygon;
}

static void add_water(const GEOSGeometry *sea, Landmarks *layer)
{
    add_landmark(layer, "North Sea", GEOSGeom_clone(sea));
    for (size_t i = 0; i < lake_count; i++)
        add_landmark(layer, lakes[i].name, draw_lake(&lakes[i], 700 + i));
}

/* The county's own rivers, whose courses are boundaries, and their becks. */
static void add_rivers(const County *county, const GEOSGeometry *sea, Landmarks *layer)
{
    for (size_t i = 0; i < river_count; i++) {
        GEOSGeometry *pieces[] = {river_course(i),
                                  draw_way(county, river_tails[i].stops, &beck_manner)};
        GEOSGeometry *both = GEOSGeom_createCollection(GEOS_MULTILINESTRING, pieces, 2);
        GEOSGeometry *course = GEOSLineMerge(both);
        GEOSGeom_destroy(both);
        add_landmark(layer, river_tails[i].name, subtract(course, sea));
    }
    for (size_t i = 0; i < beck_count; i++) {
        GEOSGeometry *course = draw_way(county, beck_plan[i].stops, &beck_manner);
        add_landmark(layer, beck_plan[i].name, subtract(course, sea));
    }
}

/* ---- woods ---------------------------------------------------------------------------------- */

/* How wooded the country is there, around 0. The heath is. */
static double woodedness(Point p)
{
    double heath = exp(-pow(distance(p, (Point){584000.0, 481000.0}) / 4500.0, 2.0));
    return smooth_noise(p, 9000.0, 21) + 0.5 * smooth_noise(p, 3000.0, 22) + 0.9 * heath;
}

static bool far_from_people(const County *county, Point p, double size)
{
    for (size_t i = 0; i < town_count; i++)
        if (distance(p, (Point){towns[i].x, towns[i].y}) < 1.3 * town_radius(&towns[i]) + size)
            return false;
    for (size_t i = 0; i < county->village_count; i++)
        if (distance(p, county->villages[i].centre) < county->villages[i].radius + size + 150.0)
            return false;
    return true;
}

/* Angular, as its edges are those of fields. NULL when it doesn't come out sound. */
static GEOSGeometry *draw_wood(Point centre, double size, Random *random)
{
    size_t corners = 6 + random_below(random, 6);
    double turn = 3.14159265 * random_unit(random), slimness = 0.45 + 0.5 * random_unit(random);
    Line edge = {0};
    Point start = {0};
    for (size_t i = 0; i < corners; i++) {
        double angle =
            6.283185307179586 * ((double)i + 0.5 * random_unit(random)) / (double)corners;
        double reach = size * (0.6 + 0.7 * random_unit(random));
        double along = reach * cos(angle), across = slimness * reach * sin(angle);
        Point p = {round(centre.x + along * cos(turn) - across * sin(turn)),
                   round(centre.y + along * sin(turn) + across * cos(turn))};
        if (i == 0)
            line_add(&edge, start = p);
        else
            wander(&edge, p, 0.22, 380.0);
    }
    wander(&edge, start, 0.22, 380.0);
    GEOSGeometry *wood = geos_polygon(&edge);
    line_free(&edge);
    if (GEOSisValid(wood) == 1)
        return wood;
    GEOSGeom_destroy(wood);
    return NULL;
}

static GEOSGeometry *plant_woods(const County *county, const GEOSGeometry *water)
{
    enum { MOST = 640, TRIES = 60000 };
    Random random = {314};
    GEOSGeometry *woods[MOST];
    unsigned count = 0;
    const GEOSPreparedGeometry *wet = GEOSPrepare(water);
    for (int i = 0; i < TRIES && count < MOST; i++) {
        Point p = {551000.0 + 72000.0 * random_unit(&random),
                   433000.0 + 72000.0 * random_unit(&random)};
        double wooded = woodedness(p), chance = random_unit(&random);
        double size = fmin(1100.0, 170.0 * exp(0.6 * random_normal(&random) + 0.6 * wooded));
        if (chance > 0.25 + 0.6 * wooded || !far_from_people(county, p, size))
            continue;
        GEOSGeometry *wood = draw_wood(p, fmax(90.0, size), &random);
        if (wood && GEOSPreparedIntersects(wet, wood) == 0)
            woods[count++] = wood;
        else if (wood)
            GEOSGeom_destroy(wood);
    }
    GEOSPreparedGeom_destroy(wet);
    GEOSGeometry *all = GEOSGeom_createCollection(GEOS_MULTIPOLYGON, woods, count);
    GEOSGeometry *together = GEOSUnaryUnionPrec(all, 1.0);
    GEOSGeom_destroy(all);
    if (!together)
        fail("the woods cannot be united");
    return together;
}

typedef struct {
    const GEOSGeometry *shape;
    double area;
} Wood;

static int by_area(const void *first, const void *second)
{
    const Wood *a = first, *b = second;
    return a->area != b->area ? (a->area > b->area ? -1 : 1) : 0;
}

/* From the largest down; only the first ones have names. */
static void add_woods(const County *county, const Landmarks *water, Landmarks *layer)
{
    GEOSGeometry *wet[64];
    for (size_t i = 0; i < water->count; i++)
        wet[i] = GEOSGeom_clone(water->items[i].shape);
    GEOSGeometry *all_wet =
        GEOSGeom_createCollection(GEOS_GEOMETRYCOLLECTION, wet, (unsigned)water->count);
    GEOSGeometry *lakes_and_sea = GEOSUnaryUnion(all_wet);
    GEOSGeometry *together = plant_woods(county, lakes_and_sea);
    size_t count = (size_t)GEOSGetNumGeometries(together);
    Wood *woods = allocate(count, sizeof *woods);
    for (size_t i = 0; i < count; i++) {
        woods[i].shape = GEOSGetGeometryN(together, (int)i);
        GEOSArea(woods[i].shape, &woods[i].area);
    }
    qsort(woods, count, sizeof *woods, by_area);
    for (size_t i = 0; i < count; i++)
        add_landmark(layer, i < wood_name_count ? wood_names[i] : "",
                     GEOSGeom_clone(woods[i].shape));
    free(woods);
    GEOSGeom_destroy(together);
    GEOSGeom_destroy(lakes_and_sea);
    GEOSGeom_destroy(all_wet);
}

/* ---- towns ---------------------------------------------------------------------------------- */

static void add_town(Landmarks *layer, const char *name, Point p, int rank)
{
    add_landmark(layer, name, GEOSGeom_createPointFromXY(round(p.x), round(p.y)))->rank = rank;
}

/* 1: the four large towns; 2: the other towns; 3: an island's harbour and large villages. */
static void add_towns(const County *county, Landmarks *layer)
{
    const double large_town = 50000.0, town = 5000.0, large_village = 1500.0;
    for (size_t i = 0; i < town_count; i++)
        add_town(layer, towns[i].name, (Point){towns[i].x, towns[i].y},
                 towns[i].population > large_town ? 1
                 : towns[i].population > town     ? 2
                                                  : 3);
    for (size_t i = 0; i < county->village_count; i++)
        if (county->villages[i].population > large_village)
            add_town(layer, county->villages[i].name, county->villages[i].centre, 3);
}

void make_backdrop(const County *county, Landmarks layers[BACKDROP_LAYERS])
{
    GEOSGeometry *sea = make_sea(county);
    add_ways(county, motorway_plan, motorway_count, "motorway", &motorway_manner, sea,
             &layers[MOTORWAYS]);
    add_ways(county, main_road_plan, main_road_count, "a_road", &main_road_manner, sea,
             &layers[ROADS]);
    add_ways(county, minor_road_plan, minor_road_count, "b_road", &minor_road_manner, sea,
             &layers[ROADS]);
    add_ways(county, railway_plan, railway_count, NULL, &railway_manner, sea, &layers[RAILWAYS]);
    add_rivers(county, sea, &layers[RIVERS]);
    add_water(sea, &layers[WATER]);
    add_woods(county, &layers[WATER], &layers[WOODS]);
    add_towns(county, &layers[TOWNS]);
    GEOSGeom_destroy(sea);
}

void free_backdrop(Landmarks layers[BACKDROP_LAYERS])
{
    for (size_t layer = 0; layer < BACKDROP_LAYERS; layer++) {
        for (size_t i = 0; i < layers[layer].count; i++)
            GEOSGeom_destroy(layers[layer].items[i].shape);
        free(layers[layer].items);
    }
}
