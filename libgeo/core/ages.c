/* Ages as people write them. */
#include "core/text.h"

#define LAST_AGE 130 /* so that a year such as 2019 is none */

static bool is_letter(char character)
{
    char letter = geo_lower(character);
    return letter >= 'a' && letter <= 'z';
}

static void skip_blanks(geo_text *text)
{
    while (text->length > 0 && (geo_is_blank(text->data[0]) || text->data[0] == '_')) {
        text->data++;
        text->length--;
    }
}

/* A word ends where its letters do, a sign such as '<' by itself. */
static bool take_word(geo_text *text, const char *word)
{
    size_t length = strlen(word);
    skip_blanks(text);
    if (text->length < length ||
        geo_compare_names((geo_text){text->data, length}, geo_text_of(word)) != 0)
        return false;
    if (is_letter(word[length - 1]) && text->length > length && is_letter(text->data[length]))
        return false;
    text->data += length;
    text->length -= length;
    return true;
}

static bool take_any(geo_text *text, const char *const *word)
{
    for (; *word; word++)
        if (take_word(text, *word))
            return true;
    return false;
}

static bool take_age(geo_text *text, int32_t *age)
{
    size_t digits = 0;
    skip_blanks(text);
    *age = 0;
    for (; digits < text->length && digits < 4 && geo_is_digit(text->data[digits]); digits++)
        *age = 10 * *age + (text->data[digits] - '0');
    text->data += digits;
    text->length -= digits;
    return digits > 0 && *age <= LAST_AGE;
}

/* What stands behind the first age. */
static bool take_end(geo_text *text, geo_ages *ages)
{
    static const char *const to[] = {"-", "\xE2\x80\x93", "to", NULL};
    static const char *const over[] = {"+",       "and over",       "or over",  "and above",
                                       "or more", "and older",      "or older", "or above",
                                       "plus",    "years and over", NULL};
    static const char *const under[] = {"and under", "or under", "and below", "and younger", NULL};
    if (take_any(text, over))
        ages->to = GEO_OLDEST;
    else if (take_any(text, under))
        ages->from = 0;
    else if (take_any(text, to))
        return take_age(text, &ages->to) && ages->to >= ages->from;
    return true;
}

bool geo_ages_parse(geo_text text, geo_ages *ages)
{
    static const char *const noun[] = {"aged", "ages", "age", NULL};
    static const char *const below[] = {"<", "under", "below", "less than", NULL};
    static const char *const up_to[] = {"up to", NULL};
    static const char *const years[] = {"years old", "year olds", "years", "year", "yrs", NULL};
    geo_ages found;
    (void)take_any(&text, noun);
    bool is_below = take_any(&text, below);
    bool is_up_to = !is_below && take_any(&text, up_to);
    if (!take_age(&text, &found.from))
        return false;
    found.to = found.from;
    if (is_below || is_up_to)
        found = (geo_ages){0, found.from - is_below};
    else if (!take_end(&text, &found))
        return false;
    (void)take_any(&text, years);
    skip_blanks(&text);
    if (text.length > 0 || found.to < 0)
        return false;
    *ages = found;
    return true;
}
