/* What is known of pieces of ground, however they were found. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hotspots.h"

geo_status hotspots_allot_pieces(cli_job *job, hotspots_pieces *pieces, size_t count)
{
    pieces->area_km2 = calloc(count + 1, sizeof *pieces->area_km2);
    pieces->peak = calloc(count + 1, sizeof *pieces->peak);
    pieces->x = calloc(count + 1, sizeof *pieces->x);
    pieces->y = calloc(count + 1, sizeof *pieces->y);
    pieces->lon = calloc(count + 1, sizeof *pieces->lon);
    pieces->lat = calloc(count + 1, sizeof *pieces->lat);
    pieces->place = calloc(count + 1, sizeof *pieces->place);
    return pieces->area_km2 && pieces->peak && pieces->x && pieces->y && pieces->lon &&
                   pieces->lat && pieces->place
               ? GEO_OK
               : job_out_of_memory(job);
}

void hotspots_clear_pieces(hotspots_pieces *pieces)
{
    geo_areas_free(pieces->areas);
    free(pieces->area_km2);
    free(pieces->peak);
    free(pieces->x);
    free(pieces->y);
    free(pieces->lon);
    free(pieces->lat);
    free((void *)pieces->place);
}

/* ---- ids ------------------------------------------------------------------------------------ */

static size_t write_id(const geo_areas *areas, double x, double y, int figures, char *id,
                       size_t size)
{
    enum { BRITISH_GRID = 27700 };
    char reference[GEO_GRID_REFERENCE_SIZE];
    size_t length = 0;
    if (areas->crs.epsg != BRITISH_GRID || !geo_grid_reference(x, y, figures, reference))
        return (size_t)snprintf(id, size, "%lld_%lld", (long long)floor(x), (long long)floor(y));
    for (const char *at = reference; *at; at++)
        if (*at != ' ')
            id[length++] = *at;
    return length;
}

geo_status hotspots_set_ids(cli_job *job, hotspots_pieces *pieces, int figures)
{
    geo_areas *areas = pieces->areas;
    geo_column *codes = areas->attributes->column;
    geo_status status = GEO_OK;
    while (strcmp(codes->name, "code") != 0)
        codes++;
    for (size_t i = 0; i < areas->count && status == GEO_OK; i++) {
        char id[64];
        size_t length = write_id(areas, pieces->x[i], pieces->y[i], figures, id, sizeof id);
        status = geo_table_set_text(job->context, codes, i, (geo_text){id, length});
        areas->code[i] = codes->text[i];
    }
    return status;
}

/* ---- places nearby -------------------------------------------------------------------------- */

static geo_status read_places(cli_job *job, hotspots_result *result)
{
    const hotspots_settings *settings = result->settings;
    const geo_input input = {settings->places, {NULL, 0}};
    geo_shapes_options options = GEO_SHAPES_OPTIONS_INIT;
    options.layer = settings->places_layer;
    options.name = settings->places_name;
    options.crs = settings->common.crs;
    options.working = &result->load.frame->crs;
    options.limits = limits_of(&settings->common);
    geo_status status = geo_shapes_read(job->context, &input, &options, &result->named);
    if (status != GEO_OK)
        return status;
    if (result->named->kind == GEO_SHAPE_POINT && result->named->name)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_DATA,
                    "%s: places that hotspots are called after must be points with names%s",
                    settings->places,
                    result->named->name ? "" : "; name their field with --places-name");
}

/* The nearest, the one whose name sorts first among equally near ones. */
static const char *nearest(const geo_shapes *named, double x, double y)
{
    const char *name = NULL;
    double least = INFINITY;
    for (size_t shape = 0; shape < named->count; shape++) {
        const char *own = named->name[shape];
        for (size_t part = named->shape_part[shape]; own && part < named->shape_part[shape + 1];
             part++)
            for (size_t i = named->part_point[part]; i < named->part_point[part + 1]; i++) {
                double distance = hypot(named->x[i] - x, named->y[i] - y);
                if (distance > least || (distance == least && name && strcmp(own, name) >= 0))
                    continue;
                least = distance;
                name = own;
            }
    }
    return name;
}

static geo_status find_places(cli_job *job, hotspots_result *result)
{
    hotspots_pieces *pieces = &result->pieces;
    if (!result->settings->places)
        return GEO_OK;
    geo_status status = read_places(job, result);
    for (size_t i = 0; i < pieces->areas->count && status == GEO_OK; i++)
        pieces->place[i] = nearest(result->named, pieces->x[i], pieces->y[i]);
    return status;
}

/* ---- where all is --------------------------------------------------------------------------- */

static geo_status find_degrees(cli_job *job, hotspots_result *result)
{
    hotspots_pieces *pieces = &result->pieces;
    size_t count = pieces->areas->count;
    if (count == 0)
        return GEO_OK;
    memcpy(pieces->lon, pieces->x, count * sizeof *pieces->lon);
    memcpy(pieces->lat, pieces->y, count * sizeof *pieces->lat);
    geo_status status =
        geo_to_degrees(job->context, &result->load.frame->crs, pieces->lon, pieces->lat, count);
    for (size_t i = 0; i < count && status == GEO_OK; i++)
        if (!isfinite(pieces->lon[i]) || !isfinite(pieces->lat[i]))
            pieces->lon[i] = pieces->lat[i] = NAN;
    return status;
}

static geo_status locate_incidents(cli_job *job, hotspots_result *result)
{
    hotspots_rows *rows = &result->rows;
    geo_locator *locator = NULL;
    rows->piece = calloc(rows->count + 1, sizeof *rows->piece);
    if (!rows->piece)
        return job_out_of_memory(job);
    geo_status status = geo_locator_build(job->context, result->pieces.areas, &locator);
    if (status == GEO_OK)
        status = geo_locate(job->context, locator, rows->x, rows->y, rows->count, rows->piece);
    geo_locator_free(locator);
    return status;
}

/* Without areas: all that the surface or the cells cover, or the box around all incidents. */
static double covered_km2(const hotspots_result *result)
{
    const geo_cells *cells = result->cells.cells;
    const geo_places *places = result->places;
    geo_extent extent = result->density.extent;
    if (cells)
        return (double)(cells->columns * cells->rows) * geo_cells_area_km2(cells);
    if (!result->surface)
        extent = geo_extent_of(places->x, places->y, places->count);
    return fmax(0, extent.x_max - extent.x_min) * fmax(0, extent.y_max - extent.y_min) / 1e6;
}

/* Of the areas shown. */
static geo_status measure_studied(cli_job *job, hotspots_result *result)
{
    if (result->load.area_count == 0) {
        result->studied_km2 = covered_km2(result);
        return GEO_OK;
    }
    const geo_areas *areas = result->load.areas[0];
    double *ground = calloc(areas->count + 1, sizeof *ground);
    if (!ground)
        return job_out_of_memory(job);
    geo_areas_ground(areas, ground);
    for (size_t i = 0; i < areas->count; i++)
        if (!result->map.is_studied || result->map.is_studied[i])
            result->studied_km2 += ground[i] / 1e6;
    free(ground);
    return GEO_OK;
}

geo_status hotspots_lay_out(cli_job *job, hotspots_result *result)
{
    geo_status status = measure_studied(job, result);
    if (status == GEO_OK)
        status = find_degrees(job, result);
    if (status == GEO_OK)
        status = find_places(job, result);
    return status == GEO_OK ? locate_incidents(job, result) : status;
}
