#include "cells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static geo_status read_origin(cli_job *job, const char *text, double *x, double *y)
{
    *x = *y = 0;
    if (!text)
        return GEO_OK;
    size_t length = strcspn(text, ",");
    if (text[length] == ',' && geo_number_parse((geo_text){text, length}, x) && isfinite(*x) &&
        geo_number_parse((geo_text){text + length + 1, strlen(text + length + 1)}, y) &&
        isfinite(*y))
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE, "--origin %s: give two numbers: x,y", text);
}

geo_status cells_check(cli_job *job, const cell_settings *settings)
{
    double x, y;
    if (settings->size_m <= 0)
        return job_fail(job, GEO_ERROR_USAGE, "--cell-size must be more than 0");
    if (settings->origin && settings->shape == CELLS_NONE)
        return job_fail(job, GEO_ERROR_USAGE, "--origin is about cells; add --cells");
    return read_origin(job, settings->origin, &x, &y);
}

static geo_status cover(cli_job *job, const cell_settings *settings, const geo_crs *crs,
                        const geo_extent *extent, cli_cells *out)
{
    geo_cells_options options = {settings->shape == CELLS_SQUARES ? GEO_CELLS_SQUARES
                                                                  : GEO_CELLS_HEXAGONS,
                                 settings->size_m, 0, 0};
    geo_status status = read_origin(job, settings->origin, &options.origin_x, &options.origin_y);
    if (status == GEO_OK)
        status = geo_cells_cover(job->context, crs, extent, &options, &out->cells);
    if (status != GEO_OK)
        return status;
    size_t count = out->cells->columns * out->cells->rows;
    out->which = malloc((count + 1) * sizeof *out->which);
    out->place = malloc((count + 1) * sizeof *out->place);
    if (!out->which || !out->place)
        return job_out_of_memory(job);
    for (size_t i = 0; i < count; i++)
        out->which[i] = (int32_t)i;
    return GEO_OK;
}

/* Numbers those that are left, and makes areas of them. */
static geo_status finish(cli_job *job, cli_cells *out)
{
    size_t count = out->cells->columns * out->cells->rows;
    for (size_t i = 0; i < count; i++)
        out->place[i] = GEO_NO_CODE;
    for (size_t i = 0; i < out->count; i++)
        out->place[out->which[i]] = (int32_t)i;
    return geo_cells_areas(job->context, out->cells, out->which, out->count, &out->areas);
}

/* Leaves those whose centre is in the ground. A row at a time, so that memory is for cells alone.
 */
static geo_status keep_inside(cli_job *job, const cli_load *load, const bool *which, cli_cells *out)
{
    size_t columns = out->cells->columns;
    double *centre = malloc((columns + 1) * 2 * sizeof *centre);
    int32_t *area = malloc((columns + 1) * sizeof *area);
    geo_status status = centre && area ? GEO_OK : job_out_of_memory(job);
    for (size_t row = 0; row < out->cells->rows && status == GEO_OK; row++) {
        const int32_t *cell = out->which + row * columns;
        geo_cells_centres(out->cells, cell, columns, centre, centre + columns);
        status =
            geo_locate(job->context, load->locator[0], centre, centre + columns, columns, area);
        for (size_t i = 0; i < columns && status == GEO_OK; i++)
            if (area[i] != GEO_NO_CODE && (!which || which[area[i]]))
                out->which[out->count++] = cell[i];
    }
    free(centre);
    free(area);
    return status;
}

geo_status cells_of_areas(cli_job *job, const cell_settings *settings, const cli_load *load,
                          const bool *which, cli_cells *out)
{
    const geo_areas *areas = load->areas[0];
    const geo_extent extent = geo_areas_extent(areas, which);
    if (extent.x_min > extent.x_max)
        return job_fail(job, GEO_ERROR_DATA, "%s: the areas have no geometry to divide into cells",
                        areas->path);
    geo_status status = cover(job, settings, &areas->crs, &extent, out);
    if (status == GEO_OK)
        status = keep_inside(job, load, which, out);
    if (status == GEO_OK && out->count == 0)
        status = job_fail(job, GEO_ERROR_DATA,
                          "no cell has its centre in the areas; give a smaller --cell-size");
    return status == GEO_OK ? finish(job, out) : status;
}

/* ---- names ---------------------------------------------------------------------------------- */

static geo_status locate_centres(cli_job *job, const cli_load *load, const cli_cells *cells,
                                 int32_t *area)
{
    double *x = calloc(cells->count + 1, sizeof *x), *y = calloc(cells->count + 1, sizeof *y);
    geo_status status = x && y ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK) {
        geo_cells_centres(cells->cells, cells->which, cells->count, x, y);
        status = geo_locate(job->context, load->locator[0], x, y, cells->count, area);
    }
    free(x);
    free(y);
    return status;
}

/* Codes where the areas have no names. */
geo_status cells_take_names(cli_job *job, const cli_load *load, cli_cells *cells)
{
    const geo_areas *areas = load->areas[0];
    geo_areas *made = cells->areas;
    int32_t *area = calloc(made->count + 1, sizeof *area);
    made->name = calloc(made->count + 1, sizeof *made->name);
    if (areas->parent)
        made->parent = calloc(made->count + 1, sizeof *made->parent);
    geo_status status = area && made->name && (made->parent || !areas->parent)
                            ? locate_centres(job, load, cells, area)
                            : job_out_of_memory(job);
    for (size_t i = 0; i < made->count && status == GEO_OK; i++) {
        if (area[i] == GEO_NO_CODE)
            continue;
        made->name[i] = area_name(areas, (size_t)area[i]);
        if (areas->parent)
            made->parent[i] = areas->parent[area[i]];
    }
    free(area);
    return status;
}

/* ---- around an extent ----------------------------------------------------------------------- */

geo_status cells_of_extent(cli_job *job, const cell_settings *settings, const geo_crs *crs,
                           const geo_extent *extent, cli_cells *out)
{
    geo_status status = cover(job, settings, crs, extent, out);
    if (status != GEO_OK)
        return status;
    out->count = out->cells->columns * out->cells->rows;
    return finish(job, out);
}

void cells_locate(const cli_cells *cells, const double *x, const double *y, size_t count,
                  int32_t *place)
{
    geo_cells_locate(cells->cells, x, y, count, place);
    for (size_t i = 0; i < count; i++)
        if (place[i] != GEO_NO_CODE)
            place[i] = cells->place[place[i]];
}

geo_status cells_append_words(cli_job *job, const cell_settings *settings, geo_bytes *text)
{
    bool is_hexagon = settings->shape != CELLS_SQUARES;
    geo_status status =
        geo_bytes_print(job->context, text, is_hexagon ? "hexagons " : "squares of ");
    if (status == GEO_OK)
        status = append_short_number(job->context, text, settings->size_m, 3);
    if (status == GEO_OK)
        status = geo_bytes_print(job->context, text, is_hexagon ? " m across" : " m");
    return status == GEO_OK ? end_text(job->context, text) : status;
}

void cells_clear(cli_cells *cells)
{
    geo_cells_free(cells->cells);
    free(cells->which);
    free(cells->place);
    geo_areas_free(cells->areas);
}
