/* The land: a mainland and islands whose outlines neither cross themselves nor each other, and the
 * rivers on it. */
#include <math.h>

#include "county.h"

static bool crosses_itself(const Line *line)
{
    GEOSGeometry *geometry = geos_line(line);
    bool simple = GEOSisSimple(geometry) == 1;
    GEOSGeom_destroy(geometry);
    return !simple;
}

/* Adds one wandering side. It may cross the sides before it; then its end is moved a little, or,
 * where the end must stay, its bends are made smaller, until it does not. */
static void add_side(Line *outline, Point end, double leeway, double amplitude, double shortest,
                     Random *random)
{
    size_t before = outline->count;
    for (int tries = 0; tries < 300; tries++) {
        Point to = {end.x + round(leeway * random_normal(random)),
                    end.y + round(leeway * random_normal(random))};
        wander(outline, to, amplitude * (leeway > 0.0 ? 1.0 : pow(0.97, tries)), shortest);
        if (!crosses_itself(outline))
            return;
        outline->count = before;
    }
    fail("the side to %.0f, %.0f crosses the outline each time", end.x, end.y);
}

static GEOSGeometry *mainland_outline(void)
{
    Line outline = {0};
    Random random = {5};
    line_add(&outline, (Point){mainland[0].x, mainland[0].y});
    for (size_t i = 1; i <= mainland_corners; i++) {
        bool coast = mainland[i - 1].coast, last = i == mainland_corners;
        Point end = {mainland[i % mainland_corners].x, mainland[i % mainland_corners].y};
        add_side(&outline, end, last ? 0.0 : 240.0, coast ? 0.55 : 0.36, coast ? 110.0 : 190.0,
                 &random);
    }
    GEOSGeometry *polygon = geos_polygon(&outline);
    line_free(&outline);
    return polygon;
}

static GEOSGeometry *island_outline(size_t which)
{
    Line outline = {0};
    Random random = {40 + which};
    line_add(&outline, islands[which][0]);
    for (size_t i = 1; i <= ISLAND_CORNERS; i++)
        add_side(&outline, islands[which][i % ISLAND_CORNERS], i == ISLAND_CORNERS ? 0.0 : 30.0,
                 0.6, 90.0, &random);
    GEOSGeometry *polygon = geos_polygon(&outline);
    line_free(&outline);
    return polygon;
}

GEOSGeometry *river_course(size_t which)
{
    Line course = {0};
    Random random = {90 + which};
    line_add(&course, rivers[which][0]);
    for (size_t i = 1; i < RIVER_CORNERS; i++)
        add_side(&course, rivers[which][i], 0.0, 0.45, 150.0, &random);
    GEOSGeometry *line = geos_line(&course);
    line_free(&course);
    return line;
}

void make_land(County *county)
{
    GEOSGeometry *pieces[8], *courses[8];
    pieces[0] = mainland_outline();
    for (size_t i = 0; i < island_count; i++)
        pieces[i + 1] = island_outline(i);
    county->land = GEOSGeom_createCollection(GEOS_MULTIPOLYGON, pieces, (unsigned)island_count + 1);
    if (GEOSisValid(county->land) != 1)
        fail("an outline is not sound, or an island touches the mainland");
    for (size_t i = 0; i < river_count; i++)
        courses[i] = river_course(i);
    GEOSGeometry *all =
        GEOSGeom_createCollection(GEOS_MULTILINESTRING, courses, (unsigned)river_count);
    county->rivers = GEOSIntersection(all, county->land);
    GEOSGeom_destroy(all);
    if (!county->rivers)
        fail("the rivers cannot be clipped to the land");
}
