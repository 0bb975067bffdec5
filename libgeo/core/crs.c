/* A coordinate reference system as text; what it means is known to source/ alone. */
#include <stdlib.h>

#include "core/memory.h"

geo_status geo_crs_copy(geo_context *context, const geo_crs *crs, geo_crs *out)
{
    geo_crs copy = {NULL, NULL, crs->epsg, crs->is_metric};
    geo_status status = geo_copy_text(context, crs->wkt, &copy.wkt);
    if (status == GEO_OK)
        status = geo_copy_text(context, crs->name, &copy.name);
    if (status == GEO_OK)
        *out = copy;
    else
        geo_crs_clear(&copy);
    return status;
}

void geo_crs_clear(geo_crs *crs)
{
    free(crs->wkt);
    free(crs->name);
    *crs = (geo_crs){NULL, NULL, 0, false};
}
