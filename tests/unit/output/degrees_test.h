/* What PROJ makes of coordinates, beside what a file in degrees has. */
#ifndef TESTS_DEGREES_TEST_H
#define TESTS_DEGREES_TEST_H

#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include "areas_layer.h"

/* Rounded to 7 decimals, half of the last may differ. */
#define DEGREE_NEAR 0.501e-7

/* From the British National Grid by its EPSG code, not by the text that the writer is given. */
static inline void british_degrees(double x, double y, double *longitude, double *latitude)
{
    OGRSpatialReferenceH from = OSRNewSpatialReference(NULL), to = OSRNewSpatialReference(NULL);
    assert_int_equal(OSRImportFromEPSG(from, 27700), OGRERR_NONE);
    assert_int_equal(OSRImportFromEPSG(to, 4326), OGRERR_NONE);
    OSRSetAxisMappingStrategy(from, OAMS_TRADITIONAL_GIS_ORDER);
    OSRSetAxisMappingStrategy(to, OAMS_TRADITIONAL_GIS_ORDER);
    OGRCoordinateTransformationH way = OCTNewCoordinateTransformation(from, to);
    assert_non_null(way);
    assert_int_equal(OCTTransform(way, 1, &x, &y, NULL), 1);
    *longitude = x;
    *latitude = y;
    OCTDestroyCoordinateTransformation(way);
    OSRRelease(from);
    OSRRelease(to);
}

static inline void assert_degrees(double longitude, double latitude, double x, double y)
{
    double expected_longitude, expected_latitude;
    british_degrees(x, y, &expected_longitude, &expected_latitude);
    if (fabs(longitude - expected_longitude) > DEGREE_NEAR ||
        fabs(latitude - expected_latitude) > DEGREE_NEAR)
        fail_msg("(%.9f, %.9f) for (%.9f, %.9f)", longitude, latitude, expected_longitude,
                 expected_latitude);
}

/* Twice the area of a ring: above 0 where it runs against the clock. */
static inline double turn_of_ring(OGRGeometryH ring)
{
    double sum = 0;
    for (int i = 0; i + 1 < OGR_G_GetPointCount(ring); i++)
        sum += OGR_G_GetX(ring, i) * OGR_G_GetY(ring, i + 1) -
               OGR_G_GetX(ring, i + 1) * OGR_G_GetY(ring, i);
    return sum;
}

/* Each point of the ring is one of the area's ring: it may begin elsewhere and run the other way.
 */
static inline void assert_ring_degrees(const geo_areas *areas, OGRGeometryH line, size_t ring)
{
    size_t first = areas->ring_point[ring], count = areas->ring_point[ring + 1] - first;
    assert_int_equal(OGR_G_GetPointCount(line), count);
    for (size_t k = 0; k < count; k++) {
        double longitude, latitude;
        bool is_found = false;
        british_degrees(areas->x[first + k], areas->y[first + k], &longitude, &latitude);
        for (int i = 0; i < (int)count; i++)
            is_found = is_found || (fabs(OGR_G_GetX(line, i) - longitude) <= DEGREE_NEAR &&
                                    fabs(OGR_G_GetY(line, i) - latitude) <= DEGREE_NEAR);
        assert_true(is_found);
    }
}

/* Shells against the clock, holes with it, and all points where PROJ has them. */
static inline void assert_polygon_degrees(const geo_areas *areas, OGRGeometryH polygons,
                                          size_t area)
{
    size_t ring = areas->area_ring[area];
    for (int i = 0; i < OGR_G_GetGeometryCount(polygons); i++) {
        OGRGeometryH polygon = OGR_G_GetGeometryRef(polygons, i);
        for (int k = 0; k < OGR_G_GetGeometryCount(polygon); k++, ring++) {
            OGRGeometryH line = OGR_G_GetGeometryRef(polygon, k);
            assert_true((turn_of_ring(line) > 0) == (k == 0));
            assert_ring_degrees(areas, line, ring);
        }
    }
    assert_int_equal(ring, areas->area_ring[area + 1]);
}

#endif
