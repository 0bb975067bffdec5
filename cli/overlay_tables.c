/* The table of hotspots, the outlines above the map, and what lies where. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/source.h>

#include "overlay.h"

bool overlay_is_shown(const overlay_result *result, size_t area)
{
    return !result->map.is_studied || result->map.is_studied[area];
}

bool overlay_is_deprived(const overlay_result *result, size_t area)
{
    const geo_area_deprivation *deprivation = result->indices.areas;
    return geo_is_most_deprived(deprivation->kind, deprivation->group[area]);
}

int overlay_decimals(const overlay_result *result)
{
    int64_t decimals = result->settings->decimals;
    return decimals > 15 ? 15 : (int)decimals;
}

const char *overlay_density_unit(const overlay_result *result)
{
    return result->settings->per_year ? GEO_DENSITY_UNIT " a year" : GEO_DENSITY_UNIT;
}

/* ---- wards ---------------------------------------------------------------------------------- */

/* Those of which a hundredth at least is on the map: borders of two sources seldom agree. */
static geo_status find_shown_wards(cli_job *job, overlay_result *result,
                                   const geo_correspondence *parts)
{
    static const double least = 0.01;
    const geo_areas *areas = result->load.areas[0], *wards = result->wards;
    double *ground = calloc(areas->count + 1, sizeof *ground);
    double *shown = calloc(wards->count + 1, 2 * sizeof *shown);
    double *whole = shown + wards->count;
    geo_status status = ground && shown ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK) {
        geo_areas_ground(areas, ground);
        geo_areas_ground(wards, whole);
        for (size_t i = 0; i < areas->count; i++)
            ground[i] *= overlay_is_shown(result, i);
        geo_correspondence_apply(parts, ground, shown, NULL);
    }
    for (size_t i = 0; i < wards->count && status == GEO_OK; i++)
        result->ward_is_shown[i] = shown[i] >= least * whole[i] && shown[i] > 0;
    free(ground);
    free(shown);
    return status;
}

/* The ward that has most of each area. */
static void find_ward_of_areas(overlay_result *result, const geo_correspondence *parts)
{
    for (size_t i = 0; i < result->load.areas[0]->count; i++) {
        int32_t ward = geo_correspondence_largest(parts, i);
        result->ward_of[i] = ward == GEO_NO_CODE ? NULL : area_name(result->wards, (size_t)ward);
    }
}

static geo_status find_wards(cli_job *job, overlay_result *result)
{
    geo_correspondence *parts = NULL;
    result->ward_is_shown = calloc(result->wards->count + 1, sizeof *result->ward_is_shown);
    result->ward_of = calloc(result->load.areas[0]->count + 1, sizeof *result->ward_of);
    if (!result->ward_is_shown || !result->ward_of)
        return job_out_of_memory(job);
    geo_status status =
        geo_areas_overlap(job->context, result->load.areas[0], result->wards, 0, &parts);
    if (status == GEO_OK)
        status = find_shown_wards(job, result, parts);
    if (status == GEO_OK)
        find_ward_of_areas(result, parts);
    geo_correspondence_free(parts);
    return status;
}

geo_status overlay_read_wards(cli_job *job, overlay_result *result)
{
    const overlay_settings *settings = result->settings;
    const geo_input input = {settings->wards, {NULL, 0}};
    geo_areas_options options = GEO_AREAS_OPTIONS_INIT;
    if (!settings->wards)
        return GEO_OK;
    options.layer = settings->wards_layer;
    options.roles.name = settings->wards_name;
    options.working = &result->load.areas[0]->crs;
    options.limits = limits_of(&settings->common);
    geo_status status = geo_areas_read(job->context, &input, &options, &result->wards);
    if (status == GEO_OK)
        status = geo_areas_repair(job->context, result->wards, NULL);
    return status == GEO_OK ? find_wards(job, result) : status;
}

/* ---- hotspots ------------------------------------------------------------------------------- */

/* Where the peak of each piece lies: in a ward where there are any, else in an area. */
static geo_status locate_peaks(cli_job *job, const overlay_result *result, int32_t *of)
{
    const geo_areas *pieces = result->hotspots.pieces;
    const double *x = geo_table_find(pieces->attributes, "peak_x")->real;
    const double *y = geo_table_find(pieces->attributes, "peak_y")->real;
    geo_locator *wards = NULL;
    if (!result->wards)
        return geo_locate(job->context, result->load.locator[0], x, y, pieces->count, of);
    geo_status status = geo_locator_build(job->context, result->wards, &wards);
    if (status == GEO_OK)
        status = geo_locate(job->context, wards, x, y, pieces->count, of);
    geo_locator_free(wards);
    return status;
}

static geo_status add_places(cli_job *job, const overlay_result *result, geo_table *table)
{
    const geo_areas *named = result->wards ? result->wards : result->load.areas[0];
    geo_column *column = NULL;
    int32_t *of = calloc(result->hotspots.pieces->count + 1, sizeof *of);
    if (!of)
        return job_out_of_memory(job);
    geo_status status = locate_peaks(job, result, of);
    if (status == GEO_OK)
        status = geo_table_add(job->context, table, "place", GEO_TEXT, 0, &column);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        const char *name = of[row] == GEO_NO_CODE ? NULL : area_name(named, (size_t)of[row]);
        status = geo_table_set_text(job->context, column, row,
                                    (geo_text){name, name ? strlen(name) : 0});
    }
    free(of);
    return status;
}

