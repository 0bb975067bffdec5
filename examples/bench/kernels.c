/*
 * The parts of libgeo by themselves, each beside the limit of this machine that it runs against:
 *
 *   bench_kernels AREAS_S POINTS_S AREAS_W POINTS_W POLICE
 *
 * Links the static library and includes internal headers, so it changes as they do. Rates are the
 * best of three runs, in millions a second.
 */
#include <string.h>
#include <unistd.h>

#include <geo/geo.h>

#include "bench.h"
#include "core/context.h"
#include "core/text.h"
#include "limits.h"
#include "source/csv.h"
#include "source/csv_chunk.h"
#include "source/csv_scan.h"
#include "source/transform.h"
#include "surface/spread.h"

enum { TIMES = 3, MOST_THREADS = 64, RUN_ROWS = 64 };

static int all_threads;

static void check(geo_context *context, geo_status status)
{
    if (status != GEO_OK)
        stop(geo_message(context), geo_status_text(status));
}

static geo_context *new_context(int threads)
{
    geo_context *context = geo_context_new();
    if (!context)
        stop("out of memory", "");
    geo_context_set_threads(context, threads);
    return context;
}

static void heading(void)
{
    printf("%-44s %10s %10s   %s\n", "millions a second", "1 thread", "all", "share of the limit");
}

/* Rates are per second; `limit` of one thread and of all in the same unit, 0 for none. */
static void line(const char *what, double one, double all, double limit_one, double limit_all,
                 const char *limit)
{
    printf("%-44s %10.2f %10.2f", what, one / 1e6, all / 1e6);
    if (limit_one > 0)
        printf("   %.0f%% and %.0f%% of %s", 100 * one / limit_one, 100 * all / limit_all, limit);
    printf("\n");
    fflush(stdout);
}

typedef struct limit_pair {
    double one, all;
} limit_pair;

static limit_pair bandwidth, random_lines, arithmetic;

static void measure_limits(void)
{
    bandwidth = (limit_pair){read_bandwidth(1), read_bandwidth(all_threads)};
    random_lines = (limit_pair){random_accesses(1), random_accesses(all_threads)};
    arithmetic = (limit_pair){multiply_adds(1), multiply_adds(all_threads)};
    line("limit: bytes read from memory", bandwidth.one, bandwidth.all, 0, 0, "");
    line("limit: lines of 64 bytes read anywhere", random_lines.one, random_lines.all, 0, 0, "");
    line("limit: multiplications and additions", arithmetic.one, arithmetic.all, 0, 0, "");
}

/* ---- CSV ------------------------------------------------------------------------------------ */

typedef struct csv_work {
    const char *path;
    const char *text; /* a part of the file in memory that begins with a record and ends with one */
    size_t length;
    size_t needed[2]; /* fields */
    size_t rows[MOST_THREADS];
} csv_work;

/* The records of some 512 MB behind the header. */
static void load_csv(csv_work *work)
{
    size_t most = (size_t)512 << 20;
    char *text = room_for(most, 1);
    FILE *file = fopen(work->path, "rb");
    if (!file)
        stop("cannot read", work->path);
    while (fgetc(file) != '\n')
        if (feof(file))
            stop("no header", work->path);
    work->length = fread(text, 1, most, file);
    fclose(file);
    while (work->length > 0 && text[work->length - 1] != '\n')
        work->length--;
    work->text = text;
}

static const char *record_at(const csv_work *work, int part, int parts)
{
    const char *at = work->text + work->length * (size_t)part / (size_t)parts;
    if (part > 0)
        at = part < parts ? (const char *)memchr(at, '\n', work->length) + 1
                          : work->text + work->length;
    return at;
}

static void scan_text(void *user, int thread, int threads)
{
    csv_work *work = user;
    geo_context *context = new_context(1);
    geo_csv_index index;
    const char *at = record_at(work, thread, threads), *end = record_at(work, thread + 1, threads);
    size_t rows = 0;
    check(context, geo_csv_index_new(context, &index));
    while (at < end) {
        size_t left = (size_t)(end - at);
        geo_csv_scan(at, left < GEO_CSV_SCAN_BYTES ? left : GEO_CSV_SCAN_BYTES, ',', &index);
        if (index.row_count == 0)
            stop("a record that is longer than a scan", work->path);
        rows += index.row_count;
        at += index.position[index.row_end[index.row_count - 1]] + 1;
    }
    work->rows[thread] = rows;
    geo_csv_index_clear(&index);
    geo_context_free(context);
}

