/* From the working CRS back to degrees. */
#include "source/transform.h"

geo_status geo_to_degrees(geo_context *context, const geo_crs *crs, double *x, double *y,
                          size_t count)
{
    geo_crs wgs84 = {NULL, NULL, 0, false};
    geo_transform *transform = NULL;
    geo_status status = geo_crs_from_text(context, "EPSG:4326", &wgs84);
    /* Most points came the other way, so that what is known of that holds here. */
    if (status == GEO_OK)
        status = geo_transform_create_inverse(context, &wgs84, crs, &transform);
    if (status == GEO_OK)
        geo_transform_apply(transform, x, y, count);
    geo_transform_free(transform);
    geo_crs_clear(&wgs84);
    return status;
}
