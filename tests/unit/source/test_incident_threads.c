/* Incidents of a CSV larger than the pieces it is read in: nothing depends on how many threads
 * read, where the pieces begin, or how the text comes. */
#include "core/context.h"
#include "incidents_test.h"
#include "long_text.h"

/* ---- the same whatever the threads ---------------------------------------------------------- */

static void same_column(const void *one, const void *other, size_t count, size_t size)
{
    if (one || other)
        assert_memory_equal(one, other, count * size);
}

static void same_ledgers(const geo_ledger *one, const geo_ledger *other)
{
    assert_int_equal(one->count, other->count);
    for (size_t i = 0; i < one->count; i++) {
        assert_int_equal(one->line[i].read, other->line[i].read);
        assert_memory_equal(one->line[i].count, other->line[i].count, sizeof one->line[i].count);
        for (int fate = 0; fate < GEO_FATE_COUNT; fate++)
            for (int64_t k = 0; k < one->line[i].count[fate] && k < GEO_LEDGER_ROWS; k++) {
                assert_int_equal(one->line[i].first[fate][k].row,
                                 other->line[i].first[fate][k].row);
                assert_string_equal(one->line[i].first[fate][k].field,
                                    other->line[i].first[fate][k].field);
            }
    }
}

static void same_frames(const geo_frame *one, const geo_frame *other)
{
    assert_int_equal(one->count, other->count);
    same_column(one->x, other->x, one->count, sizeof *one->x);
    same_column(one->y, other->y, one->count, sizeof *one->y);
    same_column(one->row, other->row, one->count, sizeof *one->row);
    same_column(one->category, other->category, one->count, sizeof *one->category);
    same_column(one->day, other->day, one->count, sizeof *one->day);
    assert_int_equal(one->month_count, other->month_count);
    for (size_t i = 0; i < one->month_count; i++) {
        assert_int_equal(one->month[i].month, other->month[i].month);
        assert_int_equal(one->month[i].rows, other->month[i].rows);
    }
    size_t categories = geo_dictionary_count(one->categories);
    assert_int_equal(categories, geo_dictionary_count(other->categories));
    for (size_t i = 0; i < categories; i++)
        assert_string_equal(geo_dictionary_text(one->categories, (int32_t)i),
                            geo_dictionary_text(other->categories, (int32_t)i));
    assert_int_equal(one->input[0].read, other->input[0].read);
}

static incidents_read read_by(scratch *test, geo_input input, int threads)
{
    geo_context_set_threads(test->context, threads);
    incidents_read read = read_inputs(test, &input, 1, NULL);
    if (read.status != GEO_OK)
        fail_msg("%s", geo_message(test->context));
    return read;
}

static void threads_and_sources_give_the_same_rows(void **state)
{
    scratch *test = *state;
    long_text text = make_text();
    write_file(test, &text);
    geo_input memory = {"memory", {text.data, text.length}};
    geo_input file = {test->path, {NULL, 0}};
    incidents_read first = read_by(test, memory, 1);
    assert_int_equal(first.ledger->line[0].read, ROWS);
    assert_true(first.ledger->line[0].count[GEO_REJECTED] > ROWS / 40);
    assert_true(first.ledger->line[0].count[GEO_NO_COORDINATES] > ROWS / 80);
    for (int threads = 1; threads <= 7; threads += threads == 1 ? 1 : 5) {
        incidents_read by_file = read_by(test, file, threads);
        same_frames(first.frame, by_file.frame);
        same_ledgers(first.ledger, by_file.ledger);
        drop(&by_file);
        incidents_read by_memory = read_by(test, memory, threads);
        same_frames(first.frame, by_memory.frame);
        same_ledgers(first.ledger, by_memory.ledger);
        drop(&by_memory);
    }
    drop(&first);
    free(text.data);
}

/* ---- failures far behind the first piece ---------------------------------------------------- */

static void failures_are_told_alike(void **state)
{
    scratch *test = *state;
    long_text text = make_text();
    char first[300] = "";
    add(&text, "end,400000,300000,2020-01,Theft,\"never closed\nx,1,2,3,4,5\n");
    write_file(test, &text);
    geo_input file = {test->path, {NULL, 0}};
    for (int threads = 1; threads <= 4; threads++) {
        geo_context_set_threads(test->context, threads);
        assert_int_equal(read_inputs(test, &file, 1, NULL).status, GEO_ERROR_INPUT);
        assert_message_holds(test, "row 60001 (line ");
        if (first[0] == '\0')
            snprintf(first, sizeof first, "%s", geo_message(test->context));
        assert_string_equal(geo_message(test->context), first);
    }
    free(text.data);
}

static void limits_of_rows_hold_for_all_threads(void **state)
{
    scratch *test = *state;
    long_text text = make_text();
    geo_input memory = {"memory", {text.data, text.length}};
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    for (int threads = 1; threads <= 4; threads += 3) {
        geo_context_set_threads(test->context, threads);
        options.limits.rows = ROWS - 1;
        assert_int_equal(read_inputs(test, &memory, 1, &options).status, GEO_ERROR_LIMIT);
        assert_message_holds(test, "more than 59999 rows");
        options.limits.rows = ROWS;
        incidents_read read = read_inputs(test, &memory, 1, &options);
        assert_int_equal(read.status, GEO_OK);
        drop(&read);
    }
    free(text.data);
}

