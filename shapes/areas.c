/* Output areas: seeds that lie closer where more people live, their Voronoi cells cut by coast and
 * rivers, and the graph of neighbours. */
#include <math.h>
#include <stdlib.h>

#include "county.h"

/* A coarse lattice of buckets, so that nearby seeds are found without asking all. */
#define WEST              560000.0
#define SOUTH             438000.0
#define BUCKET            1200.0
#define COUNTY_POPULATION 765000.0
enum { COLUMNS = 56, ROWS = 52 };

typedef struct {
    Line buckets[COLUMNS * ROWS];
    Line seeds;
} Sowing;

static bool crowded(const Sowing *sowing, Point p, double spacing)
{
    int column = (int)((p.x - WEST) / BUCKET), row = (int)((p.y - SOUTH) / BUCKET);
    for (int r = row - 1; r <= row + 1; r++)
        for (int c = column - 1; c <= column + 1; c++) {
            if (r < 0 || c < 0 || r >= ROWS || c >= COLUMNS)
                continue;
            const Line *bucket = &sowing->buckets[r * COLUMNS + c];
            for (size_t i = 0; i < bucket->count; i++)
                if (distance(bucket->at[i], p) < spacing)
                    return true;
        }
    return false;
}

static void sow(Sowing *sowing, const County *county, const GEOSPreparedGeometry *land, Point p)
{
    p = (Point){round(p.x), round(p.y)};
    if (p.x < WEST || p.y < SOUTH || p.x >= WEST + COLUMNS * BUCKET || p.y >= SOUTH + ROWS * BUCKET)
        return;
    double spacing = 0.78 * 1000.0 * sqrt(290.0 / people_per_km2(county, p));
    if (crowded(sowing, p, fmax(110.0, fmin(1000.0, spacing))))
        return;
    GEOSGeometry *point = GEOSGeom_createPointFromXY(p.x, p.y);
    if (GEOSPreparedContains(land, point) == 1) {
        int column = (int)((p.x - WEST) / BUCKET), row = (int)((p.y - SOUTH) / BUCKET);
        line_add(&sowing->buckets[row * COLUMNS + column], p);
        line_add(&sowing->seeds, p);
    }
    GEOSGeom_destroy(point);
}

static void sow_around(Sowing *sowing, const County *county, const GEOSPreparedGeometry *land,
                       Point centre, double radius, double population, Random *random)
{
    size_t tries = (size_t)(population / 290.0 * 30.0) + 20;
    for (size_t i = 0; i < tries; i++) {
        Point p = {centre.x + 0.75 * radius * random_normal(random),
                   centre.y + 0.75 * radius * random_normal(random)};
        sow(sowing, county, land, p);
    }
}

static GEOSGeometry *sow_county(const County *county)
{
    Sowing *sowing = allocate(1, sizeof *sowing);
    Random random = {77};
    const GEOSPreparedGeometry *land = GEOSPrepare(county->land);
    for (size_t i = 0; i < town_count; i++)
        sow_around(sowing, county, land, (Point){towns[i].x, towns[i].y}, town_radius(&towns[i]),
                   towns[i].population, &random);
    for (size_t i = 0; i < county->village_count; i++)
        sow_around(sowing, county, land, county->villages[i].centre, county->villages[i].radius,
                   county->villages[i].population, &random);
    for (int i = 0; i < 90000; i++) {
        Point p = {WEST + COLUMNS * BUCKET * random_unit(&random),
                   SOUTH + ROWS * BUCKET * random_unit(&random)};
        sow(sowing, county, land, p);
    }
    GEOSGeometry *seeds = geos_line(&sowing->seeds);
    GEOSPreparedGeom_destroy(land);
    for (size_t i = 0; i < COLUMNS * ROWS; i++)
        line_free(&sowing->buckets[i]);
    line_free(&sowing->seeds);
    free(sowing);
    return seeds;
}

/* Everything that divides the land, noded on whole metres, turned into faces. */
static GEOSGeometry *faces_of(const County *county)
{
    GEOSGeometry *seeds = sow_county(county);
    GEOSGeometry *cells = GEOSVoronoiDiagram(seeds, NULL, 0.0, 1);
    GEOSGeometry *parts[3];
    if (!cells)
        fail("no Voronoi diagram");
    parts[0] = GEOSIntersection(cells, county->land);
    parts[1] = GEOSBoundary(county->land);
    parts[2] = GEOSGeom_clone(county->rivers);
    GEOSGeometry *together = GEOSGeom_createCollection(GEOS_GEOMETRYCOLLECTION, parts, 3);
    GEOSGeometry *lines = GEOSUnaryUnionPrec(together, 1.0);
    const GEOSGeometry *input = lines;
    GEOSGeometry *faces = lines ? GEOSPolygonize(&input, 1) : NULL;
    if (!faces)
        fail("the lines make no faces");
    GEOSGeom_destroy(lines);
    GEOSGeom_destroy(together);
    GEOSGeom_destroy(cells);
    GEOSGeom_destroy(seeds);
    return faces;
}

/* Mean density over a handful of places in the area, so that a small town in a large area still
 * counts. */
static double population_of(const County *county, const OutputArea *area)
{
    double sum = people_per_km2(county, area->centre);
    int places = 1;
    for (size_t i = 1; i < area->ring.count; i++)
        for (int step = 1; step <= 2; step++, places++) {
            double t = step / 3.0;
            Point p = {area->centre.x + t * (area->ring.at[i].x - area->centre.x),
                       area->centre.y + t * (area->ring.at[i].y - area->centre.y)};
            sum += people_per_km2(county, p);
        }
    return sum / places * area->area / 1e6;
}

/* The piece of land that a place lies on, or -1 for the sea. */
static int piece_of_land(const County *county, const GEOSGeometry *face)
{
    GEOSGeometry *inside = GEOSPointOnSurface(face);
    int pieces = GEOSGetNumGeometries(county->land), piece = -1;
    for (int i = 0; i < pieces && piece < 0; i++)
        if (GEOSContains(GEOSGetGeometryN(county->land, i), inside) == 1)
            piece = i;
    GEOSGeom_destroy(inside);
    return piece;
}

void make_output_areas(County *county)
{
    GEOSGeometry *faces = faces_of(county);
    int count = GEOSGetNumGeometries(faces);
    double total = 0.0;
    county->areas = allocate((size_t)count, sizeof *county->areas);
    for (int i = 0; i < count; i++) {
        const GEOSGeometry *face = GEOSGetGeometryN(faces, i);
        int part = piece_of_land(county, face);
        if (part < 0)
            continue;
        if (GEOSGetNumInteriorRings(face) > 0)
            fail("output area %d has a hole", i);
        OutputArea *area = &county->areas[county->area_count++];
        area->part = part;
        area->ring = line_from_geos(GEOSGetExteriorRing(face));
        area->centre = geos_centre(face);
        GEOSArea(face, &area->area);
        area->population = population_of(county, area);
        area->district = area->ward = area->lsoa = -1;
        total += area->population;
    }
    for (size_t i = 0; i < county->area_count; i++)
        county->areas[i].population *= COUNTY_POPULATION / total;
    GEOSGeom_destroy(faces);
}
