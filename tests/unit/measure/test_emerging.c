/* Emerging hot spots. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <geo/spatial.h>

#include "allocations.h"
#include "random.h"
#include "unit.h"

enum { SIDE = 24, AREAS = SIDE * SIDE, MONTHS = 12 };

/* Where something was planted, and how it goes: 3 x 3 areas about a centre. */
typedef enum plant {
    LASTING,
    RISING,
    FALLING,
    ENDED,
    TWO_LAST,
    FIVE_LAST,
    NOW_AND_THEN,
    COLD,
    NEVER_AGAIN,
    PLANTS
} plant;

static size_t centre_of(plant which)
{
    return (4 + 7 * ((size_t)which / 3)) * SIDE + 4 + 7 * ((size_t)which % 3);
}

static double height_of(plant which, size_t month)
{
    switch (which) {
    case LASTING:
        return 12 + (double)(month % 2);
    case RISING:
        return 8 + 2 * (double)month;
    case FALLING:
        return 30 - 2 * (double)month;
    case ENDED:
        return month + 1 < MONTHS ? 12 : 0;
    case TWO_LAST:
        return month + 2 >= MONTHS ? 12 : 0;
    case FIVE_LAST:
        return month + 5 >= MONTHS ? 12 : 0;
    case NOW_AND_THEN:
        return month % 3 == 0 ? 12 : 0;
    case COLD:
        return -12;
    default:
        return month == 2 ? 12 : 0;
    }
}

typedef struct ground {
    geo_areas areas;
    const char *code[AREAS];
    char text[AREAS][8];
    int64_t count[AREAS];
    double value[MONTHS * AREAS];
    geo_neighbours *neighbours;
} ground;

static void plant_all(ground *of)
{
    uint64_t random = 11;
    for (size_t i = 0; i < MONTHS * AREAS; i++)
        of->value[i] = random_between(&random, 4, 6);
    for (plant which = 0; which < PLANTS; which++)
        for (size_t month = 0; month < MONTHS; month++)
            for (size_t cell = 0; cell < 9; cell++)
                of->value[month * AREAS + centre_of(which) + (cell / 3) * SIDE + cell % 3 - SIDE -
                          1] += height_of(which, month);
}

static ground *new_ground(geo_context *context)
{
    static ground of;
    double x[AREAS], y[AREAS];
    for (size_t i = 0; i < AREAS; i++) {
        x[i] = (double)(i % SIDE);
        y[i] = (double)(i / SIDE);
        snprintf(of.text[i], sizeof of.text[i], "A%03zu", i);
        of.code[i] = of.text[i];
        of.count[i] = (int64_t)i;
    }
    of.areas = (geo_areas){.count = AREAS, .code = of.code};
    plant_all(&of);
    assert_int_equal(geo_neighbours_within(context, x, y, AREAS, 1.5, 0, &of.neighbours), GEO_OK);
    return &of;
}

static geo_emerging *make(geo_context *context, const ground *of, size_t months,
                          const geo_emerging_options *options)
{
    geo_emerging *made = NULL;
    assert_int_equal(geo_emerging_make(context, &of->areas, of->count, of->value, months,
                                       of->neighbours, options, &made),
                     GEO_OK);
    return made;
}

static void each_word(void **state)
{
    static const geo_emerging_class expected[PLANTS] = {
        [LASTING] = GEO_EMERGING_HOT_PERSISTENT,    [RISING] = GEO_EMERGING_HOT_INTENSIFYING,
        [FALLING] = GEO_EMERGING_HOT_DIMINISHING,   [ENDED] = GEO_EMERGING_HOT_DIMINISHING,
        [TWO_LAST] = GEO_EMERGING_HOT_NEW,          [FIVE_LAST] = GEO_EMERGING_HOT_SPORADIC,
        [NOW_AND_THEN] = GEO_EMERGING_HOT_SPORADIC, [COLD] = GEO_EMERGING_COLD_PERSISTENT,
        [NEVER_AGAIN] = GEO_EMERGING_HOT_SPORADIC};
    ground *of = new_ground(*state);
    geo_emerging *made = make(*state, of, MONTHS, NULL);
    for (plant which = 0; which < PLANTS; which++)
        assert_int_equal(made->class_of[centre_of(which)], expected[which]);
    assert_int_equal(made->hot_months[centre_of(ENDED)], MONTHS - 1);
    assert_int_equal(made->hot_months[centre_of(TWO_LAST)], 2);
    assert_int_equal(made->cold_months[centre_of(COLD)], MONTHS);
    assert_true(made->trend[centre_of(RISING)].z > 1.96);
    geo_emerging_free(made);
    geo_neighbours_free(of->neighbours);
}

static void what_decides(void **state)
{
    ground *of = new_ground(*state);
    geo_emerging_options options = GEO_EMERGING_OPTIONS_INIT;
    options.recent_months = 5;
    options.lasting = 0.3;
    geo_emerging *made = make(*state, of, MONTHS, &options);
    assert_int_equal(made->class_of[centre_of(FIVE_LAST)], GEO_EMERGING_HOT_INTENSIFYING);
    assert_int_equal(made->class_of[centre_of(NOW_AND_THEN)], GEO_EMERGING_HOT_DIMINISHING);
    geo_emerging_free(made);
    options.lasting = 0.9;
    made = make(*state, of, MONTHS, &options);
    assert_int_equal(made->class_of[centre_of(FIVE_LAST)], GEO_EMERGING_HOT_NEW);
    geo_emerging_free(made);
    geo_neighbours_free(of->neighbours);
}

