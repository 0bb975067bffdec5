/*
 * Files are read() in blocks and not mapped: a mapped file that another program shortens kills the
 * reader with SIGBUS, a failing disk does the same, and FIFOs and compressed files cannot be mapped
 * at all. Blocks that stay in the processor's cache cost no more than the page faults of a mapping,
 * and the memory needed does not grow with the file.
 */
#include "source/content.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "source/format.h"
#include "source/inflate.h"

const char geo_standard_input[] = "standard input";

struct geo_content {
    char *path;
    geo_text memory; /* before what the descriptor has, if there is one */
    int descriptor;
    geo_inflate *inflate;
    struct stat opened;
    bool is_plain; /* a file with a size, not a FIFO */
    int64_t delivered;
    size_t head_length;
    size_t head_read;
    char head[GEO_FORMAT_BYTES];
};

static const char *phrase_of_error(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return "there is no such file";
    case EACCES:
    case EPERM:
        return "it may not be read (permissions)";
    case EISDIR:
        return "it is a folder, not a file";
    case EIO:
        return "the disk or network reports a read error";
    case EMFILE:
    case ENFILE:
        return "too many files are open";
    case ENAMETOOLONG:
        return "the name is too long";
    case ELOOP:
        return "its symbolic links go round in a circle";
    default:
        return "the system reports an error";
    }
}

static geo_status fail_with_error(geo_context *context, const char *path, const char *doing,
                                  int error)
{
    return geo_fail(context, GEO_ERROR_INPUT, "%s: cannot be %s: %s (error %d)", path, doing,
                    phrase_of_error(error), error);
}

/* ---- opening ------------------------------------------------------------------------------- */

static bool is_gzip_name(const char *path)
{
    return geo_has_ending(path, ".gz");
}

/* GDAL reads a file that only claims to be compressed as it is. */
static geo_status check_is_gzip(geo_context *context, const geo_content *content)
{
    unsigned char first[2];
    ssize_t got = pread(content->descriptor, first, sizeof first, 0);
    if (got < 0)
        return fail_with_error(context, content->path, "read", errno);
    if (got == 2 && first[0] == 0x1F && first[1] == 0x8B)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: the name says that it is gzip-compressed data, but it is not",
                    content->path);
}

static geo_status open_file(geo_context *context, geo_content *content, const char *member,
                            const geo_limits *limits)
{
    content->descriptor = open(content->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (content->descriptor < 0)
        return fail_with_error(context, content->path, "opened", errno);
    if (fstat(content->descriptor, &content->opened) != 0)
        return fail_with_error(context, content->path, "looked at", errno);
    if (S_ISDIR(content->opened.st_mode))
        return fail_with_error(context, content->path, "read", EISDIR);
    content->is_plain = S_ISREG(content->opened.st_mode);
    if (!member && !is_gzip_name(content->path)) {
        posix_fadvise(content->descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
        return GEO_OK;
    }
    if (!content->is_plain)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: compressed data cannot be read from a pipe; save it to a file or "
                        "unpack it with gunzip -c",
                        content->path);
    geo_status status = member ? GEO_OK : check_is_gzip(context, content);
    if (status != GEO_OK)
        return status;
    return geo_inflate_open(context, content->path, member, (int64_t)content->opened.st_size,
                            limits->decompression_ratio, &content->inflate);
}

static geo_status open_standard_input(geo_context *context, geo_content *content)
{
    content->descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    return content->descriptor >= 0 ? GEO_OK
                                    : fail_with_error(context, content->path, "opened", errno);
}

static geo_status read_block(geo_context *context, geo_content *content, char *buffer, size_t size,
                             size_t *got);

static geo_status fill_head(geo_context *context, geo_content *content)
{
    if (content->memory.data) {
        content->head_length = content->memory.length < sizeof content->head
                                   ? content->memory.length
                                   : sizeof content->head;
        memcpy(content->head, content->memory.data, content->head_length);
        return GEO_OK;
    }
    size_t got = 1;
    while (got > 0 && content->head_length < sizeof content->head) {
        geo_status status = read_block(context, content, content->head + content->head_length,
                                       sizeof content->head - content->head_length, &got);
        if (status != GEO_OK)
            return status;
        content->head_length += got;
    }
    return GEO_OK;
}

static geo_status open_into(geo_context *context, const geo_input *input, const char *member,
                            const geo_limits *limits, geo_content *content)
{
    geo_status status = geo_copy_text(context, input->path, &content->path);
    if (status != GEO_OK)
        return status;
    content->memory = input->content;
    if (input->path == geo_standard_input)
        status = open_standard_input(context, content);
    else if (!content->memory.data)
        status = open_file(context, content, member, limits);
    return status == GEO_OK ? fill_head(context, content) : status;
}

geo_status geo_content_open(geo_context *context, const geo_input *input, const char *member,
                            const geo_limits *limits, geo_content **out)
{
    geo_content *content = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *content, &content);
    if (status != GEO_OK)
        return status;
    content->descriptor = -1;
    status = open_into(context, input, member, limits, content);
    if (status != GEO_OK) {
        geo_content_free(content);
        return status;
    }
    *out = content;
    return GEO_OK;
}

