/* Pieces and chunks give what geo_csv_next() gives: the same records, numbers, errors and messages,
 * wherever the text is cut. Seeds are fixed, so that a failure can be had again. */
#include "allocations.h"
#include "core/text.h"
#include "random.h"
#include "reading_test.h"
#include "source/csv_chunk.h"
#include "source/csv_pieces.h"
#include "source/csv_scan.h"

/* ---- records as text ------------------------------------------------------------------------ */

/* All that was read, and how it ended. */
typedef struct outcome {
    geo_status status;
    geo_bytes records;
    int64_t lines;   /* before the end */
    size_t run_rows; /* read by runs */
    char message[400];
} outcome;

static void append(outcome *out, const char *data, size_t length)
{
    geo_context *context = geo_context_new();
    assert_int_equal(geo_bytes_append(context, &out->records, data, length), GEO_OK);
    geo_context_free(context);
}

static void append_text(outcome *out, geo_text text)
{
    char length[32];
    snprintf(length, sizeof length, " %zu%s:", text.length, text.data ? "" : "null");
    append(out, length, strlen(length));
    append(out, text.data ? text.data : "", text.length);
}

/* `wanted`: a bit for each field, the others count as null. */
static void append_record(outcome *out, const geo_record *record, size_t count, uint64_t wanted)
{
    char start[100];
    snprintf(start, sizeof start, "\nrow %d %s %zu", (int)record->row,
             record->broken ? record->broken : "", record->fields_found);
    append(out, start, strlen(start));
    append_text(out, record->raw);
    append_text(out, record->line_end);
    for (size_t i = 0; i < count; i++)
        append_text(out, wanted >> i & 1 ? record->field[i] : (geo_text){NULL, 0});
}

static void finish_outcome(geo_context *context, outcome *out, geo_status status)
{
    out->status = status;
    snprintf(out->message, sizeof out->message, "%s", status == GEO_OK ? "" : geo_message(context));
}

static outcome read_at_once(geo_context *context, const geo_input *input,
                            const geo_reader_options *options, uint64_t wanted)
{
    outcome out = {0};
    geo_csv *csv = NULL;
    bool more = true;
    geo_status status = geo_csv_open(context, input, NULL, options, &csv);
    while (status == GEO_OK && more) {
        geo_record record;
        status = geo_csv_next(context, csv, &record, &more);
        if (status == GEO_OK && more)
            append_record(&out, &record, csv->field_count, wanted);
    }
    out.lines = csv ? csv->line - 1 : 0;
    geo_csv_free(csv);
    finish_outcome(context, &out, status);
    return out;
}

/* ---- pieces, glued -------------------------------------------------------------------------- */

/* What is known in front of a piece. */
typedef struct reading {
    geo_csv *csv;
    geo_csv_pieces *pieces;
    geo_csv_chunk *chunk;
    geo_csv_piece piece;
    char *glued; /* of its own size, so that a sanitizer sees a step too far */
    size_t rest;
    int64_t rows;
    int64_t lines;
    int64_t bytes;
    size_t run_rows;
    uint64_t wanted;
    outcome *out;
} reading;

static void glue_piece(reading *job)
{
    size_t length = job->rest + job->piece.text.length;
    char *glued = malloc(length > 0 ? length : 1);
    if (job->rest > 0)
        memcpy(glued, job->glued, job->rest);
    if (job->piece.text.length > 0)
        memcpy(glued + job->rest, job->piece.text.data, job->piece.text.length);
    free(job->glued);
    job->glued = glued;
    job->rest = length;
}