/* Each month is Gi* of its own values. */
static void months_by_themselves(void **state)
{
    ground *of = new_ground(*state);
    double z[AREAS];
    geo_emerging *made = make(*state, of, MONTHS, NULL);
    assert_int_equal(geo_local_g(*state, of->neighbours, of->value + 7 * AREAS, z), GEO_OK);
    assert_memory_equal(z, made->z + 7 * AREAS, sizeof z);
    geo_emerging_free(made);
    geo_neighbours_free(of->neighbours);
}

/* A month in which nothing happened anywhere is none that could be hot, and an area without a value
 * has no class. */
static void without_values(void **state)
{
    ground *of = new_ground(*state);
    for (size_t i = 0; i < AREAS; i++)
        of->value[4 * AREAS + i] = 0;
    for (size_t month = 0; month < MONTHS; month++)
        of->value[month * AREAS] = (double)NAN;
    geo_emerging *made = make(*state, of, MONTHS, NULL);
    assert_int_equal(made->tested[centre_of(LASTING)], MONTHS - 1);
    assert_int_equal(made->class_of[centre_of(LASTING)], GEO_EMERGING_HOT_PERSISTENT);
    assert_int_equal(made->class_of[0], GEO_NO_CODE);
    geo_emerging_free(made);
    geo_neighbours_free(of->neighbours);
}

static void the_table(void **state)
{
    ground *of = new_ground(*state);
    geo_emerging_options options = GEO_EMERGING_OPTIONS_INIT;
    options.significant = true;
    geo_emerging *made = make(*state, of, MONTHS, &options);
    const geo_table *table = made->table;
    const geo_column *class = geo_table_find(table, "class");
    assert_true(table->row_count >= 9 && table->row_count < AREAS);
    assert_string_equal(class->text[0], "intensifying hot spot");
    assert_int_equal(geo_table_mark(class, 0), GEO_MARK_HIGHER);
    assert_int_equal(geo_table_mark(class, table->row_count - 1), GEO_MARK_LOWER);
    for (size_t row = 1; row < table->row_count; row++)
        if (strcmp(class->text[row], class->text[row - 1]) == 0)
            assert_true(geo_table_find(table, "count")->integer[row] <=
                        geo_table_find(table, "count")->integer[row - 1]);
    assert_non_null(strstr(table->note[3], "Hot in at least 90% of the months"));
    geo_emerging_free(made);
    options.top = 3;
    made = make(*state, of, MONTHS, &options);
    assert_int_equal(made->table->row_count, 3);
    geo_emerging_free(made);
    geo_neighbours_free(of->neighbours);
}

static void what_cannot_be_tested(void **state)
{
    ground *of = new_ground(*state);
    geo_emerging_options options = GEO_EMERGING_OPTIONS_INIT;
    geo_emerging *made = NULL;
    assert_int_equal(
        geo_emerging_make(*state, &of->areas, of->count, of->value, 3, of->neighbours, NULL, &made),
        GEO_ERROR_DATA);
    options.lasting = 0;
    assert_int_equal(geo_emerging_make(*state, &of->areas, of->count, of->value, MONTHS,
                                       of->neighbours, &options, &made),
                     GEO_ERROR_USAGE);
    options = (geo_emerging_options)GEO_EMERGING_OPTIONS_INIT;
    options.recent_months = 0;
    assert_int_equal(geo_emerging_make(*state, &of->areas, of->count, of->value, MONTHS,
                                       of->neighbours, &options, &made),
                     GEO_ERROR_USAGE);
    of->areas.count--;
    assert_int_equal(geo_emerging_make(*state, &of->areas, of->count, of->value, MONTHS,
                                       of->neighbours, NULL, &made),
                     GEO_ERROR_USAGE);
    assert_null(made);
    geo_neighbours_free(of->neighbours);
}

static geo_status make_small(geo_context *context, void *data)
{
    const ground *of = data;
    geo_emerging_options options = GEO_EMERGING_OPTIONS_INIT;
    geo_emerging *made = NULL;
    options.top = 2;
    geo_status status = geo_emerging_make(context, &of->areas, of->count, of->value, 4,
                                          of->neighbours, &options, &made);
    geo_emerging_free(made);
    return status;
}

static void memory_that_runs_out(void **state)
{
    ground *of = new_ground(*state);
    assert_true(fail_each_allocation(make_small, of) > 30);
    geo_neighbours_free(of->neighbours);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(each_word),
        UNIT_TEST(what_decides),
        UNIT_TEST(months_by_themselves),
        UNIT_TEST(without_values),
        UNIT_TEST(the_table),
        UNIT_TEST(what_cannot_be_tested),
        UNIT_TEST(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("emerging", tests, NULL, NULL);
}
