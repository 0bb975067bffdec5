/* Cells of a matrix that are kept back. */
#ifndef GEO_MEASURE_MATRIX_HIDDEN_H
#define GEO_MEASURE_MATRIX_HIDDEN_H

#include <geo/tables.h>

/* Decides which cells are hidden. */
geo_status geo_matrix_hide(geo_context *context, geo_matrix *matrix, const bool *shown,
                           int64_t below);

/* Mean and SD of exact rates would tell hidden ones. The incidents of a category's hidden cells
 * together follow from what is shown, so rates made from that sum tell nothing. */
void geo_matrix_share_hidden(geo_matrix *matrix, size_t column);
/* Hidden cells have no rate. */
void geo_matrix_drop_hidden(geo_matrix *matrix, size_t column);

#endif
