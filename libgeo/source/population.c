/* Populations: as people write them, and joined to areas from another table. */
#include "source/population.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/area_fields.h"
#include "source/roles.h"

/* ---- numbers -------------------------------------------------------------------------------- */

/* Copies without thousands commas; false when a comma is not followed by exactly three digits. */
static bool strip_commas(geo_text text, char *plain, size_t size, size_t *length)
{
    size_t used = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == ',') {
            bool is_group = i > 0 && geo_is_digit(text.data[i - 1]) && i + 3 < text.length &&
                            geo_is_digit(text.data[i + 1]) && geo_is_digit(text.data[i + 2]) &&
                            geo_is_digit(text.data[i + 3]) &&
                            (i + 4 == text.length || !geo_is_digit(text.data[i + 4]));
            if (!is_group)
                return false;
            continue;
        }
        if (used == size)
            return false;
        plain[used++] = text.data[i];
    }
    *length = used;
    return true;
}

bool geo_population_parse(geo_text text, double *population)
{
    char plain[64];
    size_t length = 0;
    double number = 0;
    *population = (double)NAN;
    text = geo_trim(text);
    if (text.length == 0)
        return true;
    if (!strip_commas(text, plain, sizeof plain, &length) ||
        !geo_number_parse((geo_text){plain, length}, &number) || !isfinite(number) || number < 0)
        return false;
    *population = number;
    return true;
}

bool geo_population_of_cell(const geo_column *column, size_t row, double *population)
{
    double number = (double)NAN;
    if (column->type == GEO_TEXT) {
        const char *text = column->text[row];
        return geo_population_parse(geo_text_of(text), population);
    }
    if (column->type == GEO_INTEGER && column->integer[row] != GEO_NO_INTEGER)
        number = (double)column->integer[row];
    if (column->type == GEO_REAL)
        number = column->real[row];
    bool is_population = isnan(number) || (isfinite(number) && number >= 0);
    *population = is_population ? number : (double)NAN;
    return is_population;
}

/* ---- the join ------------------------------------------------------------------------------- */

typedef struct population_join {
    const geo_areas *areas;
    const char *path;
    const char *code_field;
    const char *population_field;
    geo_dictionary *codes; /* those of the areas first, then the table's others */
    int64_t *first_row;    /* of each code of `codes` in the table; 0: none so far */
    size_t capacity;
    double *population; /* [areas->count] */
    size_t matched;
    size_t unmatched; /* rows of the table */
    size_t renamed;   /* matched rows whose name is not the area's */
    size_t wrong;     /* values that are no population */
} population_join;

static geo_status add_area_codes(geo_context *context, population_join *join)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < join->areas->count && status == GEO_OK; i++) {
        int32_t number;
        const char *code = join->areas->code[i];
        status = geo_dictionary_code(context, join->codes, geo_text_of(code), &number);
        join->population[i] = (double)NAN;
    }
    return status;
}

static geo_status make_room(geo_context *context, population_join *join, size_t needed)
{
    size_t before = join->capacity;
    geo_status status =
        geo_grow_array(context, &join->first_row, &join->capacity, needed, sizeof *join->first_row);
    for (size_t i = before; status == GEO_OK && i < join->capacity; i++)
        join->first_row[i] = 0;
    return status;
}

static bool has_other_name(const geo_areas *areas, size_t area, const geo_record *record,
                           const geo_found_roles *roles)
{
    if (!areas->name || !areas->name[area] || roles->field[GEO_ROLE_NAME] == GEO_NO_FIELD)
        return false;
    geo_text name = geo_trim(record->field[roles->field[GEO_ROLE_NAME]]);
    return name.length > 0 && geo_compare_names(name, geo_text_of(areas->name[area])) != 0;
}

/* Rows without a code are footnotes and totals. */
static geo_status join_row(geo_context *context, population_join *join, const geo_record *record,
                           const geo_found_roles *roles)
{
    geo_text code = geo_trim(record->field[roles->field[GEO_ROLE_CODE]]);
    if (record->broken || code.length == 0)
        return GEO_OK;
    int32_t number = 0;
    geo_status status = geo_dictionary_code(context, join->codes, code, &number);
    if (status == GEO_OK)
        status = make_room(context, join, geo_dictionary_count(join->codes));
    if (status != GEO_OK)
        return status;
    if (join->first_row[number] > 0)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: the code '%.*s' in field %s is there twice, in rows %lld and %lld",
                        join->path, code.length < 80 ? (int)code.length : 80, code.data,
                        join->code_field, (long long)join->first_row[number],
                        (long long)record->row);
    join->first_row[number] = record->row;
    if ((size_t)number >= join->areas->count) {
        join->unmatched++;
        return GEO_OK;
    }
    join->matched++;
    if (has_other_name(join->areas, (size_t)number, record, roles))
        join->renamed++;
    if (!geo_population_parse(record->field[roles->field[GEO_ROLE_POPULATION]],
                              &join->population[number]))
        join->wrong++;
    return GEO_OK;
}

static geo_status join_rows(geo_context *context, geo_reader *reader, const geo_found_roles *roles,
                            population_join *join)
{
    geo_record record;
    bool more = true;
    geo_status status = add_area_codes(context, join);
    while (status == GEO_OK) {
        status = geo_reader_next(context, reader, &record, &more);
        if (status != GEO_OK || !more)
            break;
        status = join_row(context, join, &record, roles);
    }
    return status;
}

