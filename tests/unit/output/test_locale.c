/* A German locale, with its decimal comma, changes no byte. */
#include <locale.h>

#include "output_test.h"

static void write_all(scratch *test, geo_bytes *bytes)
{
    geo_table *table = ward_table(test->context);
    geo_json *json = NULL;
    assert_int_equal(geo_table_to_csv(test->context, table, bytes), GEO_OK);
    assert_int_equal(geo_table_to_markdown(test->context, table, bytes), GEO_OK);
    assert_int_equal(geo_table_to_text(test->context, table, NULL, bytes), GEO_OK);
    assert_int_equal(geo_table_to_html(test->context, table, NULL, bytes), GEO_OK);
    assert_int_equal(geo_table_to_latex(test->context, table, bytes), GEO_OK);
    assert_int_equal(geo_table_to_xlsx(test->context, table, bytes), GEO_OK);
    assert_int_equal(geo_json_new(test->context, &json), GEO_OK);
    geo_json_table(json, NULL, table);
    assert_int_equal(geo_json_end(test->context, json, bytes), GEO_OK);
    geo_json_free(json);
    geo_table_free(table);
}

static void write_file(scratch *test, const char *path)
{
    geo_crs crs = {.wkt = (char *)(uintptr_t)BRITISH_WKT, .epsg = 27700, .is_metric = true};
    const geo_field_definition field = {"rate", GEO_REAL};
    const geo_text text = text_of("51.5");
    geo_point_writer *writer = NULL;
    assert_int_equal(
        geo_point_writer_create(test->context, path, "points", &crs, &field, 1, &writer), GEO_OK);
    assert_int_equal(geo_point_writer_add(test->context, writer, true, 400000.5, 300000.5, &text),
                     GEO_OK);
    assert_int_equal(geo_point_writer_commit(test->context, writer), GEO_OK);
    geo_point_writer_free(writer);
}

static void append_file(scratch *test, const char *name, geo_bytes *bytes)
{
    char *path = path_in(test, name);
    size_t length = 0;
    write_file(test, path);
    char *content = read_whole(path, &length);
    assert_int_equal(geo_bytes_append(test->context, bytes, content, length), GEO_OK);
    free(content);
    free(path);
}

static bool speak_german(const scratch *test)
{
    if (!setlocale(LC_ALL, "de_DE.UTF-8")) {
        char command[200];
        snprintf(command, sizeof command,
                 "localedef -i de_DE -f UTF-8 '%s/de_DE.UTF-8' >%s/log 2>&1", test->folder,
                 test->folder);
        setenv("LOCPATH", test->folder, 1);
        if (system(command) != 0 || !setlocale(LC_ALL, "de_DE.UTF-8"))
            return false;
    }
    return strcmp(localeconv()->decimal_point, ",") == 0;
}

static void german_locale_gives_the_same_bytes(void **state)
{
    scratch *test = *state;
    geo_bytes plain = GEO_BYTES_INIT;
    geo_bytes german = GEO_BYTES_INIT;
    write_all(test, &plain);
    append_file(test, "points.gpkg", &plain);
    append_file(test, "points.geojson", &plain);
    if (!speak_german(test)) {
        geo_bytes_clear(&plain);
        print_message("skipped: no German locale on this machine\n");
        skip();
    }
    write_all(test, &german);
    append_file(test, "points.gpkg", &german);
    append_file(test, "points.geojson", &german);
    setlocale(LC_ALL, "C");
    assert_int_equal(plain.length, german.length);
    assert_memory_equal(plain.data, german.data, plain.length);
    geo_bytes_clear(&plain);
    geo_bytes_clear(&german);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SCRATCH_TEST(german_locale_gives_the_same_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