/* The numbers of a run's rows; says of how many. */
static size_t add_run(const csv_work *work, const geo_csv_run *run, double *sum)
{
    geo_text text[RUN_ROWS];
    double number[RUN_ROWS];
    size_t count = run->count;
    for (int f = 0; f < 2; f++) {
        for (size_t i = 0; i < count; i++)
            if (!geo_csv_run_field(run, i, work->needed[f], &text[i]))
                count = i;
        count = geo_numbers_parse(text, count, number);
        for (size_t i = 0; i < count; i++)
            *sum += number[i];
    }
    return count;
}

/* Records with two fields of each, which are parsed as numbers: by runs, as incidents are read. */
static size_t read_part(geo_context *context, const csv_work *work, geo_csv_chunk *chunk)
{
    geo_csv_run run;
    geo_record record;
    size_t rows = 0;
    double sum = 0;
    for (bool more = true; more;) {
        geo_csv_chunk_run(chunk, RUN_ROWS, &run);
        size_t count = add_run(work, &run, &sum);
        geo_csv_chunk_skip(chunk, &run, count);
        rows += count;
        if (run.count > 0 && count == run.count)
            continue;
        check(context, geo_csv_chunk_next(context, chunk, &record, &more));
        rows += more;
    }
    if (sum == 0)
        stop("no numbers", work->path);
    return rows;
}

static void read_numbers(void *user, int thread, int threads)
{
    csv_work *work = user;
    geo_context *context = new_context(1);
    geo_csv *csv = NULL;
    geo_csv_chunk *chunk = NULL;
    const geo_reader_options options = {.limits = GEO_LIMITS_INIT};
    check(context, geo_csv_open(context, &(geo_input){.path = work->path}, NULL, &options, &csv));
    check(context, geo_csv_chunk_new(context, csv, work->needed, 2, &chunk));
    const char *at = record_at(work, thread, threads), *end = record_at(work, thread + 1, threads);
    geo_csv_chunk_begin(chunk, (geo_text){at, (size_t)(end - at)}, true, 0, 1);
    work->rows[thread] = read_part(context, work, chunk);
    geo_csv_chunk_free(chunk);
    geo_csv_free(csv);
    geo_context_free(context);
}

static void time_csv(const char *name, csv_work *work, bench_work function)
{
    char what[80];
    limit_pair rows, bytes;
    double took_one = time_threads(function, work, 1);
    double took_all = time_threads(function, work, all_threads);
    size_t count = 0;
    for (int t = 0; t < all_threads; t++)
        count += work->rows[t];
    rows = (limit_pair){(double)count / took_one, (double)count / took_all};
    bytes = (limit_pair){(double)work->length / took_one, (double)work->length / took_all};
    snprintf(what, sizeof what, "%s, rows", name);
    line(what, rows.one, rows.all, 0, 0, "");
    snprintf(what, sizeof what, "%s, bytes", name);
    line(what, bytes.one, bytes.all, bandwidth.one, bandwidth.all, "memory's bytes");
}

static void csv_kernels(const char *layout, const char *path, size_t x_field, size_t y_field)
{
    char name[80];
    csv_work work = {.path = path, .needed = {x_field, y_field}};
    load_csv(&work);
    snprintf(name, sizeof name, "CSV scan, %s", layout);
    time_csv(name, &work, scan_text);
    snprintf(name, sizeof name, "CSV records, 2 numbers, %s", layout);
    time_csv(name, &work, read_numbers);
    free((void *)(uintptr_t)work.text);
}

/* ---- points --------------------------------------------------------------------------------- */

static geo_frame *read_points(geo_context *context, const char *path, const geo_areas *areas)
{
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_input input = {.path = path};
    geo_frame *frame = NULL;
    geo_ledger *ledger = NULL;
    options.crs = "EPSG:27700";
    options.working = &areas->crs;
    check(context, geo_incidents_read(context, &input, 1, &options, &frame, &ledger));
    geo_ledger_free(ledger);
    return frame;
}

static geo_areas *read_areas(geo_context *context, const char *path)
{
    geo_areas *areas = NULL;
    geo_input input = {.path = path};
    check(context, geo_areas_read(context, &input, NULL, &areas));
    check(context, geo_areas_repair(context, areas, NULL));
    return areas;
}

typedef struct transform_work {
    geo_context *context[MOST_THREADS];
    geo_transform *transform[MOST_THREADS];
    double *lon, *lat, *x, *y;
    size_t count;
} transform_work;

