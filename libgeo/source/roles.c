#include "source/roles.h"

#include <stdio.h>
#include <string.h>

#include "core/context.h"
#include "core/text.h"
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

const char *geo_role_name(geo_role role)
{
    static const char *const name[GEO_ROLE_COUNT] = {
        [GEO_ROLE_X] = "easting (x)",
        [GEO_ROLE_Y] = "northing (y)",
        [GEO_ROLE_LON] = "longitude",
        [GEO_ROLE_LAT] = "latitude",
        [GEO_ROLE_DATE] = "date",
        [GEO_ROLE_CATEGORY] = "category",
        [GEO_ROLE_WEIGHT] = "weight",
        [GEO_ROLE_CODE] = "area code",
        [GEO_ROLE_NAME] = "area name",
        [GEO_ROLE_PARENT] = "parent area",
        [GEO_ROLE_POPULATION] = "population",
    };
    return name[role];
}

static const char *option_of(geo_role role)
{
    static const char *const option[GEO_ROLE_COUNT] = {
        [GEO_ROLE_X] = "--x",
        [GEO_ROLE_Y] = "--y",
        [GEO_ROLE_LON] = "--lon",
        [GEO_ROLE_LAT] = "--lat",
        [GEO_ROLE_DATE] = "--date",
        [GEO_ROLE_CATEGORY] = "--category-field",
        [GEO_ROLE_WEIGHT] = "--weight",
        [GEO_ROLE_CODE] = "--area-code",
        [GEO_ROLE_NAME] = "--area-name",
        [GEO_ROLE_PARENT] = "--parent",
        [GEO_ROLE_POPULATION] = "--population-field",
    };
    return option[role];
}

static bool belongs_to(geo_role role, geo_input_kind kind)
{
    if (kind == GEO_INPUT_INCIDENTS)
        return role <= GEO_ROLE_WEIGHT;
    if (kind == GEO_INPUT_TABLE)
        return role == GEO_ROLE_CODE || role == GEO_ROLE_POPULATION;
    return role >= GEO_ROLE_CODE;
}

/* ---- asked for -------------------------------------------------------------------------- */

/* Exactly that name, else without regard to case. */
static size_t find_exactly(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    for (size_t i = 0; i < count; i++)
        if (geo_same_name(names[i], name))
            return i;
    return GEO_NO_FIELD;
}

static geo_status find_asked(geo_context *context, const char *const *names, size_t count,
                             const char *where, const geo_roles *asked, geo_input_kind kind,
                             geo_found_roles *out)
{
    const char *const wanted[GEO_ROLE_COUNT] = {
        [GEO_ROLE_X] = asked->x,
        [GEO_ROLE_Y] = asked->y,
        [GEO_ROLE_LON] = asked->lon,
        [GEO_ROLE_LAT] = asked->lat,
        [GEO_ROLE_DATE] = asked->date,
        [GEO_ROLE_CATEGORY] = asked->category,
        [GEO_ROLE_WEIGHT] = asked->weight,
        [GEO_ROLE_CODE] = asked->code,
        [GEO_ROLE_NAME] = asked->name,
        [GEO_ROLE_PARENT] = asked->parent,
        [GEO_ROLE_POPULATION] = asked->population,
    };
    for (geo_role role = 0; role < GEO_ROLE_COUNT; role++) {
        if (!wanted[role] || !belongs_to(role, kind))
            continue;
        out->field[role] = find_exactly(names, count, wanted[role]);
        if (out->field[role] == GEO_NO_FIELD) {
            char list[2048];
            geo_list_names(names, count, list, sizeof list);
            return geo_fail(context, GEO_ERROR_USAGE,
                            "%s: there is no field '%.100s' for the %s (%s); its fields: %s", where,
                            wanted[role], geo_role_name(role), option_of(role), list);
        }
    }
    return GEO_OK;
}

static geo_status check_pair(geo_context *context, const char *where, const geo_found_roles *roles,
                             geo_role first, geo_role second)
{
    bool has_first = roles->field[first] != GEO_NO_FIELD;
    bool has_second = roles->field[second] != GEO_NO_FIELD;
    if (has_first == has_second)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_USAGE, "%s: %s needs %s as well", where,
                    option_of(has_first ? first : second), option_of(has_first ? second : first));
}

static geo_status check_coordinates(geo_context *context, const char *where,
                                    const geo_found_roles *roles)
{
    geo_status status = check_pair(context, where, roles, GEO_ROLE_X, GEO_ROLE_Y);
    if (status == GEO_OK)
        status = check_pair(context, where, roles, GEO_ROLE_LON, GEO_ROLE_LAT);
    if (status == GEO_OK && roles->field[GEO_ROLE_X] != GEO_NO_FIELD &&
        roles->field[GEO_ROLE_LON] != GEO_NO_FIELD)
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
            char plain[GEO_PLAIN_NAME];
            geo_plain_name(geo_text_of(names[i]), plain);
            if (strcmp(plain, *known) == 0)
                return i;
        }
    return GEO_NO_FIELD;
}

