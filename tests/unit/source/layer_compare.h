/* Layers made field by field, and the same layer read in two ways. */
#ifndef TESTS_UNIT_SOURCE_LAYER_COMPARE_H
#define TESTS_UNIT_SOURCE_LAYER_COMPARE_H

#include <math.h>

#include <ogr_api.h>

#include "layer_tests.h"
#include "source/layer_state.h"

#define COUNT(array) (sizeof array / sizeof *array)

typedef struct made_field {
    const char *name;
    OGRFieldType type;
    OGRFieldSubType subtype;
} made_field;

static inline void make_fields(OGRLayerH layer, const made_field *field, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        OGRFieldDefnH made = OGR_Fld_Create(field[i].name, field[i].type);
        OGR_Fld_SetSubType(made, field[i].subtype);
        assert_int_equal(OGR_L_CreateField(layer, made, 1), OGRERR_NONE);
        OGR_Fld_Destroy(made);
    }
}

static inline void add_feature(OGRLayerH layer, const char *const *value, size_t count,
                               const char *wkt)
{
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    for (size_t i = 0; i < count; i++)
        if (value[i])
            OGR_F_SetFieldString(feature, (int)i, value[i]);
        else
            OGR_F_SetFieldNull(feature, (int)i);
    if (wkt) {
        OGRGeometryH geometry = NULL;
        char *text = (char *)(uintptr_t)wkt;
        assert_int_equal(OGR_G_CreateFromWkt(&text, NULL, &geometry), OGRERR_NONE);
        assert_int_equal(OGR_F_SetGeometryDirectly(feature, geometry), OGRERR_NONE);
    }
    assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
}

static inline GDALDatasetH make_file(const char *path, const char *driver, OGRwkbGeometryType type,
                                     OGRLayerH *layer)
{
    GDALDriverH found = GDALGetDriverByName(driver);
    GDALDatasetH dataset = GDALCreate(found, path, 0, 0, 0, GDT_Unknown, NULL);
    assert_non_null(dataset);
    *layer = GDALDatasetCreateLayer(dataset, "p", NULL, type, NULL);
    assert_non_null(*layer);
    return dataset;
}

static inline void assert_same_text(geo_text a, geo_text b, int64_t row, size_t field)
{
    if (!a.data != !b.data || a.length != b.length ||
        (a.data && memcmp(a.data, b.data, a.length) != 0))
        fail_msg("row %d, field %d: '%.*s' and '%.*s'", (int)row, (int)field, (int)a.length,
                 a.data ? a.data : "null", (int)b.length, b.data ? b.data : "null");
}

static inline bool is_same_real(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

static inline void assert_same_feature(const geo_layer *a_layer, const geo_feature *a,
                                       const geo_layer *b_layer, const geo_feature *b)
{
    assert_int_equal(a->row, b->row);
    for (size_t i = 0; i < geo_layer_field_count(a_layer); i++) {
        assert_same_text(a->field[i], b->field[i], a->row, i);
        if (geo_layer_field_type(a_layer, i) == GEO_INTEGER)
            assert_true(geo_layer_integer(a_layer, i) == geo_layer_integer(b_layer, i));
        if (geo_layer_field_type(a_layer, i) == GEO_REAL)
            assert_true(is_same_real(geo_layer_real(a_layer, i), geo_layer_real(b_layer, i)));
    }
    if (a->has_point != b->has_point || !a->bad_geometry != !b->bad_geometry)
        fail_msg("row %d: point %d %s and %d %s", (int)a->row, a->has_point,
                 a->bad_geometry ? a->bad_geometry : "", b->has_point,
                 b->bad_geometry ? b->bad_geometry : "");
    assert_true(is_same_real(a->x, b->x) && is_same_real(a->y, b->y));
    if (a->bad_geometry)
        assert_string_equal(a->bad_geometry, b->bad_geometry);
}

static inline void assert_same_rings(const geo_rings *a, const geo_rings *b)
{
    assert_int_equal(a->ring_count, b->ring_count);
    assert_int_equal(a->point_count, b->point_count);
    assert_int_equal(a->broken_count, b->broken_count);
    assert_int_equal(a->unclosed_count, b->unclosed_count);
    assert_memory_equal(a->first_point, b->first_point, a->ring_count * sizeof *a->first_point);
    assert_memory_equal(a->is_hole, b->is_hole, a->ring_count * sizeof *a->is_hole);
    assert_memory_equal(a->x, b->x, a->point_count * sizeof *a->x);
    assert_memory_equal(a->y, b->y, a->point_count * sizeof *a->y);
}

#endif
