/* Sheets of workbooks as tables. */
#include "allocations.h"
#include "vector_files.h"

/* A sheet with these rows, of which the first is written as any other. */
static geo_input sheet(const scratch *made, const char *rows, const char *types)
{
    const char *path = scratch_path(made, "table.xlsx");
    scratch_file(made, "table.csvt", types);
    geo_input csv = scratch_file(made, "table.csv", rows);
    unlink(path);
    scratch_convert(csv.path, path, "XLSX", "Table", false);
    return (geo_input){path, {NULL, 0}};
}

static geo_reader *open_reader(scratch *made, const geo_input *input)
{
    geo_reader *reader = NULL;
    if (geo_reader_open(made->context, input, NULL, &reader) != GEO_OK)
        fail_msg("%s", geo_message(made->context));
    return reader;
}

static void assert_row(scratch *made, geo_reader *reader, int64_t number, const char *first,
                       const char *second)
{
    geo_record record;
    bool more = false;
    assert_int_equal(geo_reader_next(made->context, reader, &record, &more), GEO_OK);
    assert_true(more && record.row == number);
    const char *const expected[] = {first, second};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(record.field[i].length, strlen(expected[i]));
        assert_memory_equal(record.field[i].data, expected[i], strlen(expected[i]));
    }
}

static void assert_end(scratch *made, geo_reader *reader)
{
    geo_record record;
    bool more = true;
    assert_int_equal(geo_reader_next(made->context, reader, &record, &more), GEO_OK);
    assert_false(more);
    geo_reader_free(reader);
}

static void header_and_rows(void **state)
{
    static const struct {
        const char *rows;
        const char *types;
        const char *name[2];
        const char *first[2];
        int64_t count;
    } cases[] = {
        {"code,change\nA,U\nB,S\n", "\"String\",\"String\"", {"code", "change"}, {"A", "U"}, 2},
        {"A title,more\nLSOA code (2011),Rank\nE01,5\n",
         "\"String\",\"String\"",
         {"LSOA code (2011)", "Rank"},
         {"E01", "5"},
         1},
        /* What was stolen is no name of a field of codes. */
        {"item,easting\nCD,400000.5\n",
         "\"String\",\"Real\"",
         {"item", "easting"},
         {"CD", "400000.5"},
         1},
    };
    scratch *made = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        geo_input input = sheet(made, cases[i].rows, cases[i].types);
        geo_reader *reader = open_reader(made, &input);
        assert_int_equal(geo_reader_field_count(reader), 2);
        assert_string_equal(geo_reader_field_names(reader)[0], cases[i].name[0]);
        assert_string_equal(geo_reader_field_names(reader)[1], cases[i].name[1]);
        assert_string_equal(geo_reader_layer(reader), "Table");
        assert_row(made, reader, 1, cases[i].first[0], cases[i].first[1]);
        if (cases[i].count == 2)
            assert_row(made, reader, 2, "B", "S");
        assert_end(made, reader);
    }
}

/* From memory as from a file, and described as what it is. */
static void other_ways_in(void **state)
{
    scratch *made = *state;
    geo_input input = sheet(made, "code,change\nA,U\n", "\"String\",\"String\"");
    geo_description *description = NULL;
    assert_int_equal(geo_describe(made->context, &input, NULL, &description), GEO_OK);
    assert_string_equal(description->format, "XLSX");
    assert_int_equal(description->layer[0].rows, 1);
    assert_string_equal(description->layer[0].field[1].name, "change");
    geo_description_free(description);
    size_t length = 0;
    char *bytes = scratch_read(input.path, &length);
    geo_input memory = {"standard input", {bytes, length}};
    geo_reader *reader = open_reader(made, &memory);
    assert_row(made, reader, 1, "A", "U");
    assert_end(made, reader);
    free(bytes);
}

static void damaged(void **state)
{
    scratch *made = *state;
    geo_input input = sheet(made, "code,change\nA,U\n", "\"String\",\"String\"");
    size_t length = 0;
    char *bytes = scratch_read(input.path, &length);
    const char *cut = scratch_path(made, "cut.xlsx");
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_reader *reader = NULL;
    scratch_write_bytes(cut, bytes, length / 2);
    free(bytes);
    assert_int_equal(geo_reader_open(made->context, &(geo_input){cut, {NULL, 0}}, NULL, &reader),
                     GEO_ERROR_INPUT);
    assert_message(made->context, "cannot be read as XLSX workbook");
    options.limits.decompression_ratio = 1;
    assert_int_equal(geo_reader_open(made->context, &input, &options, &reader), GEO_ERROR_LIMIT);
    assert_message(made->context, "--max-ratio");
    geo_input named = scratch_file(made, "text.xlsx", "code,change\nA,U\n");
    assert_int_equal(geo_reader_open(made->context, &named, NULL, &reader), GEO_ERROR_INPUT);
    assert_message(made->context, "its content is not XLSX workbook");
}

static geo_status read_job(geo_context *context, void *data)
{
    geo_reader *reader = NULL;
    geo_record record;
    bool more = true;
    geo_status status = geo_reader_open(context, data, NULL, &reader);
    while (status == GEO_OK && more)
        status = geo_reader_next(context, reader, &record, &more);
    geo_reader_free(reader);
    return status;
}

static void memory_runs_out(void **state)
{
    scratch *made = *state;
    geo_input input = sheet(made, "code,change\nA,U\n", "\"String\",\"String\"");
    assert_true(fail_each_allocation(read_job, &input) > 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VECTOR_TEST(header_and_rows),
        VECTOR_TEST(other_ways_in),
        VECTOR_TEST(damaged),
        VECTOR_TEST(memory_runs_out),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    geo_source_shutdown();
    return failed;
}
