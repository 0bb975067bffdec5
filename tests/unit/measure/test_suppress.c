/* Small counts hidden in tables with sums, and somebody who tries to find them. */
#include <stdlib.h>
#include <string.h>

#include <geo/measure.h>

#include "allocations.h"
#include "attacker.h"
#include "random.h"
#include "unit.h"

enum { ROWS_MAX = 6, COLUMNS_MAX = 7, WIDTH_MAX = 2 * COLUMNS_MAX };

typedef struct sample {
    geo_count_table table;
    int32_t parent[COLUMNS_MAX];
    int64_t count[ROWS_MAX * COLUMNS_MAX];
    int64_t total[COLUMNS_MAX];
    bool hidden[(ROWS_MAX + 1) * COLUMNS_MAX];
} sample;

static size_t line_count(const geo_count_table *table)
{
    return table->row_count + table->has_total_row;
}

static int64_t count_at(const geo_count_table *table, size_t line, size_t column)
{
    return line < table->row_count ? table->count[line * table->column_count + column]
                                   : table->total[column];
}

/* ---- random tables -------------------------------------------------------------------------- */

/* Many small counts and zeros among some large ones. */
static int64_t random_count(uint64_t *random)
{
    static const size_t limits[] = {1, 4, 6, 12, 60};
    return (int64_t)random_below(random, limits[random_below(random, 5)]);
}

static void sum_up(sample *one)
{
    memset(one->total, 0, sizeof one->total);
    for (size_t row = 0; row < one->table.row_count; row++) {
        int64_t *count = one->count + row * one->table.column_count;
        for (size_t column = one->table.column_count; column-- > 0;)
            if (one->table.column_parent && one->parent[column] != GEO_NO_CODE)
                count[one->parent[column]] += count[column];
        for (size_t column = 0; column < one->table.column_count; column++)
            one->total[column] += count[column];
    }
}

static bool has_parts(const geo_count_table *table, size_t column)
{
    for (size_t i = 0; table->column_parent && i < table->column_count; i++)
        if (table->column_parent[i] == (int32_t)column)
            return true;
    return false;
}

/* Flat, with one total, or a tree; groups with nothing of their own, or with something. */
static void make_sample(uint64_t *random, sample *one)
{
    enum { FLAT, ONE_TOTAL, TREE };
    size_t shape = random_below(random, 3);
    *one = (sample){.table = {.row_count = 1 + random_below(random, ROWS_MAX),
                              .column_count = 1 + random_below(random, COLUMNS_MAX),
                              .column_parent = shape == FLAT ? NULL : one->parent,
                              .has_total_row = random_below(random, 3) > 0,
                              .count = one->count,
                              .total = one->total}};
    size_t columns = one->table.column_count;
    size_t own = random_below(random, 4);
    for (size_t column = 0; column < columns; column++) {
        bool is_root = column == 0 || (shape == TREE && random_below(random, 5) == 0);
        one->parent[column] = is_root              ? GEO_NO_CODE
                              : shape == ONE_TOTAL ? 0
                                                   : (int32_t)random_below(random, column);
    }
    for (size_t i = 0; i < one->table.row_count * columns; i++)
        if (own == 0 || !has_parts(&one->table, i % columns))
            one->count[i] = random_count(random);
    sum_up(one);
}

/* ---- what an attacker knows ----------------------------------------------------------------- */

typedef struct knowledge {
    attacker start;       /* every sum that holds */
    bool zeros_are_shown; /* so what is hidden is 1 or more, and stands there less that 1 */
    size_t unknown[(ROWS_MAX + 1) * WIDTH_MAX]; /* by cell, ATTACKER_CELLS where it is shown */
} knowledge;

/* What the parts of a column leave of it in one line. */
static int64_t remainder_at(const geo_count_table *table, size_t line, size_t column)
{
    int64_t remainder = count_at(table, line, column);
    for (size_t i = 0; i < table->column_count; i++)
        if (table->column_parent && table->column_parent[i] == (int32_t)column)
            remainder -= count_at(table, line, i);
    return remainder;
}

