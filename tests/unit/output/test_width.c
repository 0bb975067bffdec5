/* Columns that text takes in a terminal. */
#include "core/utf8.h"
#include "output/width.h"
#include "output_test.h"

static void widths(void **state)
{
    (void)state;
    const struct {
        const char *text;
        int width;
    } row[] = {
        {"", 0},
        {"Ward", 4},
        {"T\xC5\xB5r", 3},               /* w with circumflex, one character */
        {"Tw\xCC\x82r", 3},              /* w and a combining circumflex */
        {"\xC2\xAD", 1},                 /* soft hyphen */
        {"\xE6\x9D\xB1\xE4\xBA\xAC", 4}, /* Tokyo */
        {"\xEA\xB0\x80", 2},             /* a Hangul syllable */
        {"\xE1\x84\x80\xE1\x85\xA1", 2}, /* the same, conjoined */
        {"\xEF\xBC\xA1", 2},             /* fullwidth A */
        {"\xEF\xBD\xB1", 1},             /* halfwidth katakana */
        {"\xE2\x80\x8B", 0},             /* zero width space */
        {"\xE2\x80\x93\xE2\x80\xA6", 2}, /* dash, ellipsis */
        {"\xF0\x9F\x9A\x93", 2},         /* a police car */
        {"\xF0\xA0\x80\x80", 2},         /* ideograph of plane 2 */
        {"\xD8\xA8\xD9\x8E", 1},         /* Arabic letter with its vowel */
        {"\xFF\xFE", 2},                 /* not UTF-8: shown as two U+FFFD */
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_int_equal(geo_text_width(row[i].text), row[i].width);
}

int main(void)
{
    const struct CMUnitTest tests[] = {UNIT_TEST(widths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
