/* The CSV reader: what rows a text has, what it is refused for, and that no byte goes missing. */
#include "reading_test.h"
#include "source/csv.h"

/* ---- rows of small texts -------------------------------------------------------------------- */

/* Each row as "field|field" in brackets, a broken one as "<why>". */
static void append_record(const geo_record *record, size_t count, char *out, size_t size)
{
    size_t used = strlen(out);
    if (record->broken) {
        snprintf(out + used, size - used, "<%s>", record->broken);
        return;
    }
    used += (size_t)snprintf(out + used, size - used, "[");
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%.*s", i > 0 ? "|" : "",
                                 (int)record->field[i].length,
                                 record->field[i].data ? record->field[i].data : "");
    snprintf(out + used, size - used, "]");
}

typedef struct csv_outcome {
    geo_status status;
    size_t pieces; /* bytes of mark, title, header, records, line ends */
    char rows[600];
} csv_outcome;

/* Reads it all; the pieces that a caller gets must be what was accounted for, but for blank lines.
 */
static csv_outcome read_csv(geo_context *context, const geo_input *input,
                            const geo_reader_options *options)
{
    csv_outcome outcome = {GEO_OK, 0, ""};
    geo_csv *csv = NULL;
    bool more = true;
    outcome.status = geo_csv_open(context, input, NULL, options, &csv);
    if (outcome.status != GEO_OK)
        return outcome;
    while (outcome.status == GEO_OK && more) {
        geo_record record;
        outcome.status = geo_csv_next(context, csv, &record, &more);
        if (outcome.status == GEO_OK && more) {
            assert_int_equal(record.row, csv->rows);
            append_record(&record, csv->field_count, outcome.rows, sizeof outcome.rows);
            outcome.pieces += record.raw.length + record.line_end.length;
        }
    }
    if (outcome.status == GEO_OK)
        assert_int_equal(csv->accounted, csv->window.text_bytes);
    geo_csv_free(csv);
    return outcome;
}

static geo_input in_memory(const char *text, size_t length)
{
    return (geo_input){"text.csv", {text, length}};
}

static void rows_of_texts(void **state)
{
    static const struct {
        const char *text;
        const char *rows;
    } table[] = {
        {"a,b\n1,2\n", "[1|2]"},
        {"a,b\n1,2", "[1|2]"},
        {"a,b\r\n1,2\r\n3,4\r\n", "[1|2][3|4]"},
        {"a,b\r\n1,2\n3,4\r\n5,6", "[1|2][3|4][5|6]"},
        {"\xEF\xBB\xBF"
         "a,b\n1,2\n",
         "[1|2]"},
        {"a,b\n", ""},
        {"a,b", ""},
        {"a,b\n,\n", "[|]"},
        {"a,b\n1,2\n\n\r\n\n", "[1|2]"},
        {"\n\r\na,b\n1,2\n\n3,4\n", "[1|2][3|4]"},
        {"a;b\n1,5;2\n", "[1,5|2]"},
        {"a\tb\n1\t2,3;4\n", "[1|2,3;4]"},
        {"\"a;x\",b\n1,2\n", "[1|2]"},
        {"a,b\n\"1\",\"2\"\n", "[1|2]"},
        {"a,b\n\"1,5\",2\n", "[1,5|2]"},
        {"a,b\n\"one\ntwo\",2\n3,4\n", "[one\ntwo|2][3|4]"},
        {"a,b\n\"one\r\ntwo\",2\r\n", "[one\r\ntwo|2]"},
        {"a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", "[say \"hi\"|\"]"},
        {"a,b\n\"\",\"\"\n", "[|]"},
        {"a,b\n5\" pipe,x\"\"y\n", "[5\" pipe|x\"\"y]"},
        {"a,b\n \"x\",2\n", "[ \"x\"|2]"},
        {"a,b\n1,\"2\"", "[1|2]"},
        {"a,b\n1,\"2\"\r\n", "[1|2]"},
        {"a,b\n1\n2,3\n", "<short row>[2|3]"},
        {"a,b\n1,2,3\n4,5\n", "<long row>[4|5]"},
        {"a,b\n1,2\na,b\n3,4\n", "[1|2]<the header again>[3|4]"},
        {"a\n1\n2\n", "[1][2]"},
        {" a , b\n1,2\n", "[1|2]"},
        {"a,,c\n1,2,3\n", "[1|2|3]"},
        {"code,0,1,2\nx,1,2,3\n", "[x|1|2|3]"},
        {"code,2019,2020\nx,1,2\n", "[x|1|2]"},
    };
    scratch *test = *state;
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        geo_input input = in_memory(table[i].text, strlen(table[i].text));
        csv_outcome outcome = read_csv(test->context, &input, &options);
        if (outcome.status != GEO_OK)
            fail_msg("%s: %s", table[i].text, geo_message(test->context));
        assert_string_equal(outcome.rows, table[i].rows);
        /* The same through a file, which takes another way into the window. */
        geo_input file = {make_text_file(test, "rows.csv", table[i].text), {NULL, 0}};
        outcome = read_csv(test->context, &file, &options);
        assert_int_equal(outcome.status, GEO_OK);
        assert_string_equal(outcome.rows, table[i].rows);
    }
}

