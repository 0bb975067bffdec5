/* What the parts of the risk command share. */
#ifndef WARDMAP_RISK_H
#define WARDMAP_RISK_H

#include <geo/risk.h>

#include "map.h"
#include "surface.h"

/* What the incidents stand beside. */
typedef enum risk_choice { RISK_AUTO, RISK_INCIDENTS, RISK_PEOPLE, RISK_BEFORE } risk_choice;

typedef struct risk_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
    surface_settings surface;
    int beside; /* risk_choice */
    text_list against;
    const char *against_where;
    text_list against_category;
    const char *people;
    const char *people_layer;
    const char *people_field;
    bool per_year;
    double constant;
    double least; /* NaN: by the kind */
    const char *tolerance;
    int64_t permutations;
    int64_t seed;
    double min_area; /* km2; NaN: chosen from the bandwidth */
} risk_settings;

/* Half of the contours that a map may have. */
#define RISK_TOLERANCES_MOST (GEO_CONTOURS_MOST / 2)

typedef enum risk_side_name { RISK_HIGHER, RISK_LOWER, RISK_SIDES } risk_side_name;

/* A piece of ground that is beyond chance. */
typedef struct risk_piece {
    int64_t count; /* incidents in it */
    double beside; /* incidents or people */
    size_t peak;   /* the cell whose z is the farthest from 0 */
} risk_piece;

/* What is higher than chance makes it, or lower. */
typedef struct risk_side {
    geo_areas *drawn;    /* a polygon for each tolerance */
    geo_areas *pieces;   /* connected, by tolerance */
    size_t lowest_count; /* of these at the first tolerance: rows of the table */
    risk_piece *piece;   /* [pieces->count] */
    size_t *order;       /* [lowest_count] by falling excess over what is expected */
    geo_table *layer;    /* about all pieces */
    double share;        /* of the cells with a value, at the first tolerance */
} risk_side;

typedef struct risk_result {
    cli_load load;
    cli_map map;
    const risk_settings *settings;
    geo_risk_kind kind;
    bool is_others; /* beside all rows that the filters leave out */
    geo_filter *against_where;
    cli_inputs against; /* files of --against */
    geo_areas *people;  /* that residents are counted by; NULL: the areas themselves */
    geo_places *places; /* in the areas shown; likewise the next */
    geo_places *beside;
    geo_frame *beside_frame; /* facts of the rows beside; NULL: people */
    geo_ledger *beside_ledger;
    double years; /* 1 where nothing is scaled */
    double years_before;
    geo_period before; /* of a change */
    geo_density_options options;
    geo_grid *ground; /* NaN outside the areas shown */
    geo_risk_surface *risk;
    geo_grid shown; /* what the map shows, and a little beyond the areas */
    geo_bytes unit; /* of it, for the legend */
    size_t tolerance_count;
    double tolerance[RISK_TOLERANCES_MOST];
    risk_side side[RISK_SIDES];
    geo_table *table;
    geo_bytes beside_text; /* "all other incidents" */
    figure_words words;
} risk_result;

bool risk_is_shown(const risk_result *result, int32_t area);

/* "95%,99%": before anything is read. */
geo_status risk_read_tolerances(cli_job *job, const risk_settings *settings, risk_result *result);

/* Incidents, and those that they stand beside. */
geo_status risk_read_incidents(cli_job *job, risk_result *result);
/* Residents by place, once the ground is known. */
geo_status risk_read_people(cli_job *job, risk_result *result);

/* The ground: which cells there are. */
geo_status risk_make_ground(cli_job *job, risk_result *result);
/* The surface, and what is beyond chance on it. */
geo_status risk_make_surface(cli_job *job, risk_result *result);
geo_status risk_find_pieces(cli_job *job, risk_result *result);
void risk_clear_side(risk_side *side);
/* Values into cells next to those that have one, where there is no ground: so that what is drawn
 * within borders reaches them. */
geo_status risk_bleed(cli_job *job, const geo_grid *ground, double *value);

/* Value over that of all at a cell, or of a change after over before; NaN where it has none. */
double risk_ratio_at(const risk_result *result, size_t cell);
/* The same of a piece. */
double risk_ratio_of(const risk_result *result, const risk_piece *piece);
/* Incidents that chance would put into a piece. */
double risk_expected_of(const risk_result *result, const risk_piece *piece);
/* The table of pieces, and of each side the layer. */
geo_status risk_tabulate(cli_job *job, risk_result *result);

/* Titles and notes of the table, and the words on the map. */
geo_status risk_describe(cli_job *job, risk_result *result);
/* "Higher than expected, p <= 0.05" */
geo_status risk_append_side(cli_job *job, const risk_result *result, risk_side_name side,
                            double tolerance, geo_bytes *text);

/* The picture, or for NULL its alternative text. */
geo_status risk_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
/* Pieces and areas as layers. */
geo_status risk_layers(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
/* The surface as a GeoTIFF. */
geo_status risk_raster(cli_job *job, const void *result, const char *path);

#endif