static bool has_remainder(const geo_count_table *table, size_t column)
{
    for (size_t row = 0; row < table->row_count; row++)
        if (has_parts(table, column) && remainder_at(table, row, column) > 0)
            return true;
    return false;
}

/* What a group has beyond its parts may be nothing. */
static int64_t least_of(const knowledge *known, size_t column)
{
    return known->zeros_are_shown && column < COLUMNS_MAX;
}

static void add_term(const geo_count_table *table, knowledge *known, size_t line, size_t column,
                     int64_t sign)
{
    attacker *start = &known->start;
    size_t unknown = known->unknown[line * WIDTH_MAX + column];
    if (unknown < ATTACKER_CELLS)
        start->number[start->sums][unknown] = sign;
    if (unknown < ATTACKER_CELLS)
        start->number[start->sums][KNOWN] -= sign * least_of(known, column);
    else
        start->number[start->sums][KNOWN] -= sign * count_at(table, line, column);
}

static void number_unknown(const sample *one, const bool *hidden, knowledge *known)
{
    size_t columns = one->table.column_count;
    for (size_t line = 0; line < line_count(&one->table); line++)
        for (size_t column = 0; column < columns; column++) {
            size_t cell = line * WIDTH_MAX + column;
            bool is_hidden = hidden[line * columns + column];
            known->unknown[cell] = is_hidden ? known->start.cells++ : ATTACKER_CELLS;
            known->unknown[cell + COLUMNS_MAX] =
                has_remainder(&one->table, column) ? known->start.cells++ : ATTACKER_CELLS;
        }
}

static void add_sums(const sample *one, knowledge *known)
{
    const geo_count_table *table = &one->table;
    for (size_t line = 0; line < line_count(table); line++)
        for (size_t column = 0; column < table->column_count; column++) {
            if (!has_parts(table, column))
                continue;
            add_term(table, known, line, column, -1);
            for (size_t i = 0; i < table->column_count; i++)
                if (table->column_parent[i] == (int32_t)column)
                    add_term(table, known, line, i, 1);
            if (has_remainder(table, column))
                add_term(table, known, line, column + COLUMNS_MAX, 1);
            known->start.sums++;
        }
    for (size_t column = 0; table->has_total_row && column < table->column_count; column++) {
        for (size_t row = 0; row < table->row_count; row++)
            add_term(table, known, row, column, 1);
        add_term(table, known, table->row_count, column, -1);
        known->start.sums++;
    }
}

static void learn(const sample *one, const bool *hidden, bool zeros_are_shown, knowledge *known)
{
    memset(known, 0, sizeof *known);
    known->zeros_are_shown = zeros_are_shown;
    number_unknown(one, hidden, known);
    assert_true(known->start.cells <= ATTACKER_CELLS);
    add_sums(one, known);
    assert_true(known->start.sums <= ATTACKER_SUMS);
    attacker_begin(&known->start);
}

/* How many small counts, remainders included, can be told within fewer than `below`. */
static size_t count_disclosed(const sample *one, const bool *hidden, int64_t below, bool hides_zero)
{
    static knowledge known;
    size_t disclosed = 0;
    learn(one, hidden, !hides_zero, &known);
    for (size_t line = 0; line < line_count(&one->table); line++)
        for (size_t column = 0; column < WIDTH_MAX; column++) {
            size_t unknown = known.unknown[line * WIDTH_MAX + column];
            bool is_remainder = column >= COLUMNS_MAX;
            if (column % COLUMNS_MAX >= one->table.column_count)
                continue;
            int64_t count = is_remainder ? remainder_at(&one->table, line, column - COLUMNS_MAX)
                                         : count_at(&one->table, line, column);
            int64_t lowest = count;
            int64_t highest = count;
            if (is_remainder && unknown == ATTACKER_CELLS)
                continue;
            if (count >= below || (count == 0 && (is_remainder || !hides_zero)))
                continue;
            if (unknown < ATTACKER_CELLS)
                attacker_range(&known.start, unknown, &lowest, &highest);
            disclosed += highest != GEO_NO_INTEGER && highest - lowest < below;
        }
    return disclosed;
}

