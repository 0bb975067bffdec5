/* Indices of deprivation: their names, their deciles, and the years of LSOAs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/text.h"

/* ---- domains -------------------------------------------------------------------------------- */

typedef struct domain_words {
    const char *name;
    const char *text;
} domain_words;

/* In the order of geo_domain. */
static const domain_words domains[GEO_DOMAIN_COUNT] = {
    {"imd", "Index of Multiple Deprivation"},
    {"income", "income deprivation"},
    {"employment", "employment deprivation"},
    {"education", "education, skills and training deprivation"},
    {"health", "health deprivation and disability"},
    {"crime", "the crime domain of deprivation"},
    {"housing", "barriers to housing and services"},
    {"environment", "living environment deprivation"},
};

const char *geo_domain_name(geo_domain domain)
{
    return domains[domain].name;
}

const char *geo_domain_text(geo_domain domain)
{
    return domains[domain].text;
}

bool geo_domain_of(const char *name, geo_domain *domain)
{
    for (int i = 0; i < GEO_DOMAIN_COUNT; i++)
        if (geo_same_name(name, domains[i].name)) {
            *domain = (geo_domain)i;
            return true;
        }
    return false;
}

/* ---- deciles -------------------------------------------------------------------------------- */

int32_t geo_decile_of_rank(double rank, double national)
{
    if (!(rank >= 1 && rank <= national))
        return 0;
    return (int32_t)ceil(10 * rank / national);
}

/* ---- years of LSOAs ------------------------------------------------------------------------- */

/* The last codes of 2011 in England and in Wales: Office for National Statistics, Lower layer Super
 * Output Areas (December 2011) Names and Codes. Those made for 2021 go on from there. */
#define LAST_OF_2011_ENGLAND 1033768
#define LAST_OF_2011_WALES   1001958
/* Of England's LSOAs of 2021 one in 17 has a code of its own: among as many without any these are
 * of 2011, but for one case in 400. */
#define TELLING_CODES 100

/* The digits behind the country's letter, -1 for what is no LSOA's code. */
static long lsoa_number(const char *code)
{
    long number = 0;
    if (!code || (code[0] != 'E' && code[0] != 'W') || strlen(code) != 9)
        return -1;
    for (size_t i = 1; i < 9; i++) {
        if (!geo_is_digit(code[i]))
            return -1;
        number = 10 * number + (code[i] - '0');
    }
    return number >= 1000000 && number < 2000000 ? number : -1;
}

/* "2011" or "2021" among the field's digits, or "11" or "21" on its own: 0 for neither, or when the
 * field is no LSOA's. */
static int year_of_field(const char *field)
{
    char plain[64];
    size_t length = 0;
    for (size_t i = 0; field && field[i] && length + 1 < sizeof plain; i++)
        if (geo_is_digit(field[i]) || (geo_lower(field[i]) >= 'a' && geo_lower(field[i]) <= 'z'))
            plain[length++] = geo_lower(field[i]);
    plain[length] = '\0';
    if (!strstr(plain, "lsoa"))
        return 0;
    if (strstr(plain, "2011") || strstr(plain, "lsoa11"))
        return 2011;
    return strstr(plain, "2021") || strstr(plain, "lsoa21") ? 2021 : 0;
}

int geo_lsoa_year(const char *field, const char *const *code, size_t count)
{
    size_t known = 0;
    int year = year_of_field(field);
    for (size_t i = 0; i < count && year == 0; i++) {
        long number = lsoa_number(code[i]);
        if (number < 0)
            continue;
        known++;
        if (number > (code[i][0] == 'E' ? LAST_OF_2011_ENGLAND : LAST_OF_2011_WALES))
            year = 2021;
    }
    if (year == 0 && known >= TELLING_CODES)
        year = 2011;
    return year;
}

/* ---- the noun ------------------------------------------------------------------------------- */

static void free_texts(char **text, size_t count)
{
    for (size_t i = 0; text && i < count; i++)
        free(text[i]);
    free(text);
}

void geo_deprivation_free(geo_deprivation *deprivation)
{
    if (!deprivation)
        return;
    free_texts(deprivation->name, deprivation->count);
    free_texts(deprivation->district, deprivation->count);
    geo_dictionary_free(deprivation->codes);
    free(deprivation->decile);
    free(deprivation->rank);
    free(deprivation->score);
    free(deprivation->population);
    free(deprivation->path);
    free(deprivation->code_field);
    free(deprivation->value_field);
    free(deprivation->population_field);
    free(deprivation);
}
