#include "denominator_name.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

const char denominator_residents[] = "residents";

const char denominator_caveat[] =
    "Where many people come to work, shop or go out, as in town centres, residents are fewer than "
    "those at risk, and rates stand higher than the risk";

static bool holds_any(const char *text, const char *const *word, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(text, word[i]))
            return true;
    return false;
}

static bool is_any(const char *text, const char *const *word, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, word[i]) == 0)
            return true;
    return false;
}

/* A "workday population" is one of others than residents; "total" and "2019" don't tell of whom. */
static bool means_residents(const char *name)
{
    static const char *const others[] = {"day",     "night",    "work",     "employ",  "job",
                                         "visitor", "student",  "commut",   "house",   "dwelling",
                                         "vehicle", "premises", "property", "footfall"};
    static const char *const people[] = {"pop",      "resident", "person",     "people",
                                         "all ages", "allages",  "inhabitant", "estimate"};
    static const char *const anything[] = {"total",       "count", "number", "value",
                                           "observation", "all",   "n",      "obs value"};
    if (holds_any(name, others, sizeof others / sizeof *others))
        return false;
    return holds_any(name, people, sizeof people / sizeof *people) ||
           is_any(name, anything, sizeof anything / sizeof *anything) ||
           strcspn(name, "abcdefghijklmnopqrstuvwxyz") == strlen(name);
}

/* Blanks for underscores, and small letters, since the name stands within a sentence. */
static void make_words(char *name)
{
    for (char *c = name; *c; c++) {
        if (*c == '_')
            *c = ' ';
        else if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    }
}

geo_status denominator_name(cli_job *job, const char *field, char **out)
{
    char *name = strdup(field ? field : denominator_residents);
    if (!name)
        return job_out_of_memory(job);
    make_words(name);
    *out = name;
    if (!means_residents(name))
        return GEO_OK;
    free(name);
    *out = strdup(denominator_residents);
    return *out ? GEO_OK : job_out_of_memory(job);
}

bool denominator_is_residents(const char *name)
{
    return strcmp(name, denominator_residents) == 0;
}
