/* Random cases of relative risk, each on a line, for R to work out again: sigma; x; y; kind | ratio
 * at each point, all of which are centres of cells. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <geo/risk.h>

#include "random.h"

enum { CASES = 40, POINTS_MOST = 120, CELLS = 24, CELL_M = 100 };

typedef struct point_set {
    size_t count;
    double x[POINTS_MOST];
    double y[POINTS_MOST];
} point_set;

static void fail(const geo_context *context)
{
    fprintf(stderr, "%s\n", geo_message(context));
    exit(1);
}

static geo_places *collect(geo_context *context, const point_set *points)
{
    geo_place_collector *collector = NULL;
    geo_places *places = NULL;
    if (geo_place_collector_new(context, &collector) != GEO_OK ||
        geo_place_collector_add(context, collector, points->x, points->y, NULL, points->count) !=
            GEO_OK ||
        geo_place_collector_finish(context, collector, &places) != GEO_OK)
        fail(context);
    geo_place_collector_free(collector);
    return places;
}

/* More of either kind than R's checks ask for, some at one place. */
static void scatter(uint64_t *state, point_set *points)
{
    points->count = 12 + random_below(state, POINTS_MOST - 12);
    for (size_t i = 0; i < points->count; i++) {
        points->x[i] = CELL_M * ((double)random_below(state, CELLS) + 0.5);
        points->y[i] = CELL_M * ((double)random_below(state, CELLS) + 0.5);
    }
}

static void print_numbers(const double *number, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf(" %.17g", number[i]);
}

static void print_case(const point_set *kind, const geo_risk_surface *risk, double sigma_m)
{
    printf("%.17g ;", sigma_m);
    for (int of = 0; of < 2; of++)
        print_numbers(kind[of].x, kind[of].count);
    fputs(" ;", stdout);
    for (int of = 0; of < 2; of++)
        print_numbers(kind[of].y, kind[of].count);
    printf(" ; %zu %zu |", kind[0].count, kind[1].count);
    for (int of = 0; of < 2; of++)
        for (size_t i = 0; i < kind[of].count; i++) {
            size_t column = (size_t)(kind[of].x[i] / CELL_M);
            size_t row = (size_t)((CELLS * CELL_M - kind[of].y[i]) / CELL_M);
            printf(" %.17g", exp(risk->value[row * CELLS + column]));
        }
    puts("");
}

int main(void)
{
    static double value[CELLS * CELLS];
    const geo_grid ground = {.crs = {NULL, NULL, 27700, true},
                             .y_max = CELLS * CELL_M,
                             .cell_m = CELL_M,
                             .columns = CELLS,
                             .rows = CELLS,
                             .value = value};
    geo_context *context = geo_context_new();
    uint64_t state = 9;
    for (int i = 0; i < CASES; i++) {
        point_set kind[2];
        geo_risk_surface_options options = GEO_RISK_SURFACE_OPTIONS_INIT;
        geo_risk_surface *risk = NULL;
        options.kernel = GEO_KERNEL_GAUSSIAN;
        options.bandwidth_m = random_between(&state, 150, 600);
        options.permutations = 0;
        options.least = 0;
        scatter(&state, &kind[0]);
        scatter(&state, &kind[1]);
        geo_places *incidents = collect(context, &kind[0]), *beside = collect(context, &kind[1]);
        if (geo_risk_surface_make(context, incidents, beside, &ground, &options, &risk) != GEO_OK)
            fail(context);
        print_case(kind, risk, options.bandwidth_m);
        geo_risk_surface_free(risk);
        geo_places_free(incidents);
        geo_places_free(beside);
    }
    geo_context_free(context);
    return 0;
}