static void refused_texts(void **state)
{
#define BYTES(text) text, sizeof(text) - 1
    static const struct {
        const char *text;
        size_t length;
        geo_status status;
        const char *message;
    } table[] = {
        {BYTES("a,b\n1,2\n3,\"4\n5,6\n"), GEO_ERROR_INPUT, "row 2 (line 3) opens a quote"},
        {BYTES("a,b\n\"x\ny\",2\n3,\"4\n"), GEO_ERROR_INPUT, "row 2 (line 4) opens a quote"},
        {BYTES("a,b\n1,2\n3,\"4\n5,\"6\"\n"), GEO_ERROR_INPUT, "row 2 (line 3)"},
        {BYTES("a,b\n\"1\n2,3\n\"\n"), GEO_ERROR_INPUT, "row 1 (line 2) runs over 3 lines"},
        {BYTES("a,b\n\"1\"x,2\n"), GEO_ERROR_INPUT, "row 1 (line 2) opens a quote"},
        {BYTES("\"a,b\n1,2\n"), GEO_ERROR_INPUT, "header"},
        {BYTES("a,b\n1,caf\xE9\n"), GEO_ERROR_INPUT, "row 1 (line 2) has a byte (0xE9)"},
        {BYTES("a,b\n1,caf\xE9\n"), GEO_ERROR_INPUT, "--encoding WINDOWS-1252"},
        {BYTES("a,caf\xE9\n1,2\n"), GEO_ERROR_INPUT, "--encoding ISO-8859-1"},
        {BYTES("a,b\n1,\xC0\x80\n"), GEO_ERROR_INPUT, "0xC0"},
        {BYTES("a,b\n1,\xED\xA0\x80\n"), GEO_ERROR_INPUT, "0xED"},
        {BYTES("a,b\n1,\xE2\x82"), GEO_ERROR_INPUT, "0xE2"},
        {BYTES("\xFF\xFE"
               "a\0,\0b\0\n\0"),
         GEO_ERROR_INPUT, "UTF-16"},
        {BYTES("\xFE\xFF\0a\0,\0b\0\n"), GEO_ERROR_INPUT, "UTF-16"},
        {BYTES("a\0,\0b\0\n\0"), GEO_ERROR_INPUT, "UTF-16"},
        {BYTES("a,b,a,c,b\n1,2,3,4,5\n"), GEO_ERROR_INPUT, "called a, b"},
        {BYTES("Month,month\n1,2\n"), GEO_ERROR_INPUT, "more than one field"},
        {BYTES("1,2,3\n4,5,6\n"), GEO_ERROR_INPUT, "looks like data"},
        {BYTES(",,\n4,5,6\n"), GEO_ERROR_INPUT, "looks like data"},
        {BYTES("x,2019-01,-1.85,52.6\n"), GEO_ERROR_INPUT, "looks like data"},
        {BYTES("Burglary,31/01/2019,385000\n"), GEO_ERROR_INPUT, "looks like data"},
        {BYTES("x,2019-01-31\n"), GEO_ERROR_INPUT, "looks like data"},
        {BYTES("\n\n\r\n"), GEO_ERROR_INPUT, "nothing in the file"},
        {BYTES("\xEF\xBB\xBF"), GEO_ERROR_INPUT, "nothing in the file"},
        {BYTES("a,b\r1,2\r3,4\r"), GEO_ERROR_INPUT, "carriage return alone"},
        {BYTES("%PDF-1.4\n"), GEO_ERROR_INPUT, "PDF"},
        {BYTES("SQLite format 3\0xxxx"), GEO_ERROR_INPUT, "GeoPackage"},
        {BYTES("PK\x03\x04xxxx"), GEO_ERROR_INPUT, "Excel workbook"},
        {BYTES("\xD0\xCF\x11\xE0xxxx"), GEO_ERROR_INPUT, "Excel workbook"},
        {BYTES("<!DOCTYPE html>\n<p>a,b\n"), GEO_ERROR_INPUT, "web page"},
        {BYTES("{\"type\": \"FeatureCollection\"}"), GEO_ERROR_INPUT, "JSON"},
    };
#undef BYTES
    scratch *test = *state;
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        geo_input input = in_memory(table[i].text, table[i].length);
        csv_outcome outcome = read_csv(test->context, &input, &options);
        if (outcome.status != table[i].status)
            fail_msg("%zu (%s): status %d", i, table[i].text, outcome.status);
        assert_message_holds(test, table[i].message);
    }
}

