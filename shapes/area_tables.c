/* What is known of areas beside their residents and deprivation: which class they belong to, who is
 * there by day, homes and vehicles, and how old the county is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"

/* The smallest town that makes its surroundings urban, as in the official classification. */
#define URBAN_TOWN 10000.0

static bool is_urban(Point p)
{
    for (size_t i = 0; i < town_count; i++)
        if (towns[i].population >= URBAN_TOWN &&
            distance(p, (Point){towns[i].x, towns[i].y}) < 1.35 * town_radius(&towns[i]))
            return true;
    return false;
}

/* ---- classes of LSOAs ----------------------------------------------------------------------- */

typedef struct {
    double people, urban, central, east;
} Surroundings;

static Surroundings *look_around(const County *county)
{
    Surroundings *around = allocate(county->lsoa_count, sizeof *around);
    for (size_t i = 0; i < county->area_count; i++) {
        const OutputArea *area = &county->areas[i];
        Surroundings *here = &around[area->lsoa];
        here->people += area->population;
        here->urban += area->population * is_urban(area->centre);
        here->central += area->population * centrality(area->centre);
        here->east += area->population * area->centre.x;
    }
    for (size_t i = 0; i < county->lsoa_count; i++) {
        around[i].urban /= around[i].people;
        around[i].central /= around[i].people;
        around[i].east /= around[i].people;
    }
    return around;
}

/* People retire to the coast, which is in the east, unless it is poor there. */
static const char *group_of(const Lsoa *lsoa, const Surroundings *around)
{
    double quiet =
        (around->east - 600000.0) / 16000.0 + 0.8 * smooth_noise(lsoa->centre, 1500.0, 91);
    if (around->central > 0.22)
        return "Town centre living";
    if (lsoa->decile >= 4 && quiet > 0.35)
        return "Retirement";
    if (around->urban < 0.5)
        return "Villages and farms";
    return lsoa->decile <= 3 ? "Hard-pressed estates" : "Settled suburbs";
}

void write_area_classes(const County *county, const char *path)
{
    Surroundings *around = look_around(county);
    FILE *file = open_table(path);
    fputs("LSOA21CD,LSOA21NM,WD24CD,Rural Urban,Group\n", file);
    for (size_t i = 0; i < county->lsoa_count; i++) {
        const Lsoa *lsoa = &county->lsoas[i];
        fprintf(file, "%s,%s,%s,%s,%s\n", lsoa->code, lsoa->name, county->wards[lsoa->ward].code,
                around[i].urban < 0.5 ? "Rural" : "Urban", group_of(lsoa, &around[i]));
    }
    close_table(file, path);
    free(around);
}

/* ---- age and sex ---------------------------------------------------------------------------- */

/* Shares of all people, and of women within a band: a little older than the country. */
static const double band_shares[AGE_BANDS] = {0.104, 0.096, 0.076, 0.122, 0.122,
                                              0.131, 0.138, 0.112, 0.099};
static const double band_women[AGE_BANDS] = {0.487, 0.488, 0.488, 0.500, 0.506,
                                             0.506, 0.507, 0.514, 0.565};

/* Cumulative sums are rounded, so that the cells sum to the county's population. */
void count_by_age_and_sex(const County *county, long people[AGE_BANDS][2])
{
    long population = 0, before = 0;
    double share = 0.0, all_shares = 0.0;
    for (size_t i = 0; i < county->ward_count; i++)
        population += county->wards[i].population;
    for (int band = 0; band < AGE_BANDS; band++)
        all_shares += band_shares[band];
    for (int band = 0; band < AGE_BANDS; band++)
        for (int men = 0; men < 2; men++) {
            share += band_shares[band] * (men ? 1.0 - band_women[band] : band_women[band]);
            long running = lround((double)population * share / all_shares);
            people[band][men] = running - before;
            before = running;
        }
}

void write_population_by_age_and_sex(const County *county, const char *path)
{
    long people[AGE_BANDS][2];
    count_by_age_and_sex(county, people);
    FILE *file = open_table(path);
    fputs("Age Band,Sex,Population\n", file);
    for (int band = 0; band < AGE_BANDS; band++)
        for (int men = 0; men < 2; men++)
            fprintf(file, "%s,%c,%ld\n", age_band_names[band], men ? 'M' : 'F', people[band][men]);
    close_table(file, path);
}

/* ---- other denominators of wards ------------------------------------------------------------ */

#define WORKERS        0.44 /* share of residents who are at work elsewhere by day */
#define AT_HOME_BY_DAY (1.0 - WORKERS)

typedef struct {
    double people, jobs, households, vehicles;
} Numbers;

static Numbers numbers_at(const OutputArea *area)
{
    double centre = fmin(1.0, centrality(area->centre)), people = area->population;
    bool urban = is_urban(area->centre);
    double household = (urban ? 2.36 : 2.44) - 0.55 * centre;
    double vehicles = (urban ? 1.18 : 1.62) - 0.60 * centre;
    return (Numbers){people, people * (0.16 + 4.2 * centre + 2.4 * retail(area->centre)),
                     people / household, people / household * vehicles};
}

void write_ward_denominators(const County *county, const char *path)
{
    Numbers *wards = allocate(county->ward_count, sizeof *wards), all = {0};
    for (size_t i = 0; i < county->area_count; i++) {
        Numbers here = numbers_at(&county->areas[i]), *ward = &wards[county->areas[i].ward];
        ward->people += here.people;
        ward->jobs += here.jobs;
        ward->households += here.households;
        ward->vehicles += here.vehicles;
        all.people += here.people;
        all.jobs += here.jobs;
    }
    FILE *file = open_table(path);
    fputs("WD24CD,WD24NM,residents,workday_population,households,vehicles\n", file);
    for (size_t i = 0; i < county->ward_count; i++) {
        const Ward *ward = &county->wards[i];
        const char *quote = strchr(ward->name, ',') ? "\"" : "";
        double residents = (double)ward->population;
        double by_day =
            AT_HOME_BY_DAY * residents + WORKERS * all.people * wards[i].jobs / all.jobs;
        fprintf(file, "%s,%s%s%s,%ld,%.0f,%.0f,%.0f\n", ward->code, quote, ward->name, quote,
                ward->population, by_day, residents * wards[i].households / wards[i].people,
                residents * wards[i].vehicles / wards[i].people);
    }
    close_table(file, path);
    free(wards);
}
