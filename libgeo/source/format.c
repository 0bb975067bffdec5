#include "source/format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/context.h"
#include "core/text.h"

static const char *const format_name[GEO_FORMAT_COUNT] = {
    [GEO_FORMAT_CSV] = "CSV",
    [GEO_FORMAT_GPKG] = "GeoPackage",
    [GEO_FORMAT_GEOJSON] = "GeoJSON",
    [GEO_FORMAT_SHAPEFILE] = "Shapefile",
    [GEO_FORMAT_FLATGEOBUF] = "FlatGeobuf",
    [GEO_FORMAT_XLSX] = "XLSX workbook",
    [GEO_FORMAT_ZIP] = "zip archive",
};

static const struct {
    const char *extension;
    geo_format format;
} format_of_extension[] = {
    {".csv", GEO_FORMAT_CSV},          {".tsv", GEO_FORMAT_CSV},
    {".txt", GEO_FORMAT_CSV},          {".gpkg", GEO_FORMAT_GPKG},
    {".geojson", GEO_FORMAT_GEOJSON},  {".json", GEO_FORMAT_GEOJSON},
    {".geojsonl", GEO_FORMAT_GEOJSON}, {".geojsons", GEO_FORMAT_GEOJSON},
    {".shp", GEO_FORMAT_SHAPEFILE},    {".fgb", GEO_FORMAT_FLATGEOBUF},
    {".xlsx", GEO_FORMAT_XLSX},        {".zip", GEO_FORMAT_ZIP},
};

const char *geo_format_name(geo_format format)
{
    return format_name[format];
}

/* The first byte that is no blank, byte-order mark or record separator (RFC 8142). */
static char first_sign(geo_text head)
{
    size_t i = geo_begins_with(head, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (i < head.length && head.data[i] && strchr(" \t\r\n\x1E", head.data[i]))
        i++;
    return i < head.length ? head.data[i] : '\0';
}

/* A workbook is a zip archive whose members have these names (ECMA-376, part 2); the first name
 * begins at byte 30 of the archive. */
static bool is_workbook(geo_text head)
{
    static const char *const member[] = {"[Content_Types].xml", "_rels/", "docProps/", "xl/",
                                         "customXml/"};
    geo_text name = {head.data + 30, head.length - 30};
    if (head.length <= 30)
        return false;
    for (size_t i = 0; i < sizeof member / sizeof *member; i++)
        if (geo_begins_with(name, member[i], strlen(member[i])))
            return true;
    return false;
}

/* Judged by the first bytes. A gzipped CSV is GEO_FORMAT_CSV. */
static geo_format format_of_content(geo_text head)
{
    if (geo_begins_with(head, "SQLite format 3\0", 16))
        return GEO_FORMAT_GPKG;
    if (geo_begins_with(head, "\0\0\x27\x0A", 4))
        return GEO_FORMAT_SHAPEFILE;
    if (geo_begins_with(head, "fgb\x03", 4))
        return GEO_FORMAT_FLATGEOBUF;
    if (geo_begins_with(head, "PK\x03\x04", 4) && is_workbook(head))
        return GEO_FORMAT_XLSX;
    if (geo_begins_with(head, "PK\x03\x04", 4) || geo_begins_with(head, "PK\x05\x06", 4))
        return GEO_FORMAT_ZIP;
    return first_sign(head) == '{' ? GEO_FORMAT_GEOJSON : GEO_FORMAT_CSV;
}

/* A file whose name and content disagree is more often the wrong file than a wrong name. */
static geo_status check_extension(geo_context *context, const char *path, geo_format format)
{
    const char *extension = geo_path_extension(path);
    size_t known = sizeof format_of_extension / sizeof *format_of_extension;
    for (size_t i = 0; i < known; i++)
        if (geo_same_name(extension, format_of_extension[i].extension) &&
            format_of_extension[i].format != format)
            return geo_fail(context, GEO_ERROR_INPUT,
                            "%s: its content is not %s, as the name says, but looks like %s; give "
                            "the right file, or the name that fits it",
                            path, format_name[format_of_extension[i].format], format_name[format]);
    return GEO_OK;
}

static bool is_remote(const char *path)
{
    static const char *const scheme[] = {"http:", "https:", "ftp:", "s3:", "gs:", "/vsi"};
    for (size_t i = 0; i < sizeof scheme / sizeof *scheme; i++)
        if (strncasecmp(path, scheme[i], strlen(scheme[i])) == 0)
            return true;
    return false;
}

static geo_status fail_on_open(geo_context *context, const char *path, int error)
{
    if (error == ENOENT || error == ENOTDIR)
        return geo_fail(context, GEO_ERROR_INPUT, "%s: there is no such file", path);
    if (error == EACCES || error == EPERM)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: you have no permission to read it; ask its owner for that", path);
    return geo_fail(context, GEO_ERROR_INPUT, "%s: cannot be opened (error %d of the system)", path,
                    error);
}

/* Reads up to `size` bytes from the start of a regular file; *is_regular tells. */
static geo_status read_head(geo_context *context, const char *path, char *bytes, size_t size,
                            size_t *length, bool *is_regular)
{
    struct stat facts;
    if (stat(path, &facts) != 0)
        return fail_on_open(context, path, errno);
    if (S_ISDIR(facts.st_mode))
        return geo_fail(context, GEO_ERROR_INPUT, "%s: is a folder, not a file", path);
    *is_regular = S_ISREG(facts.st_mode);
    if (!*is_regular)
        return GEO_OK;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fail_on_open(context, path, errno);
    size_t have = 0;
    ssize_t got = 1;
    while (have < size && got > 0) {
        got = read(file, bytes + have, size - have);
        if (got > 0)
            have += (size_t)got;
        else if (got < 0 && errno == EINTR)
            got = 1;
    }
    close(file);
    if (got < 0)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the disk reports an error; copy the file to a sound one", path);
    *length = have;
    return GEO_OK;
}

geo_status geo_format_of_input(geo_context *context, const geo_input *input, geo_format *format)
{
    char bytes[GEO_FORMAT_BYTES];
    geo_text head = input->content;
    bool is_regular = input->path != geo_standard_input;
    if (is_regular && !head.data) {
        if (is_remote(input->path))
            return geo_fail(context, GEO_ERROR_INPUT,
                            "%s: only files on this machine are read; download it first",
                            input->path);
        size_t length = 0;
        geo_status status =
            read_head(context, input->path, bytes, sizeof bytes, &length, &is_regular);
        if (status != GEO_OK)
            return status;
        head = (geo_text){bytes, length};
    }
    if (!is_regular) {
        *format = GEO_FORMAT_CSV;
        return GEO_OK;
    }
    if (head.length == 0)
        return geo_fail(context, GEO_ERROR_INPUT, "%s: the file is empty", input->path);
    geo_format found = format_of_content(head);
    geo_status status = GEO_OK;
    if (!input->content.data)
        status = check_extension(context, input->path, found);
    if (status == GEO_OK)
        *format = found;
    return status;
}
