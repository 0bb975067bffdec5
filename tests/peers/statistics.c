/* Random cases of every statistic of the library, each on a line, for another program to work out
 * again: name | what goes in | what comes out; lists within the first are parted by semicolons. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <geo/compare.h>
#include <geo/measure.h>
#include <geo/spatial.h>

#include "random.h"

enum { CASES = 200, LONGEST = 60 };

static uint64_t state = 5;

static void print_numbers(const char *before, const double *number, size_t count)
{
    fputs(before, stdout);
    for (size_t i = 0; i < count; i++)
        printf(" %.17g", number[i]);
}

#define PRINT_NUMBERS(before, ...)                                                                 \
    print_numbers(before, (const double[]){__VA_ARGS__},                                           \
                  sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

/* Evenly over the orders of magnitude, 0 now and then. */
static double random_count(double log10_limit)
{
    if (random_below(&state, 12) == 0)
        return 0;
    return floor(pow(10, random_between(&state, 0, log10_limit)));
}

static double random_exposure(double log10_limit)
{
    return pow(10, random_between(&state, 0, log10_limit));
}

static double random_level(void)
{
    static const double level[] = {0.8, 0.95, 0.998};
    return level[random_below(&state, 3)];
}

static void share_intervals(void)
{
    for (int i = 0; i < CASES; i++) {
        double total = 1 + random_count(9), level = random_level(), lower, upper;
        double count = floor(random_between(&state, 0, total + 1));
        geo_share_interval(count, total, level, &lower, &upper);
        PRINT_NUMBERS("share_interval |", count, total, level);
        PRINT_NUMBERS(" |", lower, upper);
        puts("");
        double share = random_between(&state, 0.001, 1);
        geo_share_ratio_interval(count, total, share, level, &lower, &upper);
        PRINT_NUMBERS("share_ratio_interval |", count, total, share, level);
        PRINT_NUMBERS(" |", lower, upper);
        puts("");
    }
}

static void compare_rates(double count_a, double exposure_a, double count_b, double exposure_b)
{
    double lower, upper, level = random_level();
    PRINT_NUMBERS("poisson_compare |", count_a, exposure_a, count_b, exposure_b);
    PRINT_NUMBERS(" |", geo_poisson_compare(count_a, exposure_a, count_b, exposure_b));
    puts("");
    geo_rate_ratio_interval(count_a, exposure_a, count_b, exposure_b, level, &lower, &upper);
    PRINT_NUMBERS("rate_ratio_interval |", count_a, exposure_a, count_b, exposure_b, level);
    PRINT_NUMBERS(" |", lower, upper);
    puts("");
}

/* Any two counts; and counts as near each other as chance leaves those of equal rates. */
static void pairs_of_rates(void)
{
    for (int i = 0; i < CASES; i++) {
        double count_a = random_count(6.5), count_b = random_count(6.5);
        compare_rates(count_a, random_exposure(6), count_b + (count_a + count_b == 0),
                      random_exposure(6));
    }
    for (int i = 0; i < CASES; i++) {
        double mean = random_exposure(6), times = random_exposure(i % 2 == 0 ? 0.5 : 4);
        double off = random_between(&state, -4, 4) * sqrt(mean);
        double count_a = floor(fmax(0, mean + off)), count_b = floor(mean / times);
        compare_rates(count_a, times, count_b + (count_a + count_b == 0), 1);
    }
}

static void false_discoveries(geo_context *context)
{
    for (int i = 0; i < CASES; i++) {
        double p[LONGEST], adjusted[LONGEST];
        size_t count = 1 + random_below(&state, LONGEST);
        for (size_t j = 0; j < count; j++)
            p[j] =
                random_below(&state, 8) == 0 ? (double)NAN : pow(random_between(&state, 0, 1), 3);
        for (size_t j = 3; j < count; j += 5)
            p[j] = p[j - 1];
        if (geo_false_discovery(context, p, count, adjusted) != GEO_OK)
            exit(1);
        print_numbers("false_discovery |", p, count);
        print_numbers(" |", adjusted, count);
        puts("");
    }
}

static void smooth_rates(geo_context *context)
{
    for (int i = 0; i < CASES; i++) {
        double count[LONGEST], population[LONGEST], rate[LONGEST];
        size_t areas = 1 + random_below(&state, LONGEST);
        double spread = random_between(&state, 0, 2);
        for (size_t j = 0; j < areas; j++) {
            population[j] = floor(100 * random_exposure(3));
            count[j] = floor(population[j] * 0.02 * random_between(&state, 1, 1 + spread));
        }
        count[0]++;
        if (geo_smooth_rates(context, count, population, areas, rate) != GEO_OK)
            exit(1);
        print_numbers("smooth_rates |", count, areas);
        print_numbers(" ;", population, areas);
        print_numbers(" |", rate, areas);
        puts("");
    }
}

