/* Which wards and districts LSOAs lie in: by the fields of their boundaries, by the ground, or by a
 * look-up. */
#include <stdlib.h>
#include <string.h>

#include "pockets.h"
#include "weights.h"

void pockets_clear_places(pockets_places *places)
{
    geo_correspondence_free(places->parts);
    text_list_clear_owned(&places->name);
    geo_bytes_clear(&places->how);
    *places = (pockets_places){.parts = NULL};
}

/* ---- by the ground, or by who lives there --------------------------------------------------- */

static geo_status read_layer(cli_job *job, const pockets_result *result, const char *path,
                             const char *layer, geo_areas **out)
{
    const area_choice choice = {.path = path, .layer = layer};
    return load_further_areas(job, &choice, load_working_crs(&result->load), out);
}

static geo_status overlap_by_weights(cli_job *job, const pockets_result *result,
                                     const geo_areas *areas, pockets_places *out)
{
    const pockets_settings *settings = result->settings;
    const weights_choice choice = {.path = settings->by,
                                   .layer = settings->by_layer,
                                   .weight = settings->by_weight,
                                   .layer_option = "by-layer",
                                   .weight_option = "by-weight"};
    cli_weights weights = {0};
    size_t by_ground = 0;
    geo_status status = weights_read(job, &choice, &result->areas->crs, &weights);
    if (status == GEO_OK)
        status = geo_areas_overlap_by_points(job->context, result->areas, areas, weights.x,
                                             weights.y, weights.weight, weights.count, &out->parts,
                                             NULL, &by_ground);
    weights_clear(&weights);
    if (status == GEO_OK && by_ground > 0)
        job_warn(job, "%zu of %zu areas have nothing of %s in them, and are placed by the ground",
                 by_ground, result->areas->count, base_name(settings->by));
    return status;
}

static geo_status overlap(cli_job *job, const pockets_result *result, const geo_areas *areas,
                          pockets_places *out)
{
    const char *by = result->settings->by;
    geo_status status =
        by ? overlap_by_weights(job, result, areas, out)
           : geo_areas_overlap(job->context, result->areas, areas, GEO_OVERLAP_SLIVER, &out->parts);
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++)
        if (!text_list_add_copy(&out->name, area_name(areas, i)))
            status = job_out_of_memory(job);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, &out->how, "%s, by the largest share of %s",
                                 base_name(areas->path), by ? base_name(by) : "the ground");
    return status == GEO_OK ? end_text(job->context, &out->how) : status;
}

/* ---- by a field of the boundaries ----------------------------------------------------------- */

/* The attribute with the names, else the codes, of such a unit; NULL when there is none. */
static geo_status find_attribute(cli_job *job, const geo_areas *areas, geo_unit unit,
                                 const geo_column **out)
{
    const geo_table *attributes = areas->attributes;
    size_t count = attributes->column_count;
    const char **name = malloc((count + 1) * sizeof *name);
    if (!name)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count; i++)
        name[i] = attributes->column[i].type == GEO_TEXT ? attributes->column[i].name : "";
    size_t field = geo_find_unit_field(name, count, unit, false);
    if (field == SIZE_MAX)
        field = geo_find_unit_field(name, count, unit, true);
    *out = field == SIZE_MAX ? NULL : &attributes->column[field];
    free((void *)name);
    return GEO_OK;
}

/* Areas and the codes of their texts, for those that have one. */
typedef struct attribute_parts {
    geo_dictionary *texts;
    int32_t *from;
    int32_t *to;
    double *weight;
    size_t count;
} attribute_parts;

static geo_status code_texts(cli_job *job, const geo_column *column, size_t count,
                             attribute_parts *parts)
{
    geo_status status = geo_dictionary_new(job->context, &parts->texts);
    parts->from = calloc(count + 1, sizeof *parts->from);
    parts->to = calloc(count + 1, sizeof *parts->to);
    parts->weight = calloc(count + 1, sizeof *parts->weight);
    if (!parts->from || !parts->to || !parts->weight)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        const char *text = column->text[i];
        if (!text || !text[0])
            continue;
        parts->from[parts->count] = (int32_t)i;
        parts->weight[parts->count] = 1;
        status = geo_dictionary_code(job->context, parts->texts, (geo_text){text, strlen(text)},
                                     &parts->to[parts->count++]);
    }
    return status;
}

