/* The surface of a heat map: which places and cells it has, computed whole or some rows at a time.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "heatmap.h"

/* ---- incidents ------------------------------------------------------------------------------ */

/* The areas that come first have it. */
static geo_status locate_in_any(geo_context *context, const heatmap_result *result, const double *x,
                                const double *y, size_t count, int32_t *area)
{
    enum { BLOCK = 1024 };
    int32_t next[BLOCK];
    geo_status status = geo_locate(context, result->load.locator[0], x, y, count, area);
    for (size_t a = 1; a < result->load.area_count; a++)
        for (size_t first = 0; first < count && status == GEO_OK; first += BLOCK) {
            size_t block = count - first < BLOCK ? count - first : BLOCK;
            status =
                geo_locate(context, result->load.locator[a], x + first, y + first, block, next);
            for (size_t i = 0; i < block && status == GEO_OK; i++)
                if (area[first + i] == GEO_NO_CODE)
                    area[first + i] = next[i];
        }
    return status;
}

/* What is being read. */
typedef struct collecting {
    heatmap_result *result;
    heatmap_layer *layer;
} collecting;

/* Without areas `placed` means inside the extent, which is around all incidents unless it is given.
 */
static geo_status place_rows(geo_context *context, void *user, const double *x, const double *y,
                             size_t count, int32_t *area)
{
    const collecting *work = user;
    const heatmap_result *result = work->result;
    const geo_extent *extent = result->settings->extent ? &result->options.extent : NULL;
    if (result->load.area_count > 0)
        return locate_in_any(context, result, x, y, count, area);
    for (size_t i = 0; i < count; i++)
        area[i] = !extent || geo_extent_contains(extent, x[i], y[i]) ? 0 : GEO_NO_CODE;
    return GEO_OK;
}

static geo_status take_rows(geo_context *context, void *user, const geo_incident_rows *rows)
{
    const collecting *work = user;
    const geo_frame *frame = rows->frame;
    return geo_place_collector_add(context, work->layer->collector, frame->x, frame->y,
                                   frame->weight, frame->count);
}

static geo_status collect_layer(cli_job *job, void *user, size_t index)
{
    heatmap_result *result = user;
    collecting work = {result, &result->layer[index]};
    const geo_incident_sink sink = {.user = &work, .place = place_rows, .take = take_rows};
    geo_status status = geo_place_collector_new(job->context, &work.layer->collector);
    if (status == GEO_OK)
        status = load_stream(job, &result->load, &sink);
    if (status == GEO_OK)
        status =
            geo_place_collector_finish(job->context, work.layer->collector, &work.layer->places);
    return status;
}

geo_status heatmap_collect(cli_job *job, heatmap_result *result)
{
    result->layer = calloc(result->panels.count, sizeof *result->layer);
    if (!result->layer)
        return job_out_of_memory(job);
    result->layer_count = result->panels.count;
    return panels_read(job, &result->load, &result->panels, collect_layer, result);
}

/* ---- extent and cells ----------------------------------------------------------------------- */

static geo_status extent_of_incidents(cli_job *job, const heatmap_result *result,
                                      geo_extent *extent)
{
    *extent = (geo_extent){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < result->layer_count; i++) {
        const geo_places *places = result->layer[i].places;
        geo_extent one = geo_extent_of(places->x, places->y, places->count);
        *extent = (geo_extent){fmin(extent->x_min, one.x_min), fmin(extent->y_min, one.y_min),
                               fmax(extent->x_max, one.x_max), fmax(extent->y_max, one.y_max)};
    }
    if (extent->x_min > extent->x_max)
        return job_fail(job, GEO_ERROR_DATA,
                        "no incident has coordinates and passes the filters, so there is nothing "
                        "to map; give --areas or --extent for an empty map");
    return GEO_OK;
}

static surface_ground ground_of(const heatmap_result *result)
{
    const cli_load *load = &result->load;
    return (surface_ground){.areas = load->area_count > 0 ? load->areas[0] : NULL,
                            .locator = load->area_count > 0 ? load->locator[0] : NULL,
                            .which = result->map.is_studied,
                            .crs = &load->frame->crs};
}

static geo_status add_places(cli_job *job, const heatmap_result *result, const geo_places *places,
                             geo_place_collector *collector)
{
    geo_status status = GEO_OK;
    for (size_t i = 0; i < places->count && status == GEO_OK; i++)
        if (!result->settings->extent ||
            geo_extent_contains(&result->options.extent, places->x[i], places->y[i]))
            status = geo_place_collector_add(job->context, collector, &places->x[i], &places->y[i],
                                             &places->weight[i], 1);
    return status;
}

