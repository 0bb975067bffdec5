/* Which field of a file plays which role, found from its name or set by the caller. */
#ifndef GEO_SOURCE_ROLES_H
#define GEO_SOURCE_ROLES_H

#include <geo/source.h>

typedef enum source_role {
    SOURCE_X,
    SOURCE_Y,
    SOURCE_LON,
    SOURCE_LAT,
    SOURCE_DATE,
    SOURCE_CATEGORY,
    SOURCE_WEIGHT, /* never found by name: only where it is asked for */
    SOURCE_CODE,
    SOURCE_NAME,
    SOURCE_PARENT,
    SOURCE_POPULATION,
    SOURCE_ROLE_COUNT
} source_role;

/* What sort of file it is: which roles are looked for. */
typedef enum source_kind {
    SOURCE_INCIDENTS, /* x and y, or lon and lat; date; category; weight */
    SOURCE_AREAS,     /* code, name, parent, population */
    SOURCE_TABLE      /* code, population: a table to be joined */
} source_kind;

#define SOURCE_NO_FIELD SIZE_MAX

/* The field of each role, SOURCE_NO_FIELD where there is none. Of the pairs x, y and lon, lat at
 * most one is set, and then both of it. */
typedef struct source_roles {
    size_t field[SOURCE_ROLE_COUNT];
    bool is_easting; /* x and y are called Easting and Northing: British National Grid is meant */
} source_roles;

/*
 * Finds the roles of `kind` among `count` field names: a field set in `asked` (may be NULL) wins,
 * compared without regard to ASCII case; else the known schemas decide. An asked field that isn't
 * there, or half of a coordinate pair, is GEO_ERROR_USAGE with `where` (file or layer) and the list
 * of fields. A role that nothing plays is not an error here: see source_require_role(). A note
 * lists the candidates for the population when several compete and none is taken.
 */
geo_status source_find_roles(geo_context *context, const char *const *names, size_t count,
                             const char *where, const geo_roles *asked, source_kind kind,
                             source_roles *out);

/* GEO_ERROR_USAGE, naming the option that sets it and listing the fields, when nothing plays that
 * role. */
geo_status source_require_role(geo_context *context, const source_roles *roles, source_role role,
                               const char *const *names, size_t count, const char *where);

/* Whether a field of that name holds the codes of areas: WD24CD, lsoa21_code, "LSOA code (2011)",
 * "Ward Code 1". How the header is told from title lines above it. */
bool source_is_area_code_field(geo_text name);

/* "longitude", "category", "area code" ...: constant text. */
const char *source_role_name(source_role role);

#endif
