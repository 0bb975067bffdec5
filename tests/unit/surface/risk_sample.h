/* What tests of risk surfaces share: a ground, places, points scattered and stacked. */
#ifndef TESTS_UNIT_SURFACE_RISK_SAMPLE_H
#define TESTS_UNIT_SURFACE_RISK_SAMPLE_H

#include <math.h>
#include <stdlib.h>

#include <geo/risk.h>

#include "random.h"
#include "unit.h"

enum { INCIDENTS = 150, OTHERS = 400 };

static inline geo_grid make_ground(size_t columns, size_t rows, double cell_m)
{
    geo_grid ground = {.crs = {NULL, NULL, 27700, true},
                       .x_min = 0,
                       .y_max = (double)rows * cell_m,
                       .cell_m = cell_m,
                       .columns = columns,
                       .rows = rows};
    ground.value = calloc(columns * rows, sizeof *ground.value);
    assert_non_null(ground.value);
    return ground;
}

static inline geo_places *collect(geo_context *context, const double *x, const double *y,
                                  const double *weight, size_t count)
{
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    assert_int_equal(geo_place_collector_new(context, &collector), GEO_OK);
    assert_int_equal(geo_place_collector_add(context, collector, x, y, weight, count), GEO_OK);
    assert_int_equal(geo_place_collector_finish(context, collector, &places), GEO_OK);
    geo_place_collector_free(collector);
    return places;
}

static inline geo_risk_surface_options options_of(geo_risk_kind kind, geo_kernel kernel,
                                                  double bandwidth_m)
{
    geo_risk_surface_options options = GEO_RISK_SURFACE_OPTIONS_INIT;
    options.kind = kind;
    options.kernel = kernel;
    options.bandwidth_m = bandwidth_m;
    options.least = 0;
    options.permutations = 0;
    return options;
}

static inline geo_risk_surface *risk_of(geo_context *context, const geo_places *incidents,
                                        const geo_places *beside, const geo_grid *ground,
                                        const geo_risk_surface_options *options)
{
    geo_risk_surface *risk = NULL;
    if (geo_risk_surface_make(context, incidents, beside, ground, options, &risk) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_non_null(risk);
    return risk;
}

/* Scattered and stacked points around a ground of 1000 by 700 m, some beyond it. */
typedef struct scatter {
    double *x;
    double *y;
    double *weight;
    geo_places *places;
} scatter;

static inline scatter scatter_points(geo_context *context, size_t count, uint64_t seed)
{
    scatter made = {calloc(count, sizeof(double)), calloc(count, sizeof(double)),
                    calloc(count, sizeof(double)), NULL};
    assert_true(made.x && made.y && made.weight);
    for (size_t i = 0; i < count; i++) {
        made.x[i] = random_between(&seed, -100, 1100);
        made.y[i] = random_between(&seed, -100, 800);
        if (i % 2 == 0) {
            made.x[i] = floor(made.x[i] / 200) * 200;
            made.y[i] = floor(made.y[i] / 200) * 200;
        }
        made.weight[i] = (double)(1 + random_below(&seed, 40));
    }
    made.places = collect(context, made.x, made.y, made.weight, count);
    return made;
}

static inline void free_scatter(scatter *made)
{
    free(made->x);
    free(made->y);
    free(made->weight);
    geo_places_free(made->places);
}

#endif
