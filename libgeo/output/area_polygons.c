#include "output/area_polygons.h"

/* One ring after another: GDAL wants them as geometries of their own. */
static OGRGeometryH ring_of(const geo_areas *areas, size_t ring)
{
    size_t first = areas->ring_point[ring];
    OGRGeometryH line = OGR_G_CreateGeometry(wkbLinearRing);
    OGR_G_SetPoints(line, (int)(areas->ring_point[ring + 1] - first), areas->x + first,
                    sizeof *areas->x, areas->y + first, sizeof *areas->y, NULL, 0);
    return line;
}

OGRGeometryH geo_area_polygons(const geo_areas *areas, size_t area)
{
    size_t first = areas->area_ring[area], end = areas->area_ring[area + 1];
    if (first == end)
        return NULL;
    OGRGeometryH polygons = OGR_G_CreateGeometry(wkbMultiPolygon);
    OGRGeometryH polygon = NULL;
    for (size_t ring = first; ring < end; ring++) {
        if (!polygon || !areas->ring_is_hole[ring]) {
            if (polygon)
                OGR_G_AddGeometryDirectly(polygons, polygon);
            polygon = OGR_G_CreateGeometry(wkbPolygon);
        }
        OGR_G_AddGeometryDirectly(polygon, ring_of(areas, ring));
    }
    OGR_G_AddGeometryDirectly(polygons, polygon);
    return polygons;
}
