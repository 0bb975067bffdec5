/* What the tests of layers share. */
#ifndef TESTS_UNIT_SOURCE_LAYER_TESTS_H
#define TESTS_UNIT_SOURCE_LAYER_TESTS_H

#include <cpl_vsi.h>

#include "source/layer.h"
#include "vector_files.h"

#define TWO_POINTS                                                                                 \
    FEATURES(FEATURE(                                                                              \
        "\"kind\":\"theft\",\"n\":7,\"v\":0.1,\"when\":\"31/01/2019\"",                            \
        POINT(-2.117, 52.806)) "," FEATURE("\"kind\":null,\"n\":null,\"v\":null,\"when\":null",    \
                                           POINT(-2.2, 52.9)))

#define TWO_SQUARES                                                                                \
    FEATURES(FEATURE("\"WD24CD\":\"E05\"", POLYGON(SQUARE(-2, 52, -1, 53))) "," FEATURE(           \
        "\"WD24CD\":\"E06\"", POLYGON(SQUARE(-3, 52, -2, 53))))

static inline geo_layer *open_rows(geo_context *context, geo_input input, const char *layer)
{
    geo_layer *opened = NULL;
    if (geo_layer_open(context, &input, layer, GEO_USE_ROWS, NULL, &opened) != GEO_OK)
        fail_msg("%s", geo_message(context));
    return opened;
}

/* Reads a layer to its end; the status of the first thing that fails. */
static inline geo_status read_all(geo_context *context, const char *path, const char *layer,
                                  int64_t *rows)
{
    const geo_input input = {path, {NULL, 0}};
    geo_layer *opened = NULL;
    geo_feature feature;
    bool more = true;
    geo_status status = geo_layer_open(context, &input, layer, GEO_USE_ROWS, NULL, &opened);
    *rows = 0;
    while (status == GEO_OK) {
        status = geo_layer_next(context, opened, &feature, &more);
        if (status != GEO_OK || !more)
            break;
        ++*rows;
    }
    geo_layer_free(opened);
    return status;
}

static inline void assert_text(geo_text text, const char *expected)
{
    assert_non_null(text.data);
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.data, expected, text.length);
}

static inline void write_zip_member(const char *zip, const char *member, const char *data,
                                    size_t length)
{
    char path[SCRATCH_PATH + 64];
    snprintf(path, sizeof path, "/vsizip/%s/%s", zip, member);
    VSILFILE *file = VSIFOpenL(path, "wb");
    assert_non_null(file);
    assert_int_equal(VSIFWriteL(data, 1, length, file), length);
    assert_int_equal(VSIFCloseL(file), 0);
}

#endif