static geo_suppression suppress(geo_context *context, sample *one, int64_t below, bool hides_zero)
{
    const geo_suppress_options options = {below, hides_zero};
    geo_suppression suppression = {0, 0};
    if (geo_suppress(context, &one->table, &options, one->hidden, &suppression) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return suppression;
}

/* ---- tests ---------------------------------------------------------------------------------- */

static void no_small_count_can_be_found_in_1000_random_tables(void **state)
{
    uint64_t random = 5;
    size_t disclosed_by_small_alone = 0;
    for (int i = 0; i < 1000; i++) {
        sample one;
        int64_t below = 2 + (int64_t)random_below(&random, 9);
        bool hides_zero = random_below(&random, 6) == 0;
        make_sample(&random, &one);
        suppress(*state, &one, below, hides_zero);
        if (count_disclosed(&one, one.hidden, below, hides_zero) > 0)
            fail_msg("table %d discloses a count below %d", i, (int)below);
        bool small[sizeof one.hidden];
        for (size_t cell = 0; cell < line_count(&one.table) * one.table.column_count; cell++) {
            int64_t count =
                count_at(&one.table, cell / one.table.column_count, cell % one.table.column_count);
            small[cell] = count < below && (count > 0 || hides_zero);
            assert_true(one.hidden[cell] || !small[cell]);
        }
        disclosed_by_small_alone += count_disclosed(&one, small, below, hides_zero);
    }
    /* The attacker is no fool. */
    assert_true(disclosed_by_small_alone > 1000);
}

static void compare_range(geo_context *context, const sample *one, bool hides_zero,
                          knowledge *known, size_t line, size_t column)
{
    const geo_suppress_options options = {5, hides_zero};
    int64_t least = least_of(known, column);
    int64_t expected[2];
    int64_t found[2];
    attacker_range(&known->start, known->unknown[line * WIDTH_MAX + column], &expected[0],
                   &expected[1]);
    assert_int_equal(geo_suppression_range(context, &one->table, &options, one->hidden, line,
                                           column, &found[0], &found[1]),
                     GEO_OK);
    assert_int_equal(found[0], expected[0] + least);
    assert_int_equal(found[1],
                     expected[1] == GEO_NO_INTEGER ? GEO_NO_INTEGER : expected[1] + least);
}

static void ranges_are_those_that_the_attacker_finds(void **state)
{
    static knowledge known;
    uint64_t random = 7;
    size_t compared = 0;
    for (int i = 0; i < 300; i++) {
        sample one;
        bool hides_zero = random_below(&random, 2) == 0;
        make_sample(&random, &one);
        size_t columns = one.table.column_count;
        for (size_t cell = 0; cell < line_count(&one.table) * columns; cell++)
            one.hidden[cell] =
                random_below(&random, 2) == 0 &&
                (hides_zero || count_at(&one.table, cell / columns, cell % columns) > 0);
        learn(&one, one.hidden, !hides_zero, &known);
        for (size_t cell = 0; cell < line_count(&one.table) * columns; cell++) {
            if (one.hidden[cell])
                compare_range(*state, &one, hides_zero, &known, cell / columns, cell % columns);
            compared += one.hidden[cell];
        }
    }
    assert_true(compared > 1000);
}

/* "x" hidden, "." shown, a line for each row. */
static void assert_hidden(const sample *one, const char *expected)
{
    char found[(ROWS_MAX + 1) * (COLUMNS_MAX + 1) + 1];
    size_t length = 0;
    for (size_t line = 0; line < line_count(&one->table); line++) {
        for (size_t column = 0; column < one->table.column_count; column++)
            found[length++] = one->hidden[line * one->table.column_count + column] ? 'x' : '.';
        found[length++] = ' ';
    }
    found[length - 1] = '\0';
    assert_string_equal(found, expected);
}

/* Column 0 is the total of the others. */
static void make_square(sample *one, size_t rows, size_t columns, const int64_t *count)
{
    *one = (sample){.table = {.row_count = rows,
                              .column_count = columns,
                              .column_parent = one->parent,
                              .has_total_row = true,
                              .count = one->count,
                              .total = one->total}};
    one->parent[0] = GEO_NO_CODE;
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 1; column < columns; column++)
            one->count[row * columns + column] = count[row * (columns - 1) + column - 1];
    sum_up(one);
}

