/* Pieces of ground where the density of incidents is high. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hotspots.h"

static const char usual_share[] = "25%";

/* ---- as asked for --------------------------------------------------------------------------- */

static geo_status read_share(cli_job *job, const char *text, double *share)
{
    size_t length = strlen(text);
    double percent;
    if (length > 0 && text[length - 1] == '%' &&
        geo_number_parse((geo_text){text, length - 1}, &percent) && percent > 0 && percent < 100) {
        *share = percent / 100;
        return GEO_OK;
    }
    return job_fail(job, GEO_ERROR_USAGE,
                    "--share %s: give a percentage of the incidents, such as 25%%", text);
}

geo_status hotspots_plan_threshold(cli_job *job, hotspots_result *result)
{
    const hotspots_settings *settings = result->settings;
    const char *threshold = settings->threshold;
    result->share = NAN;
    if (threshold && settings->share)
        return job_fail(job, GEO_ERROR_USAGE, "give --threshold or --share, not both");
    if (!threshold)
        return read_share(job, settings->share ? settings->share : usual_share, &result->share);
    result->levels.count = 1;
    if (level_read((geo_text){threshold, strlen(threshold)}, &result->levels.level[0]))
        return GEO_OK;
    return job_fail(job, GEO_ERROR_USAGE,
                    "--threshold %s: give incidents per km2 (250), times the mean of the cells "
                    "with any (3x) or the share of these cells that is lower (95%%)",
                    threshold);
}

/* ---- the smallest ground with a share of the incidents -------------------------------------- */

typedef struct surface_cell {
    double density;
    int64_t incidents;
    size_t cell;
} surface_cell;

static int compare_cells(const void *left, const void *right)
{
    const surface_cell *one = left, *other = right;
    if (one->density != other->density)
        return one->density > other->density ? -1 : 1;
    return (one->cell > other->cell) - (one->cell < other->cell);
}

/* The cell that each incident lies in, on a border the one to the east or south. */
static void count_in_cells(const hotspots_result *result, surface_cell *cells)
{
    const geo_grid *grid = result->surface;
    const geo_places *places = result->places;
    for (size_t i = 0; i < places->count; i++) {
        double column = floor((places->x[i] - grid->x_min) / grid->cell_m);
        double row = floor((grid->y_max - places->y[i]) / grid->cell_m);
        if (column >= 0 && row >= 0 && column < (double)grid->columns && row < (double)grid->rows)
            cells[(size_t)row * grid->columns + (size_t)column].incidents += places->incidents[i];
    }
}

/* Those with any density, the highest first; says how many. */
static size_t sort_cells(const geo_grid *grid, surface_cell *cells)
{
    size_t count = 0;
    for (size_t i = 0; i < grid->rows * grid->columns; i++)
        if (grid->value[i] > 0)
            cells[count++] = (surface_cell){grid->value[i], cells[i].incidents, i};
    qsort(cells, count, sizeof *cells, compare_cells);
    return count;
}

static int64_t count_places(const geo_places *places)
{
    int64_t count = 0;
    for (size_t i = 0; i < places->count; i++)
        count += places->incidents[i];
    return count;
}

/* The density of the last cell that it takes, and what the cells as high as that hold. */
static void take_share(hotspots_result *result, const surface_cell *cells, size_t count)
{
    int64_t all = count_places(result->places), taken = 0;
    double wanted = result->share * (double)all;
    size_t next = 0;
    while (next < count && (double)taken < wanted)
        taken += cells[next++].incidents;
    if (next == 0)
        return;
    result->threshold = cells[next - 1].density;
    while (next < count && cells[next].density >= result->threshold)
        taken += cells[next++].incidents;
    result->share_cells = (double)taken / (double)all;
}

static geo_status find_share(cli_job *job, hotspots_result *result)
{
    const geo_grid *grid = result->surface;
    surface_cell *cells = calloc(grid->rows * grid->columns + 1, sizeof *cells);
    if (!cells)
        return job_out_of_memory(job);
    count_in_cells(result, cells);
    take_share(result, cells, sort_cells(grid, cells));
    free(cells);
    return GEO_OK;
}

