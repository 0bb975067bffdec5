/* Incidents of whole inputs: swapped axes, several files at once, failing memory, real data. */
#include <math.h>

#include "allocations.h"
#include "incidents_test.h"

/* ---- swapped axes --------------------------------------------------------------------------- */

static void swapped_axes_are_named(void **state)
{
    scratch *test = *state;
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_crs grid = {NULL, NULL, 0, false};
    assert_int_equal(geo_crs_from_text(test->context, "EPSG:27700", &grid), GEO_OK);
    const char *mostly = "lon,lat\n52.6,-1.85\n52.7,-1.8\n-1.8,52.6\n";
    assert_int_equal(read_text(test, mostly, NULL).status, GEO_ERROR_DATA);
    assert_message_holds(test, "--lon 'lat' --lat 'lon'");
    assert_message_holds(test, "2 of 3");
    options.working = &grid;
    assert_int_equal(read_text(test, mostly, &options).status, GEO_ERROR_DATA);

    incidents_read read = must_read(test, "lon,lat\n52.6,-1.85\n-1.8,52.7\n", &options);
    assert_int_equal(read.ledger->line[0].read, 2);
    drop(&read);

    /* Both orders lie in Britain: only where the areas are can tell. */
    const char *metres = "Easting,Northing\n318520,411911\n318530,411912\n";
    const geo_extent stafford = {380000, 300000, 420000, 340000};
    read = must_read(test, metres, &options);
    drop(&read);
    options.expected = &stafford;
    assert_int_equal(read_text(test, metres, &options).status, GEO_ERROR_DATA);
    assert_message_holds(test, "--x 'Northing' --y 'Easting'");
    assert_int_equal(read_text(test, mostly, &options).status, GEO_ERROR_DATA);
    geo_crs_clear(&grid);
}

/* ---- several inputs ------------------------------------------------------------------------- */

