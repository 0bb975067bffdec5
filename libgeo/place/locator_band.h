/* Making what a row of the locator's root grid holds. */
#ifndef GEO_PLACE_LOCATOR_BAND_H
#define GEO_PLACE_LOCATOR_BAND_H

#include "place/cell_edges.h"
#include "place/rank_set.h"

enum { GEO_MOST_LEVELS = 8 }; /* of grids within cells, the root grid being the first */

/* What all rows share. */
typedef struct geo_locator_plan {
    const geo_vertex *vertex;
    const int32_t *area_of_rank;
    geo_locator_grid grid; /* the root grid */
    geo_cell_edges near;   /* the edges near its cells */
    double cells_per_edge; /* that inner cells are aimed at */
    double least_cell;     /* smaller ones would be lost in rounding errors */
    uint32_t least_divisions;
} geo_locator_plan;

/* One of the levels at which cells are divided. */
typedef struct geo_locator_level {
    geo_rank_set row_start; /* what contains the south-west corner of the row's first cell */
    geo_rank_set corner;    /* and of the cell */
    geo_cell_edges near;
} geo_locator_level;

/* What one thread needs to itself. */
typedef struct geo_locator_maker {
    geo_context *context;
    const geo_locator_plan *plan;
    geo_locator_band *band;
    geo_locator_level level[GEO_MOST_LEVELS];
    bool *overlaps; /* by rank: seen to overlap another */
} geo_locator_maker;

geo_status geo_locator_maker_start(geo_locator_maker *maker, size_t areas);
void geo_locator_maker_clear(geo_locator_maker *maker);

/* Fills root[0 .. columns - 1] and what belongs to it in maker->band, whose number is `band`. */
geo_status geo_locator_make_row(geo_locator_maker *maker, uint32_t row, uint16_t band,
                                geo_locator_root *root);

#endif
