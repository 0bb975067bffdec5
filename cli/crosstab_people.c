/* Who the rates of a crosstab are divided by. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crosstab.h"

bool crosstab_wants_rates(const crosstab_settings *settings)
{
    return settings->cells == CROSSTAB_CELLS_ALL || settings->cells == CROSSTAB_CELLS_RATE;
}

/* ---- the plan ------------------------------------------------------------------------------- */

static bool is_of_areas(const cli_labels *labels)
{
    return labels->area_code != NULL;
}

/* Whether the labels tell incidents apart, not people. */
static bool parts_incidents(const crosstab_result *result, const cli_labels *labels)
{
    return labels->kind != LABELS_OF_FIELD || result->settings->whole_population;
}

static geo_status plan_ages(cli_job *job, crosstab_result *result)
{
    cli_crossing *crossing = &result->crossing;
    if (is_of_areas(&crossing->rows) == is_of_areas(&crossing->columns))
        return job_fail(job, GEO_ERROR_USAGE,
                        "--age-population has people by area and age: of --rows and --columns one "
                        "is an age of the incidents' and the other a field of the areas, such as "
                        "decile or parent");
    result->people = CROSSTAB_OF_AGES;
    return GEO_OK;
}

/* Why there are no rates; NULL: there are. */
static const char *plan_areas(crosstab_result *result)
{
    cli_crossing *crossing = &result->crossing;
    const cli_labels *rows = &crossing->rows;
    const cli_labels *columns = &crossing->columns;
    if (!is_of_areas(rows) && !is_of_areas(columns))
        return "neither rows nor columns are places with people";
    if (!result->load.areas[0]->population)
        return "the areas have no population; --population FILE names one";
    if ((!is_of_areas(rows) && !parts_incidents(result, rows)) ||
        (!is_of_areas(columns) && !parts_incidents(result, columns)))
        return "ages and the like are parts of the population, whose size is not known; "
               "--age-population FILE tells it by age, --population-table FILE by any label, and "
               "--whole-population divides all by everyone, as kinds of incident are";
    result->people = CROSSTAB_OF_AREAS;
    if (!is_of_areas(rows))
        crossing->crosstab.population_of = GEO_POPULATION_OF_COLUMNS;
    if (!is_of_areas(columns))
        crossing->crosstab.population_of = GEO_POPULATION_OF_ROWS;
    return NULL;
}

geo_status crosstab_plan_people(cli_job *job, crosstab_result *result)
{
    const crosstab_settings *settings = result->settings;
    const char *no_rates = NULL;
    geo_status status = GEO_OK;
    if (!crosstab_wants_rates(settings))
        return GEO_OK;
    if (settings->population_table)
        result->people = CROSSTAB_OF_TABLE;
    else if (settings->age_population)
        status = plan_ages(job, result);
    else
        no_rates = plan_areas(result);
    if (status != GEO_OK || result->people != CROSSTAB_NOBODY)
        return status;
    if (settings->cells == CROSSTAB_CELLS_RATE || settings->per_year)
        return job_fail(job, GEO_ERROR_USAGE, "there are no rates: %s", no_rates);
    if (is_of_areas(&result->crossing.rows) || is_of_areas(&result->crossing.columns))
        job_note(job, "no rates: %s", no_rates);
    return GEO_OK;
}

/* ---- by area -------------------------------------------------------------------------------- */

static bool is_known(const cli_labels *labels, int32_t code)
{
    return geo_dictionary_text(labels->values, code)[0] != '\0';
}

/* Adds the people of each shown area to the cell of its own label and another, which is
 * GEO_NO_CODE where both are the areas'. */
static geo_status add_areas(cli_job *job, crosstab_result *result, const double *people,
                            int32_t other)
{
    cli_crossing *crossing = &result->crossing;
    const cli_labels *rows = &crossing->rows;
    const cli_labels *columns = &crossing->columns;
    geo_status status = GEO_OK;
    for (size_t area = 0; area < result->load.areas[0]->count && status == GEO_OK; area++) {
        int32_t row = is_of_areas(rows) ? rows->area_code[area] : other;
        int32_t column = is_of_areas(columns) ? columns->area_code[area] : other;
        bool counts = (!result->shown || result->shown[area]) && !isnan(people[area]) &&
                      is_known(rows, row) && is_known(columns, column);
        if (counts)
            status = crossing_add_people(job, crossing, row, column, people[area]);
    }
    return status;
}

/* Shown areas without people, whose incidents count in rates all the same. */
static void warn_of_areas(cli_job *job, const crosstab_result *result, const double *people)
{
    const geo_areas *areas = result->load.areas[0];
    size_t without = 0;
    for (size_t area = 0; area < areas->count; area++)
        without += (!result->shown || result->shown[area]) && isnan(people[area]);
    if (without > 0)
        job_warn(job,
                 "%zu area%s (%s) %s no population: rates count the incidents there but not the "
                 "people",
                 without, without == 1 ? "" : "s", areas->path, without == 1 ? "has" : "have");
}

/* The field that is not the areas', NULL where both are. */
static cli_labels *other_labels(crosstab_result *result)
{
    cli_crossing *crossing = &result->crossing;
    return !is_of_areas(&crossing->rows)      ? &crossing->rows
           : !is_of_areas(&crossing->columns) ? &crossing->columns
                                              : NULL;
}

static geo_status find_of_areas(cli_job *job, crosstab_result *result)
{
    const double *people = result->load.areas[0]->population;
    const cli_labels *other = other_labels(result);
    geo_status status = GEO_OK;
    warn_of_areas(job, result, people);
    if (!other)
        return add_areas(job, result, people, GEO_NO_CODE);
    size_t count = geo_dictionary_count(other->values);
    for (size_t code = 0; code < count && status == GEO_OK; code++)
        if (is_known(other, (int32_t)code))
            status = add_areas(job, result, people, (int32_t)code);
    return status;
}