/* One bandwidth is for all maps, by the incidents of all that are on --extent. */
static geo_status gather_places(cli_job *job, const heatmap_result *result, geo_places **out)
{
    geo_place_collector *collector = NULL;
    geo_status status = geo_place_collector_new(job->context, &collector);
    for (size_t i = 0; i < result->layer_count && status == GEO_OK; i++)
        status = add_places(job, result, result->layer[i].places, collector);
    if (status == GEO_OK)
        status = geo_place_collector_finish(job->context, collector, out);
    geo_place_collector_free(collector);
    return status;
}

static geo_status choose_sizes(cli_job *job, heatmap_result *result)
{
    const surface_settings *settings = &result->settings->surface;
    const surface_ground ground = ground_of(result);
    geo_places *places = NULL;
    geo_status status = GEO_OK;
    if (surface_wants_rules(job, settings))
        status = gather_places(job, result, &places);
    if (status == GEO_OK)
        status = surface_choose_sizes(job, settings, &ground, places, SURFACE_SIDE_PER_BANDWIDTH,
                                      &result->options, &result->rules);
    geo_places_free(places);
    return status;
}

/* By default the areas (else the incidents) and a bandwidth around them, so that no kernel that
 * begins inside is cut off. */
static geo_status choose_extent(cli_job *job, heatmap_result *result)
{
    const heatmap_settings *settings = result->settings;
    geo_density_options *options = &result->options;
    geo_status status = GEO_OK;
    if (!settings->extent && result->load.area_count > 0) {
        const geo_areas *areas = result->load.areas[0];
        options->extent = geo_areas_extent(areas, result->map.is_studied);
        if (options->extent.x_min > options->extent.x_max)
            return job_fail(job, GEO_ERROR_DATA, "%s: the areas have no geometry to map",
                            areas->path);
    } else if (!settings->extent) {
        status = extent_of_incidents(job, result, &options->extent);
    }
    if (status == GEO_OK)
        status = choose_sizes(job, result);
    if (status == GEO_OK && !settings->extent) {
        options->extent.x_min -= options->bandwidth_m;
        options->extent.y_min -= options->bandwidth_m;
        options->extent.x_max += options->bandwidth_m;
        options->extent.y_max += options->bandwidth_m;
    }
    return status;
}

/* Cells that have a part between two coordinates; an edge that is a multiple of the cell's side but
 * for rounding is one. */
static double cells_over(double low, double high, double cell_m)
{
    return fmax(ceil(high / cell_m - 1e-6) - floor(low / cell_m + 1e-6), 1);
}

/* Before anything is allocated by rows and columns. */
static geo_status check_cells(cli_job *job, const geo_density_options *options)
{
    const geo_extent *extent = &options->extent;
    double columns = cells_over(extent->x_min, extent->x_max, options->cell_m);
    double rows = cells_over(extent->y_min, extent->y_max, options->cell_m);
    if (columns * rows <= (double)options->cell_limit)
        return GEO_OK;
    return job_fail(job, GEO_ERROR_LIMIT,
                    "the surface would have %.10g x %.10g cells, more than the limit of %lld; use "
                    "larger cells or a smaller extent",
                    columns, rows, (long long)options->cell_limit);
}

/* Whether a point is nearer than `reach` to the grid. */
static bool is_near(const geo_grid *grid, double x, double y, double reach)
{
    double x_max = grid->x_min + grid->cell_m * (double)grid->columns;
    double y_min = grid->y_max - grid->cell_m * (double)grid->rows;
    double east = x < grid->x_min ? grid->x_min - x : x > x_max ? x - x_max : 0;
    double north = y < y_min ? y_min - y : y > grid->y_max ? y - grid->y_max : 0;
    return east * east + north * north < reach * reach;
}

static geo_status count_drawn(cli_job *job, const heatmap_result *result, heatmap_layer *layer)
{
    const geo_places *places = layer->places;
    const geo_density_options *options = &result->options;
    double reach = geo_kernel_reach_m(options->kernel, options->bandwidth_m);
    geo_status status = GEO_OK;
    int32_t *area = calloc(places->count + 1, sizeof *area);
    if (!area)
        return job_out_of_memory(job);
    if (result->load.area_count > 0)
        status = locate_in_any(job->context, result, places->x, places->y, places->count, area);
    for (size_t i = 0; i < places->count; i++) {
        if (!is_near(&layer->surface, places->x[i], places->y[i], reach))
            continue;
        layer->drawn += (size_t)places->incidents[i];
        layer->drawn_outside += area[i] == GEO_NO_CODE ? (size_t)places->incidents[i] : 0;
    }
    free(area);
    return status;
}

