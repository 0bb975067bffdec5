/* Cells instead of areas: named after those that they are in, and what is counted in them. */
#include <stdlib.h>

#include "clusters.h"

/* ---- names ---------------------------------------------------------------------------------- */

static geo_status locate_centres(cli_job *job, const clusters_result *result, int32_t *area)
{
    const cli_cells *cells = &result->cells;
    double *x = calloc(cells->count + 1, sizeof *x), *y = calloc(cells->count + 1, sizeof *y);
    geo_status status = x && y ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK) {
        geo_cells_centres(cells->cells, cells->which, cells->count, x, y);
        status = geo_locate(job->context, result->load.locator[0], x, y, cells->count, area);
    }
    free(x);
    free(y);
    return status;
}

/* Of the areas' names, or codes where they have none, those that the cells are in. */
static geo_status name_cells(cli_job *job, clusters_result *result)
{
    const geo_areas *areas = result->load.areas[0];
    geo_areas *cells = result->cells.areas;
    int32_t *area = calloc(cells->count + 1, sizeof *area);
    cells->name = calloc(cells->count + 1, sizeof *cells->name);
    if (areas->parent)
        cells->parent = calloc(cells->count + 1, sizeof *cells->parent);
    geo_status status = area && cells->name && (cells->parent || !areas->parent)
                            ? locate_centres(job, result, area)
                            : job_out_of_memory(job);
    for (size_t i = 0; i < cells->count && status == GEO_OK; i++) {
        if (area[i] == GEO_NO_CODE)
            continue;
        cells->name[i] = area_name(areas, (size_t)area[i]);
        if (areas->parent)
            cells->parent[i] = areas->parent[area[i]];
    }
    free(area);
    return status;
}

/* ---- counts --------------------------------------------------------------------------------- */

typedef struct cell_counting {
    const cli_cells *cells;
    geo_tally *tally;
} cell_counting;

static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *cell)
{
    const cell_counting *work = user;
    (void)context;
    cells_locate(work->cells, x, y, count, cell);
    return GEO_OK;
}

static geo_status count_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    const cell_counting *work = user;
    return geo_tally_add(context, work->tally, rows->frame, rows->area);
}

static geo_status count_incidents(cli_job *job, clusters_result *result)
{
    cell_counting work = {.cells = &result->cells};
    const geo_incident_sink sink = {.user = &work, .place = place_rows, .take = count_rows};
    geo_status status = geo_tally_new(job->context, result->cells.count, &result->tally);
    work.tally = result->tally;
    if (status == GEO_OK)
        status = load_stream(job, &result->load, &sink);
    if (status == GEO_OK)
        load_warn(job, &result->load);
    return status;
}

geo_status clusters_count_cells(cli_job *job, clusters_result *result)
{
    geo_status status = load_locators(job, &result->load);
    if (status == GEO_OK)
        status = cells_of_areas(job, &result->settings->cells, &result->load,
                                result->map.is_studied, &result->cells);
    if (status == GEO_OK)
        status = name_cells(job, result);
    if (status == GEO_OK)
        status = count_incidents(job, result);
    result->units = result->cells.areas;
    result->unit_word = "cells";
    return status;
}
