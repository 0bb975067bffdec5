/* A file that is replaced whole or not at all. */
#include "output/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/context.h"
#include "core/memory.h"
#include "core/text.h"
#include "output/path.h"
#include "output/spool.h"

enum { BUFFER_SIZE = 1 << 16 };

struct geo_file {
    char *path;      /* as the caller named it: for messages */
    char *target;    /* what gets replaced: path with its symbolic links followed */
    char *temporary; /* NULL when bytes go straight to a device, a pipe or standard output */
    char *folder;    /* the temporary's own folder, when it has one */
    int descriptor;  /* -1 when the writer opens the temporary by itself */
    char *held_in;   /* where bytes for the descriptor wait until commit; NULL: they don't */
    geo_spool spool;
    bool is_committed;
    size_t buffered;
    char buffer[BUFFER_SIZE];
};

/* ---- failures in words ---------------------------------------------------------------------- */

static const char broken_pipe[] = "whoever was reading the output has closed it";

static const char *explain(int error)
{
    switch (error) {
    case EPIPE:
        return broken_pipe;
    case ENOSPC:
        return "the disk is full; free some space or choose another disk";
    case EDQUOT:
        return "your disk quota is used up; free some space or choose another disk";
    case EFBIG:
        return "the file would be larger than the system lets it be (disk or 'ulimit -f')";
    case ENOENT:
        return "the folder does not exist; make it first or choose another";
    case ENOTDIR:
        return "a part of the path is a file, not a folder";
    case EISDIR:
        return "it is a folder; name a file in it";
    case EACCES:
    case EPERM:
        return "not permitted; choose a place that you may write to";
    case EROFS:
        return "the disk is read-only; choose another";
    case EMFILE:
    case ENFILE:
        return "too many files are open";
    case ENAMETOOLONG:
        return "the name is too long";
    case ELOOP:
        return "its symbolic links go in a circle";
    case EBADF:
        return "standard output is closed";
    case EIO:
        return "the disk reports an error; choose another disk";
    default:
        return NULL;
    }
}

geo_status geo_file_fail(geo_context *context, const char *path, int error)
{
    const char *name = strcmp(path, "-") == 0 ? "standard output" : path;
    const char *why = explain(error);
    if (why)
        return geo_fail(context, GEO_ERROR_OUTPUT, "%s: cannot be written: %s", name, why);
    return geo_fail(context, GEO_ERROR_OUTPUT, "%s: cannot be written: system error %d", name,
                    error);
}

bool geo_is_broken_pipe(const geo_context *context)
{
    return strstr(geo_message(context), broken_pipe) != NULL;
}

/* ---- create --------------------------------------------------------------------------------- */

/* The descriptor that a path stands for: "-" and /dev/stdout, /dev/fd/3, /proc/self/fd/3; or -1.
 * Opening such a path anew would begin at the start of a file that others append to. */
