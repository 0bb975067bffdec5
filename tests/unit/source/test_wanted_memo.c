/* What is remembered of categories is what would be found again, however many share a slot. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "random.h"
#include "source/wanted_memo.h"
#include "unit.h"

enum { NAMES = 3000, LONGEST = 80, ASKED = 60000 };

static const char *const asked_for[] = {"Burglary",
                                        "drugs",
                                        "ASB",
                                        "",
                                        "Anti-social behaviour",
                                        "Taking of a vehicle or other conveyance without consent"};
enum { ASKED_FOR = sizeof asked_for / sizeof *asked_for };

static void fill_wanted(geo_text wanted[ASKED_FOR])
{
    for (size_t i = 0; i < ASKED_FOR; i++)
        wanted[i] = geo_text_of(asked_for[i]);
}

/* The names asked for in odd spellings, and others that share their ends. */
static size_t make_name(uint64_t *random, char name[LONGEST])
{
    const char *model = asked_for[random_below(random, ASKED_FOR)];
    snprintf(name, LONGEST, "%s", model);
    size_t length = strlen(name);
    for (size_t changes = random_below(random, 4); changes > 0 && length > 0; changes--) {
        size_t at = random_below(random, length);
        bool is_letter = (name[at] | 0x20) >= 'a' && (name[at] | 0x20) <= 'z';
        if (random_below(random, 8) == 0)
            name[at] = (char)('a' + random_below(random, 26));
        else if (is_letter)
            name[at] ^= 0x20;
    }
    return length;
}

static void ask(geo_context *context, geo_wanted_memo *memo, geo_dictionary *codes, geo_text name)
{
    geo_text wanted[ASKED_FOR];
    int32_t code = -7, expected = GEO_NO_CODE;
    fill_wanted(wanted);
    if (geo_is_wanted(wanted, ASKED_FOR, name))
        assert_int_equal(geo_dictionary_code(context, codes, name, &expected), GEO_OK);
    size_t known = geo_dictionary_count(codes);
    const struct geo_wanted_slot *slot = geo_wanted_memo_recall(memo, name);
    if (slot)
        assert_int_equal(slot->code, expected);
    else
        assert_int_equal(
            geo_wanted_memo_learn(context, memo, wanted, ASKED_FOR, codes, name, &code), GEO_OK);
    assert_int_equal(slot ? expected : code, expected);
    assert_int_equal(geo_dictionary_count(codes), known);
    slot = geo_wanted_memo_recall(memo, name);
    assert_int_equal(slot != NULL,
                     name.length >= GEO_WANTED_MEMO_LEAST && name.length <= GEO_WANTED_MEMO_BYTES);
    assert_int_equal(slot ? slot->code : expected, expected);
}

static void what_is_remembered_is_what_is_found(void **state)
{
    geo_context *context = *state;
    geo_dictionary *codes = NULL;
    geo_wanted_memo *memo = calloc(1, sizeof *memo);
    char(*name)[LONGEST] = calloc(NAMES, sizeof *name);
    size_t *length = calloc(NAMES, sizeof *length);
    uint64_t random = 11;
    assert_true(memo && name && length);
    assert_int_equal(geo_dictionary_new(context, &codes), GEO_OK);
    for (size_t i = 0; i < NAMES; i++)
        length[i] = make_name(&random, name[i]);
    for (size_t i = 0; i < ASKED; i++) {
        size_t k = random_below(&random, NAMES);
        ask(context, memo, codes, (geo_text){length[k] > 0 ? name[k] : NULL, length[k]});
    }
    assert_true(geo_dictionary_count(codes) > 10);
    geo_dictionary_free(codes);
    free(length);
    free(name);
    free(memo);
}

static void letters_count_without_regard_to_case(void **state)
{
    geo_text wanted[ASKED_FOR];
    fill_wanted(wanted);
    (void)state;
    assert_true(geo_is_wanted(wanted, ASKED_FOR, geo_text_of("BURGLARY")));
    assert_true(geo_is_wanted(wanted, ASKED_FOR, geo_text_of("Drugs")));
    assert_true(geo_is_wanted(wanted, ASKED_FOR, geo_text_of("asb")));
    assert_false(geo_is_wanted(wanted, ASKED_FOR, geo_text_of("Burglar")));
    assert_false(geo_is_wanted(wanted, ASKED_FOR, geo_text_of("Robbery")));
    assert_false(geo_is_wanted(wanted, ASKED_FOR, (geo_text){NULL, 0}));
    assert_false(geo_is_wanted(NULL, 0, geo_text_of("Burglary")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT_TEST(what_is_remembered_is_what_is_found),
        UNIT_TEST(letters_count_without_regard_to_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
