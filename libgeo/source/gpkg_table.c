/* A layer of a GeoPackage: its fields, how many rows, and where they are. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/memory.h"
#include "core/text.h"
#include "source/crs.h"
#include "source/gpkg.h"

/* ---- extensions ----------------------------------------------------------------------------- */

/* Others than those that change nothing of what is read. Where the description of columns cannot be
 * asked for what GDAL asks for, it would not open the layer. */
static bool has_strange_extensions(const geo_gpkg *gpkg)
{
    if (gpkg->has_data_columns) {
        sqlite3_stmt *columns =
            geo_gpkg_prepare(gpkg, "SELECT column_name, mime_type, constraint_name, table_name "
                                   "FROM gpkg_data_columns");
        sqlite3_finalize(columns);
        if (!columns)
            return true;
    }
    if (!gpkg->has_extensions)
        return false;
    sqlite3_stmt *strange = geo_gpkg_prepare(
        gpkg,
        "SELECT extension_name FROM gpkg_extensions "
        "WHERE (table_name IS NULL OR lower(table_name) = lower(%Q)) "
        "AND extension_name NOT IN ('gdal_aspatial', 'gpkg_metadata', 'gpkg_schema', "
        "'gpkg_crs_wkt', 'gpkg_crs_wkt_1_1', 'related_tables', 'gpkg_related_tables', "
        "'gpkg_rtree_index', 'gpkg_geometry_type_trigger', 'gpkg_srs_id_trigger', "
        "'gpkg_geom_CIRCULARSTRING', 'gpkg_geom_COMPOUNDCURVE', 'gpkg_geom_CURVEPOLYGON', "
        "'gpkg_geom_MULTICURVE', 'gpkg_geom_MULTISURFACE', 'gpkg_geom_CURVE', "
        "'gpkg_geom_SURFACE')",
        gpkg->chosen->table);
    bool has_none = strange && sqlite3_step(strange) == SQLITE_DONE;
    sqlite3_finalize(strange);
    return !has_none;
}

/* ---- fields --------------------------------------------------------------------------------- */

