/* What a sink gets of the rows as they were read: what the reader gives, whatever the threads and
 * the pieces. */
#include "incidents_test.h"
#include "long_text.h"

/* ---- beside the reader ---------------------------------------------------------------------- */

/* Reads the same text again, in its order, and passes over what the filter drops. */
typedef struct beside {
    scratch *test;
    geo_reader *reader;
    geo_filter *where; /* NULL: none is dropped */
    size_t where_field[4];
    geo_record_use use;
    int64_t records;
    int64_t broken;
    int64_t placed;
} beside;

static const char note_is_not_plain[] = "note IS NULL OR note <> 'plain'";

static bool next_kept(beside *wanted, geo_record *record)
{
    bool more = false;
    do {
        assert_int_equal(geo_reader_next(wanted->test->context, wanted->reader, record, &more),
                         GEO_OK);
    } while (more && !record->broken && wanted->where &&
             !geo_filter_match(wanted->where, record->field, wanted->where_field));
    return more;
}

static void same_text(geo_text one, geo_text other)
{
    assert_int_equal(!one.data, !other.data);
    assert_int_equal(one.length, other.length);
    if (one.length > 0)
        assert_memory_equal(one.data, other.data, one.length);
}

static void same_record(const beside *wanted, const geo_record *one, const geo_record *other)
{
    assert_int_equal(one->row, other->row);
    assert_int_equal(one->fields_found, other->fields_found);
    assert_int_equal(!one->broken, !other->broken);
    if (one->broken)
        assert_string_equal(one->broken, other->broken);
    same_text(one->raw, other->raw);
    same_text(one->line_end, other->line_end);
    if (wanted->use == GEO_RAW_RECORDS)
        assert_null(other->field);
    else
        for (size_t i = 0; i < geo_reader_field_count(wanted->reader); i++)
            same_text(one->field[i], other->field[i]);
}

static geo_status compare_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    beside *wanted = user;
    const geo_frame *frame = rows->frame;
    size_t next = 0;
    (void)context;
    for (size_t i = 0; i < rows->record_count; i++) {
        geo_record record;
        assert_true(next_kept(wanted, &record));
        same_record(wanted, &record, &rows->record[i]);
        wanted->records++;
        wanted->broken += record.broken != NULL;
        if (next == frame->count || frame->row[next] != record.row)
            continue;
        double x = 0;
        assert_true(geo_number_parse(record.field[1], &x));
        assert_true(x == frame->x[next++]);
    }
    assert_int_equal(next, frame->count);
    wanted->placed += (int64_t)next;
    return GEO_OK;
}

static void filter(beside *wanted, const char *path)
{
    geo_context *context = wanted->test->context;
    assert_int_equal(geo_filter_parse(context, note_is_not_plain, &wanted->where), GEO_OK);
    assert_int_equal(geo_filter_bind(context, wanted->where, geo_reader_field_names(wanted->reader),
                                     geo_reader_field_count(wanted->reader), path,
                                     wanted->where_field),
                     GEO_OK);
}

static void compare_with_reader(scratch *test, geo_input input, int threads, geo_record_use use,
                                bool is_filtered)
{
    beside wanted = {.test = test, .use = use};
    geo_incident_sink sink = {.user = &wanted, .take = compare_rows};
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_frame *facts = NULL;
    geo_ledger *ledger = NULL;
    geo_record none;
    assert_int_equal(geo_reader_open(test->context, &input, NULL, &wanted.reader), GEO_OK);
    if (is_filtered)
        filter(&wanted, input.path);
    options.where = wanted.where;
    options.records = use;
    /* The reader beside has the test's own context, and may be used by another thread. */
    geo_context *context = geo_context_new();
    geo_context_set_threads(context, threads);
    if (geo_incidents_stream(context, &input, 1, &options, &sink, &facts, &ledger) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_false(next_kept(&wanted, &none));
    const geo_ledger_line *line = &ledger->line[0];
    assert_true(is_filtered ? line->count[GEO_FILTERED] > ROWS / 10
                            : line->count[GEO_FILTERED] == 0);
    assert_true(wanted.broken > ROWS / 80);
    assert_int_equal(wanted.records, line->read - line->count[GEO_FILTERED]);
    assert_int_equal(wanted.placed, facts->count);
    geo_context_free(context);
    geo_reader_free(wanted.reader);
    geo_filter_free(wanted.where);
    geo_frame_free(facts);
    geo_ledger_free(ledger);
}

static void records_are_those_of_the_reader(void **state)
{
    scratch *test = *state;
    long_text text = make_text();
    write_file(test, &text);
    geo_input memory = {"memory", {text.data, text.length}};
    geo_input file = {test->path, {NULL, 0}};
    static const int threads[] = {1, 2, 7};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        for (int is_filtered = 0; is_filtered < 2; is_filtered++) {
            compare_with_reader(test, file, threads[i], GEO_RAW_RECORDS, is_filtered);
            compare_with_reader(test, file, threads[i], GEO_WHOLE_RECORDS, is_filtered);
            compare_with_reader(test, memory, threads[i], GEO_RAW_RECORDS, is_filtered);
        }
    }
    free(text.data);
}

/* ---- layers --------------------------------------------------------------------------------- */

