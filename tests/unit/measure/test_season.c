/* Seasonal factors of a monthly series. */
#include <math.h>

#include <geo/measure.h>

#include "near.h"
#include "unit.h"

enum { MONTHS = 26, JANUARY_2023 = 53 * 12 };

static const double none = (double)NAN;

struct year_factors {
    double factor[12];
    bool is_known;
};

struct months {
    double count[2 * MONTHS];
    double exposure[2 * MONTHS];
    int32_t month[2 * MONTHS];
    size_t months;
};

/* Two years and two months. */
static const double counts[MONTHS] = {41, 35, 52, 47, 60, 58, 71, 69, 55, 44, 39, 48, 45,
                                      38, 50, 55, 63, 66, 80, 72, 60, 41, 40, 52, 50, 41};

static struct months months_from(int32_t first)
{
    struct months made = {.months = MONTHS};
    for (size_t i = 0; i < MONTHS; i++) {
        made.count[i] = 3 * counts[i];
        made.exposure[i] = 3;
        made.month[i] = first + (int32_t)i;
    }
    return made;
}

static struct year_factors factors_of(geo_context *context, const struct months *made)
{
    struct year_factors out;
    if (geo_seasonal_factors(context, made->count, made->exposure, made->month, made->months,
                             out.factor, &out.is_known) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return out;
}

/* decompose(ts(counts, frequency = 12), "multiplicative")$figure of R 4.2.2. */
static const double figure[12] = {0.83046050695767371, 0.69483909797478749, 0.90869992100565078,
                                  0.99805196335206814, 1.1449619004671199,  1.1949403961224307,
                                  1.4023999410914043,  1.3036334006980035,  1.051547548587739,
                                  0.83721938581826338, 0.73563812863101496, 0.89760780929384454};

static void check_figure(const struct year_factors *found, int first)
{
    assert_true(found->is_known);
    for (int i = 0; i < 12; i++)
        assert_true(is_near(found->factor[(first + i) % 12], figure[i], 1e-14));
}

static void worked_values(void **state)
{
    const struct months from_january = months_from(JANUARY_2023);
    const struct months from_april = months_from(JANUARY_2023 + 3);
    const struct months long_ago = months_from(-9); /* April 1969 */
    struct year_factors found = factors_of(*state, &from_january);
    check_figure(&found, 0);
    found = factors_of(*state, &from_april);
    check_figure(&found, 3);
    found = factors_of(*state, &long_ago);
    check_figure(&found, 3);
}

static void check_unknown(geo_context *context, const struct months *made)
{
    const struct year_factors found = factors_of(context, made);
    assert_false(found.is_known);
    for (int i = 0; i < 12; i++)
        assert_true(found.factor[i] == 1);
}

static void two_years_without_a_gap_are_needed(void **state)
{
    struct months made = months_from(JANUARY_2023);
    made.months = 24;
    assert_true(factors_of(*state, &made).is_known);
    made.months = 23;
    check_unknown(*state, &made);
    made = months_from(JANUARY_2023);
    made.count[2] = none; /* 23 months after it */
    check_unknown(*state, &made);
    made = months_from(JANUARY_2023);
    made.exposure[12] = 0;
    check_unknown(*state, &made);
    made = months_from(JANUARY_2023);
    for (size_t i = 13; i < MONTHS; i++)
        made.month[i]++; /* a month that isn't there */
    check_unknown(*state, &made);
    made.months = 0;
    check_unknown(*state, &made);
}

/* What lies beyond a gap of less than a year about it adds nothing. */
static void gaps_are_never_zero(void **state)
{
    struct months made = months_from(JANUARY_2023);
    for (size_t i = MONTHS; i < MONTHS + 12; i++) {
        made.count[i] = 1000;
        made.exposure[i] = 1;
        made.month[i] = made.month[i - 1] + (i == MONTHS ? 2 : 1);
    }
    made.months = MONTHS + 12;
    const struct year_factors found = factors_of(*state, &made);
    check_figure(&found, 0);
}

/* Another run of months, each with its half years about it, joins the means. */
static void runs_join(void **state)
{
    struct months made = months_from(JANUARY_2023);
    for (size_t i = MONTHS; i < 2 * MONTHS; i++) {
        made.count[i] = 5 * counts[i - MONTHS];
        made.exposure[i] = 1;
        made.month[i] = made.month[i - MONTHS] + 48;
    }
    made.months = 2 * MONTHS;
    const struct year_factors found = factors_of(*state, &made);
    check_figure(&found, 0);
}

static void years_without_incidents(void **state)
{
    struct months made = months_from(JANUARY_2023);
    for (size_t i = 0; i < MONTHS; i++)
        made.count[i] = i < 2 ? 5 : 0;
    check_unknown(*state, &made);
}

static void months_must_rise(void **state)
{
    struct months made = months_from(JANUARY_2023);
    struct year_factors out;
    made.month[4] = made.month[3];
    assert_int_equal(geo_seasonal_factors(*state, made.count, made.exposure, made.month, MONTHS,
                                          out.factor, &out.is_known),
                     GEO_ERROR_USAGE);
    assert_string_equal(geo_message(*state), "the months of a series must rise: month 5 does not "
                                             "follow the one before it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(worked_values),           UNIT_TEST(two_years_without_a_gap_are_needed),
        UNIT_TEST(gaps_are_never_zero),     UNIT_TEST(runs_join),
        UNIT_TEST(years_without_incidents), UNIT_TEST(months_must_rise),
    };
    return cmocka_run_group_tests_name("season", tests, NULL, NULL);
}