static geo_status plan_layer(cli_job *job, heatmap_result *result, heatmap_layer *layer)
{
    geo_status status = geo_density_open(job->context, &result->load.frame->crs, layer->places,
                                         &result->options, &layer->plan);
    if (status != GEO_OK)
        return status;
    layer->surface = *geo_density_grid(layer->plan);
    return count_drawn(job, result, layer);
}

/* The incidents that an edge correction leaves out are on no map. */
static geo_status leave_out_outside(cli_job *job, const surface_ground *ground,
                                    heatmap_layer *layer)
{
    geo_places *inside = NULL;
    geo_status status = surface_places_inside(job, ground, layer->places, &inside);
    if (status != GEO_OK)
        return status;
    geo_places_free(layer->places);
    layer->places = inside;
    return GEO_OK;
}

geo_status heatmap_plan(cli_job *job, heatmap_result *result)
{
    const surface_ground ground = ground_of(result);
    bool is_within = result->settings->surface.edge != GEO_EDGE_NONE;
    geo_status status = choose_extent(job, result);
    if (status == GEO_OK)
        load_warn(job, &result->load);
    if (status == GEO_OK)
        status = check_cells(job, &result->options);
    for (size_t i = 0; i < result->layer_count && status == GEO_OK && is_within; i++)
        status = leave_out_outside(job, &ground, &result->layer[i]);
    for (size_t i = 0; i < result->layer_count && status == GEO_OK; i++)
        status = plan_layer(job, result, &result->layer[i]);
    return status;
}

/* ---- values --------------------------------------------------------------------------------- */

static void note_maximum(heatmap_layer *layer, const double *values, size_t count)
{
    double maximum = layer->maximum;
    for (size_t i = 0; i < count; i++)
        maximum = values[i] > maximum ? values[i] : maximum;
    layer->maximum = maximum;
}

/* With an edge correction or bandwidths of their own for incidents. The check has no more than the
 * integral. */
static geo_status make_layer(cli_job *job, const heatmap_result *result, heatmap_layer *layer)
{
    const surface_ground ground = ground_of(result);
    geo_grid *made = NULL;
    double sum = 0;
    geo_status status = surface_make(job, &result->settings->surface, &ground, layer->places,
                                     &result->options, &made);
    if (status != GEO_OK)
        return status;
    layer->surface.value = made->value;
    made->value = NULL;
    geo_grid_free(made);
    size_t cells = layer->surface.rows * layer->surface.columns;
    for (size_t i = 0; i < cells; i++)
        sum += isnan(layer->surface.value[i]) ? 0 : layer->surface.value[i];
    layer->check = (geo_density_check){sum * pow(layer->surface.cell_m / 1000, 2), NAN, NAN, NAN};
    note_maximum(layer, layer->surface.value, cells);
    return GEO_OK;
}

static geo_status compute_layer(cli_job *job, const heatmap_result *result, heatmap_layer *layer)
{
    geo_grid *surface = &layer->surface;
    if (!surface_is_plain(&result->settings->surface))
        return make_layer(job, result, layer);
    surface->value = calloc(surface->rows, surface->columns * sizeof *surface->value);
    if (!surface->value)
        return job_out_of_memory(job);
    geo_status status =
        geo_density_rows(job->context, layer->plan, 0, surface->rows, surface->value);
    if (status != GEO_OK)
        return status;
    note_maximum(layer, surface->value, surface->rows * surface->columns);
    return geo_density_finish(job->context, layer->plan, &layer->check);
}

geo_status heatmap_compute_whole(cli_job *job, heatmap_result *result)
{
    const geo_grid *surface = &result->layer[0].surface;
    int64_t budget = job->settings->memory;
    geo_status status = GEO_OK;
    bool is_plain = surface_is_plain(&result->settings->surface);
    /* The study area and how much of a kernel is in it take as much as two surfaces more. */
    double grids = (double)result->layer_count + (is_plain ? 0 : 2);
    if (budget > 0 &&
        (double)surface->columns * (double)surface->rows * sizeof(double) * grids > (double)budget)
        return job_fail(job, GEO_ERROR_LIMIT,
                        "%s needs the whole surface at once, and its %zu x %zu cells take more "
                        "than --memory allows; use larger cells%s",
                        is_plain ? "a picture" : "--edge or --adaptive", surface->columns,
                        surface->rows, is_plain ? " or write a .tif alone" : "");
    for (size_t i = 0; i < result->layer_count && status == GEO_OK; i++)
        status = compute_layer(job, result, &result->layer[i]);
    return status;
}

