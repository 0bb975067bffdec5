/* The inside of a risk surface: places of both kinds, what chance deals them, sums of kernels. */
#ifndef GEO_SURFACE_RISK_STATE_H
#define GEO_SURFACE_RISK_STATE_H

#include <geo/risk.h>

#include "core/lanes.h"

/* ---- places --------------------------------------------------------------------------------- */

/* Those of either kind, y falling, then x rising. */
typedef struct geo_risk_places {
    size_t count;
    double *x;
    double *y;
    double *incidents; /* f's */
    double *beside;    /* g's incidents or people */
    double all_incidents;
    double all_beside;
} geo_risk_places;

/* GEO_ERROR_DATA unless both come in order, finite, and neither is empty. O(places). */
geo_status geo_risk_places_make(geo_context *context, const geo_places *incidents,
                                const geo_places *beside, geo_risk_kind kind, geo_risk_places *out);
void geo_risk_places_clear(geo_risk_places *places);

/* ---- chance --------------------------------------------------------------------------------- */

typedef struct geo_risk_deal {
    const geo_risk_places *places;
    geo_risk_kind kind;
    uint64_t seed;
    double *people_to; /* [places->count] of GEO_RISK_RATE: running sum of people */
} geo_risk_deal;

geo_status geo_risk_deal_open(geo_context *context, const geo_risk_places *places,
                              geo_risk_kind kind, uint64_t seed, geo_risk_deal *out);
void geo_risk_deal_close(geo_risk_deal *deal);
/* The incidents that permutation number `permutation` has at each place, into number[place *
 * GEO_LANES]. O(incidents), of people O(incidents log places). */
void geo_risk_deal_one(const geo_risk_deal *deal, size_t permutation, double *number);

/* ---- kernels -------------------------------------------------------------------------------- */

/* Rows whose cells are added up together. */
enum { GEO_RISK_BAND_ROWS = 32 };

typedef struct geo_risk_kernel {
    geo_kernel kernel;
    double bandwidth_m;
    double reach_m;
    const geo_grid *grid;
    bool is_squared; /* its square is added up instead */
} geo_risk_kernel;

/* Doubles that geo_risk_add() needs beside the cells. */
size_t geo_risk_buffer(const geo_risk_kernel *kernel);
/* Sums of the kernel, as a share of its peak, over places with GEO_LANES numbers each, into
 * cells[row_count * columns * GEO_LANES], of rows from first_row on. Each cell takes its places in
 * their order. */
void geo_risk_add(const geo_risk_kernel *kernel, const geo_risk_places *places,
                  const double *number, size_t first_row, size_t row_count, double *buffer,
                  double *cells);

/* ---- permutations --------------------------------------------------------------------------- */

/* What f is and would be by chance, in sums of geo_risk_add(). */
typedef struct geo_risk_null {
    double *seen; /* [cells] NaN: the cell has no value */
    double *mean;
    double *sd;
} geo_risk_null;

/* Fills p_higher, p_lower, highest_z, lowest_z and p. */
geo_status geo_risk_permute(geo_context *context, const geo_risk_kernel *kernel,
                            const geo_risk_deal *deal, const geo_risk_null *null,
                            geo_risk_surface *risk);

#endif
