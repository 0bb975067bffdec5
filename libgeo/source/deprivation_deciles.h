/* Deciles of an index of deprivation: worked out, or held against its ranks. */
#ifndef GEO_SOURCE_DEPRIVATION_DECILES_H
#define GEO_SOURCE_DEPRIVATION_DECILES_H

#include "source/deprivation_nation.h"

/*
 * Works deciles out where the file has none, from ranks or else from scores, and says in notes and
 * warnings how. GEO_ERROR_DATA for ranks among an unknown number of areas or beyond it, and for
 * deciles of which 1 is the least deprived.
 */
geo_status geo_complete_deciles(geo_context *context, const geo_index_nation *nation,
                                geo_deprivation *index);

#endif
