/* Aldshire, a fictional county: what the files of its generator share.
 *
 * Data flows in one direction: plan (drawn by hand) -> land -> output areas -> districts, wards and
 * LSOAs -> names and deprivation -> incidents, the force's export -> files. Lengths are metres on
 * the British National Grid. */
#ifndef COUNTY_H
#define COUNTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <geos_c.h>

#define DISTRICTS  8
#define MONTHS     36
#define FIRST_YEAR 2022
#define NOWHERE    SIZE_MAX

typedef struct {
    double x, y;
} Point;

typedef struct {
    Point *at;
    size_t count, room;
} Line;

/* A settlement: where it lies, how many live there, how densely in the middle, and how hard its
 * core is hit. */
typedef struct {
    const char *name;
    double x, y, population, core_density;
    int district;
    double hardship;
} Town;

typedef struct {
    char name[40];
    Point centre;
    double population, radius;
} Village;

/* A place that is poorer, or busier, than its surroundings. */
typedef struct {
    double x, y, radius, strength;
} Spot;

/* The smallest building block. Output areas tile the land; LSOAs, wards and districts are unions of
 * them. */
typedef struct {
    Line ring;
    Point centre;
    double area, population;
    int part; /* which piece of land: 0 is the mainland */
    int district, ward, lsoa;
} OutputArea;

/* Who borders whom: the neighbours of area i are to[start[i]] .. to[start[i + 1] - 1]. */
typedef struct {
    size_t *start, *to;
    bool *across_river;
} Graph;

typedef struct {
    char code[24], name[96];
    int district, town;
    double density;
    long population;
    Point centre;
    GEOSGeometry *shape;
} Ward;

typedef struct {
    char code[24], name[96];
    int district, ward, rank, decile;
    double hardship;
    long population;
    Point centre;
    GEOSGeometry *shape;
} Lsoa;

typedef struct {
    char code[24];
    const char *name;
    long population;
    GEOSGeometry *shape;
} District;

typedef struct {
    GEOSGeometry *land; /* mainland and islands */
    GEOSGeometry *rivers;
    Village *villages;
    size_t village_count;
    OutputArea *areas;
    size_t area_count;
    Graph graph;
    District districts[DISTRICTS];
    Ward *wards;
    size_t ward_count;
    Lsoa *lsoas;
    size_t lsoa_count;
} County;

/* plan.c: what was drawn by hand */
extern const Town towns[];
extern const size_t town_count;
extern const Spot estates[];
extern const size_t estate_count;
extern const Spot high_streets[];
extern const size_t high_street_count;
extern const Spot retail_parks[];
extern const size_t retail_park_count;
extern const char *const district_names[DISTRICTS];
extern const int enclosed_town; /* its ward lies wholly inside another one */
typedef struct {
    double x, y;
    bool coast;
} Corner;
enum { ISLAND_CORNERS = 7, RIVER_CORNERS = 8 };
extern const Corner mainland[];
extern const size_t mainland_corners;
extern const Point islands[][ISLAND_CORNERS];
extern const size_t island_count;
extern const Point rivers[][RIVER_CORNERS];
extern const size_t river_count;

/* backdrop_plan.c: what was drawn by hand of that which stands on maps */
typedef struct {
    const char *name;
    const char *stops; /* towns, and places in kilometres: "582 470.5 > Overwend > Stavesby" */
} Way;
typedef struct {
    const char *name;
    double x, y, size, slimness, turn;
} Lake;
extern const Way motorway_plan[], main_road_plan[], minor_road_plan[], railway_plan[], beck_plan[];
extern const size_t motorway_count, main_road_count, minor_road_count, railway_count, beck_count;
extern const Way river_tails[];
extern const Way next_counties;
extern const Lake lakes[];
extern const size_t lake_count;
extern const char *const wood_names[];
extern const size_t wood_name_count;

/* random.c: numbers that are the same on every machine and every run */
typedef struct {
    uint64_t state;
} Random;
uint64_t random_next(Random *random);
double random_unit(Random *random);
double random_normal(Random *random);
size_t random_below(Random *random, size_t count);
size_t random_weighted(Random *random, const double *cumulative, size_t count);
uint64_t hash_pair(uint64_t a, uint64_t b);
uint64_t hash_points(Point a, Point b);
double smooth_noise(Point p, double scale, uint64_t seed); /* in -1 .. 1 */

/* common.c: memory and files that do not fail quietly, lines, distances, GEOS conversions */
void *allocate(size_t count, size_t size);
_Noreturn void fail(const char *format, ...);
FILE *open_table(const char *path);
void close_table(FILE *file, const char *path);
void line_add(Line *line, Point p);
void line_free(Line *line);
double distance(Point a, Point b);
double distance_to_line(Point p, const Line *line);
bool ring_contains(const Line *ring, Point p);
void wander(Line *line, Point to, double amplitude, double shortest);
GEOSGeometry *geos_line(const Line *line);
GEOSGeometry *geos_polygon(const Line *ring);
Line line_from_geos(const GEOSGeometry *geometry);
Point geos_centre(const GEOSGeometry *polygon);