/* ---- by age --------------------------------------------------------------------------------- */

typedef struct label_ages {
    int32_t code;
    geo_ages ages;
} label_ages;

static int compare_ages(const void *left, const void *right)
{
    geo_ages one = ((const label_ages *)left)->ages;
    geo_ages other = ((const label_ages *)right)->ages;
    if (one.from != other.from)
        return one.from < other.from ? -1 : 1;
    return (one.to > other.to) - (one.to < other.to);
}

/* Bands that --bands asks for stand in the table where nobody of that age was a victim, too. */
static geo_status add_bands(cli_job *job, cli_labels *labels)
{
    geo_bytes number = GEO_BYTES_INIT;
    geo_status status = GEO_OK;
    int32_t code = 0;
    for (size_t i = 0; i < labels->band_count && status == GEO_OK; i++) {
        number.length = 0;
        status = append_short_number(job->context, &number, labels->band[i], 6);
        if (status == GEO_OK)
            status = labels_code_of(job, labels, (geo_text){number.data, number.length}, &code);
    }
    geo_bytes_clear(&number);
    return status;
}

/* The labels that are ages, from the youngest on. */
static geo_status list_ages(cli_job *job, const cli_labels *labels, label_ages *list, size_t *count)
{
    size_t values = geo_dictionary_count(labels->values);
    const char *other = NULL;
    for (size_t code = 0; code < values; code++) {
        const char *label = geo_dictionary_text(labels->values, (int32_t)code);
        list[*count].code = (int32_t)code;
        if (geo_ages_parse((geo_text){label, strlen(label)}, &list[*count].ages))
            (*count)++;
        else if (label[0] && !other)
            other = label;
    }
    if (*count == 0)
        return job_fail(job, GEO_ERROR_USAGE,
                        "--age-population: '%s' of the incidents holds no ages%s%s%s; ages are "
                        "written as 10-17, 75+ or Under 18",
                        labels->field, other ? ", such as '" : "", other ? other : "",
                        other ? "'" : "");
    if (other)
        job_warn(job, "'%s' of '%s' is no age: it has no rate", other, labels->field);
    qsort(list, *count, sizeof *list, compare_ages);
    return GEO_OK;
}

/* People of an age that is in two bands would count twice, of one that is in none not at all. */
static geo_status check_ages(cli_job *job, const cli_labels *labels, const label_ages *list,
                             size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        const char *one = geo_dictionary_text(labels->values, list[i].code);
        const char *next = geo_dictionary_text(labels->values, list[i + 1].code);
        if (list[i + 1].ages.from <= list[i].ages.to)
            return job_fail(job, GEO_ERROR_DATA,
                            "the bands '%s' and '%s' of '%s' overlap: people of both would count "
                            "twice; leave out --age-population, or cut ages with --bands",
                            one, next, labels->field);
        if (list[i + 1].ages.from > list[i].ages.to + 1)
            job_warn(job,
                     "no incident is of the ages between '%s' and '%s': their people are in no "
                     "rate, that of the total included",
                     one, next);
    }
    return GEO_OK;
}

static geo_status add_ages(cli_job *job, crosstab_result *result,
                           const geo_age_population *population, const label_ages *list,
                           size_t count)
{
    geo_status status = GEO_OK;
    double *people = calloc(population->area_count + 1, sizeof *people);
    if (!people)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = geo_age_population_sum(job->context, population, list[i].ages, people);
        if (status == GEO_OK && i == 0)
            warn_of_areas(job, result, people);
        if (status == GEO_OK)
            status = add_areas(job, result, people, list[i].code);
    }
    free(people);
    return status;
}

static geo_status read_ages(cli_job *job, const crosstab_result *result, geo_age_population **out)
{
    const crosstab_settings *settings = result->settings;
    const geo_input input = {settings->age_population, {NULL, 0}};
    const geo_population_options options = {.encoding = settings->common.encoding,
                                            .roles.code = settings->age_population_code,
                                            .limits = limits_of(&settings->common)};
    return geo_age_population_read(job->context, result->load.areas[0], &input, &options, out);
}

static geo_status find_of_ages(cli_job *job, crosstab_result *result)
{
    cli_labels *labels = other_labels(result);
    geo_age_population *population = NULL;
    size_t count = 0;
    geo_status status = add_bands(job, labels);
    label_ages *list = calloc(geo_dictionary_count(labels->values) + 1, sizeof *list);
    if (status == GEO_OK && !list)
        status = job_out_of_memory(job);
    if (status == GEO_OK)
        status = list_ages(job, labels, list, &count);
    if (status == GEO_OK)
        status = check_ages(job, labels, list, count);
    if (status == GEO_OK)
        status = read_ages(job, result, &population);
    if (status == GEO_OK)
        status = add_ages(job, result, population, list, count);
    geo_age_population_free(population);
    free(list);
    return status;
}

geo_status crosstab_find_people(cli_job *job, crosstab_result *result)
{
    const crosstab_settings *settings = result->settings;
    const crossing_population asked = {settings->population_table, settings->population_rows,
                                       settings->population_columns, settings->population_count};
    result->crossing.has_population = result->people != CROSSTAB_NOBODY;
    if (result->people == CROSSTAB_OF_TABLE)
        return crossing_read_population(job, &asked, &result->crossing);
    if (result->people == CROSSTAB_OF_AGES)
        return find_of_ages(job, result);
    return result->people == CROSSTAB_OF_AREAS ? find_of_areas(job, result) : GEO_OK;
}
