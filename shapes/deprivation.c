/* Deprivation: hard in old town cores and on some estates, light in the suburbs around them and in
 * the country. */
#include <math.h>
#include <stdlib.h>

#include "county.h"

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

typedef struct {
    double score;
    size_t which;
} Scored;

static int by_score(const void *first, const void *second)
{
    const Scored *a = first, *b = second;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->which < b->which ? -1 : a->which > b->which;
}

/* The exponent says how much poorer (above 1) the county is than the country. */
void rank_nationally(const double *score, size_t count, double exponent, int national,
                     uint64_t seed, int *rank)
{
    Scored *order = allocate(count, sizeof *order);
    Random random = {seed};
    for (size_t i = 0; i < count; i++)
        order[i] = (Scored){score[i], i};
    qsort(order, count, sizeof *order, by_score);
    for (size_t i = 0; i < count; i++) {
        double share =
            pow(((double)i + 0.2 + 0.6 * random_unit(&random)) / (double)count, exponent);
        rank[order[i].which] = 1 + (int)(share * national);
    }
    free(order);
}

int decile_of(int rank, int national)
{
    return (10 * rank + national - 1) / national;
}

void rank_deprivation(County *county)
{
    size_t count = county->lsoa_count;
    double *people = allocate(count, sizeof *people), *score = allocate(count, sizeof *score);
    int *rank = allocate(count, sizeof *rank);
    for (size_t i = 0; i < county->area_count; i++) {
        const OutputArea *area = &county->areas[i];
        county->lsoas[area->lsoa].hardship += area->population * hardship_at(area->centre);
        people[area->lsoa] += area->population;
    }
    for (size_t i = 0; i < count; i++)
        score[i] = county->lsoas[i].hardship /= people[i];
    rank_nationally(score, count, POORER, LSOAS_OF_2021, 61, rank);
    for (size_t i = 0; i < count; i++) {
        county->lsoas[i].rank = rank[i];
        county->lsoas[i].decile = decile_of(rank[i], LSOAS_OF_2021);
    }
    free(people);
    free(score);
    free(rank);
}
