#include "source/inflate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/content.h"
#include "source/gunzip.h"

/* However well it is compressed, this much does no harm. */
#define SMALL_ENOUGH (1 << 20)

struct geo_inflate {
    char *path;
    geo_gunzip *gunzip; /* of a gzip file */
    VSILFILE *member;   /* of a zip */
    int64_t size;
    int64_t ratio_limit;
    int64_t delivered;
};

static geo_status open_member(geo_context *context, geo_inflate *inflate, const char *member)
{
    geo_bytes text = GEO_BYTES_INIT;
    geo_status status = geo_gdal_load(context, GEO_ERROR_INPUT, inflate->path);
    if (status == GEO_OK)
        status = geo_bytes_print(context, &text, "/vsizip/{%s}/%s", inflate->path, member);
    if (status == GEO_OK) {
        CPLPushErrorHandler(CPLQuietErrorHandler);
        inflate->member = VSIFOpenL(text.data, "rb");
        CPLPopErrorHandler();
        if (!inflate->member)
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
    geo_status status = geo_alloc_array(context, 1, sizeof *inflate, &inflate);
    if (status != GEO_OK)
        return status;
    inflate->size = size;
    inflate->ratio_limit = ratio_limit;
    status = geo_copy_text(context, path, &inflate->path);
    if (status == GEO_OK)
        status = member ? open_member(context, inflate, member)
                        : geo_gunzip_open(context, path, &inflate->gunzip);
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
    if (inflate->member)
        VSIFCloseL(inflate->member);
    geo_gunzip_free(inflate->gunzip);
    free(inflate->path);
    free(inflate);
}

static bool is_beyond_ratio(const geo_inflate *inflate)
{
    return inflate->ratio_limit > 0 && inflate->delivered > SMALL_ENOUGH &&
           inflate->delivered / inflate->ratio_limit >= inflate->size;
}

/* GDAL gives back what it inflated before the damage and reports the damage as an error only, the
 * checksum at the end included. */
static geo_gunzip_finding read_member(VSILFILE *member, char *buffer, size_t size, size_t *got)
{
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    *got = VSIFReadL(buffer, 1, size, member);
    CPLErr error = CPLGetLastErrorType();
    CPLErrorReset();
    CPLPopErrorHandler();
    return error == CE_None ? GEO_GUNZIP_SOUND : GEO_GUNZIP_DAMAGED;
}

geo_status geo_inflate_read(geo_context *context, geo_inflate *inflate, char *buffer, size_t size,
                            size_t *got)
{
    geo_gunzip_finding finding = inflate->member
                                     ? read_member(inflate->member, buffer, size, got)
                                     : geo_gunzip_read(inflate->gunzip, buffer, size, got);
    if (finding == GEO_GUNZIP_DAMAGED)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the compressed data is damaged or truncated after %" PRId64
                        " bytes; fetch the file again",
                        inflate->path, inflate->delivered);
    inflate->delivered += (int64_t)*got;
    if (finding == GEO_GUNZIP_OTHERS)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the compressed data ends, after %" PRId64
                        " bytes of text, before the file does; fetch the file again",
                        inflate->path, inflate->delivered);
    if (is_beyond_ratio(inflate))
        return geo_fail(context, GEO_ERROR_LIMIT,
                        "%s: %" PRId64 " compressed bytes inflate to more than %" PRId64
                        " times as many, the limit; unpack the file first if it is trusted",
                        inflate->path, inflate->size, inflate->ratio_limit);
    return GEO_OK;
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