/* people.c: where they live */
double people_per_km2(const County *county, Point p);
double town_radius(const Town *town);
void place_villages(County *county);

/* land.c, areas.c, edges.c */
void make_land(County *county);
GEOSGeometry *river_course(size_t which); /* the whole of it, out into the sea */
void make_output_areas(County *county);
void roughen_edges(County *county);

/* partition.c: contiguous parts of about equal load */
typedef struct {
    const County *county;
    const size_t *members; /* output areas to divide */
    size_t member_count;
    const double *load; /* per output area of the county */
    const int *pinned;  /* per output area of the county: part it must be in, or -1 */
    int pinned_parts;   /* parts 0 .. pinned_parts - 1 are pinned and do not move */
    int parts;
    uint64_t seed;
    int restarts;
} Division;
double divide(const Division *division, int *part);
void spread(const County *county, const double *start, const double *effort, double river_cost,
            int *label);

/* hierarchy.c, names.c, deprivation.c */
enum { LSOAS_OF_2011 = 32844, LSOAS_OF_2021 = 33755 }; /* in England: ranks are among them */
#define POORER 1.12 /* than the country, in the index of all domains */
void make_hierarchy(County *county);
void name_everything(County *county);
void rank_deprivation(County *county);
void rank_nationally(const double *score, size_t count, double exponent, int national,
                     uint64_t seed, int *rank);
int decile_of(int rank, int national);

/* places.c: the anonymous map points that incidents are snapped to, and how much happens at each */
typedef enum { AT_HOME, ANYWHERE, IN_CENTRE, AT_SHOPS, SETTINGS } Setting;
typedef struct {
    Point at;
    double lon, lat;
    int lsoa; /* -1: outside the county */
    char street[48];
    char neighbour[32]; /* LSOA name outside the county */
    double pull[SETTINGS];
} MapPoint;
double centrality(Point p); /* 1 in the middle of a large town */
double retail(Point p);     /* 1 in the middle of a large retail park */
MapPoint *place_map_points(const County *county, size_t *count);
MapPoint *place_outside_points(const County *county, size_t *count);

/* backdrop.c, write_backdrop.c: what stands on maps, as far as this frame */
#define FRAME_WEST  530000.0
#define FRAME_EAST  655000.0
#define FRAME_SOUTH 418000.0
#define FRAME_NORTH 520000.0
typedef enum {
    MOTORWAYS,
    ROADS,
    RIVERS,
    WOODS,
    WATER,
    RAILWAYS,
    TOWNS,
    BACKDROP_LAYERS
} BackdropLayer;
typedef struct {
    char name[48]; /* "": none */
    const char *class;
    int rank;
    GEOSGeometry *shape;
} Landmark;
typedef struct {
    Landmark *items;
    size_t count, room;
} Landmarks;
void make_backdrop(const County *county, Landmarks layers[BACKDROP_LAYERS]);
void free_backdrop(Landmarks layers[BACKDROP_LAYERS]);
void write_backdrop(const County *county, const char *path);

/* domains.c: how hard a LSOA is hit in each of the domains, by standard deviations of the county */
enum { DOMAINS = 7, INDICES = DOMAINS + 1 }; /* the first index is that of all domains */
typedef struct {
    double of[INDICES];
} Scores;
Scores *score_domains(const County *county);

/* former_lsoas.c: the LSOAs of 2011. U: unchanged, S: split, M: merged, X: neither */
enum { FORMER_PARTS = 3 };
typedef struct {
    char code[24], name[96], change;
    size_t part[FORMER_PARTS]; /* the LSOAs of 2021 that it went into */
    size_t part_count;
    double population, apart; /* residents of 2015; how much poorer than the parts */
} Former;
Former *find_former_lsoas(const County *county, size_t *count);

/* incidents.c, write_export.c, write.c, write_indices.c, area_tables.c, ages.c */
void write_incidents(const County *county, const char *folder);
void write_force_export(const County *county, const char *path);
void write_burglaries(const County *county, const char *path);
void write_layers(const County *county, const char *path);
void write_deprivation(const County *county, const char *path);
void write_former_deprivation(const County *county, const char *path);
void write_lsoa_lookup(const County *county, const char *path);
void write_population_by_age(const County *county, const char *path);
void write_ward_populations(const County *county, const char *path);
void write_area_classes(const County *county, const char *path);
void write_population_by_age_and_sex(const County *county, const char *path);
void write_ward_denominators(const County *county, const char *path);

#endif