static bool stop_at_half(void *user, const char *stage, double fraction)
{
    (void)user;
    (void)stage;
    return fraction > 0.5;
}

static void reading_can_be_stopped(void **state)
{
    scratch *test = *state;
    long_text text = make_text();
    geo_input memory = {"memory", {text.data, text.length}};
    geo_context_on_progress(test->context, stop_at_half, NULL);
    for (int threads = 1; threads <= 4; threads += 3) {
        geo_context_set_threads(test->context, threads);
        assert_int_equal(read_inputs(test, &memory, 1, NULL).status, GEO_ERROR_CANCELLED);
    }
    free(text.data);
}

static void a_budget_of_memory_holds(void **state)
{
    scratch *test = *state;
    long_text text = make_text();
    geo_input memory = {"memory", {text.data, text.length}};
    geo_context_set_memory(test->context, 1 << 20);
    assert_int_equal(read_inputs(test, &memory, 1, NULL).status, GEO_ERROR_LIMIT);
    assert_message_holds(test, "--memory");
    free(text.data);
}

/* ---- a sink --------------------------------------------------------------------------------- */

typedef struct counted {
    int64_t rows;
    int64_t west;
    int64_t last_row;
} counted;

static geo_status place_by_side(geo_context *context, void *user, const double *x, const double *y,
                                size_t count, int32_t *area)
{
    (void)context;
    (void)user;
    (void)y;
    for (size_t i = 0; i < count; i++)
        area[i] = x[i] < 400000 ? 0 : GEO_NO_CODE;
    return GEO_OK;
}

static geo_status count_sides(geo_context *context, void *user, const geo_incident_rows *rows)
{
    counted *count = user;
    const geo_frame *frame = rows->frame;
    (void)context;
    assert_int_equal(rows->input, 0);
    assert_int_equal(rows->record_count, 0);
    for (size_t i = 0; i < frame->count; i++) {
        assert_true(frame->row[i] > count->last_row);
        count->last_row = frame->row[i];
        count->rows++;
        count->west += rows->area[i] == 0;
        assert_true((frame->x[i] < 400000) == (rows->area[i] == 0));
    }
    return GEO_OK;
}

static void a_sink_gets_every_row_once_and_in_order(void **state)
{
    scratch *test = *state;
    long_text text = make_text();
    geo_input memory = {"memory", {text.data, text.length}};
    for (int threads = 1; threads <= 3; threads++) {
        counted count = {0, 0, 0};
        geo_incident_sink sink = {.user = &count, .place = place_by_side, .take = count_sides};
        geo_frame *facts = NULL;
        geo_ledger *ledger = NULL;
        geo_context_set_threads(test->context, threads);
        assert_int_equal(
            geo_incidents_stream(test->context, &memory, 1, NULL, &sink, &facts, &ledger), GEO_OK);
        assert_int_equal(facts->count, count.rows);
        assert_null(facts->x);
        assert_int_equal(ledger->line[0].count[GEO_PLACED], count.west);
        assert_int_equal(ledger->line[0].count[GEO_OUTSIDE], count.rows - count.west);
        assert_int_equal(geo_ledger_check(test->context, ledger), GEO_OK);
        geo_frame_free(facts);
        geo_ledger_free(ledger);
    }
    free(text.data);
}

static geo_status refuse(geo_context *context, void *user, const geo_incident_rows *rows)
{
    int *calls = user;
    (void)rows;
    return ++*calls == 3 ? geo_fail(context, GEO_ERROR_DATA, "no more of this") : GEO_OK;
}

static void a_sink_can_refuse(void **state)
{
    scratch *test = *state;
    long_text text = make_text();
    geo_input memory = {"memory", {text.data, text.length}};
    for (int threads = 1; threads <= 4; threads += 3) {
        int calls = 0;
        geo_incident_sink sink = {.user = &calls, .take = refuse};
        geo_frame *facts = NULL;
        geo_ledger *ledger = NULL;
        geo_context_set_threads(test->context, threads);
        assert_int_equal(
            geo_incidents_stream(test->context, &memory, 1, NULL, &sink, &facts, &ledger),
            GEO_ERROR_DATA);
        assert_string_equal(geo_message(test->context), "no more of this");
        assert_int_equal(calls, 3);
    }
    free(text.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(threads_and_sources_give_the_same_rows),
        SCRATCH_TEST(failures_are_told_alike),
        SCRATCH_TEST(limits_of_rows_hold_for_all_threads),
        SCRATCH_TEST(reading_can_be_stopped),
        SCRATCH_TEST(a_budget_of_memory_holds),
        SCRATCH_TEST(a_sink_gets_every_row_once_and_in_order),
        SCRATCH_TEST(a_sink_can_refuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
