/* What the library runs on, and giving it back at the very end. */
#include <stdio.h>
#include <string.h>

#include <proj.h>

#include <geo/source.h>

#include "core/gdal_library.h"

const char *geo_source_versions(void)
{
    static _Thread_local char text[160];
    static const char key[] = "GEOS_VERSION=";
    bool has_gdal = !geo_gdal_trouble();
    const char *found = has_gdal ? strstr(GDALVersionInfo("BUILD_INFO"), key) : NULL;
    const char *geos = found ? found + sizeof key - 1 : "unknown";
    int geos_length = (int)strcspn(geos, "-\r\n");
    PJ_INFO proj = proj_info();
    /* GDALVersionInfo() gives one answer at a time. */
    int length = snprintf(text, sizeof text, "PROJ %d.%d.%d, GEOS %.*s, GDAL ", proj.major,
                          proj.minor, proj.patch, geos_length, geos);
    snprintf(text + length, sizeof text - (size_t)length, "%s",
             has_gdal ? GDALVersionInfo("RELEASE_NAME") : "missing");
    return text;
}

void geo_source_shutdown(void)
{
    if (geo_gdal_is_loaded()) {
        CPLSetConfigOption("CPL_DEBUG", "OFF"); /* GDAL says on leaving that it leaves */
        OSRCleanup(); /* before GDALDestroy(), which takes away what it needs */
        GDALDestroy();
    }
    proj_cleanup();
}
