/* What densities within a study area share. */
#ifndef GEO_SURFACE_STUDY_H
#define GEO_SURFACE_STUDY_H

#include <geo/surface.h>

/* geo_edge_mass at the centre of every cell of the study area, NaN in the others. */
geo_status geo_edge_cell_mass(geo_context *context, const geo_grid *study, geo_kernel kernel,
                              double bandwidth_m, double *mass);

/* What geo_edge_mass would find at a cell's centre if every cell of the plane were in the study
 * area. */
geo_status geo_edge_whole_mass(geo_context *context, const geo_grid *study, geo_kernel kernel,
                               double bandwidth_m, double *mass);

#endif
