/* Populations: as people write them, and joined to areas from another table. */
#include "source/population.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/code_join.h"
#include "source/population_bridge.h"

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

bool geo_figure_parse(geo_text text, double *figure)
{
    char plain[64];
    size_t length = 0;
    double number = 0;
    *figure = (double)NAN;
    text = geo_trim(text);
    if (text.length == 0)
        return true;
    if (!strip_commas(text, plain, sizeof plain, &length) ||
        !geo_number_parse((geo_text){plain, length}, &number) || !isfinite(number))
        return false;
    *figure = number;
    return true;
}

bool geo_population_parse(geo_text text, double *population)
{
    bool is_figure = geo_figure_parse(text, population);
    if (is_figure && !(*population < 0))
        return true;
    *population = (double)NAN;
    return false;
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

geo_status geo_set_population(geo_context *context, geo_areas *areas, double **population,
                              const char *field)
{
    char *copy = NULL;
    geo_status status = geo_copy_text(context, field, &copy);
    if (status != GEO_OK)
        return status;
    free(areas->population);
    free(areas->population_field);
    areas->population = *population;
    areas->population_field = copy;
    *population = NULL;
    return GEO_OK;
}

/* ---- the join ------------------------------------------------------------------------------- */

typedef struct population_join {
    size_t field;
    const char *field_name;
    double *population; /* [areas->count] */
    size_t wrong;       /* values that are no population */
} population_join;

static geo_status take_value(geo_context *context, void *user, size_t area,
                             const geo_record *record)
{
    (void)context;
    population_join *join = user;
    if (!geo_population_parse(record->field[join->field], &join->population[area]))
        join->wrong++;
    return GEO_OK;
}

static geo_status take_populations(geo_context *context, const geo_code_join *codes,
                                   population_join *join, geo_areas *areas)
{
    geo_status status = geo_set_population(context, areas, &join->population, join->field_name);
    if (status == GEO_OK)
        geo_add_note(context, "population: field %s of %s, joined by %s to %s", join->field_name,
                     codes->path, codes->code_field, areas->code_field);
    return status;
}

static geo_status join_values(geo_context *context, geo_areas *areas, geo_reader *reader,
                              geo_code_join *codes, population_join *join)
{
    geo_status status =
        geo_alloc_array(context, areas->count, sizeof *join->population, &join->population);
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++)
        join->population[i] = (double)NAN;
    if (status == GEO_OK)
        status = geo_join_by_code(context, reader, codes);
    if (status == GEO_OK && join->wrong > 0)
        geo_add_warning(
            context,
            "%s: %zu value%s of the field %s %s no number of people; without one an area "
            "has no rate",
            codes->path, join->wrong, join->wrong == 1 ? "" : "s", join->field_name,
            join->wrong == 1 ? "is" : "are");
    if (status == GEO_OK)
        status = take_populations(context, codes, join, areas);
    free(join->population);
    return status;
}

static geo_status join_table(geo_context *context, geo_areas *areas, const char *path,
                             geo_reader *reader, const geo_roles *asked)
{
    const char *const *names = geo_reader_field_names(reader);
    size_t count = geo_reader_field_count(reader);
    geo_found_roles roles;
    population_join join = {.wrong = 0};
    geo_code_join codes = {.areas = areas,
                           .path = path,
                           .what = "population",
                           .options = "--area-code and --population-field",
                           .can_bridge = true,
                           .user = &join,
                           .take = take_value};
    geo_status status = geo_find_join_code(context, reader, asked, &codes, &roles);
    if (status == GEO_OK)
        status = geo_require_role(context, &roles, GEO_ROLE_POPULATION, names, count, path);
    if (status != GEO_OK)
        return status;
    join.field = roles.field[GEO_ROLE_POPULATION];
    join.field_name = names[join.field];
    return join_values(context, areas, reader, &codes, &join);
}

geo_status geo_open_population(geo_context *context, const geo_input *input,
                               const geo_population_options *options, geo_reader **out)
{
    geo_reader_options reading = GEO_READER_OPTIONS_INIT;
    reading.layer = options->layer;
    reading.encoding = options->encoding;
    reading.code_field = options->roles.code;
    reading.find_header = true;
    reading.limits = options->limits;
    return geo_reader_open(context, input, &reading, out);
}

geo_status geo_areas_join_population(geo_context *context, geo_areas *areas, const geo_input *input,
                                     const geo_population_options *options)
{
    static const geo_population_options defaults = GEO_POPULATION_OPTIONS_INIT;
    const geo_population_options *used = options ? options : &defaults;
    geo_reader *reader = NULL;
    bool is_bridged = false;
    geo_status status = GEO_OK;
    if (used->bridge)
        status = geo_bridge_population(context, areas, input, used, &is_bridged);
    if (status != GEO_OK || is_bridged)
        return status;
    status = geo_open_population(context, input, used, &reader);
    if (status == GEO_OK)
        status = join_table(context, areas, input->path, reader, &used->roles);
    geo_reader_free(reader);
    return status;
}
