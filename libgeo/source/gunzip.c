#include "source/gunzip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define ZLIB_CONST
#include <zlib.h>

#include "core/context.h"
#include "core/memory.h"

#define BLOCK_BYTES 65536
#define HEAD_BYTES  10
#define GZIP_ONLY   (15 + 16) /* inflateInit2(): the largest window, and heads of gzip */

struct geo_gunzip {
    int file;
    z_stream stream;
    bool has_stream;
    bool is_within;   /* a part: it has begun and not ended */
    bool has_part;    /* one has ended */
    bool is_read_out; /* the file */
    unsigned char block[BLOCK_BYTES];
};

geo_status geo_gunzip_open(geo_context *context, const char *path, geo_gunzip **out)
{
    geo_gunzip *gunzip = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *gunzip, &gunzip);
    if (status != GEO_OK)
        return status;
    gunzip->file = open(path, O_RDONLY | O_CLOEXEC);
    if (gunzip->file < 0)
        status = geo_fail(context, GEO_ERROR_INPUT, "%s: cannot be read", path);
    if (status == GEO_OK && inflateInit2(&gunzip->stream, GZIP_ONLY) != Z_OK)
        status = geo_fail(context, GEO_ERROR_MEMORY, "out of memory: %s", path);
    gunzip->has_stream = status == GEO_OK;
    if (status == GEO_OK)
        *out = gunzip;
    else
        geo_gunzip_free(gunzip);
    return status;
}

void geo_gunzip_free(geo_gunzip *gunzip)
{
    if (!gunzip)
        return;
    if (gunzip->has_stream)
        inflateEnd(&gunzip->stream);
    if (gunzip->file >= 0)
        close(gunzip->file);
    free(gunzip);
}

/* A file that can't be read on ends here: within a part that is damage. */
static void read_block(geo_gunzip *gunzip)
{
    ssize_t got;
    do
        got = read(gunzip->file, gunzip->block, sizeof gunzip->block);
    while (got < 0 && errno == EINTR);
    gunzip->is_read_out = got <= 0;
    gunzip->stream.next_in = gunzip->block;
    gunzip->stream.avail_in = got > 0 ? (uInt)got : 0;
}

/* Goes on by what is there of input and room. */
static geo_gunzip_finding step(geo_gunzip *gunzip)
{
    z_stream *stream = &gunzip->stream;
    if (!gunzip->is_within && gunzip->has_part && inflateReset(stream) != Z_OK)
        return GEO_GUNZIP_DAMAGED;
    gunzip->is_within = true;
    int result = inflate(stream, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
        gunzip->is_within = false;
        gunzip->has_part = true;
        return GEO_GUNZIP_SOUND;
    }
    if (result == Z_OK || result == Z_BUF_ERROR)
        return GEO_GUNZIP_SOUND;
    /* Less than a head was good. */
    return gunzip->has_part && stream->total_out == 0 && stream->total_in < HEAD_BYTES
               ? GEO_GUNZIP_OTHERS
               : GEO_GUNZIP_DAMAGED;
}

geo_gunzip_finding geo_gunzip_read(geo_gunzip *gunzip, char *buffer, size_t size, size_t *got)
{
    static const size_t most = 1 << 30; /* of what zlib takes at once */
    z_stream *stream = &gunzip->stream;
    geo_gunzip_finding finding = GEO_GUNZIP_SOUND;
    stream->next_out = (Bytef *)buffer;
    stream->avail_out = (uInt)(size < most ? size : most);
    while (stream->avail_out > 0 && finding == GEO_GUNZIP_SOUND) {
        if (stream->avail_in == 0)
            read_block(gunzip);
        if (gunzip->is_read_out)
            break;
        finding = step(gunzip);
    }
    *got = (size_t)(stream->next_out - (Bytef *)buffer);
    bool is_cut = gunzip->is_read_out && gunzip->is_within && stream->avail_out > 0;
    return is_cut ? GEO_GUNZIP_DAMAGED : finding;
}