static void scale_layer(heatmap_layer *layer, double factor)
{
    for (size_t i = 0; i < layer->surface.rows * layer->surface.columns; i++)
        layer->surface.value[i] *= factor;
    layer->maximum *= factor;
}

/* Periods of different lengths compare as what they would be in a year. */
static geo_status make_comparable(cli_job *job, heatmap_result *result)
{
    const double *years = result->panels.years;
    if (!(years[0] > 0) || !(years[1] > 0) || fabs(years[0] - years[1]) < 1e-9)
        return GEO_OK;
    for (size_t i = 0; i < 2; i++)
        scale_layer(&result->layer[i], 1 / years[i]);
    job_note(job, "the two periods differ in length, so densities are per year");
    geo_status status =
        geo_bytes_print(job->context, &result->unit, "%s a year", result->layer[0].surface.unit);
    if (status == GEO_OK)
        status = end_text(job->context, &result->unit);
    for (size_t i = 0; i < 2 && status == GEO_OK; i++)
        result->layer[i].surface.unit = result->unit.data;
    return status;
}

geo_status heatmap_compute_change(cli_job *job, heatmap_result *result)
{
    geo_status status = make_comparable(job, result);
    if (status != GEO_OK)
        return status;
    const geo_grid *before = &result->layer[0].surface, *after = &result->layer[1].surface;
    size_t cells = before->rows * before->columns;
    result->change = *after;
    result->change.value = malloc(cells * sizeof *result->change.value + 1);
    if (!result->change.value)
        return job_out_of_memory(job);
    for (size_t i = 0; i < cells; i++)
        result->change.value[i] = after->value[i] - before->value[i];
    return GEO_OK;
}

/* Computing and writing take turns: one progress for both, that of the former. */
typedef struct turns {
    cli_progress *progress;
    double fraction;
} turns;

static bool report_turns(void *user, const char *stage, double fraction)
{
    turns *state = user;
    if (strstr(stage, "density"))
        state->fraction = fraction;
    return progress_step(state->progress, "computing and writing the surface", state->fraction);
}

/* As many rows of tiles as keep the threads busy, and no more than a part of the memory allowed. */
static size_t rows_at_a_time(const geo_grid *surface, int64_t budget)
{
    enum { TILE_ROWS = 256, BYTES = 32 << 20, PART = 4 };
    size_t bytes = budget > 0 && budget / PART < BYTES ? (size_t)budget / PART : BYTES;
    size_t rows = bytes / (surface->columns * sizeof(double)) / TILE_ROWS * TILE_ROWS;
    rows = rows < TILE_ROWS ? TILE_ROWS : rows;
    return rows < surface->rows ? rows : surface->rows;
}

static geo_status compute_rows(cli_job *job, heatmap_layer *layer, size_t first, size_t count,
                               double *values, geo_tiff *const *tiff, size_t tiff_count)
{
    geo_status status = geo_density_rows(job->context, layer->plan, first, count, values);
    for (size_t i = 0; i < tiff_count && status == GEO_OK; i++)
        status = geo_tiff_add_rows(job->context, tiff[i], count, values);
    if (status == GEO_OK)
        note_maximum(layer, values, count * layer->surface.columns);
    return status;
}

geo_status heatmap_compute_in_parts(cli_job *job, heatmap_result *result, geo_tiff *const *tiff,
                                    size_t tiff_count)
{
    heatmap_layer *layer = &result->layer[0];
    const geo_grid *surface = &layer->surface;
    turns state = {&job->progress, 0};
    size_t rows = rows_at_a_time(surface, job->settings->memory);
    double *values = malloc(rows * surface->columns * sizeof *values);
    geo_status status = GEO_OK;
    if (!values)
        return job_out_of_memory(job);
    geo_context_on_progress(job->context, report_turns, &state);
    for (size_t row = 0; row < surface->rows && status == GEO_OK; row += rows) {
        size_t count = surface->rows - row < rows ? surface->rows - row : rows;
        status = compute_rows(job, layer, row, count, values, tiff, tiff_count);
    }
    geo_context_on_progress(job->context, progress_step, &job->progress);
    free(values);
    if (status == GEO_OK)
        status = geo_density_finish(job->context, layer->plan, &layer->check);
    return status;
}

void heatmap_clear_layers(heatmap_result *result)
{
    for (size_t i = 0; i < result->layer_count; i++) {
        heatmap_layer *layer = &result->layer[i];
        geo_place_collector_free(layer->collector);
        geo_places_free(layer->places);
        geo_density_plan_free(layer->plan);
        free(layer->surface.value);
    }
    free(result->layer);
    free(result->change.value);
    geo_bytes_clear(&result->unit);
}
