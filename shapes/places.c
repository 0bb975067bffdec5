/* The anonymous map points of the county: where they lie, what they are called, and how much
 * happens there. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <ogr_srs_api.h>

#include "county.h"

/* Far enough from a boundary that no transformation of coordinates in use puts a point into another
 * area. */
#define CLEARANCE     9.0
#define POINTS_WANTED 6000.0
#define CENTRE_TOWN   7000.0

static const char *const street_names[] = {
    "Abbot",     "Alder",    "Ash",      "Barley",     "Beech",   "Birch",    "Blacksmith",
    "Bramble",   "Bridge",   "Canal",    "Castle",     "Cedar",   "Chapel",   "Cherry",
    "Church",    "Clarence", "Clover",   "Coronation", "Cross",   "Dale",     "Elm",
    "Fairfield", "Fern",     "Field",    "Fisher",     "Forge",   "Garden",   "George",
    "Grange",    "Green",    "Hawthorn", "Hazel",      "Heath",   "Hill",     "Holly",
    "Ivy",       "Jubilee",  "Keeper",   "Kestrel",    "Larch",   "Laurel",   "Lilac",
    "Linden",    "Long",     "Maple",    "Meadow",     "Mill",    "Moor",     "Nelson",
    "New",       "Oak",      "Orchard",  "Park",       "Pinfold", "Poplar",   "Prospect",
    "Rectory",   "River",    "Rose",     "Rowan",      "School",  "Silver",   "Spring",
    "Station",   "Sycamore", "Tennyson", "Thorn",      "Union",   "Vicarage", "Victoria",
    "Walnut",    "Water",    "Well",     "Wheatfield", "Willow",  "Windsor",  "Wood",
    "York",
};
static const char *const street_kinds[] = {
    "Road",     "Street", "Lane",    "Close", "Avenue",  "Drive", "Way",  "Court",
    "Crescent", "Grove",  "Gardens", "Place", "Terrace", "Walk",  "Rise", "View",
};
static const char *const centre_names[] = {
    "High Street",       "Market Place",  "Market Street",        "Bridge Street",
    "Church Street",     "Station Road",  "King Street",          "Queen Street",
    "Corn Hill",         "Parking Area",  "Shopping Area",        "Nightclub",
    "Bus/coach Station", "Supermarket",   "Theatre/concert Hall", "Pedestrian Subway",
    "Police Station",    "Castle Street",
};
static const char *const shop_names[] = {"Supermarket", "Shopping Area", "Petrol Station",
                                         "Parking Area"};
static const char *const other_names[] = {"Sports/recreation Area",
                                          "Park/open Space",
                                          "Hospital",
                                          "Petrol Station",
                                          "Further/higher Educational Building",
                                          "Parking Area"};
#define COUNT_OF(list) (sizeof(list) / sizeof *(list))

static double spread_out(Random *random, double sigma)
{
    return exp(sigma * random_normal(random) - sigma * sigma / 2.0);
}

static double bell(double away, double width)
{
    return exp(-(away / width) * (away / width));
}

static double strength_of(const Spot *spots, size_t count, Point p)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum +=
            spots[i].strength * bell(distance(p, (Point){spots[i].x, spots[i].y}), spots[i].radius);
    return sum;
}

/* How central a place is: 1 in the middle of a large town. */
double centrality(Point p)
{
    double sum = 0.0;
    for (size_t i = 0; i < town_count; i++) {
        if (towns[i].population < CENTRE_TOWN)
            continue;
        double width = 150.0 + 0.15 * town_radius(&towns[i]);
        sum += pow(towns[i].population / 125000.0, 0.34) *
               bell(distance(p, (Point){towns[i].x, towns[i].y}), width);
    }
    return sum + strength_of(high_streets, high_street_count, p);
}

double retail(Point p)
{
    return strength_of(retail_parks, retail_park_count, p);
}

static void name_street(MapPoint *point, Random *random)
{
    double chance = random_unit(random);
    const char *name = NULL;
    if (centrality(point->at) > 0.10 && chance < 0.75)
        name = centre_names[random_below(random, COUNT_OF(centre_names))];
    else if (retail(point->at) > 0.15)
        name = shop_names[random_below(random, COUNT_OF(shop_names))];
    else if (chance < 0.06)
        name = other_names[random_below(random, COUNT_OF(other_names))];
    if (name)
        snprintf(point->street, sizeof point->street, "%s", name);
    else
        snprintf(point->street, sizeof point->street, "%s %s",
                 street_names[random_below(random, COUNT_OF(street_names))],
                 street_kinds[random_below(random, COUNT_OF(street_kinds))]);
}

/* A random place inside the area, more likely where more people live. False if the area is too thin
 * for one. */
static bool place_within(const County *county, const OutputArea *area, Random *random, Point *place)
{
    Point low = area->ring.at[0], high = low;
    double best = -1.0;
    for (size_t i = 0; i < area->ring.count; i++) {
        low = (Point){fmin(low.x, area->ring.at[i].x), fmin(low.y, area->ring.at[i].y)};
        high = (Point){fmax(high.x, area->ring.at[i].x), fmax(high.y, area->ring.at[i].y)};
    }
    for (int tries = 0; tries < 16; tries++) {
        Point p = {low.x + (high.x - low.x) * random_unit(random),
                   low.y + (high.y - low.y) * random_unit(random)};
        double wish = people_per_km2(county, p) * random_unit(random);
        if (wish > best && ring_contains(&area->ring, p) &&
            distance_to_line(p, &area->ring) > CLEARANCE) {
            best = wish;
            *place = p;
        }
    }
    return best >= 0.0;
}

