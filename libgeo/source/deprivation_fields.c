#include "source/deprivation_fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/text.h"
#include "source/area_fields.h"

/* Words of a name, and of it a phrase: the words that tell which index it is. */
#define NAME_BYTES 160

/* ---- words ---------------------------------------------------------------------------------- */

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Whether a word begins at c, where `before` and `after` stand around it: "IMD_Rank" and "IMDRank"
 * are the same two words. */
static bool begins_word(char before, char c, char after)
{
    if (geo_is_digit(before) != geo_is_digit(c))
        return true;
    return is_upper(c) && (is_lower(before) || (is_upper(before) && is_lower(after)));
}

/* Lower-case words with a blank between each two. */
static void split_words(const char *name, char words[NAME_BYTES])
{
    size_t used = 0;
    char before = '\0';
    for (const char *c = name; *c && used + 2 < NAME_BYTES; c++) {
        bool is_word =
            is_upper(*c) || is_lower(*c) || geo_is_digit(*c) || ((unsigned char)*c & 0x80U);
        if (is_word && used > 0 && (before == '\0' || begins_word(before, *c, c[1])))
            words[used++] = ' ';
        if (is_word)
            words[used++] = geo_lower(*c);
        before = is_word ? *c : '\0';
    }
    words[used] = '\0';
}

static bool is_among(geo_text word, const char *const *list)
{
    for (; *list; list++)
        if (geo_compare_names(word, geo_text_of(*list)) == 0)
            return true;
    return false;
}

/* ---- what a name says ----------------------------------------------------------------------- */

static const char *const decile_words[] = {"decile", "deciles", "decil", "dec", NULL};
static const char *const rank_words[] = {"rank", "ranks", "rnk", "ranking", NULL};
static const char *const score_words[] = {"score", "scores", "scr", NULL};
/* Say nothing of which index it is. */
static const char *const empty_words[] = {"of",       "the",     "and",     "for",     "in",
                                          "to",       "domain",  "index",   "indices", "rate",
                                          "national", "overall", "england", "english", "wales",
                                          "welsh",    "lsoa",    "lsoas",   NULL};
/* What the figure means begins with these: "(where 1 is most deprived 10% of LSOAs)". */
static const char *const explaining_words[] = {"where", "is", "most", "being", NULL};

/* Without the words of the lists above. */
static const struct {
    const char *phrase;
    geo_domain domain;
} known_phrase[] = {
    {"multiple", GEO_DOMAIN_IMD},
    {"wimd", GEO_DOMAIN_IMD},
    {"iod", GEO_DOMAIN_IMD},
    {"multiple wimd", GEO_DOMAIN_IMD},
    {"income", GEO_DOMAIN_INCOME},
    {"inc", GEO_DOMAIN_INCOME},
    {"employment", GEO_DOMAIN_EMPLOYMENT},
    {"emp", GEO_DOMAIN_EMPLOYMENT},
    {"education skills training", GEO_DOMAIN_EDUCATION},
    {"education", GEO_DOMAIN_EDUCATION},
    {"edu", GEO_DOMAIN_EDUCATION},
    {"health disability", GEO_DOMAIN_HEALTH},
    {"health", GEO_DOMAIN_HEALTH},
    {"hdd", GEO_DOMAIN_HEALTH},
    {"crime", GEO_DOMAIN_CRIME},
    {"crime disorder", GEO_DOMAIN_CRIME},
    {"cri", GEO_DOMAIN_CRIME},
    {"community safety", GEO_DOMAIN_CRIME},
    {"barriers housing services", GEO_DOMAIN_HOUSING},
    {"housing services", GEO_DOMAIN_HOUSING},
    {"housing access", GEO_DOMAIN_HOUSING},
    {"housing", GEO_DOMAIN_HOUSING},
    {"bhs", GEO_DOMAIN_HOUSING},
    {"living environment", GEO_DOMAIN_ENVIRONMENT},
    {"physical environment", GEO_DOMAIN_ENVIRONMENT},
    {"environment", GEO_DOMAIN_ENVIRONMENT},
    {"env", GEO_DOMAIN_ENVIRONMENT},
};

typedef struct name_parts {
    bool has[GEO_INDEX_FIGURE_COUNT];
    bool says_index; /* "imd", "deprivation": more than a bare "rank" */
    int year;
    char phrase[NAME_BYTES];
} name_parts;

static void take_number(geo_text word, name_parts *parts)
{
    int number = 0;
    for (size_t i = 0; i < word.length && i < 5; i++)
        number = number * 10 + (word.data[i] - '0');
    if (word.length == 4 && number > 1990 && number < 2100)
        parts->year = number;
}

