/* A GeoPackage as a whole: what must be so, and its layers in the order that GDAL has them. */
#include "source/gpkg.h"

#include <limits.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/text.h"

/* ---- queries -------------------------------------------------------------------------------- */

sqlite3_stmt *geo_gpkg_prepare(const geo_gpkg *gpkg, const char *format, ...)
{
    sqlite3_stmt *statement = NULL;
    va_list parts;
    va_start(parts, format);
    char *sql = sqlite3_vmprintf(format, parts);
    va_end(parts);
    if (sql && sqlite3_prepare_v2(gpkg->database, sql, -1, &statement, NULL) != SQLITE_OK) {
        sqlite3_finalize(statement);
        statement = NULL;
    }
    sqlite3_free(sql);
    return statement;
}

bool geo_gpkg_number(const geo_gpkg *gpkg, const char *sql, int64_t *number)
{
    sqlite3_stmt *statement = geo_gpkg_prepare(gpkg, "%s", sql);
    bool is_one = statement && sqlite3_step(statement) == SQLITE_ROW &&
                  sqlite3_column_type(statement, 0) == SQLITE_INTEGER;
    if (is_one)
        *number = sqlite3_column_int64(statement, 0);
    is_one = is_one && sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return is_one;
}

static bool is_number(const geo_gpkg *gpkg, const char *sql, int64_t expected)
{
    int64_t number = 0;
    return geo_gpkg_number(gpkg, sql, &number) && number == expected;
}

/* ---- the database --------------------------------------------------------------------------- */

/* Nothing that a planted file could bring may run. The stage gives a file with signs that an URI
 * would take for its own another name. */
static bool open_database(const geo_stage *stage, geo_gpkg *gpkg)
{
    const char *path = stage->path;
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    while (path[0] == '/' && path[1] == '/') /* an URI would take the next name for a machine's */
        path++;
    char *uri = sqlite3_mprintf("file:%s?immutable=1", path);
    bool is_open =
        uri &&
        (stage->is_immutable ? sqlite3_open_v2(uri, &gpkg->database, flags | SQLITE_OPEN_URI, NULL)
                             : sqlite3_open_v2(path, &gpkg->database, flags, NULL)) == SQLITE_OK;
    sqlite3_free(uri);
    return is_open &&
           sqlite3_db_config(gpkg->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) == SQLITE_OK &&
           sqlite3_db_config(gpkg->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) == SQLITE_OK;
}

/* GeoPackage 1.0 to 1.4. */
static bool is_of_known_version(const geo_gpkg *gpkg)
{
    const int64_t since_1_2 = 0x47504B47, only_1_0 = 0x47503130, only_1_1 = 0x47503131;
    int64_t id = 0;
    int64_t version = 0;
    if (!geo_gpkg_number(gpkg, "PRAGMA application_id", &id) ||
        !geo_gpkg_number(gpkg, "PRAGMA user_version", &version))
        return false;
    return id == only_1_0 || id == only_1_1 ||
           (id == since_1_2 && version >= 10200 && version < 10500);
}

