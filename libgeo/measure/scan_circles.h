/* The circles of a scan: around each area those that come next, with what is expected in each. */
#ifndef GEO_MEASURE_SCAN_CIRCLES_H
#define GEO_MEASURE_SCAN_CIRCLES_H

#include <geo/spatial.h>

typedef struct geo_scan_circles {
    size_t count; /* areas that count: with a point and people */
    size_t *area; /* [count] rising */
    double *x;    /* [count] */
    double *y;
    double *seen;     /* [count] incidents */
    double *expected; /* [count] at the rate of all */
    double incidents; /* of all */
    double people;
    size_t *first; /* [count + 1] */
    int32_t *to;   /* [first[count]] of these areas, by their distance from the centre */
    bool *ties;    /* likewise: the next is as far, so that no circle ends here */
    /* Walker's alias table, to deal incidents to people: an area is drawn, and stands with
     * probability keep[], else for alias[]. */
    double *keep;
    int32_t *alias;
} geo_scan_circles;

/* *out is cleared by geo_scan_circles_clear() whether or not it succeeds. */
geo_status geo_scan_circles_make(geo_context *context, const double *x, const double *y,
                                 const int64_t *count, const double *people, size_t n,
                                 const geo_scan_options *options, geo_scan_circles *out);
void geo_scan_circles_clear(geo_scan_circles *circles);
/* From the centre to the area at place p of its circles. */
double geo_scan_distance(const geo_scan_circles *circles, size_t centre, size_t p);
/* Deals all incidents to people at random. */
void geo_scan_deal(const geo_scan_circles *circles, uint64_t *random, double *count);

#endif
