/* Output areas grouped from the top: districts around their towns, wards within districts, LSOAs
 * within wards. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "county.h"

static size_t nearest_mainland_area(const County *county, Point p)
{
    size_t nearest = 0;
    double best = INFINITY;
    for (size_t i = 0; i < county->area_count; i++)
        if (county->areas[i].part == 0 && distance(county->areas[i].centre, p) < best) {
            best = distance(county->areas[i].centre, p);
            nearest = i;
        }
    return nearest;
}

static size_t area_at(const County *county, Point p)
{
    for (size_t i = 0; i < county->area_count; i++)
        if (ring_contains(&county->areas[i].ring, p))
            return i;
    return nearest_mainland_area(county, p);
}

/* Islands belong to the area of the mainland with the shortest crossing. */
static size_t landing_stage(const County *county)
{
    Point centre = {0.0, 0.0};
    double sum = 0.0;
    for (size_t i = 0; i < county->area_count; i++)
        if (county->areas[i].part > 0) {
            centre.x += county->areas[i].area * county->areas[i].centre.x;
            centre.y += county->areas[i].area * county->areas[i].centre.y;
            sum += county->areas[i].area;
        }
    return nearest_mainland_area(county, (Point){centre.x / sum, centre.y / sum});
}

static void make_districts(County *county)
{
    double *start = allocate(county->area_count, sizeof *start);
    double *effort = allocate(county->area_count, sizeof *effort);
    int *label = allocate(county->area_count, sizeof *label);
    for (size_t i = 0; i < county->area_count; i++) {
        start[i] = INFINITY;
        effort[i] = county->areas[i].part == 0 ? 1.0 : INFINITY;
    }
    for (size_t i = 0; i < town_count; i++) {
        size_t area = area_at(county, (Point){towns[i].x, towns[i].y});
        if (county->areas[area].part > 0)
            continue;
        start[area] = -1.2 * town_radius(&towns[i]);
        label[area] = towns[i].district;
    }
    spread(county, start, effort, 4000.0, label);
    int island_district = label[landing_stage(county)];
    for (size_t i = 0; i < county->area_count; i++)
        county->areas[i].district = county->areas[i].part == 0 ? label[i] : island_district;
    free(start);
    free(effort);
    free(label);
}

static bool borders(const County *county, size_t area, const bool *group)
{
    for (size_t i = county->graph.start[area]; i < county->graph.start[area + 1]; i++)
        if (group[county->graph.to[i]])
            return true;
    return false;
}

/* The enclosed town: its output areas nearest to the centre, grown while they touch, until it is
 * large enough. */
static void gather_enclosed_town(const County *county, bool *group)
{
    const Town *town = &towns[enclosed_town];
    Point centre = {town->x, town->y};
    double population = 0.0;
    group[area_at(county, centre)] = true;
    while (population < 0.8 * town->population) {
        size_t nearest = NOWHERE;
        population = 0.0;
        for (size_t i = 0; i < county->area_count; i++) {
            if (group[i])
                population += county->areas[i].population;
            else if (borders(county, i, group) &&
                     (nearest == NOWHERE || distance(county->areas[i].centre, centre) <
                                                distance(county->areas[nearest].centre, centre)))
                nearest = i;
        }
        group[nearest] = true;
    }
}

typedef struct {
    size_t *members, member_count;
    double *load;
    int *pinned;
} Draft;

/* Town wards are larger than country wards, and neither are all alike. */
static double ward_load(const OutputArea *area)
{
    double density = area->population / (area->area / 1e6);
    double usual = 4100.0 + 3600.0 * fmin(1.0, density / 2000.0);
    return area->population / (usual * exp(0.55 * smooth_noise(area->centre, 3500.0, 21)));
}