static int standard_descriptor(const char *path)
{
    static const char *const folder[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    for (size_t i = 0; i < sizeof folder / sizeof *folder; i++) {
        const char *number = path + strlen(folder[i]);
        if (strncmp(path, folder[i], strlen(folder[i])) == 0 && *number >= '0' && *number <= '9' &&
            strlen(number) == strspn(number, "0123456789") && strlen(number) < 8)
            return (int)strtol(number, NULL, 10);
    }
    return -1;
}

static geo_status open_directly(geo_context *context, geo_file *file, int standard)
{
    file->descriptor = standard >= 0 ? fcntl(standard, F_DUPFD_CLOEXEC, 3)
                                     : open(file->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return file->descriptor < 0 ? geo_file_fail(context, file->path, errno) : GEO_OK;
}

static geo_status make_temporary(geo_context *context, geo_file *file)
{
    geo_status status = geo_path_temporary(context, file->target, &file->temporary);
    if (status != GEO_OK)
        return status;
    file->descriptor = mkstemp(file->temporary); /* made with 0600 */
    if (file->descriptor < 0) {
        int error = errno;
        free(file->temporary);
        file->temporary = NULL;
        return geo_file_fail(context, file->path, error);
    }
    /* A child of the calling program has no use for it. */
    fcntl(file->descriptor, F_SETFD, FD_CLOEXEC);
    return GEO_OK;
}

static geo_status make_temporary_folder(geo_context *context, geo_file *file)
{
    char *folder = NULL;
    geo_status status = geo_path_temporary(context, file->target, &folder);
    if (status != GEO_OK)
        return status;
    if (!mkdtemp(folder)) { /* made with 0700 */
        int error = errno;
        free(folder);
        return geo_file_fail(context, file->path, error);
    }
    file->folder = folder;
    return geo_path_join(context, folder, geo_path_name(file->target), &file->temporary);
}

static geo_status prepare(geo_context *context, geo_file *file, const char *path, bool in_folder)
{
    geo_status status = geo_copy_text(context, path, &file->path);
    if (status != GEO_OK)
        return status;
    if (*path == '\0')
        return geo_fail(context, GEO_ERROR_OUTPUT, "the output has an empty name; name a file");
    int standard = standard_descriptor(path);
    if (standard >= 0)
        return open_directly(context, file, standard);
    int error = 0;
    status = geo_path_follow_links(context, path, &file->target, &error);
    if (status != GEO_OK)
        return error != 0 ? geo_file_fail(context, path, error) : status;
    struct stat old;
    bool exists = stat(file->target, &old) == 0;
    if ((exists && S_ISDIR(old.st_mode)) || path[strlen(path) - 1] == '/')
        return geo_file_fail(context, path, EISDIR);
    if (exists && !S_ISREG(old.st_mode))
        return open_directly(context, file, -1);
    if (exists && faccessat(AT_FDCWD, file->target, W_OK, AT_EACCESS) != 0) {
        return geo_fail(context, GEO_ERROR_OUTPUT,
                        "%s: cannot be written: the file there is write-protected; remove it or "
                        "choose another name",
                        path);
    }
    return in_folder ? make_temporary_folder(context, file) : make_temporary(context, file);
}

static geo_status create(geo_context *context, const char *path, bool in_folder, geo_file **out)
{
    geo_file *file = NULL;
    geo_status status = geo_alloc_array(context, 1, sizeof *file, &file);
    if (status != GEO_OK)
        return status;
    file->descriptor = -1;
    file->spool.descriptor = -1;
    status = prepare(context, file, path, in_folder);
    if (status != GEO_OK) {
        geo_file_free(file);
        return status;
    }
    *out = file;
    return GEO_OK;
}

geo_status geo_file_create(geo_context *context, const char *path, geo_file **out)
{
    return create(context, path, false, out);
}

geo_status geo_file_create_in_folder(geo_context *context, const char *path, geo_file **out)
{
    return create(context, path, true, out);
}

const char *geo_file_temporary(const geo_file *file)
{
    return file->temporary;
}

/* ---- write ---------------------------------------------------------------------------------- */

/* 0, or the errno of the failure. */
static int write_all(int descriptor, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t written = write(descriptor, data, length);
        if (written >= 0) {
            data += written;
            length -= (size_t)written;
        } else if (errno == EAGAIN) { /* a pipe that another program made non-blocking */
            struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
            poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/* ---- hold ----------------------------------------------------------------------------------- */

geo_status geo_file_hold(geo_context *context, geo_file *file)
{
    if (file->temporary || file->held_in)
        return GEO_OK;
    return geo_path_join(context, geo_path_waiting_folder(), "geo", &file->held_in);
}

static geo_status fail_held(geo_context *context, const geo_file *file, int error)
{
    return geo_fail_in(context, geo_file_fail(context, file->held_in, error),
                       "output that waits until it is whole (TMPDIR says where)");
}

/* Only what is more than the buffer takes needs the disk. */
static geo_status keep_back(geo_context *context, geo_file *file, const char *data, size_t length)
{
    int error = 0;
    uint64_t offset = 0;
    geo_status status = GEO_OK;
    if (file->spool.descriptor < 0)
        status = geo_spool_open(context, file->held_in, &file->spool, &error);
    if (status == GEO_OK)
        error = geo_spool_add(&file->spool, data, length, &offset);
    return error != 0 ? fail_held(context, file, error) : status;
}

/* ---- write or hold --------------------------------------------------------------------------- */

static geo_status put(geo_context *context, geo_file *file, const char *data, size_t length)
{
    if (file->held_in)
        return keep_back(context, file, data, length);
    int error = write_all(file->descriptor, data, length);
    return error != 0 ? geo_file_fail(context, file->path, error) : GEO_OK;
}

geo_status geo_file_flush(geo_context *context, geo_file *file)
{
    size_t length = file->buffered;
    file->buffered = 0;
    return put(context, file, file->buffer, length);
}

geo_status geo_file_write(geo_context *context, geo_file *file, const void *data, size_t length)
{
    if (length > BUFFER_SIZE - file->buffered) {
        geo_status status = geo_file_flush(context, file);
        if (status != GEO_OK)
            return status;
    }
    if (length > BUFFER_SIZE)
        return put(context, file, data, length);
    if (length > 0) {
        memcpy(file->buffer + file->buffered, data, length);
        file->buffered += length;
    }
    return GEO_OK;
}

/* ---- release -------------------------------------------------------------------------------- */

#define FORGOTTEN_BYTES ((uint64_t)16 << 20)

/* What has gone out is given back to the disk, which the result may need as much of. */
static geo_status release_spool(geo_context *context, geo_file *file)
{
    uint64_t length = file->spool.length;
    for (uint64_t at = 0; at < length;) {
        size_t piece = length - at < BUFFER_SIZE ? (size_t)(length - at) : BUFFER_SIZE;
        int error = geo_spool_read(&file->spool, at, file->buffer, piece);
        if (error != 0)
            return fail_held(context, file, error);
        error = write_all(file->descriptor, file->buffer, piece);
        if (error != 0)
            return geo_file_fail(context, file->path, error);
        at += piece;
        if (at % FORGOTTEN_BYTES == 0)
            geo_spool_forget(&file->spool, at);
        geo_status status = geo_report_progress(context, "writing", (double)at / (double)length);
        if (status != GEO_OK)
            return status;
    }
    return GEO_OK;
}

static geo_status release(geo_context *context, geo_file *file)
{
    bool is_spooled = file->held_in && file->spool.descriptor >= 0;
    if (!is_spooled) {
        free(file->held_in);
        file->held_in = NULL;
    }
    geo_status status = file->buffered > 0 ? geo_file_flush(context, file) : GEO_OK;
    return status == GEO_OK && is_spooled ? release_spool(context, file) : status;
}

/* ---- commit --------------------------------------------------------------------------------- */

/* umask() can only be read by setting it, for all threads at once: Linux tells it here too. */
static mode_t process_umask(void)
{
    unsigned mask = 022;
    char line[128];
    FILE *status = fopen("/proc/self/status", "r");
    if (!status)
        return mask;
    while (fgets(line, sizeof line, status) && sscanf(line, "Umask: %o", &mask) != 1) {
    }
    fclose(status);
    return mask;
}

static mode_t final_mode(const geo_file *file)
{
    struct stat old;
    return stat(file->target, &old) == 0 ? old.st_mode & 0777 : 0666 & ~process_umask();
}

static geo_status close_checked(geo_context *context, geo_file *file)
{
    int descriptor = file->descriptor;
    file->descriptor = -1;
    return close(descriptor) != 0 && errno != EINTR ? geo_file_fail(context, file->path, errno)
                                                    : GEO_OK;
}

/* The rename itself lasts only when its folder is on the disk. Some file systems can't be asked. */
static geo_status sync_folder(geo_context *context, const geo_file *file)
{
    char *folder = NULL;
    geo_status status = geo_path_folder(context, file->target, &folder);
    if (status != GEO_OK)
        return status;
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (descriptor < 0)
        return GEO_OK;
    bool failed = fsync(descriptor) != 0 && errno == EIO;
    close(descriptor);
    return failed ? geo_file_fail(context, file->path, EIO) : GEO_OK;
}

static geo_status replace_target(geo_context *context, geo_file *file)
{
    if (file->descriptor < 0)
        file->descriptor = open(file->temporary, O_RDWR | O_CLOEXEC);
    if (file->descriptor < 0 || fsync(file->descriptor) != 0 ||
        fchmod(file->descriptor, final_mode(file)) != 0)
        return geo_file_fail(context, file->path, errno);
    geo_status status = close_checked(context, file);
    if (status != GEO_OK)
        return status;
    if (rename(file->temporary, file->target) != 0)
        return geo_file_fail(context, file->path, errno);
    file->is_committed = true;
    return sync_folder(context, file);
}

geo_status geo_file_commit(geo_context *context, geo_file *file)
{
    geo_status status = release(context, file);
    if (status != GEO_OK)
        return status;
    return file->temporary ? replace_target(context, file) : close_checked(context, file);
}

/* ---- free ----------------------------------------------------------------------------------- */

static void remove_folder(const char *folder)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry = NULL;
    while (entries && (entry = readdir(entries)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(entries), entry->d_name, 0);
    }
    if (entries)
        closedir(entries);
    rmdir(folder);
}

void geo_file_free(geo_file *file)
{
    if (!file)
        return;
    if (file->descriptor >= 0)
        close(file->descriptor);
    if (file->folder) {
        remove_folder(file->folder);
    } else if (file->temporary && !file->is_committed) {
        unlink(file->temporary);
    }
    geo_spool_close(&file->spool);
    free(file->path);
    free(file->target);
    free(file->temporary);
    free(file->folder);
    free(file->held_in);
    free(file);
}

geo_status geo_file_save(geo_context *context, const char *path, const geo_bytes *bytes)
{
    geo_file *file = NULL;
    geo_status status = geo_file_create(context, path, &file);
    if (status == GEO_OK)
        status = geo_file_write(context, file, bytes->data, bytes->length);
    if (status == GEO_OK)
        status = geo_file_commit(context, file);
    geo_file_free(file);
    return status;
}
