/* Areas of a polygon layer, in the working CRS. */
#include <math.h>
#include <stdlib.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/data_crs.h"
#include "source/layer.h"
#include "source/population.h"
#include "source/roles.h"
#include "source/transform.h"

/* What is known while a layer is being read. */
typedef struct area_reader {
    geo_layer *layer;
    geo_found_roles roles;
    geo_rings rings;
    const char *where; /* file and layer, for messages */
} area_reader;

/* ---- attributes ----------------------------------------------------------------------------- */

static bool is_label(const geo_found_roles *roles, size_t field)
{
    return field == roles->field[GEO_ROLE_CODE] || field == roles->field[GEO_ROLE_NAME] ||
           field == roles->field[GEO_ROLE_PARENT];
}

/* Every field is a column; codes and names are texts, whatever the file has them as. */
static geo_status add_columns(geo_context *context, const area_reader *reader, geo_table *table)
{
    const char *const *names = geo_layer_field_names(reader->layer);
    size_t count = geo_layer_field_count(reader->layer);
    for (size_t i = 0; i < count; i++) {
        geo_type type =
            is_label(&reader->roles, i) ? GEO_TEXT : geo_layer_field_type(reader->layer, i);
        const int decimals = 3;
        geo_status status =
            geo_table_add(context, table, names[i], type, type == GEO_REAL ? decimals : 0, NULL);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

static geo_status keep_fields(geo_context *context, const area_reader *reader,
                              const geo_feature *feature, geo_table *table)
{
    size_t row = (size_t)feature->row - 1;
    for (size_t i = 0; i < table->column_count; i++) {
        geo_column *column = &table->column[i];
        geo_status status = GEO_OK;
        if (column->type == GEO_INTEGER)
            column->integer[row] = geo_layer_integer(reader->layer, i);
        else if (column->type == GEO_REAL)
            column->real[row] = geo_layer_real(reader->layer, i);
        else
            status = geo_table_set_text(context, column, row, feature->field[i]);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

/* ---- roles ---------------------------------------------------------------------------------- */

static geo_status fail_for_code(geo_context *context, const area_reader *reader, const char *code,
                                int32_t first, size_t again)
{
    return geo_fail(
        context, GEO_ERROR_DATA,
        "%s: the code '%.80s' in field %s is there twice, in rows %d and %zu; codes must "
        "be unique: choose another field with --area-code or merge the areas first",
        reader->where, code,
        geo_layer_field_names(reader->layer)[reader->roles.field[GEO_ROLE_CODE]], first + 1,
        again + 1);
}

static geo_status check_codes(geo_context *context, const area_reader *reader,
                              const geo_areas *areas)
{
    geo_dictionary *seen = NULL;
    geo_status status = geo_dictionary_new(context, &seen);
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++) {
        const char *code = areas->code[i];
        int32_t number = 0;
        if (!code || geo_trim(geo_text_of(code)).length == 0) {
            status = geo_fail(context, GEO_ERROR_DATA,
                              "%s, row %zu: the area's code in field %s is empty", reader->where,
                              i + 1, areas->code_field);
            break;
        }
        status = geo_dictionary_code(context, seen, geo_text_of(code), &number);
        if (status == GEO_OK && (size_t)number != i)
            status = fail_for_code(context, reader, code, number, i);
    }
    geo_dictionary_free(seen);
    return status;
}

/* Sets *texts to borrow a column's texts and *field to a copy of its name; nothing when the role is
 * not played. */
static geo_status take_label(geo_context *context, const area_reader *reader,
                             const geo_areas *areas, geo_role role, const char ***texts,
                             char **field)
{
    size_t index = reader->roles.field[role];
    if (index == GEO_NO_FIELD)
        return GEO_OK;
    const geo_column *column = &areas->attributes->column[index];
    geo_status status = geo_alloc_array(context, areas->count, sizeof **texts, texts);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < areas->count; i++)
        (*texts)[i] = column->text[i];
    return geo_copy_text(context, column->name, field);
}

static geo_status take_population(geo_context *context, const area_reader *reader, geo_areas *areas)
{
    size_t index = reader->roles.field[GEO_ROLE_POPULATION];
    if (index == GEO_NO_FIELD)
        return GEO_OK;
    const geo_column *column = &areas->attributes->column[index];
    size_t wrong = 0;
    geo_status status =
        geo_alloc_array(context, areas->count, sizeof *areas->population, &areas->population);
    if (status != GEO_OK)
        return status;
    for (size_t i = 0; i < areas->count; i++)
        if (!geo_population_of_cell(column, i, &areas->population[i]))
            wrong++;
    if (wrong > 0)
        geo_add_warning(
            context,
            "%s: %zu value%s of the population field %s %s no number of people; without "
            "one an area has no rate",
            reader->where, wrong, wrong == 1 ? "" : "s", column->name, wrong == 1 ? "is" : "are");
    return geo_copy_text(context, column->name, &areas->population_field);
}

static geo_status take_roles(geo_context *context, const area_reader *reader, geo_areas *areas)
{
    geo_status status =
        take_label(context, reader, areas, GEO_ROLE_CODE, &areas->code, &areas->code_field);
    if (status == GEO_OK)
        status =
            take_label(context, reader, areas, GEO_ROLE_NAME, &areas->name, &areas->name_field);
    if (status == GEO_OK)
        status = take_label(context, reader, areas, GEO_ROLE_PARENT, &areas->parent,
                            &areas->parent_field);
    if (status == GEO_OK)
        status = take_population(context, reader, areas);
    if (status == GEO_OK)
        status = check_codes(context, reader, areas);
    if (status == GEO_OK)
        geo_add_note(context, "%s: %zu area%s; code %s, name %s, parent %s, population %s",
                     reader->where, areas->count, areas->count == 1 ? "" : "s", areas->code_field,
                     areas->name_field ? areas->name_field : "none",
                     areas->parent_field ? areas->parent_field : "none",
                     areas->population_field ? areas->population_field : "none");
    return status;
}

/* ---- coordinates ---------------------------------------------------------------------------- */

static geo_status transform_points(geo_context *context, const area_reader *reader,
                                   const geo_crs *from, geo_areas *areas)
{
    geo_transform *transform = NULL;
    geo_status status = geo_transform_create(context, from, &areas->crs, true, &transform);
    if (status != GEO_OK)
        return status;
    size_t failed = geo_transform_apply(transform, areas->x, areas->y, areas->point_count);
    bool is_identity = geo_transform_is_identity(transform);
    geo_transform_free(transform);
    if (failed > 0)
        return geo_fail(context, is_identity ? GEO_ERROR_DATA : GEO_ERROR_CRS,
                        "%s: %zu of %zu points of the boundaries have no place in %s; is their CRS "
                        "really %s?",
                        reader->where, failed, areas->point_count, areas->crs.name, from->name);
    return GEO_OK;
}

static geo_status place_in_working_crs(geo_context *context, const area_reader *reader,
                                       const geo_areas_options *options, geo_areas *areas)
{
    geo_crs data = {NULL, NULL, 0, false};
    geo_extent extent = geo_extent_of(areas->x, areas->y, areas->point_count);
    geo_status status = geo_find_data_crs(context, geo_layer_crs(reader->layer), options->crs,
                                          &extent, reader->where, &data);
    if (status == GEO_OK)
        status = options->working ? geo_crs_copy(context, options->working, &areas->crs)
                                  : geo_choose_working_crs(context, &data, &extent, &areas->crs);
    if (status == GEO_ERROR_CRS)
        status = geo_fail_in(context, status, "%s", reader->where);
    if (status == GEO_OK)
        status = transform_points(context, reader, &data, areas);
    geo_crs_clear(&data);
    if (status != GEO_OK)
        return status;
    areas->extent = geo_extent_of(areas->x, areas->y, areas->point_count);
    return GEO_OK;
}

/* ---- reading -------------------------------------------------------------------------------- */

static geo_status read_features(geo_context *context, area_reader *reader, geo_areas *areas)
{
    geo_feature feature;
    for (bool more = true; more;) {
        geo_status status = geo_layer_next(context, reader->layer, &feature, &more);
        if (status != GEO_OK || !more)
            return status;
        if ((size_t)feature.row > areas->count)
            return geo_fail(context, GEO_ERROR_INPUT,
                            "%s: there are more rows than the %zu that the file says it has",
                            reader->where, areas->count);
        status = keep_fields(context, reader, &feature, areas->attributes);
        if (status == GEO_OK)
            status = geo_layer_append_rings(context, reader->layer, &reader->rings);
        if (status != GEO_OK)
            return status;
        areas->area_ring[feature.row] = reader->rings.ring_count;
        const int64_t often = 1024;
        if (feature.row % often == 0)
            status = geo_report_progress(context, "reading areas",
                                         (double)feature.row / (double)areas->count);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

/* Areas without geometry are left for geo_areas_repair() to warn of, with those that lose theirs.
 */
static void warn_of_geometry(geo_context *context, const area_reader *reader)
{
    const geo_rings *rings = &reader->rings;
    if (rings->broken_count > 0)
        geo_add_warning(
            context,
            "%s: the geometry of %zu area%s cannot be read; no incidents will be counted "
            "there",
            reader->where, rings->broken_count, rings->broken_count == 1 ? "" : "s");
    if (rings->unclosed_count > 0)
        geo_add_warning(
            context, "%s: %zu boundar%s not closed; the last point is joined to the first",
            reader->where, rings->unclosed_count, rings->unclosed_count == 1 ? "y is" : "ies are");
}

/* The arrays pass from the rings to the areas. */
static geo_status take_rings(geo_context *context, geo_rings *rings, geo_areas *areas)
{
    geo_status status = geo_grow_array(context, &rings->first_point, &rings->ring_capacity,
                                       rings->ring_count + 1, sizeof *rings->first_point);
    if (status != GEO_OK)
        return status;
    rings->first_point[rings->ring_count] = rings->point_count;
    areas->ring_count = rings->ring_count;
    areas->point_count = rings->point_count;
    areas->ring_point = rings->first_point;
    areas->ring_is_hole = rings->is_hole;
    areas->x = rings->x;
    areas->y = rings->y;
    *rings = (geo_rings){0};
    return GEO_OK;
}

static geo_status find_area_fields(geo_context *context, const geo_roles *asked,
                                   area_reader *reader)
{
    const char *const *names = geo_layer_field_names(reader->layer);
    size_t count = geo_layer_field_count(reader->layer);
    geo_status status = geo_find_roles(context, names, count, reader->where, asked, GEO_INPUT_AREAS,
                                       &reader->roles);
    if (status == GEO_OK)
        status =
            geo_require_role(context, &reader->roles, GEO_ROLE_CODE, names, count, reader->where);
    return status;
}

static geo_status fill_areas(geo_context *context, const geo_input *input,
                             const geo_areas_options *options, area_reader *reader,
                             geo_areas *areas)
{
    geo_status status = geo_copy_text(context, input->path, &areas->path);
    if (status == GEO_OK)
        status = geo_copy_text(context, geo_layer_name(reader->layer), &areas->layer);
    if (status == GEO_OK)
        status = find_area_fields(context, &options->roles, reader);
    if (status != GEO_OK)
        return status;
    int64_t declared = geo_layer_row_count(reader->layer);
    areas->count = declared > 0 ? (size_t)declared : 0;
    if (areas->count == 0)
        return geo_fail(context, GEO_ERROR_DATA, "%s: there are no areas in it", reader->where);
    status = geo_table_new(context, areas->count, &areas->attributes);
    if (status == GEO_OK)
        status = add_columns(context, reader, areas->attributes);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, areas->count + 1, sizeof *areas->area_ring, &areas->area_ring);
    if (status == GEO_OK)
        status = read_features(context, reader, areas);
    if (status != GEO_OK)
        return status;
    warn_of_geometry(context, reader);
    status = take_rings(context, &reader->rings, areas);
    if (status == GEO_OK)
        status = take_roles(context, reader, areas);
    if (status == GEO_OK)
        status = place_in_working_crs(context, reader, options, areas);
    return status;
}

static geo_status name_place(geo_context *context, const geo_input *input, const geo_layer *layer,
                             geo_bytes *where)
{
    return geo_bytes_print(context, where, "%s, layer %s", input->path, geo_layer_name(layer));
}

geo_status geo_areas_read(geo_context *context, const geo_input *input,
                          const geo_areas_options *options, geo_areas **out)
{
    static const geo_areas_options usual = GEO_AREAS_OPTIONS_INIT;
    const geo_areas_options *chosen = options ? options : &usual;
    area_reader reader = {0};
    geo_bytes where = GEO_BYTES_INIT;
    geo_areas *areas = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *areas, &areas);
    if (status == GEO_OK)
        status = geo_layer_open(context, input, chosen->layer, GEO_USE_POLYGONS, &chosen->limits,
                                &reader.layer);
    if (status == GEO_OK)
        status = name_place(context, input, reader.layer, &where);
    reader.where = where.data;
    if (status == GEO_OK)
        status = fill_areas(context, input, chosen, &reader, areas);
    geo_rings_clear(&reader.rings);
    geo_layer_free(reader.layer);
    geo_bytes_clear(&where);
    if (status == GEO_OK)
        *out = areas;
    else
        geo_areas_free(areas);
    return status;
}
