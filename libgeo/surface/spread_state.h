/* The inside of a geo_spread: for the methods alone. */
#ifndef GEO_SURFACE_SPREAD_STATE_H
#define GEO_SURFACE_SPREAD_STATE_H

#include "surface/spread.h"

/* Rows that a thread works on together, at most. */
enum { GEO_BAND_ROWS = 64 };

/* Bins with places, for spread_cover.c. */
typedef struct geo_cover {
    double side_m;
    double west;
    double north;
    size_t columns;
    size_t rows;
    size_t words; /* of a row of bins */
    uint64_t *bits;
} geo_cover;

/*
 * A place reaches a cell when
 *
 *   dx^2 < reach^2 - dy^2,  each side in double as it is written here,
 *
 * in every method: where a kernel ends doesn't depend on the method.
 */
struct geo_spread {
    geo_kernel kernel;
    geo_spread_method method; /* never GEO_SPREAD_CHEAPEST */
    const geo_grid *grid;
    double bandwidth_m;
    double reach_m;
    double reach2;
    double margin;    /* cells by which the estimate of a reach may be off */
    double *centre_x; /* of the columns, and some beyond them up to whole strips */
    double *centre_y; /* of the rows */
    size_t rows_done; /* for the progress */

    /* The places that reach the grid, in stripes from west to east, each y falling, then x rising:
     * places that are worked on after each other share their cells. */
    size_t count;
    double *x;
    double *y;
    double *peak; /* density at the place's own position */
    size_t stripes;
    size_t *stripe_first; /* and the end */
    double *stripe_low;   /* least and largest x of its places */
    double *stripe_high;

    geo_cover cover; /* of GEO_SPREAD_BOXES */
};

/* Places first .. end - 1 of a stripe reach rows, or none. */
typedef struct geo_place_run {
    size_t first;
    size_t end;
} geo_place_run;

geo_place_run geo_spread_run(const geo_spread *spread, size_t stripe, size_t first_row,
                             size_t row_count);

/* The cheapest method that is exact enough. */
geo_spread_method geo_spread_choose(const geo_spread *spread);

/* A fractional row or column as a whole one from 0 to `limit`. */
static inline size_t geo_clamp_index(double index, size_t limit)
{
    return !(index > 0) ? 0 : index >= (double)limit ? limit : (size_t)index;
}

/* Each method: rows of the grid into `values`, with a buffer of so many doubles. */
size_t geo_direct_buffer(const geo_spread *spread);
void geo_direct_band(const geo_spread *spread, size_t first_row, size_t row_count, double *buffer,
                     double *values);

size_t geo_events_width(const geo_spread *spread);   /* doubles of an event */
size_t geo_events_section(const geo_spread *spread); /* columns of one */
size_t geo_events_buffer(const geo_spread *spread);
void geo_events_band(const geo_spread *spread, size_t first_row, size_t row_count, double *buffer,
                     double *values);

/* Boxes are made, by all threads, for a slab of rows. */
typedef struct geo_boxes geo_boxes;
bool geo_boxes_can(const geo_spread *spread); /* bandwidths far below a cell are not for them */
size_t geo_boxes_slab(const geo_spread *spread);
size_t geo_boxes_buffer(const geo_spread *spread);
geo_status geo_boxes_new(geo_context *context, const geo_spread *spread, size_t first_row,
                         size_t row_count, geo_boxes **out);
void geo_boxes_free(geo_boxes *boxes);
void geo_boxes_band(const geo_spread *spread, const geo_boxes *boxes, size_t first_row,
                    size_t row_count, double *buffer, double *values);

/* Marks where places are; then sets cells of a row that none reaches to 0, with room for a byte per
 * column. */
geo_status geo_cover_fill(geo_context *context, geo_spread *spread);
void geo_cover_clear(const geo_spread *spread, size_t row, unsigned char *is_reached,
                     double *values);

#endif
