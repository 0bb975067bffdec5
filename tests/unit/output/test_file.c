/* Files are replaced whole or not at all. */
#include <fcntl.h>

#include "output_test.h"

#define NOBODY 65534

static geo_status save(const scratch *test, const char *path, const char *text)
{
    geo_bytes bytes = {(char *)(uintptr_t)text, strlen(text), 0};
    return geo_file_save(test->context, path, &bytes);
}

static mode_t mode_of(const char *path)
{
    struct stat file;
    assert_int_equal(stat(path, &file), 0);
    return file.st_mode & 0777;
}

static void a_new_file_has_the_umask_and_an_old_one_keeps_its_mode(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "new.csv");
    mode_t before = umask(027);
    assert_int_equal(save(test, path, "one\n"), GEO_OK);
    assert_int_equal(mode_of(path), 0640);
    chmod(path, 0604);
    assert_int_equal(save(test, path, "two\n"), GEO_OK);
    assert_int_equal(mode_of(path), 0604);
    assert_int_equal(umask(before), 027);
    assert_content(path, "two\n");
    assert_entries(test->folder, 1);
    free(path);
}

static void the_temporary_is_private_hidden_and_gone_without_commit(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "old.csv");
    write_whole(path, "old\n");
    geo_file *file = NULL;
    assert_int_equal(geo_file_create(test->context, path, &file), GEO_OK);
    assert_int_equal(geo_file_write(test->context, file, "new\n", 4), GEO_OK);
    const char *temporary = geo_file_temporary(file);
    assert_int_equal(mode_of(temporary), 0600);
    char *hidden = path_in(test, ".old.csv.tmp.");
    assert_memory_equal(temporary, hidden, strlen(hidden));
    assert_content(path, "old\n");
    geo_file_free(file);
    assert_content(path, "old\n");
    assert_entries(test->folder, 1);
    free(hidden);
    free(path);
}

static void many_writes_small_and_large_arrive_in_order(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "long.txt");
    char *expected = malloc(3000001);
    size_t length = 0;
    geo_file *file = NULL;
    assert_int_equal(geo_file_create(test->context, path, &file), GEO_OK);
    for (size_t i = 0; length < 2800000; i++) {
        size_t piece = i % 50 == 49 ? 100000 : i * 7 % 400;
        memset(expected + length, 'a' + (int)(i % 26), piece);
        assert_int_equal(geo_file_write(test->context, file, expected + length, piece), GEO_OK);
        length += piece;
    }
    assert_int_equal(geo_file_commit(test->context, file), GEO_OK);
    geo_file_free(file);
    expected[length] = '\0';
    size_t found = 0;
    char *content = read_whole(path, &found);
    assert_int_equal(found, length);
    assert_memory_equal(content, expected, length);
    free(content);
    free(expected);
    free(path);
}

static void a_long_name_still_gets_a_temporary(void **state)
{
    scratch *test = *state;
    char name[252];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    char *path = path_in(test, name);
    assert_int_equal(save(test, path, "long name\n"), GEO_OK);
    assert_content(path, "long name\n");
    free(path);
}

static void links_are_followed(void **state)
{
    scratch *test = *state;
    char *link = path_in(test, "link.csv");
    char *real = path_in(test, "real/table.csv");
    char *folder = path_in(test, "real");
    mkdir(folder, 0777);
    assert_int_equal(symlink("real/table.csv", link), 0);
    assert_int_equal(save(test, link, "through a link to nothing yet\n"), GEO_OK);
    assert_content(real, "through a link to nothing yet\n");
    assert_int_equal(save(test, link, "and to a file\n"), GEO_OK);
    assert_content(real, "and to a file\n");
    struct stat what;
    lstat(link, &what);
    assert_true(S_ISLNK(what.st_mode));
    assert_entries(folder, 1);
    assert_entries(test->folder, 2);
    free(folder);
    free(real);
    free(link);
}