static void transform_points(void *user, int thread, int threads)
{
    enum { BLOCK = 4096 };
    transform_work *work = user;
    size_t last = work->count * ((size_t)thread + 1) / (size_t)threads;
    for (size_t i = work->count * (size_t)thread / (size_t)threads; i < last; i += BLOCK) {
        size_t count = last - i < BLOCK ? last - i : BLOCK;
        memcpy(work->x + i, work->lon + i, count * sizeof *work->x);
        memcpy(work->y + i, work->lat + i, count * sizeof *work->y);
        geo_transform_apply(work->transform[thread], work->x + i, work->y + i, count);
    }
}

static void time_transform(const char *name, transform_work *work, const geo_crs *from,
                           const geo_crs *to, bool exact)
{
    check(work->context[0],
          geo_transform_create(work->context[0], from, to, exact, &work->transform[0]));
    for (int t = 1; t < all_threads; t++)
        check(work->context[t],
              geo_transform_clone(work->context[t], work->transform[0], &work->transform[t]));
    double one = time_threads(transform_points, work, 1);
    double all = time_threads(transform_points, work, all_threads);
    line(name, (double)work->count / one, (double)work->count / all, bandwidth.one / 32,
         bandwidth.all / 32, "memory's bytes at 32 a point");
    for (int t = 0; t < all_threads; t++)
        geo_transform_free(work->transform[t]);
}

static void transform_kernels(const geo_frame *frame, const geo_crs *metres)
{
    transform_work work = {.count = frame->count};
    geo_crs degrees = {NULL, NULL, 0, false};
    geo_transform *back = NULL;
    for (int t = 0; t < all_threads; t++)
        work.context[t] = new_context(1);
    work.lon = room_for(work.count, sizeof *work.lon);
    work.lat = room_for(work.count, sizeof *work.lat);
    work.x = room_for(work.count, sizeof *work.x);
    work.y = room_for(work.count, sizeof *work.y);
    memcpy(work.lon, frame->x, work.count * sizeof *work.lon);
    memcpy(work.lat, frame->y, work.count * sizeof *work.lat);
    check(work.context[0], geo_crs_from_text(work.context[0], "EPSG:4326", &degrees));
    check(work.context[0], geo_transform_create_quietly(work.context[0], metres, &degrees, &back));
    geo_transform_apply(back, work.lon, work.lat, work.count);
    time_transform("degrees to National Grid, points", &work, &degrees, metres, false);
    time_transform("the same by PROJ alone", &work, &degrees, metres, true);
    geo_transform_free(back);
    geo_crs_clear(&degrees);
    free(work.lon);
    free(work.lat);
    free(work.x);
    free(work.y);
    for (int t = 0; t < all_threads; t++)
        geo_context_free(work.context[t]);
}

static double time_locate(const geo_locator *locator, const geo_frame *frame, int32_t *area,
                          int threads)
{
    double least = 1e300;
    geo_context *context = new_context(threads);
    for (int time = 0; time < TIMES; time++) {
        double begin = now_s();
        check(context, geo_locate(context, locator, frame->x, frame->y, frame->count, area));
        double took = now_s() - begin;
        least = took < least ? took : least;
    }
    geo_context_free(context);
    return least;
}

/* A small locator stays in the processor's caches: no limit is named for it. */
static void locate_kernels(const char *which, bool is_large, const geo_areas *areas,
                           const geo_frame *frame)
{
    char what[80];
    geo_locator *locator = NULL;
    geo_context *context = new_context(1);
    int32_t *area = room_for(frame->count, sizeof *area);
    double begin = now_s();
    check(context, geo_locator_build(context, areas, &locator));
    double built_one = now_s() - begin;
    geo_locator_free(locator);
    geo_context_set_threads(context, all_threads);
    begin = now_s();
    check(context, geo_locator_build(context, areas, &locator));
    snprintf(what, sizeof what, "locator %s built, edges", which);
    line(what, (double)areas->point_count / built_one,
         (double)areas->point_count / (now_s() - begin), 0, 0, "");
    double count = (double)frame->count;
    snprintf(what, sizeof what, "locate %s, points in the file's order", which);
    line(what, count / time_locate(locator, frame, area, 1),
         count / time_locate(locator, frame, area, all_threads), is_large ? random_lines.one : 0,
         random_lines.all, "lines read anywhere");
    free(area);
    geo_locator_free(locator);
    geo_context_free(context);
}

/* ---- density -------------------------------------------------------------------------------- */

static double time_places(const geo_frame *frame, int threads, geo_places **out)
{
    double least = 1e300;
    geo_context *context = new_context(threads);
    for (int time = 0; time < TIMES; time++) {
        geo_place_collector *collector = NULL;
        geo_places_free(*out);
        *out = NULL;
        double begin = now_s();
        check(context, geo_place_collector_new(context, &collector));
        check(context,
              geo_place_collector_add(context, collector, frame->x, frame->y, NULL, frame->count));
        check(context, geo_place_collector_finish(context, collector, out));
        double took = now_s() - begin;
        least = took < least ? took : least;
        geo_place_collector_free(collector);
    }
    geo_context_free(context);
    return least;
}

