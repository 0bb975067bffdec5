/* Cells of one size with many incidents: each stays a hotspot of its own, beside others or not. */
#include <math.h>
#include <stdlib.h>

#include "hotspots.h"

/* What cells are known by before they are chosen. */
typedef struct cell_counts {
    size_t count;
    int64_t *incidents; /* [count] */
    double *density;    /* likewise, incidents per km2 */
} cell_counts;

static void clear_counts(cell_counts *counts)
{
    free(counts->incidents);
    free(counts->density);
}

static geo_status cover(cli_job *job, hotspots_result *result)
{
    const geo_places *places = result->places;
    const geo_extent extent = geo_extent_of(places->x, places->y, places->count);
    if (places->count == 0)
        return job_fail(job, GEO_ERROR_DATA,
                        "no incident has coordinates and passes the filters, so there is nothing "
                        "to count in cells");
    return cells_of_extent(job, &result->settings->cells, &result->load.frame->crs, &extent,
                           &result->cells);
}

static geo_status count_places(cli_job *job, const hotspots_result *result, cell_counts *counts)
{
    const geo_places *places = result->places;
    double area_km2 = geo_cells_area_km2(result->cells.cells);
    counts->count = result->cells.count;
    counts->incidents = calloc(counts->count + 1, sizeof *counts->incidents);
    counts->density = calloc(counts->count + 1, sizeof *counts->density);
    int32_t *cell = malloc((places->count + 1) * sizeof *cell);
    geo_status status =
        counts->incidents && counts->density && cell ? GEO_OK : job_out_of_memory(job);
    if (status == GEO_OK)
        cells_locate(&result->cells, places->x, places->y, places->count, cell);
    for (size_t i = 0; i < places->count && status == GEO_OK; i++)
        if (cell[i] != GEO_NO_CODE)
            counts->incidents[cell[i]] += places->incidents[i];
    for (size_t i = 0; i < counts->count && status == GEO_OK; i++)
        counts->density[i] = (double)counts->incidents[i] / area_km2;
    free(cell);
    return status;
}

/* The cells that reach the threshold, as areas. */
static geo_status take_cells(cli_job *job, hotspots_result *result, const cell_counts *counts)
{
    hotspots_pieces *pieces = &result->pieces;
    const geo_cells *cells = result->cells.cells;
    size_t taken = 0;
    int32_t *which = malloc((counts->count + 1) * sizeof *which);
    if (!which)
        return job_out_of_memory(job);
    for (size_t i = 0; i < counts->count; i++)
        if (counts->density[i] >= result->threshold)
            which[taken++] = result->cells.which[i];
    geo_status status = geo_cells_areas(job->context, cells, which, taken, &pieces->areas);
    if (status == GEO_OK)
        status = hotspots_allot_pieces(job, pieces, taken);
    if (status == GEO_OK)
        geo_cells_centres(cells, which, taken, pieces->x, pieces->y);
    for (size_t i = 0; i < taken && status == GEO_OK; i++) {
        pieces->area_km2[i] = geo_cells_area_km2(cells);
        pieces->peak[i] = counts->density[result->cells.place[which[i]]];
    }
    free(which);
    return status;
}

geo_status hotspots_find_cells(cli_job *job, hotspots_result *result)
{
    cell_counts counts = {0, NULL, NULL};
    geo_status status = cover(job, result);
    if (status == GEO_OK)
        status = count_places(job, result, &counts);
    if (status == GEO_OK)
        status =
            hotspots_find_threshold(job, result, counts.density, counts.incidents, counts.count);
    if (status == GEO_OK)
        status = take_cells(job, result, &counts);
    clear_counts(&counts);
    return status;
}
