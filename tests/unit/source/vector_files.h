/* Files that GDAL makes for the tests, and what the library says of them. */
#ifndef TESTS_UNIT_SOURCE_VECTOR_FILES_H
#define TESTS_UNIT_SOURCE_VECTOR_FILES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gdal_utils.h>

#include <geo/source.h>

#include "scratch.h"

#define SCRATCH_PATH 4096

static inline int vector_set_up(void **state)
{
    GDALAllRegister();
    return scratch_set_up(state);
}

#define VECTOR_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, vector_set_up, scratch_tear_down)

static inline const char *scratch_path(const scratch *made, const char *name)
{
    static char path[8][SCRATCH_PATH];
    static size_t turn;
    turn = (turn + 1) % 8;
    snprintf(path[turn], SCRATCH_PATH, "%s/%s", made->folder, name);
    return path[turn];
}

static inline void scratch_write_bytes(const char *path, const char *data, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline geo_input scratch_file(const scratch *made, const char *name, const char *text)
{
    const char *path = scratch_path(made, name);
    scratch_write_bytes(path, text, strlen(text));
    return (geo_input){path, {NULL, 0}};
}

/* All bytes of a file, freed with free(). */
static inline char *scratch_read(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    char *data = malloc(*length + 1);
    assert_non_null(data);
    assert_int_equal(fread(data, 1, *length, file), *length);
    fclose(file);
    return data;
}

/* Writes `to` in another format from a file that GDAL reads; `append` adds a layer to it. */
static inline void scratch_convert(const char *from, const char *to, const char *format,
                                   const char *layer, bool append)
{
    char *words[16] = {"-f", (char *)(uintptr_t)format, "-nln", (char *)(uintptr_t)layer, NULL};
    if (append) {
        words[4] = "-update";
        words[5] = "-append";
    }
    GDALDatasetH source = GDALOpenEx(from, GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(source);
    GDALVectorTranslateOptions *options = GDALVectorTranslateOptionsNew(words, NULL);
    GDALDatasetH made = GDALVectorTranslate(to, NULL, 1, &source, options, NULL);
    assert_non_null(made);
    GDALVectorTranslateOptionsFree(options);
    GDALClose(made);
    GDALClose(source);
}

static inline void assert_message(const geo_context *context, const char *part)
{
    if (!strstr(geo_message(context), part))
        fail_msg("'%s' is not in the message: %s", part, geo_message(context));
}

static inline void assert_warning(const geo_context *context, const char *part)
{
    for (size_t i = 0; i < geo_warning_count(context); i++)
        if (strstr(geo_warning(context, i), part))
            return;
    fail_msg("no warning says '%s'", part);
}

static inline void assert_note(const geo_context *context, const char *part)
{
    for (size_t i = 0; i < geo_note_count(context); i++)
        if (strstr(geo_note(context, i), part))
            return;
    fail_msg("no note says '%s'", part);
}

/* GeoJSON: a collection of features, each "properties" and "geometry". */
#define FEATURES(...) "{\"type\":\"FeatureCollection\",\"features\":[" __VA_ARGS__ "]}"
#define FEATURE(properties, geometry)                                                              \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
#define POINT(x, y) "{\"type\":\"Point\",\"coordinates\":[" #x "," #y "]}"
#define SQUARE(x0, y0, x1, y1)                                                                     \
    "[[" #x0 "," #y0 "],[" #x1 "," #y0 "],[" #x1 "," #y1 "],[" #x0 "," #y1 "],[" #x0 "," #y0 "]]"
#define POLYGON(...)      "{\"type\":\"Polygon\",\"coordinates\":[" __VA_ARGS__ "]}"
#define MULTIPOLYGON(...) "{\"type\":\"MultiPolygon\",\"coordinates\":[" __VA_ARGS__ "]}"

#endif