/* Gives each town of some size a ward around its centre. */
static int pin_town_centres(const County *county, int district, const bool *enclosed,
                            int pinned_parts, int *pinned)
{
    for (size_t i = 0; i < town_count; i++) {
        size_t centre = area_at(county, (Point){towns[i].x, towns[i].y});
        if (county->areas[centre].district == district && county->areas[centre].part == 0 &&
            !enclosed[centre] && towns[i].population >= 20000.0 && pinned[centre] < 0)
            pinned[centre] = pinned_parts++;
    }
    return pinned_parts;
}

static void make_wards_of(County *county, int district, const bool *enclosed)
{
    size_t count = county->area_count;
    Draft draft = {allocate(count, sizeof(size_t)), 0, allocate(count, sizeof(double)),
                   allocate(count, sizeof(int))};
    int *part = allocate(count, sizeof *part);
    bool encloses = towns[enclosed_town].district == district;
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        draft.pinned[i] = -1;
        draft.load[i] = ward_load(&county->areas[i]);
        if (county->areas[i].district != district || county->areas[i].part > 0)
            continue;
        if (enclosed[i]) {
            county->areas[i].ward = (int)county->ward_count;
            continue;
        }
        if (borders(county, i, enclosed))
            draft.pinned[i] = 0; /* the ring around the enclosed town is one ward */
        draft.members[draft.member_count++] = i;
        sum += draft.load[i];
    }
    county->ward_count += encloses;
    Division division = {.county = county,
                         .members = draft.members,
                         .member_count = draft.member_count,
                         .load = draft.load,
                         .pinned = draft.pinned,
                         .parts = (int)lround(sum),
                         .restarts = 6,
                         .seed = 300 + (uint64_t)district};
    division.pinned_parts = pin_town_centres(county, district, enclosed, encloses, draft.pinned);
    divide(&division, part);
    for (size_t i = 0; i < draft.member_count; i++)
        county->areas[draft.members[i]].ward = (int)county->ward_count + part[draft.members[i]];
    county->ward_count += (size_t)division.parts;
    free(draft.members);
    free(draft.load);
    free(draft.pinned);
    free(part);
}

static void make_wards(County *county)
{
    bool *enclosed = allocate(county->area_count, sizeof *enclosed);
    gather_enclosed_town(county, enclosed);
    for (int district = 0; district < DISTRICTS; district++)
        make_wards_of(county, district, enclosed);
    int island_ward = county->areas[landing_stage(county)].ward;
    for (size_t i = 0; i < county->area_count; i++)
        if (county->areas[i].part > 0)
            county->areas[i].ward = island_ward;
    county->wards = allocate(county->ward_count, sizeof *county->wards);
    free(enclosed);
}

/* Islands make one LSOA together; the rest of each ward is divided. */
static void make_lsoas_of(County *county, int ward)
{
    size_t *members = allocate(county->area_count, sizeof *members), count = 0;
    double *load = allocate(county->area_count, sizeof *load), sum = 0.0;
    int *part = allocate(county->area_count, sizeof *part);
    bool island = false;
    for (size_t i = 0; i < county->area_count; i++) {
        OutputArea *area = &county->areas[i];
        if (area->ward != ward)
            continue;
        if (area->part > 0) {
            area->lsoa = (int)county->lsoa_count;
            island = true;
            continue;
        }
        load[i] = (area->population + 1.0) * exp(0.50 * smooth_noise(area->centre, 1300.0, 22));
        sum += area->population;
        members[count++] = i;
    }
    county->lsoa_count += island;
    Division division = {.county = county,
                         .members = members,
                         .member_count = count,
                         .load = load,
                         .parts = (int)fmax(1.0, round(sum / 1690.0)),
                         .restarts = 10,
                         .seed = 9000 + (uint64_t)ward};
    divide(&division, part);
    for (size_t i = 0; i < count; i++)
        county->areas[members[i]].lsoa = (int)county->lsoa_count + part[members[i]];
    county->lsoa_count += (size_t)division.parts;
    free(members);
    free(load);
    free(part);
}