static double time_spread(const geo_places *places, const geo_grid *grid, double bandwidth_m,
                          geo_spread_method method, int threads)
{
    double least = 1e300;
    geo_context *context = new_context(threads);
    double *value = room_for(grid->columns * grid->rows, sizeof *value);
    double *row_sum = room_for(grid->rows, sizeof *row_sum);
    for (int time = 0; time < TIMES; time++) {
        geo_spread *spread = NULL;
        double begin = now_s();
        check(context, geo_spread_new(context, places, grid, GEO_KERNEL_QUARTIC, bandwidth_m,
                                      method, &spread));
        check(context, geo_spread_rows(context, spread, 0, grid->rows, value, row_sum));
        double took = now_s() - begin;
        least = took < least ? took : least;
        geo_spread_free(spread);
    }
    free(value);
    free(row_sum);
    geo_context_free(context);
    return least;
}

static void spread_kernels(const geo_places *places, const geo_areas *areas, double bandwidth_m,
                           double cell_m)
{
    char what[80];
    geo_context *context = new_context(1);
    geo_density_options options = GEO_DENSITY_OPTIONS_INIT;
    geo_density_plan *plan = NULL;
    options.bandwidth_m = bandwidth_m;
    options.cell_m = cell_m;
    options.extent = areas->extent;
    check(context, geo_density_open(context, &areas->crs, places, &options, &plan));
    const geo_grid *grid = geo_density_grid(plan);
    double reach = bandwidth_m / cell_m, count = (double)places->count;
    double pairs = count * 3.14159265358979 * reach * reach;
    double one = time_spread(places, grid, bandwidth_m, GEO_SPREAD_DIRECT, 1);
    double all = time_spread(places, grid, bandwidth_m, GEO_SPREAD_DIRECT, all_threads);
    /* A pair is at least c - dx2, its square, times the weight, added: four operations. */
    snprintf(what, sizeof what, "density, radius %.0f cells, direct, pairs", reach);
    line(what, pairs / one, pairs / all, arithmetic.one / 4, arithmetic.all / 4,
         "arithmetic at 4 a pair");
    snprintf(what, sizeof what, "density, radius %.0f cells, direct, places", reach);
    line(what, count / one, count / all, 0, 0, "");
    one = time_spread(places, grid, bandwidth_m, GEO_SPREAD_CHEAPEST, 1);
    all = time_spread(places, grid, bandwidth_m, GEO_SPREAD_CHEAPEST, all_threads);
    snprintf(what, sizeof what, "density, radius %.0f cells, as chosen, places", reach);
    line(what, count / one, count / all, 0, 0, "");
    geo_density_plan_free(plan);
    geo_context_free(context);
}

static void density_kernels(const geo_areas *areas, const geo_frame *frame)
{
    geo_places *places = NULL;
    double one = time_places(frame, 1, &places), all = time_places(frame, all_threads, &places);
    double count = (double)frame->count;
    line("points sorted and merged to places", count / one, count / all, bandwidth.one / 16,
         bandwidth.all / 16, "memory's bytes at 16 a point");
    spread_kernels(places, areas, 250, 50);
    spread_kernels(places, areas, 1000, 50);
    geo_places_free(places);
}

int main(int argc, char **argv)
{
    if (argc != 6)
        stop("usage: bench_kernels AREAS_S POINTS_S AREAS_W POINTS_W POLICE", "");
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    all_threads = processors < 1 ? 1 : processors > MOST_THREADS ? MOST_THREADS : (int)processors;
    geo_context *context = new_context(0);
    heading();
    measure_limits();
    csv_kernels("plain", argv[2], 1, 2);
    csv_kernels("police.uk", argv[5], 4, 5);
    geo_areas *areas = read_areas(context, argv[1]);
    geo_frame *frame = read_points(context, argv[2], areas);
    transform_kernels(frame, &areas->crs);
    locate_kernels("S", false, areas, frame);
    density_kernels(areas, frame);
    geo_areas_free(areas);
    geo_frame_free(frame);
    areas = read_areas(context, argv[3]);
    frame = read_points(context, argv[4], areas);
    locate_kernels("W", true, areas, frame);
    geo_areas_free(areas);
    geo_frame_free(frame);
    geo_context_free(context);
    return 0;
}
