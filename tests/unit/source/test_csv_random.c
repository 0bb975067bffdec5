/* Properties of the CSV reader over random texts: no byte goes missing, and what was written is
 * what is read. Seeds are fixed, so that a failure can be had again. */
#include "random.h"
#include "reading_test.h"
#include "source/csv.h"

/* ---- any bytes ------------------------------------------------------------------------------ */

/* Bytes that mean something to a CSV reader come more often than others. */
static size_t random_bytes(uint64_t *state, char *text, size_t size)
{
    static const char special[] = "\"\",,;\t\n\n\r\0\xEF\xBB\xBF\xFF\xFE"
                                  "ab1.5 ";
    size_t length = random_below(state, size);
    size_t wild = random_below(state, 20);
    for (size_t i = 0; i < length; i++)
        text[i] = random_below(state, 20) < wild ? (char)random_below(state, 256)
                                                 : special[random_below(state, sizeof special - 1)];
    if (random_below(state, 2) && length > 8)
        memcpy(text, "key,b\n", 6);
    return length;
}

/* Reads to the end or to an error; a success has accounted for every byte. */
static bool read_any(geo_context *context, const geo_input *input,
                     const geo_reader_options *options, size_t length)
{
    geo_csv *csv = NULL;
    bool more = true;
    geo_record record;
    size_t pieces = 0;
    geo_status status = geo_csv_open(context, input, NULL, options, &csv);
    if (status != GEO_OK) {
        assert_true(geo_message(context)[0] != '\0');
        return false;
    }
    pieces += csv->header.length + strlen(csv->header_end) + (csv->has_bom ? 3 : 0);
    while ((status = geo_csv_next(context, csv, &record, &more)) == GEO_OK && more) {
        pieces += record.raw.length + record.line_end.length;
        for (size_t i = 0; i < csv->field_count; i++)
            assert_true((!record.field[i].data) == (record.field[i].length == 0));
    }
    assert_int_not_equal(status, GEO_ERROR_INTERNAL);
    if (status == GEO_OK && !options->encoding) {
        assert_int_equal(csv->accounted, length);
        assert_true(pieces <= length);
    }
    geo_csv_free(csv);
    return status == GEO_OK;
}

static void any_bytes_fail_or_are_accounted_for(void **state)
{
    static const char *const encoding[] = {NULL, NULL, NULL, "ISO-8859-1", "UTF-16"};
    scratch *test = *state;
    uint64_t random = 20190301;
    size_t read = 0;
    for (int round = 0; round < 40000; round++) {
        char text[400];
        size_t length = random_bytes(&random, text, sizeof text);
        /* Of its own size, so that a sanitizer sees a step too far. */
        char *exact = malloc(length + (length == 0));
        memcpy(exact, text, length);
        geo_reader_options options = GEO_READER_OPTIONS_INIT;
        options.encoding = encoding[random_below(&random, 5)];
        options.find_header = random_below(&random, 4) == 0;
        options.code_field = random_below(&random, 4) == 0 ? "key" : NULL;
        options.limits.field_bytes = (int64_t)random_below(&random, 3) * 20;
        geo_input input = {"random.csv", {exact, length}};
        read += read_any(test->context, &input, &options, length);
        free(exact);
    }
    /* The test means nothing when all of them fail. */
    assert_true(read > 1000);
}

/* ---- tables --------------------------------------------------------------------------------- */

enum { FIELDS_MAX = 6, FIELD_BYTES = 12 };

typedef struct random_table {
    size_t rows;
    size_t fields;
    char delimiter;
    char (*cell)[FIELD_BYTES];
} random_table;

static void fill_table(uint64_t *state, random_table *table)
{
    static const char *const piece[] = {"a",  "\"", ",", ";",        "\t",
                                        "\n", "\r", " ", "\xC3\xA9", "7"};
    for (size_t i = 0; i < table->rows * table->fields; i++) {
        table->cell[i][0] = '\0';
        size_t pieces = random_below(state, 5);
        for (size_t p = 0; p < pieces; p++)
            strcat(table->cell[i], piece[random_below(state, 10)]);
    }
}

