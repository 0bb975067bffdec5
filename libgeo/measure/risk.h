/* What the tables of places at greatest risk share. */
#ifndef GEO_MEASURE_RISK_H
#define GEO_MEASURE_RISK_H

#include "measure/matrix.h"

/* The first column that is a group and not the total over them. */
size_t geo_risk_first_group(const geo_matrix *matrix);

/* "Significantly above for Theft (81.5); above for Burglary (10.4)"; nothing for an area without a
 * band. */
geo_status geo_risk_append_reasons(geo_context *context, const geo_matrix *matrix, size_t area,
                                   int decimals, geo_bytes *text);

/* Areas by category. */
geo_status geo_risk_hotspots(geo_context *context, const geo_matrix *matrix,
                             const geo_risk_options *options, geo_table **out);

#endif
