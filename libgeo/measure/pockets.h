/* What the parts of the tables of pockets share. */
#ifndef GEO_MEASURE_POCKETS_H
#define GEO_MEASURE_POCKETS_H

#include <geo/deprivation.h>

typedef struct pocket_work {
    const geo_pocket_areas *areas;
    const geo_pocket_options *options;
    unsigned char *band; /* [areas->count] the place of the narrowest; the number of bands: in none;
                            one more: not known */
    size_t *listed;      /* [listed_count] pockets that may be listed, in order */
    size_t listed_count;
    geo_pockets *made;
} pocket_work;

static inline bool geo_pocket_is_known(const pocket_work *work, size_t area)
{
    return work->band[area] <= work->made->band_count;
}

static inline bool geo_is_pocket(const pocket_work *work, size_t area)
{
    return work->band[area] < work->made->band_count;
}

/* May be listed. */
static inline bool geo_pocket_is_shown(const pocket_work *work, size_t area)
{
    return !work->options->shown || work->options->shown[area];
}

/* The ward with the largest share; NULL when it is in none, or wards are not known. */
const char *geo_pocket_ward(const pocket_work *work, size_t area);

geo_status geo_pocket_make_table(geo_context *context, pocket_work *work);
geo_status geo_pocket_make_districts(geo_context *context, pocket_work *work);

#endif