static bool needs_quotes(const char *cell, char delimiter, bool is_alone)
{
    return cell[0] == '"' || strchr(cell, delimiter) || strchr(cell, '\n') || strchr(cell, '\r') ||
           (is_alone && cell[0] == '\0');
}

static size_t write_cell(uint64_t *state, const random_table *table, const char *cell, char *out)
{
    size_t length = 0;
    if (!needs_quotes(cell, table->delimiter, table->fields == 1) && random_below(state, 4) > 0) {
        strcpy(out, cell);
        return strlen(cell);
    }
    out[length++] = '"';
    for (; *cell; cell++) {
        if (*cell == '"')
            out[length++] = '"';
        out[length++] = *cell;
    }
    out[length++] = '"';
    return length;
}

static size_t write_table(uint64_t *state, const random_table *table, char *out)
{
    size_t length = random_below(state, 4) == 0 ? 3 : 0;
    memcpy(out, "\xEF\xBB\xBF", length);
    for (size_t f = 0; f < table->fields; f++)
        length += (size_t)sprintf(out + length, "%sname %zu",
                                  f == 0 ? "" : (char[]){table->delimiter, 0}, f);
    for (size_t i = 0; i < table->rows * table->fields; i++) {
        if (i % table->fields > 0)
            out[length++] = table->delimiter;
        else
            length += (size_t)sprintf(out + length, "%s", random_below(state, 2) ? "\r\n" : "\n");
        length += write_cell(state, table, table->cell[i], out + length);
    }
    if (random_below(state, 2))
        out[length++] = '\n';
    return length;
}

static void check_table(geo_context *context, const geo_input *input, const random_table *table)
{
    geo_csv *csv = NULL;
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    bool more = true;
    geo_record record;
    if (geo_csv_open(context, input, NULL, &options, &csv) != GEO_OK)
        fail_msg("%s", geo_message(context));
    assert_int_equal(csv->field_count, table->fields);
    for (size_t row = 0; row < table->rows; row++) {
        if (geo_csv_next(context, csv, &record, &more) != GEO_OK)
            fail_msg("%s", geo_message(context));
        assert_true(more);
        assert_null(record.broken);
        for (size_t f = 0; f < table->fields; f++) {
            const char *cell = table->cell[row * table->fields + f];
            assert_int_equal(record.field[f].length, strlen(cell));
            if (cell[0])
                assert_memory_equal(record.field[f].data, cell, strlen(cell));
        }
    }
    assert_int_equal(geo_csv_next(context, csv, &record, &more), GEO_OK);
    assert_false(more);
    geo_csv_free(csv);
}

static void written_tables_are_read_back(void **state)
{
    static const char delimiter[] = ",;\t";
    scratch *test = *state;
    uint64_t random = 17;
    for (int round = 0; round < 3000; round++) {
        random_table table = {.rows = random_below(&random, 30),
                              .fields = 1 + random_below(&random, FIELDS_MAX)};
        table.delimiter = table.fields == 1 ? ',' : delimiter[random_below(&random, 3)];
        table.cell = calloc(table.rows * table.fields + 1, FIELD_BYTES);
        fill_table(&random, &table);
        char *text = malloc(200 + table.rows * table.fields * 40);
        size_t length = write_table(&random, &table, text);
        geo_input memory = {"table.csv", {text, length}};
        check_table(test->context, &memory, &table);
        free(table.cell);
        free(text);
    }
}

/* Records fall across the ends of the blocks that a file is read in. */
static void large_files_are_read_back(void **state)
{
    scratch *test = *state;
    uint64_t random = 18;
    random_table table = {.rows = 60000, .fields = 4, .delimiter = ','};
    table.cell = calloc(table.rows * table.fields, FIELD_BYTES);
    fill_table(&random, &table);
    char *text = malloc(200 + table.rows * table.fields * 40);
    size_t length = write_table(&random, &table, text);
    assert_true(length > 1 << 20);
    geo_input file = {make_file(test, "large.csv", text, length), {NULL, 0}};
    check_table(test->context, &file, &table);
    free(table.cell);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(any_bytes_fail_or_are_accounted_for),
        SCRATCH_TEST(written_tables_are_read_back),
        SCRATCH_TEST(large_files_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