/* A NUL byte breaks its own row and no other; GDAL drops the rest of the line. */
static void nul_byte_rejects_its_row(void **state)
{
    static const char text[] = "a,b\n1,2\n3,\0004\n5,6\n";
    scratch *test = *state;
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_input input = in_memory(text, sizeof text - 1);
    csv_outcome outcome = read_csv(test->context, &input, &options);
    assert_int_equal(outcome.status, GEO_OK);
    assert_string_equal(outcome.rows, "[1|2]<NUL byte>[5|6]");
}

/* ---- encodings ------------------------------------------------------------------------------ */

static void encodings_are_read_when_asked_for(void **state)
{
#define BYTES(text) text, sizeof(text) - 1
    static const struct {
        const char *encoding;
        const char *text;
        size_t length;
        geo_status status;
        const char *rows;
    } table[] = {
        {"ISO-8859-1", BYTES("a,b\ncaf\xE9,2\n"), GEO_OK, "[caf\xC3\xA9|2]"},
        {"latin1",
         BYTES("a,b\n\xA3"
               "5,2\n"),
         GEO_OK,
         "[\xC2\xA3"
         "5|2]"},
        {"windows-1252",
         BYTES("a,b\n\x80"
               "5,\x92\n"),
         GEO_OK,
         "[\xE2\x82\xAC"
         "5|\xE2\x80\x99]"},
        {"UTF-16",
         BYTES("\xFF\xFE"
               "a\0,\0b\0\n\0\xE9\0,\0002\0"),
         GEO_OK, "[\xC3\xA9|2]"},
        {"UTF-16", BYTES("\xFE\xFF\0a\0,\0b\0\n\0\xE9\0,\0002"), GEO_OK, "[\xC3\xA9|2]"},
        {"UTF-16LE", BYTES("a\0\n\0\x3D\xD8\x00\xDE"), GEO_OK, "[\xF0\x9F\x98\x80]"},
        {"UTF-16LE", BYTES("a\0\n\0\x3D\xD8x\0"), GEO_ERROR_INPUT, ""},
        {"UTF-16LE", BYTES("a\0\n\0b\0c"), GEO_ERROR_INPUT, ""},
        {"UTF-16BE",
         BYTES("\xFF\xFE"
               "a\0"),
         GEO_ERROR_INPUT, ""},
        {"ISO-8859-1",
         BYTES("\xEF\xBB\xBF"
               "a,b\n1,2\n"),
         GEO_ERROR_INPUT, ""},
        {"UTF-8", BYTES("a,b\ncaf\xC3\xA9,2\n"), GEO_OK, "[caf\xC3\xA9|2]"},
        {"EBCDIC", BYTES("a,b\n1,2\n"), GEO_ERROR_USAGE, ""},
    };
#undef BYTES
    scratch *test = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        geo_reader_options options = GEO_READER_OPTIONS_INIT;
        options.encoding = table[i].encoding;
        geo_input input = in_memory(table[i].text, table[i].length);
        csv_outcome outcome = read_csv(test->context, &input, &options);
        if (outcome.status != table[i].status)
            fail_msg("%zu: %d %s", i, outcome.status, geo_message(test->context));
        if (outcome.status == GEO_OK)
            assert_string_equal(outcome.rows, table[i].rows);
    }
}

