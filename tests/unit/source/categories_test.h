/* Trees of categories as tests look at them. */
#ifndef TESTS_CATEGORIES_TEST_H
#define TESTS_CATEGORIES_TEST_H

#include "reading_test.h"

static inline geo_text text_or_null(const char *text)
{
    return (geo_text){text, text ? strlen(text) : 0};
}

static inline geo_categories *read_categories(scratch *test, const char *name)
{
    geo_categories *categories = NULL;
    if (geo_categories_read(test->context, name, NULL, &categories) != GEO_OK)
        fail_msg("%s", geo_message(test->context));
    return categories;
}

/* One line for each node, indented by its level. */
static inline void assert_tree(const geo_categories *categories, const char *expected)
{
    char drawn[4096];
    size_t length = 0;
    for (size_t i = 0; i < categories->count; i++) {
        length += (size_t)snprintf(drawn + length, sizeof drawn - length, "%*s%s\n",
                                   (int)categories->level[i], "", categories->name[i]);
        assert_true(length < sizeof drawn);
    }
    assert_string_equal(drawn, expected);
}

/* The name of the node that a value, or two values, are mapped to. */
static inline const char *offence_of(const geo_categories *categories, const char *one,
                                     const char *other)
{
    geo_text value[] = {text_or_null(one), text_or_null(other)};
    int32_t node = geo_categories_find(categories, value);
    return node == GEO_NO_CODE ? "unmapped" : categories->name[node];
}

#endif
