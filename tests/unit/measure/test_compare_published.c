/*
 * The table of rates by offence, 2018-19, of the Lichfield and Cannock Chase Community Safety
 * Strategic Assessments 2019: force, England and Wales, two districts. Published are rates to one
 * decimal; counts are made up that give them, with the residents of 2018-19 (force 1,131,052,
 * Lichfield 103,965, Cannock Chase about 100,110) and the rest of the force as a third district.
 *
 * Published sub-offences may sum to more than their group by rounding (the force's theft: 16.7 and
 * 16.6). Counts that add up are there all the same: they lie near the lower end of what rounds to
 * the published rate, and what is left of a group is known by the group alone.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <geo/compare.h>
#include <geo/measure.h>
#include <geo/tables.h>

#include "unit.h"

typedef struct published_rate {
    int32_t level;
    const char *offence;
    const char *force;
    const char *lichfield;
    const char *cannock_chase;
    const char *england_and_wales; /* NULL: not available */
} published_rate;

static const published_rate published[] = {
    {0, "Total Recorded Crime", "76.1", "58.8", "70.1", "89.5"},
    {1, "Arson and Criminal Damage", "9.6", "6.3", "8.6", "9.8"},
    {2, "Criminal Damage", "9.2", "6.1", "8.2", NULL},
    {2, "Arson", "0.5", "0.2", "0.4", NULL},
    {1, "Burglary", "5.2", "5.9", "4.3", "7.2"},
    {2, "Burglary Residential", "3.3", "3.8", "2.6", "5.0"},
    {2, "Burglary Business and Community", "1.9", "2.1", "1.7", "2.2"},
    {1, "Robbery", "0.9", "0.4", "0.8", "1.5"},
    {2, "Robbery of Personal Property", "0.8", "0.4", "0.7", NULL},
    {2, "Robbery of Business Property", "0.1", "0.1", "0.1", NULL},
    {1, "Sexual Offences", "3.0", "2.3", "2.8", "2.8"},
    {2, "Other Sexual Offences", "1.9", "1.5", "2.0", NULL},
    {2, "Rape", "1.0", "0.8", "0.8", NULL},
    {1, "Theft", "16.6", "13.4", "16.1", "19.1"},
    {2, "Other Theft", "8.3", "7.3", "8.0", "9.3"},
    {2, "Shoplifting", "6.8", "5.0", "7.0", "6.4"},
    {2, "Bicycle Theft", "1.1", "0.7", "0.6", "1.7"},
    {2, "Theft from the Person", "0.5", "0.3", "0.4", "1.8"},
    {1, "Vehicle Offences", "4.9", "4.7", "4.9", "8.0"},
    {1, "Violence against the Person", "28.1", "20.2", "26.2", "28.4"},
    {2, "Violence without injury", "9.8", "6.8", "10.0", "11.5"},
    {2, "Violence with injury", "9.6", "6.9", "7.9", "9.3"},
    {2, "Stalking and Harassment", "8.6", "6.5", "8.3", "7.6"},
    {1, "Drug Offences", "1.7", "1.3", "1.6", "2.6"},
    {2, "Possession of Drugs", "1.3", "1.1", "1.2", NULL},
    {2, "Trafficking in Controlled Drugs", "0.4", "0.2", "0.4", NULL},
    {1, "Miscellaneous Crimes Against Society", "1.7", "1.4", "1.5", "1.8"},
    {1, "Possession of Weapons", "0.7", "0.5", "0.5", "0.8"},
    {1, "Public Order Offences", "3.7", "2.3", "3.0", "7.6"},
    {0, "Total Anti-social Behaviour (ASB)", "32.6", "21.7", "29.6", "24.8"},
    {1, "Rowdy and inconsiderate behaviour", "20.9", "13.0", "17.4", NULL},
    {1, "Neighbour disputes", "5.0", "4.0", "5.8", NULL},
    {1, "All other ASB", "4.2", "2.8", "3.6", NULL},
    {1, "Nuisance vehicles", "2.4", "1.6", "2.9", NULL},
};