/* The record that a row of a run is; false when a wanted field of it is left to others. */
static bool make_record(const reading *job, const geo_csv_run *run, size_t row, geo_text *field,
                        geo_record *record)
{
    const uint32_t *position = run->position + row * run->field_count;
    const char *text = run->base + (uint32_t)(position[0] + 1);
    size_t length = position[run->field_count] - (position[0] + 1);
    bool has_return = length > 0 && text[length - 1] == '\r';
    for (size_t i = 0; i < run->field_count; i++)
        if (job->wanted >> i & 1 && !geo_csv_run_field(run, row, i, &field[i]))
            return false;
    *record = (geo_record){.row = job->rows + geo_csv_chunk_rows(job->chunk) + 1 + (int64_t)row,
                           .fields_found = run->field_count,
                           .field = field,
                           .raw = {text, length - has_return},
                           .line_end = geo_text_of(has_return ? "\r\n" : "\n")};
    return true;
}

/* By runs as far as they go. */
static void read_runs(reading *job)
{
    geo_csv_run run;
    size_t row;
    do {
        geo_text field[64];
        geo_record record;
        geo_csv_chunk_run(job->chunk, 1 + job->run_rows % 70, &run);
        for (row = 0; row < run.count && make_record(job, &run, row, field, &record); row++)
            append_record(job->out, &record, run.field_count, job->wanted);
        geo_csv_chunk_skip(job->chunk, &run, row);
        job->run_rows += row;
    } while (row > 0);
}

static geo_status read_piece(geo_context *context, reading *job)
{
    bool by_runs = (job->piece.number + job->wanted) % 2 == 0;
    bool more = true;
    geo_status status = geo_csv_pieces_read(context, job->pieces, &job->piece);
    if (status != GEO_OK)
        return status;
    size_t length = job->rest + job->piece.text.length;
    glue_piece(job);
    geo_csv_chunk_begin(job->chunk, (geo_text){job->glued, length}, job->piece.is_last, job->rows,
                        job->lines);
    while (status == GEO_OK && more) {
        geo_record record;
        if (by_runs)
            read_runs(job);
        status = geo_csv_chunk_next(context, job->chunk, &record, &more);
        if (status == GEO_OK && more)
            append_record(job->out, &record, job->csv->field_count, job->wanted);
    }
    job->rows += geo_csv_chunk_rows(job->chunk);
    job->lines += geo_csv_chunk_lines(job->chunk);
    job->bytes += geo_csv_chunk_bytes(job->chunk);
    job->rest = geo_csv_chunk_rest(job->chunk);
    assert_true(job->rest + (size_t)geo_csv_chunk_bytes(job->chunk) == length);
    memmove(job->glued, job->glued + length - job->rest, job->rest);
    return status;
}

static geo_status read_pieces(geo_context *context, reading *job, size_t piece_bytes)
{
    size_t needed[64];
    size_t count = 0;
    for (size_t i = 0; i < job->csv->field_count; i++)
        if (job->wanted >> i & 1)
            needed[count++] = i;
    geo_status status = geo_csv_pieces_open(context, job->csv, piece_bytes, &job->pieces);
    if (status == GEO_OK)
        status = geo_csv_chunk_new(context, job->csv, needed, count, &job->chunk);
    bool more = true;
    uint64_t number = 0;
    while (status == GEO_OK) {
        status = geo_csv_pieces_claim(context, job->pieces, &job->piece, &more);
        if (status != GEO_OK || !more)
            break;
        assert_int_equal(job->piece.number, number++);
        status = read_piece(context, job);
    }
    if (status != GEO_OK)
        return status;
    assert_true(job->piece.is_last);
    assert_int_equal(job->rest, 0);
    return geo_csv_pieces_finish(context, job->pieces, job->bytes);
}

static outcome read_in_pieces(geo_context *context, const geo_input *input,
                              const geo_reader_options *options, uint64_t wanted,
                              size_t piece_bytes)
{
    outcome out = {0};
    reading job = {.wanted = wanted, .out = &out};
    geo_status status = geo_csv_open(context, input, NULL, options, &job.csv);
    if (status == GEO_OK) {
        job.lines = job.csv->line - 1;
        status = read_pieces(context, &job, piece_bytes);
    }
    out.lines = job.lines;
    out.run_rows = job.run_rows;
    free(job.glued);
    geo_csv_piece_clear(&job.piece);
    geo_csv_chunk_free(job.chunk);
    geo_csv_pieces_free(job.pieces);
    geo_csv_free(job.csv);
    finish_outcome(context, &out, status);
    return out;
}

