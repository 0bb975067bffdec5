/* Domains of deprivation: poverty goes through most of them, but crime gathers in town centres,
 * services are far from villages, and old houses stand in town cores and in the country. */
#include <math.h>
#include <stdlib.h>

#include "county.h"

/* How far a domain follows hardship, town centres and thin country, and goes its own ways. */
typedef struct {
    double hardship, centre, thin, own;
    double scale; /* metres over which its own ways change */
} Domain;

static const Domain domains[DOMAINS] = {
    {0.95, -0.05, -0.02, 0.22, 2200.0}, /* income */
    {0.92, -0.05, 0.00, 0.30, 3000.0},  /* employment */
    {0.88, -0.25, -0.02, 0.40, 2400.0}, /* education */
    {0.85, 0.20, -0.08, 0.35, 4200.0},  /* health */
    {0.62, 0.55, -0.22, 0.60, 1300.0},  /* crime */
    {0.12, -0.10, 0.75, 0.55, 3600.0},  /* housing and services */
    {0.30, 0.50, 0.35, 0.70, 2800.0},   /* living environment */
};

static void standardise(double *value, size_t count)
{
    double mean = 0.0, squares = 0.0;
    for (size_t i = 0; i < count; i++)
        mean += value[i] / (double)count;
    for (size_t i = 0; i < count; i++)
        squares += (value[i] - mean) * (value[i] - mean);
    double deviation = sqrt(squares / (double)count);
    for (size_t i = 0; i < count; i++)
        value[i] = (value[i] - mean) / deviation;
}

Scores *score_domains(const County *county)
{
    size_t count = county->lsoa_count;
    Scores *scores = allocate(count, sizeof *scores);
    double *hardship = allocate(count, sizeof *hardship), *thin = allocate(count, sizeof *thin);
    for (size_t i = 0; i < count; i++) {
        double ground = 0.0;
        GEOSArea(county->lsoas[i].shape, &ground);
        hardship[i] = county->lsoas[i].hardship;
        thin[i] = log(ground / (double)county->lsoas[i].population);
    }
    standardise(hardship, count);
    standardise(thin, count);
    for (size_t i = 0; i < count; i++) {
        Point centre = county->lsoas[i].centre;
        scores[i].of[0] = hardship[i];
        for (int j = 0; j < DOMAINS; j++) {
            const Domain *domain = &domains[j];
            double own = 2.5 * smooth_noise(centre, domain->scale, 101 + (uint64_t)j);
            scores[i].of[j + 1] = domain->hardship * hardship[i] +
                                  2.5 * domain->centre * centrality(centre) +
                                  domain->thin * thin[i] + domain->own * own;
        }
    }
    free(hardship);
    free(thin);
    return scores;
}