/* A character cut by the end of a block must come out whole. */
static void long_utf_16_is_read_whole(void **state)
{
    scratch *test = *state;
    size_t rows = 200000;
    char *text = malloc(8 + rows * 12);
    size_t length = 0;
    memcpy(text, "a\0\n\0", 4);
    length = 4;
    for (size_t i = 0; i < rows; i++) {
        /* An odd number of units, so that pairs fall on every place of a block. */
        memcpy(text + length, "\x3D\xD8\x00\xDEx\0\n\0", 8);
        length += 8;
        if (i % 3 == 0) {
            memcpy(text + length - 2, "y\0\n\0", 4);
            length += 2;
        }
    }
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    options.encoding = "UTF-16LE";
    geo_input input = {make_file(test, "utf16.csv", text, length), {NULL, 0}};
    geo_csv *csv = NULL;
    assert_int_equal(geo_csv_open(test->context, &input, NULL, &options, &csv), GEO_OK);
    bool more = true;
    geo_record record;
    size_t found = 0;
    while (geo_csv_next(test->context, csv, &record, &more) == GEO_OK && more) {
        const char *expected = found % 3 == 0 ? "\xF0\x9F\x98\x80xy" : "\xF0\x9F\x98\x80x";
        assert_int_equal(record.field[0].length, strlen(expected));
        assert_memory_equal(record.field[0].data, expected, strlen(expected));
        found++;
    }
    assert_false(more);
    assert_int_equal(found, rows);
    geo_csv_free(csv);
    free(text);
}

/* ---- header --------------------------------------------------------------------------------- */

static void title_lines_are_skipped_when_asked_for(void **state)
{
    static const char text[] = "Contents,,\n,,\n\"Table 8a: people,\nby ward\",,\n\n"
                               "Ward Code 1,Name,All Ages\nE05000001,A,\"1,234\"\n";
    static const char other[] = "Some title\nkey,people\nx,1\n";
    static const char none[] = "a,b\n1,2\n";
    const struct {
        const char *text;
        bool find_header;
        const char *code_field;
        const char *first_name;
        const char *rows;
    } table[] = {
        {text, true, NULL, "Ward Code 1", "[E05000001|A|1,234]"},
        {text, false, "ward code 1", "Ward Code 1", "[E05000001|A|1,234]"},
        {other, false, "KEY", "key", "[x|1]"},
        {none, true, NULL, "a", "[1|2]"},
        {none, false, "absent", "a", "[1|2]"},
    };
    scratch *test = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        geo_reader_options options = GEO_READER_OPTIONS_INIT;
        options.find_header = table[i].find_header;
        options.code_field = table[i].code_field;
        geo_input input = in_memory(table[i].text, strlen(table[i].text));
        geo_csv *csv = NULL;
        assert_int_equal(geo_csv_open(test->context, &input, NULL, &options, &csv), GEO_OK);
        assert_string_equal(csv->name[0], table[i].first_name);
        geo_csv_free(csv);
        csv_outcome outcome = read_csv(test->context, &input, &options);
        assert_int_equal(outcome.status, GEO_OK);
        assert_string_equal(outcome.rows, table[i].rows);
    }
}