/* ---- the same ------------------------------------------------------------------------------- */

static void assert_same_records(const outcome *expected, const outcome *found)
{
    if (found->records.length != expected->records.length ||
        (found->records.length > 0 &&
         memcmp(found->records.data, expected->records.data, found->records.length) != 0))
        fail_msg("expected (%s):%.*s\n\nfound (%s):%.*s", expected->message,
                 (int)expected->records.length, expected->records.data, found->message,
                 (int)found->records.length, found->records.data);
}

/* `is_limited`: the message tells how much of a long record was looked at. */
static bool check_same(geo_context *context, const geo_input *input,
                       const geo_reader_options *options, uint64_t wanted, size_t piece_bytes,
                       bool is_limited, size_t *run_rows)
{
    outcome expected = read_at_once(context, input, options, wanted);
    outcome found = read_in_pieces(context, input, options, wanted, piece_bytes);
    bool is_good = expected.status == GEO_OK;
    *run_rows += found.run_rows;
    assert_same_records(&expected, &found);
    if (is_limited) {
        assert_int_equal(found.status == GEO_OK, is_good);
    } else {
        assert_string_equal(found.message, expected.message);
        assert_int_equal(found.status, expected.status);
    }
    if (is_good)
        assert_int_equal(found.lines, expected.lines);
    geo_bytes_clear(&expected.records);
    geo_bytes_clear(&found.records);
    return is_good;
}

/* ---- random texts --------------------------------------------------------------------------- */

typedef struct random_text {
    uint64_t *state;
    char delimiter;
    size_t fields;
    size_t strangeness; /* of 1000 rows */
    bool is_quoted;     /* all fields */
    char *text;
    size_t length;
    size_t capacity;
} random_text;

static void add(random_text *out, const char *data, size_t length)
{
    while (out->length + length > out->capacity) {
        out->capacity = 2 * out->capacity + 1000;
        out->text = realloc(out->text, out->capacity);
        assert_non_null(out->text);
    }
    memcpy(out->text + out->length, data, length);
    out->length += length;
}

static void add_string(random_text *out, const char *text)
{
    add(out, text, strlen(text));
}

static bool is_strange(random_text *out)
{
    return random_below(out->state, 1000) < out->strangeness;
}

static void add_inside(random_text *out)
{
    static const char *const piece[] = {
        "a", "-2.18",       "52.6", "2019-01", "\xC3\xA9", "", " ", "On or near High Street",
        "7", "\xE2\x82\xAC"};
    static const char *const quoted[] = {"\"\"", "\n", "\r\n", ",", ";", "\t", "\"\"\"\""};
    size_t pieces = random_below(out->state, 3);
    for (size_t i = 0; i < pieces; i++)
        add_string(out, is_strange(out) ? quoted[random_below(out->state, 7)]
                                        : piece[random_below(out->state, 10)]);
}

static void add_field_text(random_text *out)
{
    static const char *const piece[] = {"a",
                                        "-2.18",
                                        "52.6",
                                        "2019-01",
                                        "\xC3\xA9",
                                        "",
                                        "On or near Whitechapel Road, to be longer than a block"};
    static const char *const strange[] = {"\"",   "x\"y",     "\"\"",   "\r",  "\xFF",
                                          "\xC3", "5\" pipe", "\"a\"b", "\"a", "\"a\"\r"};
    bool is_quoted = out->is_quoted || random_below(out->state, 5) == 0;
    if (is_strange(out)) {
        add_string(out, strange[random_below(out->state, 10)]);
    } else if (is_strange(out)) {
        add(out, "\0", 1);
    } else if (is_quoted) {
        add_string(out, "\"");
        add_inside(out);
        add_string(out, "\"");
    } else {
        const char *text = piece[random_below(out->state, 7)];
        if (!strchr(text, out->delimiter))
            add_string(out, text);
    }
}