static void what_cannot_be_written_says_why(void **state)
{
    scratch *test = *state;
    char *file = path_in(test, "file");
    char *loop = path_in(test, "loop");
    write_whole(file, "x");
    assert_int_equal(symlink("loop", loop), 0);
    const struct {
        const char *name;
        const char *says;
    } row[] = {
        {"absent/out.csv", "absent/out.csv: cannot be written: the folder does not exist"},
        {"file/out.csv", "a part of the path is a file"},
        {".", "it is a folder"},
        {"new/", "it is a folder"},
        {"loop", "circle"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char *path = path_in(test, row[i].name);
        assert_int_equal(save(test, path, "x"), GEO_ERROR_OUTPUT);
        assert_non_null(strstr(geo_message(test->context), row[i].says));
        free(path);
    }
    assert_int_equal(save(test, "", "x"), GEO_ERROR_OUTPUT);
    assert_non_null(strstr(geo_message(test->context), "empty name"));
    assert_entries(test->folder, 2);
    free(loop);
    free(file);
}

static int save_new(scratch *test, const char *path)
{
    geo_status status = save(test, path, "new\n");
    bool clear = strstr(geo_message(test->context), "not permitted") ||
                 strstr(geo_message(test->context), "write-protected");
    return status != GEO_OK && !clear ? 98 : (int)status;
}

static void a_read_only_folder_or_file_is_refused(void **state)
{
    scratch *test = *state;
    if (getuid() != 0)
        skip();
    char *path = path_in(test, "out.csv");
    assert_int_equal(in_child(test, save_new, path, 0, NOBODY), GEO_OK);
    chmod(path, 0444);
    assert_int_equal(in_child(test, save_new, path, 0, NOBODY), GEO_ERROR_OUTPUT);
    chmod(path, 0666);
    write_whole(path, "old\n");
    chmod(test->folder, 0555);
    assert_int_equal(in_child(test, save_new, path, 0, NOBODY), GEO_ERROR_OUTPUT);
    char *fresh = path_in(test, "fresh.csv");
    assert_int_equal(in_child(test, save_new, fresh, 0, NOBODY), GEO_ERROR_OUTPUT);
    assert_content(path, "old\n");
    assert_entries(test->folder, 1);
    free(fresh);
    free(path);
}

static int save_a_megabyte(scratch *test, const char *path)
{
    geo_bytes bytes = {calloc(1, 1 << 20), 1 << 20, 0};
    geo_status status = geo_file_save(test->context, path, &bytes);
    geo_bytes_clear(&bytes);
    return strstr(geo_message(test->context), "larger than the system") ? (int)status : 98;
}

static void a_disk_that_fills_up_leaves_the_old_file(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "out.csv");
    write_whole(path, "old\n");
    assert_int_equal(in_child(test, save_a_megabyte, path, 100000, 0), GEO_ERROR_OUTPUT);
    assert_content(path, "old\n");
    assert_entries(test->folder, 1);
    free(path);
}

static void a_full_device_is_reported(void **state)
{
    scratch *test = *state;
    assert_int_equal(save(test, "/dev/full", "x"), GEO_ERROR_OUTPUT);
    assert_non_null(strstr(geo_message(test->context), "the disk is full"));
    char *link = path_in(test, "full.csv");
    assert_int_equal(symlink("/dev/full", link), 0);
    assert_int_equal(save(test, link, "x"), GEO_ERROR_OUTPUT);
    assert_int_equal(save(test, "/dev/null", "x"), GEO_OK);
    assert_entries(test->folder, 1);
    free(link);
}

/* ---- held back ------------------------------------------------------------------------------ */

/* Writes to what a descriptor is open on, as to standard output. */
static geo_file *hold_for(const scratch *test, int descriptor)
{
    char path[40];
    geo_file *file = NULL;
    snprintf(path, sizeof path, "/dev/fd/%d", descriptor);
    assert_int_equal(geo_file_create(test->context, path, &file), GEO_OK);
    assert_int_equal(geo_file_hold(test->context, file), GEO_OK);
    return file;
}

static int open_stream(const char *path)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(descriptor >= 0);
    return descriptor;
}

