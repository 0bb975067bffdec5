/* Whether a file is all there: sizes that headers promise against sizes that files have. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "source/stage.h"

static uint64_t big_endian(const unsigned char *bytes, size_t count)
{
    uint64_t number = 0;
    for (size_t i = 0; i < count; i++)
        number = number << 8 | bytes[i];
    return number;
}

static uint64_t little_endian(const unsigned char *bytes, size_t count)
{
    uint64_t number = 0;
    for (size_t i = count; i > 0; i--)
        number = number << 8 | bytes[i - 1];
    return number;
}

/* A member of an archive, or memory. */
static bool is_gdals(const char *path)
{
    return strncmp(path, "/vsi", 4) == 0;
}

bool geo_size_of_file(const char *path, uint64_t *size)
{
    struct stat facts;
    if (!is_gdals(path)) {
        *size = 0;
        if (stat(path, &facts) != 0 || !S_ISREG(facts.st_mode) || access(path, R_OK) != 0)
            return false;
        *size = (uint64_t)facts.st_size;
        return true;
    }
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file)
        return false;
    VSIFSeekL(file, 0, SEEK_END);
    *size = VSIFTellL(file);
    VSIFCloseL(file);
    return true;
}

static bool read_gdals(const char *path, uint64_t from, unsigned char *bytes, size_t length)
{
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file)
        return false;
    bool is_read =
        VSIFSeekL(file, from, SEEK_SET) == 0 && VSIFReadL(bytes, 1, length, file) == length;
    VSIFCloseL(file);
    return is_read;
}

static bool read_plainly(const char *path, uint64_t from, unsigned char *bytes, size_t length)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        return false;
    bool is_read =
        fseeko(file, (off_t)from, SEEK_SET) == 0 && fread(bytes, 1, length, file) == length;
    fclose(file);
    return is_read;
}

/* Reads `length` bytes at `offset`, counted from the end when negative; false when they aren't
 * there. */
static bool read_at(const char *path, int64_t offset, unsigned char *bytes, size_t length,
                    uint64_t *size)
{
    if (!geo_size_of_file(path, size))
        return false;
    uint64_t from = offset < 0 ? *size - (uint64_t)(-offset) : (uint64_t)offset;
    if (from > *size)
        return false;
    return is_gdals(path) ? read_gdals(path, from, bytes, length)
                          : read_plainly(path, from, bytes, length);
}

static geo_status truncated(geo_context *context, const char *name, const char *part,
                            uint64_t promised, uint64_t size)
{
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: the file is truncated: its %s promises %llu bytes, there are %llu; get it "
                    "again",
                    name, part, (unsigned long long)promised, (unsigned long long)size);
}

/* SQLite's database header, https://www.sqlite.org/fileformat.html#the_database_header */
static geo_status check_gpkg(geo_context *context, const char *path, const char *name)
{
    unsigned char head[100];
    uint64_t size = 0;
    if (!read_at(path, 0, head, sizeof head, &size))
        return truncated(context, name, "database header", sizeof head, size);
    uint64_t page_bytes = big_endian(head + 16, 2);
    if (page_bytes == 1)
        page_bytes = 65536;
    bool count_is_valid = memcmp(head + 24, head + 92, 4) == 0;
    uint64_t promised = count_is_valid ? big_endian(head + 28, 4) * page_bytes : 0;
    if (promised > size)
        return truncated(context, name, "database header", promised, size);
    if (page_bytes < 512 || size % page_bytes != 0)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the file is truncated or damaged: %llu bytes are no whole number of "
                        "database pages; get it again",
                        name, (unsigned long long)size);
    return GEO_OK;
}

/* A GeoJSON text ends with '}', whatever blanks follow. */
static geo_status check_geojson(geo_context *context, const char *path, const char *name)
{
    unsigned char tail[4096];
    uint64_t size = 0;
    if (!geo_size_of_file(path, &size))
        return geo_fail(context, GEO_ERROR_INPUT, "%s: cannot be read", name);
    size_t length = size < sizeof tail ? (size_t)size : sizeof tail;
    if (!read_at(path, -(int64_t)length, tail, length, &size))
        return geo_fail(context, GEO_ERROR_INPUT, "%s: cannot be read", name);
    while (length > 0 && strchr(" \t\r\n", tail[length - 1]))
        length--;
    if (length == 0 || tail[length - 1] == '}')
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: the file is truncated: GeoJSON ends with '}'; get it again", name);
}

