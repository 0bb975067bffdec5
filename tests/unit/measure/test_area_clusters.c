/* Hot and cold spots, clusters and outliers as tables; and those of a scan. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/measure.h>
#include <geo/spatial.h>

#include "allocations.h"
#include "near.h"
#include "unit.h"

/* A square of areas, high in one corner and low in the opposite one. */
enum { SIDE = 12, AREAS = SIDE * SIDE };

typedef struct sample {
    geo_areas areas;
    const char *code[AREAS];
    char code_text[AREAS][8];
    const char *name[AREAS];
    double population[AREAS];
    int64_t count[AREAS];
    double value[AREAS];
    double x[AREAS];
    double y[AREAS];
    geo_neighbours *near;
} sample;

/* Counts that nothing hangs together of, from 40 to 60. */
static int64_t scattered(size_t i)
{
    return 40 + (int64_t)((i * 37 + i / 5 * 11) % 21);
}

static void open_sample(geo_context *context, sample *of)
{
    static char path[] = "squares.gpkg";
    *of = (sample){.areas = {.path = path, .count = AREAS}};
    for (size_t i = 0; i < AREAS; i++) {
        size_t column = i % SIDE, row = i / SIDE;
        snprintf(of->code_text[i], sizeof of->code_text[i], "A%03zu", i);
        of->code[i] = of->code_text[i];
        of->name[i] = i == 0 ? "Corner" : NULL;
        of->population[i] = 1000;
        of->count[i] = scattered(i) + (column < 3 && row < 3 ? 60 : 0) -
                       (column >= SIDE - 3 && row >= SIDE - 3 ? 38 : 0);
        of->value[i] = geo_rate_per_1000((double)of->count[i], 1000);
        of->x[i] = 100 * (double)column;
        of->y[i] = 100 * (double)row;
    }
    of->areas.code = of->code;
    of->areas.name = of->name;
    of->areas.population = of->population;
    assert_int_equal(geo_neighbours_within(context, of->x, of->y, AREAS, 150, 0, &of->near),
                     GEO_OK);
}

static void close_sample(sample *of)
{
    geo_neighbours_free(of->near);
}

