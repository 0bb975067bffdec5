/* Pieces of CSV text, wherever it comes from: no byte twice, none missing, and no error unseen. */
#include <errno.h>

#include "reading_test.h"
#include "source/csv_pieces.h"

/* ---- a pread() that fails on request -------------------------------------------------------- */

static int read_error; /* what to fail with, 0 for nothing */
static int reads_before_error;
static size_t read_at_most; /* bytes, 0 for as many as asked for */

/* Stands in for the system's, in this program only. */
ssize_t pread(int descriptor, void *buffer, size_t size, off_t offset)
{
    if (read_error && reads_before_error-- <= 0) {
        errno = read_error;
        /* A signal interrupts once, a broken disk stays broken. */
        read_error = read_error == EINTR ? 0 : read_error;
        return -1;
    }
    if (lseek(descriptor, offset, SEEK_SET) != offset)
        return -1;
    return read(descriptor, buffer, read_at_most && size > read_at_most ? read_at_most : size);
}

static int calm_set_up(void **state)
{
    read_error = 0;
    reads_before_error = 0;
    read_at_most = 0;
    return scratch_set_up(state);
}

#define PIECES_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, calm_set_up, scratch_tear_down)

/* ---- all pieces together -------------------------------------------------------------------- */

enum { LINES = 20000, LINE_BYTES_MAX = 60, LONG_LINE = 7000, LONG_BYTES = 50000 };

/* A header and lines of many lengths, one of them longer than several pieces. */
static char *make_text(size_t *length)
{
    size_t used = 0;
    char *text = malloc((size_t)LINES * LINE_BYTES_MAX + LONG_BYTES + 100);
    assert_non_null(text);
    used += (size_t)sprintf(text, "id,name\n");
    for (int i = 0; i < LINES; i++) {
        int width = i == LONG_LINE ? LONG_BYTES : i * 7919 % 40;
        used += (size_t)sprintf(text + used, "%d,%*s\n", i, width, "x");
    }
    *length = used;
    return text;
}

typedef struct together {
    geo_status status;
    char *text;
    size_t length;
    size_t pieces;
    size_t empty;
} together;

static geo_status add_pieces(geo_context *context, geo_csv_pieces *pieces, together *all)
{
    geo_csv_piece piece = {0};
    geo_status status = GEO_OK;
    bool more = true;
    double fraction = 0;
    while (status == GEO_OK) {
        status = geo_csv_pieces_claim(context, pieces, &piece, &more);
        if (status != GEO_OK || !more)
            break;
        status = geo_csv_pieces_read(context, pieces, &piece);
        if (status != GEO_OK)
            break;
        assert_int_equal(piece.number, all->pieces++);
        assert_true(geo_csv_pieces_fraction(pieces) >= fraction);
        fraction = geo_csv_pieces_fraction(pieces);
        all->empty += piece.text.length == 0;
        if (piece.text.length > 0) {
            all->text = realloc(all->text, all->length + piece.text.length);
            assert_non_null(all->text);
            memcpy(all->text + all->length, piece.text.data, piece.text.length);
            all->length += piece.text.length;
            assert_true(piece.is_last || piece.text.data[piece.text.length - 1] == '\n');
        }
    }
    if (status == GEO_OK)
        assert_true(piece.is_last);
    geo_csv_piece_clear(&piece);
    return status == GEO_OK ? geo_csv_pieces_finish(context, pieces, (int64_t)all->length) : status;
}

static together read_all(scratch *test, const geo_input *input, const char *member,
                         const char *encoding, size_t piece_bytes)
{
    together all = {0};
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    options.encoding = encoding;
    geo_csv *csv = NULL;
    geo_csv_pieces *pieces = NULL;
    all.status = geo_csv_open(test->context, input, member, &options, &csv);
    if (all.status == GEO_OK)
        all.status = geo_csv_pieces_open(test->context, csv, piece_bytes, &pieces);
    if (all.status == GEO_OK)
        all.status = add_pieces(test->context, pieces, &all);
    geo_csv_pieces_free(pieces);
    geo_csv_free(csv);
    return all;
}

static void check_all(scratch *test, const geo_input *input, const char *encoding,
                      size_t piece_bytes, const char *text, size_t length)
{
    size_t header = (size_t)(strchr(text, '\n') + 1 - text);
    together all = read_all(test, input, NULL, encoding, piece_bytes);
    if (all.status != GEO_OK)
        fail_msg("%s", geo_message(test->context));
    assert_int_equal(all.length, length - header);
    assert_memory_equal(all.text, text + header, all.length);
    assert_true(all.pieces > 1 || piece_bytes > length / 2);
    free(all.text);
}

