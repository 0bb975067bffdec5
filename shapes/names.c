/* Names and codes. Codes look like those of the Office for National Statistics but begin with X, so
 * none is real. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "county.h"

/* For the ward around the centre of each town, in the order of the plan. */
static const char *const centre_wards[] = {
    "Minster & Cornmarket", "Wendmouth Old Harbour", "Castlebeck Central", "Saltmere Pier",
    "Marsham Heath Town",   "Port Holme Quays",      "Kirk Wendale Town",
};
enum { CENTRE_WARDS = sizeof centre_wards / sizeof *centre_wards };

static const char *const urban_names[] = {
    "Abbey Fields",
    "St. Botolph's",
    "Bargate",
    "Beacon Hill",
    "Bishop's Acre",
    "Blackfriars",
    "Bridge End",
    "Cannon Row",
    "Castle Mound",
    "Chantry",
    "Clay Pits",
    "Dock & Staithes",
    "Eastgate",
    "Ferryside",
    "Foundry",
    "Friary & St. Mary's",
    "Goose Green",
    "Greyfriars",
    "Gallows Hill",
    "Holy Well",
    "Ironmasters",
    "Joiner's Row",
    "King's Meadow",
    "Kiln Lane",
    "Lady Park",
    "Limekiln",
    "St. Oswald's",
    "Maltings",
    "Millfields",
    "Moor End",
    "Northgate & Paddocks",
    "Old Racecourse",
    "Orchard Park-Fairholme",
    "Priory",
    "Quarry Bank",
    "Queen's Drive",
    "Ropewalk",
    "Saltpans",
    "Sandhole",
    "Shipwrights",
    "Spital",
    "Stonebow",
    "Summerfields",
    "Tannery",
    "Tollgate",
    "Union Street",
    "Victoria & Albert",
    "Viaduct",
    "Warren",
    "Waterside",
    "Weavers",
    "Westgate",
    "Whitefriars",
    "Windmill",
    "Woodlands-Elmhurst",
    "St. Cuthbert's",
    "Yew Tree",
    "Carr Dyke",
    "Harbour Heights",
    "Lodge Moor",
};
enum { URBAN_NAMES = sizeof urban_names / sizeof *urban_names };
#define LONG_NAME "Upper Wendale, Stavesby-under-Heath and the Three Hamlets"

static bool name_taken(const County *county, const char *name)
{
    for (size_t i = 0; i < county->ward_count; i++)
        if (strcmp(county->wards[i].name, name) == 0)
            return true;
    return false;
}

static const char *direction(Point from, Point to)
{
    static const char *const winds[] = {"East", "North", "West", "South"};
    double turn = atan2(to.y - from.y, to.x - from.x) / 1.5707963267948966;
    return winds[((int)lround(turn) + 4) % 4];
}

/* The town that a ward is a part of, or -1 in the country. */
static int town_around(const Ward *ward)
{
    int nearest = -1;
    double best = 1.5;
    for (size_t i = 0; i < town_count; i++) {
        double away =
            distance(ward->centre, (Point){towns[i].x, towns[i].y}) / town_radius(&towns[i]);
        if (away < best) {
            best = away;
            nearest = (int)i;
        }
    }
    return ward->density > 450.0 ? nearest : -1;
}

static void name_urban(County *county, Ward *ward, int town, size_t *next)
{
    const Town *around = &towns[town];
    if (around->population > 50000.0) {
        if (*next == URBAN_NAMES)
            fail("more town wards than names for them");
        snprintf(ward->name, sizeof ward->name, "%s", urban_names[(*next * 23) % URBAN_NAMES]);
        ++*next;
        return;
    }
    char name[sizeof ward->name];
    snprintf(name, sizeof name, "%s %s", around->name,
             direction((Point){around->x, around->y}, ward->centre));
    if (name_taken(county, name))
        snprintf(name, sizeof name, "%s %s Fields", around->name,
                 direction((Point){around->x, around->y}, ward->centre));
    snprintf(ward->name, sizeof ward->name, "%s", name);
}

/* A country ward takes the names of its largest one or two villages. */
static void name_rural(County *county, Ward *ward)
{
    const Village *first = NULL, *second = NULL;
    for (size_t i = 0; i < county->village_count; i++) {
        const Village *village = &county->villages[i];
        GEOSGeometry *centre = GEOSGeom_createPointFromXY(village->centre.x, village->centre.y);
        bool inside = GEOSContains(ward->shape, centre) == 1;
        GEOSGeom_destroy(centre);
        if (!inside)
            continue;
        if (!first || village->population > first->population) {
            second = first;
            first = village;
        } else if (!second || village->population > second->population) {
            second = village;
        }
    }
    if (first && second && second->population > 0.55 * first->population)
        snprintf(ward->name, sizeof ward->name, "%s %s %s", first->name,
                 strlen(first->name) % 3 == 0 ? "and" : "&", second->name);
    else if (first)
        snprintf(ward->name, sizeof ward->name, "%s", first->name);
}

static void name_leftover(County *county, Ward *ward)
{
    const Town *nearest = &towns[0];
    for (size_t i = 1; i < town_count; i++)
        if (distance(ward->centre, (Point){towns[i].x, towns[i].y}) <
            distance(ward->centre, (Point){nearest->x, nearest->y}))
            nearest = &towns[i];
    char name[sizeof ward->name];
    snprintf(name, sizeof name, "%s Rural", nearest->name);
    if (name_taken(county, name))
        snprintf(name, sizeof name, "%s Rural %s", nearest->name,
                 direction((Point){nearest->x, nearest->y}, ward->centre));
    snprintf(ward->name, sizeof ward->name, "%s", name);
}

