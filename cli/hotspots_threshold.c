/* From which density on ground is a hotspot. */
#include <math.h>
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
    result->threshold = HOTSPOTS_NOWHERE;
    if (hotspots_method_of(settings) == HOTSPOTS_BY_CLUSTERS)
        return hotspots_check_clusters(job, settings);
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

typedef struct dense_cell {
    double density;
    int64_t incidents;
    size_t cell;
} dense_cell;

static int compare_cells(const void *left, const void *right)
{
    const dense_cell *one = left, *other = right;
    if (one->density != other->density)
        return one->density > other->density ? -1 : 1;
    return (one->cell > other->cell) - (one->cell < other->cell);
}

/* Those with any density, the highest first; says how many. */
static size_t sort_cells(const double *density, const int64_t *incidents, size_t count,
                         dense_cell *cells)
{
    size_t dense = 0;
    for (size_t i = 0; i < count; i++)
        if (density[i] > 0)
            cells[dense++] = (dense_cell){density[i], incidents[i], i};
    qsort(cells, dense, sizeof *cells, compare_cells);
    return dense;
}

static int64_t count_places(const geo_places *places)
{
    int64_t count = 0;
    for (size_t i = 0; i < places->count; i++)
        count += places->incidents[i];
    return count;
}

/* The density of the last cell that it takes, and what the cells as high as that hold. */
static void take_share(hotspots_result *result, const dense_cell *cells, size_t count)
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

geo_status hotspots_find_threshold(cli_job *job, hotspots_result *result, double *density,
                                   const int64_t *incidents, size_t count)
{
    const geo_grid all = {.columns = count, .rows = 1, .value = density};
    result->threshold = HOTSPOTS_NOWHERE;
    if (isnan(result->share)) {
        geo_status status = levels_find(job, &all, &result->levels);
        if (status == GEO_OK && result->levels.count > 0)
            result->threshold = result->levels.level[0].density;
        return status;
    }
    dense_cell *cells = malloc((count + 1) * sizeof *cells);
    if (!cells)
        return job_out_of_memory(job);
    take_share(result, cells, sort_cells(density, incidents, count, cells));
    free(cells);
    return GEO_OK;
}
