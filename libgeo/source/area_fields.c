#include "source/area_fields.h"

#include <string.h>

#include "core/context.h"
#include "core/text.h"
#include "source/roles.h"

/* ---- statistical units ------------------------------------------------------------------ */

/* How fine a unit is: 0 the finest. Plain fields ("code") are those of the file's own unit. */
enum { PLAIN_UNIT = 7, NO_UNIT = 99 };

/* ONS's abbreviations and their long forms, without digits. */
static const struct {
    const char *unit;
    int fineness;
} known_unit[] = {
    {"oa", 0},
    {"outputarea", 0},
    {"lsoa", 1},
    {"datazone", 1},
    {"lsoadz", 1},
    {"msoa", 2},
    {"wd", 3},
    {"ward", 3},
    {"electoralward", 3},
    {"lad", 4},
    {"la", 4},
    {"localauthoritydistrict", 4},
    {"localauthority", 4},
    {"ltla", 4},
    {"district", 4},
    {"csp", 5},
    {"utla", 5},
    {"cty", 5},
    {"pfa", 6},
    {"force", 6},
    {"policeforcearea", 6},
    {"", PLAIN_UNIT},
    {"area", PLAIN_UNIT},
    {"geography", PLAIN_UNIT},
    {"gss", PLAIN_UNIT},
};