static void header_is_told_as_it_stands(void **state)
{
    static const char text[] = "\xEF\xBB\xBF\"a\"\"b\", c \r\n1,2\r\n";
    scratch *test = *state;
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_input input = in_memory(text, sizeof text - 1);
    geo_csv *csv = NULL;
    assert_int_equal(geo_csv_open(test->context, &input, NULL, &options, &csv), GEO_OK);
    assert_true(csv->has_bom);
    assert_int_equal(csv->delimiter, ',');
    assert_string_equal(csv->name[0], "a\"b");
    assert_string_equal(csv->name[1], "c");
    assert_int_equal(csv->header.length, strlen("\"a\"\"b\", c "));
    assert_memory_equal(csv->header.data, "\"a\"\"b\", c ", csv->header.length);
    assert_string_equal(csv->header_end, "\r\n");
    geo_csv_free(csv);
}

/* ---- limits --------------------------------------------------------------------------------- */

static void limits_hold(void **state)
{
    scratch *test = *state;
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    options.limits.rows = 2;
    geo_input three = in_memory("a\n1\n2\n3\n", 8);
    geo_input two = in_memory("a\n1\n2\n", 6);
    assert_int_equal(read_csv(test->context, &two, &options).status, GEO_OK);
    assert_int_equal(read_csv(test->context, &three, &options).status, GEO_ERROR_LIMIT);
    assert_message_holds(test, "more than 2 rows");
    options.limits.rows = 0;
    assert_int_equal(read_csv(test->context, &three, &options).status, GEO_OK);

    options.limits.field_bytes = 4;
    geo_input fits = in_memory("a,b\n1234,\"1\n34\"\n", 16);
    geo_input long_plain = in_memory("a,b\n12345,2\n", 12);
    geo_input long_quoted = in_memory("a,b\n\"12345\",2\n", 14);
    assert_int_equal(read_csv(test->context, &fits, &options).status, GEO_OK);
    assert_int_equal(read_csv(test->context, &long_plain, &options).status, GEO_ERROR_LIMIT);
    assert_message_holds(test, "row 1 (line 2) has a field of more than 4 bytes");
    assert_int_equal(read_csv(test->context, &long_quoted, &options).status, GEO_ERROR_LIMIT);
    options.limits.field_bytes = 0;
    assert_int_equal(read_csv(test->context, &long_plain, &options).status, GEO_OK);
}

/* 50 MB without a line end: GDAL finds 0 rows in it and says all is well. */
static void huge_line_is_beyond_the_limit(void **state)
{
    static const struct {
        const char *start;
        char fill;
        geo_status status;
    } table[] = {
        {"a,b\n1,2\n3,", 'x', GEO_ERROR_LIMIT},
        {"a,b\n1,2\n3,\"", 'x', GEO_ERROR_LIMIT},
        {"a,b\n1,2\n3,", ',', GEO_ERROR_LIMIT},
        {"a,b\n1,2\n3,\"", '\n', GEO_ERROR_INPUT},
        {"", 'x', GEO_ERROR_LIMIT},
        {"a,b\n1,2\n", '\n', GEO_OK},
    };
    scratch *test = *state;
    size_t size = (size_t)50 << 20;
    char *text = malloc(size);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        memset(text, table[i].fill, size);
        memcpy(text, table[i].start, strlen(table[i].start));
        geo_input input = {make_file(test, "huge.csv", text, size), {NULL, 0}};
        geo_reader_options options = GEO_READER_OPTIONS_INIT;
        csv_outcome outcome = read_csv(test->context, &input, &options);
        if (outcome.status != table[i].status)
            fail_msg("%zu: %d %s", i, outcome.status, geo_message(test->context));
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(rows_of_texts),
        SCRATCH_TEST(refused_texts),
        SCRATCH_TEST(nul_byte_rejects_its_row),
        SCRATCH_TEST(encodings_are_read_when_asked_for),
        SCRATCH_TEST(long_utf_16_is_read_whole),
        SCRATCH_TEST(title_lines_are_skipped_when_asked_for),
        SCRATCH_TEST(header_is_told_as_it_stands),
        SCRATCH_TEST(limits_hold),
        SCRATCH_TEST(huge_line_is_beyond_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
