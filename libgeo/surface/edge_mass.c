/*
 * How much of the kernel at a point falls on the cells of a study area. In a row the kernels but
 * for the triangular one are sums over columns of 1, dx^2 and dx^4, or of the factor that a
 * Gaussian has of the column: kept from the west on, so that a run of cells costs two of these.
 */
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/pool.h"
#include "surface/cell_rows.h"
#include "surface/study.h"

/* Points that a thread takes at a time, and that are worked on between two reports of progress. */
enum { POINT_BLOCK = 64, POINT_ROUND = 1 << 14 };

static const double pi = 3.14159265358979323846;

/* Runs of cells that are in the study area, row by row. */
typedef struct study_runs {
    size_t *first; /* [rows + 1] */
    geo_cell_run *run;
    size_t capacity;
} study_runs;

/* Around a cell's centre the other cells lie alike for all cells: what sum_columns() would find for
 * each of them. */
typedef struct cell_stencil {
    geo_cell_run columns, rows; /* from the cell's own on */
    double *sums;               /* [2][columns + 1] */
    geo_cell_run *reached;      /* [rows] columns */
    double *factor;             /* [rows] of a Gaussian */
} cell_stencil;

typedef struct mass_work {
    const geo_grid *study;
    const study_runs *runs; /* NULL: all the plane */
    geo_kernel kernel;
    const double *x, *y;       /* NULL: the centres of the study area's cells */
    const double *bandwidth_m; /* of each, or for cells one */
    double *mass;
    size_t begun;   /* of the points, by the rounds before */
    size_t columns; /* that a point may reach */
    double *sums;   /* [threads][2][columns + 1] */
    cell_stencil stencil;
} mass_work;

/* One point. */
typedef struct mass_point {
    const mass_work *work;
    double x, bandwidth_m, reach2;
    geo_cell_run columns;      /* in reach */
    const double *one, *other; /* sums over the columns before each of these */
    double row_factor;         /* of a Gaussian, in the row that is looked at */
} mass_point;

/* ---- runs ----------------------------------------------------------------------------------- */

static void clear_runs(study_runs *runs)
{
    free(runs->first);
    free(runs->run);
}

static geo_status add_row(geo_context *context, const geo_grid *study, size_t row, study_runs *runs)
{
    const double *value = study->value + row * study->columns;
    size_t count = runs->first[row];
    for (size_t column = 0; column < study->columns; column++) {
        if (isnan(value[column]))
            continue;
        if (column > 0 && !isnan(value[column - 1])) {
            runs->run[count - 1].end++;
            continue;
        }
        geo_status status =
            geo_grow_array(context, &runs->run, &runs->capacity, count + 1, sizeof *runs->run);
        if (status != GEO_OK)
            return status;
        runs->run[count++] = (geo_cell_run){(int64_t)column, (int64_t)column + 1};
    }
    runs->first[row + 1] = count;
    return GEO_OK;
}

static geo_status find_runs(geo_context *context, const geo_grid *study, study_runs *runs)
{
    geo_status status =
        geo_alloc_array(context, study->rows + 1, sizeof *runs->first, &runs->first);
    for (size_t row = 0; row < study->rows && status == GEO_OK; row++)
        status = add_row(context, study, row, runs);
    return status;
}

/* ---- one point ------------------------------------------------------------------------------ */

static double factor_at(double distance_m, double bandwidth_m)
{
    return exp(-0.5 * distance_m * distance_m / (bandwidth_m * bandwidth_m));
}

/* Over the columns from `run.first` on, into one[run + 1] and other[run + 1]. */
static void sum_columns(const mass_work *work, double x, double bandwidth_m, geo_cell_run run,
                        double *one, double *other)
{
    bool is_gaussian = work->kernel == GEO_KERNEL_GAUSSIAN;
    one[0] = 0;
    other[0] = 0;
    for (int64_t column = run.first; column < run.end; column++) {
        int64_t at = column - run.first;
        double dx = geo_centre_x(work->study, column) - x;
        double dx2 = dx * dx;
        one[at + 1] = one[at] + (is_gaussian ? factor_at(dx, bandwidth_m) : dx2);
        other[at + 1] = other[at] + dx2 * dx2;
    }
}

