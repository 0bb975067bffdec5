/* A density surface of incidents, for the commands that make one. */
#ifndef WARDMAP_SURFACE_H
#define WARDMAP_SURFACE_H

#include <geo/output.h>
#include <geo/surface.h>

#include "map.h"

/* Bandwidths to the side of the map, as a square: contours need a smoother surface than heat. */
#define SURFACE_SIDE_PER_BANDWIDTH         60
#define SURFACE_SIDE_PER_CONTOUR_BANDWIDTH 40

typedef struct surface_settings {
    int kernel;            /* geo_kernel */
    const char *bandwidth; /* metres or the name of a rule; NULL: chosen from the extent */
    double cell;           /* metres; NaN: chosen from the bandwidth */
    int edge;              /* geo_edge */
    const char *adaptive;  /* "abramson", "neighbours=K"; NULL or "none": one bandwidth */
} surface_settings;

#define SURFACE_SETTINGS_INIT                                                                      \
    {                                                                                              \
        .cell = NAN                                                                                \
    }

/* The settings of a command that makes surfaces begin with these. */
typedef struct surface_command_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
    surface_settings surface;
} surface_command_settings;

/* --kernel, --bandwidth, --cell, --edge, --adaptive */
extern const option_group surface_options;
/* The first three of them, for a command that divides surfaces: what an edge cuts off cancels. */
extern const option_group surface_size_options;

/* Before anything is read. */
geo_status surface_check(cli_job *job, const surface_settings *settings);

/* The ground that a surface is of. */
typedef struct surface_ground {
    const geo_areas *areas;     /* NULL: the places and a bandwidth around them */
    const geo_locator *locator; /* of the areas */
    const bool *which;          /* [areas->count] NULL: all */
    const geo_crs *crs;
} surface_ground;

/* Bandwidths by every rule, of the incidents within the areas. */
typedef struct surface_rules {
    bool is_known; /* looked for */
    geo_kernel kernel;
    double incidents; /* sum of their weights */
    size_t places;
    bool is_found[GEO_BANDWIDTH_RULE_COUNT];
    geo_bandwidth bandwidth[GEO_BANDWIDTH_RULE_COUNT];
    int used; /* geo_bandwidth_rule; below 0: none */
} surface_rules;

/* "1,200 m", "0.5 m" */
geo_status surface_append_metres(cli_job *job, double metres, geo_bytes *text);

/* "Scott", "Silverman" ... */
const char *surface_rule_word(geo_bandwidth_rule rule);
/* `used` (-1: none) must be found, and is looked for whatever it takes, as all are for
 * SURFACE_ALL_RULES, of which one must be; else of many places cross-validation is not. */
#define SURFACE_ALL_RULES (-2)
geo_status surface_find_rules(cli_job *job, const surface_ground *ground, const geo_places *places,
                              geo_kernel kernel, int used, surface_rules *rules);
/* "Scott 812 m, Silverman 640 m, ..." */
geo_status surface_append_rules(cli_job *job, const surface_rules *rules, geo_bytes *text);
/* "bandwidths", where they are known. */
void surface_json_rules(geo_json *json, const surface_rules *rules);

/* Kernel, extent (a bandwidth around the ground) and sizes; what nobody has given is a round
 * figure, which is noted. A bandwidth by rule is noted with those of the others. */
geo_status surface_choose(cli_job *job, const surface_settings *settings,
                          const surface_ground *ground, const geo_places *places,
                          double side_per_bandwidth, geo_density_options *options);
/* Of these the sizes alone, over options->extent as it stands, with the rules where they are
 * asked for, by --bandwidth, --json or --explain. */
geo_status surface_choose_sizes(cli_job *job, const surface_settings *settings,
                                const surface_ground *ground, const geo_places *places,
                                double side_per_bandwidth, geo_density_options *options,
                                surface_rules *rules);

/* surface_choose, with the rules. */
geo_status surface_choose_with_rules(cli_job *job, const surface_settings *settings,
                                     const surface_ground *ground, const geo_places *places,
                                     double side_per_bandwidth, geo_density_options *options,
                                     surface_rules *rules);
/* That of the areas, or else of the places. */
geo_status surface_find_extent(cli_job *job, const surface_ground *ground, const geo_places *places,
                               geo_extent *extent);
/* What a map of this size has without --bandwidth. */
double surface_round_bandwidth(const geo_extent *extent, double side_per_bandwidth);
/* A bandwidth by rule is used, and printed, to three figures. */
double surface_three_figures(double value);

/* Whether bandwidths by rule are asked for: places are needed for them, and for nothing else. */
bool surface_wants_rules(const cli_job *job, const surface_settings *settings);

/* One bandwidth and no edge: geo_density_open will do, some rows at a time. */
bool surface_is_plain(const surface_settings *settings);
/* "Kernel density: quartic kernel, bandwidth 300 m, cell 30 m; ..." */
geo_status surface_append_method(cli_job *job, const surface_settings *settings,
                                 const geo_density_options *options, geo_bytes *text);
/* "edge" and "adaptive", where they are asked for. */
void surface_json_method(geo_json *json, const surface_settings *settings);

/* The places that are in the ground's areas; all where it has none. */
geo_status surface_places_inside(cli_job *job, const surface_ground *ground,
                                 const geo_places *places, geo_places **out);
/* The surface itself, in GEO_DENSITY_UNIT: under --edge of the places within the areas, and without
 * values in the cells outside. */
geo_status surface_make(cli_job *job, const surface_settings *settings,
                        const surface_ground *ground, const geo_places *places,
                        const geo_density_options *options, geo_grid **out);
/* NaN into the cells whose centre is in none of the areas; without areas it does nothing. */
geo_status surface_mask(cli_job *job, const surface_ground *ground, geo_grid *surface);

#endif
