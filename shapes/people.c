/* Where people live: towns with a dense middle and uneven outlines, villages, and thin countryside.
 */
#include <math.h>
#include <stdio.h>

#include "county.h"

#define PI 3.14159265358979323846

double town_radius(const Town *town)
{
    return 1000.0 * sqrt(town->population / (PI * town->core_density));
}

/* Towns are not round: their reach differs by direction, the same way each time. */
static double reach(double angle, uint64_t seed)
{
    Random random = {seed};
    double a = 6.28 * random_unit(&random), b = 6.28 * random_unit(&random),
           c = 6.28 * random_unit(&random);
    return 1.0 + 0.16 * cos(2.0 * angle + a) + 0.14 * cos(3.0 * angle + b) +
           0.10 * cos(5.0 * angle + c);
}

static double settlement_density(Point p, Point centre, double radius, double core, uint64_t seed)
{
    double away = distance(p, centre);
    if (away > 3.0 * radius)
        return 0.0;
    double angle = atan2(p.y - centre.y, p.x - centre.x);
    return core * exp(-pow(away / (radius * reach(angle, seed)), 2.4));
}

double people_per_km2(const County *county, Point p)
{
    double density = 0.0;
    for (size_t i = 0; i < town_count; i++) {
        Point centre = {towns[i].x, towns[i].y};
        density +=
            settlement_density(p, centre, town_radius(&towns[i]), towns[i].core_density, i + 1);
    }
    for (size_t i = 0; i < county->village_count; i++) {
        const Village *village = &county->villages[i];
        density += settlement_density(p, village->centre, village->radius, 1900.0, 1000 + i);
    }
    density *= 1.0 + 0.45 * smooth_noise(p, 700.0, 11);
    return density + 30.0 + 14.0 * smooth_noise(p, 6000.0, 12);
}

static const char *const beginnings[] = {
    "Ash",  "Barrow", "Beck", "Brant", "Carl",  "Cold", "Dun",  "Elm", "Fal", "Garth",
    "Hag",  "Hind",   "Kel",  "Lang",  "Lund",  "Mar",  "Nor",  "Orm", "Pel", "Rav",
    "Scar", "Skel",   "Swin", "Thorn", "Ulver", "Wad",  "Whin", "Yar",
};
static const char *const endings[] = {
    "by",  "thorpe", "ton",   "ham",  "field", "wick", "toft",
    "ley", "worth",  "holme", "dale", "stead", "kirk",
};
static const char *const firsts[] = {"Great ", "Little ", "Kirk ",  "Low ",
                                     "High ",  "Long ",   "North ", "South "};
static const char *const lasts[] = {" Magna", " Parva",    " St. Mary",   "-on-the-Hill",
                                    " Green", "-le-Marsh", "-by-the-Sea", " Abbots"};

enum {
    BEGINNINGS = sizeof beginnings / sizeof *beginnings,
    ENDINGS = sizeof endings / sizeof *endings,
    FIRSTS = sizeof firsts / sizeof *firsts,
    LASTS = sizeof lasts / sizeof *lasts
};

/* No two villages share a stem: 28 beginnings, and each comes back with another ending. */
static void name_village(Village *village, size_t number, Random *random, bool seaside)
{
    size_t round_of = number / BEGINNINGS;
    const char *beginning = beginnings[(number * 11) % BEGINNINGS];
    const char *ending = endings[(number * 5 + round_of * 4) % ENDINGS];
    double chance = random_unit(random);
    const char *first = chance < 0.16 ? firsts[random_below(random, FIRSTS)] : "";
    const char *last = chance > 0.84 ? lasts[random_below(random, LASTS)] : "";
    if (seaside && chance > 0.84)
        last = "-by-the-Sea";
    else if (last == lasts[6])
        last = "";
    snprintf(village->name, sizeof village->name, "%s%s%s%s", first, beginning, ending, last);
}

static bool room_for_village(const County *county, Point p, const GEOSPreparedGeometry *land)
{
    GEOSGeometry *around = GEOSGeom_createPointFromXY(p.x, p.y);
    bool inland = GEOSPreparedContains(land, around) == 1;
    GEOSGeom_destroy(around);
    if (!inland)
        return false;
    for (size_t i = 0; i < town_count; i++)
        if (distance(p, (Point){towns[i].x, towns[i].y}) < 800.0 + 1.35 * town_radius(&towns[i]))
            return false;
    for (size_t i = 0; i < county->village_count; i++)
        if (distance(p, county->villages[i].centre) < 2150.0)
            return false;
    return true;
}

void place_villages(County *county)
{
    enum { VILLAGES = 104, TRIES = 40000 };
    Random random = {2026};
    GEOSGeometry *main_piece = GEOSGeom_clone(GEOSGetGeometryN(county->land, 0));
    const GEOSPreparedGeometry *land = GEOSPrepare(main_piece);
    GEOSGeometry *shore = GEOSBoundary(main_piece);
    county->villages = allocate(VILLAGES, sizeof *county->villages);
    for (int i = 0; i < TRIES && county->village_count < VILLAGES; i++) {
        Point p = {563000.0 + 59000.0 * random_unit(&random),
                   441000.0 + 57000.0 * random_unit(&random)};
        if (!room_for_village(county, p, land))
            continue;
        Village *village = &county->villages[county->village_count];
        village->centre = p;
        village->population = 300.0 * exp(2.3 * pow(random_unit(&random), 1.6));
        village->radius = 1000.0 * sqrt(village->population / (PI * 1900.0));
        GEOSGeometry *centre = GEOSGeom_createPointFromXY(p.x, p.y);
        double to_edge = 0.0;
        GEOSDistance(shore, centre, &to_edge);
        GEOSGeom_destroy(centre);
        name_village(village, county->village_count, &random, to_edge < 1500.0 && p.x > 600000.0);
        county->village_count++;
    }
    GEOSPreparedGeom_destroy(land);
    GEOSGeom_destroy(shore);
    GEOSGeom_destroy(main_piece);
}
