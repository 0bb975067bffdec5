#include "source/deprivation_nation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "source/area_fields.h"
#include "source/deprivation_fields.h"

/* The editions, the census whose LSOAs they rank, and how many of these there are: the English
 * Indices of Deprivation (Statistical Release and Technical Report of each year) and the Welsh
 * Index of Multiple Deprivation (results reports and StatsWales). */
static const struct {
    char letter;
    int year;
    int census;
    size_t areas;
} edition[] = {
    {'E', 2004, 2001, 32482}, {'E', 2007, 2001, 32482}, {'E', 2010, 2001, 32482},
    {'E', 2015, 2011, 32844}, {'E', 2019, 2011, 32844}, {'E', 2025, 2021, 33755},
    {'W', 2005, 2001, 1896},  {'W', 2008, 2001, 1896},  {'W', 2011, 2001, 1896},
    {'W', 2014, 2011, 1909},  {'W', 2019, 2011, 1909},  {'W', 2025, 2021, 1917},
};
enum { EDITIONS = sizeof edition / sizeof *edition };

/* The country that all LSOA codes are of, 0 when they are of several or none's. */
static char letter_of(const geo_deprivation *index)
{
    char letter = '\0';
    for (size_t i = 0; i < index->count; i++) {
        const char *code = geo_dictionary_text(index->codes, (int32_t)i);
        if (strncmp(code + 1, "01", 2) != 0 || (i > 0 && code[0] != letter))
            return '\0';
        letter = code[0];
    }
    return letter;
}

static geo_status find_lsoa_year(geo_context *context, geo_deprivation *index)
{
    const char **code = NULL;
    geo_status status = geo_alloc_array(context, index->count, sizeof *code, &code);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < index->count; i++)
        code[i] = geo_dictionary_text(index->codes, (int32_t)i);
    index->lsoa_year = geo_lsoa_year(index->code_field, code, index->count);
    free(code);
    return GEO_OK;
}

/* The English indices name the districts of the year of their release or the one before. */
static int year_of_districts(const char *field)
{
    switch (field ? geo_field_year(field) : 0) {
    case 2013:
        return 2015;
    case 2019:
        return 2019;
    case 2024:
        return 2025;
    default:
        return 0;
    }
}

static int stated_year(const geo_index_signs *signs, char letter)
{
    if (signs->year > 0)
        return signs->year;
    geo_index_name of_layer = geo_read_index_name(signs->layer ? signs->layer : "");
    if (of_layer.domain != GEO_DOMAIN_COUNT && of_layer.year > 0)
        return of_layer.year;
    return letter == 'E' ? year_of_districts(signs->district_field) : 0;
}

/* The editions that it can be have one number of areas, or none is known; *year is set where there
 * is but one. */
static size_t areas_of(char letter, int census, int *year)
{
    size_t areas = 0;
    size_t fitting = 0;
    int only = 0;
    for (size_t i = 0; i < EDITIONS; i++) {
        bool fits = edition[i].letter == letter && (*year == 0 || *year == edition[i].year) &&
                    (census == 0 || census == edition[i].census);
        if (!fits)
            continue;
        if (fitting++ > 0 && areas != edition[i].areas)
            return 0;
        areas = edition[i].areas;
        only = edition[i].year;
    }
    if (fitting == 1)
        *year = only;
    return areas;
}

static int compare_numbers(const void *left, const void *right)
{
    double one = *(const double *)left;
    double other = *(const double *)right;
    return (one > other) - (one < other);
}

/* Sorted ranks are those of just these: each is one of the places that it and its equals hold. */
static bool are_places(const double *rank, size_t count)
{
    for (size_t first = 0, next = 0; first < count; first = next) {
        while (next < count && rank[next] == rank[first])
            next++;
        if (rank[first] < (double)(first + 1) || rank[first] > (double)next)
            return false;
    }
    return count > 0;
}

/* How many rows have a rank, if their ranks are those among just them; else 0. */
static geo_status count_own(geo_context *context, const geo_deprivation *index, size_t *own)
{
    double *sorted = NULL;
    size_t known = 0;
    *own = 0;
    if (!index->rank)
        return GEO_OK;
    geo_status status = geo_alloc_array(context, index->count, sizeof *sorted, &sorted);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < index->count; i++)
        if (!isnan(index->rank[i]))
            sorted[known++] = index->rank[i];
    qsort(sorted, known, sizeof *sorted, compare_numbers);
    if (are_places(sorted, known))
        *own = known;
    free(sorted);
    return GEO_OK;
}

geo_status geo_find_nation(geo_context *context, const geo_index_signs *signs,
                           geo_deprivation *index, geo_index_nation *nation)
{
    char letter = letter_of(index);
    size_t own = 0;
    geo_status status = find_lsoa_year(context, index);
    if (status == GEO_OK)
        status = count_own(context, index, &own);
    if (status != GEO_OK)
        return status;
    int census = geo_field_year(index->code_field) == 2001 ? 2001 : index->lsoa_year;
    index->year = stated_year(signs, letter);
    nation->name = letter == 'E' ? "England" : letter == 'W' ? "Wales" : NULL;
    nation->areas = areas_of(letter, census, &index->year);
    nation->is_own = signs->national == 0 && own > 0;
    index->national = nation->is_own ? own : nation->areas;
    if (signs->national > 0)
        index->national = (size_t)signs->national;
    return GEO_OK;
}