/* "At least 250": by which a layer is drawn. */
static geo_status add_levels(cli_job *job, const overlay_result *result, geo_table *table)
{
    const double *level = geo_table_find(result->hotspots.pieces->attributes, "level")->real;
    geo_column *number = NULL, *words = NULL;
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = geo_table_add(job->context, table, "level", GEO_REAL, 1, &number);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        number->real[row] = level[row];
    if (status == GEO_OK)
        status = geo_table_add(job->context, table, "contour", GEO_TEXT, 0, &words);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++) {
        text.length = 0;
        status = overlay_append_contour(job, level[row], &text);
        if (status == GEO_OK)
            status =
                geo_table_set_text(job->context, words, row, (geo_text){text.data, text.length});
    }
    geo_bytes_clear(&text);
    return status;
}

static geo_status add_integers(cli_job *job, geo_table *table, const char *name,
                               const int64_t *value)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(job->context, table, name, GEO_INTEGER, 0, &column);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        column->integer[row] = value[row];
    return status;
}

static geo_status add_reals(cli_job *job, geo_table *table, const char *name, const char *heading,
                            int decimals, const double *value, double factor)
{
    geo_column *column = NULL;
    geo_status status = geo_table_add(job->context, table, name, GEO_REAL, decimals, &column);
    if (status == GEO_OK && heading)
        status = geo_table_set_heading(job->context, column, heading);
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        column->real[row] = factor * value[row];
    return status;
}

static geo_status add_deprived_share(cli_job *job, const overlay_result *result, geo_table *table)
{
    const overlay_hotspots *hotspots = &result->hotspots;
    geo_column *column = NULL;
    geo_status status =
        geo_table_add(job->context, table, "deprived_incident_share", GEO_REAL, 0, &column);
    if (status == GEO_OK)
        status = geo_table_set_heading(job->context, column, "% of incidents deprived");
    for (size_t row = 0; row < table->row_count && status == GEO_OK; row++)
        column->real[row] = hotspots->count[row] > 0 ? 100 * (double)hotspots->deprived_count[row] /
                                                           (double)hotspots->count[row]
                                                     : (double)NAN;
    return status;
}

static geo_status add_attributes(cli_job *job, geo_table *table, const geo_table *attributes)
{
    static const struct {
        const char *name;
        const char *heading;
        int decimals;
    } column[] = {{"area_km2", "km2", 3},
                  {"peak", "peak density", 0},
                  {"peak_x", NULL, 0},
                  {"peak_y", NULL, 0}};
    geo_status status = GEO_OK;
    for (size_t i = 0; i < sizeof column / sizeof *column && status == GEO_OK; i++)
        status = add_reals(job, table, column[i].name, column[i].heading, column[i].decimals,
                           geo_table_find(attributes, column[i].name)->real, 1);
    return status;
}

static geo_status fill_table(cli_job *job, const overlay_result *result, geo_table *table)
{
    const overlay_hotspots *hotspots = &result->hotspots;
    geo_status status = add_places(job, result, table);
    if (status == GEO_OK)
        status = add_integers(job, table, "count", hotspots->count);
    if (status == GEO_OK)
        status = add_attributes(job, table, hotspots->pieces->attributes);
    if (status == GEO_OK)
        status = add_reals(job, table, "deprived_ground_share", "% of ground deprived", 0,
                           hotspots->deprived_ground, 100);
    return status == GEO_OK ? add_deprived_share(job, result, table) : status;
}

/* Hotspots by number, as the highest is first. */
static geo_status make_table(cli_job *job, const overlay_result *result, geo_table **out)
{
    geo_column *column = NULL;
    geo_status status = geo_table_new(job->context, result->hotspots.lowest_count, out);
    if (status == GEO_OK)
        status = geo_table_add(job->context, *out, "hotspot", GEO_INTEGER, 0, &column);
    for (size_t row = 0; status == GEO_OK && row < (*out)->row_count; row++)
        column->integer[row] = (int64_t)row + 1;
    return status == GEO_OK ? fill_table(job, result, *out) : status;
}

static geo_status make_layer(cli_job *job, const overlay_result *result, geo_table **out)
{
    geo_status status = geo_table_new(job->context, result->hotspots.pieces->count, out);
    if (status == GEO_OK)
        status = add_levels(job, result, *out);
    if (status == GEO_OK)
        status = fill_table(job, result, *out);
    for (size_t row = 0; status == GEO_OK && row < (*out)->row_count; row++)
        status = geo_table_set_area(job->context, *out, row, (int32_t)row);
    return status;
}

geo_status overlay_tabulate_hotspots(cli_job *job, overlay_result *result)
{
    overlay_hotspots *hotspots = &result->hotspots;
    if (!hotspots->pieces)
        return GEO_OK;
    geo_status status = make_table(job, result, &hotspots->table);
    return status == GEO_OK ? make_layer(job, result, &hotspots->layer) : status;
}
