/* Rows of a table joined to areas by their codes. */
#ifndef GEO_SOURCE_CODE_JOIN_H
#define GEO_SOURCE_CODE_JOIN_H

#include "source/roles.h"

typedef struct geo_code_join {
    const geo_areas *areas;
    const char *path;    /* of the table */
    const char *what;    /* the table has of the areas: "population" */
    const char *options; /* that name the fields: "--area-code and --population-field" */
    bool can_bridge;     /* what it has can be shared out among the areas of another year */
    const char *code_field;
    size_t code; /* its place among the fields, and that of the name or GEO_NO_FIELD */
    size_t name;
    void *user;
    /* Of a row that has an area. */
    geo_status (*take)(geo_context *context, void *user, size_t area, const geo_record *record);
    size_t matched;
    size_t unmatched; /* rows of the table */
    size_t renamed;   /* matched rows whose name is not the area's */
} geo_code_join;

/* Finds the field with the codes, which is that of the same name as the boundaries' when none is
 * asked for, and the other roles of a table. */
geo_status geo_find_join_code(geo_context *context, const geo_reader *reader,
                              const geo_roles *asked, geo_code_join *join, geo_found_roles *found);

/* Reads the whole table. Keys are compared as text, rows without one are footnotes and totals.
 * GEO_ERROR_DATA for a duplicate key, for LSOAs of different years, when fewer than half of the
 * areas' codes match (of LSOAs: fewer than 95%), or when most of those that do have another name
 * there. Unmatched keys on either side, other names and years of other units that differ are
 * warnings. */
geo_status geo_join_by_code(geo_context *context, geo_reader *reader, geo_code_join *join);

#endif