static void every_kind_gives_the_whole_text(void **state)
{
    static const size_t piece_bytes[] = {100, 1000, 4096, 70000, 300000, 10000000};
    scratch *test = *state;
    size_t length = 0;
    char *text = make_text(&length);
    geo_input memory = {"memory.csv", {text, length}};
    make_file(test, "a.csv", text, length);
    run_shell("gzip -k '%s/a.csv'", test->folder);
    for (size_t i = 0; i < sizeof piece_bytes / sizeof *piece_bytes; i++) {
        geo_input file = {test->path, {NULL, 0}};
        check_all(test, &memory, NULL, piece_bytes[i], text, length);
        check_all(test, &memory, "ISO-8859-1", piece_bytes[i], text, length);
        check_all(test, &file, NULL, piece_bytes[i], text, length);
        char gzip[200];
        snprintf(gzip, sizeof gzip, "%s/a.csv.gz", test->folder);
        geo_input compressed = {gzip, {NULL, 0}};
        check_all(test, &compressed, NULL, piece_bytes[i], text, length);
        run_shell("mkfifo '%s/pipe' && (cat '%s/a.csv' > '%s/pipe' &)", test->folder);
        char pipe[200];
        snprintf(pipe, sizeof pipe, "%s/pipe", test->folder);
        geo_input fifo = {pipe, {NULL, 0}};
        check_all(test, &fifo, NULL, piece_bytes[i], text, length);
        assert_int_equal(remove(pipe), 0);
    }
    free(text);
}

static void short_reads_and_signals_change_nothing(void **state)
{
    scratch *test = *state;
    size_t length = 0;
    char *text = make_text(&length);
    geo_input file = {make_file(test, "a.csv", text, length), {NULL, 0}};
    read_at_most = 7;
    read_error = EINTR;
    reads_before_error = 3;
    check_all(test, &file, NULL, 5000, text, length);
    free(text);
}

static void text_of_a_header_alone_is_one_empty_piece(void **state)
{
    static const char *const texts[] = {"a,b\n", "a,b"};
    scratch *test = *state;
    for (size_t i = 0; i < 2; i++) {
        geo_input file = {make_text_file(test, "a.csv", texts[i]), {NULL, 0}};
        together all = read_all(test, &file, NULL, NULL, 100);
        assert_int_equal(all.status, GEO_OK);
        assert_int_equal(all.pieces, 1);
        assert_int_equal(all.empty, 1);
    }
}

/* ---- what goes wrong ------------------------------------------------------------------------ */

static void read_error_is_told(void **state)
{
    scratch *test = *state;
    size_t length = 0;
    char *text = make_text(&length);
    geo_input file = {make_file(test, "a.csv", text, length), {NULL, 0}};
    for (int reads = 0; reads < 20; reads++) {
        read_error = EIO;
        reads_before_error = reads;
        together all = read_all(test, &file, NULL, NULL, 30000);
        assert_int_equal(all.status, GEO_ERROR_INPUT);
        assert_message_holds(test, "read error");
        free(all.text);
    }
    free(text);
}

/* Opens pieces of the file at test->path, does that to it, and reads on. */
static void check_change(scratch *test, const char *command, const char *message)
{
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_input file = {test->path, {NULL, 0}};
    geo_csv *csv = NULL;
    geo_csv_pieces *pieces = NULL;
    together all = {0};
    assert_int_equal(geo_csv_open(test->context, &file, NULL, &options, &csv), GEO_OK);
    assert_int_equal(geo_csv_pieces_open(test->context, csv, 30000, &pieces), GEO_OK);
    run_shell(command, test->folder);
    assert_int_equal(add_pieces(test->context, pieces, &all), GEO_ERROR_INPUT);
    assert_message_holds(test, message);
    free(all.text);
    geo_csv_pieces_free(pieces);
    geo_csv_free(csv);
}

static void file_that_changes_is_refused(void **state)
{
    static const char *const commands[] = {
        "truncate -s 20000 '%s/a.csv'",
        "truncate -s 0 '%s/a.csv'",
        "echo 1,2 >> '%s/a.csv'",
        "touch -d 2001-01-01 '%s/a.csv'",
    };
    scratch *test = *state;
    size_t length = 0;
    char *text = make_text(&length);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        make_file(test, "a.csv", text, length);
        check_change(test, commands[i], "changed while it was being read");
    }
    free(text);
}

static void missing_bytes_are_told(void **state)
{
    static const char text[] = "a,b\n1,2\n3,4\n";
    scratch *test = *state;
    geo_reader_options options = GEO_READER_OPTIONS_INIT;
    geo_input file = {make_text_file(test, "a.csv", text), {NULL, 0}};
    geo_csv *csv = NULL;
    geo_csv_pieces *pieces = NULL;
    assert_int_equal(geo_csv_open(test->context, &file, NULL, &options, &csv), GEO_OK);
    assert_int_equal(geo_csv_pieces_open(test->context, csv, 30000, &pieces), GEO_OK);
    assert_int_equal(geo_csv_pieces_finish(test->context, pieces, 8), GEO_OK);
    assert_int_equal(geo_csv_pieces_finish(test->context, pieces, 7), GEO_ERROR_INTERNAL);
    assert_message_holds(test, "11 of 12 bytes");
    geo_csv_pieces_free(pieces);
    geo_csv_free(csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PIECES_TEST(every_kind_gives_the_whole_text),
        PIECES_TEST(short_reads_and_signals_change_nothing),
        PIECES_TEST(text_of_a_header_alone_is_one_empty_piece),
        PIECES_TEST(read_error_is_told),
        PIECES_TEST(file_that_changes_is_refused),
        PIECES_TEST(missing_bytes_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