/* Types of GeoPackage (its table 1) as GDAL takes them. */
static bool find_kind(const char *type, geo_gpkg_field *field)
{
    static const struct {
        const char *name;
        geo_gpkg_kind kind;
        bool is_short;
    } known[] = {
        {"TEXT", GEO_GPKG_TEXT, false},       {"INTEGER", GEO_GPKG_INTEGER, false},
        {"INT", GEO_GPKG_INTEGER, false},     {"MEDIUMINT", GEO_GPKG_INTEGER, true},
        {"SMALLINT", GEO_GPKG_INTEGER, true}, {"TINYINT", GEO_GPKG_INTEGER, true},
        {"BOOLEAN", GEO_GPKG_INTEGER, true},  {"REAL", GEO_GPKG_REAL, false},
        {"DOUBLE", GEO_GPKG_REAL, false},     {"FLOAT", GEO_GPKG_REAL, false},
        {"DATE", GEO_GPKG_DATE, false},       {"DATETIME", GEO_GPKG_TIME, false},
        {"BLOB", GEO_GPKG_BINARY, false},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (geo_same_name(type, known[i].name)) {
            field->kind = known[i].kind;
            field->is_short = known[i].is_short;
            return true;
        }
    bool is_text = strncasecmp(type, "TEXT(", 5) == 0;
    field->kind = is_text ? GEO_GPKG_TEXT : GEO_GPKG_BINARY;
    return is_text || strncasecmp(type, "BLOB(", 5) == 0;
}

/* The geometry's declared type is the layer's or BLOB. */
static bool is_geometry_type(const char *type)
{
    static const char *const known[] = {"BLOB",         "GEOMETRY",        "POINT",
                                        "MULTIPOINT",   "LINESTRING",      "POLYGON",
                                        "MULTIPOLYGON", "MULTILINESTRING", "GEOMETRYCOLLECTION"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (geo_same_name(type, known[i]))
            return true;
    return false;
}

static geo_status add_field(geo_context *context, geo_gpkg *gpkg, const char *name,
                            const geo_gpkg_field *like)
{
    geo_status status = geo_grow_array(context, &gpkg->field, &gpkg->field_capacity,
                                       gpkg->field_count + 1, sizeof *gpkg->field);
    if (status != GEO_OK)
        return status;
    geo_gpkg_field *field = &gpkg->field[gpkg->field_count];
    *field = *like;
    status = geo_copy_text(context, name, &field->name);
    if (status == GEO_OK)
        gpkg->field_count++;
    return status;
}

/* The rows' number, the geometry or a field. */
static geo_status take_column(geo_context *context, sqlite3_stmt *columns, geo_gpkg *gpkg,
                              size_t *geometries, bool *is_plain)
{
    enum { NAME = 1, TYPE, KEY = 5, HIDDEN };
    const char *name = (const char *)sqlite3_column_text(columns, NAME);
    const char *type = (const char *)sqlite3_column_text(columns, TYPE);
    const char *geometry = gpkg->chosen->geometry_column;
    geo_gpkg_field field = {.name = NULL};
    *is_plain = name && type && sqlite3_column_int(columns, HIDDEN) == 0;
    if (!*is_plain)
        return GEO_OK;
    if (sqlite3_column_int(columns, KEY) > 0) {
        *is_plain = !gpkg->id_column && geo_same_name(type, "INTEGER") &&
                    !(geometry && geo_same_name(name, geometry));
        return *is_plain ? geo_copy_text(context, name, &gpkg->id_column) : GEO_OK;
    }
    if (geometry && geo_same_name(name, geometry)) {
        ++*geometries;
        *is_plain = is_geometry_type(type);
        return GEO_OK;
    }
    *is_plain = find_kind(type, &field);
    return *is_plain ? add_field(context, gpkg, name, &field) : GEO_OK;
}

static geo_status read_fields(geo_context *context, geo_gpkg *gpkg, bool *is_plain)
{
    sqlite3_stmt *columns = geo_gpkg_prepare(gpkg, "PRAGMA table_xinfo(%Q)", gpkg->chosen->table);
    geo_status status = GEO_OK;
    size_t geometries = 0;
    int step = SQLITE_DONE;
    *is_plain = columns != NULL;
    while (*is_plain && status == GEO_OK && (step = sqlite3_step(columns)) == SQLITE_ROW)
        status = take_column(context, columns, gpkg, &geometries, is_plain);
    sqlite3_finalize(columns);
    *is_plain = *is_plain && step == SQLITE_DONE && gpkg->id_column &&
                geometries == (gpkg->chosen->geometry_column != NULL);
    return status;
}

/* ---- rows and place ------------------------------------------------------------------------- */

/* As the file says, which many rows that are there must then be; counted when it says nothing. */
static bool count_rows(geo_gpkg *gpkg)
{
    bool is_known = true;
    gpkg->row_count = -1;
    if (gpkg->has_ogr_contents) {
        sqlite3_stmt *said = geo_gpkg_prepare(gpkg,
                                              "SELECT feature_count FROM gpkg_ogr_contents "
                                              "WHERE lower(table_name) = lower(%Q)",
                                              gpkg->chosen->table);
        int step = said ? sqlite3_step(said) : SQLITE_ERROR;
        bool is_null = step == SQLITE_ROW && sqlite3_column_type(said, 0) == SQLITE_NULL;
        if (step == SQLITE_ROW && sqlite3_column_type(said, 0) == SQLITE_INTEGER)
            gpkg->row_count = sqlite3_column_int64(said, 0);
        is_known = step == SQLITE_DONE ||
                   ((is_null || gpkg->row_count >= 0) && sqlite3_step(said) == SQLITE_DONE);
        sqlite3_finalize(said);
    }
    if (!is_known || gpkg->row_count >= 0)
        return is_known;
    sqlite3_stmt *count =
        geo_gpkg_prepare(gpkg, "SELECT Count(*) FROM \"%w\"", gpkg->chosen->table);
    is_known = count && sqlite3_step(count) == SQLITE_ROW;
    if (is_known)
        gpkg->row_count = sqlite3_column_int64(count, 0);
    sqlite3_finalize(count);
    return is_known;
}

/* Only systems that are named by their number in EPSG's register: what another definition comes to
 * is GDAL's to say. */
static bool is_of_epsg(const geo_gpkg *gpkg)
{
    sqlite3_stmt *epoch = geo_gpkg_prepare(gpkg, "SELECT epoch FROM gpkg_spatial_ref_sys");
    const char *no_epoch = epoch ? "AND coalesce(epoch, 0) = 0" : "";
    sqlite3_finalize(epoch);
    sqlite3_stmt *system = geo_gpkg_prepare(
        gpkg,
        "SELECT definition IS NOT NULL AND upper(organization) = 'EPSG' AND "
        "organization_coordsys_id = srs_id %s FROM gpkg_spatial_ref_sys WHERE srs_id = %d",
        no_epoch, gpkg->chosen->crs);
    bool is_it = system && sqlite3_step(system) == SQLITE_ROW &&
                 sqlite3_column_int(system, 0) == 1 && sqlite3_step(system) == SQLITE_DONE;
    sqlite3_finalize(system);
    return is_it;
}

/* 0 and -1 are GeoPackage's "undefined" systems: nothing is known. */
static geo_status read_crs(geo_context *context, geo_gpkg *gpkg, bool *is_plain)
{
    int crs = gpkg->chosen->crs;
    if (!gpkg->chosen->geometry_column || crs == 0 || crs == -1)
        return GEO_OK;
    *is_plain = is_of_epsg(gpkg);
    geo_status status = *is_plain ? geo_crs_of_epsg(context, crs, &gpkg->crs) : GEO_OK;
    *is_plain = *is_plain && gpkg->crs.wkt;
    return status == GEO_ERROR_CRS ? GEO_OK : status;
}

/* A layer without an extent in its entry is GDAL's, which looks at all of it then. */
geo_status geo_gpkg_choose(geo_context *context, geo_gpkg *gpkg, size_t layer, bool *is_plain)
{
    gpkg->chosen = &gpkg->layer[layer];
    *is_plain = !gpkg->chosen->geometry_column || gpkg->chosen->has_extent;
    if (!*is_plain)
        return GEO_OK;
    geo_status status = read_fields(context, gpkg, is_plain);
    *is_plain = *is_plain && !has_strange_extensions(gpkg) && count_rows(gpkg);
    if (status == GEO_OK && *is_plain)
        status = read_crs(context, gpkg, is_plain);
    if (status == GEO_OK)
        status = geo_alloc_array(context, gpkg->field_count, sizeof *gpkg->column, &gpkg->column);
    if (status == GEO_OK)
        status = geo_alloc_array(context, gpkg->field_count, sizeof *gpkg->value, &gpkg->value);
    return status;
}
