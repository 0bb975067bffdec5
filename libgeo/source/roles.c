#include "source/roles.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/context.h"
#include "source/area_fields.h"

/* Field names of the known schemas: police.uk, police force exports and Ordnance Survey products,
 * in order of preference, compared as plain_name() makes them: lower case letters and digits. */
static const char *const lon_names[] = {"longitude", "lon", "lng", "long", NULL};
static const char *const lat_names[] = {"latitude", "lat", NULL};
static const char *const easting_names[] = {"easting",   "eastings", "bngeasting", "gridrefeasting",
                                            "oseasting", "eastingm", NULL};
static const char *const northing_names[] = {
    "northing", "northings", "bngnorthing", "gridrefnorthing", "osnorthing", "northingm", NULL};
static const char *const x_names[] = {"x", "xcoord", "xcoordinate", "coordx", "pointx", NULL};
static const char *const y_names[] = {"y", "ycoord", "ycoordinate", "coordy", "pointy", NULL};
/* A day says more than a month, and when it happened more than when it was reported. */
static const char *const date_names[] = {"datefrom",
                                         "dateoffrom",
                                         "occurredfrom",
                                         "committedfrom",
                                         "startdate",
                                         "fromdate",
                                         "incidentdate",
                                         "offencedate",
                                         "dateoccurred",
                                         "occurreddate",
                                         "occurred",
                                         "occurredon",
                                         "date",
                                         "datetime",
                                         "eventdate",
                                         "datereported",
                                         "reporteddate",
                                         "reported",
                                         "daterecorded",
                                         "recordeddate",
                                         "createddate",
                                         "month",
                                         NULL};
static const char *const category_names[] = {"crimetype",       "offencegroup",  "crimegroup",
                                             "category",        "crimecategory", "offencecategory",
                                             "offencetype",     "incidenttype",  "incidentcategory",
                                             "offencesubgroup", "offence",       NULL};

const char *source_role_name(source_role role)
{
    static const char *const name[SOURCE_ROLE_COUNT] = {
        [SOURCE_X] = "easting (x)",
        [SOURCE_Y] = "northing (y)",
        [SOURCE_LON] = "longitude",
        [SOURCE_LAT] = "latitude",
        [SOURCE_DATE] = "date",
        [SOURCE_CATEGORY] = "category",
        [SOURCE_WEIGHT] = "weight",
        [SOURCE_CODE] = "area code",
        [SOURCE_NAME] = "area name",
        [SOURCE_PARENT] = "parent area",
        [SOURCE_POPULATION] = "population",
    };
    return name[role];
}

static const char *option_of(source_role role)
{
    static const char *const option[SOURCE_ROLE_COUNT] = {
        [SOURCE_X] = "--x",
        [SOURCE_Y] = "--y",
        [SOURCE_LON] = "--lon",
        [SOURCE_LAT] = "--lat",
        [SOURCE_DATE] = "--date",
        [SOURCE_CATEGORY] = "--category-field",
        [SOURCE_WEIGHT] = "--weight",
        [SOURCE_CODE] = "--area-code",
        [SOURCE_NAME] = "--area-name",
        [SOURCE_PARENT] = "--parent",
        [SOURCE_POPULATION] = "--population-field",
    };
    return option[role];
}

static bool belongs_to(source_role role, source_kind kind)
{
    if (kind == SOURCE_INCIDENTS)
        return role <= SOURCE_WEIGHT;
    if (kind == SOURCE_TABLE)
        return role == SOURCE_CODE || role == SOURCE_POPULATION;
    return role >= SOURCE_CODE;
}

/* ---- asked for -------------------------------------------------------------------------- */

/* Exactly that name, else without regard to case. */
static size_t find_exactly(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(names[i], name) == 0)
            return i;
    return SOURCE_NO_FIELD;
}

static geo_status find_asked(geo_context *context, const char *const *names, size_t count,
                             const char *where, const geo_roles *asked, source_kind kind,
                             source_roles *out)
{
    const char *const wanted[SOURCE_ROLE_COUNT] = {
        [SOURCE_X] = asked->x,
        [SOURCE_Y] = asked->y,
        [SOURCE_LON] = asked->lon,
        [SOURCE_LAT] = asked->lat,
        [SOURCE_DATE] = asked->date,
        [SOURCE_CATEGORY] = asked->category,
        [SOURCE_WEIGHT] = asked->weight,
        [SOURCE_CODE] = asked->code,
        [SOURCE_NAME] = asked->name,
        [SOURCE_PARENT] = asked->parent,
        [SOURCE_POPULATION] = asked->population,
    };
    for (source_role role = 0; role < SOURCE_ROLE_COUNT; role++) {
        if (!wanted[role] || !belongs_to(role, kind))
            continue;
        out->field[role] = find_exactly(names, count, wanted[role]);
        if (out->field[role] == SOURCE_NO_FIELD) {
            char list[2048];
            geo_list_names(names, count, list, sizeof list);
            return geo_fail(context, GEO_ERROR_USAGE,
                            "%s: there is no field '%.100s' (%s, %s); its fields: %s", where,
                            wanted[role], option_of(role), source_role_name(role), list);
        }
    }
    return GEO_OK;
}

static geo_status check_pair(geo_context *context, const char *where, const source_roles *roles,
                             source_role first, source_role second)
{
    bool has_first = roles->field[first] != SOURCE_NO_FIELD;
    bool has_second = roles->field[second] != SOURCE_NO_FIELD;
    if (has_first == has_second)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE, "%s: %s needs %s as well", where,
                    option_of(has_first ? first : second), option_of(has_first ? second : first));
}

