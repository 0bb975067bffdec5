#include "source/inflate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/content.h"

/* However well it is compressed, this much does no harm. */
#define SMALL_ENOUGH (1 << 20)

struct geo_inflate {
    char *path;
    VSILFILE *file;
    int64_t size;
    int64_t ratio_limit;
    int64_t delivered;
    bool is_member; /* of a zip, else a gzip file */
    bool is_checked;
};

/* Without this GDAL leaves a .gz.properties file beside the input. */
static void leave_no_side_files(void)
{
    CPLSetThreadLocalConfigOption("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO");
}

static geo_status virtual_path(geo_context *context, const char *path, const char *member,
                               geo_bytes *text)
{
    if (!member)
        return geo_bytes_print(context, text, "/vsigzip/%s", path);
    return geo_bytes_print(context, text, "/vsizip/{%s}/%s", path, member);
}

static geo_status open_virtual(geo_context *context, geo_inflate *inflate, const char *member)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = virtual_path(context, inflate->path, member, &text);
    if (status == GEO_OK) {
        leave_no_side_files();
        CPLPushErrorHandler(CPLQuietErrorHandler);
        inflate->file = VSIFOpenL(text.data, "rb");
        CPLPopErrorHandler();
        if (!inflate->file)
            status = geo_fail(context, GEO_ERROR_INPUT,
                              "%s: the compressed data cannot be read; is the file whole?",
                              inflate->path);
    }
    geo_bytes_clear(&text);
    return status;
}

geo_status geo_inflate_open(geo_context *context, const char *path, const char *member,
                            int64_t size, int64_t ratio_limit, geo_inflate **out)
{
    geo_inflate *inflate = NULL;
    geo_status status = geo_gdal_load(context, GEO_ERROR_INPUT, path);
    if (status == GEO_OK)
        status = geo_alloc_array(context, 1, sizeof *inflate, &inflate);
    if (status != GEO_OK)
        return status;
    inflate->size = size;
    inflate->is_member = member != NULL;
    inflate->ratio_limit = ratio_limit;
    status = geo_copy_text(context, path, &inflate->path);
    if (status == GEO_OK)
        status = open_virtual(context, inflate, member);
    if (status != GEO_OK) {
        geo_inflate_free(inflate);
        return status;
    }
    *out = inflate;
    return GEO_OK;
}

void geo_inflate_free(geo_inflate *inflate)
{
    if (!inflate)
        return;
    if (inflate->file)
        VSIFCloseL(inflate->file);
    free(inflate->path);
    free(inflate);
}

static bool is_beyond_ratio(const geo_inflate *inflate)
{
    return inflate->ratio_limit > 0 && inflate->delivered > SMALL_ENOUGH &&
           inflate->delivered / inflate->ratio_limit >= inflate->size;
}

/* ---- the end of a gzip file ----------------------------------------------------------------- */

/* The last four bytes of a gzip file that was compressed in one go are the text's length, modulo
 * 2^32 (RFC 1952, 2.3.1). */
static bool ends_with_length(const geo_inflate *inflate)
{
    unsigned char end[4];
    VSILFILE *file = VSIFOpenL(inflate->path, "rb");
    if (!file)
        return false;
    bool is_read =
        VSIFSeekL(file, (vsi_l_offset)(inflate->size - (int64_t)sizeof end), SEEK_SET) == 0 &&
        VSIFReadL(end, 1, sizeof end, file) == sizeof end;
    VSIFCloseL(file);
    uint32_t length = 0;
    for (size_t i = sizeof end; i > 0; i--)
        length = length << 8 | end[i - 1];
    return is_read && length == (uint32_t)inflate->delivered;
}

/* Whether the file is damaged when its last byte is missing. */
static geo_status needs_last_byte(geo_context *context, const geo_inflate *inflate, bool *is_needed)
{
    char block[16384];
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = geo_bytes_print(context, &text, "/vsigzip//vsisubfile/0_%" PRId64 ",%s",
                                        inflate->size - 1, inflate->path);
    *is_needed = true;
    if (status != GEO_OK)
        return status;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    VSILFILE *file = VSIFOpenL(text.data, "rb");
    if (file) {
        while (VSIFReadL(block, 1, sizeof block, file) == sizeof block)
            continue;
        *is_needed = CPLGetLastErrorType() != CE_None;
        VSIFCloseL(file);
    }
    CPLErrorReset();
    CPLPopErrorHandler();
    geo_bytes_clear(&text);
    return GEO_OK;
}

/*
 * GDAL ends quietly at bytes that don't begin another compressed part, though rows may be behind
 * them. A file of several parts, the only one whose end isn't plain to see, is inflated once more.
 */
static geo_status check_end(geo_context *context, geo_inflate *inflate)
{
    bool is_needed = true;
    if (inflate->is_member || inflate->is_checked || ends_with_length(inflate))
        return GEO_OK;
    geo_status status = needs_last_byte(context, inflate, &is_needed);
    if (status == GEO_OK && !is_needed)
        status = geo_fail(context, GEO_ERROR_INPUT,
                          "%s: the compressed data ends, after %" PRId64
                          " bytes of text, before the file does; fetch the file again",
                          inflate->path, inflate->delivered);
    inflate->is_checked = status == GEO_OK;
    return status;
}

geo_status geo_inflate_read(geo_context *context, geo_inflate *inflate, char *buffer, size_t size,
                            size_t *got)
{
    /* GDAL gives back what it inflated before the damage and reports the damage as an error only,
     * the checksum at the end included. */
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    *got = VSIFReadL(buffer, 1, size, inflate->file);
    CPLErr error = CPLGetLastErrorType();
    CPLErrorReset();
    CPLPopErrorHandler();
    if (error != CE_None)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the compressed data is damaged or truncated after %" PRId64
                        " bytes; fetch the file again",
                        inflate->path, inflate->delivered);
    inflate->delivered += (int64_t)*got;
    if (is_beyond_ratio(inflate))
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "%s: %" PRId64 " compressed bytes inflate to more than %" PRId64
                        " times as many, the limit; unpack the file first if it is trusted",
                        inflate->path, inflate->size, inflate->ratio_limit);
    return *got == 0 && size > 0 ? check_end(context, inflate) : GEO_OK;
}

static geo_status only_csv(geo_context *context, const char *path, CSLConstList names,
                           char **member)
{
    const char *found = NULL;
    size_t count = 0;
    for (int i = 0; names && names[i]; i++) {
        if (geo_has_ending(names[i], ".csv") && strncmp(names[i], "__MACOSX/", 9) != 0) {
            found = names[i];
            count++;
        }
    }
    if (count > 1)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the zip holds %zu CSV files; unpack it and name those to be read",
                        path, count);
    return geo_copy_text(context, found, member);
}

geo_status geo_zip_csv_member(geo_context *context, const char *path, char **member)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = geo_gdal_load(context, GEO_ERROR_INPUT, path);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &text, "/vsizip/{%s}", path);
    if (status != GEO_OK)
        return status;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    char **names = VSIReadDirRecursive(text.data);
    CPLErrorReset();
    CPLPopErrorHandler();
    geo_bytes_clear(&text);
    if (!names)
        return geo_fail(context, GEO_ERROR_INPUT, "%s: the zip cannot be read; is the file whole?",
                        path);
    status = only_csv(context, path, (CSLConstList)names, member);
    CSLDestroy(names);
    return status;
}