static void one_small_count_takes_three_others(void **state)
{
    sample one;
    make_square(&one, 3, 4, (const int64_t[]){3, 20, 900, 10, 30, 800, 700, 600, 500});
    geo_suppression suppression = suppress(*state, &one, 5, false);
    assert_hidden(&one, ".xx. .xx. .... ....");
    assert_int_equal(suppression.small, 1);
    assert_int_equal(suppression.others, 3);
}

static void zeros_are_shown_unless_asked_for(void **state)
{
    sample one;
    make_square(&one, 2, 3, (const int64_t[]){0, 20, 10, 30});
    assert_int_equal(suppress(*state, &one, 5, false).small, 0);
    assert_hidden(&one, "... ... ...");
    assert_int_equal(suppress(*state, &one, 5, true).small, 1);
    assert_hidden(&one, ".xx .xx ...");
    make_square(&one, 2, 3, (const int64_t[]){0, 0, 0, 0});
    assert_int_equal(suppress(*state, &one, 5, false).small, 0);
    assert_hidden(&one, "... ... ...");
    assert_int_equal(suppress(*state, &one, 1, true).small, 9);
    assert_hidden(&one, "xxx xxx xxx");
}

/* 0 and 1 hide nothing; 4 is small below 5 and not below 4. */
static void the_threshold(void **state)
{
    static const struct {
        int64_t below;
        size_t small;
    } cases[] = {{0, 0}, {1, 0}, {2, 1}, {4, 1}, {5, 2}, {31, 3}, {1000, 9}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sample one;
        make_square(&one, 2, 3, (const int64_t[]){1, 30, 40, 4});
        geo_suppression suppression = suppress(*state, &one, cases[i].below, false);
        assert_int_equal(suppression.small, cases[i].small);
        assert_int_equal(count_disclosed(&one, one.hidden, cases[i].below, false), 0);
        assert_true((suppression.others > 0) ==
                    (cases[i].small > 0 && cases[i].small < line_count(&one.table) * 3));
    }
}

/* Where every count is small only sums large enough stay. */
static void a_table_that_must_be_hidden_wholly(void **state)
{
    sample one;
    make_square(&one, 2, 3, (const int64_t[]){1, 1, 1, 1});
    geo_suppression suppression = suppress(*state, &one, 5, false);
    assert_hidden(&one, "xxx xxx xxx");
    assert_int_equal(suppression.small, 9);
    make_square(&one, 2, 3, (const int64_t[]){4, 4, 4, 4});
    suppress(*state, &one, 5, false);
    assert_hidden(&one, ".xx .xx ...");
}

static void one_row_or_one_column(void **state)
{
    sample one;
    make_square(&one, 1, 3, (const int64_t[]){3, 8});
    suppress(*state, &one, 5, false);
    assert_hidden(&one, ".xx .xx");
    make_square(&one, 1, 2, (const int64_t[]){3});
    suppress(*state, &one, 5, false);
    assert_hidden(&one, "xx xx");
    make_square(&one, 3, 2, (const int64_t[]){3, 8, 90});
    suppress(*state, &one, 5, false);
    assert_hidden(&one, "xx xx .. ..");
}

