/* Where bytes come from: files, FIFOs, compressed files, memory; and what can go wrong with each.
 */
#include <errno.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "reading_test.h"
#include "source/content.h"

/* ---- a read() that fails on request --------------------------------------------------------- */

static int read_error;         /* what to fail with, 0 for nothing */
static int reads_before_error; /* that go well before */
static size_t read_at_most;    /* bytes, 0 for as many as asked for */
static const char *appended_to;

/* Stands in for the system's, in this program only. */
ssize_t read(int descriptor, void *buffer, size_t size)
{
    if (read_error && reads_before_error-- <= 0) {
        errno = read_error;
        /* A signal interrupts once, a broken disk stays broken. */
        read_error = read_error == EINTR ? 0 : read_error;
        return -1;
    }
    if (appended_to) {
        FILE *file = fopen(appended_to, "ab");
        fputs("more\n", file);
        fclose(file);
        appended_to = NULL;
    }
    struct iovec part = {buffer, read_at_most && size > read_at_most ? read_at_most : size};
    return readv(descriptor, &part, 1);
}

static int calm_set_up(void **state)
{
    read_error = 0;
    reads_before_error = 0;
    read_at_most = 0;
    appended_to = NULL;
    return scratch_set_up(state);
}

#define CONTENT_TEST(function)                                                                     \
    cmocka_unit_test_setup_teardown(function, calm_set_up, scratch_tear_down)

/* ---- reading it all ------------------------------------------------------------------------- */

typedef struct bytes_read {
    geo_status status;
    size_t length;
    uint64_t sum; /* of the bytes times their places: tells order and value */
} bytes_read;

static void add_bytes(bytes_read *found, const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++)
        found->sum += (uint64_t)(unsigned char)data[i] * (uint64_t)++found->length;
}

static bytes_read read_content(scratch *test, const geo_input *input, const char *member,
                               const geo_limits *limits)
{
    static const geo_limits defaults = GEO_LIMITS_INIT;
    bytes_read found = {GEO_OK, 0, 0};
    geo_content *content = NULL;
    char block[1000];
    size_t got = 1;
    found.status =
        geo_content_open(test->context, input, member, limits ? limits : &defaults, &content);
    while (found.status == GEO_OK && got > 0) {
        found.status = geo_content_read(test->context, content, block, sizeof block, &got);
        if (found.status == GEO_OK)
            add_bytes(&found, block, got);
    }
    geo_content_free(content);
    return found;
}

static bytes_read read_path(scratch *test, const char *path)
{
    geo_input input = {path, {NULL, 0}};
    return read_content(test, &input, NULL, NULL);
}

enum { TEXT_BYTES = 3000000 };

/* Not too easy to compress. */
static char *make_text(void)
{
    char *text = malloc(TEXT_BYTES);
    uint32_t value = 1;
    for (size_t i = 0; i < TEXT_BYTES; i++) {
        value = value * 1664525u + 1013904223u;
        text[i] = i % 60 == 59 ? '\n' : (char)('a' + (value >> 24) % 26);
    }
    return text;
}

static bytes_read expected_of(const char *text)
{
    bytes_read expected = {GEO_OK, 0, 0};
    add_bytes(&expected, text, TEXT_BYTES);
    return expected;
}

static void assert_all_read(scratch *test, const bytes_read *found, const bytes_read *expected)
{
    if (found->status != GEO_OK)
        fail_msg("%s", geo_message(test->context));
    assert_int_equal(found->length, expected->length);
    assert_int_equal(found->sum, expected->sum);
}

/* ---- what works ----------------------------------------------------------------------------- */

static void every_kind_gives_the_same_bytes(void **state)
{
    scratch *test = *state;
    char *text = make_text();
    bytes_read expected = expected_of(text);
    make_file(test, "a.csv", text, TEXT_BYTES);
    bytes_read found = read_path(test, test->path);
    assert_all_read(test, &found, &expected);

    geo_input memory = {"-", {text, TEXT_BYTES}};
    found = read_content(test, &memory, NULL, NULL);
    assert_all_read(test, &found, &expected);

    read_at_most = 7;
    read_error = EINTR;
    reads_before_error = 3;
    found = read_path(test, test->path);
    assert_all_read(test, &found, &expected);
    read_at_most = 0;

    run_shell("gzip -k '%s/a.csv'", test->folder);
    snprintf(test->path, sizeof test->path, "%s/a.csv.gz", test->folder);
    found = read_path(test, test->path);
    assert_all_read(test, &found, &expected);
    /* GDAL would like to keep notes beside the input. */
    run_shell("test \"$(ls '%s' | sort | tr '\\n' ' ')\" = 'a.csv a.csv.gz '", test->folder);
    free(text);
}

