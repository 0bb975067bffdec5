/* The ground where a surface is at or above a level, as areas. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geo/surface.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "surface/contour_pieces.h"

typedef struct contour_work {
    geo_context *context;
    const geo_grid *grid;
    const geo_contour_options *options;
    geo_contour_level *level; /* [options->level_count] */
    geo_areas *areas;
    size_t ring_count; /* of what is kept */
    size_t point_count;
    size_t piece_count;
} contour_work;

/* ---- check ---------------------------------------------------------------------------------- */

static geo_status check_options(geo_context *context, const geo_contour_options *options)
{
    if (options->level_count == 0 || options->level_count > GEO_CONTOUR_LEVELS_MOST)
        return geo_fail(context, GEO_ERROR_USAGE, "contours need 1 to %d levels",
                        GEO_CONTOUR_LEVELS_MOST);
    for (size_t i = 0; i < options->level_count; i++)
        if (!isfinite(options->level[i]) || (i > 0 && options->level[i] <= options->level[i - 1]))
            return geo_fail(context, GEO_ERROR_USAGE, "levels of contours must be rising numbers");
    if (!(options->min_area_km2 >= 0) || !(options->min_hole_km2 >= 0))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "the smallest area and hole of contours must be 0 km2 or more");
    return GEO_OK;
}

static geo_status check_grid(geo_context *context, const geo_grid *grid)
{
    if (!grid->crs.is_metric)
        return geo_fail(context, GEO_ERROR_CRS,
                        "contours need a surface whose coordinates are metres");
    if (!grid->value || grid->rows == 0 || grid->columns == 0 || !(grid->cell_m > 0))
        return geo_fail(context, GEO_ERROR_USAGE, "contours need a surface with values");
    return GEO_OK;
}

/* ---- attributes ----------------------------------------------------------------------------- */

enum { CODE, LEVEL, AREA, INCIDENTS, PEAK, PEAK_X, PEAK_Y, COLUMNS };

static geo_status add_columns(contour_work *work)
{
    static const struct {
        const char *name;
        geo_type type;
        int decimals;
    } column[COLUMNS] = {
        [CODE] = {"code", GEO_TEXT, 0},     [LEVEL] = {"level", GEO_REAL, 1},
        [AREA] = {"area_km2", GEO_REAL, 3}, [INCIDENTS] = {"incidents", GEO_REAL, 1},
        [PEAK] = {"peak", GEO_REAL, 1},     [PEAK_X] = {"peak_x", GEO_REAL, 0},
        [PEAK_Y] = {"peak_y", GEO_REAL, 0},
    };
    geo_areas *areas = work->areas;
    geo_status status = geo_table_new(work->context, areas->count, &areas->attributes);
    for (size_t i = 0; i < COLUMNS && status == GEO_OK; i++)
        status = geo_table_add(work->context, areas->attributes, column[i].name, column[i].type,
                               column[i].decimals, NULL);
    return status;
}

/* What is known of an area that is made of some pieces of one level. */
static geo_status set_attributes(contour_work *work, size_t area, double level,
                                 const geo_contour_piece *piece, size_t count)
{
    geo_column *column = work->areas->attributes->column;
    char code[32];
    snprintf(code, sizeof code, "%zu", area + 1);
    geo_status status = geo_table_set_text(work->context, &column[CODE], area, geo_text_of(code));
    if (status != GEO_OK)
        return status;
    work->areas->code[area] = column[CODE].text[area];
    column[LEVEL].real[area] = level;
    column[AREA].real[area] = 0;
    column[INCIDENTS].real[area] = 0;
    for (size_t i = 0; i < count; i++) {
        column[AREA].real[area] += piece[i].area_m2 / 1e6;
        column[INCIDENTS].real[area] += piece[i].incidents;
    }
    if (count > 0) {
        column[PEAK].real[area] = piece[0].peak;
        column[PEAK_X].real[area] = piece[0].peak_x;
        column[PEAK_Y].real[area] = piece[0].peak_y;
    }
    return GEO_OK;
}

/* ---- areas ---------------------------------------------------------------------------------- */

static void count_kept(contour_work *work)
{
    for (size_t i = 0; i < work->options->level_count; i++) {
        const geo_contour_level *level = &work->level[i];
        work->piece_count += level->piece_count;
        work->ring_count += level->kept_count;
        for (size_t k = 0; k < level->kept_count; k++) {
            const geo_contour_ring *ring = &level->rings.ring[level->kept[k]];
            work->point_count += ring->end - ring->first;
        }
    }
}

