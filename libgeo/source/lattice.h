/*
 * A smooth map of the plane by polynomials: many times as fast as the map itself.
 *
 * The plane is a fixed lattice of square cells. When a point first falls in one, a polynomial of
 * both coordinates is laid through the map at the cell's Chebyshev points and compared with the map
 * between them, at borders too. A cell where they differ by more than the tolerance is divided in
 * four, a few times; in what is still not smooth (a kink, the edge of where the map has values) the
 * map itself is used. So what becomes of a point depends on that point alone.
 */
#ifndef GEO_SOURCE_LATTICE_H
#define GEO_SOURCE_LATTICE_H

#include <geo/core.h>

typedef struct geo_lattice geo_lattice;

/* The map: in place; a point without image becomes HUGE_VAL, HUGE_VAL. Returns how many those are.
 * What it makes of a point must depend on that point alone. */
typedef size_t (*geo_lattice_map)(void *user, double *x, double *y, size_t count);

/* `cell_size`, a power of two, in the unit of the coordinates; `tolerance` in that of their images,
 * demanded at the points of comparison. Memory is taken as cells are visited, 352 bytes each and at
 * most 24 MB: then all are forgotten. */
geo_status geo_lattice_new(geo_context *context, double cell_size, double tolerance,
                           geo_lattice **out);
void geo_lattice_free(geo_lattice *lattice);

/* In place; returns how many have no image. `map` and `user` must be the same in all calls. */
size_t geo_lattice_apply(geo_lattice *lattice, geo_lattice_map map, void *user, double *x,
                         double *y, size_t count);

#endif