static void take_word(geo_text word, name_parts *parts)
{
    static const char *const index_words[] = {"imd", "deprivation", NULL};
    if (is_among(word, decile_words))
        parts->has[GEO_INDEX_DECILE] = true;
    else if (is_among(word, rank_words))
        parts->has[GEO_INDEX_RANK] = true;
    else if (is_among(word, score_words))
        parts->has[GEO_INDEX_SCORE] = true;
    else if (geo_is_digit(word.data[0]))
        take_number(word, parts);
    else if (is_among(word, index_words))
        parts->says_index = true;
    else if (!is_among(word, empty_words))
        snprintf(parts->phrase + strlen(parts->phrase),
                 sizeof parts->phrase - strlen(parts->phrase), "%s%.*s", *parts->phrase ? " " : "",
                 (int)word.length, word.data);
}

static name_parts take_words(const char *words)
{
    name_parts parts = {.year = 0};
    while (*words) {
        geo_text word = {words, strcspn(words, " ")};
        if (is_among(word, explaining_words))
            break;
        take_word(word, &parts);
        words += word.length + (words[word.length] == ' ');
    }
    return parts;
}

geo_index_name geo_read_index_name(const char *name)
{
    char words[NAME_BYTES];
    split_words(name, words);
    name_parts parts = take_words(words);
    geo_index_name read = {GEO_DOMAIN_COUNT, GEO_INDEX_DECILE, false, parts.year};
    while (read.figure < GEO_INDEX_UNTOLD && !parts.has[read.figure])
        read.figure++;
    bool is_month = strcmp(words, "dec") == 0;
    if (*parts.phrase == '\0' && !is_month &&
        (parts.says_index || read.figure < GEO_INDEX_UNTOLD)) {
        read.domain = GEO_DOMAIN_IMD;
        read.is_bare = !parts.says_index;
    }
    for (size_t i = 0; i < sizeof known_phrase / sizeof *known_phrase; i++)
        if (strcmp(parts.phrase, known_phrase[i].phrase) == 0)
            read.domain = known_phrase[i].domain;
    return read;
}

/* ---- fields --------------------------------------------------------------------------------- */

/* Which fields count beside those whose name tells domain and figure. */
typedef struct table_kind {
    bool has_index;  /* a figure of the index itself: a bare "rank" is another's */
    bool has_untold; /* names tell domains alone, as in the Welsh ranks, and the index is among
                        them: "Income" is no amount of money */
} table_kind;

static table_kind look_at(const char *const *names, size_t count)
{
    table_kind kind = {false, false};
    for (size_t i = 0; i < count; i++) {
        geo_index_name read = geo_read_index_name(names[i]);
        if (read.domain != GEO_DOMAIN_IMD || read.is_bare)
            continue;
        kind.has_index = kind.has_index || read.figure != GEO_INDEX_UNTOLD;
        kind.has_untold = kind.has_untold || read.figure == GEO_INDEX_UNTOLD;
    }
    return kind;
}

static geo_index_name read_field(const char *name, table_kind kind)
{
    geo_index_name read = geo_read_index_name(name);
    bool is_other = (read.is_bare && (kind.has_index || kind.has_untold)) ||
                    (read.figure == GEO_INDEX_UNTOLD && !kind.has_untold);
    if (is_other)
        read.domain = GEO_DOMAIN_COUNT;
    return read;
}

static void list_domains(const char *const *names, size_t count, char *text, size_t size)
{
    const char *domain[GEO_DOMAIN_COUNT];
    bool is_there[GEO_DOMAIN_COUNT] = {false};
    table_kind kind = look_at(names, count);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        geo_index_name read = read_field(names[i], kind);
        if (read.domain != GEO_DOMAIN_COUNT)
            is_there[read.domain] = true;
    }
    for (geo_domain i = 0; i < GEO_DOMAIN_COUNT; i++)
        if (is_there[i])
            domain[found++] = geo_domain_name(i);
    geo_list_names(domain, found, text, size);
}

static geo_status fail_without_domain(geo_context *context, const char *const *names, size_t count,
                                      const char *where, geo_domain domain)
{
    char list[2048];
    char domains[256];
    geo_list_names(names, count, list, sizeof list);
    list_domains(names, count, domains, sizeof domains);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: no field holds a decile, rank or score of '%s'%s%s; name it with "
                    "--deprivation-field; its fields: %s",
                    where, geo_domain_name(domain), *domains ? "; there are those of " : "",
                    domains, list);
}

