/* Residents of LSOAs by single year of age. Rows sum to the LSOA's residents, and bands of years to
 * the county's by age and sex. */
#include <math.h>
#include <stdlib.h>

#include "export.h"

enum { OLDEST = 90 }; /* and above */

/* How much likelier than in the county a band is: in town centres, where many have retired, in poor
 * places. */
static const double central_bands[AGE_BANDS] = {-0.35, -0.45, 1.1,  1.3, 0.2,
                                                -0.3,  -0.5,  -0.6, -0.5};
static const double retired_bands[AGE_BANDS] = {-0.3, -0.3, -0.4, -0.35, -0.25, 0.0, 0.3, 0.6, 0.7};
static const double poor_bands[AGE_BANDS] = {0.14,  0.12, 0.08,  0.1,  0.05,
                                             -0.03, -0.1, -0.16, -0.18};

static double retirement(const Lsoa *lsoa)
{
    double quiet =
        (lsoa->centre.x - 600000.0) / 16000.0 + 0.8 * smooth_noise(lsoa->centre, 1500.0, 91);
    return lsoa->decile < 4 ? 0.0 : fmin(1.0, fmax(0.0, quiet));
}

/* Weights until both margins fit, by rows and columns in turn (Deming and Stephan 1940). */
static double *fit_bands(const County *county, const long *wanted)
{
    double *people = allocate(county->lsoa_count * AGE_BANDS, sizeof *people);
    for (size_t i = 0; i < county->lsoa_count; i++) {
        const Lsoa *lsoa = &county->lsoas[i];
        double centre = fmin(1.0, centrality(lsoa->centre)), quiet = retirement(lsoa);
        for (int j = 0; j < AGE_BANDS; j++)
            people[i * AGE_BANDS + (size_t)j] =
                (double)wanted[j] * exp(centre * central_bands[j] + quiet * retired_bands[j] +
                                        (5.5 - lsoa->decile) / 4.5 * poor_bands[j]);
    }
    for (int round = 0; round < 50; round++) {
        for (size_t j = 0; j < AGE_BANDS; j++) {
            double sum = 0.0;
            for (size_t i = 0; i < county->lsoa_count; i++)
                sum += people[i * AGE_BANDS + j];
            for (size_t i = 0; i < county->lsoa_count; i++)
                people[i * AGE_BANDS + j] *= (double)wanted[j] / sum;
        }
        for (size_t i = 0; i < county->lsoa_count; i++) {
            double sum = 0.0;
            for (size_t j = 0; j < AGE_BANDS; j++)
                sum += people[i * AGE_BANDS + j];
            for (size_t j = 0; j < AGE_BANDS; j++)
                people[i * AGE_BANDS + j] *= (double)county->lsoas[i].population / sum;
        }
    }
    return people;
}

/* Rows are rounded whole. Bands are then out by a handful, who change bands, one in each LSOA. */
static long *round_bands(const County *county, const double *people, const long *wanted)
{
    long *whole = allocate(county->lsoa_count * AGE_BANDS, sizeof *whole), over[AGE_BANDS];
    for (int j = 0; j < AGE_BANDS; j++)
        over[j] = -wanted[j];
    for (size_t i = 0; i < county->lsoa_count; i++) {
        double running = 0.0;
        long before = 0;
        for (size_t j = 0; j < AGE_BANDS; j++) {
            running += people[i * AGE_BANDS + j];
            whole[i * AGE_BANDS + j] = lround(running) - before;
            before += whole[i * AGE_BANDS + j];
            over[j] += whole[i * AGE_BANDS + j];
        }
    }
    for (size_t i = 0, j = 0, k = 0;; i = (i + 1) % county->lsoa_count) {
        while (j < AGE_BANDS && over[j] <= 0)
            j++;
        while (k < AGE_BANDS && over[k] >= 0)
            k++;
        if (j == AGE_BANDS || k == AGE_BANDS)
            return whole;
        whole[i * AGE_BANDS + j]--;
        whole[i * AGE_BANDS + k]++;
        over[j]--;
        over[k]++;
    }
}

/* Within a band ages are nearly even; among the oldest each year has fewer. */
static double weight_of(int age)
{
    return age < 70 ? 1.0 : age < OLDEST ? exp(-(age - 70) / 11.0) : 0.55;
}

static void write_band(FILE *file, long people, int band, Random *random)
{
    int first = age_band_starts[band];
    int last = band + 1 < AGE_BANDS ? age_band_starts[band + 1] - 1 : OLDEST;
    double weight[OLDEST + 1], sum = 0.0, running = 0.0;
    long before = 0;
    for (int age = first; age <= last; age++)
        sum += weight[age] = weight_of(age) * (0.7 + 0.6 * random_unit(random));
    for (int age = first; age <= last; age++) {
        running += weight[age];
        long until = age == last ? people : lround((double)people * running / sum);
        fprintf(file, ",%ld", until - before);
        before = until;
    }
}

void write_population_by_age(const County *county, const char *path)
{
    long by_sex[AGE_BANDS][2], wanted[AGE_BANDS];
    count_by_age_and_sex(county, by_sex);
    for (int j = 0; j < AGE_BANDS; j++)
        wanted[j] = by_sex[j][0] + by_sex[j][1];
    double *people = fit_bands(county, wanted);
    long *whole = round_bands(county, people, wanted);
    Random random = {107};
    FILE *file = open_table(path);
    fputs("LSOA21CD,LSOA21NM,total_population", file);
    for (int age = 0; age < OLDEST; age++)
        fprintf(file, ",%d", age);
    fprintf(file, ",%d+\n", OLDEST);
    for (size_t i = 0; i < county->lsoa_count; i++) {
        const Lsoa *lsoa = &county->lsoas[i];
        fprintf(file, "%s,%s,%ld", lsoa->code, lsoa->name, lsoa->population);
        for (int band = 0; band < AGE_BANDS; band++)
            write_band(file, whole[i * AGE_BANDS + (size_t)band], band, &random);
        fputc('\n', file);
    }
    close_table(file, path);
    free(people);
    free(whole);
}