/* Cell by cell: a root has no sums to be kept. */
static double sum_of_triangular(const mass_point *point, geo_cell_run run, double rest)
{
    double sum = 0, dy2 = point->reach2 - rest;
    for (int64_t column = run.first; column < run.end; column++) {
        double dx = geo_centre_x(point->work->study, column) - point->x;
        sum += 1 - sqrt(dx * dx + dy2) / point->bandwidth_m;
    }
    return 3 / pi * sum;
}

/* Of the kernel with a bandwidth of 1 over a run of cells of a row; rest = reach^2 - dy^2. */
static double sum_of_run(const mass_point *point, geo_cell_run run, double rest)
{
    size_t first = (size_t)(run.first - point->columns.first);
    size_t end = (size_t)(run.end - point->columns.first);
    double h2 = point->bandwidth_m * point->bandwidth_m;
    double count = (double)(run.end - run.first);
    double one = point->one[end] - point->one[first];
    double other = point->other[end] - point->other[first];
    switch (point->work->kernel) {
    case GEO_KERNEL_QUARTIC:
        return 3 / pi * (count * rest * rest - 2 * rest * one + other) / (h2 * h2);
    case GEO_KERNEL_EPANECHNIKOV:
        return 2 / pi * (count * rest - one) / h2;
    case GEO_KERNEL_TRIANGULAR:
        return sum_of_triangular(point, run, rest);
    case GEO_KERNEL_GAUSSIAN:
        return one * point->row_factor / (2 * pi);
    default:
        return count / pi;
    }
}

static double sum_of_row(const mass_point *point, int64_t row, double rest, geo_cell_run reached)
{
    const mass_work *work = point->work;
    double sum = 0;
    if (!work->runs)
        return reached.first < reached.end ? sum_of_run(point, reached, rest) : 0;
    for (size_t i = work->runs->first[row]; i < work->runs->first[row + 1]; i++) {
        geo_cell_run run = geo_cut_run(work->runs->run[i], reached);
        if (run.first < run.end)
            sum += sum_of_run(point, run, rest);
    }
    return sum;
}

static geo_cell_run reached_of(const mass_point *point, double rest)
{
    return geo_cut_run(geo_columns_in_reach(point->work->study, point->x, rest), point->columns);
}

/* The kernel of its own bandwidth, times the ground of a cell. */
static double scaled(const mass_point *point, double sum)
{
    double share = point->work->study->cell_m / point->bandwidth_m;
    return sum * (share * share);
}

static double mass_of(const mass_work *work, double x, double y, double bandwidth_m, double *sums)
{
    const geo_grid *study = work->study;
    double reach_m = geo_kernel_reach_m(work->kernel, bandwidth_m), cell_m = study->cell_m;
    double *other = sums + work->columns + 1;
    geo_cell_run rows = geo_run_around((study->y_max - y) / cell_m, reach_m / cell_m);
    geo_cell_run columns = geo_run_around((x - study->x_min) / cell_m, reach_m / cell_m);
    if (work->runs) {
        rows = geo_cut_run(rows, (geo_cell_run){0, (int64_t)study->rows});
        columns = geo_cut_run(columns, (geo_cell_run){0, (int64_t)study->columns});
    }
    if (rows.first >= rows.end || columns.first >= columns.end)
        return 0;
    mass_point point = {work, x, bandwidth_m, reach_m * reach_m, columns, sums, other, 0};
    double sum = 0;
    sum_columns(work, x, bandwidth_m, columns, sums, other);
    for (int64_t row = rows.first; row < rows.end; row++) {
        double dy = geo_centre_y(study, row) - y;
        double rest = point.reach2 - dy * dy;
        if (!(rest > 0))
            continue;
        point.row_factor = work->kernel == GEO_KERNEL_GAUSSIAN ? factor_at(dy, bandwidth_m) : 1;
        sum += sum_of_row(&point, row, rest, reached_of(&point, rest));
    }
    return scaled(&point, sum);
}

