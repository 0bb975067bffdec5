/* The indices of deprivation of 2025 and 2019 under the published headers, and which LSOA of 2011
 * became which of 2021. */
#include <math.h>
#include <stdlib.h>

#include "county.h"

/* As in the published files; how much poorer than the country (above 1) the county is in each. */
static const struct {
    const char *name;
    double exponent;
} indices[INDICES] = {
    {"Index of Multiple Deprivation (IMD)", POORER},
    {"Income", 1.10},
    {"Employment", 1.16},
    {"Education, Skills and Training", 1.18},
    {"Health Deprivation and Disability", 1.14},
    {"Crime", 1.02},
    {"Barriers to Housing and Services", 0.94},
    {"Living Environment", 0.90},
};

static void write_header(FILE *file, int lsoa_year, int district_year, const char *people)
{
    fprintf(file,
            "LSOA code (%d),LSOA name (%d),Local Authority District code (%d),"
            "Local Authority District name (%d)",
            lsoa_year, lsoa_year, district_year, district_year);
    for (int i = 0; i < INDICES; i++) {
        const char *quote = i == 3 ? "\"" : "";
        fprintf(file,
                ",%s%s Rank (where 1 is most deprived)%s"
                ",%s%s Decile (where 1 is most deprived 10%% of LSOAs)%s",
                quote, indices[i].name, quote, quote, indices[i].name, quote);
    }
    fprintf(file, ",%s\n", people);
}

/* Ranks in the domains; that of the whole index is known. */
static int *rank_domains(const Scores *scores, size_t count, int national, uint64_t seed)
{
    double *score = allocate(count, sizeof *score);
    int *rank = allocate(INDICES * count, sizeof *rank);
    for (size_t i = 0; i < INDICES; i++) {
        for (size_t j = 0; j < count; j++)
            score[j] = scores[j].of[i];
        rank_nationally(score, count, indices[i].exponent, national, seed + i, rank + i * count);
    }
    free(score);
    return rank;
}

static void write_row(FILE *file, const char *code, const char *name, const District *district,
                      const int *rank, size_t stride, int national, double people)
{
    fprintf(file, "%s,%s,%s,%s", code, name, district->code, district->name);
    for (size_t i = 0; i < INDICES; i++)
        fprintf(file, ",%d,%d", rank[i * stride], decile_of(rank[i * stride], national));
    fprintf(file, ",%.0f\n", people);
}

void write_deprivation(const County *county, const char *path)
{
    size_t count = county->lsoa_count;
    Scores *scores = score_domains(county);
    int *rank = rank_domains(scores, count, LSOAS_OF_2021, 61);
    FILE *file = open_table(path);
    write_header(file, 2021, 2024, "Total population: mid 2022");
    for (size_t i = 0; i < count; i++) {
        const Lsoa *lsoa = &county->lsoas[i];
        write_row(file, lsoa->code, lsoa->name, &county->districts[lsoa->district], rank + i, count,
                  LSOAS_OF_2021, (double)lsoa->population);
    }
    close_table(file, path);
    free(scores);
    free(rank);
}

/* Six years before, not all was as it is now. */
static Scores *score_former(const County *county, const Former *former, size_t count)
{
    Scores *now = score_domains(county), *then = allocate(count, sizeof *then);
    Random random = {2019};
    for (size_t i = 0; i < count; i++) {
        double people = 0.0, once = 0.14 * random_normal(&random);
        for (size_t j = 0; j < former[i].part_count; j++)
            people += (double)county->lsoas[former[i].part[j]].population;
        for (int k = 0; k < INDICES; k++) {
            then[i].of[k] = former[i].apart + once + (k > 0 ? 0.1 * random_normal(&random) : 0.0);
            for (size_t j = 0; j < former[i].part_count; j++)
                then[i].of[k] += now[former[i].part[j]].of[k] *
                                 (double)county->lsoas[former[i].part[j]].population / people;
        }
    }
    free(now);
    return then;
}

void write_former_deprivation(const County *county, const char *path)
{
    size_t count = 0;
    Former *former = find_former_lsoas(county, &count);
    Scores *scores = score_former(county, former, count);
    int *rank = rank_domains(scores, count, LSOAS_OF_2011, 71);
    FILE *file = open_table(path);
    write_header(file, 2011, 2019, "Total population: mid 2015 (excluding prisoners)");
    for (size_t i = 0; i < count; i++) {
        const Lsoa *successor = &county->lsoas[former[i].part[0]];
        write_row(file, former[i].code, former[i].name, &county->districts[successor->district],
                  rank + i, count, LSOAS_OF_2011, former[i].population);
    }
    close_table(file, path);
    free(former);
    free(scores);
    free(rank);
}

void write_lsoa_lookup(const County *county, const char *path)
{
    size_t count = 0;
    Former *former = find_former_lsoas(county, &count);
    FILE *file = open_table(path);
    fputs("LSOA11CD,LSOA11NM,CHGIND,LSOA21CD,LSOA21NM,LAD22CD,LAD22NM\n", file);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < former[i].part_count; j++) {
            const Lsoa *lsoa = &county->lsoas[former[i].part[j]];
            const District *district = &county->districts[lsoa->district];
            fprintf(file, "%s,%s,%c,%s,%s,%s,%s\n", former[i].code, former[i].name,
                    former[i].change, lsoa->code, lsoa->name, district->code, district->name);
        }
    close_table(file, path);
    free(former);
}
