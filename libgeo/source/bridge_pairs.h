/* Pairs of codes of a look-up between the areas of two years. */
#ifndef GEO_SOURCE_BRIDGE_PAIRS_H
#define GEO_SOURCE_BRIDGE_PAIRS_H

#include <geo/source.h>

/* What became of an area, by the letters of the Office for National Statistics. */
typedef enum geo_area_fate {
    GEO_AREA_WITHOUT,   /* not in the look-up */
    GEO_AREA_UNCHANGED, /* U */
    GEO_AREA_SPLIT,     /* S */
    GEO_AREA_MERGED,    /* M */
    GEO_AREA_IRREGULAR, /* X */
    GEO_AREA_FATE_COUNT
} geo_area_fate;

typedef struct geo_bridge_pair {
    int32_t from; /* codes of the dictionaries below */
    int32_t to;
    geo_area_fate fate; /* of `from` as the look-up says it, GEO_AREA_WITHOUT where it doesn't */
} geo_bridge_pair;

/* Codes that the caller has are the first of each dictionary, in the caller's order. */
typedef struct geo_bridge_pairs {
    geo_dictionary *from;
    geo_dictionary *to;
    size_t count;
    size_t capacity;
    geo_bridge_pair *pair; /* sorted by from and to, each once */
} geo_bridge_pairs;

/* Reads a look-up into zeroed pairs, which geo_bridge_pairs_clear() empties whether this succeeds
 * or not; path and fields go into the report. Rows without one of the codes are passed over. Errors
 * as for geo_bridge_read(). */
geo_status geo_read_bridge_pairs(geo_context *context, const geo_input *input,
                                 const geo_bridge_options *options, geo_bridge_pairs *pairs,
                                 geo_bridge_report *report);
void geo_bridge_pairs_clear(geo_bridge_pairs *pairs);

#endif