static void what_is_held_comes_whole_on_commit_or_not_at_all(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "stream");
    char block[70000];
    setenv("TMPDIR", test->folder, 1);
    for (size_t pieces = 1; pieces <= 300; pieces += 299) {
        for (int commits = 0; commits < 2; commits++) {
            int descriptor = open_stream(path);
            geo_file *file = hold_for(test, descriptor);
            size_t length = 0;
            for (size_t i = 0; i < pieces; i++) {
                size_t piece = i % 7 == 6 ? sizeof block : i * 131 % 9000 + 1;
                memset(block, 'a' + (int)(i % 26), piece);
                assert_int_equal(geo_file_write(test->context, file, block, piece), GEO_OK);
                length += piece;
            }
            assert_content(path, "");
            assert_entries(test->folder, 1);
            if (commits)
                assert_int_equal(geo_file_commit(test->context, file), GEO_OK);
            geo_file_free(file);
            close(descriptor);
            size_t found = 0;
            char *content = read_whole(path, &found);
            assert_int_equal(found, commits ? length : 0);
            for (size_t i = 0, at = 0; i < pieces && commits; i++)
                for (size_t end = at + (i % 7 == 6 ? sizeof block : i * 131 % 9000 + 1); at < end;
                     at++)
                    if (content[at] != 'a' + (char)(i % 26))
                        fail_msg("byte %zu differs", at);
            free(content);
        }
    }
    unsetenv("TMPDIR");
    free(path);
}

static void a_file_that_is_renamed_needs_no_holding(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "out.csv");
    geo_file *file = NULL;
    assert_int_equal(geo_file_create(test->context, path, &file), GEO_OK);
    assert_int_equal(geo_file_hold(test->context, file), GEO_OK);
    assert_int_equal(geo_file_write(test->context, file, "rows\n", 5), GEO_OK);
    assert_int_equal(geo_file_commit(test->context, file), GEO_OK);
    geo_file_free(file);
    assert_content(path, "rows\n");
    free(path);
}

static int hold_a_megabyte(scratch *test, const char *path)
{
    static const char block[1 << 20];
    geo_file *file = hold_for(test, open_stream(path));
    geo_status status = geo_file_write(test->context, file, block, sizeof block);
    geo_file_free(file);
    return strstr(geo_message(test->context), "TMPDIR") ? (int)status : 98;
}

static void where_it_waits_is_named_when_there_is_no_room(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "stream");
    char *absent = path_in(test, "absent");
    setenv("TMPDIR", test->folder, 1);
    assert_int_equal(in_child(test, hold_a_megabyte, path, 100000, 0), GEO_ERROR_OUTPUT);
    setenv("TMPDIR", absent, 1);
    assert_int_equal(hold_a_megabyte(test, path), GEO_ERROR_OUTPUT);
    assert_non_null(strstr(geo_message(test->context), "the folder does not exist"));
    unsetenv("TMPDIR");
    assert_content(path, "");
    assert_entries(test->folder, 1);
    free(absent);
    free(path);
}

static bool stop_while_writing(void *user, const char *stage, double fraction)
{
    (void)user;
    return strcmp(stage, "writing") == 0 && fraction > 0;
}

static void letting_go_can_be_stopped(void **state)
{
    static const char block[1 << 20];
    scratch *test = *state;
    char *path = path_in(test, "stream");
    int descriptor = open_stream(path);
    geo_file *file = hold_for(test, descriptor);
    geo_context_on_progress(test->context, stop_while_writing, NULL);
    assert_int_equal(geo_file_write(test->context, file, block, sizeof block), GEO_OK);
    assert_int_equal(geo_file_commit(test->context, file), GEO_ERROR_CANCELLED);
    geo_file_free(file);
    close(descriptor);
    free(path);
}

/* ---- faults in mid write -------------------------------------------------------------------- */

static int killed_in_mid_write(scratch *test, const char *path)
{
    geo_file *file = NULL;
    char block[200000] = {0};
    if (geo_file_create(test->context, path, &file) == GEO_OK &&
        geo_file_write(test->context, file, block, sizeof block) == GEO_OK)
        kill(getpid(), SIGKILL);
    return 98;
}

static void a_kill_in_mid_write_leaves_the_old_file(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "out.csv");
    write_whole(path, "old\n");
    assert_int_equal(in_child(test, killed_in_mid_write, path, 0, 0), 128 + SIGKILL);
    assert_content(path, "old\n");
    free(path);
}