static void add_header(random_text *out)
{
    for (size_t i = 0; i < out->fields; i++) {
        char name[] = {out->delimiter, 'n', (char)('a' + i), '\0'};
        add_string(out, name + (i == 0));
    }
}

static void add_row(random_text *out)
{
    size_t fields = out->fields;
    if (is_strange(out))
        fields += random_below(out->state, 3) - 1;
    if (is_strange(out)) {
        add_header(out);
        return;
    }
    if (is_strange(out))
        return;
    for (size_t i = 0; i < fields; i++) {
        if (i > 0)
            add(out, &out->delimiter, 1);
        add_field_text(out);
    }
}

static void make_random_text(uint64_t *state, size_t rows, random_text *out)
{
    static const size_t strangeness[] = {0, 0, 3, 20, 100, 300};
    *out = (random_text){.state = state,
                         .delimiter = ",;\t"[random_below(state, 3)],
                         .fields = 1 + random_below(state, 13),
                         .strangeness = strangeness[random_below(state, 6)],
                         .is_quoted = random_below(state, 3) == 0};
    if (out->fields == 1)
        out->delimiter = ',';
    bool has_returns = random_below(state, 3) == 0;
    if (random_below(state, 4) == 0)
        add_string(out, "\xEF\xBB\xBF");
    add_header(out);
    for (size_t i = 0; i < rows; i++) {
        add_string(out, has_returns || is_strange(out) ? "\r\n" : "\n");
        add_row(out);
    }
    if (random_below(state, 2))
        add_string(out, has_returns ? "\r\n" : "\n");
}

static char *copy_exactly(const random_text *text)
{
    char *exact = malloc(text->length > 0 ? text->length : 1);
    assert_non_null(exact);
    memcpy(exact, text->text, text->length);
    return exact;
}

/* ---- tests ---------------------------------------------------------------------------------- */

static void every_cut_gives_the_same(void **state)
{
    scratch *test = *state;
    uint64_t random = 20190401;
    int good = 0;
    size_t run_rows = 0;
    int rounds = 12000;
    for (int round = 0; round < rounds; round++) {
        random_text made;
        make_random_text(&random, random_below(&random, 30), &made);
        char *exact = copy_exactly(&made);
        geo_reader_options options = GEO_READER_OPTIONS_INIT;
        geo_input input = {"random.csv", {exact, made.length}};
        if (random_below(&random, 8) == 0)
            options.limits.rows = 1 + (int64_t)random_below(&random, 20);
        if (random_below(&random, 8) == 0)
            options.encoding = "ISO-8859-1";
        size_t piece_bytes = random_below(&random, 8) == 0 ? 100000 : 1 + random_below(&random, 64);
        good += check_same(test->context, &input, &options, random_bits(&random), piece_bytes,
                           false, &run_rows);
        free(exact);
        free(made.text);
    }
    /* Neither kind may be rare. */
    assert_in_range(good, rounds / 4, rounds - rounds / 10);
    assert_true(run_rows > 10000);
}

static void limits_hold_wherever_the_text_is_cut(void **state)
{
    scratch *test = *state;
    uint64_t random = 20190402;
    int good = 0;
    size_t run_rows = 0;
    for (int round = 0; round < 4000; round++) {
        random_text made;
        make_random_text(&random, random_below(&random, 30), &made);
        char *exact = copy_exactly(&made);
        geo_reader_options options = GEO_READER_OPTIONS_INIT;
        geo_input input = {"random.csv", {exact, made.length}};
        options.limits.field_bytes = 20 + (int64_t)random_below(&random, 60);
        good += check_same(test->context, &input, &options, random_bits(&random),
                           1 + random_below(&random, 200), true, &run_rows);
        free(exact);
        free(made.text);
    }
    assert_in_range(good, 400, 3600);
    assert_true(run_rows > 1000);
}

