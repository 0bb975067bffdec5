#ifdef __linux__
#define _GNU_SOURCE /* fallocate() */
#endif
#include "output/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/context.h"
#include "output/path.h"

geo_status geo_spool_open(geo_context *context, const char *path, geo_spool *spool, int *error)
{
    char *name = NULL;
    *error = 0;
    spool->descriptor = -1;
    atomic_init(&spool->length, 0);
    geo_status status = geo_path_temporary(context, path, &name);
    if (status != GEO_OK)
        return status;
    spool->descriptor = mkstemp(name);
    if (spool->descriptor < 0) {
        *error = errno;
        status = GEO_ERROR_OUTPUT;
    } else {
        unlink(name);
        fcntl(spool->descriptor, F_SETFD, FD_CLOEXEC);
    }
    free(name);
    return status;
}

void geo_spool_close(geo_spool *spool)
{
    if (spool->descriptor >= 0)
        close(spool->descriptor);
    spool->descriptor = -1;
}

int geo_spool_add(geo_spool *spool, const void *data, size_t length, uint64_t *offset)
{
    const char *bytes = data;
    *offset = atomic_fetch_add(&spool->length, length);
    for (size_t done = 0; done < length;) {
        ssize_t written =
            pwrite(spool->descriptor, bytes + done, length - done, (off_t)(*offset + done));
        if (written < 0 && errno != EINTR)
            return errno;
        done += written < 0 ? 0 : (size_t)written;
    }
    return 0;
}

int geo_spool_read(const geo_spool *spool, uint64_t offset, void *data, size_t length)
{
    char *bytes = data;
    for (size_t done = 0; done < length;) {
        ssize_t got = pread(spool->descriptor, bytes + done, length - done, (off_t)(offset + done));
        if (got == 0 || (got < 0 && errno != EINTR))
            return got == 0 ? EIO : errno;
        done += got < 0 ? 0 : (size_t)got;
    }
    return 0;
}

void geo_spool_forget(geo_spool *spool, uint64_t offset)
{
#ifdef FALLOC_FL_PUNCH_HOLE
    /* Where it fails the disk must hold the tiles twice until the file is whole, no more. */
    if (offset > 0)
        (void)fallocate(spool->descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
                        (off_t)offset);
#else
    (void)spool;
    (void)offset;
#endif
}
