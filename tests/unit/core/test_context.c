/* Messages, warnings and notes, progress, checked allocation. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "unit.h"

static void every_status_has_a_text_of_its_own(void **state)
{
    (void)state;
    for (int a = 0; a < GEO_STATUS_COUNT; a++) {
        assert_string_not_equal(geo_status_text((geo_status)a), "unknown status");
        for (int b = 0; b < a; b++)
            assert_string_not_equal(geo_status_text((geo_status)a), geo_status_text((geo_status)b));
    }
    assert_string_equal(geo_status_text(GEO_STATUS_COUNT), "unknown status");
}

static void a_failure_leaves_its_message(void **state)
{
    geo_context *context = *state;
    assert_string_equal(geo_message(context), "");
    assert_int_equal(geo_fail(context, GEO_ERROR_DATA, "row %d: bad", 7), GEO_ERROR_DATA);
    assert_string_equal(geo_message(context), "row 7: bad");
    assert_int_equal(geo_fail_in(context, GEO_ERROR_INPUT, "%s", "a.csv"), GEO_ERROR_INPUT);
    assert_string_equal(geo_message(context), "a.csv: row 7: bad");
}

static void a_message_that_is_too_long_is_cut(void **state)
{
    geo_context *context = *state;
    char text[5000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    geo_fail(context, GEO_ERROR_DATA, "%s", text);
    geo_fail_in(context, GEO_ERROR_DATA, "%s", text);
    assert_in_range(strlen(geo_message(context)), 1000, 4999);
}

static void warnings_and_notes_stand_once_in_order(void **state)
{
    geo_context *context = *state;
    geo_add_warning(context, "first");
    geo_add_warning(context, "second %d", 2);
    geo_add_warning(context, "first");
    geo_add_note(context, "how");
    assert_int_equal(geo_warning_count(context), 2);
    assert_string_equal(geo_warning(context, 0), "first");
    assert_string_equal(geo_warning(context, 1), "second 2");
    assert_null(geo_warning(context, 2));
    assert_int_equal(geo_note_count(context), 1);
    assert_string_equal(geo_note(context, 0), "how");
    assert_null(geo_note(context, 1));
}

static bool stop_at_half(void *user, const char *stage, double fraction)
{
    (void)stage;
    ++*(int *)user;
    return fraction >= 0.5;
}

static void progress_can_stop_the_work(void **state)
{
    geo_context *context = *state;
    int calls = 0;
    assert_int_equal(geo_report_progress(context, "reading", 0.9), GEO_OK);
    geo_context_on_progress(context, stop_at_half, &calls);
    assert_int_equal(geo_report_progress(context, "reading", 0.2), GEO_OK);
    assert_int_equal(geo_report_progress(context, "reading", 0.5), GEO_ERROR_CANCELLED);
    assert_int_equal(calls, 2);
    assert_string_equal(geo_message(context), "stopped while reading");
}

static void sizes_that_overflow_are_refused(void **state)
{
    geo_context *context = *state;
    void *array = NULL;
    assert_int_equal(geo_alloc_array(context, SIZE_MAX / 2, 16, &array), GEO_ERROR_MEMORY);
    assert_null(array);
    size_t capacity = 0;
    assert_int_equal(geo_grow_array(context, &array, &capacity, SIZE_MAX / 4, 16),
                     GEO_ERROR_MEMORY);
    assert_int_equal(geo_grow_array(context, &array, &capacity, SIZE_MAX - 1, 1), GEO_ERROR_MEMORY);
    assert_null(array);
    assert_int_equal(capacity, 0);
}

static void growing_keeps_what_is_there(void **state)
{
    geo_context *context = *state;
    int *array = NULL;
    size_t capacity = 0;
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(geo_grow_array(context, &array, &capacity, (size_t)i + 1, sizeof *array),
                         GEO_OK);
        array[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(array[i], i);
    free(array);
}

static void field_names_are_listed_and_cut(void **state)
{
    (void)state;
    const char *names[100];
    for (size_t i = 0; i < 100; i++)
        names[i] = "ward";
    char text[2000];
    geo_list_names(names, 3, text, sizeof text);
    assert_string_equal(text, "ward, ward, ward");
    geo_list_names(names, 100, text, sizeof text);
    assert_non_null(strstr(text, "ward ... (100 in all)"));
    geo_list_names(names, 0, text, sizeof text);
    assert_string_equal(text, "");
    char small[8];
    geo_list_names(names, 3, small, sizeof small);
    assert_true(strlen(small) < sizeof small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(every_status_has_a_text_of_its_own),
        UNIT_TEST(a_failure_leaves_its_message),
        UNIT_TEST(a_message_that_is_too_long_is_cut),
        UNIT_TEST(warnings_and_notes_stand_once_in_order),
        UNIT_TEST(progress_can_stop_the_work),
        UNIT_TEST(sizes_that_overflow_are_refused),
        UNIT_TEST(growing_keeps_what_is_there),
        UNIT_TEST(field_names_are_listed_and_cut),
    };
    return cmocka_run_group_tests_name("context", tests, NULL, NULL);
}