/* Of the same figure twice the first is taken, but not where the years differ. */
static geo_status take_figure(geo_context *context, const char *const *names, size_t field,
                              geo_index_name read, const char *where, geo_index_fields *out)
{
    size_t *taken = &out->figure[read.figure];
    if (*taken == GEO_NO_FIELD) {
        *taken = field;
        out->year = out->year ? out->year : read.year;
        return GEO_OK;
    }
    if (geo_read_index_name(names[*taken]).year == read.year)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: there are indices of several years: '%.100s' and '%.100s'; name one with "
                    "--deprivation-field",
                    where, names[*taken], names[field]);
}

static geo_status find_figures(geo_context *context, const char *const *names, size_t count,
                               const char *where, geo_index_fields *out)
{
    table_kind kind = look_at(names, count);
    geo_status status = GEO_OK;
    bool is_found = false;
    int year_of_index = 0;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        geo_index_name read = read_field(names[i], kind);
        if (read.domain == GEO_DOMAIN_IMD && year_of_index == 0)
            year_of_index = read.year;
        if (read.domain != out->domain || i == out->code)
            continue;
        is_found = true;
        status = take_figure(context, names, i, read, where, out);
    }
    if (out->year == 0)
        out->year = year_of_index;
    for (size_t i = 0; i < GEO_INDEX_UNTOLD; i++)
        if (out->figure[i] != GEO_NO_FIELD)
            out->figure[GEO_INDEX_UNTOLD] = GEO_NO_FIELD;
    if (status == GEO_OK && !is_found)
        status = fail_without_domain(context, names, count, where, out->domain);
    return status;
}

static size_t find_exactly(const char *const *names, size_t count, const char *asked)
{
    for (size_t i = 0; i < count; i++)
        if (geo_same_name(names[i], asked))
            return i;
    return GEO_NO_FIELD;
}

static geo_status fail_without_field(geo_context *context, const char *const *names, size_t count,
                                     const char *where, const char *asked, const char *option)
{
    char list[2048];
    geo_list_names(names, count, list, sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: there is no field '%.100s' for %s; its fields: %s", where, asked, option,
                    list);
}

/* The field that was asked for is what deciles come from. */
static geo_status take_asked(geo_context *context, const char *const *names, size_t count,
                             const char *where, const char *asked, geo_index_fields *out)
{
    size_t field = find_exactly(names, count, asked);
    if (field == GEO_NO_FIELD)
        return fail_without_field(context, names, count, where, asked, "--deprivation-field");
    geo_index_name read = geo_read_index_name(names[field]);
    if (read.domain != GEO_DOMAIN_COUNT)
        out->domain = read.domain;
    out->figure[read.figure] = field;
    out->year = read.year;
    return GEO_OK;
}

static geo_status find_code(geo_context *context, const char *const *names, size_t count,
                            const char *where, const char *asked, geo_index_fields *out)
{
    out->code = asked ? find_exactly(names, count, asked) : GEO_NO_FIELD;
    if (asked && out->code == GEO_NO_FIELD)
        return fail_without_field(context, names, count, where, asked, "--deprivation-code");
    geo_area_fields found = geo_find_area_fields(names, count, out->code);
    out->code = found.code;
    out->name = found.name;
    if (out->code != GEO_NO_FIELD)
        return GEO_OK;
    char list[2048];
    geo_list_names(names, count, list, sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: no field looks like the areas' codes; name it with --deprivation-code; "
                    "its fields: %s",
                    where, list);
}

geo_status geo_find_index_fields(geo_context *context, const char *const *names, size_t count,
                                 const char *where, const geo_deprivation_options *options,
                                 geo_index_fields *out)
{
    *out = (geo_index_fields){.domain = options->domain, .year = 0};
    for (size_t i = 0; i < GEO_INDEX_FIGURE_COUNT; i++)
        out->figure[i] = GEO_NO_FIELD;
    geo_status status = find_code(context, names, count, where, options->code, out);
    if (status == GEO_OK)
        status = options->field ? take_asked(context, names, count, where, options->field, out)
                                : find_figures(context, names, count, where, out);
    if (status != GEO_OK)
        return status;
    out->district = geo_find_district_field(names, count);
    if (out->district == out->code)
        out->district = GEO_NO_FIELD;
    out->population = geo_find_population(NULL, names, count, where);
    return GEO_OK;
}

bool geo_has_index_fields(const char *const *names, size_t count,
                          const geo_deprivation_options *options)
{
    geo_area_fields found = geo_find_area_fields(names, count, GEO_NO_FIELD);
    bool has_code = options->code ? find_exactly(names, count, options->code) != GEO_NO_FIELD
                                  : found.code != GEO_NO_FIELD;
    if (!has_code || options->field)
        return has_code && find_exactly(names, count, options->field) != GEO_NO_FIELD;
    table_kind kind = look_at(names, count);
    for (size_t i = 0; i < count; i++)
        if (read_field(names[i], kind).domain == options->domain)
            return true;
    return false;
}
