#include "source/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/context.h"
#include "core/gdal_library.h"
#include "core/memory.h"

/* What SQLite may leave beside a database: the copy of the first two decides what is read. */
static const char *const sqlite_side[] = {"-wal", "-journal", "-shm"};
#define SQLITE_SIDES (sizeof sqlite_side / sizeof *sqlite_side)

static geo_status join_text(geo_context *context, const char *a, const char *b, char **out)
{
    char *text = NULL;
    size_t size = strlen(a) + strlen(b) + 1;
    geo_status status = geo_alloc_array(context, size, 1, &text);
    if (status != GEO_OK)
        return status;
    snprintf(text, size, "%s%s", a, b);
    *out = text;
    return GEO_OK;
}

/* ---- watching --------------------------------------------------------------------------- */

static geo_status watch(geo_context *context, geo_stage *stage, const char *path)
{
    geo_watch *entry = &stage->watch[stage->watch_count];
    if (stat(path, &entry->before) != 0)
        return geo_fail(context, GEO_ERROR_INPUT, "%s: cannot be read", path);
    geo_status status = geo_copy_text(context, path, &entry->path);
    if (status == GEO_OK)
        stage->watch_count++;
    return status;
}

geo_status geo_stage_check_unchanged(geo_context *context, const geo_stage *stage)
{
    for (size_t i = 0; i < stage->watch_count; i++) {
        const struct stat *before = &stage->watch[i].before;
        struct stat now;
        if (stat(stage->watch[i].path, &now) != 0 || now.st_size != before->st_size ||
            now.st_ino != before->st_ino || now.st_mtim.tv_sec != before->st_mtim.tv_sec ||
            now.st_mtim.tv_nsec != before->st_mtim.tv_nsec)
            return geo_fail(context, GEO_ERROR_INPUT,
                            "%s: the file changed while it was read; try again when it is finished",
                            stage->watch[i].path);
    }
    return GEO_OK;
}

static geo_status watch_shapefile(geo_context *context, geo_stage *stage, const char *path)
{
    static const char *const part[] = {".shx", ".dbf"};
    geo_status status = GEO_OK;
    for (size_t i = 0; i < 2 && status == GEO_OK; i++) {
        char *sibling = NULL;
        status = geo_sibling_file(context, path, part[i], &sibling);
        if (status == GEO_OK && sibling)
            status = watch(context, stage, sibling);
        free(sibling);
    }
    return status;
}

/* ---- the private folder ----------------------------------------------------------------- */

static geo_status make_folder(geo_context *context, geo_stage *stage)
{
    const char *parent = getenv("TMPDIR");
    char *folder = NULL;
    geo_status status =
        join_text(context, parent && *parent ? parent : "/tmp", "/wardmap-XXXXXX", &folder);
    if (status != GEO_OK)
        return status;
    if (!mkdtemp(folder)) {
        status = geo_fail(context, GEO_ERROR_INPUT,
                          "%s: no private folder can be made there, which reading this GeoPackage "
                          "needs; set TMPDIR to a folder with room",
                          folder);
        free(folder);
        return status;
    }
    stage->folder = folder;
    return join_text(context, folder, "/layer.gpkg", &stage->path);
}

static void remove_folder(geo_stage *stage)
{
    for (size_t i = 0; stage->path && i < SQLITE_SIDES; i++) {
        char side[4096];
        int length = snprintf(side, sizeof side, "%s%s", stage->path, sqlite_side[i]);
        if (length > 0 && (size_t)length < sizeof side)
            unlink(side);
    }
    if (stage->path)
        unlink(stage->path);
    rmdir(stage->folder);
}

