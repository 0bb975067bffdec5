/* The LSOAs that may be pockets: those of the boundaries, or the rows of the indices themselves. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pockets.h"

/* ---- without boundaries --------------------------------------------------------------------- */

/* A column of the areas' attributes; *out are its texts. */
static geo_status add_texts(cli_job *job, geo_areas *areas, const char *name,
                            const char *const *text, const char ***out)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(job->context, areas->attributes, name, GEO_TEXT, 0, &column);
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++)
        if (text[i])
            status =
                geo_table_set_text(job->context, column, i, (geo_text){text[i], strlen(text[i])});
    if (status != GEO_OK || !out)
        return status;
    *out = malloc((areas->count + 1) * sizeof **out);
    if (!*out)
        return job_out_of_memory(job);
    for (size_t i = 0; i < areas->count; i++)
        (*out)[i] = column->text[i];
    return GEO_OK;
}

static geo_status add_codes(cli_job *job, const geo_deprivation *table, geo_areas *areas)
{
    const char **code = malloc((table->count + 1) * sizeof *code);
    if (!code)
        return job_out_of_memory(job);
    for (size_t i = 0; i < table->count; i++)
        code[i] = geo_dictionary_text(table->codes, (int32_t)i);
    geo_status status = add_texts(job, areas, "code", code, &areas->code);
    free((void *)code);
    return status;
}

static geo_status make_own(cli_job *job, pockets_result *result)
{
    const geo_deprivation *table = result->indices.table;
    geo_areas *areas = calloc(1, sizeof *areas);
    if (!areas)
        return job_out_of_memory(job);
    result->own = areas;
    areas->count = table->count;
    areas->path = strdup(table->path);
    areas->code_field = strdup(table->code_field);
    areas->area_ring = calloc(table->count + 1, sizeof *areas->area_ring);
    areas->ring_point = calloc(1, sizeof *areas->ring_point);
    if (!areas->path || !areas->code_field || !areas->area_ring || !areas->ring_point)
        return job_out_of_memory(job);
    geo_status status = geo_table_new(job->context, table->count, &areas->attributes);
    return status == GEO_OK ? add_codes(job, table, areas) : status;
}

/* ---- ranks ---------------------------------------------------------------------------------- */

static bool has_ranks(const cli_indices *indices)
{
    return indices->areas->is_local || (indices->table->rank && indices->table->national > 0);
}

/* The one row that has most of the area stands for it: a mean of ranks is no rank. */
static void take_rank(const cli_indices *indices, size_t area, pockets_result *result)
{
    const geo_deprivation *table = indices->table;
    int32_t row = indices->areas->row[area];
    if (indices->areas->is_local) {
        result->rank[area] = indices->areas->order[area];
        result->decile[area] = geo_decile_of_rank(result->rank[area], result->national);
        return;
    }
    if (result->rank)
        result->rank[area] = row == GEO_NO_CODE ? (double)NAN : table->rank[row];
    result->decile[area] = row == GEO_NO_CODE ? 0 : table->decile[row];
}

static geo_status take_ranks(cli_job *job, pockets_result *result)
{
    const cli_indices *indices = &result->indices;
    size_t count = result->areas->count;
    result->decile = calloc(count + 1, sizeof *result->decile);
    if (!result->decile)
        return job_out_of_memory(job);
    if (has_ranks(indices)) {
        result->national = indices->areas->is_local ? (double)indices->areas->matched
                                                    : (double)indices->table->national;
        result->rank = calloc(count + 1, sizeof *result->rank);
        if (!result->rank)
            return job_out_of_memory(job);
    }
    for (size_t area = 0; area < count; area++)
        take_rank(indices, area, result);
    return GEO_OK;
}

geo_status pockets_find_areas(cli_job *job, pockets_result *result)
{
    geo_status status = GEO_OK;
    if (result->load.area_count > 0) {
        result->areas = result->load.areas[0];
        status = indices_of_areas(job, &result->load, NULL, &result->indices);
    } else {
        status = indices_of_table(job, &result->indices);
        if (status == GEO_OK)
            status = make_own(job, result);
        result->areas = result->own;
    }
    if (status == GEO_OK)
        status = indices_complete_areas(job, &result->indices, result->areas);
    return status == GEO_OK ? take_ranks(job, result) : status;
}

/* ---- what --show can ask for ---------------------------------------------------------------- */

static geo_status add_number(cli_job *job, geo_areas *areas, const char *name, const double *rank,
                             const int32_t *decile)
{
    geo_column *column = NULL;
    geo_status status =
        geo_table_add(job->context, areas->attributes, name, GEO_INTEGER, 0, &column);
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++)
        if (rank ? !isnan(rank[i]) : decile[i] > 0)
            column->integer[i] = rank ? (int64_t)llround(rank[i]) : decile[i];
    return status;
}

/* Of areas that lie in several the largest. */
static geo_status add_wards(cli_job *job, const pockets_places *wards, geo_areas *areas)
{
    const char **name = calloc(areas->count + 1, sizeof *name);
    if (!name)
        return job_out_of_memory(job);
    for (size_t i = 0; i < areas->count; i++) {
        int32_t ward = geo_correspondence_largest(wards->parts, i);
        name[i] = ward == GEO_NO_CODE ? NULL : wards->name.item[ward];
    }
    geo_status status = add_texts(job, areas, "ward", name, NULL);
    free((void *)name);
    return status;
}

static bool lacks(const geo_areas *areas, const char *name)
{
    return !geo_table_find(areas->attributes, name);
}

geo_status pockets_find_shown(cli_job *job, pockets_result *result)
{
    geo_areas *areas = result->areas;
    geo_status status = GEO_OK;
    if (!result->show)
        return GEO_OK;
    if (result->rank && lacks(areas, "rank"))
        status = add_number(job, areas, "rank", result->rank, NULL);
    if (status == GEO_OK && lacks(areas, "decile"))
        status = add_number(job, areas, "decile", NULL, result->decile);
    if (status == GEO_OK && result->district && lacks(areas, "district"))
        status = add_texts(job, areas, "district", result->district, NULL);
    if (status == GEO_OK && result->wards.parts && lacks(areas, "ward"))
        status = add_wards(job, &result->wards, areas);
    result->shown = calloc(areas->count + 1, sizeof *result->shown);
    if (status == GEO_OK && !result->shown)
        return job_out_of_memory(job);
    return status == GEO_OK ? geo_show_areas(job->context, areas, result->show, result->shown)
                            : status;
}