/* Months with a season, some of them missing when `has_gaps`. */
static size_t make_months(double *count, double *exposure, size_t least, bool has_gaps)
{
    size_t months = least + random_below(&state, LONGEST + 1 - least);
    double mean = 5 * random_exposure(3);
    for (size_t j = 0; j < months; j++) {
        double season = 1 + 0.3 * sin((double)j / 12 * 6.283185307179586);
        exposure[j] = random_between(&state, 28, 31);
        count[j] = floor(mean * season * random_between(&state, 0.5, 1.5));
        if (has_gaps && random_below(&state, 6) == 0)
            count[j] = (double)NAN;
    }
    return months;
}

static void control_limits(geo_context *context)
{
    for (int i = 0; i < CASES; i++) {
        double count[LONGEST], exposure[LONGEST], factor[LONGEST], out[3][LONGEST], sigma_z;
        size_t months = make_months(count, exposure, 2, true);
        count[0] = 4;
        for (size_t j = 0; j < months; j++)
            factor[j] = random_between(&state, 0.7, 1.3);
        const geo_control_options options = {random_between(&state, 1, 4), i % 2 == 0, factor,
                                             NULL};
        if (geo_control_limits(context, count, exposure, months, &options, out[0], out[1], out[2],
                               &sigma_z) != GEO_OK)
            exit(1);
        PRINT_NUMBERS("control_limits |", options.sigmas, i % 2 == 0);
        print_numbers(" ;", count, months);
        print_numbers(" ;", exposure, months);
        print_numbers(" ;", factor, months);
        print_numbers(" |", out[0], months);
        print_numbers("", out[1], months);
        print_numbers("", out[2], months);
        PRINT_NUMBERS("", sigma_z);
        puts("");
    }
}

static void seasonal_factors(geo_context *context)
{
    for (int i = 0; i < CASES; i++) {
        double count[LONGEST], exposure[LONGEST], factor[12];
        int32_t month[LONGEST], first = (int32_t)random_below(&state, 1000) - 500;
        bool is_known = false;
        size_t months = make_months(count, exposure, 24, false);
        for (size_t j = 0; j < months; j++)
            month[j] = first + (int32_t)j;
        if (geo_seasonal_factors(context, count, exposure, month, months, factor, &is_known) !=
                GEO_OK ||
            !is_known)
            exit(1);
        PRINT_NUMBERS("seasonal_factors |", first);
        print_numbers(" ;", count, months);
        print_numbers(" ;", exposure, months);
        print_numbers(" |", factor, 12);
        puts("");
    }
}

/* Whole months with a baseline: half of them by season, the others with gaps and too short for it.
 */
static void print_trend(const geo_trend *trend, size_t months)
{
    for (size_t member = 0; member < 4; member++)
        for (size_t j = 0; j < months; j++) {
            const geo_trend_month *month = &trend->month[j];
            const double value[] = {month->expected, month->lower_limit, month->upper_limit,
                                    month->rolling_12};
            PRINT_NUMBERS("", value[member]);
        }
    PRINT_NUMBERS("", trend->series[0].sigma_z);
    puts("");
}

static void trends(geo_context *context)
{
    for (int i = 0; i < CASES; i++) {
        bool by_season = i % 2 == 0;
        double count[LONGEST], exposure[LONGEST];
        int64_t whole[LONGEST];
        int32_t first = (int32_t)random_below(&state, 700);
        size_t months = make_months(count, exposure, 30, !by_season);
        size_t from = random_below(&state, 6);
        size_t length = by_season ? 24 + random_below(&state, months - from - 23)
                                  : 3 + random_below(&state, 20);
        count[from] = 400;
        for (size_t j = 0; j < months; j++) {
            count[j] += by_season ? 100 : 0;
            whole[j] = isnan(count[j]) ? GEO_NO_INTEGER : (int64_t)count[j];
        }
        const geo_period baseline = {geo_month_first_day(first + (int32_t)from),
                                     geo_month_first_day(first + (int32_t)(from + length)) - 1};
        const geo_trend_series series = {
            .part_of = GEO_NO_CODE, .population = (double)NAN, .count = whole};
        geo_trend_options options = GEO_TREND_OPTIONS_INIT;
        geo_trend *trend = NULL;
        options.baseline = &baseline;
        options.allow_overdispersion = i % 4 < 2;
        if (geo_trend_make(context, &series, 1, first, months, &options, &trend) != GEO_OK)
            exit(1);
        PRINT_NUMBERS("trend |", first, (double)from, (double)length, i % 4 < 2);
        print_numbers(" ;", count, months);
        fputs(" |", stdout);
        print_trend(trend, months);
        geo_trend_free(trend);
    }
}