static mass_point point_of_cell(const mass_work *work, int64_t column)
{
    const cell_stencil *stencil = &work->stencil;
    double reach_m = geo_kernel_reach_m(work->kernel, work->bandwidth_m[0]);
    int64_t columns = stencil->columns.end - stencil->columns.first;
    return (mass_point){.work = work,
                        .x = geo_centre_x(work->study, column),
                        .bandwidth_m = work->bandwidth_m[0],
                        .reach2 = reach_m * reach_m,
                        .columns = {column + stencil->columns.first, column + stencil->columns.end},
                        .one = stencil->sums,
                        .other = stencil->sums + columns + 1};
}

static double mass_of_cell(const mass_work *work, size_t cell)
{
    const geo_grid *study = work->study;
    const cell_stencil *stencil = &work->stencil;
    int64_t row = (int64_t)(cell / study->columns), column = (int64_t)(cell % study->columns);
    geo_cell_run rows =
        geo_cut_run((geo_cell_run){row + stencil->rows.first, row + stencil->rows.end},
                    (geo_cell_run){0, (int64_t)study->rows});
    mass_point point = point_of_cell(work, column);
    double sum = 0;
    if (isnan(study->value[cell]))
        return (double)NAN;
    for (int64_t other = rows.first; other < rows.end; other++) {
        int64_t at = other - row - stencil->rows.first;
        double dy = (double)(other - row) * study->cell_m;
        geo_cell_run reached = stencil->reached[at];
        point.row_factor = stencil->factor[at];
        if (reached.first < reached.end)
            sum += sum_of_row(&point, other, point.reach2 - dy * dy,
                              (geo_cell_run){column + reached.first, column + reached.end});
    }
    return scaled(&point, sum);
}

static void fill_stencil(const mass_work *work, size_t across)
{
    const cell_stencil *stencil = &work->stencil;
    const mass_point point = point_of_cell(work, 0);
    sum_columns(work, point.x, point.bandwidth_m, stencil->columns, stencil->sums,
                stencil->sums + across);
    for (int64_t row = stencil->rows.first; row < stencil->rows.end; row++) {
        double dy = (double)row * work->study->cell_m;
        int64_t at = row - stencil->rows.first;
        stencil->reached[at] = reached_of(&point, point.reach2 - dy * dy);
        stencil->factor[at] = factor_at(dy, point.bandwidth_m);
    }
}

static geo_status make_stencil(geo_context *context, mass_work *work)
{
    cell_stencil *stencil = &work->stencil;
    double bandwidth_m = work->bandwidth_m[0], cell_m = work->study->cell_m;
    int64_t columns = (int64_t)work->study->columns, rows = (int64_t)work->study->rows;
    geo_cell_run all = geo_run_around(0.5, geo_kernel_reach_m(work->kernel, bandwidth_m) / cell_m);
    stencil->columns = geo_cut_run(all, (geo_cell_run){1 - columns, columns});
    stencil->rows = geo_cut_run(all, (geo_cell_run){1 - rows, rows});
    size_t across = (size_t)(stencil->columns.end - stencil->columns.first) + 1;
    size_t down = (size_t)(stencil->rows.end - stencil->rows.first);
    geo_status status = geo_alloc_array(context, 2 * across, sizeof *stencil->sums, &stencil->sums);
    if (status == GEO_OK)
        status = geo_alloc_array(context, down, sizeof *stencil->reached, &stencil->reached);
    if (status == GEO_OK)
        status = geo_alloc_array(context, down, sizeof *stencil->factor, &stencil->factor);
    if (status == GEO_OK)
        fill_stencil(work, across);
    return status;
}

/* ---- all points ----------------------------------------------------------------------------- */

static void find_masses(void *user, size_t worker, size_t first, size_t last)
{
    const mass_work *work = user;
    double *sums = work->sums + worker * 2 * (work->columns + 1);
    for (size_t i = work->begun + first; i < work->begun + last; i++)
        work->mass[i] = work->x ? mass_of(work, work->x[i], work->y[i], work->bandwidth_m[i], sums)
                                : mass_of_cell(work, i);
}

