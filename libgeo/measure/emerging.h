/* Emerging hot spots: what the parts that make their table share. */
#ifndef GEO_MEASURE_EMERGING_H
#define GEO_MEASURE_EMERGING_H

#include <geo/spatial.h>

typedef struct geo_emerging_work {
    geo_context *context;
    const geo_areas *areas;
    const int64_t *count; /* [areas->count] of all months */
    const double *value;  /* [months * areas->count] */
    const geo_neighbours *neighbours;
    const geo_emerging_options *options;
    geo_emerging *made;
} geo_emerging_work;

/* With its notes: what the classes mean. */
geo_status geo_emerging_make_table(const geo_emerging_work *work);

#endif