static void funnel_flags(void)
{
    for (int i = 0; i < CASES; i++) {
        double expected = random_exposure(6);
        double count = floor(fmax(0, expected + random_between(&state, -5, 5) * sqrt(expected)));
        PRINT_NUMBERS("funnel_flag |", count, expected);
        PRINT_NUMBERS(" |", geo_funnel_flag_of(count, expected));
        puts("");
    }
}

static void aoristic_shares(void)
{
    for (int i = 0; i < CASES; i++) {
        double weight[168] = {0};
        double from = floor(random_between(&state, -20000, 20000));
        double to = from + random_count(4.5);
        double window_from = floor(random_between(&state, 0, 1440));
        double window_to = fmod(window_from + floor(random_between(&state, 1, 1440)), 1440);
        if (!geo_aoristic_hours(from, to, weight))
            exit(1);
        PRINT_NUMBERS("aoristic_hours |", from, to);
        print_numbers(" |", weight, 168);
        puts("");
        PRINT_NUMBERS("aoristic_share |", from, to, window_from, window_to);
        PRINT_NUMBERS(" |", geo_aoristic_share(from, to, window_from, window_to));
        puts("");
    }
}

/* ---- space ---------------------------------------------------------------------------------- */

typedef struct points {
    size_t count;
    double x[LONGEST], y[LONGEST], value[LONGEST];
} points;

static points random_points(void)
{
    points made = {.count = 12 + random_below(&state, LONGEST - 12)};
    for (size_t i = 0; i < made.count; i++) {
        made.x[i] = random_between(&state, 0, 1000);
        made.y[i] = random_between(&state, 0, 1000);
        made.value[i] = random_count(3) + made.x[i] / 100;
    }
    return made;
}

static void print_points(const char *name, const points *of)
{
    printf("%s |", name);
    print_numbers("", of->x, of->count);
    print_numbers(" ;", of->y, of->count);
    print_numbers(" ;", of->value, of->count);
}

static void hot_spots(geo_context *context)
{
    for (int i = 0; i < CASES; i++) {
        const points of = random_points();
        double z[LONGEST], distance_m = random_between(&state, 100, 400);
        geo_neighbours *near = NULL;
        if (geo_neighbours_within(context, of.x, of.y, of.count, distance_m, 0, &near) != GEO_OK ||
            geo_local_g(context, near, of.value, z) != GEO_OK)
            exit(1);
        print_points("local_g", &of);
        PRINT_NUMBERS(" ;", distance_m);
        print_numbers(" |", z, of.count);
        puts("");
        geo_neighbours_free(near);
    }
}

static void autocorrelations(geo_context *context, const points *of, const geo_neighbours *near,
                             const geo_spatial_options *options, size_t k)
{
    geo_autocorrelation moran, geary;
    if (geo_moran(context, near, of->value, options, &moran) != GEO_OK ||
        geo_geary(context, near, of->value, options, &geary) != GEO_OK)
        exit(1);
    print_points("autocorrelation", of);
    PRINT_NUMBERS(" ;", (double)k, options->row_standardised);
    PRINT_NUMBERS(" |", moran.statistic, moran.variance, moran.p, geary.statistic, geary.variance,
                  geary.p);
    puts("");
}

static void local_morans(geo_context *context, const points *of, const geo_neighbours *near,
                         const geo_spatial_options *options, size_t k)
{
    geo_local_moran *local = NULL;
    if (geo_local_moran_make(context, near, of->value, options, &local) != GEO_OK)
        exit(1);
    print_points("local_moran", of);
    PRINT_NUMBERS(" ;", (double)k, options->row_standardised);
    print_numbers(" |", local->i, of->count);
    puts("");
    print_points("local_moran_p", of);
    PRINT_NUMBERS(" ;", (double)k, options->row_standardised);
    print_numbers(" ;", local->p, of->count);
    PRINT_NUMBERS(" |", 1);
    puts("");
    geo_local_moran_free(local);
}

static void morans(geo_context *context)
{
    geo_spatial_options options = GEO_SPATIAL_OPTIONS_INIT;
    for (int i = 0; i < CASES; i++) {
        const points of = random_points();
        size_t k = 1 + random_below(&state, 6);
        geo_neighbours *near = NULL;
        options.row_standardised = random_below(&state, 2) == 0;
        if (geo_neighbours_nearest(context, of.x, of.y, of.count, k, &near) != GEO_OK)
            exit(1);
        options.permutations = 0;
        autocorrelations(context, &of, near, &options, k);
        options.permutations = 9999;
        local_morans(context, &of, near, &options, k);
        geo_neighbours_free(near);
    }
}

int main(void)
{
    geo_context *context = geo_context_new();
    if (!context)
        return 1;
    share_intervals();
    pairs_of_rates();
    false_discoveries(context);
    smooth_rates(context);
    control_limits(context);
    seasonal_factors(context);
    trends(context);
    funnel_flags();
    aoristic_shares();
    hot_spots(context);
    morans(context);
    geo_context_free(context);
    return 0;
}
