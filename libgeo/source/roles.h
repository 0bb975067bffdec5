/* Which field of a file plays which role, found from its name or set by the caller. */
#ifndef GEO_SOURCE_ROLES_H
#define GEO_SOURCE_ROLES_H

#include <geo/source.h>

typedef enum geo_role {
    GEO_ROLE_X,
    GEO_ROLE_Y,
    GEO_ROLE_LON,
    GEO_ROLE_LAT,
    GEO_ROLE_DATE,
    GEO_ROLE_CATEGORY,
    GEO_ROLE_WEIGHT, /* never found by name: only where it is asked for */
    GEO_ROLE_CODE,
    GEO_ROLE_NAME,
    GEO_ROLE_PARENT,
    GEO_ROLE_POPULATION,
    GEO_ROLE_COUNT
} geo_role;

/* What sort of file it is: which roles are looked for. */
typedef enum geo_input_kind {
    GEO_INPUT_INCIDENTS, /* x and y, or lon and lat; date; category; weight */
    GEO_INPUT_AREAS,     /* code, name, parent, population */
    GEO_INPUT_TABLE      /* code, population: a table to be joined */
} geo_input_kind;

#define GEO_NO_FIELD SIZE_MAX

/* The field of each role, GEO_NO_FIELD where there is none. Of the pairs x, y and lon, lat at
 * most one is set, and then both of it. */
typedef struct geo_found_roles {
    size_t field[GEO_ROLE_COUNT];
    bool is_easting; /* x and y are called Easting and Northing: British National Grid is meant */
} geo_found_roles;

/*
 * Finds the roles of `kind` among `count` field names: a field set in `asked` (may be NULL) wins,
 * compared without regard to ASCII case; else the known schemas decide. An asked field that isn't
 * there, or half of a coordinate pair, is GEO_ERROR_USAGE with `where` (file or layer) and the list
 * of fields. A role that nothing plays is not an error here: see geo_require_role(). A note
 * lists the candidates for the population when several compete and none is taken.
 */
geo_status geo_find_roles(geo_context *context, const char *const *names, size_t count,
                          const char *where, const geo_roles *asked, geo_input_kind kind,
                          geo_found_roles *out);

/* GEO_ERROR_USAGE, naming the option that sets it and listing the fields, when nothing plays that
 * role. */
geo_status geo_require_role(geo_context *context, const geo_found_roles *roles, geo_role role,
                            const char *const *names, size_t count, const char *where);

/* Whether a field of that name holds the codes of areas: WD24CD, lsoa21_code, "LSOA code (2011)",
 * "Ward Code 1". How the header is told from title lines above it. */
bool geo_is_area_code_field(geo_text name);

/* "longitude", "category", "area code" ...: constant text. */
const char *geo_role_name(geo_role role);

#endif