static const char layer_text[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"date\":\"2019-03-05\",\"category\":\"Theft\"},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-1.85,52.6]}},"
    "{\"type\":\"Feature\",\"properties\":{\"date\":null,\"category\":null},\"geometry\":null},"
    "{\"type\":\"Feature\",\"properties\":{\"date\":\"2019-03-06\",\"category\":\"Drugs\"},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,0]}}]}";

static void inputs_of_different_schemas_go_together(void **state)
{
    static const char police[] = POLICE_HEADER ",2019-01,S,S,-1.85,52.6,On,E01,L,Drugs,,\n";
    static const char export[] = "Offence Group,Date From,Easting,Northing\n"
                                 "Theft,02/02/2019 10:00,410156,300000\n,,,\n";
    scratch *test = *state;
    geo_input inputs[] = {{"police.csv", {police, sizeof police - 1}},
                          {"export.csv", {export, sizeof export - 1}},
                          {"layer.geojson", {layer_text, sizeof layer_text - 1}}};
    incidents_read read = read_inputs(test, inputs, 3, NULL);
    if (read.status != GEO_OK)
        fail_msg("%s", geo_message(test->context));
    const geo_frame *frame = read.frame;
    assert_int_equal(frame->count, 3);
    assert_int_equal(frame->input_count, 3);
    assert_int_equal(frame->input[2].first, 2);
    assert_int_equal(frame->input[2].count, 1);
    assert_int_equal(frame->input[2].read, 3);
    assert_int_equal(frame->row[2], 1);
    assert_true(fabs(frame->x[0] - frame->x[2]) < 0.01);
    assert_true(frame->x[1] == 410156);
    assert_int_equal(frame->category[0], 0);
    assert_int_equal(frame->category[1], frame->category[2]);
    assert_int_equal(frame->day[1], geo_day_from_civil(2019, 2, 2));
    assert_false(frame->is_monthly);
    assert_int_equal(frame->month_count, 3);
    assert_int_equal(read.ledger->line[1].count[GEO_NO_COORDINATES], 1);
    assert_int_equal(read.ledger->line[2].count[GEO_NO_COORDINATES], 2);
    drop(&read);
}

static void one_file_twice_is_refused(void **state)
{
    scratch *test = *state;
    make_text_file(test, "a.csv", "lon,lat\n-1.85,52.6\n");
    char other[200];
    snprintf(other, sizeof other, "%s/./a.csv", test->folder);
    geo_input inputs[] = {{test->path, {NULL, 0}}, {other, {NULL, 0}}};
    assert_int_equal(read_inputs(test, inputs, 2, NULL).status, GEO_ERROR_USAGE);
    assert_message_holds(test, "given twice: every row would count double");
    assert_int_equal(read_inputs(test, inputs, 0, NULL).status, GEO_ERROR_USAGE);
}

static void lines_and_polygons_are_no_incidents(void **state)
{
    static const char text[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},"
        "\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[-1.85,52.6],[-1.9,52.6]]}}]}";
    scratch *test = *state;
    geo_input input = {"line.geojson", {text, sizeof text - 1}};
    assert_int_equal(read_inputs(test, &input, 1, NULL).status, GEO_ERROR_INPUT);
    assert_message_holds(test, "points");
}

/* ---- progress and memory -------------------------------------------------------------------- */

static bool stop_at_once(void *user, const char *stage, double fraction)
{
    (void)stage;
    assert_true(fraction >= 0 && fraction <= 1);
    ++*(int *)user;
    return true;
}

static void reading_can_be_stopped(void **state)
{
    scratch *test = *state;
    size_t size = 600000;
    char *text = malloc(size);
    strcpy(text, "lon,lat\n");
    size_t length = strlen(text);
    while (length + 20 < size)
        length += (size_t)sprintf(text + length, "-1.85,52.6\n");
    geo_input input = {make_file(test, "long.csv", text, length), {NULL, 0}};
    int calls = 0;
    geo_context_on_progress(test->context, stop_at_once, &calls);
    assert_int_equal(read_inputs(test, &input, 1, NULL).status, GEO_ERROR_CANCELLED);
    assert_int_equal(calls, 1);
    free(text);
}

static geo_status read_both(geo_context *context, void *inputs)
{
    geo_incident_options options = GEO_INCIDENT_OPTIONS_INIT;
    geo_frame *frame = NULL;
    geo_ledger *ledger = NULL;
    options.encoding = "latin1";
    options.records = GEO_WHOLE_RECORDS;
    geo_status status = geo_incidents_read(context, inputs, 2, &options, &frame, &ledger);
    geo_frame_free(frame);
    geo_ledger_free(ledger);
    return status;
}

static void memory_may_run_out_anywhere(void **state)
{
    static const char police[] = POLICE_HEADER ",2019-01,S,S,-1.85,52.6,On,E01,L,\"Dr\"\"ugs\",,\n";
    scratch *test = *state;
    geo_input inputs[] = {{make_text_file(test, "a.csv", police), {NULL, 0}},
                          {"layer.geojson", {layer_text, sizeof layer_text - 1}}};
    assert_true(fail_each_allocation(read_both, inputs) > 30);
}

/* ---- real data ------------------------------------------------------------------------------ */

/* Rows and rows without coordinates of a file without quotes, counted by its commas alone. */
static void count_plainly(const char *path, int64_t *rows, int64_t *blank)
{
    FILE *file = fopen(path, "r");
    char line[4096];
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    *rows = *blank = 0;
    while (fgets(line, sizeof line, file)) {
        assert_null(strchr(line, '"'));
        char *at = line;
        for (int comma = 0; comma < 4; comma++)
            at = strchr(at, ',') + 1;
        ++*rows;
        *blank += at[0] == ',' && at[1] == ',';
    }
    fclose(file);
}

static void real_months_are_counted_as_by_hand(void **state)
{
    static const char *const month[] = {"2018-10", "2018-11", "2018-12", "2019-01", "2019-02"};
    scratch *test = *state;
    char path[5][200];
    geo_input inputs[5] = {{NULL, {NULL, 0}}};
    int64_t all = 0;
    for (int i = 0; i < 5; i++) {
        snprintf(path[i], sizeof path[i],
                 PROJECT_DIR "/../shared/data/incidents/%s-staffordshire-street.csv", month[i]);
        inputs[i].path = path[i];
        if (access(path[i], R_OK) != 0)
            skip();
    }
    incidents_read read = read_inputs(test, inputs, 5, NULL);
    assert_int_equal(read.status, GEO_OK);
    for (int i = 0; i < 5; i++) {
        int64_t rows, blank;
        const geo_ledger_line *line = &read.ledger->line[i];
        count_plainly(path[i], &rows, &blank);
        assert_int_equal(line->read, rows);
        assert_int_equal(line->count[GEO_NO_COORDINATES], blank);
        assert_int_equal(line->count[GEO_REJECTED], 0);
        assert_int_equal(line->count[GEO_FILTERED], 0);
        assert_int_equal(read.frame->input[i].count, rows - blank);
        assert_int_equal(read.frame->month[i].rows, rows);
        all += rows;
    }
    assert_int_equal(all, 47968);
    assert_int_equal(read.frame->month_count, 5);
    assert_int_equal(geo_dictionary_count(read.frame->categories), 14);
    assert_true(read.frame->is_monthly);
    drop(&read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(swapped_axes_are_named),
        SCRATCH_TEST(inputs_of_different_schemas_go_together),
        SCRATCH_TEST(one_file_twice_is_refused),
        SCRATCH_TEST(lines_and_polygons_are_no_incidents),
        SCRATCH_TEST(reading_can_be_stopped),
        SCRATCH_TEST(memory_may_run_out_anywhere),
        SCRATCH_TEST(real_months_are_counted_as_by_hand),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