/* Nothing is summed up, so nothing can be subtracted. */
static void without_sums_only_small_counts_are_hidden(void **state)
{
    sample one;
    make_square(&one, 2, 3, (const int64_t[]){3, 20, 10, 30});
    one.table.column_parent = NULL;
    one.table.has_total_row = false;
    assert_int_equal(suppress(*state, &one, 5, false).others, 0);
    assert_hidden(&one, ".x. ...");
    one.table.has_total_row = true;
    assert_int_equal(suppress(*state, &one, 5, false).others, 1);
    assert_hidden(&one, ".x. .x. ...");
    one.table.column_parent = one.parent;
    one.table.has_total_row = false;
    assert_int_equal(suppress(*state, &one, 5, false).others, 1);
    assert_hidden(&one, ".xx ...");
}

/* 33 less 30 are 3 that were known by their group alone. */
static void what_a_group_has_beyond_its_parts_is_protected(void **state)
{
    sample one;
    make_square(&one, 1, 3, (const int64_t[]){10, 20});
    one.table.has_total_row = false;
    one.count[0] = 33;
    geo_suppression suppression = suppress(*state, &one, 5, false);
    assert_int_equal(suppression.small, 0);
    assert_int_equal(suppression.others, 1);
    assert_hidden(&one, ".x.");
    one.count[0] = 35;
    assert_int_equal(suppress(*state, &one, 5, false).others, 0);
}

static void ranges(void **state)
{
    sample one;
    int64_t lowest = 0;
    int64_t highest = 0;
    make_square(&one, 3, 4, (const int64_t[]){3, 20, 900, 10, 30, 800, 700, 600, 500});
    suppress(*state, &one, 5, false);
    geo_suppression_range(*state, &one.table, NULL, one.hidden, 0, 1, &lowest, &highest);
    assert_int_equal(lowest, 1);
    assert_int_equal(highest, 12);
    geo_suppression_range(*state, &one.table, NULL, one.hidden, 1, 2, &lowest, &highest);
    assert_int_equal(lowest, 28);
    assert_int_equal(highest, 39);
    geo_suppression_range(*state, &one.table, NULL, one.hidden, 3, 0, &lowest, &highest);
    assert_int_equal(lowest, 3563);
    assert_int_equal(highest, 3563);
    memset(one.hidden, true, sizeof one.hidden);
    geo_suppression_range(*state, &one.table, NULL, one.hidden, 0, 1, &lowest, &highest);
    assert_int_equal(lowest, 1);
    assert_int_equal(highest, GEO_NO_INTEGER);
}

static void tables_that_make_no_sense(void **state)
{
    sample one;
    geo_suppress_options options = GEO_SUPPRESS_OPTIONS_INIT;
    const int64_t counts[] = {3, 20, 10, 30};
    make_square(&one, 2, 3, counts);
    options.below = -1;
    assert_int_equal(geo_suppress(*state, &one.table, &options, one.hidden, NULL), GEO_ERROR_USAGE);
    one.total[1]++;
    assert_int_equal(geo_suppress(*state, &one.table, NULL, one.hidden, NULL), GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "column 2 is 14, but its rows sum up to 13"));
    make_square(&one, 2, 3, counts);
    one.count[0] = 22;
    one.total[0] = 62;
    assert_int_equal(geo_suppress(*state, &one.table, NULL, one.hidden, NULL), GEO_ERROR_DATA);
    assert_non_null(strstr(geo_message(*state), "row 1, column 1 is below the sum of its parts"));
    make_square(&one, 2, 3, counts);
    one.count[1] = -3;
    assert_int_equal(geo_suppress(*state, &one.table, NULL, one.hidden, NULL), GEO_ERROR_DATA);
    make_square(&one, 2, 3, counts);
    one.parent[1] = 2;
    assert_int_equal(geo_suppress(*state, &one.table, NULL, one.hidden, NULL), GEO_ERROR_USAGE);
    assert_non_null(strstr(geo_message(*state), "column 2"));
    one.table.column_count = 0;
    assert_int_equal(geo_suppress(*state, &one.table, NULL, one.hidden, NULL), GEO_OK);
    make_square(&one, 0, 3, counts);
    assert_int_equal(geo_suppress(*state, &one.table, NULL, one.hidden, NULL), GEO_OK);
    assert_hidden(&one, "...");
}

