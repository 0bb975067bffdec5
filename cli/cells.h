/* The ground of a command divided into cells of one size, instead of wards or LSOAs. */
#ifndef WARDMAP_CELLS_H
#define WARDMAP_CELLS_H

#include <geo/cells.h>

#include "load.h"

typedef struct cell_settings {
    int shape; /* cell_choice */
    double size_m;
    const char *origin;
} cell_settings;

typedef enum cell_choice { CELLS_NONE, CELLS_HEXAGONS, CELLS_SQUARES } cell_choice;

#define CELL_SETTINGS_INIT                                                                         \
    {                                                                                              \
        .size_m = 150                                                                              \
    }

/* For the table of options of a command whose settings, of that type, have a member `cells`. */
#define CELL_OPTIONS(type)                                                                         \
    {"cells",                                                                                      \
     0,                                                                                            \
     OPTION_CHOICE,                                                                                \
     offsetof(type, cells.shape),                                                                  \
     "SHAPE",                                                                                      \
     "none|hexagons|squares",                                                                      \
     "divide the ground into cells of one size, in which incidents are counted (default none)"},   \
        {"cell-size",                                                                              \
         0,                                                                                        \
         OPTION_NUMBER,                                                                            \
         offsetof(type, cells.size_m),                                                             \
         "METRES",                                                                                 \
         NULL,                                                                                     \
         "side of a square, or distance between opposite sides of a hexagon (default 150)"},       \
    {                                                                                              \
        "origin", 0, OPTION_TEXT, offsetof(type, cells.origin), "X,Y", NULL,                       \
            "where cells are counted from, in the working reference system: a corner of a "        \
            "square, the centre of a hexagon (default 0,0)"                                        \
    }

/* The cells of some ground whose centres are in it. */
typedef struct cli_cells {
    geo_cells *cells;
    size_t count;
    int32_t *which; /* [count] of the cells, rising */
    int32_t *place; /* [cells->columns * cells->rows] in which[]; GEO_NO_CODE: not in the ground */
    geo_areas *areas; /* the same cells, as areas */
} cli_cells;

/* Before anything is read. */
geo_status cells_check(cli_job *job, const cell_settings *settings);
/* Of the loaded areas, of those that are in `which` ([areas->count]; NULL: all): cells whose centre
 * is in one of them. load_locators() comes first. */
geo_status cells_of_areas(cli_job *job, const cell_settings *settings, const cli_load *load,
                          const bool *which, cli_cells *out);
/* Names and parents of the cells: those of the loaded areas that their centres are in. */
geo_status cells_take_names(cli_job *job, const cli_load *load, cli_cells *cells);
/* Around an extent, all of them. */
geo_status cells_of_extent(cli_job *job, const cell_settings *settings, const geo_crs *crs,
                           const geo_extent *extent, cli_cells *out);
/* The place in which[] of each point's cell, GEO_NO_CODE where it is in none. */
void cells_locate(const cli_cells *cells, const double *x, const double *y, size_t count,
                  int32_t *place);
/* "hexagons 150 m across", "squares of 200 m", NUL-terminated. */
geo_status cells_append_words(cli_job *job, const cell_settings *settings, geo_bytes *text);
void cells_clear(cli_cells *cells);

#endif