static void two_writers_of_one_file_leave_one_whole(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "out.csv");
    geo_file *one = NULL;
    geo_file *other = NULL;
    assert_int_equal(geo_file_create(test->context, path, &one), GEO_OK);
    assert_int_equal(geo_file_create(test->context, path, &other), GEO_OK);
    geo_file_write(test->context, one, "one one\n", 8);
    geo_file_write(test->context, other, "other\n", 6);
    assert_int_equal(geo_file_commit(test->context, one), GEO_OK);
    assert_content(path, "one one\n");
    assert_int_equal(geo_file_commit(test->context, other), GEO_OK);
    assert_content(path, "other\n");
    geo_file_free(one);
    geo_file_free(other);
    assert_entries(test->folder, 1);
    free(path);
}

/* Standard output of a child is a pipe whose reader has gone. */
static int write_to_a_closed_pipe(scratch *test, const char *path)
{
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    if (pipe(ends) != 0 || dup2(ends[1], STDOUT_FILENO) < 0)
        return 98;
    close(ends[0]);
    if (geo_is_broken_pipe(test->context))
        return 97;
    geo_status status = save(test, path, "x");
    return geo_is_broken_pipe(test->context) ? (int)status : 96;
}

static void a_closed_pipe_is_told_from_other_failures(void **state)
{
    scratch *test = *state;
    static const char *const path[] = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"};
    for (size_t i = 0; i < sizeof path / sizeof *path; i++)
        assert_int_equal(in_child(test, write_to_a_closed_pipe, path[i], 0, 0), GEO_ERROR_OUTPUT);
    save(test, "/dev/full", "x");
    assert_false(geo_is_broken_pipe(test->context));
}

/* As after `>> file`: what stands there already stays. */
static int append_to_standard_output(scratch *test, const char *path)
{
    int file = open(path, O_WRONLY | O_APPEND);
    if (file < 0 || dup2(file, STDOUT_FILENO) < 0)
        return 98;
    geo_file *out = NULL;
    geo_status status = geo_file_create(test->context, "/dev/stdout", &out);
    bool direct = status == GEO_OK && !geo_file_temporary(out);
    if (direct && geo_file_write(test->context, out, "second\n", 7) == GEO_OK)
        status = geo_file_commit(test->context, out);
    geo_file_free(out);
    return direct && save(test, "-", "third\n") == GEO_OK ? (int)status : 97;
}

static void standard_output_is_written_to_as_it_stands(void **state)
{
    scratch *test = *state;
    char *path = path_in(test, "all.txt");
    write_whole(path, "first\n");
    assert_int_equal(in_child(test, append_to_standard_output, path, 0, 0), 0);
    assert_content(path, "first\nsecond\nthird\n");
    free(path);
}

static int save_without_standard_output(scratch *test, const char *path)
{
    close(STDOUT_FILENO);
    geo_status status = save(test, path, "x");
    return strstr(geo_message(test->context), "closed") ? (int)status : 98;
}

static void a_closed_standard_output_is_reported(void **state)
{
    assert_int_equal(in_child(*state, save_without_standard_output, "-", 0, 0), GEO_ERROR_OUTPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(a_new_file_has_the_umask_and_an_old_one_keeps_its_mode),
        SCRATCH_TEST(the_temporary_is_private_hidden_and_gone_without_commit),
        SCRATCH_TEST(many_writes_small_and_large_arrive_in_order),
        SCRATCH_TEST(a_long_name_still_gets_a_temporary),
        SCRATCH_TEST(links_are_followed),
        SCRATCH_TEST(what_cannot_be_written_says_why),
        SCRATCH_TEST(a_read_only_folder_or_file_is_refused),
        SCRATCH_TEST(a_disk_that_fills_up_leaves_the_old_file),
        SCRATCH_TEST(a_full_device_is_reported),
        SCRATCH_TEST(what_is_held_comes_whole_on_commit_or_not_at_all),
        SCRATCH_TEST(a_file_that_is_renamed_needs_no_holding),
        SCRATCH_TEST(where_it_waits_is_named_when_there_is_no_room),
        SCRATCH_TEST(letting_go_can_be_stopped),
        SCRATCH_TEST(a_kill_in_mid_write_leaves_the_old_file),
        SCRATCH_TEST(two_writers_of_one_file_leave_one_whole),
        SCRATCH_TEST(a_closed_pipe_is_told_from_other_failures),
        SCRATCH_TEST(standard_output_is_written_to_as_it_stands),
        SCRATCH_TEST(a_closed_standard_output_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
