/* What tests of reading share: a folder of their own, files in it, CSV texts in memory. */
#ifndef TESTS_READING_TEST_H
#define TESTS_READING_TEST_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <geo/source.h>

#include "scratch.h"

/* A file of that name in the test's folder; its path is then in test->path. */
static inline const char *make_file(scratch *test, const char *name, const void *data,
                                    size_t length)
{
    snprintf(test->path, sizeof test->path, "%s/%s", test->folder, name);
    FILE *file = fopen(test->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    return test->path;
}

static inline const char *make_text_file(scratch *test, const char *name, const char *text)
{
    return make_file(test, name, text, strlen(text));
}

static inline void assert_message_holds(const scratch *test, const char *part)
{
    if (!strstr(geo_message(test->context), part))
        fail_msg("'%s' is not in the message '%s'", part, geo_message(test->context));
}

static inline void run_shell(const char *format, const char *folder)
{
    char command[512];
    snprintf(command, sizeof command, format, folder, folder, folder);
    assert_int_equal(system(command), 0);
}

#endif