enum { KINDS = sizeof published / sizeof *published };
enum { LICHFIELD, CANNOCK_CHASE, OTHERS, DISTRICTS, FORCE = OTHERS };

static const double population[DISTRICTS] = {103965, 100110, 1131052 - 103965 - 100110};

static double number_of(const char *text)
{
    double number = (double)NAN;
    if (text)
        assert_true(geo_number_parse((geo_text){text, strlen(text)}, &number));
    return number;
}

/* Of the force where `place` is the third. */
static double rate_of(size_t kind, int place)
{
    const published_rate *row = &published[kind];
    return number_of(place == LICHFIELD       ? row->lichfield
                     : place == CANNOCK_CHASE ? row->cannock_chase
                                              : row->force);
}

static double residents_of(int place)
{
    return place == FORCE ? 1131052 : population[place];
}

/* ---- counts that give those rates ----------------------------------------------------------- */

static bool is_leaf(size_t kind)
{
    return kind + 1 == KINDS || published[kind + 1].level <= published[kind].level;
}

static int64_t sum_of_children(size_t kind, int place, int64_t count[KINDS][DISTRICTS])
{
    int64_t sum = 0;
    for (size_t child = kind + 1; child < KINDS && published[child].level > published[kind].level;
         child++)
        if (published[child].level == published[kind].level + 1)
            sum += count[child][place];
    return sum;
}

/* What is known by the group alone in both districts: the force must have as many. */
static int64_t left_in_districts(size_t kind, int64_t count[KINDS][DISTRICTS])
{
    int64_t left = 0;
    for (int place = LICHFIELD; place <= CANNOCK_CHASE; place++)
        left += count[kind][place] - sum_of_children(kind, place, count);
    return left;
}

/* Children stand behind their parents. All but totals take the rate less 0.045. */
static void make_counts(int place, int64_t count[KINDS][DISTRICTS])
{
    for (size_t kind = KINDS; kind-- > 0;) {
        double rate = rate_of(kind, place) - (published[kind].level > 0 ? 0.045 : 0);
        int64_t least = sum_of_children(kind, place, count);
        if (place == FORCE && !is_leaf(kind))
            least += left_in_districts(kind, count);
        count[kind][place] = (int64_t)ceil(rate * residents_of(place) / 1000);
        if (count[kind][place] < least)
            count[kind][place] = least;
    }
}

/* The other districts have what is left of the force. */
static void make_all_counts(int64_t count[KINDS][DISTRICTS])
{
    for (int place = 0; place < DISTRICTS; place++)
        make_counts(place, count);
    for (size_t kind = 0; kind < KINDS; kind++)
        count[kind][OTHERS] -= count[kind][LICHFIELD] + count[kind][CANNOCK_CHASE];
    for (size_t kind = 0; kind < KINDS; kind++)
        for (int place = 0; place < DISTRICTS; place++) {
            assert_true(count[kind][place] >= 0);
            assert_true(sum_of_children(kind, place, count) <= count[kind][place]);
        }
}

/* ---- the comparison ------------------------------------------------------------------------- */

static const char *codes[DISTRICTS] = {"L", "C", "O"};
static char *names[DISTRICTS] = {(char[]){"Lichfield"}, (char[]){"Cannock Chase"},
                                 (char[]){"Others"}};

typedef struct published_case {
    int64_t count[DISTRICTS * KINDS];
    char *name[KINDS];
    int32_t parent[KINDS];
    int32_t level[KINDS];
    const double *residents[KINDS];
    double england[KINDS];
} published_case;