static geo_status check_coordinates(geo_context *context, const char *where,
                                    const source_roles *roles)
{
    geo_status status = check_pair(context, where, roles, SOURCE_X, SOURCE_Y);
    if (status == GEO_OK)
        status = check_pair(context, where, roles, SOURCE_LON, SOURCE_LAT);
    if (status == GEO_OK && roles->field[SOURCE_X] != SOURCE_NO_FIELD &&
        roles->field[SOURCE_LON] != SOURCE_NO_FIELD)
        status = geo_fail(context, GEO_ERROR_USAGE,
                          "%s: give either --x and --y or --lon and --lat, not both", where);
    return status;
}

/* ---- found by name ---------------------------------------------------------------------- */

/* The first of `known` that a field is called. */
static size_t find_known(const char *const *names, size_t count, const char *const *known)
{
    for (; *known; known++)
        for (size_t i = 0; i < count; i++) {
            char plain[SOURCE_PLAIN_NAME];
            source_plain_name((geo_text){names[i], strlen(names[i])}, plain);
            if (strcmp(plain, *known) == 0)
                return i;
        }
    return SOURCE_NO_FIELD;
}

/* A pair counts only when both halves are there. */
static bool find_pair(const char *const *names, size_t count, const char *const *first_names,
                      const char *const *second_names, source_role first, source_roles *out)
{
    size_t a = find_known(names, count, first_names);
    size_t b = find_known(names, count, second_names);
    if (a == SOURCE_NO_FIELD || b == SOURCE_NO_FIELD)
        return false;
    out->field[first] = a;
    out->field[first + 1] = b;
    return true;
}

static bool is_called(const char *name, const char *const *known)
{
    return find_known(&name, 1, known) == 0;
}

static void find_incident_roles(const char *const *names, size_t count, source_roles *out)
{
    if (out->field[SOURCE_X] == SOURCE_NO_FIELD && out->field[SOURCE_LON] == SOURCE_NO_FIELD &&
        !find_pair(names, count, easting_names, northing_names, SOURCE_X, out) &&
        !find_pair(names, count, lon_names, lat_names, SOURCE_LON, out))
        find_pair(names, count, x_names, y_names, SOURCE_X, out);
    if (out->field[SOURCE_X] != SOURCE_NO_FIELD)
        out->is_easting = is_called(names[out->field[SOURCE_X]], easting_names) &&
                          is_called(names[out->field[SOURCE_Y]], northing_names);
    if (out->field[SOURCE_DATE] == SOURCE_NO_FIELD)
        out->field[SOURCE_DATE] = find_known(names, count, date_names);
    if (out->field[SOURCE_CATEGORY] == SOURCE_NO_FIELD)
        out->field[SOURCE_CATEGORY] = find_known(names, count, category_names);
}

static void find_area_roles(geo_context *context, const char *const *names, size_t count,
                            const char *where, source_roles *out)
{
    source_area_fields found = source_find_area_fields(names, count, out->field[SOURCE_CODE]);
    if (out->field[SOURCE_CODE] == SOURCE_NO_FIELD)
        out->field[SOURCE_CODE] = found.code;
    if (out->field[SOURCE_NAME] == SOURCE_NO_FIELD)
        out->field[SOURCE_NAME] = found.name;
    if (out->field[SOURCE_PARENT] == SOURCE_NO_FIELD)
        out->field[SOURCE_PARENT] = found.parent;
    if (out->field[SOURCE_POPULATION] == SOURCE_NO_FIELD)
        out->field[SOURCE_POPULATION] = source_find_population(context, names, count, where);
}

geo_status source_find_roles(geo_context *context, const char *const *names, size_t count,
                             const char *where, const geo_roles *asked, source_kind kind,
                             source_roles *out)
{
    const geo_roles nothing = {0};
    source_roles found = {.is_easting = false};
    for (size_t role = 0; role < SOURCE_ROLE_COUNT; role++)
        found.field[role] = SOURCE_NO_FIELD;
    geo_status status =
        find_asked(context, names, count, where, asked ? asked : &nothing, kind, &found);
    if (status == GEO_OK)
        status = check_coordinates(context, where, &found);
    if (status != GEO_OK)
        return status;
    if (kind == SOURCE_INCIDENTS)
        find_incident_roles(names, count, &found);
    else
        find_area_roles(context, names, count, where, &found);
    *out = found;
    return GEO_OK;
}

geo_status source_require_role(geo_context *context, const source_roles *roles, source_role role,
                               const char *const *names, size_t count, const char *where)
{
    if (roles->field[role] != SOURCE_NO_FIELD)
        return GEO_OK;
    char list[2048];
    geo_list_names(names, count, list, sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: no field looks like the %s; name it with %s; its fields: %s", where,
                    source_role_name(role), option_of(role), list);
}

void geo_detect_roles(const char *const *names, size_t count, const char **role)
{
    source_roles incidents = {.is_easting = false};
    for (size_t i = 0; i < SOURCE_ROLE_COUNT; i++)
        incidents.field[i] = SOURCE_NO_FIELD;
    source_area_fields areas = source_find_area_fields(names, count, SOURCE_NO_FIELD);
    find_incident_roles(names, count, &incidents);
    incidents.field[SOURCE_CODE] = areas.code;
    incidents.field[SOURCE_NAME] = areas.name;
    incidents.field[SOURCE_PARENT] = areas.parent;
    incidents.field[SOURCE_POPULATION] = source_find_population(NULL, names, count, "");
    for (size_t i = 0; i < count; i++)
        role[i] = NULL;
    for (source_role i = 0; i < SOURCE_ROLE_COUNT; i++)
        if (incidents.field[i] != SOURCE_NO_FIELD)
            role[incidents.field[i]] = source_role_name(i);
}
