/* Values cut into thirds. */
#include <math.h>
#include <stdlib.h>

#include <geo/deprivation.h>

#include "core/memory.h"

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* The first of `known` sorted values that a third part of them, or two, is below. */
static double first_of(const double *sorted, size_t known, size_t third)
{
    size_t place = (known * third + 2) / 3;
    while (place < known && sorted[place] == sorted[place - 1])
        place++;
    return place < known ? sorted[place] : (double)INFINITY;
}

geo_status geo_thirds(geo_context *context, const double *value, size_t count, double from[2],
                      int32_t *third)
{
    double *sorted = NULL;
    size_t known = 0;
    geo_status status = geo_alloc_array(context, count, sizeof *sorted, &sorted);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        if (!isnan(value[i]))
            sorted[known++] = value[i];
    if (known > 1)
        qsort(sorted, known, sizeof *sorted, compare_numbers);
    for (size_t i = 0; i < 2; i++)
        from[i] = known < 3 ? (double)NAN : first_of(sorted, known, i + 1);
    for (size_t i = 0; i < count; i++)
        third[i] = known < 3 || isnan(value[i]) ? GEO_NO_CODE
                                                : (value[i] >= from[0]) + (value[i] >= from[1]);
    free(sorted);
    return GEO_OK;
}
