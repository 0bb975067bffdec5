/* A folder of its own for each test that reads or writes files, gone with them at its end. */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

typedef struct scratch {
    geo_context *context;
    char folder[64];
    char path[160]; /* of the file made last */
} scratch;

/* Other users may enter: some tests go on as one of them. */
static inline int scratch_set_up(void **state)
{
    scratch *test = calloc(1, sizeof *test);
    if (!test)
        return -1;
    test->context = geo_context_new();
    strcpy(test->folder, "/tmp/libgeo-test-XXXXXX");
    *state = test;
    return test->context && mkdtemp(test->folder) && chmod(test->folder, 0777) == 0 ? 0 : -1;
}

static inline int scratch_tear_down(void **state)
{
    scratch *test = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", test->folder);
    int failed = system(command);
    geo_context_free(test->context);
    free(test);
    return failed;
}

#define SCRATCH_TEST(function)                                                                     \
    cmocka_unit_test_setup_teardown(function, scratch_set_up, scratch_tear_down)

#endif
