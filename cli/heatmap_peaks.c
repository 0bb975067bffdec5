/* Where a surface is highest, in words. */
#include <stdlib.h>
#include <string.h>

#include "heatmap.h"

#define PEAKS_MOST 100
#define PLACES     3

typedef struct peak {
    double value;
    size_t cell;
} peak;

/* Highest first; of equals the northernmost, then the westernmost. */
static int by_height(const void *left, const void *right)
{
    const peak *a = left, *b = right;
    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->cell > b->cell) - (a->cell < b->cell);
}

/* Of a plateau its first cell alone: no earlier neighbour is as high, no later one higher. */
static bool is_peak(const geo_grid *grid, size_t row, size_t column)
{
    size_t cell = row * grid->columns + column;
    for (size_t r = row > 0 ? row - 1 : 0; r <= row + 1 && r < grid->rows; r++)
        for (size_t c = column > 0 ? column - 1 : 0; c <= column + 1 && c < grid->columns; c++) {
            size_t other = r * grid->columns + c;
            double value = grid->value[other];
            if (other < cell ? value >= grid->value[cell] : value > grid->value[cell])
                return false;
        }
    return grid->value[cell] > 0;
}

/* Keeps the highest of all peaks: twice as many are gathered before half are dropped. */
static size_t find_peaks(const geo_grid *grid, peak *peaks)
{
    size_t count = 0;
    for (size_t row = 0; row < grid->rows; row++)
        for (size_t column = 0; column < grid->columns; column++) {
            size_t cell = row * grid->columns + column;
            if (grid->value[cell] > 0 && is_peak(grid, row, column))
                peaks[count++] = (peak){grid->value[cell], cell};
            if (count < 2 * PEAKS_MOST)
                continue;
            qsort(peaks, count, sizeof *peaks, by_height);
            count = PEAKS_MOST;
        }
    qsort(peaks, count, sizeof *peaks, by_height);
    return count < PEAKS_MOST ? count : PEAKS_MOST;
}

static geo_status locate(cli_job *job, const heatmap_result *result, const geo_grid *grid,
                         const peak *peaks, size_t count, int32_t *area)
{
    double x[PEAKS_MOST], y[PEAKS_MOST];
    for (size_t i = 0; i < count; i++) {
        x[i] = grid->x_min + ((double)(peaks[i].cell % grid->columns) + 0.5) * grid->cell_m;
        y[i] = grid->y_max - ((double)(peaks[i].cell / grid->columns) + 0.5) * grid->cell_m;
    }
    return geo_locate(job->context, result->load.locator[0], x, y, count, area);
}

/* An area of the map's own that has not been named before. */
static bool is_new(const cli_map *map, const int32_t *area, size_t index)
{
    if (area[index] == GEO_NO_CODE || (map->is_studied && !map->is_studied[area[index]]))
        return false;
    for (size_t i = 0; i < index; i++)
        if (area[i] == area[index])
            return false;
    return true;
}

/* " Densest in Hanley (245.1 per km2)", and of the next ", Burton (120.4)" */
static geo_status append_place(cli_job *job, geo_bytes *bytes, const char *name, double value,
                               const char *unit, bool is_first)
{
    geo_status status =
        geo_bytes_print(job->context, bytes, "%s%s (", is_first ? " Densest in " : ", ", name);
    if (status == GEO_OK)
        status = geo_bytes_append_number(job->context, bytes, value, value < 10 ? 2 : 1);
    if (status == GEO_OK && is_first)
        status = geo_bytes_print(job->context, bytes, " %s", unit);
    return status == GEO_OK ? geo_bytes_append(job->context, bytes, ")", 1) : status;
}

static geo_status append_peaks(cli_job *job, const heatmap_result *result, const geo_grid *grid,
                               geo_bytes *bytes)
{
    peak *peaks = malloc(2 * PEAKS_MOST * sizeof *peaks);
    const char *unit = strstr(grid->unit, "per ");
    int32_t area[PEAKS_MOST];
    size_t named = 0;
    if (!peaks)
        return job_out_of_memory(job);
    size_t count = find_peaks(grid, peaks);
    geo_status status = locate(job, result, grid, peaks, count, area);
    for (size_t i = 0; i < count && named < PLACES && status == GEO_OK; i++)
        if (is_new(&result->map, area, i)) {
            const char *name = area_name(result->load.areas[0], (size_t)area[i]);
            status = append_place(job, bytes, name, peaks[i].value, unit ? unit : grid->unit,
                                  named == 0);
            named++;
        }
    if (status == GEO_OK && named > 0)
        status = geo_bytes_append(job->context, bytes, ".", 1);
    free(peaks);
    return status;
}

/* "Burglary: 1,234 incidents." before the places of each of several maps. */
static geo_status append_map(cli_job *job, const heatmap_result *result, size_t index,
                             geo_bytes *bytes)
{
    char drawn[COUNT_TEXT_SIZE];
    if (result->layer_count == 1)
        return GEO_OK;
    return geo_bytes_print(job->context, bytes, " %s: %s incident%s.",
                           result->panels.panel[index].title.data,
                           count_text((int64_t)result->layer[index].drawn, drawn),
                           result->layer[index].drawn == 1 ? "" : "s");
}

geo_status heatmap_describe_places(cli_job *job, heatmap_result *result)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < result->layer_count && status == GEO_OK; i++) {
        status = append_map(job, result, i, &result->words.description);
        if (status == GEO_OK && result->load.area_count > 0)
            status =
                append_peaks(job, result, &result->layer[i].surface, &result->words.description);
    }
    return status == GEO_OK ? end_text(job->context, &result->words.description) : status;
}
