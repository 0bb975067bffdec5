/* What the parts of the list of hotspots share. */
#ifndef GEO_MEASURE_HOTSPOTS_H
#define GEO_MEASURE_HOTSPOTS_H

#include <geo/hotspots.h>

/* What is told of one hotspot. Texts are owned; NULL: nothing is known, or it is kept back. */
typedef struct hotspot_fact {
    char *name;
    char *areas;      /* "Etruria and Hanley; Joiner's Square; 2 more" */
    int32_t area;     /* where most incidents are; GEO_NO_CODE: in none */
    char *categories; /* "Robbery (12), Drugs (9), Burglary (4)" */
    char *days;       /* "Saturday (24%), Friday (19%)" */
    char *hours;      /* "20:00-24:00 (41%)" */
    int64_t stacked;  /* incidents at the point with the most */
    double p;         /* of the change */
    double p_adjusted;
    bool is_stack_hidden;
} hotspot_fact;

/* Something that incidents of a hotspot have, and how many have it. */
typedef struct hotspot_value {
    int64_t count;
    const char *key; /* by which equal counts are ordered */
    int32_t code;

} hotspot_value;

typedef struct hotspot_work {
    const geo_hotspot_ground *ground;
    const geo_hotspot_incidents *incidents;
    const geo_hotspot_options *options;
    int64_t *by_piece;    /* [pieces * GEO_HOTSPOT_TIMES] */
    size_t *first;        /* [pieces + 1] of the incidents in each now */
    size_t *order;        /* of these, by piece */
    int64_t *votes;       /* [most codes of any kind] zero between uses */
    hotspot_value *value; /* [as many] */
    hotspot_fact *fact;   /* [made->count] by rank */
    bool *hidden;         /* [(made->count + 3) * GEO_HOTSPOT_TIMES] by row of the table */
    geo_hotspots *made;
} hotspot_work;

static inline unsigned char geo_hotspot_time_of(const geo_hotspot_incidents *incidents, size_t i)
{
    return incidents->time ? incidents->time[i] : GEO_HOTSPOT_NOW;
}

/* Whether that many incidents are too few to be told. */
static inline bool geo_hotspot_is_small(const hotspot_work *work, int64_t count)
{
    return count > 0 && count < work->options->suppress_below;
}

/* Its code where it has no name. */
static inline const char *geo_hotspot_area_name(const geo_areas *areas, int32_t area)
{
    return areas->name && areas->name[area] ? areas->name[area] : areas->code[area];
}

/* What stands in `code` ([incidents->count]) of those in a piece, into work->value: the commonest
 * first, equal ones by the bytes of their keys. Says how many there are. */
size_t geo_hotspot_values(const hotspot_work *work, int32_t piece, const int32_t *code,
                          const char *(*key)(const hotspot_work *work, int32_t code));

/* All of a hotspot but its name. */
geo_status geo_hotspot_find_facts(geo_context *context, hotspot_work *work);
geo_status geo_hotspot_find_names(geo_context *context, hotspot_work *work);
/* p values of the change, and which counts of other times are kept back. */
geo_status geo_hotspot_compare(geo_context *context, hotspot_work *work);
geo_status geo_hotspot_tabulate(geo_context *context, hotspot_work *work);
geo_status geo_hotspot_add_notes(geo_context *context, const hotspot_work *work);

#endif