static geo_status find_threshold(cli_job *job, hotspots_result *result)
{
    result->threshold = HOTSPOTS_NOWHERE;
    if (!isnan(result->share))
        return find_share(job, result);
    geo_status status = levels_find(job, result->surface, &result->levels);
    if (status == GEO_OK && result->levels.count > 0)
        result->threshold = result->levels.level[0].density;
    return status;
}

/* ---- pieces --------------------------------------------------------------------------------- */

/* Less than one incident's own kernel is no place that anyone would go to. */
static double min_area(const hotspots_result *result)
{
    double kernels_km2 = pow(result->density.bandwidth_m / 1000, 2) / 4;
    return isnan(result->settings->min_area) ? kernels_km2 : result->settings->min_area;
}

static geo_status take_figures(cli_job *job, hotspots_pieces *pieces)
{
    const geo_table *attributes = pieces->areas->attributes;
    size_t bytes = pieces->areas->count * sizeof(double);
    geo_status status = hotspots_allot_pieces(job, pieces, pieces->areas->count);
    if (status != GEO_OK || bytes == 0)
        return status;
    memcpy(pieces->area_km2, geo_table_find(attributes, "area_km2")->real, bytes);
    memcpy(pieces->peak, geo_table_find(attributes, "peak")->real, bytes);
    memcpy(pieces->x, geo_table_find(attributes, "peak_x")->real, bytes);
    memcpy(pieces->y, geo_table_find(attributes, "peak_y")->real, bytes);
    return GEO_OK;
}

/* By where the peak is, so that a hotspot that is still there next month has the same. Of cells
 * below a metre that may be the same for two, and they keep their numbers. */
static geo_status set_ids(cli_job *job, const hotspots_result *result, geo_areas *pieces)
{
    enum { BRITISH_GRID = 27700 };
    const hotspots_pieces *made = &result->pieces;
    geo_column *codes = pieces->attributes->column;
    geo_status status = GEO_OK;
    while (strcmp(codes->name, "code") != 0)
        codes++;
    for (size_t i = 0; i < pieces->count && result->density.cell_m >= 1 && status == GEO_OK; i++) {
        char reference[GEO_GRID_REFERENCE_SIZE], id[64];
        size_t length = 0;
        if (pieces->crs.epsg == BRITISH_GRID &&
            geo_grid_reference(made->x[i], made->y[i], result->density.cell_m >= 10 ? 8 : 10,
                               reference)) {
            for (const char *at = reference; *at; at++)
                if (*at != ' ')
                    id[length++] = *at;
        } else
            length = (size_t)snprintf(id, sizeof id, "%lld_%lld", (long long)floor(made->x[i]),
                                      (long long)floor(made->y[i]));
        status = geo_table_set_text(job->context, codes, i, (geo_text){id, length});
        pieces->code[i] = codes->text[i];
    }
    return status;
}

static geo_status make_pieces(cli_job *job, hotspots_result *result)
{
    hotspots_pieces *pieces = &result->pieces;
    const geo_contour_options options = {&result->threshold, 1, true, min_area(result),
                                         min_area(result)};
    geo_status status = geo_contours(job->context, result->surface, &options, &pieces->areas);
    if (status == GEO_OK)
        status = take_figures(job, pieces);
    return status == GEO_OK ? set_ids(job, result, pieces->areas) : status;
}

geo_status hotspots_find_surface(cli_job *job, hotspots_result *result)
{
    const surface_settings *settings = &result->settings->surface;
    const cli_load *load = &result->load;
    const surface_ground ground = {load->area_count > 0 ? load->areas[0] : NULL,
                                   load->area_count > 0 ? load->locator[0] : NULL,
                                   result->map.is_studied, &load->frame->crs};
    geo_status status = surface_choose(job, settings, &ground, result->places,
                                       SURFACE_SIDE_PER_CONTOUR_BANDWIDTH, &result->density);
    if (status == GEO_OK)
        status = surface_make(job, settings, &ground, result->places, &result->density,
                              &result->surface);
    if (status == GEO_OK)
        status = surface_mask(job, &ground, result->surface);
    if (status == GEO_OK)
        status = find_threshold(job, result);
    return status == GEO_OK ? make_pieces(job, result) : status;
}