static geo_area_clusters *clusters_of(geo_context *context, const sample *of,
                                      const geo_area_clusters_options *options)
{
    geo_area_clusters *made = NULL;
    if (geo_area_clusters_make(context, &of->areas, of->count, of->value, of->near, options,
                               &made) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return made;
}

static const char *text_at(const geo_table *table, const char *column, size_t row)
{
    return geo_table_find(table, column)->text[row];
}

static bool has_note(const geo_table *table, const char *part)
{
    for (size_t i = 0; i < table->note_count; i++)
        if (strstr(table->note[i], part))
            return true;
    return false;
}

/* ---- classes -------------------------------------------------------------------------------- */

static void spots_by_p(void **state)
{
    (void)state;
    assert_int_equal(geo_spot_of(3, 0.01), GEO_SPOT_HOT_99);
    assert_int_equal(geo_spot_of(3, 0.0100001), GEO_SPOT_HOT_95);
    assert_int_equal(geo_spot_of(-2, 0.05), GEO_SPOT_COLD_95);
    assert_int_equal(geo_spot_of(-2, 0.0500001), GEO_SPOT_COLD_90);
    assert_int_equal(geo_spot_of(2, 0.1), GEO_SPOT_HOT_90);
    assert_int_equal(geo_spot_of(2, 0.1000001), GEO_SPOT_NONE);
    assert_int_equal(geo_spot_of(-9, (double)NAN), GEO_SPOT_NONE);
    assert_int_equal(geo_spot_of((double)NAN, 0), GEO_SPOT_NONE);
    assert_string_equal(geo_spot_name(geo_spot_of(-9, 0)), "cold spot, 99%");
    assert_string_equal(geo_spot_name(GEO_SPOT_HOT_90), "hot spot, 90%");
    assert_string_equal(geo_cluster_text(GEO_CLUSTER_HIGH_LOW), "high among low");
    assert_string_equal(geo_cluster_text(GEO_CLUSTER_NONE), "not significant");
}

/* ---- hot and cold spots --------------------------------------------------------------------- */

static void the_hottest_stand_first_then_the_coldest(void **state)
{
    sample of;
    open_sample(*state, &of);
    geo_area_clusters *made = clusters_of(*state, &of, NULL);
    const geo_table *table = made->table;
    const geo_column *z = geo_table_find(table, "z"), *rank = geo_table_find(table, "rank");
    size_t row = 0;
    assert_int_equal(table->row_count, AREAS);
    assert_int_equal(made->tested, AREAS);
    for (; strncmp(text_at(table, "class", row), "hot", 3) == 0; row++) {
        assert_int_equal(rank->integer[row], row + 1);
        assert_true(row == 0 || z->real[row] <= z->real[row - 1]);
        assert_int_equal(table->area[row] % SIDE < 4 && table->area[row] / SIDE < 4, 1);
        assert_int_equal(geo_table_mark(geo_table_find(table, "class"), row), GEO_MARK_HIGHER);
    }
    assert_true(row >= 9);
    size_t cold = row;
    assert_int_equal(rank->integer[row], AREAS);
    for (; strncmp(text_at(table, "class", row), "cold", 4) == 0; row++)
        assert_int_equal(geo_table_mark(geo_table_find(table, "class"), row), GEO_MARK_LOWER);
    assert_true(row > cold);
    for (; row < AREAS; row++)
        assert_string_equal(text_at(table, "class", row), "not significant");
    assert_true(has_note(table, "Hot spots: "));
    assert_true(has_note(table, "p corrected for 144 tests"));
    assert_true(has_note(table, "by chance alone, hot and cold together, some 1, 6 and 7"));
    assert_true(made->moran.z > 3 && has_note(table, "neighbours are alike"));
    geo_area_clusters_free(made);
    close_sample(&of);
}

/* By the statistics that it stands on. */
static void columns_hold_what_they_say(void **state)
{
    sample of;
    double z[AREAS], p[AREAS], adjusted[AREAS];
    geo_area_clusters_options options = GEO_AREA_CLUSTERS_OPTIONS_INIT;
    open_sample(*state, &of);
    options.value_name = "rate_per_1000";
    geo_area_clusters *made = clusters_of(*state, &of, &options);
    assert_int_equal(geo_local_g(*state, of.near, of.value, z), GEO_OK);
    for (size_t i = 0; i < AREAS; i++)
        p[i] = erfc(fabs(z[i]) / sqrt(2));
    assert_int_equal(geo_false_discovery(*state, p, AREAS, adjusted), GEO_OK);
    for (size_t row = 0; row < AREAS; row++) {
        size_t area = (size_t)made->table->area[row];
        assert_string_equal(text_at(made->table, "code", row), of.code[area]);
        assert_int_equal(geo_table_find(made->table, "count")->integer[row], of.count[area]);
        assert_true(geo_table_find(made->table, "rate_per_1000")->real[row] == of.value[area]);
        assert_true(geo_table_find(made->table, "z")->real[row] == z[area]);
        assert_true(geo_table_find(made->table, "p")->real[row] == p[area]);
        assert_true(geo_table_find(made->table, "p_fdr")->real[row] == adjusted[area]);
        assert_int_equal(made->class_of[area], geo_spot_of(z[area], adjusted[area]));
        assert_int_equal(made->raw_class_of[area], geo_spot_of(z[area], p[area]));
    }
    assert_null(geo_table_find(made->table, "quadrant"));
    geo_area_clusters_free(made);
    close_sample(&of);
}

static void without_correction_more_is_significant(void **state)
{
    sample of;
    geo_area_clusters_options options = GEO_AREA_CLUSTERS_OPTIONS_INIT;
    open_sample(*state, &of);
    options.significant = true;
    geo_area_clusters *corrected = clusters_of(*state, &of, &options);
    options.is_corrected = false;
    geo_area_clusters *raw = clusters_of(*state, &of, &options);
    assert_true(raw->table->row_count > corrected->table->row_count);
    assert_memory_equal(raw->class_of, corrected->raw_class_of, AREAS * sizeof *raw->class_of);
    assert_true(has_note(raw->table, "by chance alone some 7 would be significant at 95%"));
    for (size_t row = 0; row < raw->table->row_count; row++)
        assert_true(geo_table_find(raw->table, "p")->real[row] <= 0.1);
    geo_area_clusters_free(raw);
    geo_area_clusters_free(corrected);
    close_sample(&of);
}

/* What is shown makes no difference to what is found. */
static void what_is_shown_changes_nothing_else(void **state)
{
    sample of;
    bool shown[AREAS] = {false};
    geo_area_clusters_options options = GEO_AREA_CLUSTERS_OPTIONS_INIT;
    open_sample(*state, &of);
    geo_area_clusters *all = clusters_of(*state, &of, &options);
    shown[0] = shown[5] = shown[AREAS - 1] = true;
    options.shown = shown;
    geo_area_clusters *some = clusters_of(*state, &of, &options);
    assert_int_equal(some->table->row_count, 3);
    assert_string_equal(text_at(some->table, "name", 0), "Corner");
    assert_memory_equal(some->class_of, all->class_of, AREAS * sizeof *all->class_of);
    assert_true(has_note(some->table, "Hot spots: 1 at 99%"));
    assert_false(has_note(some->table, "hot and cold together"));
    options.top = 2;
    geo_area_clusters *top = clusters_of(*state, &of, &options);
    assert_int_equal(top->table->row_count, 2);
    geo_area_clusters_free(top);
    geo_area_clusters_free(some);
    geo_area_clusters_free(all);
    close_sample(&of);
}

/* They have a row, the last, and are in no test. */
static void areas_without_a_value_have_no_class(void **state)
{
    sample of;
    open_sample(*state, &of);
    of.value[1] = of.value[70] = (double)NAN;
    geo_area_clusters *made = clusters_of(*state, &of, NULL);
    assert_int_equal(made->tested, AREAS - 2);
    assert_int_equal(made->class_of[70], GEO_NO_CODE);
    assert_string_equal(text_at(made->table, "code", AREAS - 2), "A001");
    assert_string_equal(text_at(made->table, "code", AREAS - 1), "A070");
    assert_null(text_at(made->table, "class", AREAS - 1));
    assert_int_equal(geo_table_find(made->table, "rank")->integer[AREAS - 1], GEO_NO_INTEGER);
    geo_area_clusters_free(made);
    close_sample(&of);
}

/* Of neighbours at 100 and 141.42 m an area's own weight is that of the former: weights of any
 * scale give the same z. */
static void an_area_weighs_as_much_as_its_nearest(void **state)
{
    sample of;
    open_sample(*state, &of);
    geo_neighbours_free(of.near);
    assert_int_equal(geo_neighbours_within(*state, of.x, of.y, AREAS, 150, 1, &of.near), GEO_OK);
    geo_area_clusters *made = clusters_of(*state, &of, NULL);
    for (size_t p = 0; p < of.near->pair_count; p++)
        of.near->weight[p] *= 7;
    geo_area_clusters *scaled = clusters_of(*state, &of, NULL);
    double own = of.value[0], near = of.value[1] + of.value[SIDE], corner = of.value[SIDE + 1];
    double mean = 0, squares = 0, weight = sqrt(0.5);
    for (size_t i = 0; i < AREAS; i++)
        mean += of.value[i] / AREAS;
    for (size_t i = 0; i < AREAS; i++)
        squares += (of.value[i] - mean) * (of.value[i] - mean);
    double sum = 3 + weight, sum_of_squares = 3.5;
    double z =
        (own + near + weight * corner - mean * sum) /
        (sqrt(squares / AREAS) * sqrt((AREAS * sum_of_squares - sum * sum) / (double)(AREAS - 1)));
    assert_true(is_near(made->statistic[0], z, 1e-12));
    for (size_t i = 0; i < AREAS; i++)
        assert_true(is_near(scaled->statistic[i], made->statistic[i], 1e-12));
    geo_area_clusters_free(scaled);
    geo_area_clusters_free(made);
    close_sample(&of);
}

/* ---- clusters and outliers ------------------------------------------------------------------ */

/* The note says how many areas have each class. */
static void assert_counts(const geo_area_clusters *made)
{
    char text[200];
    size_t count[GEO_CLUSTER_LOW_HIGH + 1] = {0};
    for (size_t i = 0; i < AREAS; i++)
        count[made->class_of[i]]++;
    assert_true(count[GEO_CLUSTER_HIGH_HIGH] >= 4 && count[GEO_CLUSTER_HIGH_LOW] >= 1);
    snprintf(text, sizeof text,
             "Significant: %zu high among high, %zu high among low, %zu low among high, %zu low "
             "among low",
             count[GEO_CLUSTER_HIGH_HIGH], count[GEO_CLUSTER_HIGH_LOW], count[GEO_CLUSTER_LOW_HIGH],
             count[GEO_CLUSTER_LOW_LOW]);
    assert_true(has_note(made->table, text));
}

static void clusters_and_outliers(void **state)
{
    sample of;
    geo_area_clusters_options options = GEO_AREA_CLUSTERS_OPTIONS_INIT;
    open_sample(*state, &of);
    /* Alone beside the low ones. */
    of.value[AREAS - 1] = 300;
    options.statistic = GEO_LOCAL_MORAN;
    options.is_corrected = false;
    geo_area_clusters *made = clusters_of(*state, &of, &options);
    const geo_table *table = made->table;
    assert_string_equal(text_at(table, "class", 0), "high among high");
    assert_string_equal(text_at(table, "quadrant", 0), "high-high");
    assert_int_equal(made->class_of[AREAS - 1], GEO_CLUSTER_HIGH_LOW);
    assert_null(geo_table_find(table, "rank"));
    size_t significant = 0;
    for (size_t row = 0; row < AREAS; row++)
        significant += geo_table_find(table, "p")->real[row] <= 0.05;
    for (size_t row = 0; row < AREAS; row++)
        assert_int_equal(strcmp(text_at(table, "class", row), "not significant") != 0,
                         row < significant);
    assert_true(has_note(table, "from 9,999 permutations of the others"));
    assert_counts(made);
    geo_area_clusters_free(made);
    close_sample(&of);
}

/* 2 / 100 x 144 areas = 2.88, 58 times 0.05. */
static void few_permutations_are_told(void **state)
{
    sample of;
    geo_area_clusters_options options = GEO_AREA_CLUSTERS_OPTIONS_INIT;
    open_sample(*state, &of);
    options.statistic = GEO_LOCAL_MORAN;
    options.local_permutations = 99;
    geo_area_clusters *made = clusters_of(*state, &of, &options);
    assert_true(has_note(made->table, "fewer than 58 areas cannot be significant"));
    geo_area_clusters_free(made);
    close_sample(&of);
}

static void what_cannot_be_tested(void **state)
{
    sample of;
    geo_area_clusters *made = NULL;
    open_sample(*state, &of);
    for (size_t i = 0; i < AREAS; i++)
        of.value[i] = 0.1;
    assert_int_equal(
        geo_area_clusters_make(*state, &of.areas, of.count, of.value, of.near, NULL, &made),
        GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "have one value"));
    for (size_t i = 0; i < AREAS; i++)
        of.value[i] = (double)of.count[i];
    geo_neighbours_free(of.near);
    assert_int_equal(geo_neighbours_within(*state, of.x, of.y, AREAS, 1e5, 0, &of.near), GEO_OK);
    assert_int_equal(
        geo_area_clusters_make(*state, &of.areas, of.count, of.value, of.near, NULL, &made),
        GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "all others for neighbours"));
    of.areas.count = 3;
    assert_int_equal(
        geo_area_clusters_make(*state, &of.areas, of.count, of.value, of.near, NULL, &made),
        GEO_ERROR_USAGE);
    assert_null(made);
    close_sample(&of);
}