/* Codes of one year look like those of another, and most are the same. */
static void report_vintage(geo_context *context, const population_join *join)
{
    int of_areas = geo_field_year(join->areas->code_field);
    int of_table = geo_field_year(join->code_field);
    if (of_areas == 0 || of_table == 0 || of_areas == of_table)
        return;
    static const char format[] = "%s: the boundaries are of %d (%s), the population is of %d (%s)";
    if (join->matched < join->areas->count || join->unmatched > 0)
        geo_add_warning(context, format, join->path, of_areas, join->areas->code_field, of_table,
                        join->code_field);
    else
        geo_add_note(context, format, join->path, of_areas, join->areas->code_field, of_table,
                     join->code_field);
}

/* Below half, the two sides are of different years or units, and a join would mislead. */
static geo_status judge_join(geo_context *context, const population_join *join)
{
    const geo_areas *areas = join->areas;
    if (2 * join->matched < areas->count)
        return geo_fail(
            context, GEO_ERROR_DATA,
            "%s: only %zu of the %zu areas find their code there: the boundaries (%s) "
            "have %s, the population has %s; use the population of the boundaries' year "
            "and unit, or name the fields with --area-code and --population-field",
            join->path, join->matched, areas->count, areas->path, areas->code_field,
            join->code_field);
    if (2 * join->renamed > join->matched)
        return geo_fail(context, GEO_ERROR_DATA,
                        "%s: codes and names disagree: of %zu areas found there by code (%s), %zu "
                        "have another name than in the boundaries (%s); the codes of one are wrong",
                        join->path, join->matched, join->code_field, join->renamed, areas->path);
    if (join->matched < areas->count || join->unmatched > 0)
        geo_add_warning(
            context,
            "%s: %zu of %zu areas (by %s) have no row there, %zu row%s there (by %s) %s no area",
            join->path, areas->count - join->matched, areas->count, areas->code_field,
            join->unmatched, join->unmatched == 1 ? "" : "s", join->code_field,
            join->unmatched == 1 ? "has" : "have");
    if (join->renamed > 0)
        geo_add_warning(
            context,
            "%s: %zu of %zu areas %s another name there than in the boundaries: another "
            "spelling, or a code that is wrong",
            join->path, join->renamed, join->matched, join->renamed == 1 ? "has" : "have");
    report_vintage(context, join);
    if (join->wrong > 0)
        geo_add_warning(
            context,
            "%s: %zu value%s of the field %s %s no number of people; without one an area "
            "has no rate",
            join->path, join->wrong, join->wrong == 1 ? "" : "s", join->population_field,
            join->wrong == 1 ? "is" : "are");
    return GEO_OK;
}

/* The table's field of the same name as the boundaries' code is the key, when none is named. */
static geo_status find_join_fields(geo_context *context, const geo_areas *areas, const char *path,
                                   const geo_reader *reader, const geo_roles *asked,
                                   geo_found_roles *found)
{
    const char *const *names = geo_reader_field_names(reader);
    size_t count = geo_reader_field_count(reader);
    geo_roles wanted = *asked;
    for (size_t i = 0; i < count && !wanted.code; i++)
        if (geo_same_name(names[i], areas->code_field))
            wanted.code = names[i];
    geo_status status =
        geo_find_roles(context, names, count, path, &wanted, GEO_INPUT_TABLE, found);
    if (status == GEO_OK)
        status = geo_require_role(context, found, GEO_ROLE_CODE, names, count, path);
    if (status == GEO_OK)
        status = geo_require_role(context, found, GEO_ROLE_POPULATION, names, count, path);
    return status;
}

static geo_status take_populations(geo_context *context, const population_join *join,
                                   geo_areas *areas)
{
    char *field = NULL;
    double *population = NULL;
    geo_status status = geo_copy_text(context, join->population_field, &field);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas->count, sizeof *population, &population);
    if (status != GEO_OK) {
        free(field);
        return status;
    }
    memcpy(population, join->population, areas->count * sizeof *population);
    free(areas->population);
    free(areas->population_field);
    areas->population = population;
    areas->population_field = field;
    geo_add_note(context, "population: field %s of %s, joined by %s to %s", field, join->path,
                 join->code_field, areas->code_field);
    return GEO_OK;
}

static geo_status join_table(geo_context *context, geo_areas *areas, const char *path,
                             geo_reader *reader, const geo_roles *asked)
{
    geo_found_roles roles;
    population_join join = {.areas = areas, .path = path};
    geo_status status = find_join_fields(context, areas, path, reader, asked, &roles);
    if (status != GEO_OK)
        return status;
    join.code_field = geo_reader_field_names(reader)[roles.field[GEO_ROLE_CODE]];
    join.population_field = geo_reader_field_names(reader)[roles.field[GEO_ROLE_POPULATION]];
    status = geo_dictionary_new(context, &join.codes);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas->count, sizeof *join.population, &join.population);
    if (status == GEO_OK)
        status = join_rows(context, reader, &roles, &join);
    if (status == GEO_OK)
        status = judge_join(context, &join);
    if (status == GEO_OK)
        status = take_populations(context, &join, areas);
    geo_dictionary_free(join.codes);
    free(join.first_row);
    free(join.population);
    return status;
}

geo_status geo_areas_join_population(geo_context *context, geo_areas *areas, const geo_input *input,
                                     const geo_population_options *options)
{
    static const geo_population_options defaults = GEO_POPULATION_OPTIONS_INIT;
    const geo_population_options *used = options ? options : &defaults;
    geo_reader_options reading = GEO_READER_OPTIONS_INIT;
    geo_reader *reader = NULL;
    reading.layer = used->layer;
    reading.encoding = used->encoding;
    reading.code_field = used->roles.code;
    reading.find_header = true;
    reading.limits = used->limits;
    geo_status status = geo_reader_open(context, input, &reading, &reader);
    if (status == GEO_OK)
        status = join_table(context, areas, input->path, reader, &used->roles);
    geo_reader_free(reader);
    return status;
}
