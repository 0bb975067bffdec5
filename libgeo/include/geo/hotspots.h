/*
 * geo/hotspots.h - ground with many incidents: ranked, named, and what is known of each piece.
 * A part of the measure stage; see geo/core.h for the conventions.
 */
#ifndef GEO_HOTSPOTS_H
#define GEO_HOTSPOTS_H

#include <geo/measure.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GEO_GRID_REFERENCE_SIZE 16

/* Where a point of the British National Grid (EPSG:27700) lies, as on maps of the Ordnance Survey:
 * two letters for the square of 100 km, then eastings and northings of half as many figures each,
 * cut and not rounded. 530050, 180060 with 6 figures -> "TQ 300 800". False, and "", off the grid
 * (0 to 700 km east, 0 to 1300 km north) and unless figures is 2, 4, 6, 8 or 10. */
GEO_API bool geo_grid_reference(double easting_m, double northing_m, int figures,
                                char text[GEO_GRID_REFERENCE_SIZE]);

/* Pieces that don't overlap, however they were found: by contours of a surface, as cells, around
 * clusters. Borrowed. */
typedef struct geo_hotspot_ground {
    const geo_areas *pieces; /* their codes are the hotspots' ids */
    const double *area_km2;  /* [pieces->count], likewise the others */
    const double *peak;      /* density where it is highest, incidents per km2 */
    const double *peak_x;
    const double *peak_y;
    const double *peak_lon; /* NULL: not known; likewise peak_lat */
    const double *peak_lat;
    const char *const *place; /* name of a place nearby, NULL for none; NULL: no such names */
    double studied_km2;       /* of all ground that hotspots could be on */
    const geo_areas *areas;   /* that incidents are in: wards; NULL: none */
} geo_hotspot_ground;

typedef enum geo_hotspot_time {
    GEO_HOTSPOT_NOW,    /* that the hotspots were found from */
    GEO_HOTSPOT_BEFORE, /* that they are compared with */
    GEO_HOTSPOT_LATER,  /* that they are tested on */
    GEO_HOTSPOT_TIMES
} geo_hotspot_time;

/* Incidents on the ground studied, in any order. Borrowed. Where an array is NULL nothing is known
 * of that. */
typedef struct geo_hotspot_incidents {
    size_t count;
    const double *x;
    const double *y;
    const int32_t *piece;       /* GEO_NO_CODE: in none */
    const unsigned char *time;  /* of geo_hotspot_time; NULL: all now */
    const int32_t *area;        /* of ground->areas; GEO_NO_CODE: in none */
    const int32_t *category;    /* of categories, GEO_NO_CODE for none */
    const int32_t *location;    /* of locations, GEO_NO_CODE for none */
    const signed char *weekday; /* 0 is Monday; -1: not known */
    const signed char *hour;    /* 0 to 23; -1: not known */
    const geo_dictionary *categories;
    const geo_dictionary *locations; /* "On or near High Street" */
} geo_hotspot_incidents;

typedef enum geo_hotspot_order {
    GEO_HOTSPOTS_BY_COUNT,
    GEO_HOTSPOTS_BY_DENSITY, /* incidents over ground */
    GEO_HOTSPOTS_BY_PEAK
} geo_hotspot_order;

typedef struct geo_hotspot_options {
    geo_hotspot_order order; /* highest first; equal ones by count, by peak, from the north and then
                                from the west */
    int64_t min_count;       /* pieces with fewer are no hotspots */
    size_t most;             /* the first n only; 0: all */
    int64_t suppress_below;  /* a hotspot with fewer is not shown, nor what fewer incidents tell of
                                those that are; 0: nothing is kept back */
    int64_t round_to;        /* shown counts, as in geo_rank_options */
    double stacked_from;     /* from which share at one point a hotspot is marked */
    bool has_before;
    bool has_later;
    double years[GEO_HOTSPOT_TIMES]; /* that the incidents cover; now and before are compared by the
                                        year */
    const char *before_text;         /* headings: "October 2017 to February 2018"; NULL: "before" */
    const char *later_text;
    geo_change_words words;
    const char *area_text; /* what the areas are: "ward"; NULL: "area" */
    const char *parent_text;
} geo_hotspot_options;

#define GEO_HOTSPOT_OPTIONS_INIT                                                                   \
    {                                                                                              \
        GEO_HOTSPOTS_BY_COUNT, 1, 0, 0, 0, 0.5, false, false, {1, 1, 1}, NULL, NULL,               \
            GEO_CHANGE_WORDS_INIT, NULL, NULL                                                      \
    }

/*
 * The list. `table` is for people; `data` has all columns, for programs: rank, id, name, areas,
 * parent, count, share, area_km2, density, peak_density, pai, grid_reference (only on the British
 * National Grid), longitude, latitude, x, y, categories (only where there are several kinds),
 * busiest_days, busiest_hours (only where times are known), stacked_share; with has_before
 * count_before, percent_change, p, direction; with has_later count_later, share_later, pai_later.
 * Rows about a hotspot have its piece as their area. Three rows without rank follow: all hotspots,
 * elsewhere, all incidents.
 *
 * A hotspot's name is the commonest text of location in it, equal ones by bytes. Words for a kind
 * of place, which police.uk has for many of its map points ("On or near Parking Area"), come after
 * those of streets unless half of the incidents have one, and have the area behind them. Without
 * any, it is the place nearby, the area where most of its incidents are, or its id. Where two would
 * be the same the area follows, then the id.
 *
 * p is of geo_poisson_compare(), by which the direction goes once geo_false_discovery() has
 * adjusted it over the hotspots; in the row of all hotspots it stands as it is.
 */
typedef struct geo_hotspots {
    size_t count;
    int32_t *piece;     /* [count] by rank */
    int32_t *area;      /* [count] where most of its incidents are; GEO_NO_CODE: none */
    char **name;        /* [count] */
    int64_t *incidents; /* [count * GEO_HOTSPOT_TIMES] in each */
    int64_t in_all[GEO_HOTSPOT_TIMES];      /* on the ground studied */
    int64_t in_hotspots[GEO_HOTSPOT_TIMES]; /* the rest is elsewhere */
    double ground_km2;                      /* of all hotspots */
    size_t too_few;       /* pieces left out for min_count, of those with any incident */
    size_t beyond;        /* for `most` */
    size_t kept_back;     /* for suppress_below */
    size_t stacked;       /* hotspots with `stacked_from` or more of their incidents at one point */
    double highest_stack; /* the largest of these shares */
    geo_table *table;
    geo_table *data;
} geo_hotspots;

/* GEO_ERROR_USAGE for options out of range, GEO_ERROR_INTERNAL for a piece, an area or a code that
 * there is not. The same for any order of the incidents. O(n log n), some 8 bytes of memory per
 * incident. */
GEO_API geo_status geo_hotspots_make(geo_context *context, const geo_hotspot_ground *ground,
                                     const geo_hotspot_incidents *incidents,
                                     const geo_hotspot_options *options, geo_hotspots **out);
GEO_API void geo_hotspots_free(geo_hotspots *hotspots);

#ifdef __cplusplus
}
#endif
#endif