/* Records fall across the ends of what is indexed at once, and files are cut by arithmetic. */
static void large_files_give_the_same(void **state)
{
    static const size_t piece_bytes[] = {64, 1000, 32768, 50000, 300000, 10000000};
    scratch *test = *state;
    uint64_t random = 20190403;
    int good = 0;
    size_t run_rows = 0;
    for (int round = 0; round < 60; round++) {
        random_text made;
        make_random_text(&random, 1000 + random_below(&random, 4000), &made);
        make_file(test, "large.csv", made.text, made.length);
        geo_reader_options options = GEO_READER_OPTIONS_INIT;
        geo_input input = {test->path, {NULL, 0}};
        good += check_same(test->context, &input, &options, random_bits(&random),
                           piece_bytes[random_below(&random, 6)], false, &run_rows);
        free(made.text);
    }
    assert_in_range(good, 10, 50);
    assert_true(run_rows > 10000);
}

static void check_same_index(const geo_csv_index *one, const geo_csv_index *other)
{
    assert_int_equal(one->row_count, other->row_count);
    assert_memory_equal(one->row_end, other->row_end, one->row_count * sizeof *one->row_end);
    if (one->row_count > 0)
        assert_memory_equal(one->position, other->position,
                            (one->row_end[one->row_count - 1] + 1) * sizeof *one->position);
    assert_int_equal(one->has_nul, other->has_nul);
    assert_int_equal(one->has_high, other->has_high);
    assert_int_equal(one->has_doubled_quotes, other->has_doubled_quotes);
    assert_int_equal(one->has_quoted_newlines, other->has_quoted_newlines);
}

/* Whatever the processor has and words find the same, in texts that end anywhere. */
static void every_way_to_scan_finds_the_same(void **state)
{
    scratch *test = *state;
    geo_csv_index vectors;
    geo_csv_index words;
    uint64_t random = 20190404;
    size_t rows = 0;
    assert_int_equal(geo_csv_index_new(test->context, &vectors), GEO_OK);
    assert_int_equal(geo_csv_index_new(test->context, &words), GEO_OK);
    geo_scan_means best = vectors.means;
    words.means = GEO_SCAN_WORDS;
    for (int round = 0; round < 3000; round++) {
        random_text made;
        make_random_text(&random, random_below(&random, 100), &made);
        if (made.length > GEO_CSV_SCAN_BYTES)
            made.length = GEO_CSV_SCAN_BYTES;
        char *exact = copy_exactly(&made);
        geo_csv_scan(exact, made.length, made.delimiter, &words);
        for (vectors.means = best; vectors.means > GEO_SCAN_WORDS; vectors.means--) {
            geo_csv_scan(exact, made.length, made.delimiter, &vectors);
            check_same_index(&vectors, &words);
        }
        rows += words.row_count;
        free(exact);
        free(made.text);
    }
    assert_true(rows > 30000);
    geo_csv_index_clear(&vectors);
    geo_csv_index_clear(&words);
}

typedef struct failing_job {
    geo_input input;
    size_t piece_bytes;
} failing_job;

static geo_status read_with_failures(geo_context *context, void *data)
{
    const failing_job *job = data;
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    outcome found = read_in_pieces(context, &job->input, &options, UINT64_MAX, job->piece_bytes);
    geo_bytes_clear(&found.records);
    return found.status;
}

static void failed_allocations_are_a_status(void **state)
{
    static const char text[] = "a,b\n1,2\n\"3\"\"\",4\n5\n\"6\n6\",7\n";
    scratch *test = *state;
    make_text_file(test, "a.csv", text);
    failing_job file = {{test->path, {NULL, 0}}, 3};
    assert_in_range(fail_each_allocation(read_with_failures, &file), 15, 200);
    failing_job memory = {{"a.csv", {text, strlen(text)}}, 3};
    assert_in_range(fail_each_allocation(read_with_failures, &memory), 15, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(every_cut_gives_the_same),
        SCRATCH_TEST(limits_hold_wherever_the_text_is_cut),
        SCRATCH_TEST(large_files_give_the_same),
        SCRATCH_TEST(every_way_to_scan_finds_the_same),
        SCRATCH_TEST(failed_allocations_are_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