static bool has_hole(const GEOSGeometry *shape)
{
    for (int i = 0; i < GEOSGetNumGeometries(shape); i++)
        if (GEOSGetNumInteriorRings(GEOSGetGeometryN(shape, i)) > 0)
            return true;
    return false;
}

/* The wards that are special in shape or in their names. */
static void name_special(County *county)
{
    Ward *largest = NULL;
    double most = 0.0;
    for (size_t i = 0; i < county->ward_count; i++) {
        Ward *ward = &county->wards[i];
        double area = 0.0;
        GEOSArea(ward->shape, &area);
        if (ward->town >= 0 && ward->town < CENTRE_WARDS)
            snprintf(ward->name, sizeof ward->name, "%s", centre_wards[ward->town]);
        else if (GEOSGetNumGeometries(ward->shape) > 1)
            snprintf(ward->name, sizeof ward->name, "The Ness & Gull Holme");
        else if (has_hole(ward->shape))
            snprintf(ward->name, sizeof ward->name, "Thornley Rural");
        else if (ward->town >= 0)
            snprintf(ward->name, sizeof ward->name, "%s", towns[ward->town].name);
        else if (strcmp(district_names[ward->district], "North Wendale") == 0 && area > most) {
            most = area;
            largest = ward;
        }
    }
    if (largest)
        snprintf(largest->name, sizeof largest->name, "%s", LONG_NAME);
}

static void name_wards(County *county)
{
    size_t next = 0;
    name_special(county);
    for (size_t i = 0; i < county->ward_count; i++) {
        Ward *ward = &county->wards[i];
        int town = town_around(ward);
        if (!ward->name[0] && town >= 0)
            name_urban(county, ward, town, &next);
        if (!ward->name[0])
            name_rural(county, ward);
        if (!ward->name[0])
            name_leftover(county, ward);
    }
}

static int by_district_and_name(const void *first, const void *second)
{
    const Ward *a = *(const Ward *const *)first, *b = *(const Ward *const *)second;
    return a->district != b->district ? a->district - b->district : strcmp(a->name, b->name);
}

/* Wards are put in order of district and name, and everything that points to a ward follows. */
static void code_wards(County *county)
{
    size_t count = county->ward_count;
    const Ward **order = allocate(count, sizeof(const Ward *));
    Ward *sorted = allocate(count, sizeof *sorted);
    int *moved_to = allocate(count, sizeof *moved_to);
    for (size_t i = 0; i < count; i++)
        order[i] = &county->wards[i];
    qsort(order, count, sizeof *order, by_district_and_name);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = *order[i];
        snprintf(sorted[i].code, sizeof sorted[i].code, "X05%06zu", i + 1);
        moved_to[order[i] - county->wards] = (int)i;
        for (size_t j = 0; j < i; j++)
            if (strcmp(sorted[i].name, sorted[j].name) == 0)
                fail("two wards are called %s", sorted[i].name);
    }
    for (size_t i = 0; i < county->area_count; i++)
        county->areas[i].ward = moved_to[county->areas[i].ward];
    for (size_t i = 0; i < county->lsoa_count; i++)
        county->lsoas[i].ward = moved_to[county->lsoas[i].ward];
    free(county->wards);
    free(order);
    free(moved_to);
    county->wards = sorted;
}

typedef struct {
    const Lsoa *lsoa;
    double ward_northing;
} Placed;

/* By district, then from north to south, ward by ward. */
static int by_place(const void *first, const void *second)
{
    const Placed *a = first, *b = second;
    if (a->lsoa->district != b->lsoa->district)
        return a->lsoa->district - b->lsoa->district;
    if (a->ward_northing != b->ward_northing)
        return a->ward_northing > b->ward_northing ? -1 : 1;
    if (a->lsoa->centre.y != b->lsoa->centre.y)
        return a->lsoa->centre.y > b->lsoa->centre.y ? -1 : 1;
    return 0;
}

/* Five LSOAs at most share a number, as the LSOAs of one middle layer area do. */
static void code_lsoas(County *county)
{
    size_t count = county->lsoa_count;
    Placed *order = allocate(count, sizeof *order);
    Lsoa *sorted = allocate(count, sizeof *sorted);
    int *moved_to = allocate(count, sizeof *moved_to);
    int number = 0, letter = 0;
    for (size_t i = 0; i < count; i++)
        order[i] = (Placed){&county->lsoas[i], county->wards[county->lsoas[i].ward].centre.y};
    qsort(order, count, sizeof *order, by_place);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = *order[i].lsoa;
        bool new_district = i == 0 || sorted[i].district != sorted[i - 1].district;
        number = new_district ? 1 : letter == 4 ? number + 1 : number;
        letter = new_district || letter == 4 ? 0 : letter + 1;
        snprintf(sorted[i].code, sizeof sorted[i].code, "X01%06zu", i + 1);
        snprintf(sorted[i].name, sizeof sorted[i].name, "%s %03d%c",
                 district_names[sorted[i].district], number, "ABCDE"[letter]);
        moved_to[order[i].lsoa - county->lsoas] = (int)i;
    }
    for (size_t i = 0; i < county->area_count; i++)
        county->areas[i].lsoa = moved_to[county->areas[i].lsoa];
    free(county->lsoas);
    free(order);
    free(moved_to);
    county->lsoas = sorted;
}

void name_everything(County *county)
{
    for (int i = 0; i < DISTRICTS; i++) {
        county->districts[i].name = district_names[i];
        snprintf(county->districts[i].code, sizeof county->districts[i].code, "X07%06d", i + 1);
    }
    name_wards(county);
    code_wards(county);
    code_lsoas(county);
}