static const char *const code_ending[] = {"cd", "code", NULL};
static const char *const name_ending[] = {"nm", "name", NULL};

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void geo_plain_name(geo_text name, char plain[GEO_PLAIN_NAME])
{
    size_t used = 0;
    for (size_t i = 0; i < name.length && used + 1 < GEO_PLAIN_NAME; i++) {
        char c = name.data[i];
        if (is_letter_or_digit(c))
            plain[used++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    plain[used] = '\0';
}

/* Years and numbers come anywhere in these names: "WD24CD", "lsoa21_code", "LSOA code (2011)",
 * "LA Code (2021 boundaries)", "Ward Code 1". Welsh files have names in both languages: "LSOA name
 * (Eng)". */
static void unit_text(geo_text name, char text[GEO_PLAIN_NAME])
{
    static const char *const last_word[] = {"boundaries", "eng"};
    geo_plain_name(name, text);
    size_t used = 0;
    for (const char *c = text; *c; c++)
        if (*c < '0' || *c > '9')
            text[used++] = *c;
    text[used] = '\0';
    for (size_t i = 0; i < sizeof last_word / sizeof *last_word; i++) {
        size_t length = strlen(last_word[i]);
        if (used > length && strcmp(text + used - length, last_word[i]) == 0)
            text[used - length] = '\0';
    }
}

/* The fineness of the unit when the name is that of a field of one, with one of these endings. */
static int unit_of(geo_text name, const char *const *ending)
{
    char text[GEO_PLAIN_NAME];
    unit_text(name, text);
    size_t length = strlen(text);
    for (; *ending; ending++) {
        size_t end = strlen(*ending);
        if (length < end || strcmp(text + length - end, *ending) != 0)
            continue;
        for (size_t i = 0; i < sizeof known_unit / sizeof *known_unit; i++)
            if (strlen(known_unit[i].unit) == length - end &&
                strncmp(known_unit[i].unit, text, length - end) == 0)
                return known_unit[i].fineness;
    }
    return NO_UNIT;
}

/* The first field of a unit with such an ending. */
static size_t field_of_unit(const char *const *names, size_t count, int unit,
                            const char *const *ending)
{
    for (size_t i = 0; i < count; i++)
        if (unit_of(geo_text_of(names[i]), ending) == unit)
            return i;
    return SIZE_MAX;
}

size_t geo_find_unit_field(const char *const *names, size_t count, geo_unit unit, bool is_code)
{
    static const int fineness[] = {
        [GEO_UNIT_LSOA] = 1, [GEO_UNIT_MSOA] = 2, [GEO_UNIT_WARD] = 3, [GEO_UNIT_DISTRICT] = 4};
    return field_of_unit(names, count, fineness[unit], is_code ? code_ending : name_ending);
}

static size_t find_parent(const char *const *names, size_t count, int unit)
{
    static const char *const plain[] = {"parent",      "parentname", "district", "localauthority",
                                        "partnership", "csp",        "force",    NULL};
    for (int coarser = unit == PLAIN_UNIT ? 0 : unit + 1; coarser < PLAIN_UNIT; coarser++) {
        size_t field = field_of_unit(names, count, coarser, name_ending);
        if (field == SIZE_MAX)
            field = field_of_unit(names, count, coarser, code_ending);
        if (field != SIZE_MAX)
            return field;
    }
    for (const char *const *known = plain; *known; known++)
        for (size_t i = 0; i < count; i++) {
            char text[GEO_PLAIN_NAME];
            geo_plain_name(geo_text_of(names[i]), text);
            if (strcmp(text, *known) == 0)
                return i;
        }
    return SIZE_MAX;
}

geo_area_fields geo_find_area_fields(const char *const *names, size_t count, size_t code)
{
    /* A plain "code" is the file's own unit; those that are named beside it are what it lies in. */
    static const int search_order[] = {PLAIN_UNIT, 0, 1, 2, 3, 4, 5, 6};
    geo_area_fields found = {code, SIZE_MAX, SIZE_MAX};
    int unit = code != SIZE_MAX ? unit_of(geo_text_of(names[code]), code_ending) : NO_UNIT;
    for (size_t i = 0; i < sizeof search_order / sizeof *search_order; i++) {
        if (found.code != SIZE_MAX)
            break;
        found.code = field_of_unit(names, count, search_order[i], code_ending);
        if (found.code != SIZE_MAX)
            unit = search_order[i];
    }
    if (unit == NO_UNIT)
        unit = PLAIN_UNIT;
    found.name = field_of_unit(names, count, unit, name_ending);
    if (found.code != SIZE_MAX)
        found.parent = find_parent(names, count, unit);
    if (found.parent == found.code || found.parent == found.name)
        found.parent = SIZE_MAX;
    return found;
}

size_t geo_find_district_field(const char *const *names, size_t count)
{
    enum { DISTRICT = 4 };
    size_t field = field_of_unit(names, count, DISTRICT, name_ending);
    return field != SIZE_MAX ? field : field_of_unit(names, count, DISTRICT, code_ending);
}

bool geo_is_area_code_field(geo_text name)
{
    return unit_of(name, code_ending) != NO_UNIT;
}

int geo_field_year(const char *name)
{
    for (const char *c = name; *c; c++) {
        size_t digits = strspn(c, "0123456789");
        int number = 0;
        for (size_t i = 0; i < digits && i < 4; i++)
            number = number * 10 + (c[i] - '0');
        if (digits == 2)
            return 2000 + number;
        if (digits == 4)
            return number;
        if (digits > 0)
            c += digits - 1;
    }
    return 0;
}

/* ---- population ------------------------------------------------------------------------- */

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* How surely a field is the population: 0 certain, 2 perhaps, 3 not. A density or a rate is none.
 */
static int population_doubt(const char *name)
{
    char plain[GEO_PLAIN_NAME];
    geo_plain_name(geo_text_of(name), plain);
    if (strcmp(plain, "population") == 0 || strcmp(plain, "pop") == 0)
        return 0;
    if (strstr(plain, "density") || strstr(plain, "perkm") || strstr(plain, "perhectare"))
        return 3;
    if (begins_with(plain, "totalpop") || strcmp(plain, "totpop") == 0 ||
        begins_with(plain, "allages") || begins_with(plain, "allpersons") ||
        begins_with(plain, "usualresidents"))
        return 1;
    bool is_population = begins_with(plain, "population");
    bool is_pop = begins_with(plain, "pop") &&
                  (plain[3] < 'a' || plain[3] > 'z' || begins_with(plain, "popmid") ||
                   begins_with(plain, "poptotal"));
    return is_population || is_pop ? 2 : 3;
}

static void note_candidates(geo_context *context, const char *const *names, size_t count,
                            const char *where, int doubt)
{
    const char *candidate[16];
    size_t found = 0;
    for (size_t i = 0; i < count && found < sizeof candidate / sizeof *candidate; i++)
        if (population_doubt(names[i]) == doubt)
            candidate[found++] = names[i];
    char list[1024];
    geo_list_names(candidate, found, list, sizeof list);
    geo_add_note(context,
                 "%s: several fields may be the population and none is taken; name it with "
                 "--population-field: %s",
                 where, list);
}

size_t geo_find_population(geo_context *context, const char *const *names, size_t count,
                           const char *where)
{
    for (int doubt = 0; doubt <= 2; doubt++) {
        size_t found = SIZE_MAX;
        size_t candidates = 0;
        for (size_t i = 0; i < count; i++) {
            if (population_doubt(names[i]) != doubt)
                continue;
            found = i;
            candidates++;
        }
        if (candidates == 1)
            return found;
        if (candidates > 1) {
            if (context)
                note_candidates(context, names, count, where, doubt);
            return SIZE_MAX;
        }
    }
    return SIZE_MAX;
}
