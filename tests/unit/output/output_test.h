/* What tests of writers share: a folder of their own, files in it, children that meet a fault. */
#ifndef TESTS_OUTPUT_TEST_H
#define TESTS_OUTPUT_TEST_H

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <geo/output.h>

#include "scratch.h"

#define BRITISH_WKT                                                                                \
    "PROJCRS[\"OSGB36 / British National Grid\",BASEGEOGCRS[\"OSGB36\",DATUM[\"Ordnance Survey "   \
    "of Great Britain 1936\",ELLIPSOID[\"Airy 1830\",6377563.396,299.3249646,LENGTHUNIT["          \
    "\"metre\",1]]],PRIMEM[\"Greenwich\",0,ANGLEUNIT[\"degree\",0.0174532925199433]],ID["          \
    "\"EPSG\",4277]],CONVERSION[\"British National Grid\",METHOD[\"Transverse Mercator\",ID["      \
    "\"EPSG\",9807]],PARAMETER[\"Latitude of natural origin\",49,ANGLEUNIT[\"degree\","            \
    "0.0174532925199433]],PARAMETER[\"Longitude of natural origin\",-2,ANGLEUNIT[\"degree\","      \
    "0.0174532925199433]],PARAMETER[\"Scale factor at natural origin\",0.9996012717,SCALEUNIT["    \
    "\"unity\",1]],PARAMETER[\"False easting\",400000,LENGTHUNIT[\"metre\",1]],PARAMETER["         \
    "\"False northing\",-100000,LENGTHUNIT[\"metre\",1]]],CS[Cartesian,2],AXIS[\"(E)\",east,"      \
    "ORDER[1],LENGTHUNIT[\"metre\",1]],AXIS[\"(N)\",north,ORDER[2],LENGTHUNIT[\"metre\",1]],"      \
    "ID[\"EPSG\",27700]]"

/* A path in the test's folder; to be freed. */
static inline char *path_in(const scratch *test, const char *name)
{
    size_t size = strlen(test->folder) + strlen(name) + 2;
    char *path = malloc(size);
    snprintf(path, size, "%s/%s", test->folder, name);
    return path;
}

/* The file's bytes, NUL-terminated, to be freed; NULL when there is none. */
static inline char *read_whole(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(size + 1);
    assert_int_equal(fread(bytes, 1, size, file), size);
    bytes[size] = '\0';
    fclose(file);
    if (length)
        *length = size;
    return bytes;
}

static inline void write_whole(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static inline void assert_content(const char *path, const char *expected)
{
    char *content = read_whole(path, NULL);
    assert_non_null(content);
    assert_string_equal(content, expected);
    free(content);
}

/* Files and folders in the folder: nothing is left behind beside what was asked for. */
static inline void assert_entries(const char *folder, int expected)
{
    int count = 0;
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    while ((entry = readdir(entries)) != NULL)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(entries);
    assert_int_equal(count, expected);
}

typedef int (*child_function)(scratch *test, const char *path);

/* Runs `work` in a child with at most `file_bytes` a file (0: no limit), as `user` if not root; its
 * exit status, or 128 + the signal that ended it. */
static inline int in_child(scratch *test, child_function work, const char *path, rlim_t file_bytes,
                           uid_t user)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (file_bytes > 0) {
            struct rlimit limit = {file_bytes, file_bytes};
            signal(SIGXFSZ, SIG_IGN);
            setrlimit(RLIMIT_FSIZE, &limit);
        }
        if (user != 0 && setuid(user) != 0)
            _exit(99);
        _exit(work(test, path));
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static inline geo_text text_of(const char *text)
{
    return (geo_text){text, text ? strlen(text) : 0};
}

/* Three wards, with all that a name can be made of, nulls and a NaN. */
static inline geo_table *ward_table(geo_context *context)
{
    static const char *const name[] = {"T\xC5\xB5r & \"Dock\"", "=SUM(A1)|x", "Line\nbreak, <b>"};
    static const char *const band[] = {"Significantly above", "Above", NULL};
    geo_table *table = NULL;
    geo_column *column = NULL;
    assert_int_equal(geo_table_new(context, 3, &table), GEO_OK);
    geo_table_add(context, table, "rank", GEO_INTEGER, 0, &column);
    column->integer[0] = 1;
    column->integer[1] = 1;
    column->spare = 1;
    geo_table_add(context, table, "name", GEO_TEXT, 0, &column);
    column->may_shorten = true;
    for (size_t row = 0; row < 3; row++)
        geo_table_set_text(context, column, row, text_of(name[row]));
    geo_table_add(context, table, "count", GEO_INTEGER, 0, &column);
    column->integer[0] = 1234567;
    column->integer[1] = 999;
    column->integer[2] = -1000;
    column->spare = 2;
    geo_table_add(context, table, "rate_per_1000", GEO_REAL, 1, &column);
    column->real[0] = 1342.06;
    column->real[1] = 0.04;
    geo_table_set_heading(context, column, "rate per 1,000");
    geo_table_add(context, table, "band", GEO_TEXT, 0, &column);
    for (size_t row = 0; row < 3; row++)
        geo_table_set_text(context, column, row, text_of(band[row]));
    geo_table_set_title(context, table, "Wards by rate");
    geo_table_add_note(context, table, "Mean 57.1, SD 48.2 (population), n = 201");
    geo_table_add_note(context, table, "Bands: a convention, not a test");
    return table;
}

#endif