static geo_status work_in_rounds(geo_context *context, mass_work *work, size_t count)
{
    geo_status status = GEO_OK;
    for (; work->begun < count && status == GEO_OK; work->begun += POINT_ROUND) {
        size_t left = count - work->begun;
        geo_share_work(context, left < POINT_ROUND ? left : POINT_ROUND, POINT_BLOCK, find_masses,
                       work);
        status = geo_report_progress(context, "edge of the study area",
                                     (double)work->begun / (double)count);
    }
    return status;
}

/* Of the points, or with x == NULL of the cells. */
static geo_status find_all(geo_context *context, mass_work *work, size_t count)
{
    study_runs runs = {NULL, NULL, 0};
    work->runs = &runs;
    work->columns = work->x ? work->study->columns : 0;
    geo_status status = find_runs(context, work->study, &runs);
    if (status == GEO_OK)
        status = geo_alloc_array(context, (size_t)geo_threads(context) * 2,
                                 (work->columns + 1) * sizeof *work->sums, &work->sums);
    if (status == GEO_OK && !work->x)
        status = make_stencil(context, work);
    if (status == GEO_OK)
        status = work_in_rounds(context, work, count);
    free(work->stencil.sums);
    free(work->stencil.reached);
    free(work->stencil.factor);
    free(work->sums);
    clear_runs(&runs);
    return status;
}

static geo_status check(geo_context *context, geo_kernel kernel, const double *x, const double *y,
                        const double *bandwidth_m, size_t count)
{
    if ((int)kernel < 0 || kernel >= GEO_KERNEL_COUNT)
        return geo_fail(context, GEO_ERROR_USAGE, "there is no kernel number %d", (int)kernel);
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return geo_fail(context, GEO_ERROR_DATA,
                            "point %zu: a coordinate is not a finite number", i + 1);
        if (!(bandwidth_m[i] > 0) || !isfinite(bandwidth_m[i]))
            return geo_fail(context, GEO_ERROR_USAGE,
                            "point %zu: the bandwidth must be a number of metres above 0", i + 1);
    }
    return GEO_OK;
}

geo_status geo_edge_mass(geo_context *context, const geo_grid *study, geo_kernel kernel,
                         const double *x, const double *y, const double *bandwidth_m, size_t count,
                         double *mass)
{
    mass_work work = {
        .study = study, .kernel = kernel, .x = x, .y = y, .bandwidth_m = bandwidth_m, .mass = mass};
    geo_status status = check(context, kernel, x, y, bandwidth_m, count);
    return status == GEO_OK && count > 0 ? find_all(context, &work, count) : status;
}

geo_status geo_edge_cell_mass(geo_context *context, const geo_grid *study, geo_kernel kernel,
                              double bandwidth_m, double *mass)
{
    mass_work work = {.study = study, .kernel = kernel, .bandwidth_m = &bandwidth_m, .mass = mass};
    return find_all(context, &work, study->rows * study->columns);
}

geo_status geo_edge_whole_mass(geo_context *context, const geo_grid *study, geo_kernel kernel,
                               double bandwidth_m, double *mass)
{
    /* Further apart than this cells leave nothing out that would be seen. */
    static const double reach_of_many = 1000;
    double reach_cells = geo_kernel_reach_m(kernel, bandwidth_m) / study->cell_m;
    mass_work work = {.study = study, .kernel = kernel};
    *mass = 1;
    if (!(reach_cells < reach_of_many))
        return GEO_OK;
    work.columns = 2 * (size_t)reach_cells + 5;
    geo_status status =
        geo_alloc_array(context, 2 * (work.columns + 1), sizeof *work.sums, &work.sums);
    if (status == GEO_OK)
        *mass =
            mass_of(&work, geo_centre_x(study, 0), geo_centre_y(study, 0), bandwidth_m, work.sums);
    free(work.sums);
    return status;
}