geo_status geo_sibling_file(geo_context *context, const char *path, const char *extension,
                            char **out)
{
    const char *dot = strrchr(path, '.');
    size_t stem = dot ? (size_t)(dot - path) : strlen(path);
    char upper[8] = "";
    for (size_t i = 0; extension[i] && i + 1 < sizeof upper; i++)
        upper[i] = (char)(extension[i] >= 'a' && extension[i] <= 'z' ? extension[i] - 'a' + 'A'
                                                                     : extension[i]);
    const char *const variant[] = {extension, upper};
    for (size_t i = 0; i < 2; i++) {
        char *candidate = NULL;
        geo_status status = geo_alloc_array(context, stem + strlen(extension) + 1, 1, &candidate);
        if (status != GEO_OK)
            return status;
        snprintf(candidate, stem + strlen(extension) + 1, "%.*s%s", (int)stem, path, variant[i]);
        uint64_t size;
        if (geo_size_of_file(candidate, &size)) {
            *out = candidate;
            return GEO_OK;
        }
        free(candidate);
    }
    *out = NULL;
    return GEO_OK;
}

/* The 100 bytes header that .shp and .shx share: ESRI Shapefile Technical Description, 1998. */
static geo_status check_shape_header(geo_context *context, const char *path, const char *name,
                                     const char *part, uint64_t *size)
{
    unsigned char head[100];
    if (!read_at(path, 0, head, sizeof head, size))
        return truncated(context, name, part, sizeof head, *size);
    uint64_t promised = big_endian(head + 24, 4) * 2;
    return promised > *size ? truncated(context, name, part, promised, *size) : GEO_OK;
}

/* dBASE III header: rows at 4, header length at 8, row length at 10. */
static geo_status check_dbf(geo_context *context, const char *path, const char *name,
                            uint64_t *rows)
{
    unsigned char head[32];
    uint64_t size = 0;
    if (!read_at(path, 0, head, sizeof head, &size))
        return truncated(context, name, ".dbf header", sizeof head, size);
    *rows = little_endian(head + 4, 4);
    uint64_t promised = little_endian(head + 8, 2) + *rows * little_endian(head + 10, 2);
    return promised > size ? truncated(context, name, ".dbf header", promised, size) : GEO_OK;
}

static geo_status missing_part(geo_context *context, const char *name, const char *extension)
{
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: the %s file that belongs to it is missing; a Shapefile is at least .shp, "
                    ".shx and .dbf side by side",
                    name, extension);
}

static geo_status check_shapefile_parts(geo_context *context, const char *path, const char *name,
                                        const char *shx, const char *dbf)
{
    if (!shx)
        return missing_part(context, name, ".shx");
    if (!dbf)
        return missing_part(context, name, ".dbf");
    uint64_t size = 0;
    uint64_t index_size = 0;
    uint64_t rows = 0;
    geo_status status = check_shape_header(context, path, name, ".shp header", &size);
    if (status == GEO_OK)
        status = check_shape_header(context, shx, name, ".shx header", &index_size);
    if (status == GEO_OK)
        status = check_dbf(context, dbf, name, &rows);
    if (status == GEO_OK && (index_size - 100) / 8 != rows)
        status =
            geo_fail(context, GEO_ERROR_INPUT,
                     "%s: the .shx file has %llu shapes, the .dbf file %llu rows; they don't "
                     "belong together or one is truncated",
                     name, (unsigned long long)((index_size - 100) / 8), (unsigned long long)rows);
    return status;
}

static geo_status check_shapefile(geo_context *context, const char *path, const char *name)
{
    char *shx = NULL;
    char *dbf = NULL;
    geo_status status = geo_sibling_file(context, path, ".shx", &shx);
    if (status == GEO_OK)
        status = geo_sibling_file(context, path, ".dbf", &dbf);
    if (status == GEO_OK)
        status = check_shapefile_parts(context, path, name, shx, dbf);
    free(shx);
    free(dbf);
    return status;
}

geo_status geo_check_whole(geo_context *context, geo_format format, const char *path,
                           const char *name)
{
    switch (format) {
    case GEO_FORMAT_GPKG:
        return check_gpkg(context, path, name);
    case GEO_FORMAT_GEOJSON:
        return check_geojson(context, path, name);
    case GEO_FORMAT_SHAPEFILE:
        return check_shapefile(context, path, name);
    default:
        return GEO_OK; /* FlatGeobuf: the number of features tells */
    }
}