/* ---- scan ----------------------------------------------------------------------------------- */

static geo_scan *scan_of(geo_context *context, const sample *of)
{
    geo_scan *scan = NULL;
    if (geo_scan_make(context, of->x, of->y, of->count, of->population, AREAS, NULL, &scan) !=
        GEO_OK)
        fail_msg("%s", geo_message(context));
    return scan;
}

static void clusters_of_a_scan(void **state)
{
    sample of;
    geo_table *clusters = NULL, *members = NULL;
    open_sample(*state, &of);
    geo_scan *scan = scan_of(*state, &of);
    assert_int_equal(geo_scan_tables(*state, scan, &of.areas, of.count, NULL, &clusters, &members),
                     GEO_OK);
    assert_true(clusters->row_count >= 1 && clusters->row_count < scan->count);
    const geo_scan_cluster *first = &scan->cluster[0];
    assert_int_equal(geo_table_find(clusters, "count")->integer[0], first->incidents);
    assert_int_equal(geo_table_find(clusters, "areas")->integer[0], first->area_count);
    assert_true(geo_table_find(clusters, "llr")->real[0] == first->ratio);
    assert_true(geo_table_find(clusters, "population")->real[0] ==
                1000 * (double)first->area_count);
    assert_string_equal(text_at(clusters, "class", 0), "cluster, 99%");
    int64_t count = 0;
    size_t row = 0;
    for (; row < members->row_count && geo_table_find(members, "cluster")->integer[row] == 1;
         row++) {
        count += geo_table_find(members, "count")->integer[row];
        assert_string_equal(text_at(members, "class", row), "cluster, 99%");
        assert_true(row == 0 || geo_table_find(members, "rate_per_1000")->real[row] <=
                                    geo_table_find(members, "rate_per_1000")->real[row - 1]);
    }
    assert_int_equal(row, first->area_count);
    assert_int_equal(count, first->incidents);
    geo_table_free(clusters);
    geo_table_free(members);
    geo_scan_free(scan);
    close_sample(&of);
}