/* Each area lies in the one that its field names. */
static geo_status take_attribute(cli_job *job, const pockets_result *result,
                                 const geo_column *column, pockets_places *out)
{
    attribute_parts parts = {.texts = NULL};
    size_t count = result->areas->count;
    geo_status status = code_texts(job, column, count, &parts);
    size_t places = parts.texts ? geo_dictionary_count(parts.texts) : 0;
    if (status == GEO_OK)
        status = geo_correspondence_make(job->context, count, places, parts.from, parts.to,
                                         parts.weight, parts.count, NULL, &out->parts);
    for (size_t i = 0; i < places && status == GEO_OK; i++)
        if (!text_list_add_copy(&out->name, geo_dictionary_text(parts.texts, (int32_t)i)))
            status = job_out_of_memory(job);
    if (status == GEO_OK)
        status =
            geo_bytes_print(job->context, &out->how, "field %s of the boundaries", column->name);
    geo_dictionary_free(parts.texts);
    free(parts.from);
    free(parts.to);
    free(parts.weight);
    return status == GEO_OK ? end_text(job->context, &out->how) : status;
}

/* ---- wards ---------------------------------------------------------------------------------- */

static geo_status find_wards(cli_job *job, pockets_result *result)
{
    const pockets_settings *settings = result->settings;
    geo_areas *areas = NULL;
    const geo_column *field = NULL;
    geo_status status = GEO_OK;
    if (settings->wards)
        status = read_layer(job, result, settings->wards, settings->wards_layer, &areas);
    if (status == GEO_OK && settings->ward_lookup)
        status = pockets_read_lookup(job, result, areas, &result->wards);
    else if (status == GEO_OK && settings->wards)
        status = overlap(job, result, areas, &result->wards);
    else if (status == GEO_OK)
        status = find_attribute(job, result->areas, GEO_UNIT_WARD, &field);
    if (status == GEO_OK && field)
        status = take_attribute(job, result, field, &result->wards);
    geo_areas_free(areas);
    return status;
}

/* ---- districts ------------------------------------------------------------------------------ */

/* A middle layer area or a ward is no district. */
static bool is_finer(const char *field)
{
    static const geo_unit finer[] = {GEO_UNIT_MSOA, GEO_UNIT_WARD};
    for (size_t i = 0; i < sizeof finer / sizeof *finer; i++)
        if (geo_find_unit_field(&field, 1, finer[i], false) == 0 ||
            geo_find_unit_field(&field, 1, finer[i], true) == 0)
            return true;
    return false;
}

/* The parent that was asked for, a field of districts, or a parent that may be one. */
static geo_status find_district_field(cli_job *job, const geo_areas *areas, const geo_column **out)
{
    const char *parent = areas->parent_field;
    bool is_asked = job->settings->areas.count > 0 && job->settings->areas.item[0].parent;
    geo_status status = is_asked ? GEO_OK : find_attribute(job, areas, GEO_UNIT_DISTRICT, out);
    if (status == GEO_OK && !*out && parent && (is_asked || !is_finer(parent)))
        *out = geo_table_find(areas->attributes, parent);
    if (*out && (*out)->type != GEO_TEXT)
        *out = NULL;
    return status;
}

/* Where nothing else tells, as the indices' own table has them. */
static void take_districts(pockets_result *result, const geo_column *field)
{
    const pockets_places *districts = &result->districts;
    const geo_deprivation *table = result->indices.table;
    for (size_t i = 0; i < result->areas->count; i++) {
        int32_t row = result->indices.areas->row[i];
        int32_t largest =
            districts->parts ? geo_correspondence_largest(districts->parts, i) : GEO_NO_CODE;
        if (districts->parts)
            result->district[i] = largest == GEO_NO_CODE ? NULL : districts->name.item[largest];
        else if (field)
            result->district[i] = field->text[i];
        else
            result->district[i] = row == GEO_NO_CODE ? NULL : table->district[row];
    }
}

static geo_status overlap_districts(cli_job *job, pockets_result *result)
{
    geo_areas *areas = NULL;
    geo_status status = read_layer(job, result, result->settings->districts,
                                   result->settings->districts_layer, &areas);
    if (status == GEO_OK)
        status = overlap(job, result, areas, &result->districts);
    geo_areas_free(areas);
    return status;
}

static geo_status find_districts(cli_job *job, pockets_result *result)
{
    const geo_column *field = NULL;
    geo_status status = result->settings->districts
                            ? overlap_districts(job, result)
                            : find_district_field(job, result->areas, &field);
    if (status != GEO_OK ||
        (!result->districts.parts && !field && !result->indices.table->district))
        return status;
    result->district = calloc(result->areas->count + 1, sizeof *result->district);
    if (!result->district)
        return job_out_of_memory(job);
    take_districts(result, field);
    return GEO_OK;
}

geo_status pockets_find_places(cli_job *job, pockets_result *result)
{
    geo_status status = find_wards(job, result);
    return status == GEO_OK ? find_districts(job, result) : status;
}