static const char layer_text[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"kind\":\"A \\\"b\\\"\",\"size\":7},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-1.85,52.6]}},"
    "{\"type\":\"Feature\",\"properties\":{\"kind\":\"\",\"size\":null},\"geometry\":null},"
    "{\"type\":\"Feature\",\"properties\":{\"kind\":null,\"size\":-2},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-1.86,52.7]}}]}";

static geo_status check_layer(geo_context *context, void *user, const geo_incident_rows *rows)
{
    int *calls = user;
    (void)context;
    ++*calls;
    assert_int_equal(rows->record_count, 3);
    assert_int_equal(rows->frame->count, 2);
    same_text(rows->record[0].field[0], (geo_text){"A \"b\"", 5});
    same_text(rows->record[0].field[1], (geo_text){"7", 1});
    same_text(rows->record[1].field[0], (geo_text){"", 0});
    assert_null(rows->record[1].field[1].data);
    assert_null(rows->record[2].field[0].data);
    same_text(rows->record[2].field[1], (geo_text){"-2", 2});
    for (int64_t i = 0; i < 3; i++)
        assert_int_equal(rows->record[i].row, i + 1);
    return GEO_OK;
}

static void a_layer_has_fields_though_bytes_are_asked_for(void **state)
{
    scratch *test = *state;
    int calls = 0;
    geo_input input = {"layer.geojson", {layer_text, sizeof layer_text - 1}};
    geo_incident_sink sink = {.user = &calls, .take = check_layer};
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_frame *facts = NULL;
    geo_ledger *ledger = NULL;
    options.records = GEO_RAW_RECORDS;
    assert_int_equal(
        geo_incidents_stream(test->context, &input, 1, &options, &sink, &facts, &ledger), GEO_OK);
    assert_int_equal(calls, 1);
    geo_frame_free(facts);
    geo_ledger_free(ledger);
}

/* ---- beginning, and codes of the sink's own -------------------------------------------------- */

typedef struct begun {
    size_t inputs;
    size_t refused; /* the input that is */
    int64_t rows;
} begun;

static geo_status begin(geo_context *context, void *user, size_t input, const geo_reader *reader)
{
    begun *work = user;
    (void)context;
    assert_int_equal(input, work->inputs++);
    assert_string_equal(geo_reader_field_names(reader)[1], input == 0 ? "lat" : "Latitude");
    return input == work->refused ? GEO_ERROR_USAGE : GEO_OK;
}

static geo_status place_twice(geo_context *context, void *user, const double *x, const double *y,
                              size_t count, int32_t *area)
{
    (void)context;
    (void)user;
    (void)y;
    for (size_t i = 0; i < count; i++) {
        area[i] = i % 2 == 0 ? 0 : GEO_NO_CODE;
        area[count + i] = (int32_t)x[i];
        area[2 * count + i] = (int32_t)i;
    }
    return GEO_OK;
}

static geo_status check_codes(geo_context *context, void *user, const geo_incident_rows *rows)
{
    begun *work = user;
    size_t count = rows->frame->count;
    (void)context;
    assert_int_equal(rows->input + 1, work->inputs);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rows->area[count + i], (int32_t)rows->frame->x[i]);
        assert_int_equal(rows->area[2 * count + i], i);
    }
    work->rows += (int64_t)count;
    return GEO_OK;
}

static geo_status stream_two(scratch *test, begun *work, int64_t placed[2])
{
    static const char one[] = "lon,lat\n-1.85,52.6\n-1.86,52.6\n-1.87,52.6\n";
    static const char other[] = "Longitude,Latitude\n-1.85,52.6\n";
    geo_input inputs[] = {{"one.csv", {one, sizeof one - 1}},
                          {"other.csv", {other, sizeof other - 1}}};
    geo_incident_sink sink = {.user = work,
                              .begin = begin,
                              .place = place_twice,
                              .take = check_codes,
                              .further_codes = 2};
    geo_frame *facts = NULL;
    geo_ledger *ledger = NULL;
    geo_status status =
        geo_incidents_stream(test->context, inputs, 2, NULL, &sink, &facts, &ledger);
    for (size_t i = 0; i < 2 && status == GEO_OK; i++)
        placed[i] = ledger->line[i].count[GEO_PLACED];
    geo_frame_free(facts);
    geo_ledger_free(ledger);
    return status;
}

static void inputs_begin_in_order_and_codes_come_through(void **state)
{
    begun work = {.refused = SIZE_MAX};
    int64_t placed[2] = {0, 0};
    assert_int_equal(stream_two(*state, &work, placed), GEO_OK);
    assert_int_equal(work.inputs, 2);
    assert_int_equal(work.rows, 4);
    assert_int_equal(placed[0], 2);
    assert_int_equal(placed[1], 1);
}

static void an_input_can_be_refused(void **state)
{
    begun work = {.refused = 1};
    int64_t placed[2] = {0, 0};
    assert_int_equal(stream_two(*state, &work, placed), GEO_ERROR_USAGE);
    assert_int_equal(work.inputs, 2);
    assert_int_equal(work.rows, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(records_are_those_of_the_reader),
        SCRATCH_TEST(a_layer_has_fields_though_bytes_are_asked_for),
        SCRATCH_TEST(inputs_begin_in_order_and_codes_come_through),
        SCRATCH_TEST(an_input_can_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
