/* The reader's one face: which kind a file is, what it says of itself, that its bytes come back. */
#include <geo/source.h>

#include "reading_test.h"

static geo_reader *open_reader(scratch *test, const char *path)
{
    geo_input input = {path, {NULL, 0}};
    geo_reader *reader = NULL;
    if (geo_reader_open(test->context, &input, NULL, &reader) != GEO_OK)
        fail_msg("%s", geo_message(test->context));
    return reader;
}

/* What `wardmap join` relies on: mark, header, records and line ends are the file. */
static void pieces_put_together_are_the_file(void **state)
{
    static const char text[] = "\xEF\xBB\xBFid;name\r\n1;\"one;\r\n\"\"uno\"\"\"\r\n2;two\n3\n"
                               ";;\r\n4;\"four\"";
    scratch *test = *state;
    geo_reader *reader = open_reader(test, make_text_file(test, "a.csv", text));
    char joined[200] = "";
    size_t length = 0;
    geo_record record;
    bool more = true;
    assert_true(geo_reader_is_csv(reader));
    assert_true(geo_reader_has_bom(reader));
    assert_int_equal(geo_reader_delimiter(reader), ';');
    assert_null(geo_reader_layer(reader));
    assert_null(geo_reader_crs(reader)->wkt);
    assert_false(geo_reader_has_geometry(reader));
    assert_int_equal(geo_reader_field_count(reader), 2);
    assert_string_equal(geo_reader_field_names(reader)[1], "name");
    assert_int_equal(geo_reader_field_type(reader, 0), GEO_TEXT);
    geo_text header = geo_reader_header(reader);
    geo_text header_end = geo_reader_header_end(reader);
    length += (size_t)sprintf(joined, "\xEF\xBB\xBF%.*s%.*s", (int)header.length, header.data,
                              (int)header_end.length, header_end.data);
    while (geo_reader_next(test->context, reader, &record, &more) == GEO_OK && more)
        length +=
            (size_t)sprintf(joined + length, "%.*s%.*s", (int)record.raw.length, record.raw.data,
                            (int)record.line_end.length, record.line_end.data);
    assert_false(more);
    assert_string_equal(joined, text);
    geo_reader_free(reader);
}

static void field_counts_of_broken_rows_are_told(void **state)
{
    scratch *test = *state;
    geo_reader *reader = open_reader(test, make_text_file(test, "a.csv", "a,b,c\n1,2\n1,2,3,4\n"));
    geo_record record;
    bool more = false;
    assert_int_equal(geo_reader_next(test->context, reader, &record, &more), GEO_OK);
    assert_string_equal(record.broken, "short row");
    assert_int_equal(record.fields_found, 2);
    assert_null(record.field[0].data);
    assert_int_equal(geo_reader_next(test->context, reader, &record, &more), GEO_OK);
    assert_string_equal(record.broken, "long row");
    assert_int_equal(record.fields_found, 4);
    assert_int_equal(record.row, 2);
    geo_reader_free(reader);
}

