/* Deprivation: hard in old town cores and on some estates, light in the suburbs around them and in
 * the country. */
#include <math.h>
#include <stdlib.h>

#include "county.h"

/* LSOAs in England in 2021; ranks of the county's LSOAs are ranks among them. */
enum { NATIONAL_LSOAS = 33755 };

static double bell(double away, double width)
{
    return exp(-(away / width) * (away / width));
}

static double hardship_at(Point p)
{
    double hardship = 0.24 * smooth_noise(p, 2600.0, 31) + 0.50 * smooth_noise(p, 1000.0, 32);
    for (size_t i = 0; i < town_count; i++) {
        double away = distance(p, (Point){towns[i].x, towns[i].y}) / town_radius(&towns[i]);
        hardship += 1.15 * towns[i].hardship * bell(away, 0.55);
        hardship -= 0.6 * (1.1 - towns[i].hardship) * bell(away - 1.1, 0.3);
    }
    for (size_t i = 0; i < estate_count; i++)
        hardship += 1.25 * estates[i].strength *
                    bell(distance(p, (Point){estates[i].x, estates[i].y}), estates[i].radius);
    return hardship;
}

static int by_hardship(const void *first, const void *second)
{
    const Lsoa *a = *(Lsoa *const *)first, *b = *(Lsoa *const *)second;
    if (a->hardship != b->hardship)
        return a->hardship > b->hardship ? -1 : 1;
    return a < b ? -1 : 1;
}

void rank_deprivation(County *county)
{
    size_t count = county->lsoa_count;
    double *people = allocate(count, sizeof *people);
    Lsoa **order = allocate(count, sizeof(Lsoa *));
    for (size_t i = 0; i < county->area_count; i++) {
        const OutputArea *area = &county->areas[i];
        county->lsoas[area->lsoa].hardship += area->population * hardship_at(area->centre);
        people[area->lsoa] += area->population;
    }
    for (size_t i = 0; i < count; i++) {
        county->lsoas[i].hardship /= people[i];
        order[i] = &county->lsoas[i];
    }
    qsort(order, count, sizeof *order, by_hardship);
    Random random = {61};
    for (size_t i = 0; i < count; i++) {
        /* The exponent makes the county a little poorer than the country. */
        double share = pow(((double)i + 0.2 + 0.6 * random_unit(&random)) / (double)count, 1.12);
        order[i]->rank = 1 + (int)(share * NATIONAL_LSOAS);
        order[i]->decile = 1 + (order[i]->rank - 1) * 10 / NATIONAL_LSOAS;
    }
    free(people);
    free(order);
}