static void fifo_is_read_to_its_end(void **state)
{
    scratch *test = *state;
    char *text = make_text();
    bytes_read expected = expected_of(text);
    make_file(test, "a.csv", text, TEXT_BYTES);
    run_shell("mkfifo '%s/pipe' && (cat '%s/a.csv' > '%s/pipe' &)", test->folder);
    snprintf(test->path, sizeof test->path, "%s/pipe", test->folder);
    bytes_read found = read_path(test, test->path);
    assert_all_read(test, &found, &expected);
    free(text);
}

static void joined_gzip_files_are_read_whole(void **state)
{
    scratch *test = *state;
    make_text_file(test, "a", "a,b\n1,2\n");
    run_shell("cd '%s' && gzip -c a > b.csv.gz && gzip -c a >> b.csv.gz", test->folder);
    snprintf(test->path, sizeof test->path, "%s/b.csv.gz", test->folder);
    bytes_read found = read_path(test, test->path);
    assert_int_equal(found.status, GEO_OK);
    assert_int_equal(found.length, 16);
}

static bool has_python(void)
{
    return system("python3 -c 'import zipfile' 2>/dev/null") == 0;
}

static void csv_in_a_zip_is_found(void **state)
{
    scratch *test = *state;
    char *member = NULL;
    char path[160];
    if (!has_python())
        skip();
    make_text_file(test, "a.csv", "a,b\n1,2\n");
    run_shell("cd '%s' && python3 -c \"\nimport zipfile as z\n"
              "def make(name, *members):\n"
              "    with z.ZipFile(name, 'w', z.ZIP_DEFLATED) as f:\n"
              "        for m in members: f.write('a.csv', m)\n"
              "make('one.zip', 'data/A.CSV', 'readme.txt', '__MACOSX/data/._A.CSV')\n"
              "make('two.zip', 'a.csv', 'b.csv')\n"
              "make('none.zip', 'a.shp')\n\"",
              test->folder);
    snprintf(path, sizeof path, "%s/one.zip", test->folder);
    assert_int_equal(geo_zip_csv_member(test->context, path, &member), GEO_OK);
    assert_string_equal(member, "data/A.CSV");
    geo_input input = {path, {NULL, 0}};
    bytes_read found = read_content(test, &input, member, NULL);
    assert_int_equal(found.status, GEO_OK);
    assert_int_equal(found.length, 8);
    free(member);
    member = NULL;
    snprintf(path, sizeof path, "%s/two.zip", test->folder);
    assert_int_equal(geo_zip_csv_member(test->context, path, &member), GEO_ERROR_INPUT);
    assert_message_holds(test, "2 CSV files");
    snprintf(path, sizeof path, "%s/none.zip", test->folder);
    assert_int_equal(geo_zip_csv_member(test->context, path, &member), GEO_OK);
    assert_null(member);
}

/* ---- what doesn't --------------------------------------------------------------------------- */

static void missing_folder_and_permission_are_told(void **state)
{
    scratch *test = *state;
    char path[160];
    snprintf(path, sizeof path, "%s/absent.csv", test->folder);
    assert_int_equal(read_path(test, path).status, GEO_ERROR_INPUT);
    assert_message_holds(test, "there is no such file");
    assert_message_holds(test, path);
    assert_int_equal(read_path(test, test->folder).status, GEO_ERROR_INPUT);
    assert_message_holds(test, "folder");
    if (geteuid() == 0)
        return;
    make_text_file(test, "secret.csv", "a\n1\n");
    assert_int_equal(chmod(test->path, 0), 0);
    assert_int_equal(read_path(test, test->path).status, GEO_ERROR_INPUT);
    assert_message_holds(test, "permissions");
}

/* GDAL's CSV driver takes a read error for the end of the file and calls it success. */
static void read_error_midway_is_no_end(void **state)
{
    scratch *test = *state;
    char *text = make_text();
    make_file(test, "a.csv", text, TEXT_BYTES);
    for (int reads = 0; reads < 2000; reads += 1 + reads / 2) {
        read_error = EIO;
        reads_before_error = reads;
        bytes_read found = read_path(test, test->path);
        assert_int_equal(found.status, GEO_ERROR_INPUT);
        assert_message_holds(test, "read error");
    }
    free(text);
}

