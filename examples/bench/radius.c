/*
 * A radius of many cells: each place to each cell in reach, against the method that libgeo chooses.
 *
 *   bench_radius POINTS.csv RADIUS CELL XMIN YMIN XMAX YMAX [KERNEL]
 *
 * Links the static library and includes an internal header. All threads; places merged before.
 */
#include <math.h>

#include <geo/geo.h>

#include "bench.h"
#include "surface/spread.h"

typedef struct radius_work {
    geo_context *context;
    geo_places *places;
    geo_crs crs;
} radius_work;

static void check(const radius_work *work, geo_status status)
{
    if (status != GEO_OK)
        stop(geo_message(work->context), geo_status_text(status));
}

static void read_places(radius_work *work, const char *path)
{
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_input input = {.path = path};
    geo_frame *frame = NULL;
    geo_ledger *ledger = NULL;
    geo_place_collector *collector = NULL;
    options.crs = "EPSG:27700";
    options.working = &work->crs;
    check(work, geo_incidents_read(work->context, &input, 1, &options, &frame, &ledger));
    check(work, geo_place_collector_new(work->context, &collector));
    check(work, geo_place_collector_add(work->context, collector, frame->x, frame->y, NULL,
                                        frame->count));
    check(work, geo_place_collector_finish(work->context, collector, &work->places));
    geo_place_collector_free(collector);
    geo_frame_free(frame);
    geo_ledger_free(ledger);
}

static double time_method(const radius_work *work, const geo_grid *grid,
                          const geo_density_options *options, geo_spread_method method,
                          double *value)
{
    double *row_sum = room_for(grid->rows, sizeof *row_sum);
    geo_spread *spread = NULL;
    double begin = now_s();
    check(work, geo_spread_new(work->context, work->places, grid, options->kernel,
                               options->bandwidth_m, method, &spread));
    check(work, geo_spread_rows(work->context, spread, 0, grid->rows, value, row_sum));
    double took = now_s() - begin;
    geo_spread_free(spread);
    free(row_sum);
    return took;
}

static void compare(const radius_work *work, const geo_density_options *options)
{
    geo_density_plan *plan = NULL;
    check(work, geo_density_open(work->context, &work->crs, work->places, options, &plan));
    const geo_grid *grid = geo_density_grid(plan);
    size_t cells = grid->columns * grid->rows;
    double *direct = room_for(cells, sizeof *direct), *chosen = room_for(cells, sizeof *chosen);
    double chosen_s = time_method(work, grid, options, GEO_SPREAD_CHEAPEST, chosen);
    double direct_s = time_method(work, grid, options, GEO_SPREAD_DIRECT, direct);
    double largest = 0, error = 0;
    for (size_t i = 0; i < cells; i++) {
        largest = fmax(largest, direct[i]);
        error = fmax(error, fabs(direct[i] - chosen[i]));
    }
    printf("%s, %zu places, %zu x %zu cells, radius %.0f cells: direct %.3f s, as chosen %.3f s, "
           "ratio %.1f; largest difference %.1e of the maximum\n",
           geo_kernel_name(options->kernel), work->places->count, grid->columns, grid->rows,
           options->bandwidth_m / options->cell_m, direct_s, chosen_s, direct_s / chosen_s,
           error / largest);
    free(direct);
    free(chosen);
    geo_density_plan_free(plan);
}

int main(int argc, char **argv)
{
    if (argc != 8 && argc != 9)
        stop("usage: bench_radius POINTS.csv RADIUS CELL XMIN YMIN XMAX YMAX [KERNEL]", "");
    radius_work work = {.context = geo_context_new()};
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    options.bandwidth_m = atof(argv[2]);
    options.cell_m = atof(argv[3]);
    options.extent = (geo_extent){atof(argv[4]), atof(argv[5]), atof(argv[6]), atof(argv[7])};
    if (!work.context)
        stop("out of memory", "");
    if (argc == 9)
        check(&work, geo_kernel_parse(work.context, argv[8], &options.kernel));
    check(&work, geo_crs_from_text(work.context, "EPSG:27700", &work.crs));
    read_places(&work, argv[1]);
    compare(&work, &options);
    geo_places_free(work.places);
    geo_crs_clear(&work.crs);
    geo_context_free(work.context);
    return 0;
}
