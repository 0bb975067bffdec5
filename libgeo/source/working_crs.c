/* Which CRS to work in: one in metres, near enough to the data that distances are true. */
#include <math.h>
#include <stdio.h>

#include "core/context.h"
#include "source/transform.h"

/* Where British National Grid is the right choice, in degrees: the box of EPSG:27700's area of use
 * without its water and its neighbours. */
static const geo_extent britain = {-8.75, 49.8, 1.85, 60.95};
static const geo_extent not_britain[] = {
    {-8.75, 51.0, -5.4, 55.25}, /* Ireland */
    {-8.75, 55.2, -6.5, 55.45}, /* Ireland's north coast */
    {-1.2, 49.8, 1.85, 50.45},  /* Normandy and Picardy */
    {1.45, 49.8, 1.85, 51.1},   /* Pas de Calais */
};

static bool is_in_britain(const geo_extent *degrees)
{
    if (!geo_extent_contains(&britain, degrees->x_min, degrees->y_min) ||
        !geo_extent_contains(&britain, degrees->x_max, degrees->y_max))
        return false;
    double lon = (degrees->x_min + degrees->x_max) / 2;
    double lat = (degrees->y_min + degrees->y_max) / 2;
    for (size_t i = 0; i < sizeof not_britain / sizeof *not_britain; i++)
        if (geo_extent_contains(&not_britain[i], lon, lat))
            return false;
    return true;
}

static geo_status extent_in_degrees(geo_context *context, const geo_crs *data,
                                    const geo_extent *extent, geo_extent *degrees)
{
    geo_crs wgs84 = {NULL, NULL, 0, false};
    geo_transform *transform = NULL;
    geo_status status = geo_crs_from_text(context, "EPSG:4326", &wgs84);
    if (status == GEO_OK)
        status = geo_transform_create_quietly(context, data, &wgs84, &transform);
    geo_crs_clear(&wgs84);
    if (status != GEO_OK)
        return status;
    size_t failed = geo_transform_extent(transform, extent, degrees);
    geo_transform_free(transform);
    if (failed > 0 || degrees->x_min < -360 || degrees->x_max > 360 || degrees->y_min < -90 ||
        degrees->y_max > 90)
        return geo_fail(context, GEO_ERROR_CRS,
                        "the coordinates make no sense in %s; give the right CRS with --crs",
                        data->name);
    return GEO_OK;
}

/* The UTM zone (WGS 84) of a place, south-west Norway's exception included. */
static void name_utm_zone(double lon, double lat, char *text, size_t size)
{
    double turned = lon - 360 * floor((lon + 180) / 360);
    int zone = (int)floor((turned + 180) / 6) + 1;
    if (lat >= 56 && lat < 64 && turned >= 3 && turned < 6)
        zone = 32;
    snprintf(text, size, "EPSG:%d", (lat < 0 ? 32700 : 32600) + zone);
}

geo_status geo_choose_working_crs(geo_context *context, const geo_crs *data,
                                  const geo_extent *extent, geo_crs *out)
{
    if (data->wkt && data->is_metric)
        return geo_crs_copy(context, data, out);
    if (extent->x_min > extent->x_max)
        return geo_fail(context, GEO_ERROR_CRS,
                        "no CRS in metres can be chosen for %s, since there are no coordinates; "
                        "name one with --working-crs",
                        data->name ? data->name : "data without a CRS");
    geo_extent degrees;
    char name[32] = "EPSG:27700";
    geo_status status = extent_in_degrees(context, data, extent, &degrees);
    if (status != GEO_OK)
        return status;
    if (!is_in_britain(&degrees))
        name_utm_zone((degrees.x_min + degrees.x_max) / 2, (degrees.y_min + degrees.y_max) / 2,
                      name, sizeof name);
    status = geo_crs_from_text(context, name, out);
    if (status == GEO_OK)
        geo_add_note(context, "working in %s (%s): %s is not in true metres", out->name, name,
                     data->name);
    return status;
}