/* Those that tell of others must be tables that lie in the file: a view may never end. */
static bool has_usual_tables(geo_gpkg *gpkg)
{
    static const char system[] = "'gpkg_contents', 'gpkg_geometry_columns', "
                                 "'gpkg_spatial_ref_sys', 'gpkg_extensions', "
                                 "'gpkg_data_columns', 'gpkg_ogr_contents'";
    sqlite3_stmt *tables =
        geo_gpkg_prepare(gpkg,
                         "SELECT name, type = 'table' AND rootpage > 0 FROM sqlite_master "
                         "WHERE type IN ('table', 'view') AND lower(name) IN (%s)",
                         system);
    int necessary = 0;
    int step = SQLITE_DONE;
    bool is_usual = tables != NULL;
    while (is_usual && (step = sqlite3_step(tables)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(tables, 0);
        is_usual = name && sqlite3_column_int(tables, 1) == 1;
        if (!is_usual)
            break;
        if (strcmp(name, "gpkg_extensions") == 0)
            gpkg->has_extensions = true;
        else if (strcmp(name, "gpkg_data_columns") == 0)
            gpkg->has_data_columns = true;
        else if (strcmp(name, "gpkg_ogr_contents") == 0)
            gpkg->has_ogr_contents = true;
        else
            necessary += strstr(system, name) != NULL;
    }
    sqlite3_finalize(tables);
    return is_usual && step == SQLITE_DONE && necessary == 3;
}

/* GDAL would not open a file without these columns. */
static bool has_usual_extensions(const geo_gpkg *gpkg)
{
    if (!gpkg->has_extensions)
        return true;
    sqlite3_stmt *extensions =
        geo_gpkg_prepare(gpkg, "SELECT table_name, column_name, extension_name, definition, scope "
                               "FROM gpkg_extensions");
    sqlite3_finalize(extensions);
    return extensions != NULL;
}

/* GDAL may count tables as layers that the GeoPackage doesn't name as such. */
static bool has_unnamed_tables(const geo_gpkg *gpkg)
{
    return !is_number(gpkg,
                      "SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view') "
                      "AND name NOT LIKE 'gpkg_%' AND name NOT LIKE 'vgpkg_%' "
                      "AND name NOT LIKE 'rtree_%' AND name NOT LIKE 'sqlite_%' "
                      "AND name NOT IN ('st_spatial_ref_sys', 'spatial_ref_sys', "
                      "'st_geometry_columns', 'geometry_columns') "
                      "AND lower(name) NOT IN (SELECT lower(table_name) FROM gpkg_contents)",
                      0);
}

/* ---- layers --------------------------------------------------------------------------------- */

static bool find_geometry(const char *name, geo_geometry *geometry)
{
    static const struct {
        const char *name;
        geo_geometry geometry;
    } known[] = {
        {"POINT", GEO_GEOMETRY_POINT},     {"MULTIPOINT", GEO_GEOMETRY_POINT},
        {"LINESTRING", GEO_GEOMETRY_LINE}, {"MULTILINESTRING", GEO_GEOMETRY_LINE},
        {"POLYGON", GEO_GEOMETRY_POLYGON}, {"MULTIPOLYGON", GEO_GEOMETRY_POLYGON},
        {"GEOMETRY", GEO_GEOMETRY_OTHER},  {"GEOMETRYCOLLECTION", GEO_GEOMETRY_OTHER},
    };
    for (size_t i = 0; name && i < sizeof known / sizeof *known; i++)
        if (geo_same_name(name, known[i].name)) {
            *geometry = known[i].geometry;
            return true;
        }
    return false;
}

/* As GDAL has it: with the 15 digits of SQLite's texts. */
static bool take_extent(sqlite3_stmt *layers, int column, geo_extent *extent)
{
    double bound[4];
    for (int i = 0; i < 4; i++) {
        int type = sqlite3_column_type(layers, column + i);
        if ((type != SQLITE_INTEGER && type != SQLITE_FLOAT) ||
            !geo_number_parse(geo_text_of((const char *)sqlite3_column_text(layers, column + i)),
                              &bound[i]))
            return false;
    }
    *extent = (geo_extent){bound[0], bound[1], bound[2], bound[3]};
    return extent->x_min <= extent->x_max && extent->y_min <= extent->y_max;
}

static geo_status take_layer(geo_context *context, sqlite3_stmt *layers, geo_gpkg *gpkg,
                             bool *is_plain)
{
    enum { TABLE, IS_SPATIAL, COLUMN, TYPE, CRS, EXTENT, TABLES = EXTENT + 4 };
    geo_gpkg_layer layer = {.geometry = GEO_GEOMETRY_NONE};
    const char *table = (const char *)sqlite3_column_text(layers, TABLE);
    const char *column = (const char *)sqlite3_column_text(layers, COLUMN);
    *is_plain = table && *table && sqlite3_column_int(layers, TABLES) == 1;
    for (size_t i = 0; i < gpkg->layer_count && *is_plain; i++)
        *is_plain = !geo_same_name(gpkg->layer[i].table, table);
    if (*is_plain && sqlite3_column_int(layers, IS_SPATIAL)) {
        sqlite3_int64 crs = sqlite3_column_int64(layers, CRS);
        layer.crs = (int)crs;
        layer.has_extent = take_extent(layers, EXTENT, &layer.extent);
        *is_plain = column && sqlite3_column_type(layers, CRS) == SQLITE_INTEGER &&
                    crs >= INT_MIN && crs <= INT_MAX &&
                    find_geometry((const char *)sqlite3_column_text(layers, TYPE), &layer.geometry);
    }
    if (!*is_plain)
        return GEO_OK;
    geo_status status = geo_grow_array(context, &gpkg->layer, &gpkg->layer_capacity,
                                       gpkg->layer_count + 1, sizeof *gpkg->layer);
    if (status == GEO_OK)
        status = geo_copy_text(context, table, &layer.table);
    if (status == GEO_OK && column)
        status = geo_copy_text(context, column, &layer.geometry_column);
    if (status == GEO_OK) {
        gpkg->layer[gpkg->layer_count++] = layer;
        return GEO_OK;
    }
    free(layer.table);
    return status;
}

/* 1: one table that lies in the file; anything else: a view, a virtual table or nothing. */
#define OBJECTS_NAMED                                                                              \
    "SELECT sum(CASE WHEN type = 'table' AND rootpage > 0 THEN 1 ELSE 2 END) FROM sqlite_master "  \
    "WHERE type IN ('table', 'view') AND lower(name) = lower"

/* The order of rows is that of the join, which is GDAL's. `description` is asked for because GDAL
 * would not open a file without it. */
static geo_status list_layers(geo_context *context, geo_gpkg *gpkg, bool *is_plain)
{
    const size_t most = 1000;
    static const char layers_sql[] =
        "SELECT c.table_name, 1, g.column_name, g.geometry_type_name, g.srs_id, "
        "c.min_x, c.min_y, c.max_x, c.max_y, (" OBJECTS_NAMED "(c.table_name)), "
        "c.identifier, c.description, g.z, g.m "
        "FROM gpkg_geometry_columns g JOIN gpkg_contents c ON (g.table_name = c.table_name) "
        "WHERE c.table_name <> 'ogr_empty_table' AND c.data_type = 'features' "
        "UNION ALL "
        "SELECT table_name, 0, NULL, NULL, 0, 0, 0, 0, 0, (" OBJECTS_NAMED "(table_name)), "
        "identifier, description, 0, 0 "
        "FROM gpkg_contents WHERE data_type IN ('aspatial', 'attributes')";
    sqlite3_stmt *layers = geo_gpkg_prepare(gpkg, "%s", layers_sql);
    geo_status status = GEO_OK;
    int step = SQLITE_DONE;
    *is_plain = layers != NULL;
    while (*is_plain && status == GEO_OK && (step = sqlite3_step(layers)) == SQLITE_ROW) {
        *is_plain = gpkg->layer_count < most;
        if (*is_plain)
            status = take_layer(context, layers, gpkg, is_plain);
    }
    sqlite3_finalize(layers);
    *is_plain = *is_plain && step == SQLITE_DONE && gpkg->layer_count > 0;
    return status;
}

/* ---- opening and closing -------------------------------------------------------------------- */

geo_status geo_gpkg_open(geo_context *context, const geo_stage *stage, geo_gpkg **out)
{
    geo_gpkg *gpkg = NULL;
    bool is_plain = false;
    *out = NULL;
    if (!geo_same_name(geo_path_extension(stage->path), ".gpkg"))
        return GEO_OK;
    geo_status status = geo_alloc_array(context, 1, sizeof *gpkg, &gpkg);
    if (status != GEO_OK)
        return status;
    if (open_database(stage, gpkg) && is_of_known_version(gpkg) && has_usual_tables(gpkg) &&
        has_usual_extensions(gpkg) && !has_unnamed_tables(gpkg))
        status = list_layers(context, gpkg, &is_plain);
    if (status == GEO_OK && is_plain)
        *out = gpkg;
    else
        geo_gpkg_free(gpkg);
    return status;
}

void geo_gpkg_free(geo_gpkg *gpkg)
{
    if (!gpkg)
        return;
    sqlite3_finalize(gpkg->rows);
    sqlite3_close(gpkg->database);
    for (size_t i = 0; i < gpkg->layer_count; i++) {
        free(gpkg->layer[i].table);
        free(gpkg->layer[i].geometry_column);
    }
    for (size_t i = 0; i < gpkg->field_count; i++)
        free(gpkg->field[i].name);
    geo_crs_clear(&gpkg->crs);
    free(gpkg->layer);
    free(gpkg->id_column);
    free(gpkg->field);
    free(gpkg->column);
    free(gpkg->value);
    free(gpkg);
}
