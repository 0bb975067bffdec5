/* Six wards of two districts and a small tree of offences, for the tests of matrices. */
#ifndef TESTS_MATRIX_SAMPLE_H
#define TESTS_MATRIX_SAMPLE_H

#include <math.h>

#include <geo/measure.h>
#include <geo/tables.h>

#include "unit.h"

enum { SAMPLE_AREAS = 6, SAMPLE_NODES = 6 };
enum { ALL_CRIME, THEFT, BICYCLES, ARSON, WITCHCRAFT, DISORDER };

typedef struct matrix_sample {
    geo_areas areas;
    geo_categories tree;
    const double *denominator[SAMPLE_NODES];
    int64_t count[SAMPLE_AREAS * SAMPLE_NODES];
    geo_area_counts counts;
    const char *code[SAMPLE_AREAS];
    const char *name[SAMPLE_AREAS];
    const char *parent[SAMPLE_AREAS];
    double population[SAMPLE_AREAS];
} matrix_sample;

/* All crime per 1,000: 10 40 10 20 20 and none; its mean is 20, its population SD sqrt(120). Nobody
 * is a witch. */
static inline void make_sample(matrix_sample *sample)
{
    static char *node_name[SAMPLE_NODES] = {"All crime",      "Theft",      "Bicycle theft",
                                            "Arson & Damage", "Witchcraft", "Disorder"};
    static int32_t node_parent[SAMPLE_NODES] = {GEO_NO_CODE, ALL_CRIME, THEFT,
                                                ALL_CRIME,   ALL_CRIME, GEO_NO_CODE};
    static int32_t level[SAMPLE_NODES] = {0, 1, 2, 1, 1, 0};
    static char path[] = "wards.gpkg";
    *sample = (matrix_sample){
        .code = {"W6", "W2", "W3", "W4", "W5", "W1"},
        .name = {"Ash", "Birch", "Cedar", "Ash", "Elm", NULL},
        .parent = {"East", "East", "East", "West", "West", "West"},
        .population = {1000, 1000, 2000, 500, 1000, (double)NAN},
        .count = {10, 4,  1, 5,  0, 2, /* */
                  40, 30, 3, 10, 0, 5, /* */
                  20, 8,  0, 12, 0, 1, /* */
                  10, 2,  2, 8,  0, 9, /* */
                  20, 12, 6, 6,  0, 0, /* */
                  7,  3,  1, 4,  0, 1},
    };
    sample->areas = (geo_areas){.path = path,
                                .count = SAMPLE_AREAS,
                                .code = sample->code,
                                .name = sample->name,
                                .parent = sample->parent,
                                .population = sample->population};
    sample->tree = (geo_categories){
        .count = SAMPLE_NODES, .name = node_name, .parent = node_parent, .level = level};
    for (int i = 0; i < SAMPLE_NODES; i++)
        sample->denominator[i] = sample->population;
    sample->counts =
        (geo_area_counts){&sample->areas, &sample->tree, sample->count, sample->denominator, 1};
}

static inline geo_matrix *make_matrix(geo_context *context, const matrix_sample *sample,
                                      const geo_matrix_options *options)
{
    geo_matrix *matrix = NULL;
    if (geo_matrix_make(context, &sample->counts, options, &matrix) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return matrix;
}

static inline geo_filter *make_filter(geo_context *context, const char *expression)
{
    geo_filter *filter = NULL;
    assert_int_equal(geo_filter_parse(context, expression, &filter), GEO_OK);
    return filter;
}

#endif