static void clusters_of_areas_that_are_not_shown(void **state)
{
    sample of;
    bool shown[AREAS] = {false};
    geo_scan_table_options options = GEO_SCAN_TABLE_OPTIONS_INIT;
    geo_table *clusters = NULL, *members = NULL;
    open_sample(*state, &of);
    geo_scan *scan = scan_of(*state, &of);
    options.shown = shown;
    options.years = 2;
    assert_int_equal(
        geo_scan_tables(*state, scan, &of.areas, of.count, &options, &clusters, &members), GEO_OK);
    assert_true(clusters->row_count == 0 && members->row_count == 0);
    geo_table_free(clusters);
    geo_table_free(members);
    shown[scan->cluster[0].area[0]] = true;
    assert_int_equal(
        geo_scan_tables(*state, scan, &of.areas, of.count, &options, &clusters, &members), GEO_OK);
    assert_true(clusters->row_count == 1 && members->row_count == 1);
    double rate = geo_rate_per_1000((double)of.count[members->area[0]], 1000);
    assert_true(geo_table_find(members, "rate_per_1000")->real[0] == rate / 2);
    geo_table_free(clusters);
    geo_table_free(members);
    of.areas.population = NULL;
    assert_int_equal(
        geo_scan_tables(*state, scan, &of.areas, of.count, &options, &clusters, &members),
        GEO_ERROR_USAGE);
    geo_scan_free(scan);
    close_sample(&of);
}