void geo_content_free(geo_content *content)
{
    if (!content)
        return;
    geo_inflate_free(content->inflate);
    if (content->descriptor >= 0)
        close(content->descriptor);
    free(content->path);
    free(content);
}

/* ---- reading ------------------------------------------------------------------------------- */

static bool is_same_file_state(const struct stat *before, const struct stat *after)
{
    return before->st_size == after->st_size && before->st_mtim.tv_sec == after->st_mtim.tv_sec &&
           before->st_mtim.tv_nsec == after->st_mtim.tv_nsec;
}

/* A file that grew, shrank or was rewritten under us gave a mixture of two states. */
geo_status geo_content_check(geo_context *context, const geo_content *content, int64_t delivered)
{
    struct stat now;
    if (!content->is_plain)
        return GEO_OK;
    if (fstat(content->descriptor, &now) != 0)
        return fail_with_error(context, content->path, "looked at", errno);
    if (!is_same_file_state(&content->opened, &now))
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: the file changed while it was being read; try again when it is "
                        "complete",
                        content->path);
    if (!content->inflate && delivered != (int64_t)now.st_size)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: only %" PRId64 " of %" PRId64
                        " bytes could be read; copy the file to a sound disk and try again",
                        content->path, delivered, (int64_t)now.st_size);
    return GEO_OK;
}

static geo_status read_block(geo_context *context, geo_content *content, char *buffer, size_t size,
                             size_t *got)
{
    if (content->inflate) {
        geo_status status = geo_inflate_read(context, content->inflate, buffer, size, got);
        if (status != GEO_OK)
            return status;
    } else {
        ssize_t count;
        while ((count = read(content->descriptor, buffer, size)) < 0 && errno == EINTR) {
            /* A signal may have come to end the wait. */
            geo_status status = geo_report_progress(context, "reading incidents", 0);
            if (status != GEO_OK)
                return status;
        }
        if (count < 0)
            return fail_with_error(context, content->path, "read to its end", errno);
        *got = (size_t)count;
    }
    content->delivered += (int64_t)*got;
    if (*got > 0 || size == 0)
        return GEO_OK;
    return geo_content_check(context, content, content->delivered);
}

geo_status geo_content_read(geo_context *context, geo_content *content, char *buffer, size_t size,
                            size_t *got)
{
    geo_text ready = {content->head, content->head_length};
    if (content->memory.data)
        ready = content->memory;
    if (content->head_read < ready.length) {
        size_t left = ready.length - content->head_read;
        *got = left < size ? left : size;
        memcpy(buffer, ready.data + content->head_read, *got);
        content->head_read += *got;
        return GEO_OK;
    }
    if (content->descriptor < 0) {
        *got = 0;
        return GEO_OK;
    }
    return read_block(context, content, buffer, size, got);
}

bool geo_content_may_wait(const geo_content *content)
{
    return content->descriptor >= 0 && !content->is_plain;
}

bool geo_content_is_plain(const geo_content *content)
{
    return !content->memory.data && content->is_plain && !content->inflate;
}

int64_t geo_content_size(const geo_content *content)
{
    return (int64_t)content->opened.st_size;
}

geo_status geo_content_read_at(geo_context *context, const geo_content *content, int64_t offset,
                               char *buffer, size_t size, size_t wanted, size_t *got)
{
    *got = 0;
    while (*got < size) {
        ssize_t count =
            pread(content->descriptor, buffer + *got, size - *got, (off_t)(offset + (int64_t)*got));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail_with_error(context, content->path, "read to its end", errno);
        if (count == 0)
            break;
        *got += (size_t)count;
    }
    return *got >= wanted ? GEO_OK : geo_content_check(context, content, offset + (int64_t)*got);
}

geo_text geo_content_head(const geo_content *content)
{
    geo_text head = {content->head, content->head_length};
    return head;
}

geo_text geo_content_memory(const geo_content *content)
{
    return content->descriptor < 0 ? content->memory : (geo_text){NULL, 0};
}

double geo_content_fraction(const geo_content *content)
{
    double size = (double)content->opened.st_size;
    if (content->memory.data || !content->is_plain || !(size > 0))
        return 0;
    /* Crime exports compress to about an eighth. */
    double fraction = (double)content->delivered / (content->inflate ? 8 * size : size);
    return fraction < 1 ? fraction : 1;
}
