/*
 * Local Moran of areas, tested by 999 permutations; and the same neighbours and values for a peer.
 *
 *   bench_local_moran AREAS RUNS VALUES.csv PAIRS.csv
 *
 * Prints the median seconds of the statistic, its neighbours being known, and those of finding
 * them. All threads. VALUES gets value and statistic of each area, PAIRS its neighbours (queen),
 * counted from 1.
 */
#include <math.h>

#include <geo/geo.h>

#include "bench.h"

#define RUNS_MOST 1000

static void check(geo_context *context, geo_status status)
{
    if (status != GEO_OK)
        stop(geo_message(context), geo_status_text(status));
}

static FILE *open_file(const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        stop("cannot write", path);
    return file;
}

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Counts as of incidents: most are few, some are many. */
static double *make_values(size_t count)
{
    double *value = room_for(count, sizeof *value);
    for (size_t i = 0; i < count; i++)
        value[i] = floor(-40 * log(((double)(draw_at(1, i) >> 11) + 1) * 0x1p-53));
    return value;
}

static void write_files(const geo_neighbours *neighbours, const double *value,
                        const geo_local_moran *moran, char **path)
{
    FILE *values = open_file(path[0]), *pairs = open_file(path[1]);
    fprintf(values, "value,i\n");
    fprintf(pairs, "from,to\n");
    for (size_t i = 0; i < neighbours->count; i++) {
        fprintf(values, "%.17g,%.17g\n", value[i], moran->i[i]);
        for (size_t p = neighbours->first[i]; p < neighbours->first[i + 1]; p++)
            fprintf(pairs, "%zu,%d\n", i + 1, neighbours->to[p] + 1);
    }
    if (fclose(values) || fclose(pairs))
        stop("cannot write", path[0]);
}

int main(int argc, char **argv)
{
    int runs = argc == 5 ? atoi(argv[2]) : 0;
    geo_context *context = geo_context_new();
    geo_areas *areas = NULL;
    geo_neighbours *neighbours = NULL;
    geo_local_moran *moran = NULL;
    const geo_spatial_options options = {.row_standardised = true, .permutations = 999, .seed = 1};
    double took[RUNS_MOST];
    if (runs < 1 || runs > RUNS_MOST || !context)
        stop("usage: bench_local_moran AREAS RUNS VALUES.csv PAIRS.csv", "");
    const geo_input input = {.path = argv[1]};
    check(context, geo_areas_read(context, &input, NULL, &areas));
    double begin = now_s();
    check(context, geo_areas_contiguity(context, areas, GEO_CONTIGUITY_QUEEN, 0.01, &neighbours));
    double contiguity_s = now_s() - begin;
    double *value = make_values(areas->count);
    for (int run = 0; run < runs; run++) {
        geo_local_moran_free(moran);
        begin = now_s();
        check(context, geo_local_moran_make(context, neighbours, value, &options, &moran));
        took[run] = now_s() - begin;
    }
    qsort(took, (size_t)runs, sizeof *took, compare_numbers);
    printf("%.4f %.3f %zu %zu\n", took[(runs - 1) / 2], contiguity_s, areas->count,
           neighbours->pair_count);
    write_files(neighbours, value, moran, argv + 3);
    geo_local_moran_free(moran);
    geo_neighbours_free(neighbours);
    geo_areas_free(areas);
    free(value);
    geo_context_free(context);
    return 0;
}
