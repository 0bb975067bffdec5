/* Cells instead of areas, and what is counted in them. */
#include <stdlib.h>

#include "clusters.h"

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
        status = cells_take_names(job, &result->load, &result->cells);
    if (status == GEO_OK)
        status = count_incidents(job, result);
    result->units = result->cells.areas;
    result->unit_word = "cells";
    return status;
}
