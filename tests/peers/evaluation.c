/* Random ground with earlier and later incidents, and what the library says of it, each on a line,
 * for another program to work out again: scores ; areas ; earlier ; later ; share, top | hit rate,
 * PAI, RRI, PEI*, area under the curve, then of each place its rank and share in the top. */
#include <math.h>
#include <stdio.h>

#include <geo/evaluation.h>

#include "random.h"

enum { CASES = 200, PLACES_MOST = 60, REPLICATES = 2000 };

static uint64_t state = 23;

typedef struct ground {
    size_t count;
    double score[PLACES_MOST];
    double area_km2[PLACES_MOST];
    int64_t earlier[PLACES_MOST];
    int64_t later[PLACES_MOST];
    double share;
    size_t top;
} ground;

static void print_reals(const char *before, const double *number, size_t count)
{
    fputs(before, stdout);
    for (size_t i = 0; i < count; i++)
        printf(" %.17g", number[i]);
}

static void print_integers(const char *before, const int64_t *number, size_t count)
{
    fputs(before, stdout);
    for (size_t i = 0; i < count; i++)
        printf(" %lld", (long long)number[i]);
}

/* Cells of one size in every other case, areas of any size in the rest; scores are few, so that
 * many are equal, and some of them are the earlier counts. */
static void make_ground(int i, ground *made)
{
    made->count = 3 + random_below(&state, PLACES_MOST - 2);
    for (size_t k = 0; k < made->count; k++) {
        size_t heat = 1 + random_below(&state, 30);
        made->area_km2[k] = i % 2 == 0 ? 0.02 : random_between(&state, 0.1, 9);
        made->earlier[k] = (int64_t)random_below(&state, heat);
        made->later[k] = (int64_t)random_below(&state, heat);
        made->score[k] =
            i % 3 == 0 ? (double)made->earlier[k] : (double)random_below(&state, 20) / 4;
    }
    made->earlier[0] += 3;
    made->later[0] += 2;
    made->share = random_between(&state, 0.01, 1);
    made->top = 1 + random_below(&state, made->count);
}

static void print_result(const geo_table *table, const geo_rank_stability *stability)
{
    static const char *const column[] = {"hit_rate_percent", "pai", "rri", "pei_star",
                                         "area_under_curve"};
    fputs(" |", stdout);
    for (size_t i = 0; i < sizeof column / sizeof *column; i++)
        print_reals("", geo_table_find(table, column[i])->real, 1);
    print_integers("", stability->rank, stability->count);
    print_reals("", stability->top_share, stability->count);
    fputs("\n", stdout);
}

static geo_status print_case(geo_context *context, const ground *of)
{
    const geo_stability_options options = {REPLICATES, 5, 0.95, of->top};
    const double parameters[] = {of->share, (double)of->top};
    geo_hit_curve *later = NULL, *earlier = NULL, *ideal = NULL;
    geo_rank_stability *stability = NULL;
    geo_table *table = NULL;
    geo_status status =
        geo_hit_curve_make(context, of->score, of->area_km2, of->later, of->count, &later);
    if (status == GEO_OK)
        status =
            geo_hit_curve_make(context, of->score, of->area_km2, of->earlier, of->count, &earlier);
    if (status == GEO_OK)
        status = geo_hit_curve_ideal(context, of->area_km2, of->later, of->count, &ideal);
    const geo_forecast forecast = {"Ground", later, earlier, (double)NAN};
    if (status == GEO_OK)
        status = geo_evaluation_table(context, &forecast, 1, ideal, &of->share, 1, &table);
    if (status == GEO_OK)
        status = geo_rank_stability_make(context, of->earlier, NULL, of->count, NULL, 0, &options,
                                         &stability);
    if (status == GEO_OK) {
        print_reals("", of->score, of->count);
        print_reals(" ;", of->area_km2, of->count);
        print_integers(" ;", of->earlier, of->count);
        print_integers(" ;", of->later, of->count);
        print_reals(" ;", parameters, 2);
        print_result(table, stability);
    }
    geo_hit_curve_free(later);
    geo_hit_curve_free(earlier);
    geo_hit_curve_free(ideal);
    geo_table_free(table);
    geo_rank_stability_free(stability);
    return status;
}

int main(void)
{
    geo_context *context = geo_context_new();
    int failed = !context;
    for (int i = 0; i < CASES && !failed; i++) {
        ground made;
        make_ground(i, &made);
        failed = print_case(context, &made) != GEO_OK;
    }
    geo_context_free(context);
    return failed;
}
