/* What every unit test begins with: cmocka, and a fresh context as *state of each test. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

/* cmocka.h wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <geo/core.h>

static inline int unit_set_up(void **state)
{
    *state = geo_context_new();
    return *state ? 0 : -1;
}

static inline int unit_tear_down(void **state)
{
    geo_context_free(*state);
    return 0;
}

#define UNIT_TEST(function) cmocka_unit_test_setup_teardown(function, unit_set_up, unit_tear_down)

#endif
