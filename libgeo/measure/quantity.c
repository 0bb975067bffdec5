/* Names of fields that hold no quantity. */
#include <geo/apportion.h>

#include "core/text.h"

static bool is_letter(char character)
{
    char lower = geo_lower(character);
    return lower >= 'a' && lower <= 'z';
}

static bool is_capital(char character)
{
    return character >= 'A' && character <= 'Z';
}

/* Behind what is no letter, and at the capitals of "IMDRank" and "crimeRate". */
static bool begins_word(const char *name, size_t i)
{
    if (i == 0 || !is_letter(name[i - 1]))
        return true;
    bool is_followed_by_small = is_letter(name[i + 1]) && !is_capital(name[i + 1]);
    return is_capital(name[i]) && (!is_capital(name[i - 1]) || is_followed_by_small);
}

/* Before what is no letter, and before a capital behind a small letter; perhaps with an s. */
static bool ends_word(const char *name, size_t i)
{
    if (geo_lower(name[i]) == 's' && !is_letter(name[i + 1]))
        return true;
    return !is_letter(name[i]) || (is_capital(name[i]) && !is_capital(name[i - 1]));
}

static bool is_at(const char *name, const char *word)
{
    size_t length = strlen(word);
    return strlen(name) >= length &&
           geo_compare_names((geo_text){name, length}, geo_text_of(word)) == 0;
}

/* The first ones anywhere, as in "imddecile"; the others as words, since there is a rate in
 * "corporate". */
bool geo_is_no_quantity(const char *field, const char **word)
{
    enum { ANYWHERE = 6 };
    static const char *const words[] = {
        "decile", "quintile", "quartile", "centile", "percent",    "%",          "rate",  "rank",
        "score",  "pct",      "mean",     "median",  "average",    "avg",        "ratio", "density",
        "per",    "index",    "quantile", "share",   "proportion", "probability"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        for (size_t i = 0; field[i] != '\0'; i++) {
            if (!is_at(field + i, words[w]))
                continue;
            if (w >= ANYWHERE && !(begins_word(field, i) && ends_word(field, i + strlen(words[w]))))
                continue;
            if (word)
                *word = words[w];
            return true;
        }
    }
    return false;
}
