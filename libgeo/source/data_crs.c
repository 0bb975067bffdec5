#include "source/data_crs.h"

#include "core/context.h"

/* GeoJSON that states nothing counts as degrees even when it holds metres: what the caller says
 * then stands. */
static bool cannot_be_degrees(const geo_crs *crs, const geo_extent *extent)
{
    return (crs->epsg == 4326 || crs->epsg == 4979) &&
           (extent->x_max > 360 || extent->x_min < -360);
}

geo_status geo_find_data_crs(geo_context *context, const geo_crs *stated, const char *given,
                             const geo_extent *extent, const char *where, geo_crs *out)
{
    if (!stated->wkt && !given)
        return geo_fail(context, GEO_ERROR_CRS,
                        "the file states no coordinate reference system; give it with --crs, for "
                        "example --crs EPSG:27700");
    if (stated->wkt && !(given && cannot_be_degrees(stated, extent)))
        return geo_crs_copy(context, stated, out);
    geo_status status = geo_crs_from_text(context, given, out);
    if (status == GEO_OK)
        geo_add_note(context, "%s: coordinates taken as %s, as told", where, out->name);
    return status;
}