static const char points[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"Month\":\"2019-01\",\"n\":7},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-1.5,52.5]}},"
    "{\"type\":\"Feature\",\"properties\":{\"Month\":\"2019-02\",\"n\":null},\"geometry\":null}]}";

static void check_points(scratch *test, geo_reader *reader)
{
    geo_record record;
    bool more = false;
    assert_false(geo_reader_is_csv(reader));
    assert_true(geo_reader_has_geometry(reader));
    assert_non_null(geo_reader_layer(reader));
    assert_int_equal(geo_reader_crs(reader)->epsg, 4326);
    assert_int_equal(geo_reader_field_count(reader), 2);
    assert_string_equal(geo_reader_field_names(reader)[0], "Month");
    assert_int_equal(geo_reader_field_type(reader, 1), GEO_INTEGER);
    assert_int_equal(geo_reader_header(reader).length, 0);
    assert_int_equal(geo_reader_next(test->context, reader, &record, &more), GEO_OK);
    assert_true(more && record.has_point);
    assert_true(record.x == -1.5 && record.y == 52.5);
    assert_int_equal(record.row, 1);
    assert_memory_equal(record.field[1].data, "7", 1);
    assert_int_equal(geo_reader_next(test->context, reader, &record, &more), GEO_OK);
    assert_true(more);
    assert_false(record.has_point);
    assert_null(record.bad_geometry);
    assert_null(record.field[1].data);
    assert_int_equal(geo_reader_next(test->context, reader, &record, &more), GEO_OK);
    assert_false(more);
}

static void layers_are_read_too(void **state)
{
    scratch *test = *state;
    geo_reader *reader = open_reader(test, make_text_file(test, "a.geojson", points));
    check_points(test, reader);
    geo_reader_free(reader);
    reader = NULL;
    geo_input memory = {"-", {points, sizeof points - 1}};
    assert_int_equal(geo_reader_open(test->context, &memory, NULL, &reader), GEO_OK);
    check_points(test, reader);
    geo_reader_free(reader);
}

static void wrong_files_are_refused(void **state)
{
    static const struct {
        const char *name;
        const char *text;
        const char *message;
    } table[] = {
        {"database.csv", "SQLite format 3", "looks like"},
        {"report.csv", "%PDF-1.4 etc", "PDF"},
        {"book.csv", "PK\x03\x04 etc", "looks like"},
        {"page.csv", "<html>sorry</html>", "web page"},
        {"zipped.csv", "\x1F\x8B\x08 etc", "gzip"},
        {"map.csv", "{\"type\": \"FeatureCollection\"}", "GeoJSON"},
        {"text.gpkg", "a,b\n1,2\n", "not GeoPackage"},
        {"text.geojson", "a,b\n1,2\n", "not GeoJSON"},
        {"text.shp", "a,b\n1,2\n", "not Shapefile"},
        {"text.fgb", "a,b\n1,2\n", "not FlatGeobuf"},
        {"text.csv.gz", "a,b\n1,2\n", "gzip"},
        {"empty.csv", "", "empty"},
        {"empty.gpkg", "", "empty"},
    };
    scratch *test = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        geo_input input = {make_text_file(test, table[i].name, table[i].text), {NULL, 0}};
        geo_reader *reader = NULL;
        geo_status status = geo_reader_open(test->context, &input, NULL, &reader);
        if (status != GEO_ERROR_INPUT)
            fail_msg("%s: status %d", table[i].name, status);
        assert_message_holds(test, table[i].name);
        assert_message_holds(test, table[i].message);
        assert_null(reader);
    }
}

static void wrong_places_are_refused(void **state)
{
    static const struct {
        const char *path;
        const char *message;
    } table[] = {
        {"/nowhere/at/all.csv", "no such file"},
        {"/tmp", "folder"},
        {"https://example.org/a.csv", "on this machine"},
        {"/vsicurl/http://example.org/a.csv", "on this machine"},
        {"/dev/null", "empty"},
    };
    scratch *test = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        geo_input input = {table[i].path, {NULL, 0}};
        geo_reader *reader = NULL;
        assert_int_equal(geo_reader_open(test->context, &input, NULL, &reader), GEO_ERROR_INPUT);
        assert_message_holds(test, table[i].message);
    }
}

static void csv_comes_through_a_pipe_but_layers_do_not(void **state)
{
    scratch *test = *state;
    geo_record record;
    bool more = false;
    make_text_file(test, "a", "a,b\n1,2\n");
    run_shell("mkfifo '%s/pipe' && (cat '%s/a' > '%s/pipe' &)", test->folder);
    snprintf(test->path, sizeof test->path, "%s/pipe", test->folder);
    geo_reader *reader = open_reader(test, test->path);
    assert_int_equal(geo_reader_next(test->context, reader, &record, &more), GEO_OK);
    assert_true(more);
    assert_int_equal(geo_reader_next(test->context, reader, &record, &more), GEO_OK);
    assert_false(more);
    geo_reader_free(reader);

    /* Nobody writes to this one: it must not even be opened. */
    run_shell("mkfifo '%s/a.gpkg'", test->folder);
    snprintf(test->path, sizeof test->path, "%s/a.gpkg", test->folder);
    geo_input input = {test->path, {NULL, 0}};
    reader = NULL;
    assert_int_equal(geo_reader_open(test->context, &input, NULL, &reader), GEO_ERROR_INPUT);
    assert_message_holds(test, "save it to a file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(pieces_put_together_are_the_file),
        SCRATCH_TEST(field_counts_of_broken_rows_are_told),
        SCRATCH_TEST(layers_are_read_too),
        SCRATCH_TEST(wrong_files_are_refused),
        SCRATCH_TEST(wrong_places_are_refused),
        SCRATCH_TEST(csv_comes_through_a_pipe_but_layers_do_not),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