static geo_status make_arrays(contour_work *work)
{
    geo_context *context = work->context;
    geo_areas *areas = work->areas;
    areas->count = work->options->is_by_piece ? work->piece_count : work->options->level_count;
    geo_status status = geo_copy_text(context, "contours", &areas->path);
    if (status == GEO_OK)
        status = geo_crs_copy(context, &work->grid->crs, &areas->crs);
    if (status == GEO_OK)
        status = geo_alloc_array(context, areas->count, sizeof *areas->code, (void *)&areas->code);
    if (status == GEO_OK)
        status =
            geo_alloc_array(context, areas->count + 1, sizeof *areas->area_ring, &areas->area_ring);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->ring_count + 1, sizeof *areas->ring_point,
                                 &areas->ring_point);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->ring_count, sizeof *areas->ring_is_hole,
                                 &areas->ring_is_hole);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->point_count, sizeof *areas->x, &areas->x);
    if (status == GEO_OK)
        status = geo_alloc_array(context, work->point_count, sizeof *areas->y, &areas->y);
    return status == GEO_OK ? add_columns(work) : status;
}

static void add_ring(geo_areas *areas, const geo_contour_rings *rings, size_t which)
{
    const geo_contour_ring *ring = &rings->ring[which];
    size_t count = ring->end - ring->first;
    memcpy(areas->x + areas->point_count, rings->x + ring->first, count * sizeof *areas->x);
    memcpy(areas->y + areas->point_count, rings->y + ring->first, count * sizeof *areas->y);
    areas->point_count += count;
    areas->ring_is_hole[areas->ring_count++] = ring->is_hole;
    areas->ring_point[areas->ring_count] = areas->point_count;
}

static void add_piece(geo_areas *areas, const geo_contour_level *level, size_t which)
{
    const geo_contour_piece *piece = &level->piece[which];
    for (size_t i = 0; i < piece->ring_count; i++)
        add_ring(areas, &level->rings, level->kept[piece->first_ring + i]);
}

static geo_status add_level(contour_work *work, size_t which, size_t *area)
{
    const geo_contour_level *level = &work->level[which];
    double threshold = work->options->level[which];
    geo_areas *areas = work->areas;
    geo_status status = GEO_OK;
    for (size_t i = 0; i < level->piece_count && status == GEO_OK; i++) {
        add_piece(areas, level, i);
        if (!work->options->is_by_piece)
            continue;
        status = set_attributes(work, *area, threshold, &level->piece[i], 1);
        areas->area_ring[++*area] = areas->ring_count;
    }
    if (status != GEO_OK || work->options->is_by_piece)
        return status;
    status = set_attributes(work, *area, threshold, level->piece, level->piece_count);
    areas->area_ring[++*area] = areas->ring_count;
    return status;
}

static geo_status make_areas(contour_work *work)
{
    size_t area = 0;
    count_kept(work);
    geo_status status = geo_alloc_array(work->context, 1, sizeof *work->areas, &work->areas);
    if (status == GEO_OK)
        status = make_arrays(work);
    for (size_t i = 0; i < work->options->level_count && status == GEO_OK; i++)
        status = add_level(work, i, &area);
    if (status == GEO_OK)
        work->areas->extent =
            geo_extent_of(work->areas->x, work->areas->y, work->areas->point_count);
    return status;
}

/* peak_ratio 0: pieces are not divided. */
static geo_status contour(geo_context *context, const geo_grid *grid,
                          const geo_contour_options *options, double peak_ratio, geo_areas **out)
{
    contour_work work = {.context = context, .grid = grid, .options = options};
    geo_contour_level level[GEO_CONTOUR_LEVELS_MOST] = {{.piece_count = 0}};
    work.level = level;
    geo_status status = check_options(context, options);
    if (status == GEO_OK)
        status = check_grid(context, grid);
    size_t count = status == GEO_OK ? options->level_count : 0;
    for (size_t i = 0; i < count && status == GEO_OK; i++) {
        status = geo_report_progress(context, "contours", (double)i / (double)count);
        if (status == GEO_OK)
            status = geo_contour_level_make(context, grid, options, i, peak_ratio, &level[i]);
    }
    if (status == GEO_OK)
        status = make_areas(&work);
    for (size_t i = 0; i < count; i++)
        geo_contour_level_clear(&level[i]);
    if (status == GEO_OK)
        *out = work.areas;
    else
        geo_areas_free(work.areas);
    return status;
}

static const geo_contour_options usual = GEO_CONTOUR_OPTIONS_INIT;

geo_status geo_contours(geo_context *context, const geo_grid *grid,
                        const geo_contour_options *options, geo_areas **out)
{
    return contour(context, grid, options ? options : &usual, 0, out);
}

geo_status geo_contours_by_peak(geo_context *context, const geo_grid *grid,
                                const geo_contour_options *options, double peak_ratio,
                                geo_areas **out)
{
    geo_contour_options by_piece = options ? *options : usual;
    by_piece.is_by_piece = true;
    if (!(peak_ratio >= 1) || !isfinite(peak_ratio))
        return geo_fail(context, GEO_ERROR_USAGE,
                        "peaks must be at least 1 time as high as the saddles between them; %g "
                        "was asked for",
                        peak_ratio);
    return contour(context, grid, &by_piece, peak_ratio, out);
}