/* The union of the output areas of one group, keeping every vertex as it is. */
static GEOSGeometry *dissolve(const County *county, const int *group, int which)
{
    GEOSGeometry **polygons = allocate(county->area_count, sizeof(GEOSGeometry *));
    unsigned count = 0;
    for (size_t i = 0; i < county->area_count; i++)
        if (group[i] == which)
            polygons[count++] = geos_polygon(&county->areas[i].ring);
    GEOSGeometry *all = GEOSGeom_createCollection(GEOS_MULTIPOLYGON, polygons, count);
    GEOSGeometry *shape = GEOSCoverageUnion(all);
    free(polygons);
    GEOSGeom_destroy(all);
    if (!shape || GEOSisValid(shape) != 1)
        fail("group %d of %u output areas has no valid outline", which, count);
    GEOSNormalize(shape);
    return shape;
}

static void fill_lsoas(County *county, int *group)
{
    county->lsoas = allocate(county->lsoa_count, sizeof *county->lsoas);
    double *people = allocate(county->lsoa_count, sizeof *people);
    for (size_t i = 0; i < county->area_count; i++) {
        const OutputArea *area = &county->areas[i];
        Lsoa *lsoa = &county->lsoas[area->lsoa];
        group[i] = area->lsoa;
        lsoa->ward = area->ward;
        lsoa->district = area->district;
        lsoa->centre.x += area->population * area->centre.x;
        lsoa->centre.y += area->population * area->centre.y;
        people[area->lsoa] += area->population;
    }
    for (size_t i = 0; i < county->lsoa_count; i++) {
        Lsoa *lsoa = &county->lsoas[i];
        lsoa->centre = (Point){lsoa->centre.x / people[i], lsoa->centre.y / people[i]};
        lsoa->population = lround(people[i]);
        lsoa->shape = dissolve(county, group, (int)i);
        county->wards[lsoa->ward].population += lsoa->population;
        county->districts[lsoa->district].population += lsoa->population;
    }
    free(people);
}

static void fill_wards(County *county, int *group)
{
    for (size_t i = 0; i < county->area_count; i++) {
        const OutputArea *area = &county->areas[i];
        Ward *ward = &county->wards[area->ward];
        group[i] = area->ward;
        ward->district = area->district;
        ward->town = -1;
    }
    for (size_t i = 0; i < county->lsoa_count; i++) {
        const Lsoa *lsoa = &county->lsoas[i];
        Ward *ward = &county->wards[lsoa->ward];
        ward->centre.x += (double)lsoa->population / (double)ward->population * lsoa->centre.x;
        ward->centre.y += (double)lsoa->population / (double)ward->population * lsoa->centre.y;
    }
    for (size_t i = 0; i < county->ward_count; i++) {
        double area = 0.0;
        county->wards[i].shape = dissolve(county, group, (int)i);
        GEOSArea(county->wards[i].shape, &area);
        county->wards[i].density = (double)county->wards[i].population / (area / 1e6);
    }
    for (size_t i = 0; i < town_count; i++) {
        const OutputArea *centre = &county->areas[area_at(county, (Point){towns[i].x, towns[i].y})];
        Ward *ward = &county->wards[centre->ward];
        if (ward->town < 0 && centre->part == 0)
            ward->town = (int)i;
    }
}

void make_hierarchy(County *county)
{
    make_districts(county);
    make_wards(county);
    for (size_t i = 0; i < county->ward_count; i++)
        make_lsoas_of(county, (int)i);
    int *group = allocate(county->area_count, sizeof *group);
    fill_lsoas(county, group);
    fill_wards(county, group);
    for (size_t i = 0; i < county->area_count; i++)
        group[i] = county->areas[i].district;
    for (int i = 0; i < DISTRICTS; i++)
        county->districts[i].shape = dissolve(county, group, i);
    free(group);
}