static void fill_tree(published_case *made)
{
    int32_t above[4] = {GEO_NO_CODE};
    for (size_t kind = 0; kind < KINDS; kind++) {
        int32_t level = published[kind].level;
        made->name[kind] = strdup(published[kind].offence);
        assert_non_null(made->name[kind]);
        made->level[kind] = level;
        made->parent[kind] = level == 0 ? GEO_NO_CODE : above[level - 1];
        made->residents[kind] = population;
        made->england[kind] = number_of(published[kind].england_and_wales);
        above[level] = (int32_t)kind;
    }
}

static geo_compared *compare_published(geo_context *context, published_case *made)
{
    static double residents[DISTRICTS];
    int32_t group[DISTRICTS] = {0, 1, 2};
    const size_t shown[] = {LICHFIELD, CANNOCK_CHASE};
    int64_t count[KINDS][DISTRICTS];
    memcpy(residents, population, sizeof residents);
    make_all_counts(count);
    fill_tree(made);
    for (size_t kind = 0; kind < KINDS; kind++)
        for (size_t place = 0; place < DISTRICTS; place++)
            made->count[place * KINDS + kind] = count[kind][place];
    const geo_areas areas = {.count = DISTRICTS, .code = codes, .population = residents};
    const geo_area_groups groups = {.field = (char[]){"district"},
                                    .count = DISTRICTS,
                                    .name = names,
                                    .group = group,
                                    .area_count = DISTRICTS};
    const geo_categories tree = {
        .count = KINDS, .name = made->name, .parent = made->parent, .level = made->level};
    const geo_area_counts counts = {.areas = &areas,
                                    .categories = &tree,
                                    .count = made->count,
                                    .population = made->residents,
                                    .years = 1};
    const geo_comparator comparator = {"England and Wales", made->england};
    geo_compare_options options = GEO_COMPARE_OPTIONS_INIT;
    options.groups = &groups;
    options.shown = shown;
    options.shown_count = 2;
    options.this_count = 1;
    options.all_name = "Staffordshire force";
    options.comparator = &comparator;
    options.comparator_count = 1;
    geo_compared *compared = NULL;
    if (geo_compare(context, &counts, &options, &compared) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return compared;
}

/* As it is printed. */
static void assert_digits(geo_context *context, const geo_table *table, const char *name,
                          size_t row, const char *expected)
{
    const geo_column *column = geo_table_find(table, name);
    geo_bytes digits = GEO_BYTES_INIT;
    assert_non_null(column);
    assert_int_equal(column->decimals, 1);
    assert_int_equal(geo_bytes_append_number(context, &digits, column->real[row], 1), GEO_OK);
    assert_int_equal(geo_bytes_append(context, &digits, "", 1), GEO_OK);
    if (strcmp(digits.data, expected ? expected : "") != 0)
        fail_msg("%s, %s: %s is not %s", name, published[row].offence, digits.data, expected);
    geo_bytes_clear(&digits);
}

static void the_published_digits(void **state)
{
    published_case *made = calloc(1, sizeof *made);
    assert_non_null(made);
    geo_compared *compared = compare_published(*state, made);
    const geo_table *data = compared->data;
    assert_int_equal(data->row_count, KINDS);
    assert_string_equal(data->column[0].name, "level");
    assert_string_equal(data->column[1].name, "offence");
    for (size_t row = 0; row < KINDS; row++) {
        const published_rate *expected = &published[row];
        assert_int_equal(data->column[0].integer[row], expected->level);
        assert_string_equal(data->column[1].text[row], expected->offence);
        assert_digits(*state, data, "staffordshire_force", row, expected->force);
        assert_digits(*state, data, "lichfield", row, expected->lichfield);
        assert_digits(*state, data, "cannock_chase", row, expected->cannock_chase);
        assert_digits(*state, data, "england_and_wales", row, expected->england_and_wales);
    }
    assert_string_equal(compared->table->note[0],
                        "Lichfield: Total Recorded Crime 58.8 per 1,000, lower than Staffordshire "
                        "force (76.1)");
    geo_compared_free(compared);
    for (size_t kind = 0; kind < KINDS; kind++)
        free(made->name[kind]);
    free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(the_published_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
