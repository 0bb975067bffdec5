/* Surfaces within a study area, for another program to work out again: incidents, bandwidths by
 * rule, and cells with their density under each edge correction and by Abramson's law.
 * peers_surface prints lines: incident X Y | rule NAME METRES | own X Y METRES | cell X Y VALUES */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <geo/surface.h>

#include "random.h"

enum { SIDE = 80, POINTS = 400, SURFACES = GEO_EDGE_COUNT + 1 };

static const double cell_m = 50, bandwidth_m = 150;

/* An L, whose borders run between cells. */
static bool is_inside(double x, double y)
{
    return x < 1800 || y < 1500;
}

/* On centres of cells, where spatstat moves incidents to. */
static geo_status make_places(geo_context *context, geo_places **out)
{
    geo_place_collector *collector = NULL;
    uint64_t seed = 1;
    geo_status status = geo_place_collector_new(context, &collector);
    for (size_t i = 0; i < POINTS && status == GEO_OK; i++) {
        double side = i % 3 == 0 ? 2000 : 400;
        double x = (i % 3 == 2 ? 3500 : 1000) + random_between(&seed, -side, side);
        double y = 900 + random_between(&seed, -side, side);
        x = (floor(x / cell_m) + 0.5) * cell_m;
        y = (floor(y / cell_m) + 0.5) * cell_m;
        if (x < 0 || y < 0 || x > SIDE * cell_m || y > SIDE * cell_m || !is_inside(x, y))
            continue;
        printf("incident %.17g %.17g\n", x, y);
        status = geo_place_collector_add(context, collector, &x, &y, NULL, 1);
    }
    if (status == GEO_OK)
        status = geo_place_collector_finish(context, collector, out);
    geo_place_collector_free(collector);
    return status;
}

static geo_status print_rules(geo_context *context, const geo_places *places)
{
    geo_bandwidth found = {0, 0, false};
    geo_status status = GEO_OK;
    for (int rule = 0; rule < GEO_BANDWIDTH_RULE_COUNT && status == GEO_OK; rule++) {
        status = geo_bandwidth_find(context, places, (geo_bandwidth_rule)rule, GEO_KERNEL_GAUSSIAN,
                                    &found);
        printf("rule %s %.17g\n", geo_bandwidth_rule_name((geo_bandwidth_rule)rule), found.own_m);
    }
    return status;
}

static void cut_study(geo_grid *study)
{
    for (size_t i = 0; i < SIDE * SIDE; i++)
        if (!is_inside(((double)(i % SIDE) + 0.5) * cell_m,
                       (SIDE - (double)(i / SIDE) - 0.5) * cell_m))
            study->value[i] = (double)NAN;
}

static void print_cells(const geo_grid *const *surface)
{
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        if (isnan(surface[0]->value[i]))
            continue;
        printf("cell %.17g %.17g", ((double)(i % SIDE) + 0.5) * cell_m,
               (SIDE - (double)(i / SIDE) - 0.5) * cell_m);
        for (size_t s = 0; s < SURFACES; s++)
            printf(" %.17g", surface[s]->value[i]);
        puts("");
    }
}

static geo_status make_surfaces(geo_context *context, const geo_places *places, double *own,
                                geo_grid *study, const geo_density_options *options)
{
    geo_grid *surface[SURFACES] = {NULL};
    geo_status status = GEO_OK;
    cut_study(study);
    for (int edge = 0; edge < GEO_EDGE_COUNT && status == GEO_OK; edge++)
        status = geo_density_within(context, study, places, NULL, options, (geo_edge)edge,
                                    &surface[edge]);
    if (status == GEO_OK)
        status = geo_adaptive_abramson(context, places, options->kernel, bandwidth_m, 5, own);
    for (size_t i = 0; i < places->count && status == GEO_OK; i++)
        printf("own %.17g %.17g %.17g\n", places->x[i], places->y[i], own[i]);
    if (status == GEO_OK)
        status = geo_density_within(context, study, places, own, options, GEO_EDGE_NONE,
                                    &surface[GEO_EDGE_COUNT]);
    if (status == GEO_OK)
        print_cells((const geo_grid *const *)surface);
    for (size_t s = 0; s < SURFACES; s++)
        geo_grid_free(surface[s]);
    return status;
}

int main(void)
{
    const geo_crs crs = {NULL, NULL, 27700, true};
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    options.kernel = GEO_KERNEL_GAUSSIAN;
    options.bandwidth_m = bandwidth_m;
    options.cell_m = cell_m;
    options.extent = (geo_extent){0, 0, SIDE * cell_m, SIDE * cell_m};
    double own[POINTS];
    geo_context *context = geo_context_new();
    geo_places *places = NULL;
    geo_grid *study = NULL;
    geo_status status = context ? make_places(context, &places) : GEO_ERROR_MEMORY;
    if (status == GEO_OK)
        status = print_rules(context, places);
    if (status == GEO_OK)
        status = geo_density_blank(context, &crs, &options, &study);
    if (status == GEO_OK)
        status = make_surfaces(context, places, own, study, &options);
    if (status != GEO_OK)
        fprintf(stderr, "%s\n", geo_message(context));
    geo_grid_free(study);
    geo_places_free(places);
    geo_context_free(context);
    return status == GEO_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