/* A pair counts only when both halves are there. */
static bool find_pair(const char *const *names, size_t count, const char *const *first_names,
                      const char *const *second_names, geo_role first, geo_found_roles *out)
{
    size_t a = find_known(names, count, first_names);
    size_t b = find_known(names, count, second_names);
    if (a == GEO_NO_FIELD || b == GEO_NO_FIELD)
        return false;
    out->field[first] = a;
    out->field[first + 1] = b;
    return true;
}

static bool is_called(const char *name, const char *const *known)
{
    return find_known(&name, 1, known) == 0;
}

static void find_incident_roles(const char *const *names, size_t count, geo_found_roles *out)
{
    if (out->field[GEO_ROLE_X] == GEO_NO_FIELD && out->field[GEO_ROLE_LON] == GEO_NO_FIELD &&
        !find_pair(names, count, easting_names, northing_names, GEO_ROLE_X, out) &&
        !find_pair(names, count, lon_names, lat_names, GEO_ROLE_LON, out))
        find_pair(names, count, x_names, y_names, GEO_ROLE_X, out);
    if (out->field[GEO_ROLE_X] != GEO_NO_FIELD)
        out->is_easting = is_called(names[out->field[GEO_ROLE_X]], easting_names) &&
                          is_called(names[out->field[GEO_ROLE_Y]], northing_names);
    if (out->field[GEO_ROLE_DATE] == GEO_NO_FIELD)
        out->field[GEO_ROLE_DATE] = find_known(names, count, date_names);
    if (out->field[GEO_ROLE_CATEGORY] == GEO_NO_FIELD)
        out->field[GEO_ROLE_CATEGORY] = find_known(names, count, category_names);
}

static void find_area_roles(geo_context *context, const char *const *names, size_t count,
                            const char *where, geo_found_roles *out)
{
    geo_area_fields found = geo_find_area_fields(names, count, out->field[GEO_ROLE_CODE]);
    if (out->field[GEO_ROLE_CODE] == GEO_NO_FIELD)
        out->field[GEO_ROLE_CODE] = found.code;
    if (out->field[GEO_ROLE_NAME] == GEO_NO_FIELD)
        out->field[GEO_ROLE_NAME] = found.name;
    if (out->field[GEO_ROLE_PARENT] == GEO_NO_FIELD)
        out->field[GEO_ROLE_PARENT] = found.parent;
    if (out->field[GEO_ROLE_POPULATION] == GEO_NO_FIELD)
        out->field[GEO_ROLE_POPULATION] = geo_find_population(context, names, count, where);
}

geo_status geo_find_roles(geo_context *context, const char *const *names, size_t count,
                          const char *where, const geo_roles *asked, geo_input_kind kind,
                          geo_found_roles *out)
{
    const geo_roles nothing = {0};
    geo_found_roles found = {.is_easting = false};
    for (size_t role = 0; role < GEO_ROLE_COUNT; role++)
        found.field[role] = GEO_NO_FIELD;
    geo_status status =
        find_asked(context, names, count, where, asked ? asked : &nothing, kind, &found);
    if (status == GEO_OK)
        status = check_coordinates(context, where, &found);
    if (status != GEO_OK)
        return status;
    if (kind == GEO_INPUT_INCIDENTS)
        find_incident_roles(names, count, &found);
    else
        find_area_roles(context, names, count, where, &found);
    *out = found;
    return GEO_OK;
}

geo_status geo_require_role(geo_context *context, const geo_found_roles *roles, geo_role role,
                            const char *const *names, size_t count, const char *where)
{
    if (roles->field[role] != GEO_NO_FIELD)
        return GEO_OK;
    if (count == 0)
        return geo_fail(context, GEO_ERROR_USAGE,
                        "%s: there are no fields at all, so none for the %s (%s)", where,
                        geo_role_name(role), option_of(role));
    char list[2048];
    geo_list_names(names, count, list, sizeof list);
    return geo_fail(context, GEO_ERROR_USAGE,
                    "%s: no field looks like the %s; name it with %s; its fields: %s", where,
                    geo_role_name(role), option_of(role), list);
}

void geo_detect_roles(const char *const *names, size_t count, const char **role)
{
    geo_found_roles incidents = {.is_easting = false};
    for (size_t i = 0; i < GEO_ROLE_COUNT; i++)
        incidents.field[i] = GEO_NO_FIELD;
    geo_area_fields areas = geo_find_area_fields(names, count, GEO_NO_FIELD);
    find_incident_roles(names, count, &incidents);
    incidents.field[GEO_ROLE_CODE] = areas.code;
    incidents.field[GEO_ROLE_NAME] = areas.name;
    incidents.field[GEO_ROLE_PARENT] = areas.parent;
    incidents.field[GEO_ROLE_POPULATION] = geo_find_population(NULL, names, count, "");
    for (size_t i = 0; i < count; i++)
        role[i] = NULL;
    for (geo_role i = 0; i < GEO_ROLE_COUNT; i++)
        if (incidents.field[i] != GEO_NO_FIELD)
            role[incidents.field[i]] = geo_role_name(i);
}
