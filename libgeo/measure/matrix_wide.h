/* The matrix on its way to a table, areas down and categories across. */
#ifndef GEO_MEASURE_MATRIX_WIDE_H
#define GEO_MEASURE_MATRIX_WIDE_H

#include "measure/matrix.h"

/* Rows at the foot. */
typedef enum geo_matrix_foot {
    GEO_FOOT_SHOWN,     /* the sum of the areas shown */
    GEO_FOOT_REFERENCE, /* and of those of the reference */
    GEO_FOOT_MEAN,
    GEO_FOOT_ABOVE,
    GEO_FOOT_SIGNIFICANTLY_ABOVE,
    GEO_FOOT_COUNT
} geo_matrix_foot;

#define GEO_NO_COLUMN SIZE_MAX

/* Columns of a category. */
typedef struct geo_wide_cells {
    size_t count;
    size_t rate;
    size_t band;
} geo_wide_cells;

typedef struct geo_wide_matrix {
    const geo_matrix *matrix;
    const geo_matrix_layout *layout;
    size_t rows; /* of areas */
    bool has_parent;
    geo_wide_cells *cells; /* [category_count] */
    geo_matrix_foot foot[GEO_FOOT_COUNT];
    size_t foot_count;
    geo_table *table;
} geo_wide_matrix;

/* All columns of the category in that row are kept back. */
geo_status geo_matrix_hide_cell(geo_context *context, const geo_wide_matrix *wide, size_t category,
                                size_t row);
/* Which rows stand at the foot. */
void geo_matrix_plan_foot(geo_wide_matrix *wide);
geo_status geo_matrix_fill_foot(geo_context *context, const geo_wide_matrix *wide);

#endif