static bool copy_bytes(int from, int to)
{
    char bytes[65536];
    for (;;) {
        ssize_t got = read(from, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        for (ssize_t done = 0; done < got;) {
            ssize_t written = write(to, bytes + done, (size_t)(got - done));
            if (written < 0 && errno != EINTR)
                return false;
            done += written > 0 ? written : 0;
        }
    }
}

static geo_status copy_file(geo_context *context, const char *path, const char *copy)
{
    int from = open(path, O_RDONLY | O_CLOEXEC);
    int to = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_copied = from >= 0 && to >= 0 && copy_bytes(from, to);
    if (from >= 0)
        close(from);
    if (to >= 0 && close(to) != 0)
        is_copied = false;
    if (is_copied)
        return GEO_OK;
    return geo_fail(context, GEO_ERROR_INPUT,
                    "%s: cannot be copied to %s, which its unfinished changes make necessary", path,
                    copy);
}

/* ---- GeoPackage ------------------------------------------------------------------------- */

static geo_status has_side(geo_context *context, const char *path, const char *suffix, bool *has)
{
    char *side = NULL;
    geo_status status = join_text(context, path, suffix, &side);
    if (status != GEO_OK)
        return status;
    struct stat facts;
    *has = stat(side, &facts) == 0 && facts.st_size > 0;
    free(side);
    return GEO_OK;
}

static geo_status copy_side(geo_context *context, const char *path, const char *copy,
                            const char *suffix)
{
    char *from = NULL;
    char *to = NULL;
    geo_status status = join_text(context, path, suffix, &from);
    if (status == GEO_OK)
        status = join_text(context, copy, suffix, &to);
    if (status == GEO_OK)
        status = copy_file(context, from, to);
    free(from);
    free(to);
    return status;
}

/* The lock bytes of SQLite: pending, reserved and 510 shared ones from 1 GiB on
 * (https://www.sqlite.org/src/file/src/os.h). A writer holds one of the first two. */
static geo_status check_not_locked(geo_context *context, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return geo_fail(context, GEO_ERROR_INPUT, "%s: cannot be read", path);
    struct flock lock = {
        .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 2};
    bool is_locked = fcntl(file, F_GETLK, &lock) == 0 && lock.l_type == F_WRLCK;
    close(file);
    if (is_locked)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: another program is writing to it; try again when it is finished",
                        path);
    return GEO_OK;
}

static geo_status link_to(geo_context *context, const char *path, const char *link)
{
    char whole[8192] = "";
    size_t used = 0;
    if (*path != '/' && getcwd(whole, sizeof whole - 1)) {
        used = strlen(whole);
        whole[used++] = '/';
    }
    int length = snprintf(whole + used, sizeof whole - used, "%s", path);
    if (length < 0 || (size_t)length >= sizeof whole - used || symlink(whole, link) != 0)
        return geo_fail(context, GEO_ERROR_INPUT, "%s: cannot be linked to from %s", path, link);
    return GEO_OK;
}

static geo_status prepare_gpkg(geo_context *context, const char *path, geo_stage *stage)
{
    bool has_wal = false;
    bool has_journal = false;
    geo_status status = check_not_locked(context, path);
    if (status == GEO_OK)
        status = has_side(context, path, "-wal", &has_wal);
    if (status == GEO_OK)
        status = has_side(context, path, "-journal", &has_journal);
    if (status != GEO_OK)
        return status;
    if (has_wal || has_journal) {
        status = make_folder(context, stage);
        if (status == GEO_OK)
            status = copy_file(context, path, stage->path);
        if (status == GEO_OK && has_wal)
            status = copy_side(context, path, stage->path, "-wal");
        if (status == GEO_OK && has_journal)
            status = copy_side(context, path, stage->path, "-journal");
        return status;
    }
    stage->is_immutable = true;
    status = geo_check_whole(context, GEO_FORMAT_GPKG, path, path);
    if (status != GEO_OK || !strpbrk(path, "%?#"))
        return status == GEO_OK ? join_text(context, *path == '/' ? "" : "./", path, &stage->path)
                                : status;
    /* GDAL makes an URI of the path and doesn't quote these signs; a link has a plain name. */
    status = make_folder(context, stage);
    return status == GEO_OK ? link_to(context, path, stage->path) : status;
}

/* ---- memory, files and archives --------------------------------------------------------- */

static const char *const memory_name[GEO_FORMAT_COUNT] = {
    [GEO_FORMAT_GPKG] = "input.gpkg",      [GEO_FORMAT_GEOJSON] = "input.geojson",
    [GEO_FORMAT_FLATGEOBUF] = "input.fgb", [GEO_FORMAT_XLSX] = "input.xlsx",
    [GEO_FORMAT_ZIP] = "input.zip",
};