static void file_that_changes_is_refused(void **state)
{
    scratch *test = *state;
    char *text = make_text();
    make_file(test, "a.csv", text, TEXT_BYTES);
    appended_to = test->path;
    assert_int_equal(read_path(test, test->path).status, GEO_ERROR_INPUT);
    assert_message_holds(test, "changed while it was being read");

    geo_limits limits = GEO_LIMITS_INIT;
    geo_input input = {test->path, {NULL, 0}};
    geo_content *content = NULL;
    char block[4096];
    size_t got = 1;
    assert_int_equal(geo_content_open(test->context, &input, NULL, &limits, &content), GEO_OK);
    assert_int_equal(truncate(test->path, 5000), 0);
    geo_status status = GEO_OK;
    while (status == GEO_OK && got > 0)
        status = geo_content_read(test->context, content, block, sizeof block, &got);
    assert_int_equal(status, GEO_ERROR_INPUT);
    geo_content_free(content);
    free(text);
}

static void damaged_gzip_is_refused(void **state)
{
    static const char *const damage[] = {
        "head -c 400000 a.csv.gz > b.csv.gz",
        "head -c -8 a.csv.gz > b.csv.gz",
        "head -c -1 a.csv.gz > b.csv.gz",
        "(head -c 300000 a.csv.gz; printf XXXX; tail -c +300005 a.csv.gz) > b.csv.gz",
        "(head -c -8 a.csv.gz; printf 12345678) > b.csv.gz",
        "printf 'a,b\\n1,2\\n' > b.csv.gz",
        "(cat a.csv.gz; printf X) > b.csv.gz",
        "(cat a.csv.gz; head -c 1000 /dev/zero) > b.csv.gz",
        "(cat a.csv.gz; printf X; tail -c +2 a.csv.gz) > b.csv.gz",
        "(cat a.csv.gz a.csv.gz; printf X) > b.csv.gz",
        "(cat a.csv.gz; head -c 1 a.csv.gz) > b.csv.gz",
        "(cat a.csv.gz; head -c -1 a.csv.gz) > b.csv.gz",
    };
    scratch *test = *state;
    char *text = make_text();
    make_file(test, "a.csv", text, TEXT_BYTES);
    run_shell("gzip -k '%s/a.csv'", test->folder);
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        char command[300];
        snprintf(command, sizeof command, "cd '%s' && %s", test->folder, damage[i]);
        assert_int_equal(system(command), 0);
        snprintf(test->path, sizeof test->path, "%s/b.csv.gz", test->folder);
        bytes_read found = read_path(test, test->path);
        if (found.status != GEO_ERROR_INPUT)
            fail_msg("%s: %d", damage[i], found.status);
        assert_message_holds(test, "compressed data");
    }
    free(text);
}

static void bomb_is_stopped_while_it_inflates(void **state)
{
    scratch *test = *state;
    geo_limits lifted = GEO_LIMITS_INIT;
    lifted.decompression_ratio = 0;
    run_shell("head -c 30000000 /dev/zero | gzip > '%s/bomb.csv.gz'", test->folder);
    snprintf(test->path, sizeof test->path, "%s/bomb.csv.gz", test->folder);
    bytes_read found = read_path(test, test->path);
    assert_int_equal(found.status, GEO_ERROR_LIMIT);
    assert_true(found.length < 4000000);
    assert_message_holds(test, "100 times");
    geo_input input = {test->path, {NULL, 0}};
    found = read_content(test, &input, NULL, &lifted);
    assert_int_equal(found.status, GEO_OK);
    assert_int_equal(found.length, 30000000);
    /* Small files may be as compressible as they like. */
    run_shell("head -c 1000000 /dev/zero | gzip > '%s/small.csv.gz'", test->folder);
    snprintf(test->path, sizeof test->path, "%s/small.csv.gz", test->folder);
    assert_int_equal(read_path(test, test->path).status, GEO_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONTENT_TEST(every_kind_gives_the_same_bytes),
        CONTENT_TEST(fifo_is_read_to_its_end),
        CONTENT_TEST(joined_gzip_files_are_read_whole),
        CONTENT_TEST(csv_in_a_zip_is_found),
        CONTENT_TEST(missing_folder_and_permission_are_told),
        CONTENT_TEST(read_error_midway_is_no_end),
        CONTENT_TEST(file_that_changes_is_refused),
        CONTENT_TEST(damaged_gzip_is_refused),
        CONTENT_TEST(bomb_is_stopped_while_it_inflates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