/* ---- memory --------------------------------------------------------------------------------- */

static geo_status make_all(geo_context *context, void *data)
{
    const sample *of = data;
    geo_area_clusters_options options = GEO_AREA_CLUSTERS_OPTIONS_INIT;
    geo_area_clusters *made = NULL;
    geo_scan *scan = NULL;
    geo_table *clusters = NULL, *members = NULL;
    const geo_scan_options nine = {0.5, 0, 9, 1};
    options.local_permutations = options.test.permutations = 9;
    geo_context_set_threads(context, 1);
    geo_status status = geo_area_clusters_make(context, &of->areas, of->count, of->value, of->near,
                                               &options, &made);
    geo_area_clusters_free(made);
    made = NULL;
    options.statistic = GEO_LOCAL_MORAN;
    if (status == GEO_OK)
        status = geo_area_clusters_make(context, &of->areas, of->count, of->value, of->near,
                                        &options, &made);
    geo_area_clusters_free(made);
    if (status == GEO_OK)
        status =
            geo_scan_make(context, of->x, of->y, of->count, of->population, AREAS, &nine, &scan);
    if (status == GEO_OK)
        status = geo_scan_tables(context, scan, &of->areas, of->count, NULL, &clusters, &members);
    geo_table_free(clusters);
    geo_table_free(members);
    geo_scan_free(scan);
    return status;
}

static void memory_that_runs_out_is_a_status(void **state)
{
    sample of;
    open_sample(*state, &of);
    assert_true(fail_each_allocation(make_all, &of) > 20);
    close_sample(&of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(spots_by_p),
        UNIT_TEST(the_hottest_stand_first_then_the_coldest),
        UNIT_TEST(columns_hold_what_they_say),
        UNIT_TEST(without_correction_more_is_significant),
        UNIT_TEST(what_is_shown_changes_nothing_else),
        UNIT_TEST(areas_without_a_value_have_no_class),
        UNIT_TEST(an_area_weighs_as_much_as_its_nearest),
        UNIT_TEST(clusters_and_outliers),
        UNIT_TEST(few_permutations_are_told),
        UNIT_TEST(what_cannot_be_tested),
        UNIT_TEST(clusters_of_a_scan),
        UNIT_TEST(clusters_of_areas_that_are_not_shown),
        UNIT_TEST(memory_that_runs_out_is_a_status),
    };
    return cmocka_run_group_tests_name("area clusters", tests, NULL, NULL);
}
