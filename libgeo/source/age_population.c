/* People of areas by age, from a table with a field for each age. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/code_join.h"
#include "source/population.h"

typedef struct age_join {
    geo_age_population *population;
    size_t *place; /* [field_count] of a field in the table */
    size_t wrong;  /* values that are no number of people */
} age_join;

/* ---- fields --------------------------------------------------------------------------------- */

static geo_status add_field(geo_context *context, const char *name, size_t place, geo_ages ages,
                            age_join *join)
{
    geo_age_population *population = join->population;
    for (size_t i = 0; i < population->field_count; i++)
        if (population->ages[i].from == ages.from && population->ages[i].to == ages.to)
            return geo_fail(context, GEO_ERROR_DATA,
                            "%s: the fields '%.60s' and '%.60s' are of the same ages; leave one "
                            "out, which of them counts cannot be told",
                            population->path, population->field[i], name);
    join->place[population->field_count] = place;
    population->ages[population->field_count] = ages;
    return geo_copy_text(context, name, &population->field[population->field_count++]);
}

static geo_status find_fields(geo_context *context, const geo_reader *reader,
                              const geo_code_join *codes, age_join *join)
{
    const char *const *names = geo_reader_field_names(reader);
    size_t count = geo_reader_field_count(reader);
    geo_age_population *population = join->population;
    char list[2048];
    geo_status status = geo_alloc_array(context, count, sizeof *join->place, &join->place);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *population->ages, &population->ages);
    if (status == GEO_OK)
        status = geo_alloc_array(context, count, sizeof *population->field, &population->field);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        geo_ages ages;
        if (i != codes->code && geo_ages_parse(geo_text_of(names[i]), &ages))
            status = add_field(context, names[i], i, ages, join);
    }
    if (status != GEO_OK || population->field_count > 0)
        return status;
    geo_list_names(names, count, list, sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: no field is named for ages, such as 0, 1 ... 90+ or 0-9, 10-17; its "
                    "fields: %s",
                    population->path, list);
}

/* ---- people --------------------------------------------------------------------------------- */

static geo_status take_people(geo_context *context, void *user, size_t area,
                              const geo_record *record)
{
    age_join *join = user;
    geo_age_population *population = join->population;
    double *people = population->people + area * population->field_count;
    (void)context;
    for (size_t i = 0; i < population->field_count; i++)
        join->wrong += !geo_population_parse(record->field[join->place[i]], &people[i]);
    return GEO_OK;
}

static geo_status join_people(geo_context *context, const geo_areas *areas, geo_reader *reader,
                              geo_code_join *codes, age_join *join)
{
    geo_age_population *population = join->population;
    size_t cells = areas->count * population->field_count;
    geo_status status =
        geo_alloc_array(context, cells, sizeof *population->people, &population->people);
    for (size_t i = 0; i < cells && status == GEO_OK; i++)
        population->people[i] = (double)NAN;
    if (status == GEO_OK)
        status = geo_join_by_code(context, reader, codes);
    if (status != GEO_OK)
        return status;
    if (join->wrong > 0)
        geo_add_warning(context, "%s: %zu value%s by age %s no number of people", codes->path,
                        join->wrong, join->wrong == 1 ? "" : "s", join->wrong == 1 ? "is" : "are");
    geo_add_note(context, "population by age: fields %s to %s of %s, joined by %s to %s",
                 population->field[0], population->field[population->field_count - 1], codes->path,
                 codes->code_field, areas->code_field);
    return GEO_OK;
}

static geo_status join_table(geo_context *context, const geo_areas *areas, geo_reader *reader,
                             const geo_population_options *options, age_join *join)
{
    geo_found_roles roles;
    const geo_roles asked = {.code = options->roles.code};
    geo_code_join codes = {.areas = areas,
                           .path = join->population->path,
                           .what = "population",
                           .options = "--area-code and --age-population-code",
                           .user = join,
                           .take = take_people};
    geo_status status = geo_find_join_code(context, reader, &asked, &codes, &roles);
    if (status == GEO_OK)
        status = find_fields(context, reader, &codes, join);
    return status == GEO_OK ? join_people(context, areas, reader, &codes, join) : status;
}

static geo_status read_table(geo_context *context, const geo_areas *areas, const geo_input *input,
                             const geo_population_options *options, age_join *join)
{
    geo_reader *reader = NULL;
    geo_status status = geo_open_population(context, input, options, &reader);
    if (status == GEO_OK)
        status = join_table(context, areas, reader, options, join);
    geo_reader_free(reader);
    return status;
}

geo_status geo_age_population_read(geo_context *context, const geo_areas *areas,
                                   const geo_input *input, const geo_population_options *options,
                                   geo_age_population **out)
{
    static const geo_population_options defaults = GEO_POPULATION_OPTIONS_INIT;
    age_join join = {.wrong = 0};
    geo_status status = geo_alloc_array(context, 1, sizeof *join.population, &join.population);
    if (status != GEO_OK)
        return status;
    join.population->area_count = areas->count;
    status = geo_copy_text(context, input->path, &join.population->path);
    if (status == GEO_OK)
        status = read_table(context, areas, input, options ? options : &defaults, &join);
    free(join.place);
    if (status != GEO_OK) {
        geo_age_population_free(join.population);
        return status;
    }
    *out = join.population;
    return GEO_OK;
}