static void set_pull(MapPoint *point, double people, int decile, double share, Random *random)
{
    double centre = centrality(point->at), shops = retail(point->at);
    double hardship = exp(-0.15 * (decile - 5.5));
    point->pull[AT_HOME] = people * hardship * spread_out(random, 0.55);
    point->pull[ANYWHERE] = people * (0.6 + 0.4 * hardship) * spread_out(random, 0.5);
    point->pull[IN_CENTRE] = share * pow(centre, 1.15) * spread_out(random, 0.85);
    point->pull[AT_SHOPS] = share * (shops + 0.5 * centre) * spread_out(random, 0.95) +
                            (random_unit(random) < 0.02 ? 0.02 * spread_out(random, 0.8) : 0.0);
}

/* The same operation on every machine, whatever grid files are installed: the Ordnance Survey's
 * seven-parameter one. */
static void to_degrees(MapPoint *points, size_t count)
{
    const char *pipeline =
        "+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 "
        "+y_0=-100000 "
        "+ellps=airy +step +proj=push +v_3 +step +proj=cart +ellps=airy +step +proj=helmert "
        "+x=446.448 +y=-125.157 "
        "+z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 +convention=position_vector +step +inv "
        "+proj=cart "
        "+ellps=WGS84 +step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg "
        "+step +proj=axisswap +order=2,1";
    OGRSpatialReferenceH grid = OSRNewSpatialReference(NULL),
                         degrees = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(grid, 27700);
    OSRImportFromEPSG(degrees, 4326);
    OSRSetAxisMappingStrategy(grid, OAMS_TRADITIONAL_GIS_ORDER);
    OSRSetAxisMappingStrategy(degrees, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationOptionsH options = OCTNewCoordinateTransformationOptions();
    OCTCoordinateTransformationOptionsSetOperation(options, pipeline, 0);
    OGRCoordinateTransformationH transformation =
        OCTNewCoordinateTransformationEx(grid, degrees, options);
    for (size_t i = 0; i < count; i++) {
        points[i].lon = points[i].at.x;
        points[i].lat = points[i].at.y;
        if (!transformation ||
            !OCTTransform(transformation, 1, &points[i].lon, &points[i].lat, NULL))
            fail("a map point has no longitude and latitude");
    }
    OCTDestroyCoordinateTransformation(transformation);
    OCTDestroyCoordinateTransformationOptions(options);
    OSRDestroySpatialReference(grid);
    OSRDestroySpatialReference(degrees);
}

static int by_lsoa(const void *first, const void *second)
{
    const MapPoint *a = first, *b = second;
    if (a->lsoa != b->lsoa)
        return a->lsoa - b->lsoa;
    if (a->at.x != b->at.x)
        return a->at.x < b->at.x ? -1 : 1;
    return a->at.y < b->at.y ? -1 : a->at.y > b->at.y;
}

MapPoint *place_map_points(const County *county, size_t *count)
{
    Random random = {4711};
    size_t room = 4 * (size_t)POINTS_WANTED, n = 0;
    MapPoint *points = allocate(room, sizeof *points);
    double total = 0.0;
    for (size_t i = 0; i < county->area_count; i++)
        total += county->areas[i].population;
    for (size_t i = 0; i < county->area_count; i++) {
        const OutputArea *area = &county->areas[i];
        double expected =
            POINTS_WANTED * area->population / total * (1.0 + 1.5 * centrality(area->centre));
        int here = (int)(expected + random_unit(&random));
        for (int j = 0; j < here && n < room; j++) {
            MapPoint *point = &points[n];
            if (!place_within(county, area, &random, &point->at))
                continue;
            point->lsoa = area->lsoa;
            name_street(point, &random);
            set_pull(point, area->population / here, county->lsoas[area->lsoa].decile, 1.0 / here,
                     &random);
            n++;
        }
    }
    qsort(points, n, sizeof *points, by_lsoa);
    to_degrees(points, n);
    *count = n;
    return points;
}

/* A few incidents of every force lie beyond its border: here a strip of up to 8 km to the west,
 * north and south. */
MapPoint *place_outside_points(const County *county, size_t *count)
{
    static const char *const neighbours[] = {"Westmarch", "Fenholt", "Greater Orrin"};
    enum { OUTSIDE = 40 };
    Random random = {815};
    MapPoint *points = allocate(OUTSIDE, sizeof *points);
    size_t n = 0;
    while (n < OUTSIDE) {
        Point p = {557000.0 + 42000.0 * random_unit(&random),
                   436000.0 + 66000.0 * random_unit(&random)};
        GEOSGeometry *place = GEOSGeom_createPointFromXY(p.x, p.y);
        double away = 0.0;
        GEOSDistance(county->land, place, &away);
        GEOSGeom_destroy(place);
        if (away < 300.0 || away > 8000.0 * random_unit(&random))
            continue;
        MapPoint *point = &points[n++];
        point->at = p;
        point->lsoa = -1;
        name_street(point, &random);
        size_t side = p.y > 490000.0 ? 1 : p.y < 446000.0 ? 2 : 0;
        snprintf(point->neighbour, sizeof point->neighbour, "%s %03zu%c", neighbours[side],
                 1 + n % 9, "ABCDE"[n % 5]);
    }
    to_degrees(points, n);
    *count = n;
    return points;
}