/* More rows than are looked at together. Each small count must still have a range in the whole. */
static void a_large_table(void **state)
{
    enum { ROWS = 6000, COLUMNS = 5, PROBES = 30 };
    static const int32_t parent[COLUMNS] = {GEO_NO_CODE, 0, 0, 2, 2};
    int64_t *count = calloc((ROWS + 1) * COLUMNS, sizeof *count);
    bool *hidden = calloc((ROWS + 1) * COLUMNS, sizeof *hidden);
    assert_true(count && hidden);
    int64_t *total = count + ROWS * COLUMNS;
    uint64_t random = 11;
    for (size_t row = 0; row < ROWS; row++)
        for (size_t column = COLUMNS; column-- > 0;) {
            int64_t *cell = count + row * COLUMNS + column;
            *cell += random_count(&random);
            total[column] += *cell;
            if (parent[column] != GEO_NO_CODE)
                count[row * COLUMNS + (size_t)parent[column]] += *cell;
        }
    const geo_count_table table = {ROWS, COLUMNS, parent, true, count, total};
    geo_suppression suppression = {0, 0};
    assert_int_equal(geo_suppress(*state, &table, NULL, hidden, &suppression), GEO_OK);
    assert_true(suppression.small > 5000);
    for (size_t i = 0, probes = 0; probes < PROBES; i = (i + 7919) % (ROWS * COLUMNS)) {
        int64_t range[2];
        if (count[i] == 0 || count[i] >= 5)
            continue;
        probes++;
        assert_true(hidden[i]);
        assert_int_equal(geo_suppression_range(*state, &table, NULL, hidden, i / COLUMNS,
                                               i % COLUMNS, &range[0], &range[1]),
                         GEO_OK);
        assert_true(range[1] == GEO_NO_INTEGER || range[1] - range[0] >= 5);
    }
    free(count);
    free(hidden);
}

static void rounding(void **state)
{
    (void)state;
    assert_int_equal(geo_round_count(65, 10), 70);
    assert_int_equal(geo_round_count(64, 10), 60);
    assert_int_equal(geo_round_count(7, 5), 5);
    assert_int_equal(geo_round_count(8, 5), 10);
    assert_int_equal(geo_round_count(7, 0), 7);
    assert_int_equal(geo_round_count(7, 1), 7);
}

static geo_status suppress_some(geo_context *context, void *data)
{
    sample *one = data;
    geo_suppression suppression = {0, 0};
    int64_t range[2];
    geo_status status = geo_suppress(context, &one->table, NULL, one->hidden, &suppression);
    return status == GEO_OK ? geo_suppression_range(context, &one->table, NULL, one->hidden, 0, 1,
                                                    &range[0], &range[1])
                            : status;
}

static void every_failed_allocation_is_reported(void **state)
{
    sample one;
    (void)state;
    make_square(&one, 3, 4, (const int64_t[]){3, 20, 900, 10, 30, 800, 700, 600, 500});
    assert_true(fail_each_allocation(suppress_some, &one) > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(no_small_count_can_be_found_in_1000_random_tables),
        UNIT_TEST(ranges_are_those_that_the_attacker_finds),
        UNIT_TEST(one_small_count_takes_three_others),
        UNIT_TEST(zeros_are_shown_unless_asked_for),
        UNIT_TEST(the_threshold),
        UNIT_TEST(a_table_that_must_be_hidden_wholly),
        UNIT_TEST(one_row_or_one_column),
        UNIT_TEST(without_sums_only_small_counts_are_hidden),
        UNIT_TEST(what_a_group_has_beyond_its_parts_is_protected),
        UNIT_TEST(ranges),
        UNIT_TEST(tables_that_make_no_sense),
        UNIT_TEST(a_large_table),
        UNIT_TEST(rounding),
        UNIT_TEST(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests_name("suppress", tests, NULL, NULL);
}