/* Borrows the bytes of the input, which outlives the stage. */
static geo_status prepare_memory(geo_context *context, const geo_input *input, geo_stage *stage)
{
    char name[80];
    snprintf(name, sizeof name, "/vsimem/libgeo-%p/%s", (void *)stage, memory_name[stage->format]);
    geo_status status = geo_copy_text(context, name, &stage->memory);
    if (status != GEO_OK)
        return status;
    VSILFILE *file = VSIFileFromMemBuffer(name, (GByte *)(uintptr_t)input->content.data,
                                          input->content.length, 0);
    if (!file)
        return geo_fail(context, GEO_ERROR_MEMORY, "out of memory: %s", input->path);
    VSIFCloseL(file);
    stage->is_immutable = true;
    return geo_copy_text(context, name, &stage->path);
}

static geo_status prepare_file(geo_context *context, const char *path, geo_stage *stage)
{
    geo_status status = watch(context, stage, path);
    if (status == GEO_OK && stage->format == GEO_FORMAT_GPKG)
        return prepare_gpkg(context, path, stage);
    if (status == GEO_OK && stage->format == GEO_FORMAT_SHAPEFILE)
        status = watch_shapefile(context, stage, path);
    /* "./PG:x" is a file whatever drivers make of "PG:x". */
    if (status == GEO_OK)
        status = join_text(context, *path == '/' ? "" : "./", path, &stage->path);
    return status;
}

static geo_status prepare_zip(geo_context *context, const char *name, int64_t ratio,
                              geo_stage *stage)
{
    char *member = NULL;
    geo_status status = geo_zip_member(context, stage->path, name, ratio, &stage->format, &member);
    if (status != GEO_OK)
        return status;
    free(stage->path);
    stage->path = member;
    stage->is_immutable = true;
    return GEO_OK;
}

/* A pipe counts as CSV because nobody can look into it twice. */
static geo_status fail_for_format(geo_context *context, const geo_input *input)
{
    struct stat facts;
    bool is_regular =
        input->content.data || (stat(input->path, &facts) == 0 && S_ISREG(facts.st_mode));
    return geo_fail(context, GEO_ERROR_INPUT,
                    is_regular ? "%s: is no GeoPackage, GeoJSON, Shapefile, FlatGeobuf or XLSX"
                               : "%s: is not a regular file; a layer has to be read from one",
                    input->path);
}

geo_status geo_stage_prepare(geo_context *context, const geo_input *input, const geo_limits *limits,
                             geo_stage *stage)
{
    geo_status status = geo_format_of_input(context, input, &stage->format);
    if (status != GEO_OK)
        return status;
    if (stage->format == GEO_FORMAT_CSV)
        return fail_for_format(context, input);
    if (input->content.data && stage->format == GEO_FORMAT_SHAPEFILE)
        return geo_fail(context, GEO_ERROR_INPUT,
                        "%s: a Shapefile is several files and can't come through a pipe",
                        input->path);
    status = input->content.data ? prepare_memory(context, input, stage)
                                 : prepare_file(context, input->path, stage);
    if (status == GEO_OK && stage->format == GEO_FORMAT_ZIP)
        status = prepare_zip(context, input->path, limits->decompression_ratio, stage);
    if (status == GEO_OK && stage->format == GEO_FORMAT_XLSX)
        status = geo_check_ratio(context, stage->path, input->path, limits->decompression_ratio);
    bool is_checked = stage->format == GEO_FORMAT_GPKG && !input->content.data;
    if (status == GEO_OK && !is_checked)
        status = geo_check_whole(context, stage->format, stage->path, input->path);
    return status;
}

void geo_stage_clear(geo_stage *stage)
{
    if (stage->folder)
        remove_folder(stage);
    if (stage->memory)
        VSIUnlink(stage->memory);
    for (size_t i = 0; i < stage->watch_count; i++)
        free(stage->watch[i].path);
    free(stage->folder);
    free(stage->memory);
    free(stage->path);
    *stage = (geo_stage){0};
}
