/* People of areas by age. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"

void geo_age_population_free(geo_age_population *population)
{
    if (!population)
        return;
    for (size_t i = 0; population->field && i < population->field_count; i++)
        free(population->field[i]);
    free(population->field);
    free(population->path);
    free(population->ages);
    free(population->people);
    free(population);
}

/* ---- fields that follow on each other ------------------------------------------------------- */

enum { UNTRIED = 0, LEADS_NOWHERE, IS_LAST, FOLLOWED }; /* FOLLOWED + i: by field i */

static bool begins_at(geo_ages ages, int64_t age, geo_ages whole)
{
    return ages.from == age && ages.to <= whole.to;
}

/* From the last age back, so that what follows a field has been tried before it. */
static size_t try_field(const geo_age_population *population, geo_ages whole, const size_t *next,
                        size_t field)
{
    geo_ages ages = population->ages[field];
    if (ages.to == whole.to)
        return IS_LAST;
    for (size_t i = 0; i < population->field_count; i++)
        if (begins_at(population->ages[i], (int64_t)ages.to + 1, whole) && next[i] > LEADS_NOWHERE)
            return FOLLOWED + i;
    return LEADS_NOWHERE;
}

/* The field of the highest first age among those of `whole` that are untried. */
static size_t latest_untried(const geo_age_population *population, geo_ages whole,
                             const size_t *next)
{
    size_t latest = SIZE_MAX;
    for (size_t i = 0; i < population->field_count; i++) {
        geo_ages ages = population->ages[i];
        bool is_within = ages.from >= whole.from && ages.to <= whole.to;
        if (is_within && next[i] == UNTRIED &&
            (latest == SIZE_MAX || ages.from > population->ages[latest].from))
            latest = i;
    }
    return latest;
}

/* Where the way through all of them begins; SIZE_MAX: there is none. */
static size_t find_way(const geo_age_population *population, geo_ages whole, size_t *next)
{
    size_t field = 0;
    while ((field = latest_untried(population, whole, next)) != SIZE_MAX)
        next[field] = try_field(population, whole, next, field);
    for (size_t i = 0; i < population->field_count; i++)
        if (begins_at(population->ages[i], whole.from, whole) && next[i] > LEADS_NOWHERE)
            return i;
    return SIZE_MAX;
}

/* ---- sums ----------------------------------------------------------------------------------- */

static geo_status fail_ages(geo_context *context, const geo_age_population *population,
                            geo_ages ages)
{
    char to[32] = "";
    if (ages.to == GEO_OLDEST)
        snprintf(to, sizeof to, " and over");
    else if (ages.to > ages.from)
        snprintf(to, sizeof to, " to %d", (int)ages.to);
    size_t last = population->field_count - 1;
    return geo_fail(context, GEO_ERROR_DATA,
                    "%s: no fields make up the ages %d%s: its %zu fields of ages, '%s' to '%s', "
                    "begin or end elsewhere",
                    population->path, (int)ages.from, to, population->field_count,
                    population->field[0], population->field[last]);
}

geo_status geo_age_population_sum(geo_context *context, const geo_age_population *population,
                                  geo_ages ages, double *people)
{
    size_t *next = NULL;
    geo_status status = geo_alloc_array(context, population->field_count, sizeof *next, &next);
    if (status != GEO_OK)
        return status;
    size_t field = find_way(population, ages, next);
    if (field == SIZE_MAX)
        status = fail_ages(context, population, ages);
    for (size_t area = 0; area < population->area_count && status == GEO_OK; area++)
        people[area] = 0;
    while (status == GEO_OK && field != SIZE_MAX) {
        for (size_t area = 0; area < population->area_count; area++)
            people[area] += population->people[area * population->field_count + field];
        field = next[field] == IS_LAST ? SIZE_MAX : next[field] - FOLLOWED;
    }
    free(next);
    return status;
}
