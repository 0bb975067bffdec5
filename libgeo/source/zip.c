/* A layer file inside a zip archive. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/stage.h"

static geo_format format_of_member(const char *member)
{
    static const struct {
        const char *extension;
        geo_format format;
    } known[] = {
        {".gpkg", GEO_FORMAT_GPKG},      {".geojson", GEO_FORMAT_GEOJSON},
        {".json", GEO_FORMAT_GEOJSON},   {".shp", GEO_FORMAT_SHAPEFILE},
        {".fgb", GEO_FORMAT_FLATGEOBUF},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (geo_has_ending(member, known[i].extension))
            return known[i].format;
    return GEO_FORMAT_CSV;
}

static geo_status member_path(geo_context *context, const char *zip, const char *member, char **out)
{
    size_t size = strlen(zip) + strlen(member) + 16;
    char *path = NULL;
    geo_status status = geo_alloc_array(context, size, 1, &path);
    if (status != GEO_OK)
        return status;
    /* Braces keep what comes after the archive's name apart from it, whatever the name. */
    snprintf(path, size, "/vsizip/{%s}%s%s", zip, *member ? "/" : "", member);
    *out = path;
    return GEO_OK;
}

/* Adds up what the members unpack to. */
static geo_status check_members(geo_context *context, const char *zip, const char *name,
                                char **members, int64_t ratio)
{
    uint64_t size = 0;
    double packed = geo_size_of_file(zip, &size) ? (double)size : 0;
    double unpacked = 0;
    for (char **member = members; member && *member; member++) {
        char *path = NULL;
        geo_status status = member_path(context, zip, *member, &path);
        if (status != GEO_OK)
            return status;
        if (geo_size_of_file(path, &size))
            unpacked += (double)size;
        free(path);
    }
    if (ratio > 0 && unpacked > packed * (double)ratio)
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "%s: unpacks to %.0f times its size, the limit is %lld times; raise it "
                        "with --max-ratio if the file is trusted",
                        name, unpacked / packed, (long long)ratio);
    return GEO_OK;
}

static geo_status pick_member(geo_context *context, const char *name, char **members,
                              const char **out)
{
    const char *found[2] = {NULL, NULL};
    size_t count = 0;
    for (char **member = members; member && *member; member++)
        if (format_of_member(*member) != GEO_FORMAT_CSV && count < 2)
            found[count++] = *member;
    if (count == 1) {
        *out = found[0];
        return GEO_OK;
    }
    if (count == 0)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: no GeoPackage, GeoJSON, Shapefile or FlatGeobuf is in this archive",
                        name);
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: several layer files are in this archive (%s, %s ...); unpack it and name "
                    "one",
                    name, found[0], found[1]);
}

geo_status geo_check_ratio(geo_context *context, const char *zip, const char *name, int64_t ratio)
{
    char *root = NULL;
    geo_status status = member_path(context, zip, "", &root);
    if (status != GEO_OK)
        return status;
    char **members = VSIReadDirRecursive(root);
    status = check_members(context, zip, name, members, ratio);
    CSLDestroy(members);
    free(root);
    return status;
}

geo_status geo_zip_member(geo_context *context, const char *zip, const char *name, int64_t ratio,
                          geo_format *format, char **path)
{
    char *root = NULL;
    const char *member = NULL;
    geo_status status = member_path(context, zip, "", &root);
    if (status != GEO_OK)
        return status;
    char **members = VSIReadDirRecursive(root);
    status = check_members(context, zip, name, members, ratio);
    if (status == GEO_OK)
        status = pick_member(context, name, members, &member);
    if (status == GEO_OK)
        status = member_path(context, zip, member, path);
    if (status == GEO_OK)
        *format = format_of_member(member);
    CSLDestroy(members);
    free(root);
    return status;
}
